"""What holds for every period, whatever the phrase and whatever the day."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi_core.errors import KpiError
from kpi_core.periods import Calendar, Grain, find, resolve, resolve_comparison

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
CALENDARS = st.builds(
    Calendar,
    today=DAYS,
    fiscal_start=st.integers(1, 12),
    fiscal_named_by_end=st.booleans(),
    week_starts_sunday=st.booleans(),
    first_day=st.none() | st.just(date(2010, 1, 1)),
    day_first=st.sampled_from([True, False]),
)
MONTHS = [
    "janvier",
    "févr.",
    "mars",
    "April",
    "mai",
    "Jun",
    "juillet",
    "aout",
    "Sept",
    "octobre",
    "nov.",
    "December",
]
UNITS_FR = ["jours", "semaines", "mois", "trimestres", "semestres"]
UNIT_FR = ["mois", "trimestre", "semestre"]
UNIT_EN = ["day", "week", "month", "quarter", "year"]
YEARS = st.sampled_from(["", " 2019", " 2024", " 2025", " de l'an dernier", " last year"])
COUNTS = st.integers(1, 60).map(str) | st.sampled_from(
    ["trois", "twelve", "vingt-deux", "soixante"]
)


def phrase(template, **parts):
    return st.builds(template.format, **parts)


MONTH, UNIT = st.sampled_from(MONTHS), st.sampled_from(UNIT_EN)
CODES = st.sampled_from(["T1", "Q2", "T3", "Q4", "S1", "H2", "S12", "W52", "semaine 9", "week 1"])
PHRASES = st.one_of(
    phrase("{month}{year}", month=MONTH, year=YEARS),
    phrase(
        "{part} {month}{year}",
        part=st.sampled_from(["début", "mi", "fin", "early"]),
        month=MONTH,
        year=YEARS,
    ),
    phrase("{code}{year}", code=CODES, year=YEARS),
    phrase("les {n} derniers {unit}", n=COUNTS, unit=st.sampled_from(UNITS_FR)),
    phrase("last {n} {unit}s", n=COUNTS, unit=UNIT),
    phrase("{which} {unit}", which=st.sampled_from(["last", "this", "next", "same"]), unit=UNIT),
    phrase(
        "le {unit} {which}",
        unit=st.sampled_from(UNIT_FR),
        which=st.sampled_from(["dernier", "en cours", "prochain"]),
    ),
    phrase("de {a} à {b}{year}", a=MONTH, b=MONTH, year=YEARS),
    phrase("du {d} {a} au {e} {b}", d=st.integers(1, 31), a=MONTH, e=st.integers(1, 31), b=MONTH),
    phrase(
        "{since} {month}",
        since=st.sampled_from(["depuis", "since", "jusqu'à", "avant", "après"]),
        month=MONTH,
    ),
    phrase("exercice {year}", year=st.integers(2015, 2030)),
    phrase("fiscal Q{n}", n=st.integers(1, 4)),
    phrase("{n} {unit}s ago", n=COUNTS, unit=UNIT),
    phrase("semaine du {d} {month}", d=st.integers(1, 28), month=MONTH),
    phrase("{d:02}/{m:02}/2025", d=st.integers(1, 31), m=st.integers(1, 12)),
    st.sampled_from(
        [
            "YTD",
            "MTD",
            "hier",
            "aujourd'hui",
            "N-1",
            "TTM",
            "mois glissant",
            "all time",
            "lundi",
            "Black Friday",
        ]
    ),
)


def understood(words, calendar):
    try:
        return resolve(words, calendar)
    except KpiError:
        assume(False)


@given(PHRASES, CALENDARS)
def test_a_period_prints_as_dates_that_mean_the_same(words, calendar):
    """
    The dates of any answer can be typed back, and give the same dates, with nothing assumed.
    """
    period = understood(words, calendar)
    again = resolve(period.iso, calendar)

    assert (again.start, again.end, again.assumed) == (period.start, period.end, ())


@given(PHRASES, CALENDARS)
def test_a_period_is_sound(words, calendar):
    """
    It never ends before it starts, and when it is not over it stops today.
    """
    period = understood(words, calendar)

    assert period.start <= period.end
    assert period.days >= 1
    assert not period.running or period.end == calendar.today


@given(DAYS, DAYS, CALENDARS)
def test_two_dates_are_kept_as_written(one, other, calendar):
    """
    Whatever the day and the settings, "a..b" means a to b.
    """
    start, end = sorted((one, other))

    assert resolve(f"{start}..{end}", calendar).iso == f"{start}..{end}"
    assert resolve(f"{start}/{end}", calendar).iso == f"{start}..{end}"


@given(
    PHRASES,
    CALENDARS,
    st.sampled_from(
        ["environ", "LinkedIn", "hebdo", "matin", "vaguely", "xyz", "42%", "soir", "CAC", "?!x"]
    ),
    st.booleans(),
)
def test_a_word_left_over_is_never_ignored(words, calendar, stray, before):
    """
    One word too many, on either side, and the phrase is refused.
    """
    understood(words, calendar)

    with pytest.raises(KpiError):
        resolve(f"{stray} {words}" if before else f"{words} {stray}", calendar)


@given(st.text(max_size=60), CALENDARS)
def test_any_text_is_a_period_or_a_refusal(text, calendar):
    """
    Nothing that can be typed breaks the grammar.
    """
    try:
        said = resolve(text, calendar).iso
    except KpiError as refused:
        said = refused.message.fr

    assert said


HEAP = (
    "le la du au de à en les last dernier derniers mois 3 mars 2025 T3 semaine 12 depuis jusqu'à - .."
    " / vs et année fin début week of the same period fiscal n-1 31 février yoy quarter to between"
    " and may , ?"
)
TEMPORAL = st.lists(st.sampled_from(HEAP.split()), max_size=9).map(" ".join)


@given(TEMPORAL, CALENDARS)
def test_any_heap_of_words_of_time_is_read_or_refused(text, calendar):
    """
    Words of time in any order give sound periods inside the text, or a refusal.
    """
    try:
        found = find(text, calendar)
    except KpiError:
        return
    for one in found:
        assert 0 <= one.span[0] < one.span[1] <= len(text)
        assert one.period.start <= one.period.end
    spans = sorted({f.span for f in found})
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(PHRASES, CALENDARS)
def test_a_phrase_is_found_where_it_stands(words, calendar):
    """
    What resolves alone is found whole after a question's first words, with the same dates.
    """
    period = understood(words, calendar)
    question = f"Combien de ventes sur {words} ?"

    [found] = [f for f in find(question, calendar) if not f.comparison]

    assert (found.period.start, found.period.end) == (period.start, period.end)
    assert words in question[slice(*found.span)]


@given(
    PHRASES, CALENDARS, st.sampled_from(["vs previous period", "yoy", "vs same period last year"])
)
def test_a_comparison_looks_back_at_no_more_days(words, calendar, versus):
    """
    It comes before the period, and is no longer than a full unit of the same kind.
    """
    period = understood(words, calendar)
    try:
        other = resolve_comparison(versus, period, calendar)
    except KpiError:
        return

    assert other.end < period.start
    if period.running:
        assert other.days <= period.days + 1  # 29 February is in one of the two
    assert other.grain is period.grain


@given(DAYS, st.sampled_from(list(Grain)), st.integers(-40, 40), CALENDARS)
def test_units_follow_each_other_without_a_gap(day, grain, offset, calendar):
    """
    Each unit begins the day after the one before ends, and holds the days it is found by.
    """
    here, after = (calendar.containing(day, grain, n) for n in (offset, offset + 1))

    assert (after.start - here.end).days == 1
    assert calendar.containing(here.end, grain) == here
