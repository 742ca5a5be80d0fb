"""Two public data sets, as people download them, are read to the last cent."""

import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from kpi_core.errors import KpiError
from kpi_core.facts import FACTS
from kpi_core.importing import Hints, ReadSettings, read, recognise
from tests.kpi_core.importing.files import SETTINGS, rows, whole
from tests.kpi_core.values.catalogue import SHARED

MAVEN = SHARED / "data/maven_crm"
KAG = SHARED / "data/kag_facebook_ads/KAG_conversion_data.csv"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the reference material is not here"),
]


def test_a_sales_pipeline_keeps_every_deal():
    """
    All 8,800 opportunities are kept, the 500 that were never dated too; open ones have no close.
    """
    facts, rejected, counts, plan = whole(MAVEN / "sales_pipeline.csv")
    deals = facts["deals"]

    assert (plan.system, plan.date_order) == ("plain.deals", "mdy")
    assert (len(deals), rejected, counts.read) == (8800, [], 8800)
    assert Counter(d["state"] for d in deals) == {"won": 4238, "lost": 2473, "open": 2089}
    assert sum(d["created_on"] is None for d in deals) == 500
    assert all(d["closed_on"] is None for d in deals if d["state"] == "open")
    assert sum(d["amount"] or 0 for d in deals) == 10_005_534


def test_a_deal_is_what_its_line_says():
    """
    The first line of the pipeline is one won deal, with its people, its product and its days.
    """
    first = rows(MAVEN / "sales_pipeline.csv", "deals")[0]

    assert first == dict.fromkeys(FACTS["deals"].columns) | {
        "deal": "1C1I7A6R",
        "owner": "Moses Frase",
        "product": "GTX Plus Basic",
        "customer": "Cancity",
        "stage": "Won",
        "state": "won",
        "created_on": date(2016, 10, 20),
        "closed_on": date(2017, 3, 1),
        "amount": Decimal("1054.0000"),
        "currency": "EUR",
        "source_row": 2,
    }


def test_iso_dates_give_the_same_deals(tmp_path):
    """
    The zip's copy, with ISO dates, holds the same deals as the one with M/D/YYYY.
    """
    with zipfile.ZipFile(MAVEN / "CRM_Sales_Opportunities.zip") as archive:
        name = next(n for n in archive.namelist() if n.endswith("sales_pipeline.csv"))
        archive.extract(name, tmp_path)

    american = rows(MAVEN / "sales_pipeline.csv", "deals")

    assert rows(tmp_path / name, "deals") == american


def test_ads_without_a_day_are_asked_for_one():
    """
    A table of ads without any date is asked, in one sentence, for the day to give them all.
    """
    settings = ReadSettings(
        locale="fr-FR", timezone="Europe/Paris", currency="EUR", today=date(2017, 8, 30)
    )

    (question,) = recognise(KAG, settings).questions

    assert question.option == "--date"
    assert "--date 2017-08-30" in question.text.fr
    with pytest.raises(KpiError), read(KAG, settings):
        pass


def test_ads_are_read_to_the_cent():
    """
    With a day given, impressions, clicks and money add up to the published totals.
    """
    facts, rejected, _, plan = whole(KAG, date="2017-08-30")
    spend, traffic = facts["spend"], facts["traffic"]

    assert rejected == []
    assert sum(r["impressions"] for r in traffic) == 213_434_828
    assert sum(r["clicks"] for r in traffic) == 38_165
    assert sum(r["claimed_conversions"] for r in traffic) == 3_264
    assert sum(r["amount"] for r in spend) == Decimal("58705.2300")
    assert spend[0]["amount"] == Decimal("1.4300")
    assert (spend[0]["campaign"], spend[0]["content"]) == ("916", "708746")
    assert spend[0]["segment"] == traffic[0]["segment"] == "30-34 · M"
    assert any("quatre décimales" in note.fr for note in plan.notes)


def test_columns_left_out_are_told():
    """
    What is not read is listed, and can be mapped.
    """
    plan = recognise(KAG, SETTINGS, Hints(date="2017-08-30"))
    approved = {"Approved_Conversion": "claimed_conversions"}

    assert "Approved_Conversion" in plan.ignored
    mapped = rows(KAG, "traffic", date="2017-08-30", columns=approved)
    assert sum(r["claimed_conversions"] for r in mapped) == 1_079
