"""A large table is not read from end to end to learn what it holds."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kpi_core.answering.snapshot import _DAYS, Snapshot
from kpi_core.engines import looking
from kpi_core.engines.asking import however_much
from kpi_core.engines.checking import check
from kpi_core.engines.finding import Weight
from kpi_core.engines.mapping import parse
from kpi_core.engines.warehouse import InWarehouse
from kpi_core.errors import Kind, KpiError
from tests.kpi_core.engines.test_traps import DAY, LEADS, leads

ROWS = [("a", DAY, "SEO"), ("b", DAY, " seo "), ("c", None, None), ("d", DAY, "Été"), ("e", DAY, "été")]  # fmt: skip
MARCH = {"period": "2026-03"}


@pytest.fixture(autouse=True)
def _large(monkeypatch) -> None:
    """Every table counts as large."""
    monkeypatch.setattr(looking, "SMALL", 0)


@pytest.fixture
def firm(firm):
    """A firm whose tables may not be read whole, and with what it knows of sources."""
    leads(firm, *ROWS)
    firm.table("sources", {"name": "text"}, *{(row[2],) for row in ROWS if row[2]})
    return firm


def mapped(firm, *more):
    firm.map("\n".join(["most_rows = 1", LEADS, *more]))


def index(firm, *columns, on="leads"):
    firm.server.run(*(f"CREATE INDEX ON {firm.schema}.{on} ({c})" for c in columns))


def by_source(firm, **more):
    """Return the leads of each source, once the look that comes before has read no table whole."""
    firm.core.snapshot().coverage  # noqa: B018 - the look
    with however_much():
        found = firm.all("lead_volume", by=["source"], **MARCH, **more)
    return {r.group["source"]: r.value for r in found}


LISTED = '[leads.members]\nsource = "sources.name"'


@pytest.mark.parametrize("way", ["an index", "a list"])
def test_members_come_from_an_index_or_from_a_list(firm, way):
    """
    All spellings are found, and each means the member that it would if the rows had been read.
    """
    index(firm, "made", *(["origin"] if way == "an index" else []))
    mapped(firm, *([LISTED] if way == "a list" else []))

    assert {"SEO": 2, "Été": 2} == by_source(firm)
    assert {"Été": 2} == by_source(firm, filters={"source": ["ETE"]})

    # The list is the firm's own to fill: what it lacks is counted under its own name.
    firm.server.run(f"INSERT INTO {firm.schema}.leads VALUES ('f', '2026-03-12', 'Brand new')")
    if way == "a list":
        assert 1 == by_source(firm)["Brand new"]
        firm.server.run(f"INSERT INTO {firm.schema}.sources VALUES ('Brand new')")
    assert {"Brand new": 1} == by_source(firm, filters={"source": ["brand NEW"]})


def test_what_neither_tells_is_refused_with_the_way_out(firm):
    """
    The index to make, or the list to name; `kpi doctor` says the same.
    """
    index(firm, "made")
    mapped(firm)

    with pytest.raises(KpiError) as raised:
        firm.ask("lead_volume", **MARCH)
    (fault,) = (f for f in check(firm.core.warehouse(), "Europe/Paris") if f.weight is Weight.FAULT)

    assert Kind.LIMIT is raised.value.kind
    assert f"CREATE INDEX ON {firm.schema}.leads (origin)" in raised.value.message.en
    assert '[leads.members] source = "' in raised.value.message.fr
    assert raised.value.message == fault.what
    notes = [f.what.en for f in check(firm.core.warehouse(), "Europe/Paris")]
    assert any("by an index: created_on" in n and "from end to end: source" in n for n in notes)


def test_days_without_an_index_are_told_too(firm):
    """
    How far the data goes is read from the ends of an index.
    """
    index(firm, "origin")
    mapped(firm)

    with pytest.raises(KpiError, match=r"leads \(made\)"):
        firm.ask("lead_volume", **MARCH)


def test_a_list_that_is_not_there_is_told(firm):
    """
    By `kpi doctor`, with the place that was named.
    """
    index(firm, "made")
    mapped(firm, '[leads.members]\nsource = "nowhere.name"')

    told = [f.what.en for f in check(firm.core.warehouse(), "UTC") if f.weight is Weight.FAULT]

    assert "nowhere" in " ".join(told)


def test_a_table_that_did_not_change_is_not_looked_at_again(firm, monkeypatch):
    """
    Whatever else is written in the same database; one row of its own, or a partition, is enough.
    """
    firm.server.run(
        f"ALTER TABLE {firm.schema}.leads RENAME TO old",
        f"CREATE TABLE {firm.schema}.leads (id text, made date, origin text) PARTITION BY LIST (id)",
        f"ALTER TABLE {firm.schema}.leads ATTACH PARTITION {firm.schema}.old DEFAULT",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {firm.schema} TO reader",
    )
    firm.map(LEADS)  # without an index: read whole, and few enough
    engine, read = firm.core.warehouse().engine, []
    held = engine.held
    monkeypatch.setattr(engine, "held", lambda *asked: read.append(1) or held(*asked))

    def looked():
        before = len(read)
        firm.core.snapshot()
        return len(read) - before

    assert 1 == looked()
    firm.server.run(f"INSERT INTO {firm.schema}.sources VALUES ('elsewhere')")
    assert 0 == looked()
    firm.server.run(f"UPDATE {firm.schema}.old SET origin = 'Ads' WHERE id = 'a'")
    assert 1 == looked()
    firm.server.run(
        f"CREATE TABLE {firm.schema}.z PARTITION OF {firm.schema}.leads FOR VALUES IN ('z')"
    )
    assert 1 == looked()


def test_a_large_demo_is_known_as_a_small_one(pair, server, monkeypatch):
    """
    The same spellings, members, places and ends, by index where there is one and read where not.
    """
    server.run(
        *(
            f'CREATE INDEX IF NOT EXISTS large_{fact}_{column} ON mkt."{fact}" ({column})'
            for fact, column in (
                ("touchpoints", "source"), ("touchpoints", "touched_on"), ("touchpoints", "campaign"),
                ("deals", "stage"), ("deals", "closed_on"), ("leads", "created_on"),
            )
        )
    )  # fmt: skip
    store, found = pair.firm.store, []
    for small in (0, 10**9):
        monkeypatch.setattr(looking, "SMALL", small)
        at = InWarehouse(store, server.url())
        found.append((at._now().spelling, Snapshot(store, at.version(), at)))
        assert bool(small) is not bool(at.ends(_DAYS))
    (large, of_large), (small, of_small) = found

    assert large == small
    for fact, covered in of_small.coverage.items():
        assert (covered.first, covered.last) == (of_large.coverage[fact].first, of_large.coverage[fact].last)  # fmt: skip
    assert dt.date(2023, 11, 1) == of_large.coverage["touchpoints"].first
    for _spelling, snapshot in found:
        snapshot.origin.close()


def test_what_a_mapping_says_of_large_tables_is_checked():
    """
    A list of an unmapped column, a place that is none, a number of rows and a schema that are none.
    """
    said = (
        'most_rows = "many"\ncube = "a.b"\ncube_by = ["origin"]\n'
        f'{LEADS}\n[leads.members]\ncampaign = "c.name"\nsource = "name"\n'
    )
    with pytest.raises(KpiError) as raised:
        parse(said)

    told = raised.value.message.en
    assert [1, 2, 3, 13, 14] == [int(n) for n in re.findall(r"line (\d+)", told)]
    assert "schema.table.column" in told
    assert 200_000_000 == parse(LEADS).most_rows
    assert ("public", "s", "name") == parse(f'{LEADS}[leads.members]\nsource = "s.name"').tables["leads"].members["source"]  # fmt: skip
