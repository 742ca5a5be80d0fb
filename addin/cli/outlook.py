"""`kpi outlook`, `kpi anomalies`: what comes next of a KPI, and what was unusual."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Lang, Text

Json = dict[str, Any]

Grain = Annotated[
    str,
    typer.Option(help=t("week, month or quarter.", "semaine, mois ou trimestre.")),
]


@command(
    "outlook",
    help=t(
        "What comes next: kpi outlook leads --ahead 3 --where channel=LinkedIn.",
        "Ce qui vient\u00a0: kpi outlook leads --ahead 3 --where channel=LinkedIn.",
    ),
)
def outlook_(
    context: typer.Context,
    kpi: Annotated[str, typer.Argument(help=t("A KPI.", "Un indicateur."))],
    ahead: Annotated[
        int, typer.Option(min=1, max=24, help=t("How many units.", "Combien d’unités."))
    ] = 3,
    grain: Grain = "month",
    where: Where = None,
    method: Annotated[
        str,
        typer.Option(
            help=t(
                "auto, holt_winters or airline (these two need three seasons).",
                "auto, holt_winters ou airline (ces deux-là demandent trois saisons).",
            )
        ),
    ] = "auto",
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t(
                "Draw the history, what was held out, and what comes.",
                "Dessiner l’historique, ce qui fut mis de côté, et ce qui vient.",
            ),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print what comes next, judged on what was held out."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {
        "kpi": kpi,
        "ahead": ahead,
        "grain": _grain(grain),
        "method": _method(method),
        "filters": filters_of(where),
    }
    with session.desk() as ask:
        told = ask("outlook", {"query": query})
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        from addin.cli.pictures import kept
        from addin.outlook_picture import drawn

        kept(picture, drawn(told, session.lang, locale))
    if json:
        render.as_json(told)
        return
    _shown(told, session.lang, locale)


@command(
    "anomalies",
    help=t(
        "What was unusual of late: kpi anomalies leads cpl --grain week.",
        "Ce qui fut inhabituel ces derniers temps\u00a0: kpi anomalies leads cpl --grain semaine.",
    ),
)
def anomalies_(
    context: typer.Context,
    kpis: Annotated[
        list[str] | None,
        typer.Argument(
            help=t(
                "KPIs; those you look at first by default.",
                "Des indicateurs\u202f; à défaut, ceux que vous suivez.",
            )
        ),
    ] = None,
    grain: Grain = "month",
    looked: Annotated[
        int,
        typer.Option(
            min=1, max=12, help=t("How many of the last units.", "Combien des dernières unités.")
        ),
    ] = 6,
    where: Where = None,
    json: AsJson = False,
) -> None:
    """Print the units that were further from what was expected than chance allows."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {
        "kpis": kpis or [],
        "grain": _grain(grain),
        "looked": looked,
        "filters": filters_of(where),
    }
    with session.desk() as ask:
        told = ask("anomalies", {"query": query})
        locale = ask("settings", {})["locale"] if not json else ""
    if json:
        render.as_json(told)
        return
    _listed(told, session.lang, locale)


def _grain(said: str) -> str:
    from kpi_core.answering.outlook_words import grain_named

    if (found := grain_named(said)) is None:
        raise KpiError(Kind.TYPE, _NO_GRAIN.format(said=shown(said)))
    return found


def _method(said: str) -> str:
    from kpi_core.outlook.methods import Method

    if (plain := said.strip().casefold().replace("-", "_")) not in list(Method):
        raise KpiError(Kind.TYPE, _NO_METHOD.format(said=shown(said)))
    return plain


def _shown(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from addin.outlook import EXPECTED, HIGH, LOW
    from kpi_core.answering.outlook_words import GRAINS, MODELS, RECORDED
    from kpi_core.catalog import REGISTRY

    def value(number: float | None) -> str:
        return _written(number, told["unit"], told["currency"] or "", locale)

    kpi = REGISTRY[told["variant"]]
    known = [[_days(p, lang), value(p["value"]), "", ""] for p in told["history"][-_KNOWN:]]
    to_come = [
        [_days(p, lang), value(p["value"]), value(p["low"]), value(p["high"])]
        for p in told["ahead"]
    ]
    unit = GRAINS[told["grain"]].one[lang]
    if to_come:
        render.table(
            kpi.title[lang],
            [unit, EXPECTED[lang], LOW[lang], HIGH[lang]],
            to_come,
            right=1,
        )
    render.say(Text(en=told["notes"][0]["en"], fr=told["notes"][0]["fr"]), lang)
    for note in told["notes"][1:]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)
    model = MODELS.get(told["model"], Text(en=told["model"], fr=told["model"]))
    render.say(
        _MODEL.format(model=model, error=value(told["error"]), naive=value(told["naive_error"])),
        lang,
    )
    render.say(RECORDED, lang)
    for day, said, *_rest in known:
        render.say(Text(en=f"  {day}: {said}", fr=f"  {day}\u00a0: {said}"), lang)


def _listed(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from addin.outlook import EXPECTED, HIGH, LOW
    from kpi_core.answering.outlook_words import GRAINS, NONE_UNUSUAL, VALUE
    from kpi_core.catalog import REGISTRY

    rows = [
        [
            REGISTRY[one["kpi"]].title[lang],
            _days(one, lang),
            *(
                _written(one[name], one["unit"], told["currency"], locale)
                for name in ("value", "expected", "expected_low", "expected_high")
            ),
        ]
        for one in told["anomalies"]
    ]
    heads = [_KPI, GRAINS[told["grain"]].one, VALUE, EXPECTED, LOW, HIGH]
    if rows:
        render.table(_TITLE[lang], [h[lang] for h in heads], rows, right=2)
    elif told["kpis"]:
        render.say(NONE_UNUSUAL, lang)
    for note in told["notes"]:
        render.say(Text(en=note["en"], fr=note["fr"]), lang)
    for skipped in told["skipped"]:
        kpi = REGISTRY[skipped["kpi"]].title
        render.say(
            Text(
                en=f"· {kpi.en}: {skipped['why']['en']}",
                fr=f"· {kpi.fr}\u00a0: {skipped['why']['fr']}",
            ),
            lang,
        )


def _written(number: float | None, unit: str, currency: str, locale: str) -> str:
    from kpi_core.units import Unit, written

    # What is expected is no whole number; half a lead would look exact.
    plain = round(number) if number is not None and unit == Unit.COUNT else number
    return written(plain, Unit(unit), currency, locale)


def _days(point: Json, lang: Lang) -> str:
    import datetime as dt

    from kpi_core.periods import Period

    day = dt.date.fromisoformat
    return Period(day(point["start"]), day(point["end"])).label(lang)


_KNOWN = 6  # of the last units, beside what comes
_MODEL = Text(
    en="Model: {model}. Off by {error} on average where it was judged, the naive forecast by {naive}.",
    fr="Modèle\u00a0: {model}. Écart moyen là où il fut jugé\u00a0: {error}\u202f; celui de la prévision naïve\u00a0: {naive}.",
)
_NO_GRAIN = Text(
    en="It is told by week, month or quarter, not “{said}”.",
    fr="Cela se dit par semaine, mois ou trimestre, pas «\u00a0{said}\u00a0».",
)
_NO_METHOD = Text(
    en="“{said}” is no method: auto, holt_winters or airline.",
    fr="«\u00a0{said}\u00a0» n’est pas une méthode\u00a0: auto, holt_winters ou airline.",
)
_TITLE = Text(en="What was unusual", fr="Ce qui fut inhabituel")
_KPI = Text(en="KPI", fr="Indicateur")
