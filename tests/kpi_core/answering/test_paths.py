"""Conversion paths: what people met, how often it converted, and every model side by side."""

from __future__ import annotations

import pytest

from kpi_core.answering.paths import as_rows, conversion_paths, side_by_side
from kpi_core.attribution.models import MODELS
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery
from tests.kpi_core.answering.rows import deal, lead
from tests.kpi_core.answering.test_attribution import A, B, C, touch


def asked(kpi, **more):
    return KpiQuery.model_validate({"kpis": [kpi], "period": "2025-03", **more})


@pytest.fixture(name="walks")
def _walks(workspace):
    """Two leads through A then B, one through A alone, one that nothing touched, one who left."""
    for n in (1, 2):
        workspace.add("leads", lead(n, day="2025-03-10", source=B))
        workspace.add("touchpoints", touch(n, A, "2025-03-01"), touch(n, B, "2025-03-10"))
    workspace.add("leads", lead(3, day="2025-03-12", source=A), lead(4, source=C))
    workspace.add("touchpoints", touch(3, A, "2025-03-12"))
    workspace.add("leads", {"email": "p5@exemple.fr", "contacted_on": "2025-03-02"})
    workspace.add("touchpoints", touch(5, A, "2025-03-02"))
    workspace.add("deals", deal(1, 900, lead="p1@exemple.fr"))
    return workspace


def test_paths_are_counted_with_those_who_left(walks):
    """
    A path is told with how many converted, how many did not, and the days it took.
    """
    found = conversion_paths(walks.core, asked("lead_volume"))

    told = [(tuple(m for (m,) in p.touches), p.converted, p.lost, p.days) for p in found.paths]
    assert [((A, B), 2, 0, 9.0), ((A,), 1, 1, 0.0)] == told
    assert (3, 1, 1) == (found.converted, found.lost, found.untouched)
    assert (5 / 3, 6.0, 2) == (found.length, found.days, found.different)


def test_paths_of_accounts(walks):
    """
    Per account, the touches of its leads make one path; who of it converted leaves nobody behind.
    """
    walks.add("leads", {"email": "p6@exemple.fr", "company": "Acme", "contacted_on": "2025-03-01"})
    walks.add("leads", {"email": "p7@exemple.fr", "company": "acme", "contacted_on": "2025-03-01"})
    walks.add("leads", lead(8, day="2025-03-20", source=C, company="Acme"))
    walks.add("touchpoints", touch(6, C, "2025-03-15"), touch(7, B, "2025-03-18"))

    alone = conversion_paths(walks.core, asked("lead_volume"))
    found = conversion_paths(walks.core, asked("lead_volume", unit="account"))

    told = [(tuple(m for (m,) in p.touches), p.converted, p.lost) for p in found.paths]
    assert [((A, B), 2, 0), ((A,), 1, 1), ((C, B), 1, 0)] == told
    assert (alone.converted + alone.untouched) == (found.converted + found.untouched)
    assert (3, 1) == (alone.lost, found.lost)
    assert "account" == found.unit


def test_paths_of_revenue_say_what_they_brought(walks):
    """
    The paths of revenue lead to deals, with their amount; leads without a deal have not converted.
    """
    found = conversion_paths(walks.core, asked("revenue"))

    (first, *others) = found.paths
    assert (900, 1) == (first.amount, first.converted)
    assert 3 == sum(p.lost for p in (first, *others))


def test_filters_and_limits(walks):
    """
    Paths can be told by source, cut short, and of a selection of leads.
    """
    found = conversion_paths(walks.core, asked("cpl", by=["source"]), limit=1)

    assert (1, 2, ("source",)) == (len(found.paths), found.different, found.dimensions)


def test_paths_that_hold_a_member(walks):
    """
    Filtered by a channel, paths are those that go through it, whole.
    """
    found = conversion_paths(walks.core, asked("lead_volume", filters={"channel": [B]}))

    assert [(((A,), (B,)), 2)] == [(p.touches, p.converted) for p in found.paths]
    assert (2, 0, 0) == (found.converted, found.lost, found.untouched)


def test_no_touchpoint_at_all(workspace):
    """
    Without touchpoints there is no path, and no error.
    """
    workspace.add("leads", lead(1))

    found = conversion_paths(workspace.core, asked("lead_volume"))

    assert ((), 0, 1, None) == (found.paths, found.converted, found.untouched, found.days)


def test_what_has_no_path_is_refused(demo):
    """
    A KPI that counts no conversion, or a dimension that no touch tells, is refused in words.
    """
    with pytest.raises(KpiError, match="counts no conversion"):
        conversion_paths(demo.core, asked("ctr"))
    with pytest.raises(KpiError, match="by channel, source"):
        conversion_paths(demo.core, asked("lead_volume", by=["segment"]))


def test_models_side_by_side_are_what_each_answers(demo):
    """
    The picture of all models holds what each of them answers by itself.
    """
    query = asked("lead_volume", period="2025-Q3")
    found = side_by_side(demo.core, query)

    assert tuple(MODELS) == found.models
    alone = demo.all("lead_volume", period="2025-Q3", by=["channel"], model="linear")
    assert {r.group["channel"]: r.value for r in alone} == found.values["linear"]
    rows = as_rows(demo.core, query)
    assert len(rows["members"]) == len(found.members)
