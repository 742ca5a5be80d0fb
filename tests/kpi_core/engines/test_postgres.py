"""A session can only read, is stopped in time, and says in words why there is no answer."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing

import pytest

from addin.bringing import Bringing
from addin.desk import Desk, perform
from kpi_core.engines.postgres import SESSIONS, Reading, Sessions
from kpi_core.engines.prelude import Prelude
from kpi_core.errors import Kind
from kpi_core.glossary import GLOSSARY
from kpi_core.warehouse.address import read
from kpi_core.warehouse.shape import Shape
from kpi_core.warehouse.statements import statement_of
from tests.addin.client import Client
from tests.kpi_core.engines.reading import refused
from tests.kpi_core.engines.server import PASSWORD
from tests.kpi_core.engines.test_traps import LEADS, leads

DAY = dt.date(2026, 3, 10)


@pytest.fixture
def reading(server):
    """A session of whoever administers the server, who may do anything."""
    server.run("ALTER USER kpi PASSWORD 'theirs'")
    with (
        closing(Sessions(read(server.url("kpi")), "theirs")) as sessions,
        closing(Reading(sessions, Prelude({}))) as made,
    ):
        yield made


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a integer)",
        "WITH gone AS (DELETE FROM pg_description RETURNING *) SELECT * FROM gone",
        "COMMENT ON SCHEMA public IS 'mine'",
        "DROP SCHEMA public CASCADE",
    ],
)
def test_nothing_is_written_whoever_asks(reading, statement):
    """
    A session reads, even of somebody who may write.
    """
    assert Kind.AUTH is refused(reading.read, statement).kind


def test_a_question_that_lasts_is_stopped_there(reading):
    """
    The server stops it, and the session answers the next question.
    """
    error = refused(reading.read, "SELECT pg_sleep(30)", (), 0.2)

    assert Kind.LIMIT is error.kind
    assert [(1,)] == reading.read("SELECT 1")[1]


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"user": "nobody"}, Kind.AUTH, "nobody"),
        ({"database": "elsewhere"}, Kind.NOT_FOUND, "elsewhere"),
    ],
)
def test_who_is_not_let_in_is_told_why(server, change, kind, words):
    """
    A user or a database that is none.
    """
    with closing(Sessions(read(server.url(**change)), PASSWORD)) as sessions:
        error = refused(sessions.take)

    assert kind is error.kind
    assert words in error.message.en


def test_a_wrong_password_is_told_without_it(server):
    """
    And what to do about it is.
    """
    with closing(Sessions(read(server.url()), "wrong-password")) as sessions:
        error = refused(sessions.take)

    assert Kind.AUTH is error.kind
    assert "wrong-password" not in error.message.en
    assert "KPI_WAREHOUSE_PASSWORD" in error.message.en


def test_a_server_that_is_not_there_is_told(server):
    """
    A port on which nobody listens.
    """
    with closing(Sessions(read("postgres://a@127.0.0.1:1/b"), None)) as sessions:
        error = refused(sessions.take)

    assert Kind.UPSTREAM is error.kind
    assert "127.0.0.1:1/b" in error.message.en


@pytest.mark.parametrize(
    "url",
    ["postgres://a:secret@host/db", "postgres://a@host/db?password=secret"],
)
def test_an_address_holds_no_password(firm, url):
    """
    Whoever reads the settings would read it; it is refused before it is stored or audited.
    """
    error = refused(lambda: firm.set(warehouse=url))

    assert "secret" not in error.message.en + error.message.fr
    assert firm.store.settings().warehouse is None


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a@b/c",
        "postgres://a@b",
        "b/c",
        "postgres://a@b/c?x=1",
        "postgres://a@127.0.0.1/c?host=d.org",
    ],
)
def test_what_is_no_address_is_told(firm, url):
    """
    Another engine, no database, an option that is none: with an example.
    """
    assert "postgres://" in refused(lambda: firm.set(warehouse=url)).message.en


def test_an_address_elsewhere_asks_for_encryption():
    """
    The driver's own default would go on in clear.
    """
    assert (("sslmode", "require"),) == read("postgres://a@db.example.org/b").options
    assert () == read("postgres://a@127.0.0.1/b").options
    assert (("sslmode", "disable"),) == read("postgres://a@db.lan/b?sslmode=disable").options


def test_a_table_that_is_gone_is_named(firm):
    """
    With the way to see all that is missing.
    """
    firm.map(LEADS)

    error = refused(firm.ask, "lead_volume")

    assert Kind.NOT_FOUND is error.kind
    assert "leads" in error.message.en
    assert "kpi doctor" in error.message.en


def test_a_right_that_lacks_is_told(firm):
    """
    A table that this user may not read.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.server.run(f"REVOKE SELECT ON {firm.schema}.leads FROM reader")
    firm.map(LEADS)

    error = refused(firm.ask, "lead_volume")

    assert Kind.AUTH is error.kind
    assert "GRANT SELECT" in error.message.en


def test_a_server_that_was_started_again_is_asked_again(firm):
    """
    Sessions that ended meanwhile are made anew, and nobody notices.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    assert 1 == firm.ask("lead_volume", period="2026-03").value

    firm.server.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'b2b-kpi'"
    )

    assert 1 == firm.ask("lead_volume", period="2026-03").value


def test_sessions_are_shared_and_given_back(firm):
    """
    Many questions at once take a few sessions, and leave them open for the next ones.
    """
    from concurrent.futures import ThreadPoolExecutor

    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: firm.ask("lead_volume", period="2026-03").value, range(40))

    assert {1} == set(found)
    with firm.server.connect() as connection:
        (open_,) = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'b2b-kpi'"
            " AND datname = 'firm' AND usename = 'reader'"
        ).fetchone()
    assert 1 <= open_ <= 2 * SESSIONS  # those of this workspace, and of the demo's


def test_rows_that_arrive_are_counted(firm):
    """
    Once the time is over for which the mapping lets an answer stand.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    before = firm.core.snapshot().version
    assert before == firm.core.snapshot().version

    firm.server.run(f"INSERT INTO {firm.schema}.leads VALUES ('b', '2026-03-11', 'Brand new')")

    assert 2 == firm.ask("lead_volume", period="2026-03").value
    assert before != firm.core.snapshot().version
    assert 1 == firm.ask("lead_volume", period="2026-03", filters={"channel": ["brand NEW"]}).value


def test_an_answer_stands_for_the_time_that_is_said(firm):
    """
    `fresh` spares the warehouse: nothing is asked of it in that time, not even whether it changed.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    path = firm.store.folder / "warehouse.toml"
    path.write_text(path.read_text("utf-8").replace("fresh = 0", "fresh = 3600"), "utf-8")
    before = firm.core.snapshot()

    firm.server.run(f"INSERT INTO {firm.schema}.leads VALUES ('b', '2026-03-11', 'SEO')")

    assert before is firm.core.snapshot()


def test_sources_are_placed_by_the_workspace(firm):
    """
    `kpi map` says where a source stands, for what the warehouse holds too.
    """
    leads(firm, ("a", DAY, "Salon VivaTech"), ("b", DAY, "salon vivatech"))
    firm.map(LEADS)
    desk = Desk(firm.core)
    (unplaced,) = desk.map({})["unplaced"]
    assert ("Salon VivaTech", 2) == (unplaced["source"], unplaced["rows"])

    desk.map({"raw": "Salon VivaTech", "channel": "Salons", "platform": "Terrain"})

    found = firm.ask("lead_volume", period="2026-03", filters={"platform": ["terrain"]})
    assert 2 == found.value
    assert [] == desk.map({})["unplaced"]


def test_nothing_is_imported_beside_a_warehouse(firm, tmp_path):
    """
    Rows that are stored here would count nowhere: it is refused, and said what to do.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    (tmp_path / "leads.csv").write_text("email,date\na@b.fr,2026-03-01\n")

    asked = {"file": str(tmp_path / "leads.csv"), "hints": {}}
    error = refused(Bringing(firm.core, "test", None).bring, asked)

    assert "warehouse" in error.message.en
    assert "kpi settings warehouse=" in error.message.en


def test_the_past_is_not_known_there(firm):
    """
    A warehouse does not say what was corrected: an old moment is refused, not answered wrongly.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)

    asked = {"query": {"kpis": ["lead_volume"]}, "as_of": "2026-01-01"}
    error = refused(perform, Desk(firm.core), "query", asked)

    assert Kind.NOT_FOUND is error.kind


def test_settings_can_be_seen_and_changed_while_the_warehouse_is_away(firm):
    """
    A wrong address is put right with the command that set it.
    """
    firm.set(warehouse="postgres://a@127.0.0.1:1/b")
    desk = Desk(firm.core)

    assert "postgres://a@127.0.0.1:1/b" == desk.settings({})["warehouse"]
    assert desk.settings({"changes": {"warehouse": ""}})["warehouse"] is None
    assert firm.core.warehouse() is None


def test_a_server_of_cells_answers_from_the_warehouse(firm):
    """
    A sheet asks `/v1/cells` as ever; of a warehouse that is away it is told, to ask again later.
    """
    leads(firm, ("a", dt.date(2025, 3, 10), "SEO"))
    firm.map(LEADS)
    client = Client(firm.store)
    try:
        assert 1 == client.cell("B2B_KPI", "lead_volume", "2025-03")
        firm.set(warehouse="postgres://a@127.0.0.1:1/b")
        body = {"calls": [{"fn": "B2B_KPI", "rows": [["lead_volume", "2025-03"]]}]}
        away = client.post("/v1/cells", body)
        assert 503 == away.status_code
        assert "127.0.0.1:1/b" in away.json()["message"]["fr"]
    finally:
        client.core.close()


def test_a_question_reads_only_the_days_it_asks_for(firm):
    """
    The condition on a day reaches the partitions through the mapping: the others are not opened.
    """
    firm.server.run(
        f"CREATE TABLE {firm.schema}.spend (day date, amount numeric(18, 4), origin text)"
        " PARTITION BY RANGE (day)",
        *(
            f"CREATE TABLE {firm.schema}.spend_{year} PARTITION OF {firm.schema}.spend"
            f" FOR VALUES FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
            for year in (2024, 2025, 2026)
        ),
        f"INSERT INTO {firm.schema}.spend VALUES ('2024-03-10', 1, 'SEO'), ('2025-03-10', 2, 'SEO'),"
        " ('2026-03-10', 4, 'SEO')",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {firm.schema} TO reader",
    )
    firm.map(
        '[spend]\ntable = "spend"\n[spend.columns]\nspent_on = "day"\namount = "amount"\n'
        'source = "origin"\n'
    )
    asked = statement_of(Shape(measures=(("cost", GLOSSARY["cost"].measure),), by=("channel",)))

    with closing(firm.core.facts()) as facts:
        plan = facts.plan(asked, {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)})
        seen = facts.rows(asked, {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)})

    assert "spend_2025" in plan
    assert not {"spend_2024", "spend_2026"} & set(re.findall(r"spend_\d+", plan))
    assert [2] == [row["v_cost"] for row in seen]
