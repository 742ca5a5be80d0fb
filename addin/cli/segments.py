"""`kpi compare`, `kpi content`: which members differ beyond chance, and what each content brought."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session
from kpi_core.errors import unknown
from kpi_core.text import Lang, Text

Json = dict[str, Any]

Spoken = Annotated[
    str | None,
    typer.Option(
        help=t(
            "A period in words, or 2025-07-01..2025-09-30.",
            "Une période en mots, ou 2025-07-01..2025-09-30.",
        )
    ),
]


@command(
    "compare",
    help=t(
        "Compare members beyond chance: kpi compare win_rate --by segment.",
        "Comparer des membres au-delà du hasard\u00a0: kpi compare win_rate --by segment.",
    ),
)
def compare_(
    context: typer.Context,
    kpi: Annotated[
        str,
        typer.Argument(
            metavar=t("kpi", "indicateur"),
            help=t(
                "A rate, a cost per unit, NPS or CSAT.", "Un taux, un coût par unité, NPS ou CSAT."
            ),
        ),
    ],
    by: Annotated[
        str,
        typer.Option(
            help=t(
                "Whose members: segment, channel, salesperson, content…",
                "De quoi\u00a0: segment, canal, commercial, contenu…",
            )
        ),
    ] = "segment",
    period: Spoken = None,
    where: Where = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t("Draw members with their margins.", "Dessiner les membres avec leurs marges."),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print each member against all the others together."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {"kpi": kpi, "by": by, "period": period, "filters": filters_of(where)}
    with session.desk() as ask:
        told = ask("comparison", {"query": query})
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        _drawn(picture, told, session.lang, locale)
    if json:
        render.as_json(told)
        return
    _compared(told, session.lang, locale)


@command(
    "content",
    help=t(
        "What each webinar, white paper or article brought: kpi content --kind webinar.",
        "Ce qu’a apporté chaque webinar, livre blanc ou article\u00a0: kpi content --kind webinar.",
    ),
)
def content_(
    context: typer.Context,
    period: Spoken = None,
    where: Where = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help=t(
                "Only these: webinar, white paper, case study, article, guide, video, other.",
                "Seulement ceux-ci\u00a0: webinar, livre blanc, étude de cas, article, guide, vidéo, autre.",
            )
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print what each content brought, who met it, and what it cost."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {
        "period": period,
        "filters": filters_of(where),
        "kinds": [_kind(k) for k in kind or []],
    }
    with session.desk() as ask:
        told = ask("contents", {"query": query})
        locale = ask("settings", {})["locale"] if not json else ""
    if json:
        render.as_json(told)
        return
    _contents(told, session.lang, locale)


def _kind(said: str) -> str:
    from kpi_core.answering.contents import TITLES, kind_named

    found = kind_named(said)
    if found is None:
        raise unknown(_A_KIND, said, [text.en for text in TITLES.values()])
    return found.value


def _drawn(path: Path, told: Json, lang: Lang, locale: str) -> None:
    from addin.faults import refused
    from addin.segments_picture import drawn

    try:
        path.write_text(drawn(told, lang, locale), encoding="utf-8")
    except OSError as error:
        raise refused(error) from error


def _compared(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from addin.segments import AGAINST, CHANCE, UNASSIGNED, VERDICT
    from kpi_core.answering.comparing_members_words import VERDICTS
    from kpi_core.catalog import REGISTRY
    from kpi_core.facts import DIMENSIONS
    from kpi_core.units import Unit, written

    kpi, unit, currency = REGISTRY[told["variant"]], Unit(told["unit"]), told["currency"] or ""
    away = Unit.SHARE if told["relative"] else unit

    def own(value: float | None) -> str:
        return written(value, unit, currency, locale)

    def signed(value: float | None) -> str:
        said = written(value, away, currency, locale)
        if away is Unit.SHARE and not told["relative"] and value is not None:
            said = written(value * 100, Unit.POINTS, "", locale)
        return f"+{said}" if value is not None and value > 0 else said

    rows = [
        [
            one["member"] or UNASSIGNED[lang],
            own(one["value"]),
            "–" if one["low"] is None or one["high"] is None else f"{own(one['low'])} … {own(one['high'])}",
            written(one["n"], Unit.COUNT, "", locale),
            signed(one["difference"]),
            "–"
            if one["difference"] is None
            else f"{signed(one['difference_low'])} … {signed(one['difference_high'])}",
            _chance(one["p"], locale),
            VERDICTS[one["verdict"]][lang],
        ]
        for one in told["members"]
    ]  # fmt: skip
    head = [
        DIMENSIONS[told["by"]][lang],
        kpi.title[lang],
        _MARGIN[lang],
        "n",
        AGAINST[lang],
        _MARGIN[lang],
        CHANCE[lang],
        VERDICT[lang],
    ]
    title = render.dated(kpi.title, told["period"], lang)
    render.table(title, head, rows, right=[False, *[True] * 6, False])
    render.say(_text(told["said"]), lang)
    _notes(told, lang)


def _contents(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from kpi_core.answering import contents_words as said
    from kpi_core.answering.contents import TITLES, ContentKind
    from kpi_core.facts import DIMENSIONS
    from kpi_core.units import Unit, written

    def margin(one: Json, name: str, unit: Unit) -> str:
        value, low, high = (one[f"{name}{end}"] for end in ("", "_low", "_high"))
        figure = written(value, unit, told["currency"], locale)
        if value is None or low is None or high is None:
            return figure
        ends = (written(end, unit, told["currency"], locale) for end in (low, high))
        return f"{figure} ({' … '.join(ends)})"

    rows = [
        [
            one["name"],
            TITLES[ContentKind(one["kind"])][lang],
            str(one["leads"]),
            str(one["customers"]),
            margin(one, "rate", Unit.SHARE),
            str(one["n"]),
            str(one["met"]),
            str(one["met_customers"]),
            margin(one, "share", Unit.SHARE),
            margin(one, "per_lead", Unit.MONEY),
        ]
        for one in told["contents"]
    ]
    titles = (
        *(said.KIND, said.BROUGHT, said.WON, said.RATE, said.AMONG),
        *(said.MET, said.WINNERS, said.SHARE, said.PER_LEAD),
    )
    head = [DIMENSIONS["content"][lang], *(title[lang] for title in titles)]
    render.table(render.dated(_TITLE, told["period"], lang), head, rows, right=2)
    _notes(told, lang)


def _chance(p: float | None, locale: str) -> str:
    from kpi_core.units import Unit, french, written

    if p is None:
        return "–"
    if p < _LEAST:
        return "<\u202f0,001" if french(locale) else "< 0.001"
    return written(round(p, 3), Unit.COUNT, "", locale) if p >= _ROUGH else f"{p:.3f}".replace(
        ".", "," if french(locale) else "."
    )  # fmt: skip


_LEAST, _ROUGH = 0.001, 0.1


def _notes(told: Json, lang: Lang) -> None:
    from addin.cli import render

    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)


def _text(said: Json) -> Text:
    return Text(en=said["en"], fr=said["fr"])


_A_KIND = Text(en="a kind of content", fr="un type de contenu")
_MARGIN = Text(en="margin 95%", fr="marge 95\u202f%")
_TITLE = Text(en="Contents", fr="Contenus")
