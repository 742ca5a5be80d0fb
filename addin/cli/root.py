"""The root of `kpi`: what every command is told before its own options."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from addin.cli.session import Session
from addin.cli.spoken import LANG, Command, make_app, t
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

__all__ = ["LANG", "AsJson", "Unit", "Where", "app", "command", "t"]

app = make_app(
    t(
        "B2B KPIs, declared once: the same number in the cell, the synced sheet and the chat.",
        "Indicateurs B2B, déclarés une fois : le même nombre dans la cellule, la feuille synchronisée et le chat.",
    )
)
command = partial(app.command, cls=Command)

AsJson = Annotated[bool, typer.Option("--json", help=t("Print JSON.", "Afficher du JSON."))]
Where = Annotated[
    list[str] | None,
    typer.Option(help=t("dimension=member, repeatable.", "dimension=membre, répétable.")),
]

#: Whose touches make a path.
Unit = Annotated[
    str,
    typer.Option(
        help=t(
            "With a model or paths: whose touches count, lead or account.",
            "Avec un modèle ou des parcours\u00a0: de qui comptent les contacts, lead ou compte.",
        )
    ),
]

Anyway = Annotated[
    bool,
    typer.Option(
        "--anyway",
        help=t(
            "Ask a warehouse however much it would read.",
            "Interroger un entrepôt quoi qu’il ait à lire.",
        ),
    ),
]


@app.callback()
def common(
    context: typer.Context,
    workspace: Annotated[
        Path,
        typer.Option(
            envvar="KPI_WORKSPACE",
            help=t("Folder of the workspace.", "Dossier de l’espace de travail."),
        ),
    ] = Path("kpi-workspace"),
    lang: Annotated[
        str | None, typer.Option(help=t("Language: fr or en.", "Langue : fr ou en."))
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(help=t("A fixed day, such as 2025-11-12.", "Un jour fixe, comme 2025-11-12.")),
    ] = None,
) -> None:
    """Take what every command is told."""
    if lang is not None and lang not in {"fr", "en"}:
        raise KpiError(
            Kind.TYPE,
            Text(en="--lang takes fr or en.", fr="--lang accepte fr ou en."),
        )
    context.obj = Session(workspace, LANG, _day(today), json=False)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise KpiError(
            Kind.TYPE,
            Text(
                en="--today takes a day such as 2025-11-12.",
                fr="--today accepte un jour comme 2025-11-12.",
            ),
        ) from None
