"""Pictures of costs and forecasts: what is drawn is what is told, and nothing that chance could draw."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from addin.axes import ticks
from addin.costs_picture import drawn as costs_drawn
from addin.outlook_picture import drawn as outlook_drawn
from kpi_core.figures import whole
from kpi_core.text import Lang
from kpi_core.units import Unit
from tests.command import answer, kpi

_SVG = "{http://www.w3.org/2000/svg}"


def _parts(picture):
    root = ET.fromstring(picture)  # noqa: S314 - our own
    texts = [text.text for text in root.iter(f"{_SVG}text")]
    return root, texts, list(root.iter(f"{_SVG}circle")), list(root.iter(f"{_SVG}path"))


def test_a_forecast_is_drawn_with_what_was_held_out(demo_folder, tmp_path):
    """
    `kpi outlook --picture` has a circle for each unit held out, a band around them and what comes.
    """
    words = ("outlook", "leads", "--ahead", "3")
    told = answer(*words, folder=demo_folder)

    kpi(*words, "--picture", tmp_path / "o.svg", folder=demo_folder, lang="fr")

    root, texts, circles, paths = _parts((tmp_path / "o.svg").read_text("utf-8"))
    assert len(told["held_out"]) == len(circles) > 2
    assert 4 == len(paths)  # two bands, what was, what comes
    assert "2023-11" in texts
    assert "Volume de leads" == root.findtext(f"{_SVG}title")
    assert f"{told['ahead'][-1]['value']:.0f}" in root.findtext(f"{_SVG}desc")
    known = {point["start"]: point["value"] for point in told["history"]}
    assert all(point["start"] in known for point in told["held_out"])
    inside = [p["low"] <= known[p["start"]] <= p["high"] for p in told["held_out"]]
    assert sum(inside) >= len(inside) - 1


@pytest.mark.parametrize("lang", Lang)
def test_a_forecast_that_is_withheld_is_not_drawn(demo, lang):
    """
    Where a naive forecast does as well, the picture stops where the data does.
    """
    told = demo.post("/v1/outlook", {"kpi": "leads"}).json()

    _, _, _, paths = _parts(outlook_drawn(told | {"ahead": []}, lang, "fr-FR"))

    assert 2 == len(paths)


def _months(made, leads_of):
    """Two sources over 14 months: what was spent, and the leads that came."""
    for n in range(14):
        day = dt.date(2024 + n // 12, n % 12 + 1, 10).isoformat()
        spent = 1000 + 300 * (n * 5 % 14)
        made.add(
            "spend",
            {"spent_on": day, "source": "Google Ads", "category": "direct", "amount": spent},
        )
        made.add(
            "leads",
            *(
                {"email": f"{n}.{i}@a.fr", "created_on": day, "source": "Google Ads"}
                for i in range(leads_of(spent, n))
            ),
        )


def test_leads_against_spend_have_a_curve_where_it_is_clear(made, own):
    """
    Where leads clearly go with spend the curve is drawn through the months; by chance, only dots.
    """
    _months(made, lambda spent, n: round(spent**0.5 / 3) + n % 2)
    made.add(
        "deals",
        {
            "deal": "d",
            "customer": "c",
            "state": "won",
            "created_on": "2024-02-01",
            "closed_on": "2024-03-01",
            "amount": 90000,
        },
    )
    asked = {"period": "2024-01-01..2025-02-28", "marginal": True}
    told = own.post("/v1/costs", asked).json()
    (one,) = told["responses"]

    root, texts, circles, paths = _parts(costs_drawn(told, Lang.EN, "en-US"))
    blurred = one["response"] | {
        "low": -1.0,
        "marginal": None,
        "marginal_low": None,
        "marginal_high": None,
    }
    unclear = told | {"responses": [one | {"response": blurred}]}

    assert 13 == len(one["response"]["points"]) == len(circles)  # the last month is not over
    spent, leads = one["response"]["points"][0]
    assert leads == pytest.approx(
        one["response"]["level"] * spent ** one["response"]["elasticity"], rel=0.2
    )
    assert 1 == len(paths)
    assert {"to be signed", "signed", "Google Ads", "€90,000"} <= set(texts)
    assert "Break-even" in root.findtext(f"{_SVG}desc")
    assert not _parts(costs_drawn(unclear, Lang.FR, "fr-FR"))[3]


def test_round_values_and_amounts_are_written_whole():
    """
    Axes stand at round values that hold all there is; leaving out cents never eats thousands.
    """
    assert [0, 50, 100, 150] == ticks(0, 147, 3)
    assert ticks(3, 3)[0] <= 3 <= ticks(3, 3)[-1]
    assert "€12,000" == whole(12000.2, Unit.MONEY, "EUR", "en-US")
    assert "12\u202f000\u00a0€" == whole(12000.2, Unit.MONEY, "EUR", "fr-FR")
