"""`kpi score`: which open leads to call first and why, how good leads are, what the model is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session

Json = dict[str, Any]


@command(
    "score",
    help=t(
        "Lead scores: kpi score --top 10; --by channel tells their quality, --model what a chance is worth.",
        "Notes des leads\u00a0: kpi score --top 10\u202f; --by channel dit leur qualité, --model ce que vaut une chance.",
    ),
)
def score_(
    context: typer.Context,
    top: Annotated[
        int,
        typer.Option(
            min=1, max=1000, help=t("How many leads to list.", "Combien de leads lister.")
        ),
    ] = 20,
    by: Annotated[
        str | None,
        typer.Option(
            help=t(
                "Quality of leads, one line a member: channel, segment, campaign…",
                "Qualité des leads, une ligne par membre\u00a0: canal, segment, campagne…",
            )
        ),
    ] = None,
    where: Where = None,
    period: Annotated[
        str | None,
        typer.Option(
            help=t(
                "With --by: leads that came in this period.",
                "Avec --by\u00a0: les leads arrivés sur cette période.",
            )
        ),
    ] = None,
    after: Annotated[
        int,
        typer.Option(
            min=1,
            max=365,
            help=t(
                "With --by: the age in days at which leads are scored.",
                "Avec --by\u00a0: l’âge en jours auquel les leads sont notés.",
            ),
        ),
    ] = 30,
    outcome: Annotated[
        str,
        typer.Option(
            help=t("What a chance is of: sql or customer.", "Chance de devenir sql ou customer.")
        ),
    ] = "sql",
    model: Annotated[
        bool,
        typer.Option(
            "--model",
            "--check",
            help=t(
                "How good the model is on months it had not seen.",
                "Ce que vaut le modèle sur des mois qu’il n’avait pas vus.",
            ),
        ),
    ] = False,
    drift: Annotated[
        bool,
        typer.Option(
            "--drift",
            help=t("How scores moved since.", "Comment les notes ont bougé depuis."),
        ),
    ] = False,
    card: Annotated[
        bool,
        typer.Option(
            "--card",
            help=t(
                "The points card; with --json, as the setting is written.",
                "La carte de points\u202f; avec --json, comme s’écrit le réglage.",
            ),
        ),
    ] = False,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t(
                "Draw how good the model is.",
                "Dessiner ce que vaut le modèle.",
            ),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print lead scores."""
    from addin.cli import render, scoring_tables
    from addin.cli.ask import filters_of

    session: Session = context.obj
    members = by is not None or period is not None
    what = _what(card=card, drift=drift, model=model or picture is not None, members=members)
    query = {
        "what": what,
        "filters": filters_of(where),
        "by": [by] if by else [],
        "top": top,
        "outcome": outcome,
        "period": period,
        "after": after,
    }
    with session.desk() as ask:
        told = ask("scoring", {"query": query})
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        from addin.cli.pictures import kept
        from addin.scoring_picture import drawn

        kept(picture, drawn(told, session.lang, locale))
    if json:
        render.as_json(scoring_tables.typed(told["card"]) if what == "card" else told)
    else:
        scoring_tables.SHOWN[what](told, session.lang, locale)
        scoring_tables.notes(told, session.lang)


def _what(*, card: bool, drift: bool, model: bool, members: bool) -> str:
    if card:
        return "card"
    if drift:
        return "drift"
    if model:
        return "model"
    return "quality" if members else "hot"
