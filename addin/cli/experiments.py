"""`kpi experiments`: the experiments that were imported, and which version does better."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text

Json = dict[str, Any]


@command(
    "experiments",
    help=t(
        'Imported A/B tests: kpi experiments "home page" --planned 50:50.',
        'Les tests A/B importés\u00a0: kpi experiments "page d’accueil" --planned 50:50.',
    ),
)
def experiments_(
    context: typer.Context,
    experiment: Annotated[
        str | None,
        typer.Argument(
            metavar=t("experiment", "test"),
            help=t("One of them; all by default.", "L’un d’eux\u202f; tous par défaut."),
        ),
    ] = None,
    period: Annotated[
        str | None, typer.Option(help=t("In words, or two dates.", "En mots, ou deux dates."))
    ] = None,
    planned: Annotated[
        str | None,
        typer.Option(
            metavar="50:50",
            help=t(
                "How visitors were to be shared out, the first version first; evenly by default.",
                "La répartition prévue des visiteurs, la première version d’abord\u202f; égale par défaut.",
            ),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print each experiment: its versions, the verdict, and the sentence to say."""
    from addin.cli import render

    session: Session = context.obj
    query = {"experiment": experiment, "period": period, "planned": _shares(planned)}
    with session.desk() as ask:
        told = ask("experiments", {"query": query})
        locale = ask("settings", {})["locale"] if not json else ""
    if json:
        render.as_json(told)
        return
    for one in told["experiments"]:
        _shown(one, session.lang, locale)
    for skipped in told["skipped"]:
        why, name = skipped["why"], skipped["experiment"]
        render.say(
            Text(en=f"· {name}: {why['en']}", fr=f"· {name}\u00a0: {why['fr']}"), session.lang
        )


def _shares(planned: str | None) -> list[float]:
    if planned is None:
        return []
    parts = [part.strip() for part in planned.split(":")]
    if not all(part.isdigit() and int(part) for part in parts):
        raise KpiError(Kind.TYPE, _NO_SHARES)
    return [float(part) for part in parts]


def _shown(one: Json, lang: Lang, locale: str) -> None:
    import datetime as dt

    from addin.cli import render
    from kpi_core.experiments.wording import p_value
    from kpi_core.periods import Period
    from kpi_core.units import Unit, written

    def share(value: float | None) -> str:
        return "" if value is None else written(value, Unit.SHARE, "", locale)

    rows = [
        [
            v["variant"],
            written(v["exposed"], Unit.COUNT, "", locale),
            written(v["conversions"], Unit.COUNT, "", locale),
            share(v["rate"]),
            share(v["lift"]),
            "" if v["p"] is None else p_value(v["p"], locale),
            "" if v["p_anytime"] is None else p_value(v["p_anytime"], locale),
            share(v["power"]),
        ]
        for v in one["versions"]
    ]
    day = dt.date.fromisoformat
    when = Period(day(one["period"]["start"]), day(one["period"]["end"])).label(lang)
    render.table(f"{one['experiment']} ({when})", [h[lang] for h in _HEADS], rows, right=1)
    render.say(_NO_WINNER if one["winner"] is None else _WINNER.format(name=one["winner"]), lang)
    render.say(Text(en=one["said"]["en"], fr=one["said"]["fr"]), lang)
    if one["split_broken"]:
        render.say(_UNEVEN, lang)


_HEADS = (
    Text(en="version", fr="version"),
    Text(en="exposed", fr="exposés"),
    Text(en="conversions", fr="conversions"),
    Text(en="rate", fr="taux"),
    Text(en="gain", fr="gain"),
    Text(en="p", fr="p"),
    Text(en="p, any time", fr="p, à tout moment"),
    Text(en="power", fr="puissance"),
)
_WINNER = Text(en="Winner: {name}.", fr="Gagnante\u00a0: {name}.")
_NO_WINNER = Text(en="No winner.", fr="Pas de gagnante.")
_UNEVEN = Text(
    en="If visitors were meant to be shared out unevenly, say how: --planned 90:10.",
    fr="Si la répartition devait être inégale, dites laquelle\u00a0: --planned 90:10.",
)
_NO_SHARES = Text(
    en="Planned shares are whole numbers such as 50:50, one a version.",
    fr="Les parts prévues sont des nombres entiers comme 50:50, une par version.",
)
