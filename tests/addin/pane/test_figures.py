"""The focus KPIs on the page are the interface's answers, written as the product writes them."""

import pytest

from kpi_core.catalog import FOCUS, REGISTRY
from kpi_core.definition import Better
from kpi_core.periods import Period
from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

LANGS = pytest.mark.parametrize(
    ("lang", "locale"), [(Lang.EN, "en-US"), (Lang.FR, "fr-FR")], ids=["en", "fr"]
)
BETWEEN = Text(
    en="Between {low} and {high}, given the margin of error (95%)",
    fr="Entre {low} et {high}, compte tenu de la marge d’erreur (95\u202f%)",
)
AGAINST = Text(en="{moved} against {before}", fr="{moved} contre {before}")
UNCLEAR = Text(en="No clear difference", fr="Pas d’écart net")
DATES = Text(en="{now}, compared with {before}", fr="{now}, par rapport à {before}")


@pytest.fixture(name="answers")
def _answers(demo):
    return {r.variant: r for r in demo.query(kpis=list(FOCUS), compare="vs the previous period")}


def money(value, result: KpiResult, locale):
    return written(value, result.unit, result.currency or "EUR", locale)


def moved(result: KpiResult, locale):
    """Write a change without the product's own sentence: in points, as exact as rates, else in per cent."""
    change = result.comparison.change
    text = (
        written(round(change * 100, 1), Unit.POINTS, "EUR", locale)
        if result.unit is Unit.SHARE
        else written(change, Unit.SHARE, "EUR", locale)
    )
    return text if change < 0 else f"+{text}"


@LANGS
def test_the_focus_is_shown_in_its_order(page, demo, lang, locale):
    """
    The page shows the focus KPIs, each under the title of the variant that answered.
    """
    page.visit(f"{demo.address}/?lang={lang}")

    expected = [REGISTRY[kpi].title[lang] for kpi in FOCUS]
    assert expected == page.texts(".figure[data-kpi] h3")


@LANGS
def test_each_value_is_the_answer_written(page, demo, answers, lang, locale):
    """
    Each number is the interface's, to the last digit and space of its language.
    """
    page.visit(f"{demo.address}/?lang={lang}")

    expected = [money(answers[kpi].value, answers[kpi], locale) for kpi in FOCUS]
    assert expected == page.texts(".figure-value")


@LANGS
def test_a_margin_is_said_where_there_is_one_and_nowhere_else(page, demo, answers, lang, locale):
    """
    A KPI with a margin of error says its ends in words; one without says nothing.
    """
    page.visit(f"{demo.address}/?lang={lang}")

    for kpi in FOCUS:
        found = answers[kpi]
        low, high = money(found.low, found, locale), money(found.high, found, locale)
        expected = [] if found.low is None else [BETWEEN.format(low=low, high=high)[lang]]

        assert expected == page.texts(f"[data-kpi={kpi}] .figure-margin")


@LANGS
def test_a_change_within_the_margin_is_no_change(page, demo, answers, lang, locale):
    """
    A difference that is not clear is said so, with no arrow, no figure and no colour.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    unclear = [kpi for kpi in FOCUS if answers[kpi].comparison.clear is False]

    assert unclear, "the demo no longer has such a difference"
    for kpi in unclear:
        assert page.text(f"[data-kpi={kpi}] .figure-change").startswith(UNCLEAR[lang])
        assert [] == page.texts(f"[data-kpi={kpi}] :is(.arrow, .moved, .toward, .away)")


@LANGS
def test_a_clear_change_is_given_with_what_it_is_against(page, demo, answers, lang, locale):
    """
    A change is written in points for a share and in per cent otherwise, beside the earlier value.
    """
    page.visit(f"{demo.address}/?lang={lang}")

    for kpi in FOCUS:
        found = answers[kpi]
        if found.comparison.clear is False:
            continue
        expected = AGAINST.format(
            moved=moved(found, locale), before=money(found.comparison.value, found, locale)
        )[lang]

        assert expected == page.text(f"[data-kpi={kpi}] .figure-change").partition(" (")[0]


def test_the_colour_follows_the_declared_direction(page, demo, answers):
    """
    A change towards the declared better end has a filled arrow, the other way a hollow one.
    """
    page.visit(demo.address)

    for kpi in FOCUS:
        found = answers[kpi]
        if found.comparison.clear is False:
            continue
        towards = (found.comparison.change > 0) == (REGISTRY[kpi].better is Better.HIGHER)
        expected = ["toward", "filled"] if towards else ["away", "hollow"]

        change = f"document.querySelector('[data-kpi={kpi}] .figure-change')"
        assert expected == [
            page.value(f"{change}.classList[1]"),
            page.value(f"{change}.querySelector('path').getAttribute('class')"),
        ]


@LANGS
def test_the_dates_are_resolved(page, demo, answers, lang, locale):
    """
    The heading names the days that were counted, and those they are compared with.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    found = answers[FOCUS[0]]

    expected = DATES.format(
        now=Period(found.period.start, found.period.end).label(lang),
        before=Period(found.comparison.period.start, found.comparison.period.end).label(lang),
    )[lang]
    assert expected == page.text("#figures-dates")


@LANGS
def test_every_caveat_is_on_the_page_in_its_language(page, demo, answers, lang, locale):
    """
    What one must know before using a number stands under that number.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    said = {kpi: [getattr(c.message, lang) for c in answers[kpi].caveats] for kpi in FOCUS}

    assert any(said.values()), "the demo no longer has caveats"
    for kpi, expected in said.items():
        assert expected == page.texts(f"[data-kpi={kpi}] .caveats li")


OTHER_DATES = """
import("/pane/figures.js").then(({ showFigures }) => {
  const found = (variant, end) => ({ variant, value: 1, unit: "count", currency: null, low: null, high: null,
    caveats: [], comparison: null, period: { start: "2025-01-01", end } });
  showFigures([found("cpl", "2025-03-31"), found("revenue", "2025-02-28")], new Map(), "en-US");
})
"""


def test_a_figure_over_other_dates_says_its_own(page, demo):
    """
    A figure that is not counted over the heading's dates says which are its own; the others do not.
    """
    page.visit(f"{demo.address}/?lang=en")
    page.value(OTHER_DATES)

    assert "Jan 1 – Mar 31, 2025" == page.text("#figures-dates")
    assert [] == page.texts("[data-kpi=cpl] .figure-margin")
    assert ["Jan 1 – Feb 28, 2025"] == page.texts("[data-kpi=revenue] .figure-margin")


CAVEATS = """
import("/pane/figures.js").then(({ caveats }) => {
  const known = Array.from({ length: %d }, (_, i) => ({ code: "x", message: { en: `c${i}`, fr: `c${i}` } }));
  const told = caveats({ value: %s, caveats: known });
  return told && [...told.querySelectorAll("ul")].map((list) => list.textContent).concat(told.querySelector("summary")?.textContent ?? "");
})
"""


@pytest.mark.parametrize(
    ("count", "value", "expected"),
    [
        (0, "1", None),
        (2, "1", ["c0c1", ""]),
        (3, "1", ["c0c1", "c2", "1 more to know"]),
        (5, "1", ["c0c1", "c2c3c4", "3 more to know"]),
        (0, "null", ["No value, and no reason was given.", ""]),
    ],
)
def test_two_caveats_are_visible_and_the_rest_folded(page, demo, count, value, expected):
    """
    Two caveats are read at once, the others when asked for; a missing value never lacks a reason.
    """
    page.visit(demo.address)

    assert expected == page.value(CAVEATS % (count, value))


@LANGS
def test_the_footer_says_where_the_numbers_come_from(page, demo, answers, lang, locale):
    """
    The footer names the server, the rows behind the figures and the last day they hold.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    about = demo.ask("/v1/about")
    footer = page.text("footer")

    assert demo.address.removeprefix("http://") in footer
    assert written(about["rows"], Unit.COUNT, "EUR", locale) in footer
    for day in {answers[kpi].fresh_to for kpi in FOCUS}:
        assert Period(day, day).label(lang) in footer
