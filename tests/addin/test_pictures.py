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
    assert "nov. 2023" in texts
    assert "janv. 2026" in texts
    assert "Volume de leads" == root.findtext(f"{_SVG}title")
    assert f"{told['ahead'][-1]['value']:.0f}" in root.findtext(f"{_SVG}desc")
    known = {point["start"]: point["value"] for point in told["history"]}
    assert all(point["start"] in known for point in told["held_out"])
    inside = [p["low"] <= known[p["start"]] <= p["high"] for p in told["held_out"]]
    assert sum(inside) >= len(inside) - 1


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(
    "words",
    [
        ("funnel",),
        ("cohorts", "--by", "segment"),
        ("cohorts", "--measure", "revenue_net", "--grain", "quarter"),
        ("ltv", "--by", "campaign"),
        ("paths", "cac", "--by", "campaign", "--models"),
        ("paths", "leads", "--steps", "3"),
        ("costs",),
        ("outlook", "mrr", "--ahead", "3"),
        ("score",),
        ("compare", "win_rate", "--by", "segment"),
    ],
    ids=" ".join,
)
def test_no_word_is_cut_in_a_wide_font(demo_folder, tmp_path, words, lang):
    """
    No font is named, so every word has room as the widest write it, and none lies on another.
    """
    kpi(*words, "--picture", tmp_path / "p.svg", folder=demo_folder, lang=lang.value)

    root = ET.fromstring((tmp_path / "p.svg").read_text("utf-8"))  # noqa: S314 - our own
    boxes = [_box(text) for text in root.iter(f"{_SVG}text") if text.text]
    across, down = int(root.get("width")), int(root.get("height"))
    assert not [b for b in boxes if b[0] < 0 or b[1] > across or b[3] > down]
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if _meet(a, b)]


def _box(text):
    """The left, right, top and bottom of a text whose letters are those of DejaVu Sans Mono."""
    size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
    wide = 0.602 * size * len(text.text)
    left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor")]
    return left, left + wide, y - size * 0.7, y, text.text


def _meet(one, other):
    return max(one[0], other[0]) < min(one[1], other[1]) and max(one[2], other[2]) < min(
        one[3], other[3]
    )


@pytest.mark.parametrize("words", [("cohorts",), ("paths", "cpl", "--models")], ids=" ".join)
def test_a_picture_says_its_period(demo_folder, tmp_path, words):
    """
    What is passed on without the command still says which days it is about.
    """
    kpi(*words, "--picture", tmp_path / "p.svg", folder=demo_folder, lang="fr")

    _, texts, _, _ = _parts((tmp_path / "p.svg").read_text("utf-8"))
    assert any("1er nov. 2024 – 31 oct. 2025" in text for text in texts)


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
