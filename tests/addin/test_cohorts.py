"""Cohorts in a cell, by a command and over HTTP: the same matrix in every face."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from addin.cohorts_picture import heat_map
from kpi_core.text import Lang
from tests.command import answer, kpi, refused

YEAR = "2024"


def test_every_face_tells_the_same_matrix(demo_folder, demo):
    """
    `kpi cohorts --json` and `POST /v1/cohorts` give one matrix, and a cell spills its shares.
    """
    query = {"measure": "revenue_net", "grain": "quarter", "period": YEAR}

    told = answer(
        *("cohorts", "--measure", "NRR", "--grain", "trimestre", "--period", YEAR),
        folder=demo_folder,
    )
    served = demo.post("/v1/cohorts", query)
    header, *rows, total = demo.cell("B2B_COHORTS", "revenue_net", "quarter", YEAR)

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert ["cohort", "first MRR", "Q0", "Q1"] == header[:4]
    assert [[c["cohort"], c["base"], *c["shares"]] for c in told["cohorts"]] == rows
    assert ["Total", pytest.approx(sum(c["base"] for c in told["cohorts"]))] == total[:2]
    assert told["totals"][-1]["shares"] == total[2:]


def test_the_command_draws_a_table_in_both_languages(demo_folder):
    """
    The table says when cohorts began, until when they are followed, and what an empty cell means.
    """
    english = kpi("cohorts", "--period", YEAR, folder=demo_folder).stdout
    french = kpi(
        "cohorts", "--measure", "leads", "--period", YEAR, folder=demo_folder, lang="fr"
    ).stdout

    assert "Customer retention" in english
    assert "An empty cell: not all of the cohort is that old" in english
    assert "taux de la même" in french
    assert "Une case vide\u00a0: toute la cohorte" in french


def test_members_side_by_side(demo_folder):
    """
    With --by, a line is a member: all of its cohorts that are old enough.
    """
    told = answer("cohorts", "--by", "segment", "--period", YEAR, folder=demo_folder)
    shown = kpi("cohorts", "--by", "segment", "--period", YEAR, folder=demo_folder).stdout

    assert {"PME", "ETI", "TPE"} <= {t["group"].get("segment") for t in told["totals"]}
    assert {} == told["totals"][-1]["group"]
    assert "PME" in shown


def test_the_period_and_the_filters_of_a_cell_come_in_any_order(demo):
    """
    After the measure, a cell takes a grain if it is given one, then periods and members.
    """
    plain = demo.cell("B2B_COHORTS", "customers", "quarter", YEAR, "segment=PME")

    assert plain == demo.cell("B2B_COHORTS", "customers", "quarter", "segment=PME", YEAR)
    assert plain != demo.cell("B2B_COHORTS", "customers", "quarter", YEAR)
    assert "M1" == demo.cell("B2B_COHORTS", "customers", YEAR)[0][3]
    assert "T1" == demo.cell("B2B_COHORTS", "clients", "trimestre", YEAR, lang="fr")[0][3]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ((), "EMPTY"),
        (("churn of all",), "NOT_FOUND"),
        (("customers", "week"), "NOT_FOUND"),
        (("customers", "month", "1999"), "EMPTY"),
        (("customers", "month", YEAR, "model=linear"), "TYPE"),
        (("leads", "month", YEAR, "product=nothing of ours"), "NOT_FOUND"),
    ],
)
def test_a_cell_that_asks_for_no_cohort_says_why(demo, arguments, kind):
    """
    Whatever is not understood, or empty, is an error of its kind, never a table of zeros.
    """
    assert kind == demo.cell("B2B_COHORTS", *arguments)["kind"]


def test_what_is_refused_is_refused_in_words(demo_folder, own):
    """
    A grain that cohorts do not have, a dimension that customers do not carry, an empty workspace.
    """
    assert "mois, trimestre ou année" in refused(
        "cohorts", "--grain", "week", folder=demo_folder, lang="fr"
    )
    assert "cannot be told by" in refused("cohorts", "--by", "stage", folder=demo_folder)
    assert 422 == own.post("/v1/cohorts", {}).status_code
    assert 422 == own.post("/v1/cohorts", {"grain": "week"}).status_code


def test_how_long_they_stay(demo_folder, demo):
    """
    `kpi cohorts --survival` and `POST /v1/cohorts/survival` tell one curve a group, and its median.
    """
    words = ("cohorts", "--survival", "--grain", "year", "--by", "segment")

    told = answer(*words, folder=demo_folder)
    served = demo.post("/v1/cohorts/survival", {"grain": "year", "by": ["segment"]})
    french = kpi(*words, folder=demo_folder, lang="fr").stdout

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert {"PME", "TPE"} <= {one["group"]["segment"] for one in told["groups"]}
    for one in told["groups"]:
        assert all(age["low"] <= age["survival"] <= age["high"] for age in one["ages"])
    assert "Clients encore sous contrat\u00a0: PME" in french
    assert "Plus de la moitié est encore là" in french


def test_survival_in_a_cell(demo, demo_folder):
    """
    In the place of a measure, “survival” spills the curve of the command, with the median once.
    """
    told = answer("cohorts", "--survival", "--grain", "year", folder=demo_folder)
    (group,) = told["groups"]

    header, *rows = demo.cell("B2B_COHORTS", "survival", "year")
    french, *_ = demo.cell("B2B_COHORTS", "survie", "année", lang="fr")

    assert ["age", "still there", "low", "high"] == header[:4]
    assert "encore là" == french[1]
    assert [age["survival"] for age in group["ages"]] == [row[1] for row in rows]
    assert group["median"] == (rows[0][6] or None)
    assert {None} >= {row[6] for row in rows[1:]} or {""} >= {row[6] for row in rows[1:]}
    assert "NOT_FOUND" == demo.cell("B2B_COHORTS", "survival", "week")["kind"]


def test_renewals_to_come(demo_folder, demo, own, made):
    """
    `kpi cohorts --project` and `POST /v1/cohorts/projection` project renewals, or say why not.
    """
    asked = {"grain": "quarter"}
    assert "ne ralentissent pas" in refused(
        *("cohorts", "--project", "4", "--grain", "quarter"), folder=demo_folder, lang="fr"
    )
    assert 422 == demo.post("/v1/cohorts/projection", asked).status_code
    ends = ["2024-04-20"] * 30 + ["2024-07-20"] * 12 + ["2024-10-20"] * 6 + ["2025-01-20"] * 3
    rows = [
        {
            "subscription": f"s{n}",
            "customer": f"c{n}",
            "started_on": day,
            "mrr": 10,
            "ended_on": end,
        }
        for n, (day, end) in enumerate(zip(["2024-02-01"] * 100, ends + [None] * 49, strict=True))
    ]
    made.add(
        "subscriptions",
        *rows,
        rows[99] | {"subscription": "now", "customer": "z", "started_on": "2025-11-01"},
    )

    told = own.post("/v1/cohorts/projection?ages=4", asked | {"period": "2024"})

    assert 200 == told.status_code, told.text
    body = told.json()
    assert (100, 51) == (body["customers"], body["lost"])
    assert [0.7, 0.58, 0.52, 0.49] == [pytest.approx(age["seen"]) for age in body["ages"][1:5]]
    assert body["expected_low"] < body["expected_lifetime"] < body["expected_high"]
    assert body["ages"][-1]["survival"] < 0.49
    header, *rows = own.cell("B2B_COHORTS", "projection", "quarter", 4, "2024")
    assert "expected lifetime (units)" == header[5]
    assert [age["survival"] for age in body["ages"]] == [row[2] for row in rows]
    assert body["expected_lifetime"] == rows[0][5]
    _, *longer = own.cell("B2B_COHORTS", "projection", "quarter", "2024")
    assert 8 == len(longer) - len(rows)
    assert "NUM" == own.cell("B2B_COHORTS", "projection", "quarter", 400)["kind"]


def test_a_heat_map_stands_alone(demo_folder, tmp_path):
    """
    `--picture` writes an SVG with a cell for each share that is known, described for who cannot see it.
    """
    words = ("cohorts", "--grain", "quarter", "--period", "2024-01-01..2025-09-30")
    told = answer(*words, folder=demo_folder)

    kpi(*words, "--picture", tmp_path / "c.svg", folder=demo_folder, lang="fr")

    drawn = ET.parse(tmp_path / "c.svg").getroot()  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    shares = [s for line in (*told["cohorts"], *told["totals"]) for s in line["shares"]]
    known = [s for s in shares if s is not None]
    assert len(known) == len(drawn.findall(f"{space}rect")) - 1
    assert "Rétention des clients" == drawn.findtext(f"{space}title")
    assert "Part des clients" in drawn.findtext(f"{space}desc")
    texts = [text.text for text in drawn.findall(f"{space}text")]
    assert {"2024-T1", "T0", "Total"} <= set(texts)


def test_a_name_is_no_markup(made, own, tmp_path):
    """
    A segment called like a tag is written as text, whoever named it.
    """
    row = {"customer": "a", "started_on": "2025-01-01", "mrr": 1, "segment": "<script>"}
    made.add("subscriptions", row | {"subscription": "s1"}, row | {"subscription": "s2", "customer": "b", "segment": "P&C"})  # fmt: skip
    told = own.post("/v1/cohorts", {"by": ["segment"], "period": "2025-01"}).json()

    drawn = heat_map(told, Lang.EN, "en-US")

    assert "<script>" not in drawn
    ET.fromstring(drawn)  # noqa: S314 - our own


def test_a_picture_is_of_the_matrix(demo_folder, tmp_path):
    """
    A picture of survival is refused, and so is a file that cannot be written.
    """
    where = ("--picture", tmp_path / "no" / "c.svg")

    assert "leave out" in refused("cohorts", "--survival", *where, folder=demo_folder)
    assert refused("cohorts", *where, folder=demo_folder)
