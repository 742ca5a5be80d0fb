"""No number in a reply is the assistant's own: each is the core's, written by locale."""

import datetime as dt
import random
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.answer import answer
from assistant.answering.base import Answering
from assistant.answering.sentences import dates, sentence
from assistant.wire import Intent, Reading
from kpi_core.answering.reading import day_text
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.query import Comparison, KpiQuery, KpiResult, Span
from kpi_core.text import Lang
from kpi_core.units import Unit, written

MEASURED = [k for k in REGISTRY.values() if k.measured]
MONEY = {Unit.MONEY, Unit.MONEY_PER_DAY, Unit.MONEY_PER_MONTH}

amounts = st.floats(-1e7, 1e7, allow_nan=False).map(lambda v: round(v, 4))
days = st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1))


@st.composite
def spans(draw):
    start = draw(days)
    return Span(start=start, end=start + dt.timedelta(days=draw(st.integers(0, 800))))


@st.composite
def results(draw):
    kpi = draw(st.sampled_from(MEASURED))
    value = draw(amounts)
    low, high = draw(
        st.sampled_from([(None, None), (value - 1.5, value + 2.25), (value - 1.5, None)])
    )
    other = None
    if draw(st.booleans()):
        before = draw(amounts)
        other = Comparison(
            period=draw(spans()),
            value=before,
            change=draw(amounts) / 1e4,
            clear=draw(st.sampled_from([True, False, None])),
        )
    return KpiResult(
        kpi=kpi.family, variant=kpi.id, value=value, unit=kpi.unit,
        currency="EUR" if kpi.unit in MONEY else None, low=low, high=high, numerator=None, denominator=None,
        inputs={}, rows=3, period=draw(spans()), group=draw(st.sampled_from([{}, {"channel": "Réseau n° 7"}, {"campaign": None}])),
        basis="event", caveats=[], comparison=other, fresh_to=None,
    )  # fmt: skip


def allowed(result, lang, locale):
    """Return every text with digits that a sentence about *result* may hold."""
    money = result.currency or "EUR"
    numbers = [result.value, result.low, result.high]
    texts = [
        REGISTRY[result.variant].title[lang],
        dates(result.period, lang),
        "95\u202f%",
        "95\u00a0%",
        "95%",
    ]
    texts += [m for m in result.group.values() if m]
    if other := result.comparison:
        numbers.append(other.value)
        texts.append(dates(other.period, lang))
        change = other.change or 0
        texts += [
            written(change, Unit.SHARE, money, locale),
            written(change, Unit.POINTS, money, locale),
            written(
                Decimal(str(change * 100)).quantize(Decimal("0.1")), Unit.POINTS, money, locale
            ),
        ]
    texts += [written(n, result.unit, money, locale) for n in numbers if n is not None]
    return sorted(texts, key=len, reverse=True)


def invented(text, known):
    """Return the digits of *text* that none of the *known* texts explains."""
    for part in known:
        text = text.replace(part, " ")
    return re.findall(r"\d+", text)


@settings(max_examples=10_000, deadline=None)
@given(results(), st.sampled_from([(Lang.FR, "fr-FR"), (Lang.EN, "en-US"), (Lang.EN, "en-GB")]))
def test_every_number_of_a_sentence_is_the_results_own(result, tongue):
    """
    Ten thousand made-up results: no digit in their sentence but theirs.
    """
    lang, locale = tongue
    said = sentence(result, lang, locale)

    assert [] == invented(said, allowed(result, lang, locale))
    assert written(result.value, result.unit, result.currency or "EUR", locale) in said


CHANCE = random.Random(11)  # noqa: S311 - any sequence will do
PERIODS = ("last quarter", "2025", "en septembre 2025", "H1 2025", None)
BY = ((), ("channel",), ("campaign",), ("segment",), ("owner",))


def some_queries(count):
    for _ in range(count):
        kpi = CHANCE.choice(MEASURED)
        by = CHANCE.choice(BY)
        compared = CHANCE.random() < 0.3
        grain = CHANCE.choice((None, None, "month", "quarter"))
        yield KpiQuery(
            kpis=[kpi.id],
            period=CHANCE.choice(PERIODS),
            by=list(by),
            grain=grain,
            compare="vs the previous period" if compared and not grain else None,
            order=CHANCE.choice((None, "asc", "desc")) if by else None,
        )


def _of_all_that_could_be_ranked(core, query, lang, locale):
    """Return what a ranking may say of the members that it leaves out: too small, or belonging to nobody."""
    rows = core.query(query)
    of, few = ("sur", "moins de") if lang is Lang.FR else ("of", "fewer than")
    other = ("autre", "autres") if lang is Lang.FR else ("other", "others")
    counts = range(len(rows) + 1)
    known = {text for r in rows for text in allowed(r, lang, locale)}
    known |= {f"{n} {of} {whole}" for whole in counts for n in counts}
    known |= {f"{of} {n}," for n in counts} | {f"{n} {word}" for n in counts for word in other}
    known |= set(_units(rows, lang))
    return known | {f"{few} {core.snapshot().settings.small_sample} "}


@pytest.mark.parametrize("lang", list(Lang))
def test_replies_over_the_demo_hold_only_the_cores_numbers(core, lang):
    """
    Trends, rankings, breakdowns and changes over real data: each figure stands in the rows.
    """
    locale = "fr-FR" if lang is Lang.FR else "en-US"
    told = 0
    for query in some_queries(150):
        intent = _intent(query)
        try:
            reply = answer(Answering(core, Reading(intent=intent, query=query), lang, locale))
        except KpiError:
            continue
        whole = (
            []
            if not query.by
            else core.query(query.model_copy(update={"by": [], "grain": None, "order": None}))
        )
        known = {t for r in (*reply.rows, *whole) for t in allowed(r, lang, locale)}
        known |= {m for names in core.snapshot().members.members.values() for m in names}
        known |= set(_units(reply.rows, lang))
        firsts = [c.first for c in core.snapshot().coverage.values()]
        known |= {day_text(d)[lang] for d in (*firsts, *(r.fresh_to for r in reply.rows)) if d}
        of = "sur" if lang is Lang.FR else "of"
        members = len({tuple(r.group.items()) for r in reply.rows})
        known |= {f"{n} {of} {members}" for n in range(members + 1)}
        if query.order:
            known |= _of_all_that_could_be_ranked(core, query, lang, locale)
        first_line = reply.text.split("\n")[0]
        if any(r.value is not None for r in reply.rows):
            why = [
                c.message.fr if lang is Lang.FR else c.message.en
                for r in (*reply.rows, *whole)
                for c in r.caveats
            ]
            assert [] == invented(first_line, sorted({*known, *why}, key=len, reverse=True)), query
            told += 1
    assert told > 60


def _intent(query):
    if query.order:
        return Intent.RANK
    if query.grain:
        return Intent.TREND
    if query.compare:
        return Intent.CHANGE
    return Intent.BREAKDOWN if query.by else Intent.VALUE


def _units(rows, lang):
    from assistant.answering.sentences import label

    return [label(n, m, lang) for r in rows for n, m in r.group.items() if m]
