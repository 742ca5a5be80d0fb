"""A question's shape is compiled once, its values are bound, and nothing typed reaches the SQL."""

from __future__ import annotations

import pytest

from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Measure
from kpi_core.warehouse.assembling import compiled
from kpi_core.warehouse.shape import Filter, Shape
from tests.kpi_core.answering.conftest import codes

MEASURES = [name for name, term in GLOSSARY.items() if term.measure]


def shape(*names, **more):
    return Shape(measures=tuple((n, GLOSSARY[n].measure) for n in names), **more)


def test_values_are_bound():
    """
    Days and members are placeholders: one statement serves every period and every channel.
    """
    found = compiled(shape("leads", by=("channel",), filters=(Filter("segment", 2),)))

    assert {"start", "end", "f_segment_0", "f_segment_1"} == found.parameters
    assert "kpi_parameter" not in found.sql.lower()


def test_one_shape_is_compiled_once():
    """
    Two questions of one shape run the same statement.
    """
    assert compiled(shape("leads")) is compiled(shape("leads"))


def test_rows_that_share_their_counting_are_read_once():
    """
    Touches and the leads they reach are counted in one reading of the touchpoints.
    """
    found = compiled(shape("touches", "touched_leads"))

    assert 1 == found.sql.count('FROM "touchpoints"')


@pytest.mark.parametrize("grain", [None, "day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_runs_at_every_grain(demo_measures, name, grain):
    """
    Each input of the glossary can be counted at each grain, and as of a moment.
    """
    demo_measures(name, grain)


@pytest.fixture(name="demo_measures")
def _demo_measures(workspace):
    import datetime as dt

    from kpi_core.answering.engine import run
    from kpi_core.engines.facts import Embedded

    day = dt.date(2025, 3, 1)
    values = {
        "start": day, "end": day, "eve": day, "years": 1.0, "buckets": [day], "eves": [day],
        "lasts": [day], "as_of": dt.datetime(2025, 1, 1), "maturity_days": 90, "mature_before": day,
        "lag_days": 60,
    }  # fmt: skip

    def measure(name, grain):
        # The past is other rows, whatever the grain.
        for as_of in (False, True) if grain in {None, "month"} else (False,):
            found = run(
                Embedded(workspace.store.cursor()), shape(name, grain=grain, as_of=as_of), values
            )
            assert ([] if grain else [0]) == [row.counted[name] for row in found]

    return measure


HOSTILE = ["x' OR 1=1 --", "'; DROP TABLE leads; --", "$start", "%(end)s", 'a" OR "1"="1']


@pytest.mark.parametrize("member", HOSTILE)
def test_a_hostile_member_is_a_text_like_any_other(workspace, member):
    """
    A channel with an SQL name is counted under its name, and only it.
    """
    row = {"created_on": "2025-03-05"}
    workspace.add(
        "leads",
        {**row, "email": "a@exemple.fr", "source": member},
        {**row, "email": "b@exemple.fr", "source": "SEO"},
    )

    found = workspace.ask("lead_volume", period="2025-03", filters={"source": [member]})

    assert 1 == found.value
    assert 2 == workspace.ask("lead_volume", period="2025-03").value


def test_unassigned_rows_meet_themselves(workspace):
    """
    Spend without a channel and leads without one are one row, not two and not none.
    """
    workspace.add("spend", {"spent_on": "2025-03-01", "category": "direct", "amount": 100})
    workspace.add("leads", {"email": "a@exemple.fr", "created_on": "2025-03-05"})

    (found,) = workspace.all("cpl", by=["channel"], period="2025-03")

    assert ({"channel": None}, 100) == (found.group, found.value)
    assert "no_data" not in codes(found)


def test_fiscal_quarters_of_the_thirty_first():
    """
    A fiscal year from February puts 31 January in its last quarter and 31 May in its second.
    """
    import datetime as dt

    from kpi_core.answering.question import unit_of

    assert (dt.date(2024, 11, 1), dt.date(2025, 1, 31)) == unit_of(
        dt.date(2025, 1, 31), "quarter", 2
    )
    assert (dt.date(2025, 5, 1), dt.date(2025, 7, 31)) == unit_of(
        dt.date(2025, 5, 31), "quarter", 2
    )


@pytest.mark.parametrize("fiscal_start", [1, 2, 4, 10])
@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_fiscal_units_are_cut_alike_by_the_engine_and_the_calendar(workspace, grain, fiscal_start):
    """
    The unit in which the engine counts a row is the one whose dates the answer shows.
    """
    import datetime as dt

    workspace.set(fiscal_start=fiscal_start)
    days = [dt.date(2024, 1, 31) + dt.timedelta(days=29 * n) for n in range(24)]
    workspace.add(
        "leads", *({"email": f"p{i}@exemple.fr", "created_on": d} for i, d in enumerate(days))
    )

    found = workspace.all("lead_volume", grain=grain, period="2024-01-01..2025-12-31")

    assert [sum(r.period.start <= d <= r.period.end for d in days) for r in found] == [
        r.value for r in found
    ]


def test_a_measure_is_plain_data():
    """
    Two measures that say the same are the same: shapes can be compared and kept.
    """
    one, other = (
        Measure(relation="leads", date="created_on", where={"had_trial": (True,)}) for _ in range(2)
    )

    assert one == other
    assert hash(one) == hash(other)
