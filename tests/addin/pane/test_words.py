"""What the page says and how it writes numbers and days, against the product's own rules."""

import datetime as dt
import itertools
import json

import pytest

from addin.server.app import PANE
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.typography import faults
from kpi_core.units import Unit, written

VALUES = [
    None, 0, 1, 12, 50, 0.05, 0.052, 0.0525, 0.5, 0.125, 2.675, 0.285, 1.005, 2289, 1234.56, 1234.565,
    -1234.5, -0.0001, 0.0049, 99.995, 6484.391451612903, 2296140.72, 1e9, -0.28038494708120626,
]  # fmt: skip


@pytest.fixture(name="words")
def _words(page, empty):
    page.visit(empty.address)
    return page.value("import('/pane/words.js').then(({ WORDS }) => WORDS)")


def test_every_sentence_is_set_as_its_language_wants(words):
    """
    Each sentence exists in both languages, with the spaces and apostrophes of each.
    """
    found = {name: list(faults(Text(**pair))) for name, pair in words.items()}

    assert {} == {name: faulty for name, faulty in found.items() if faulty}


def test_both_languages_fill_the_same_blanks(words):
    """
    A blank of one language is a blank of the other.
    """
    import re

    blanks = {
        name: [sorted(re.findall(r"\{\w+\}", pair[lang])) for lang in Lang]
        for name, pair in words.items()
    }

    assert any(en for en, _ in blanks.values())
    assert {} == {name: pair for name, pair in blanks.items() if pair[0] != pair[1]}


def test_every_sentence_is_said_somewhere(words):
    """
    A sentence that nothing says any more is removed.
    """
    sources = "\n".join(
        p.read_text("utf-8")
        for p in (*PANE.glob("*.js"), PANE / "index.html")
        if p.name != "words.js"
    )

    assert [] == [name for name in words if f'"{name}"' not in sources]


@pytest.mark.parametrize("locale", ["fr-FR", "en-US", "en-GB"])
@pytest.mark.parametrize("currency", ["EUR", "USD", "GBP", "CHF"])
def test_numbers_are_written_as_the_product_writes_them(page, empty, locale, currency):
    """
    Every unit and value is written by the page exactly as by the core.
    """
    page.visit(empty.address)
    cases = [(value, unit.value) for value, unit in itertools.product(VALUES, Unit)]
    shown = page.value(
        f"import('/pane/numbers.js').then(({{ written }}) => {json.dumps(cases)}"
        f".map(([value, unit]) => written(value, unit, '{currency}', '{locale}')))"
    )
    expected = [written(value, Unit(unit), currency, locale) for value, unit in cases]

    assert dict(zip(cases, expected, strict=True)) == dict(zip(cases, shown, strict=True))


@pytest.mark.parametrize("lang", Lang)
def test_days_are_written_as_the_product_writes_them(page, empty, lang):
    """
    A period reads the same on the page as in a sentence of the core.
    """
    page.visit(f"{empty.address}/?lang={lang}")
    first = dt.date(2024, 1, 1)
    spans = [
        (first + dt.timedelta(days=29 * i), first + dt.timedelta(days=29 * i + length))
        for i in range(26)
        for length in (0, 5, 30, 364)
    ]
    asked = json.dumps([{"start": s.isoformat(), "end": e.isoformat()} for s, e in spans])
    shown = page.value(
        f"import('/pane/dates.js').then(({{ writtenSpan }}) => {asked}.map(writtenSpan))"
    )

    assert [Period(s, e).label(lang) for s, e in spans] == shown


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-10-31", "Q3 2025"),
        ("2025-09-30", "Q3 2025"),
        ("2025-09-29", "Q2 2025"),
        ("2025-12-31", "Q4 2025"),
        ("2025-02-28", "Q4 2024"),
    ],
)
def test_examples_name_a_quarter_that_is_over(page, empty, day, expected):
    """
    The quarter of an example is the last whole one that the data holds.
    """
    page.visit(f"{empty.address}/?lang=en")

    assert expected == page.value(
        f"import('/pane/dates.js').then(({{ lastQuarter }}) => lastQuarter('{day}'))"
    )


@pytest.mark.parametrize(
    ("address", "languages", "expected"),
    [
        ("/", "fr-CA,fr,en", "fr"),
        ("/", "en-US", "en"),
        ("/", "de,fr", "fr"),
        ("/", "de", "en"),
        ("/?lang=en", "fr", "en"),
        ("/?lang=fr", "en", "fr"),
        ("/?lang=xx", "fr", "fr"),
    ],
)
def test_the_address_decides_the_language_then_the_browser(
    browser, empty, address, languages, expected
):
    """
    `?lang=` wins; without it the page speaks the first language its reader knows.
    """
    with browser.page(languages=languages) as page:
        page.visit(empty.address + address)

        assert expected == page.value("document.documentElement.lang")
