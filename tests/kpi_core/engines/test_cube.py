"""Sums by day that a warehouse keeps: the same cells, from far fewer rows, or from none of them."""

from __future__ import annotations

import datetime as dt
import re
import threading
from contextlib import closing
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from addin.desk import Desk, perform
from kpi_core.answering.cells import Cells
from kpi_core.answering.cube import build
from kpi_core.engines.checking import check
from kpi_core.engines.cubing import keeps, parts
from kpi_core.engines.postgres_cubes import Cubes
from kpi_core.errors import Kind, KpiError
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Aggregate, Clock
from tests.command import kpi
from tests.kpi_core.engines.server import PASSWORD
from tests.kpi_core.engines.test_abandoned import until
from tests.kpi_core.engines.test_traps import DAY, DEALS, LEADS, SPEND, deals, leads, spend

NUMBERS = count()
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 4)


@pytest.fixture
def cube(firm):
    """Name of a schema where the reader may write, and nowhere else."""
    name = f"{firm.schema}_cube"
    firm.server.run(f"CREATE SCHEMA {name} AUTHORIZATION reader")
    return name


def mapped(firm, cube, *sections):
    firm.map("\n".join([f'cube = "{cube}"', *sections]))


def keep(firm):
    return perform(Desk(firm.core), "warehouse", {"cube": True})["cube"]


def tables(firm, cube):
    with firm.server.connect() as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [cube])
        return {row[0] for row in found}


@pytest.fixture
def read(monkeypatch):
    """What was read of sums that are kept, instead of the rows."""
    found, reads = [], Cubes.read
    monkeypatch.setattr(Cubes, "read", lambda *asked: found.append(r := reads(*asked)) or r)
    return found


def cell(firm, *arguments):
    (answer,) = Cells(firm.core).answer([arguments])
    return answer


def test_a_cell_is_added_up_from_what_is_kept_until_the_rows_change(firm, cube, read):
    """
    Kept, then stale: never a number of yesterday, and again after the next run.
    """
    leads(firm, ("a", DAY, "SEO"), ("b", DAY, "seo"), ("c", DAY, None))
    mapped(firm, cube, LEADS)
    (made,) = keep(firm)
    assert ("leads", False) == (made["relation"], made["fresh"])

    assert 2 == cell(firm, "lead_volume", "2026-03", "source=SEO")
    assert 1 == len(read)

    firm.server.run(f"INSERT INTO {firm.schema}.leads VALUES ('d', '2026-03-12', 'SEO')")
    assert 3 == cell(firm, "lead_volume", "2026-03", "source=SEO")
    assert 1 == len(read)

    assert [False] == [made["fresh"] for made in keep(firm)]
    assert [True] == [made["fresh"] for made in keep(firm)]
    assert 3 == cell(firm, "lead_volume", "2026-03", "source=SEO")
    assert 2 == len(read)
    assert 2 == len(tables(firm, cube))  # the sums of leads, and what is said of them


def test_a_spelling_that_is_mapped_makes_them_stale(firm, cube, read):
    """
    What a spelling means is part of what was summed.
    """
    leads(firm, ("a", DAY, "SEO"), ("b", DAY, "Naturel"))
    mapped(firm, cube, LEADS)
    keep(firm)

    Desk(firm.core).map({"dimension": "source", "raw": "Naturel", "member": "SEO"})

    assert 2 == cell(firm, "lead_volume", "2026-03", "source=SEO")
    assert not read


VIEW = "CREATE OR REPLACE VIEW {at}.told AS SELECT * FROM {at}.leads"
MEANT = {
    "a view that leaves one out": ([VIEW], [VIEW + " WHERE id <> 'a'"]),
    "a policy that hides one": (
        [
            VIEW + "; ALTER VIEW {at}.told SET (security_invoker = true)",
            "ALTER TABLE {at}.leads ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY seen ON {at}.leads FOR SELECT USING (true)",
        ],
        ["ALTER POLICY seen ON {at}.leads USING (id <> 'a')"],
    ),
    "another column under the same name": (
        [
            "ALTER TABLE {at}.leads ADD COLUMN other date",
            "UPDATE {at}.leads SET other = CASE WHEN id <> 'a' THEN made END",
            VIEW,
        ],
        [
            "DROP VIEW {at}.told",
            "ALTER TABLE {at}.leads RENAME COLUMN made TO before",
            "ALTER TABLE {at}.leads RENAME COLUMN other TO made",
            VIEW,
            "GRANT SELECT ON {at}.told TO reader",
        ],
    ),
}


@pytest.mark.parametrize("change", MEANT)
def test_what_the_rows_mean_makes_them_stale_too(firm, cube, read, change):
    """
    No row comes or goes: a definition changed, and yesterday's sums are of other rows.
    """
    before, after = MEANT[change]
    leads(firm, ("a", DAY, "SEO"), ("b", DAY, "SEO"), ("c", DAY, "SEO"))
    firm.server.run(*(step.format(at=firm.schema) for step in before))
    firm.server.run(f"GRANT SELECT ON {firm.schema}.told TO reader")
    mapped(firm, cube, LEADS.replace('"leads"', '"told"'))
    keep(firm)
    assert 3 == cell(firm, "lead_volume", "2026-03")

    firm.server.run(*(step.format(at=firm.schema) for step in after))

    assert 2 == cell(firm, "lead_volume", "2026-03")
    assert 1 == len(read)


@pytest.mark.parametrize("told", ["made <= CURRENT_DATE", "made <= now()", "random() < 2"])
def test_what_changes_by_itself_is_not_kept(firm, cube, told):
    """
    Rows that come with the clock leave no mark: they are read each time, and that is said.
    """
    leads(firm, ("a", DAY, "SEO"))
    mapped(firm, cube, LEADS.replace('table = "leads"', f'table = "leads"\nwhere = "{told}"'))

    with pytest.raises(KpiError) as refused:
        keep(firm)
    assert Kind.AUTH is refused.value.kind


def test_only_the_dimensions_that_are_wanted_are_told_apart(firm, cube, read):
    """
    Fewer sums; a cell of another dimension is counted from the rows.
    """
    leads(firm, *((str(i), DAY, "SEO") for i in range(6)))
    section = LEADS + 'campaign = "id"\n'
    mapped(firm, cube, 'cube_by = ["source"]', section)
    (made,) = keep(firm)

    assert 1 == made["rows"]
    assert 6 == cell(firm, "lead_volume", "2026-03", "channel=SEO")
    assert 1 == len(read)
    assert 1 == cell(firm, "lead_volume", "2026-03", "campaign=3")
    assert 1 == len(read)


def test_only_what_adds_up_is_kept():
    """
    Sums and counts of what happened: no distinct count, median, or state of a day.
    """
    kept = {n for n, t in GLOSSARY.items() if t.measure is not None and keeps(t.measure)}
    apart = {
        n
        for n, t in GLOSSARY.items()
        if t.measure is not None
        and (t.measure.clock is not Clock.EVENT or t.measure.aggregate not in {Aggregate.SUM, Aggregate.COUNT})
    }  # fmt: skip

    assert {"cost", "leads", "gain", "touches", "clicks"} <= kept
    assert {"touched_leads", "claimed_conversions"} & kept == set()
    assert len(apart) > 10
    assert not kept & apart


def test_it_is_allowed_by_the_mapping_and_by_the_warehouse(firm, cube):
    """
    Without the key nothing is written, nor without the right; the session of questions never may.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    with pytest.raises(KpiError, match="cube ="):
        keep(firm)
    mapped(firm, firm.schema, LEADS)
    with pytest.raises(KpiError, match=f"CREATE SCHEMA {firm.schema} AUTHORIZATION reader"):
        keep(firm)
    mapped(firm, "nowhere", LEADS)
    assert any("CREATE SCHEMA nowhere" in f.what.en for f in check(firm.core.warehouse(), "UTC"))

    mapped(firm, cube, LEADS)
    keep(firm)
    with closing(firm.core.warehouse().reading()) as reading, pytest.raises(KpiError) as raised:
        reading.read(f"DELETE FROM {cube}.about RETURNING 1")
    assert Kind.AUTH is raised.value.kind


def test_what_is_cut_off_half_way_leaves_what_was_there(firm, cube, monkeypatch):
    """
    The session ends while the second table is summed: the first is not there either.
    """
    leads(firm, ("a", DAY, "SEO"))
    spend(firm, (DAY, "SEO", 10, None))
    mapped(firm, cube, LEADS, SPEND)
    keep(firm)
    before = tables(firm, cube)
    firm.server.run(
        f"INSERT INTO {firm.schema}.leads VALUES ('b', '2026-03-12', 'SEO')",
        f"INSERT INTO {firm.schema}.spend VALUES ('2026-03-12', 'SEO', 5, NULL)",
    )
    failed = []

    def run():
        try:
            keep(firm)
        except KpiError as error:
            failed.append(error.kind)

    warehouse = firm.core.warehouse()
    firm.core.snapshot()
    known = warehouse._known
    waiting = (
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        f" AND query LIKE 'INSERT INTO \"{cube}\"%'"
    )
    with firm.server.connect() as holder, firm.server.connect() as watcher:
        holder.execute("BEGIN")
        holder.execute(f"LOCK TABLE {firm.schema}.spend IN ACCESS EXCLUSIVE MODE")
        # It was looked at before the table was locked: only the sums wait.
        with monkeypatch.context() as patched:
            patched.setattr(warehouse, "_now", lambda: known)
            writing = threading.Thread(target=run)
            writing.start()
            until(lambda: watcher.execute(waiting).fetchone())
            watcher.execute(f"SELECT pg_terminate_backend(pid) FROM ({waiting}) AS w")
            writing.join(10)
        holder.execute("ROLLBACK")

    assert [Kind.UPSTREAM] == failed
    assert before == tables(firm, cube)
    assert 2 == cell(firm, "lead_volume", "2026-03", "source=SEO")
    assert [False, False] == [made["fresh"] for made in keep(firm)]


def test_two_do_not_make_them_at_once(firm, cube):
    """
    The second is told so.
    """
    leads(firm, ("a", DAY, "SEO"))
    mapped(firm, cube, LEADS)
    with firm.server.connect() as other:
        other.execute("SELECT pg_advisory_lock(hashtext('b2b-kpi cube'), hashtext(%s))", [cube])
        with pytest.raises(KpiError, match="already") as raised:
            keep(firm)

    assert Kind.LIMIT is raised.value.kind


def test_the_command_makes_them_and_the_check_tells_of_them(firm, cube):
    """
    `kpi warehouse cube`, then `kpi warehouse check`: whether they are there, and as the rows are.
    """
    leads(firm, ("a", DAY, "SEO"))
    mapped(firm, cube, LEADS)

    def told():
        return " ".join(f.what.en for f in check(firm.core.warehouse(), "UTC"))

    assert "kpi warehouse cube makes them" in told()
    keep(firm)
    assert "As the rows are: 1 sum" in told()
    firm.server.run(f"INSERT INTO {firm.schema}.leads VALUES ('b', '2026-03-12', 'SEO')")
    assert "changed since" in told()
    firm.store.close()
    run = {"folder": firm.store.folder, "KPI_WAREHOUSE_PASSWORD": PASSWORD}
    made = kpi("warehouse", "cube", **run, lang="fr").stdout
    assert re.search(
        r"Leads et contacts\u00a0: 2 sommes par jour, en \d+,\d s", made, re.IGNORECASE
    )
    assert "déjà à jour" in kpi("warehouse", "cube", lang="fr", **run).stdout


def test_what_platforms_claim_is_added_across_none_of_them(firm, cube):
    """
    In a cell as in a question: each claims the same conversions.
    """
    firm.table(
        "seen", {"day": "date", "origin": "text", "n": "int"}, (DAY, "LinkedIn Ads", 3), (DAY, "Google Ads", 4)
    )  # fmt: skip
    spend(firm, (DAY, "LinkedIn Ads", 30, None), (DAY, "Google Ads", 40, None))
    mapped(
        firm, cube, SPEND,
        '[traffic]\ntable = "seen"\n[traffic.columns]\nseen_on = "day"\nsource = "origin"',
        'claimed_conversions = "n"\nmedium = { value = "ads" }',
    )  # fmt: skip

    assert 10 == cell(firm, "cpa_claimed", "2026-03", "platform=LinkedIn")
    assert isinstance(cell(firm, "cpa_claimed", "2026-03"), KpiError)
    assert firm.ask("cpa_claimed", period="2026-03").value is None


days = st.none() | st.dates(FIRST, LAST)
sources = st.sampled_from([None, "SEO", "seo", "Google Ads", "Salon"])
amounts = st.none() | st.decimals(-999, 999, places=4)
states = st.sampled_from(["won", "lost", "open"])
worlds = st.fixed_dictionaries(
    {
        "leads": st.lists(st.tuples(days, sources), max_size=8),
        "deals": st.lists(st.tuples(states, days, days, amounts, sources), max_size=8),
        "spend": st.lists(st.tuples(days, sources, amounts), max_size=8),
    }
)


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(world=worlds)
def test_whatever_the_rows_what_is_kept_is_what_they_add_up_to(firm, cube, read, world):
    """
    Of every input that adds up: over all members, and by two; rows without a day or amount.
    """
    at = firm.schema
    firm.server.run(f"DROP TABLE IF EXISTS {at}.leads, {at}.deals, {at}.spend")
    leads(firm, *((f"l{i}", *row) for i, row in enumerate(world["leads"])))
    deals(firm, *((f"d{i}", f"c{i % 3}", *row) for i, row in enumerate(world["deals"])))
    spend(firm, *((*row, f"line {i}") for i, row in enumerate(world["spend"])))
    mapped(firm, cube, LEADS, DEALS, SPEND)
    keep(firm)
    read.clear()
    asked = 0
    for relation in ("leads", "deals", "spend"):
        for measure in parts()[relation].names:
            for dimensions in ((), ("platform", "source")):
                origin, span = firm.core.origin(), (FIRST, LAST)
                with closing(firm.core.facts()) as facts:
                    raw = build(facts, measure, dimensions, *span)
                    kept = origin.summed(measure, dimensions, *span)
                    assert kept is not None
                    told = build(facts, measure, dimensions, *span, kept=kept)
                asked += 1
                assert (raw.blanks, raw.members.keys(), raw.scale) == (told.blanks, told.members.keys(), told.scale)  # fmt: skip
                for member, place in raw.members.items():
                    other = told.members[member]
                    assert np.array_equal(raw.sums[place], told.sums[other])
                    assert np.array_equal(raw.counts[place], told.counts[other])
    assert asked == len(read) > 40
