"""`kpi targets` and `kpi focus`: what should be reached, and what is looked at first."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, app, command, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from kpi_core.text import Lang, Text

Json = dict[str, Any]
_MANY = 7  # KPIs beyond which a list is looked at by nobody

targets = make_app(
    t(
        "What KPIs should reach, and how they stand: set, list, remove.",
        "Ce que les indicateurs doivent atteindre, et où ils en sont\u00a0: set, list, remove.",
    )
)
app.add_typer(targets, name="targets")
target_command = partial(targets.command, cls=Command)


@target_command(
    name="set",
    help=t(
        'Enter a target: kpi targets set cpl "60 €", or leads 400 --period 2026-Q1.',
        'Saisir un objectif\u00a0: kpi targets set cpl "60 €", ou leads 400 --period "T1 2026".',
    ),
)
def set_(
    context: typer.Context,
    kpi: Annotated[
        str, typer.Argument(metavar=t("kpi", "indicateur"), help=t("A KPI.", "Un indicateur."))
    ],
    value: Annotated[
        str,
        typer.Argument(
            metavar=t("value", "valeur"),
            help=t("With its %, for a rate.", "Avec son\u202f%, pour un taux."),
        ),
    ],
    period: Annotated[
        str | None,
        typer.Option(
            help=t(
                "Over which dates; a sum needs them.",
                "Sur quelles dates\u202f; une somme en a besoin.",
            )
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help=t("Such as channel=LinkedIn.", "Par exemple canal=LinkedIn.")),
    ] = None,
    json: AsJson = False,
) -> None:
    """Enter a target; one of the same dates and members is replaced."""
    said = {"kpi": kpi, "value": value, "period": period, "where": where or []}
    _told(context.obj, {"set": {k: v for k, v in said.items() if v is not None}}, json=json)


@target_command(
    name="list",
    help=t("Show the targets and how they stand.", "Montrer les objectifs et où ils en sont."),
)
def list_(context: typer.Context, json: AsJson = False) -> None:
    """Show each target beside its number, and where it will land."""
    _told(context.obj, {}, json=json)


@target_command(
    help=t("Remove a target by its number.", "Supprimer un objectif par son numéro."),
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
    """Remove a target."""
    _told(context.obj, {"remove": number}, json=json)


@command(
    help=t(
        "Show or choose the KPIs that are looked at first: kpi focus cpl cac roi.",
        "Montrer ou choisir les indicateurs regardés en premier\u00a0: kpi focus cpl cac roi.",
    )
)
def focus(
    context: typer.Context,
    kpis: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=t("kpis", "indicateurs"),
            help=t("In this order; none shows them.", "Dans cet ordre\u202f; aucun les montre."),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Show the focus list, changed first if asked; more than seven is said to be too many."""
    from addin.cli import render
    from kpi_core.catalog import REGISTRY

    session: Session = context.obj
    asked = {"changes": {"focus": kpis}} if kpis else {}
    with session.desk(create=True) as ask:
        found = ask("settings", asked)["focus"]
    if json:
        render.as_json(found)
        return
    for place, kpi in enumerate(found, start=1):
        title = REGISTRY[kpi].title[session.lang]
        render.say(Text(en=f"{place}. {title}", fr=f"{place}. {title}"), session.lang)
    if len(found) > _MANY:
        render.complain(_TOO_MANY.format(n=len(found), most=_MANY), session.lang)


def _told(session: Session, asked: Json, *, json: bool) -> None:
    from addin.cli import render
    from addin.cli.benchmarks import said as benchmark_said

    with session.desk(create=True) as ask:
        told = ask("targets", asked)
        marks = ask("benchmarks", {})["benchmarks"] if not json else []
        currency = ask("settings", {})["currency"]
    if json:
        render.as_json(told)
        return
    if not told["targets"]:
        render.say(_NONE, session.lang)
        return
    header = [
        "",
        t("KPI", "indicateur"),
        t("dates", "dates"),
        t("target", "objectif"),
        t("value", "valeur"),
        t("where it stands", "où il en est"),
        t("reached", "atteint"),
    ]
    rows = [_row(each, currency, session.lang) for each in told["targets"]]
    render.table("", header, rows, right=[True, False, False, True, True, True, False])
    for each in told["targets"]:
        if each["landing"]:
            render.say(_lands(each, currency, session.lang), session.lang)
    for mark in marks:
        if mark["kpi"] in {each["kpi"] for each in told["targets"]}:
            render.say(benchmark_said(mark), session.lang)


def _row(each: Json, currency: str, lang: Lang) -> list[str]:
    from kpi_core.periods import Period
    from kpi_core.units import Unit, written

    locale, unit = _locale(lang), Unit(each["unit"])
    who = "".join(f", {member}" for some in each["filters"].values() for member in some)
    start, end = (dt.date.fromisoformat(each["period"][name]) for name in ("start", "end"))
    verdict = {True: t("yes", "oui"), False: t("no", "non"), None: "–"}[each["reached"]]
    if each["running"] and not each["reached"]:
        verdict = t("not yet", "pas encore")
    value, (low, high) = written(each["value"], unit, currency, locale), (each["low"], each["high"])
    if low is not None and high is not None:
        ends = (written(end, unit, currency, locale) for end in (low, high))
        value = f"{value} ({' – '.join(ends)})"
        if low < each["target"] < high:
            verdict += t(", within the margin of error", ", dans la marge d’erreur")
    return [
        str(each["number"]),
        each["title"][lang.value] + who,
        Period(start, end).label(lang),
        written(each["target"], unit, currency, locale),
        value,
        _part(each, lang),
        verdict,
    ]


def _part(each: Json, lang: Lang) -> str:
    """Write how much of a target is reached, or how much of a limit is used, or how far it is passed."""
    from kpi_core.units import Unit, written

    part, locale = each["part"], _locale(lang)
    if part is None or not each["limit"]:
        return written(part, Unit.SHARE, "", locale)
    if part < _TIMES:
        return _OF_LIMIT.format(part=written(part, Unit.SHARE, "", locale))[lang]
    return _TIMES_LIMIT.format(n=written(round(part, 1), Unit.COUNT, "", locale))[lang]


def _lands(each: Json, currency: str, lang: Lang) -> Text:
    from kpi_core.answering.landing import Landing
    from kpi_core.answering.landing_words import lands
    from kpi_core.units import Unit

    found = Landing(**each["landing"] | {"known": dt.date.fromisoformat(each["landing"]["known"])})
    said = lands(found, Unit(each["unit"]), currency, _locale(lang))
    return Text(en="{n}. {said}", fr="{n}. {said}").format(n=each["number"], said=said)


def _locale(lang: Lang) -> str:
    return "fr-FR" if lang is Lang.FR else "en-US"


_TIMES = 1.5  # beyond, "2.8 times" is read faster than "280%"
_OF_LIMIT = Text(en="{part} of the limit", fr="{part} de la limite")
_TIMES_LIMIT = Text(en="{n} times the limit", fr="{n} fois la limite")
_NONE = Text(
    en='No target yet: kpi targets set cpl "60 €", or kpi targets set leads 400 --period 2026-Q1.',
    fr='Pas encore d’objectif\u00a0: kpi targets set cpl "60 €", ou kpi targets set leads 400 --period "T1 2026".',
)
_TOO_MANY = Text(
    en="{n} are many: past {most}, a list is read by nobody. Name the few that decide something.",
    fr="{n}, c’est beaucoup\u00a0: au-delà de {most}, plus personne ne lit la liste. Nommez les quelques-uns qui font décider.",
)
