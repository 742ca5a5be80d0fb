"""Converting a column as a whole gives what the parser of single cells gives, text by text."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi_core.errors import KpiError
from kpi_core.facts import ColumnKind
from kpi_core.importing.dates import DateReader
from kpi_core.importing.numbers import NumberReader
from kpi_core.importing.table import Cells
from kpi_core.values import parse_date, parse_number

NUMBERLIKE = st.one_of(
    st.from_regex(r"[+-]?[0-9]{0,6}[.,]?[0-9]{0,7}([eE][+-]?[0-9])?", fullmatch=True),
    st.sampled_from(
        ["", "-", " --", "0x1F", "1_000", "inf", "nan", "1 234,5", "1.234", "(5)", "5 %"]
    ),
    st.text("0123456789.,-+eExX_ ", max_size=12),
)
LOCALES = st.sampled_from(["en_US", "fr_FR", "de_DE"])


def one(text, locale):
    """Read one text as the parser of cells does, to four decimals."""
    try:
        value = parse_number(text, locale).value
    except KpiError:
        return "refused"
    if value is None:
        return None
    # Eighteen digits hold money; what is larger is refused.
    return value.quantize(Decimal("0.0001"), ROUND_HALF_EVEN) if abs(value) < 10**14 else "refused"


def whole_number(text):
    """Read one text as the parser of cells does, and as a count."""
    try:
        value = parse_number(text, "en_US").value
    except KpiError:
        return "refused"
    fits = value is None or (value == value.to_integral_value() and abs(value) < 2**63)
    return value if fits else "refused"


def column(texts, locale, kind):
    """Read a column of texts."""
    read = NumberReader(locale).read(Cells(pa.array(texts, pa.string())), kind)
    return ["refused" if i in read.errors else v for i, v in enumerate(read.values.to_pylist())]


@given(st.lists(NUMBERLIKE, min_size=1, max_size=6), LOCALES)
@example(["1.429999948", "2.00005", "2.00015"], "en_US")
@example(["12", "0X1F"], "en_US")
def test_amounts(texts, locale):
    """
    A column of amounts is each of its texts read alone, rounded half to even.
    """
    spaced = [t for t in texts if " " not in t.strip()]

    assert [one(t, locale) for t in spaced] == column(spaced, locale, ColumnKind.MONEY)


@given(st.lists(st.integers(-(2**62), 2**62), min_size=1), LOCALES)
def test_counts(numbers, locale):
    """
    A column of whole numbers is read as written.
    """
    assert numbers == column([str(n) for n in numbers], locale, ColumnKind.COUNT)


@given(st.lists(NUMBERLIKE, min_size=1, max_size=6))
def test_counts_are_whole(texts):
    """
    A count is a whole number or is refused, whatever its neighbours are.
    """
    spaced = [t for t in texts if " " not in t.strip()]

    assert [whole_number(t) for t in spaced] == column(spaced, "en_US", ColumnKind.COUNT)


@given(st.lists(st.dates(date(1900, 1, 1)), min_size=1))
def test_days(days):
    """
    A column of ISO days is each of its texts read alone, however many there are.
    """
    texts = [d.isoformat() for d in days]
    reader = DateReader("dmy", "Europe/Paris")

    assert [parse_date(t).day for t in texts] == reader.days(
        Cells(pa.array(texts)), None
    ).values.to_pylist()


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S"])
def test_many_different_days(form):
    """
    Above the number of days that are read one by one, the whole column gives the same days.
    """
    start = date(1901, 1, 1).toordinal()
    days = [date.fromordinal(start + n) for n in range(30_000)]
    reader = DateReader("dmy", "Europe/Paris")

    read = reader.days(Cells(pa.array([d.strftime(form) for d in days])), None)

    assert days == read.values.to_pylist()


def test_many_different_instants():
    """
    Instants converted as a whole are those of the time zone, read one by one.
    """
    texts = [
        f"2026-01-{1 + n % 28:02d} {n % 24:02d}:{n % 60:02d}:{n // 1000:02d}" for n in range(30_000)
    ]
    reader = DateReader("dmy", "Europe/Paris")

    whole = reader.moments(Cells(pa.array(texts)), None).values
    alone = [parse_date(t, timezone="Europe/Paris").moment for t in texts[:500]]

    assert alone == whole[:500].to_pylist()
