"""`kpi ltv`: what customers have brought, and what they may be expected to bring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session
from kpi_core.text import Lang, Text

Json = dict[str, Any]


@command(
    "ltv",
    help=t(
        "Lifetime value: kpi ltv --by segment --horizon 24 --customers 10.",
        "Valeur vie client\u00a0: kpi ltv --by segment --horizon 24 --customers 10.",
    ),
)
def ltv_(
    context: typer.Context,
    by: Annotated[
        str | None,
        typer.Option(
            help=t(
                "One line a member: segment, channel, product…",
                "Une ligne par membre\u00a0: segment, canal, produit…",
            )
        ),
    ] = None,
    where: Where = None,
    horizon: Annotated[
        int, typer.Option(min=1, max=120, help=t("Months ahead.", "Mois en avant."))
    ] = 36,
    discount: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help=t(
                "A year, such as 0.08; the workspace’s discount_rate unless said otherwise.",
                "Par an, comme 0.08\u202f; sinon le réglage discount_rate de l’espace.",
            ),
        ),
    ] = None,
    method: Annotated[
        str,
        typer.Option(
            help=t(
                "auto, historic, bgnbd, pareto_nbd, bgbb (whole years) or contracts.",
                "auto, historic, bgnbd, pareto_nbd, bgbb (années entières) ou contracts.",
            )
        ),
    ] = "auto",
    customers: Annotated[
        int,
        typer.Option(
            min=0,
            max=1000,
            help=t(
                "List that many customers, those of whom most is expected.",
                "Lister autant de clients, ceux dont on attend le plus.",
            ),
        ),
    ] = 0,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t("Draw the values as bars.", "Dessiner les valeurs en barres."),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print lifetime values."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {
        "by": [by] if by else [],
        "filters": filters_of(where),
        "horizon": horizon,
        "discount": discount,
        "method": method,
        "customers": customers,
    }
    with session.desk() as ask:
        told = ask("lifetime", {"query": query})
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        _drawn(picture, told, session.lang, locale)
    if json:
        render.as_json(told)
        return
    _shown(told, session.lang, locale)
    _customers(told, session.lang, locale)
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), session.lang)


def _drawn(path: Path, told: Json, lang: Lang, locale: str) -> None:
    from addin.faults import refused
    from addin.lifetimes_picture import bars

    try:
        path.write_text(bars(told, lang, locale), encoding="utf-8")
    except OSError as error:
        raise refused(error) from error


def _shown(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from addin.lifetimes import COLUMNS, WHO, heads, named
    from kpi_core.answering.lifetimes_words import METHODS
    from kpi_core.facts import DIMENSIONS
    from kpi_core.units import Unit, written

    # A column that nothing fills is left out; the margin stands beside what it is about.
    kept = [
        (name, unit, _MARGIN[lang] if name == "low" else head)
        for (name, _, unit), head in zip(COLUMNS, heads(told, lang), strict=True)
        if name != "high" and any(line[name] is not None for line in told["lines"])
    ]
    first = DIMENSIONS[told["by"][0]] if told["by"] else WHO

    def cell(line: Json, name: str, unit: Unit) -> str:
        if name == "low" and line["low"] is not None:
            low, high = (
                _whole(written(round(line[end]), unit, told["currency"], locale), unit)
                for end in ("low", "high")
            )
            return f"{low} – {high}"
        value = line[name]
        # Cents of a mean over customers tell nothing.
        value = round(value) if unit is Unit.MONEY and value is not None else value
        return "" if value is None else _whole(written(value, unit, told["currency"], locale), unit)

    rows = [
        [named(line, lang), *(cell(line, name, unit) for name, unit, _ in kept)]
        for line in told["lines"]
    ]
    render.table(_TITLE[lang], [first[lang], *(head for *_, head in kept)], rows, right=1)
    said = _HOW.format(
        method=METHODS[told["method"]], months=told["months"], until=_day(told["until"])
    )
    render.say(said, lang)


def _customers(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from kpi_core.units import Unit, written

    if not told["customers"]:
        return
    currency = told["currency"]
    rows = [
        [
            one["customer"],
            render.day(one["first_on"], lang),
            "" if one["orders"] is None else written(one["orders"], Unit.COUNT, "", locale),
            _whole(written(round(one["revenue"]), Unit.MONEY, currency, locale), Unit.MONEY),
            written(one["alive"], Unit.SHARE, "", locale),
            written(one["expected"], Unit.COUNT, "", locale),
            _whole(written(round(one["predicted"]), Unit.MONEY, currency, locale), Unit.MONEY),
        ]
        for one in told["customers"]
    ]
    contracts = told["method"] == "contracts"
    heads = [head[lang] for head in _OF_CUSTOMERS]
    if contracts:
        heads[5] = _MONTHS[lang]
        heads, rows = heads[:2] + heads[3:], [row[:2] + row[3:] for row in rows]
    render.table(_MOST_EXPECTED[lang], heads, rows, right=2)


def _whole(said: str, unit: object) -> str:
    """Leave out the cents of a rounded amount."""
    from kpi_core.figures import without_cents
    from kpi_core.units import Unit

    return without_cents(said) if unit is Unit.MONEY else said


def _day(said: str) -> Text:
    from addin.cli import render

    return Text(en=render.day(said, Lang.EN), fr=render.day(said, Lang.FR))


_MARGIN = Text(en="margin of error", fr="marge d’erreur")
_TITLE = Text(en="Lifetime value per customer", fr="Valeur vie par client")
_MOST_EXPECTED = Text(en="Customers of whom most is expected", fr="Clients dont on attend le plus")
_MONTHS = Text(en="months to come", fr="mois à venir")
_OF_CUSTOMERS = (
    Text(en="customer", fr="client"),
    Text(en="since", fr="depuis"),
    Text(en="orders", fr="commandes"),
    Text(en="revenue to date", fr="revenu à ce jour"),
    Text(en="still active", fr="encore actif"),
    Text(en="orders to come", fr="commandes à venir"),
    Text(en="predicted", fr="prédit"),
)
_HOW = Text(
    en="Means per customer; {method}; the data tells of {until} at the latest, predictions go {months} months further, with their 95% margin.",
    fr="Moyennes par client\u202f; {method}\u202f; les données vont jusqu’au {until}, les prédictions {months} mois plus loin, avec leur marge à 95\u202f%.",
)
