"""What comes next of a KPI is told from whole units of its own data, and what was unusual stands out."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.answering.outlook import AnomalyQuery, OutlookQuery, anomalies, outlook
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import add_months

SEASON = [12, 8, 11, 9, 10, 13, 7, 5, 12, 11, 11, 11]


def leads(workspace, months, *, first=dt.date(2023, 1, 1), growth=0.02, leap=None):
    """Add leads month by month, with a season and a growth; *leap*: a month with four times as many."""
    rows = []
    for m in range(months):
        start = add_months(first, m)
        count = round(SEASON[m % 12] * (1 + growth * m)) * (4 if m == leap else 1)
        rows += [
            {"email": f"p{m}.{i}@exemple.fr", "created_on": start + dt.timedelta(days=i % 28)}
            for i in range(count)
        ]
        # The month is told until its end.
        rows.append(
            {"email": f"e{m}@exemple.fr", "created_on": add_months(start, 1) - dt.timedelta(1)}
        )
    workspace.add("leads", *rows)


def test_only_whole_months_count(workspace):
    """
    On 12 November, November is not the last month: what comes begins with it.
    """
    leads(workspace, 35)

    found = outlook(workspace.core, OutlookQuery(kpi="leads", ahead=2))

    assert dt.date(2025, 10, 31) == found.history[-1].span.end
    assert [dt.date(2025, 11, 1), dt.date(2025, 12, 1)] == [p.span.start for p in found.ahead]
    assert [p.value for p in found.history] == [
        row.value
        for row in workspace.all("lead_volume", period="2023-01-01..2025-10-31", grain="month")
    ]
    assert all(0 <= p.low < p.value < p.high for p in found.ahead)


def test_a_month_that_the_data_stops_in_is_not_a_fall(workspace):
    """
    Data that ends on the 3rd of October tells September, not a bad October.
    """
    leads(workspace, 33)
    workspace.add("leads", {"email": "last@exemple.fr", "created_on": "2025-10-03"})

    found = outlook(workspace.core, OutlookQuery(kpi="leads"))

    assert dt.date(2025, 9, 30) == found.history[-1].span.end
    assert dt.date(2025, 10, 1) == found.ahead[0].span.start


def test_too_short_a_past_says_how_much_more(workspace):
    """
    Seven months are told as seven, with the five that are missing.
    """
    leads(workspace, 7, first=dt.date(2025, 4, 1))

    with pytest.raises(KpiError) as caught:
        outlook(workspace.core, OutlookQuery(kpi="leads"))

    assert Kind.EMPTY is caught.value.kind
    assert "12 whole months" in caught.value.message.en
    assert "holds 7: 5 more" in caught.value.message.en
    assert "il en manque 5" in caught.value.message.fr


@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_anomalies_that_cannot_be_looked_for_speak_of_anomalies(workspace, grain):
    """
    Who asks what was unusual is not told what a look ahead takes.
    """
    leads(workspace, 3, first=dt.date(2025, 8, 1))

    with pytest.raises(KpiError) as caught:
        anomalies(workspace.core, AnomalyQuery(kpis=["leads"], grain=grain))

    assert "Les anomalies se cherchent sur" in caught.value.message.fr
    assert "rojection" not in caught.value.message.fr
    assert "unusual" in caught.value.message.en
    assert "look ahead" not in caught.value.message.en


def test_nothing_imported_is_said(workspace):
    """
    Without any of its data, a KPI has no past to go on from.
    """
    with pytest.raises(KpiError) as caught:
        outlook(workspace.core, OutlookQuery(kpi="cpl"))

    assert "not imported yet" in caught.value.message.en


def test_one_that_loses_is_withheld_with_its_score(workspace):
    """
    Where repeating the past does as well, nothing is foretold, and both errors are shown.
    """
    workspace.add(
        "leads",
        *(
            {"email": f"{m}.{i}@exemple.fr", "created_on": add_months(dt.date(2024, 1, 31), m)}
            for m in range(22)
            for i in range(5)
        ),
    )

    found = outlook(workspace.core, OutlookQuery(kpi="leads"))

    assert () == found.ahead
    assert found.error == found.naive == 0
    assert "No forecast is given" in found.notes[0].en


def test_an_empty_month_in_a_rate_starts_it_anew(workspace):
    """
    A cost per lead without leads is no value: what came before it is not joined to what follows.
    """
    workspace.add(
        "leads",
        *(
            {"email": f"{m}@exemple.fr", "created_on": add_months(dt.date(2023, 1, 31), m)}
            for m in range(34)
            if m != 10
        ),
    )
    workspace.add(
        "spend",
        *(
            {
                "spent_on": add_months(dt.date(2023, 1, 31), m),
                "category": "direct",
                "amount": 100 + m,
            }
            for m in range(34)
        ),
    )

    found = outlook(workspace.core, OutlookQuery(kpi="cpl"))

    assert dt.date(2023, 12, 1) == found.history[0].span.start
    assert any("without a value" in note.en for note in found.notes)


def test_a_leap_is_found_and_shown_beside_what_was_expected(workspace):
    """
    Four times the usual leads of August stand out; the months around do not.
    """
    leads(workspace, 34, leap=31)

    found = anomalies(workspace.core, AnomalyQuery(kpis=["leads"]))

    (one,) = found.found
    assert dt.date(2025, 8, 1) == one.point.span.start
    assert one.high < one.point.value
    assert ("lead_volume",) == found.kpis


def test_the_list_that_is_looked_at_leaves_out_what_cannot_be_told(workspace):
    """
    Without names it is the firm's own list; a KPI without data is named with the reason.
    """
    leads(workspace, 34)
    workspace.set(focus=["lead_volume", "mrr"])

    found = anomalies(workspace.core, AnomalyQuery())

    assert ("lead_volume",) == found.kpis
    assert ["monthly_recurring_revenue"] == [kpi for kpi, _ in found.skipped]
    with pytest.raises(KpiError):
        anomalies(workspace.core, AnomalyQuery(kpis=["mrr"]))


@pytest.mark.parametrize(("won", "lost", "unusual"), [(3, 1, False), (30, 10, True)])
def test_what_few_cases_can_do_is_not_unusual(workspace, won, lost, unusual):
    """
    Three deals won of four after years of 40% may be chance; thirty of forty are not.
    """
    months = [add_months(dt.date(2023, 1, 31), m) for m in range(34)]
    decided = [("won", 8, "lost", 12)] * 33 + [("won", won, "lost", lost)]
    workspace.add(
        "deals",
        *(
            {"deal": f"{day}.{state}.{i}", "state": state, "closed_on": day, "kind": "new"}
            for day, (one, n, other, m) in zip(months, decided, strict=True)
            for state, count in ((one, n), (other, m))
            for i in range(count)
        ),
    )

    found = anomalies(workspace.core, AnomalyQuery(kpis=["win_rate"], looked=1)).found

    assert [a.point.value for a in found] == ([0.75] if unusual else [])
