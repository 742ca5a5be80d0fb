"""`kpi funnel`: who goes on from stage to stage, where it narrows, and which deals are stalled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session
from kpi_core.text import Lang, Text

Json = dict[str, Any]


@command(
    "funnel",
    help=t(
        "The funnel: kpi funnel --period 2025 --by segment; --stalled lists the deals at a standstill.",
        "L’entonnoir\u00a0: kpi funnel --period 2025 --by segment\u202f; --stalled liste les affaires à l’arrêt.",
    ),
)
def funnel_(
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            help=t(
                "A period in words, or 2025-07-01..2025-09-30.",
                "Une période en mots, ou 2025-07-01..2025-09-30.",
            )
        ),
    ] = None,
    where: Where = None,
    by: Annotated[
        str | None,
        typer.Option(
            help=t(
                "One line a member: segment, channel, salesperson…",
                "Une ligne par membre\u00a0: segment, canal, commercial…",
            )
        ),
    ] = None,
    stalled: Annotated[
        bool,
        typer.Option(
            "--stalled",
            help=t(
                "List the open deals that stay in their stage longer than 9 in 10 did.",
                "Lister les affaires ouvertes restées dans leur étape plus longtemps que 9 sur 10.",
            ),
        ),
    ] = False,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t("Draw the funnel.", "Dessiner l’entonnoir."),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print a funnel, or its stalled deals."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {"period": period, "filters": filters_of(where), "by": [by] if by else []}
    with session.desk() as ask:
        told = ask("funnel", {"query": query})
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        _drawn(picture, told, session.lang, locale)
    if json:
        render.as_json(told)
    elif stalled:
        _stalled(told, session.lang, locale)
    else:
        _shown(told, session.lang, locale)


def _drawn(path: Path, told: Json, lang: Lang, locale: str) -> None:
    from addin.faults import refused
    from addin.funnel_picture import drawn

    try:
        path.write_text(drawn(told, lang, locale), encoding="utf-8")
    except OSError as error:
        raise refused(error) from error


def _shown(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import funnel_tables, render

    if told["by"]:
        funnel_tables.members(told, lang, locale)
    else:
        funnel_tables.stages(told["total"], lang, locale)
        funnel_tables.deals(told, lang, locale)
    total = told["total"]
    if total["bottleneck"]:
        render.say(_text(total["bottleneck"]["said"]), lang)
    if total["closed"]:
        funnel_tables.sold(told, lang, locale)
    if total["stalled_count"]:
        render.say(_SOME.format(n=total["stalled_count"]), lang)
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)


def _stalled(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from addin.funnel import STAGE
    from kpi_core.facts import DIMENSIONS
    from kpi_core.units import Unit, written

    total = told["total"]
    if not total["stalled"]:
        render.say(_NONE, lang)
    else:
        head = [DEAL[lang], STAGE[lang], DIMENSIONS["owner"][lang], AMOUNT[lang], DAYS[lang], LONG[lang]]  # fmt: skip
        rows = [
            [
                one["name"] or one["deal"],
                one["stage"],
                one["owner"] or "–",
                written(one["amount"], Unit.MONEY, told["currency"], locale),
                str(one["days"]),
                written(one["limit"], Unit.COUNT, "", locale),
            ]
            for one in total["stalled"]
        ]
        render.table(_STALLED[lang], head, rows, right=3)
    if (left := total["stalled_count"] - len(total["stalled"])) > 0:
        render.say(_MORE.format(n=left), lang)
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)


def _text(said: Json) -> Text:
    return Text(en=said["en"], fr=said["fr"])


DEAL = Text(en="deal", fr="affaire")
AMOUNT = Text(en="amount", fr="montant")
DAYS = Text(en="days there", fr="jours dans l’étape")
LONG = Text(en="9 in 10 took", fr="9 sur 10 ont mis")
_STALLED = Text(en="Stalled deals", fr="Affaires à l’arrêt")
_NONE = Text(
    en="No open deal has been in its stage for longer than 9 in 10 of those that moved on from it.",
    fr="Aucune affaire ouverte n’est restée dans son étape plus longtemps que 9 sur 10 de celles qui en sont sorties.",
)
_SOME = Text(
    en="{n} {n:deal is|deals are} stalled: longer in their stage than 9 in 10 that moved on. kpi funnel --stalled lists them.",
    fr="{n} {n:affaire|affaires} à l’arrêt\u00a0: plus longtemps dans leur étape que 9 sur 10 de celles qui en sont sorties. kpi funnel --stalled les liste.",
)
_MORE = Text(
    en="{n} more are not listed: filter to see them.",
    fr="{n} de plus ne sont pas listées\u00a0: filtrez pour les voir.",
)
