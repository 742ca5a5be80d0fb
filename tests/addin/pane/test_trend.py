"""A KPI month by month: the picture, its numbers, and the channels beside it."""

import pytest

from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import written

LANGS = pytest.mark.parametrize(
    ("lang", "locale"), [(Lang.EN, "en-US"), (Lang.FR, "fr-FR")], ids=["en", "fr"]
)
MONTHS_24 = {"start": "2023-11-01", "end": "2025-10-31"}
MONTHS_12 = {"start": "2024-11-01", "end": "2025-10-31"}
UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
RANGE = Text(en="{low} to {high}", fr="de {low} à {high}")


def value(found: KpiResult, locale):
    return written(found.value, found.unit, found.currency or "EUR", locale)


def margin(found: KpiResult, lang, locale):
    if found.low is None:
        return ""
    low, high = (
        written(e, found.unit, found.currency or "EUR", locale) for e in (found.low, found.high)
    )
    return RANGE.format(low=low, high=high)[lang]


@LANGS
def test_the_numbers_behind_the_chart_are_the_answers(page, demo, lang, locale):
    """
    The table behind the chart has each month's value and margin as the interface answers them.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    answers = demo.query(kpis=["cpl"], grain="month", period=MONTHS_24)

    assert 24 == len(answers)
    assert [value(r, locale) for r in answers] == page.texts(".picture tbody td:nth-child(2)")
    assert [margin(r, lang, locale) for r in answers] == page.texts(
        ".picture tbody td:nth-child(3)"
    )


@LANGS
def test_the_channels_stand_in_the_order_they_are_ranked(page, demo, lang, locale):
    """
    Beside the chart, each channel has its value; ranked ones first, then small samples, then none.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    answers = demo.query(kpis=["cpl"], by=["channel"], period=MONTHS_24)
    small = [r for r in answers if any(c.code == "small_sample" for c in r.caveats)]
    ranked = [r for r in answers if r.value is not None and r not in small]
    missing = [r for r in answers if r.value is None]
    ordered = ranked + [r for r in small if r.value is not None] + missing

    assert missing, "the demo no longer has a channel without a cost"
    assert [value(r, locale) for r in ordered] == page.texts(".channels td.number")
    names = page.value(
        "[...document.querySelectorAll('.channels tbody th:not(.apart)')].map((e) => e.firstChild.data)"
    )
    assert [r.group["channel"] or UNASSIGNED[lang] for r in ordered] == names


@LANGS
def test_a_missing_value_is_a_dash_with_its_reason(page, demo, lang, locale):
    """
    A channel without a cost shows a dash and says what is missing: never a zero.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    answers = demo.query(kpis=["cpl"], by=["channel"], period=MONTHS_24)
    reasons = [getattr(r.caveats[0].message, lang) for r in answers if r.value is None]
    rows = page.value(
        "[...document.querySelectorAll('.channels tr')].filter((r) => r.querySelector('td.number')?.textContent === '–')"
        ".map((r) => r.querySelector('small').textContent)"
    )

    assert reasons == rows


def test_the_controls_change_the_question_and_the_address(page, demo):
    """
    Another KPI, period and channel are asked for, drawn, and kept in the address.
    """
    page.visit(f"{demo.address}/?lang=fr")
    page.choose("[name=kpi]", "lead_volume")
    page.choose("[name=period]", "12")
    page.choose("[name=channel]", "=SEO")
    answers = demo.query(
        kpis=["lead_volume"], grain="month", period=MONTHS_12, filters={"channel": ["SEO"]}
    )

    assert [value(r, "fr-FR") for r in answers] == page.texts(".picture tbody td:nth-child(2)")
    assert "SEO" == page.value("document.querySelector('.channels .chosen th').firstChild.data")
    assert "?lang=fr&kpi=lead_volume&period=12&channel=%3DSEO" == page.value("location.search")


def test_an_address_shows_the_view_it_was_copied_from(page, demo):
    """
    A view sent to a colleague opens as it was, in their language if they ask for it.
    """
    page.visit(f"{demo.address}/?lang=fr&kpi=lead_volume&period=12&channel=%3DSEO")
    shown = page.texts(".picture tbody td:nth-child(2)")
    page.click("#languages a[lang=en]")
    page.until("document.documentElement.lang === 'en'")
    page.settle()

    assert 12 == len(shown)
    assert shown == page.texts(".picture tbody td:nth-child(2)")
    assert ["lead_volume", "12", "=SEO"] == page.value(
        "['kpi', 'period', 'channel'].map((name) => document.querySelector(`[name=${name}]`).value)"
    )


def test_a_breakdown_draws_each_channel_that_has_values(page, demo):
    """
    Broken down, each channel has its own small chart, and those without a value are named.
    """
    page.visit(f"{demo.address}/?kpi=cpl&split=channel")
    answers = demo.query(kpis=["cpl"], grain="month", by=["channel"], period=MONTHS_24)
    ranked = [
        r.group["channel"] for r in demo.query(kpis=["cpl"], by=["channel"], period=MONTHS_24)
    ]
    valued = {r.group["channel"] for r in answers if r.value is not None}
    drawn = [channel or "(unassigned)" for channel in ranked if channel in valued]
    silent = [channel or "(unassigned)" for channel in ranked if channel not in valued]

    assert drawn == page.texts(".panels h3")
    assert len(drawn) == page.value(
        "document.querySelectorAll('.panels svg[role=img] title').length"
    )
    assert f"Without a value: {', '.join(silent)}." == page.text(".picture > .legend")


def test_the_line_breaks_where_there_is_no_value(page, demo):
    """
    A month without a value interrupts the line; it is never drawn as a zero.
    """
    page.visit(demo.address)
    drawn = page.value(
        """Promise.all([import("/pane/chart.js"), import("/pane/scale.js")]).then(([{ lineChart }, { ends }]) => {
          const point = (value, i) => ({ month: `2025-0${i + 1}-01`, value, low: value && value - 1, high: value && value + 1, small: false });
          const points = [3, 4, null, 5, 6, null, 7].map(point);
          const frame = { width: 600, height: 300, domain: ends(points), compact: false, title: "t", desc: "d", axis: String };
          const { svg } = lineChart(points, frame);
          const runs = (name) => svg.querySelector(name).getAttribute("d").split("M").length - 1;
          return [runs(".line"), runs(".band"), svg.querySelectorAll("circle").length];
        })"""
    )

    assert [3, 3, 5] == drawn


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 440, [0, 100, 200, 300, 400]),
        (0, 0.5, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        (-40, 90, [-25, 0, 25, 50, 75]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_an_axis_is_marked_at_round_values(page, demo, low, high, expected):
    """
    An axis has a few round marks inside its ends, zero among them.
    """
    page.visit(demo.address)

    assert expected == page.value(
        f"import('/pane/scale.js').then(({{ marks }}) => marks({low}, {high}, 6))"
    )


def test_the_chart_says_in_words_what_it_draws(page, demo):
    """
    The drawing has a title with its dates, and a description with its lowest and highest month.
    """
    page.visit(demo.address)
    answers = demo.query(kpis=["cpl"], grain="month", period=MONTHS_24)
    ordered = sorted(answers, key=lambda r: r.value)

    assert "Cost per lead (CPL) by month, Nov 1, 2023 – Oct 31, 2025" == page.text(".stage title")
    assert (
        f"24 months with a value, from {value(ordered[0], 'en-US')} (Feb 2025)"
        f" to {value(ordered[-1], 'en-US')} (Aug 2024). Latest: {value(answers[-1], 'en-US')} (Oct 2025)."
    ) == page.text(".stage desc")


def test_the_chart_is_read_month_by_month_from_the_keyboard(page, demo):
    """
    The readout starts at the latest month, and the arrow keys move it.
    """
    page.visit(demo.address)
    latest, before = (
        value(r, "en-US") for r in demo.query(kpis=["cpl"], grain="month", period=MONTHS_24)[:-3:-1]
    )
    page.until("document.querySelector('.stage svg')")
    page.value("document.querySelector('.stage').focus()")

    assert page.text(".readout").startswith(f"Oct 2025: {latest}")
    page.press("ArrowLeft")
    assert page.text(".readout").startswith(f"Sep 2025: {before}")
    page.press("ArrowRight")
    assert page.text(".readout").startswith(f"Oct 2025: {latest}")


def test_a_question_that_cannot_be_asked_is_answered_in_words(page, demo):
    """
    When the server refuses a question, its sentence stands in place of the chart.
    """
    page.visit(f"{demo.address}/?lang=fr&channel=%3DMyspace")

    refused = page.text("#trend-chart [role=alert]")
    assert "Myspace" in refused
    assert "channel" not in refused
    assert [] == page.texts(".picture")
