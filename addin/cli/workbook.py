"""`kpi workbook`: the functions as names of a workbook, with nothing to install."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


@command(
    help=t(
        "Write an Excel workbook that holds the functions: nothing to install.",
        "Écrire un classeur Excel qui contient les fonctions\u202f: rien à installer.",
    )
)
def workbook(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar=t("file", "fichier"), help=t("The .xlsx file.", "Le fichier .xlsx.")
        ),
    ],
    currency: Annotated[str, typer.Option(help="EUR, USD…")] = "EUR",
    force: Annotated[
        bool,
        typer.Option("--force", help=t("Replace the file.", "Remplacer le fichier.")),
    ] = False,
    json: AsJson = False,
) -> None:
    """Write the workbook."""
    from addin.cli import render
    from addin.hosts.workbook.writer import write

    session: Session = context.obj
    if file.suffix.lower() != ".xlsx":
        raise KpiError(Kind.TYPE, _SUFFIX.format(file=file.name))
    if file.exists() and not force:
        raise KpiError(Kind.TYPE, _EXISTS.format(file=file.name))
    functions = write(file, session.lang, currency.upper())
    if json:
        render.as_json({"file": str(file), "functions": functions})
    else:
        render.say(_WRITTEN.format(file=file.name, n=functions), session.lang)


_SUFFIX = Text(
    en="{file}: give a name that ends in .xlsx.",
    fr="{file}\u202f: donnez un nom qui se termine par .xlsx.",
)
_EXISTS = Text(
    en="{file} is there already: --force replaces it.",
    fr="{file} existe déjà\u202f: --force le remplace.",
)
_WRITTEN = Text(
    en="{file}: {n} functions, an example and the list of them. Open it in Excel 365 or on the web, and type =B2B_ROI(1000,500).",
    fr="{file}\u202f: {n} fonctions, un exemple et leur liste. Ouvrez-le dans Excel 365 ou sur le web, et tapez =B2B_ROI(1000;500).",
)
