"""Commands that bring data in and say what it means: import, map, quarantine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Text
from kpi_core.text import rows as counted_rows

Json = dict[str, Any]


@command(
    name="import",
    help=t(
        "Import exports: CRM, ads, e-mail, analytics, or plain tables.",
        "Importer des exports : CRM, publicité, e-mail, audience, ou tableaux simples.",
    ),
)
def import_(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar=t("files", "fichiers"), help=t("CSV or Excel files.", "Fichiers CSV ou Excel.")
        ),
    ],
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            help=t("spend, leads, deals, traffic…", "dépenses, leads, affaires, trafic…"),
        ),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help=t('"Column=field", repeatable.', '"Colonne=champ", répétable.')),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            help=t(
                "Day of every row, when the file has none.",
                "Jour de chaque ligne, si le fichier n’en a pas.",
            )
        ),
    ] = None,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy, ymd")] = None,
    locale: Annotated[str | None, typer.Option(help="fr-FR, en-US…")] = None,
    currency: Annotated[str | None, typer.Option(help="EUR, USD…")] = None,
    tax: Annotated[
        str | None, typer.Option(help=t("ht (before VAT) or ttc (VAT included).", "ht ou ttc."))
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option(
            help=t(
                "What the amount of deals holds: tcv, acv or mrr.",
                "Ce que contient le montant des affaires\u00a0: tcv, acv ou mrr.",
            )
        ),
    ] = None,
    vat: Annotated[
        float | None, typer.Option(help=t("VAT rate in %.", "Taux de TVA en %."))
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help=t("Tab of the workbook.", "Onglet du classeur."))
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=t(
                "Remove what this source no longer holds.",
                "Retirer ce que cette source ne contient plus.",
            ),
        ),
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help=t(
                "Let in people who asked to be forgotten, with their consent.",
                "Reprendre les personnes qui ont demandé l’oubli, avec leur accord.",
            ),
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help=t(
                "Show how it would be read; store nothing.",
                "Montrer la lecture ; ne rien enregistrer.",
            ),
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Import files, each wholly or not at all."""
    from kpi_core.importing.spawning import prepare

    prepare()
    from addin.cli import render
    from addin.cli.progress import shown_progress

    session: Session = context.obj
    hints = {
        "as_fact": as_, "columns": _columns(map_ or []), "date": date, "date_order": date_order, "locale": locale,
        "currency": currency, "tax": tax, "amount": amount, "vat": vat, "sheet": sheet,
    }  # fmt: skip
    hints = {k: v for k, v in hints.items() if v not in (None, {})}
    for path in files:
        if not path.is_file():
            raise KpiError(
                Kind.NOT_FOUND,
                Text(en="There is no file {path}.", fr="Il n’y a pas de fichier {path}.").format(
                    path=path
                ),
            )
    operation = "preview" if dry_run else "import"
    asked = {"hints": hints, "replace": replace, "again": again}
    with (
        shown_progress(session.lang, quiet=json) as progress,
        session.desk(create=True, progress=progress) as ask,
    ):
        told, failed = _one_by_one(files, lambda path: ask(operation, asked | {"file": str(path)}))
    if json:
        render.as_json(told)
    for one in told if not json else ():
        (render.previewed if dry_run else render.imported)(one, session.lang)
    if failed is not None:
        raise failed


def _columns(pairs: list[str]) -> dict[str, str]:
    """Return which column is which field, as "Column=field" says."""
    columns = {}
    for pair in pairs:
        header, sign, field = pair.rpartition("=")
        if not sign or not header:
            raise KpiError(Kind.TYPE, _NO_PAIR)
        columns[header] = field
    return columns


def _one_by_one(
    files: list[Path], bring: Callable[[Path], Json]
) -> tuple[list[Json], KpiError | None]:
    """Return what became of each file, up to the first that fails, and what is said of that one."""
    told: list[Json] = []
    for path in files:
        try:
            told.append(bring(path))
        except KpiError as error:
            if len(files) == 1:
                raise
            return told, KpiError(error.kind, _stopped(files, len(told), error))
    return told, None


def _stopped(files: list[Path], done: int, error: KpiError) -> Text:
    """Name the file that failed, those before it, which stay, and those after it."""
    parts = [_FAILED.format(file=files[done].name, why=error.message)]
    for words, some in ((_DONE, files[:done]), (_LEFT, files[done + 1 :])):
        if some:
            names = ", ".join(path.name for path in some)
            parts.append(words.format(n=len(some), files=names))
    return Text(en=" ".join(p.en for p in parts), fr=" ".join(p.fr for p in parts))


_FAILED = Text(en="{file} was not read: {why}", fr="{file} n’a pas été lu\u00a0: {why}")
_DONE = Text(
    en="Done before it: {files}.",
    fr="{n:Traité|Traités} avant lui\u00a0: {files}.",
)
_LEFT = Text(
    en="Not opened, since {n:it comes|they come} after: {files}.",
    fr="{n:Pas ouvert, car il vient|Pas ouverts, car ils viennent} après\u00a0: {files}.",
)
_NO_PAIR = Text(
    en='--map takes "Column=field", for example --map "Coût=amount".',
    fr="--map accepte «\u00a0Colonne=champ\u00a0», par exemple --map 'Coût=montant dépensé'.",
)


@command(
    name="map",
    help=t(
        "Say what a spelling means, or where a source belongs.",
        "Dire ce qu’une graphie désigne, ou où se range une source.",
    ),
)
def map_command(
    context: typer.Context,
    dimension: Annotated[
        str | None,
        typer.Argument(
            metavar=t("dimension", "dimension"),
            help=t(
                "source, campaign, product, salesperson…", "source, campagne, produit, commercial…"
            ),
        ),
    ] = None,
    raw: Annotated[
        str | None,
        typer.Argument(
            metavar=t("spelling", "graphie"),
            help=t("As it is spelled.", "Telle qu’elle est écrite."),
        ),
    ] = None,
    member: Annotated[
        str | None,
        typer.Argument(
            metavar=t("member", "membre"), help=t("What it means.", "Ce qu’elle désigne.")
        ),
    ] = None,
    channel: Annotated[
        str | None, typer.Option(help=t("Channel of the source.", "Canal de la source."))
    ] = None,
    platform: Annotated[
        str | None, typer.Option(help=t("Platform of the channel.", "Plateforme du canal."))
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="paid, organic, outreach, email, offline, other")
    ] = None,
    json: AsJson = False,
) -> None:
    """Map members; without arguments, list what no channel holds."""
    from addin.cli import render

    session: Session = context.obj
    asked: Json = {}
    if raw and channel:
        asked = {"raw": raw, "channel": channel, "platform": platform, "kind": kind}
    elif raw and member:
        asked = {"dimension": dimension, "raw": raw, "member": member}
    elif dimension:
        raise KpiError(
            Kind.EMPTY,
            Text(
                en='Write: kpi map product "GTXPro" "GTX Pro", or kpi map source "Salon" --channel Events --kind offline.',
                fr='Écrivez\u00a0: kpi map produit "GTXPro" "GTX Pro", ou kpi map source "Salon" --channel Events --kind offline.',
            ),
        )
    with session.desk() as ask:
        told = ask("map", asked)
    if json:
        render.as_json(told)
    elif "unplaced" in told:
        header = [
            DIMENSIONS["source"][session.lang],
            t("rows", "lignes"),
            t("resembles", "ressemble à"),
        ]
        rows = [[u["source"], str(u["rows"]), ", ".join(u["resembles"])] for u in told["unplaced"]]
        render.table(t("Sources without a channel", "Sources sans canal"), header, rows)
    else:
        render.say(
            Text(en="Done: {rows}.", fr="Fait\u00a0: {rows}.").format(
                rows=counted_rows(told["rows"])
            ),
            session.lang,
        )


@command(help=t("List rejected rows and why.", "Lister les lignes rejetées et pourquoi."))
def quarantine(context: typer.Context, limit: int = 50, json: AsJson = False) -> None:
    """List what could not be read."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        rows = ask("quarantine", {"limit": limit})["rows"]
    if json:
        render.as_json(rows)
    else:
        header = [t("file", "fichier"), t("why", "raison")]
        render.table("", header, [[r["file"], r[session.lang.value]] for r in rows])
