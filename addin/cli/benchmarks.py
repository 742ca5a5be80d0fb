"""`kpi benchmark`: what sources that the user names say of KPIs, beside the workspace's numbers."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, app, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from kpi_core.text import Lang, Text

Json = dict[str, Any]

benchmark = make_app(
    t(
        "What sources that you name say of KPIs: add, list, remove.",
        "Ce que des sources que vous nommez disent des indicateurs\u00a0: add, list, remove.",
    )
)
app.add_typer(benchmark, name="benchmark")
benchmark_command = partial(benchmark.command, cls=Command)


@benchmark_command(
    help=t(
        'Enter a benchmark: kpi benchmark add cpl "40 €..70 €" --source "Survey of 2025, p. 12".',
        'Saisir un repère\u00a0: kpi benchmark add cpl "40 €..70 €" --source "Étude 2025, p. 12".',
    ),
)
def add(
    context: typer.Context,
    kpi: Annotated[
        str, typer.Argument(metavar=t("kpi", "indicateur"), help=t("A KPI.", "Un indicateur."))
    ],
    value: Annotated[
        str,
        typer.Argument(
            metavar=t("value", "valeur"),
            help=t(
                "A value, or a range such as 2%..4%.", "Une valeur, ou une fourchette comme 2%..4%."
            ),
        ),
    ],
    source: Annotated[str, typer.Option(help=t("Where it comes from.", "D’où il vient."))],
    date: Annotated[
        str | None,
        typer.Option(
            help=t("The day it is of: 2025-06-30.", "Le jour dont il date\u00a0: 2025-06-30.")
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Enter a benchmark; one of the same KPI and source is replaced."""
    mark = {"kpi": kpi, "value": value, "source": source, "date": date}
    _told(context.obj, {"add": {k: v for k, v in mark.items() if v is not None}}, json=json)


@benchmark_command(
    name="list",
    help=t(
        "Show the benchmarks beside your numbers.", "Montrer les repères à côté de vos chiffres."
    ),
)
def list_(context: typer.Context, json: AsJson = False) -> None:
    """Show each benchmark beside the workspace's number."""
    _told(context.obj, {}, json=json)


@benchmark_command(
    help=t("Remove a benchmark by its number.", "Supprimer un repère par son numéro."),
)
def remove(
    context: typer.Context,
    number: Annotated[
        int,
        typer.Argument(
            metavar=t("number", "numéro"), help=t("See the list.", "Voir la liste."), min=1
        ),
    ],
    json: AsJson = False,
) -> None:
    """Remove a benchmark."""
    _told(context.obj, {"remove": number}, json=json)


def said(mark: Json) -> Text:
    """Return a benchmark in a sentence that says whose it is."""
    day = dt.date.fromisoformat(mark["dated"])
    return Text(
        en=_SAID.en.format(
            title=mark["title"]["en"],
            value=mark["said"]["en"],
            source=mark["source"],
            day=f"{day:%Y-%m-%d}",
        ),
        fr=_SAID.fr.format(
            title=mark["title"]["fr"],
            value=mark["said"]["fr"],
            source=mark["source"],
            day=f"{day:%d/%m/%Y}",
        ),
    )


def _told(session: Session, asked: Json, *, json: bool) -> None:
    from addin.cli import render
    from kpi_core.periods import Period
    from kpi_core.units import Unit, written

    with session.desk(create=True) as ask:
        told = ask("benchmarks", asked)
        currency = ask("settings", {})["currency"]
    if json:
        render.as_json(told)
        return
    if not told["benchmarks"]:
        render.say(_NONE, session.lang)
        return
    lang, day = session.lang, dt.date.fromisoformat
    locale = "fr-FR" if lang is Lang.FR else "en-US"
    rows = [
        [
            str(mark["number"]),
            mark["title"][lang.value],
            mark["said"][lang.value],
            mark["source"],
            mark["dated"],
            written(mark["value"], Unit(mark["unit"]), currency, locale),
            Period(day(mark["period"]["start"]), day(mark["period"]["end"])).label(lang),
        ]
        for mark in told["benchmarks"]
    ]
    render.table(
        "",
        [head[lang] for head in _HEADS],
        rows,
        right=[True, False, True, False, False, True, False],
    )
    render.say(_YOURS, lang)


_HEADS = (
    Text(en="", fr=""),
    Text(en="KPI", fr="indicateur"),
    Text(en="benchmark", fr="repère"),
    Text(en="source", fr="source"),
    Text(en="of", fr="du"),
    Text(en="your value", fr="votre valeur"),
    Text(en="dates", fr="dates"),
)
_SAID = Text(
    en="{title}: benchmark entered by you, from {source} ({day}): {value}.",
    fr="{title}\u00a0: repère saisi par vous, d’après {source} ({day})\u00a0: {value}.",
)
_YOURS = Text(
    en="Entered by you: whether they are about firms like yours, the sources must say.",
    fr="Saisis par vous\u00a0: aux sources de dire s’ils parlent d’entreprises comme la vôtre.",
)
_NONE = Text(
    en='No benchmark: none is shown that you did not enter. kpi benchmark add cpl "40 €..70 €" --source "…".',
    fr='Aucun repère\u00a0: aucun n’est montré que vous n’ayez saisi. kpi benchmark add cpl "40 €..70 €" --source "…".',
)
