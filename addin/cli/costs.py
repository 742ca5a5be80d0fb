"""`kpi costs`, `kpi hours`: what was spent, on what, what is missing, and the team's hours."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session
from kpi_core.text import Lang, Text

Json = dict[str, Any]


@command(
    "costs",
    help=t(
        "Costs by kind, hidden ones and what is missing: kpi costs --period 2025 --marginal.",
        "Les coûts par genre, les cachés et ce qui manque\u00a0: kpi costs --period 2025 --marginal.",
    ),
)
def costs_(
    context: typer.Context,
    period: Annotated[
        str | None, typer.Option(help=t("In words, or two dates.", "En mots, ou deux dates."))
    ] = None,
    where: Where = None,
    marginal: Annotated[
        bool,
        typer.Option(
            "--marginal",
            help=t(
                "Also what one more lead went with, channel by channel.",
                "Aussi ce qu’un lead de plus a coûté, canal par canal.",
            ),
        ),
    ] = False,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t(
                "Draw break-even, and leads against spend by channel.",
                "Dessiner le point mort, et les leads face aux dépenses par canal.",
            ),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print what was spent by kind, ROI as more costs are counted, and what is missing."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {"period": period, "filters": filters_of(where), "marginal": marginal}
    query |= {"marginal": True} if picture else {}
    with session.desk() as ask:
        told = ask("costs", {"query": query})
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        from addin.cli.pictures import kept
        from addin.costs_picture import drawn

        kept(picture, drawn(told, session.lang, locale))
    if json:
        render.as_json(told)
        return
    _shown(told, session.lang, locale)


@command(
    "hours",
    help=t(
        'The team’s hours as a cost: kpi hours "content" 20 --rate 45 --period 2025-10.',
        'Les heures de l’équipe en coût\u00a0: kpi hours "contenus" 20 --rate 45 --period 2025-10.',
    ),
)
def hours_(
    context: typer.Context,
    label: Annotated[str, typer.Argument(help=t("What they went to.", "À quoi elles ont servi."))],
    hours: Annotated[float, typer.Argument(help=t("Hours a month.", "Heures par mois."))],
    rate: Annotated[float, typer.Option(help=t("Cost of an hour.", "Coût d’une heure."))],
    period: Annotated[
        str,
        typer.Option(
            help=t("Whole months: 2025-01..2025-10.", "Mois entiers\u00a0: 2025-01..2025-10.")
        ),
    ],
    source: Annotated[
        str | None,
        typer.Option(
            help=t(
                "The source they are for; the whole firm's without one.",
                "La source qu’elles servent\u202f; toute l’entreprise à défaut.",
            )
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Enter hours as an indirect cost, month by month; entered again, they replace what was."""
    from addin.cli import render
    from kpi_core.units import Unit, written

    session: Session = context.obj
    named = _LABEL.format(label=label)[session.lang]
    asked = {"label": named, "hours": hours, "rate": rate, "period": period, "source": source}
    with session.desk() as ask:
        told = ask("hours", asked)
        settings = ask("settings", {})
    if json:
        render.as_json(told)
        return
    amount = written(told["amount"], Unit.MONEY, settings["currency"], settings["locale"])
    render.say(_ENTERED.format(label=named, amount=amount, n=told["months"]), session.lang)


def _shown(told: Json, lang: Lang, locale: str) -> None:
    import datetime as dt

    from addin.cli import render
    from addin.costs import HEADS, TOTAL, break_even_said, response_basis, response_said
    from kpi_core.costs.kinds import KINDS, Cost
    from kpi_core.periods import Period
    from kpi_core.units import Unit, written

    def money(value: float | None) -> str:
        return written(value, Unit.MONEY, told["currency"], locale)

    def share(value: float | None) -> str:
        return written(value, Unit.SHARE, "", locale)

    whole = told["total"]
    rows = [
        [
            KINDS[Cost(one["kind"])].title[lang],
            *(money(one[name]) for name in ("direct", "indirect", "total")),
            share(one["total"] / whole) if whole else "",
        ]
        for one in told["kinds"]
    ]
    sums = (sum(one[name] for one in told["kinds"]) for name in ("direct", "indirect"))
    rows.append([TOTAL[lang], *map(money, sums), money(whole), share(1.0)])
    day = dt.date.fromisoformat
    period = Period(day(told["period"]["start"]), day(told["period"]["end"]))
    title = Text(en=f"Costs ({period.label(Lang.EN)})", fr=f"Coûts ({period.label(Lang.FR)})")
    render.table(title[lang], [head[lang] for head in HEADS], rows, right=1)
    if whole:
        hidden = {"hidden": money(told["hidden"]), "share": share(told["hidden"] / whole)}
        render.say(_HIDDEN.format(**hidden), lang)
    returns = [
        [one["counted"][lang.value], money(one["cost"]), share(one["roi"])]
        for one in told["returns"]
    ]
    render.table(_RETURNS[lang], [_COUNTED[lang], HEADS[3][lang], "ROI"], returns, right=1)
    if (said := break_even_said(told, locale)) is not None:
        render.say(said, lang)
    for one in told["responses"]:
        render.say(response_said(one, locale, told["currency"]), lang)
    if (beside := response_basis(told)) is not None:
        render.say(beside, lang)
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)


_LABEL = Text(en="Hours: {label}", fr="Heures\u00a0: {label}")
_ENTERED = Text(
    en="{label}: {amount} a month over {n:one month|{n} months}, an indirect cost.",
    fr="{label}\u00a0: {amount} par mois sur {n} mois, en coût indirect.",
)
_HIDDEN = Text(
    en="Indirect costs, the hidden ones: {hidden}, {share} of the total.",
    fr="Coûts indirects, ou cachés\u00a0: {hidden}, {share} du total.",
)
_RETURNS = Text(en="ROI as more costs are counted", fr="Le ROI à mesure que les coûts sont comptés")
_COUNTED = Text(en="counted", fr="coûts comptés")
