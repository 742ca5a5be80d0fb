"""What is Trino's own: values in their places, pages, limits, what is stopped, its words."""

from __future__ import annotations

import threading
import time

import pytest

from addin.warehouse import asked_of
from kpi_core.engines.asking import AbandonedError, Asker, on_behalf_of
from kpi_core.errors import Kind
from tests.kpi_core.engines.reading import reader, refused
from tests.kpi_core.engines.test_traps import DAY, LEADS, deals, leads

pytestmark = [
    pytest.mark.cloud,
    pytest.mark.parametrize("place", ["trino"], indirect=True, scope="session"),
]
LONG = "SELECT count(*) AS n FROM UNNEST(sequence(1, 100000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 100000)) AS b(y) WHERE mod(x * y, 7) = 3"
MARCH = {"period": "2026-03"}


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO {s}.leads SELECT * FROM {s}.leads", "DROP TABLE {s}.leads", "CALL x.y()"],
)
def test_only_queries_are_sent(firm, reading, statement):
    """
    Its grammar lets nothing but a query begin with SELECT or WITH: the rest never leaves.
    """
    leads(firm, ("a", DAY, "SEO"))
    before = len(firm.server.server.queries)

    assert Kind.AUTH is refused(reading.read, statement.format(s=firm.schema)).kind
    assert before == len(firm.server.server.queries)


def test_values_are_bound_in_their_places(firm):
    """
    A member whose name closes a quotation, asks and names a value finds itself.
    """
    odd = "O'Neil\\ \"; DROP TABLE leads -- ? :end é \u2028"
    leads(firm, ("a", DAY, odd), ("b", DAY, "SEO"))
    firm.map(LEADS)

    (found,) = firm.all("lead_volume", **MARCH, filters={"source": [odd]})

    assert 1 == found.value
    asked = firm.server.server.executed[-1]
    assert asked.startswith("EXECUTE IMMEDIATE '")
    assert "O''Neil" in asked.partition("' USING ")[2]


def test_a_session_is_in_utc_and_has_a_limit(reading, place):
    """
    The stand-in's own clock is Montreal's.
    """
    assert [("UTC",)] == reading.read("SELECT current_timezone() AS zone")[1]
    assert "query_max_run_time=62s" in place.server.limits[-1]


def test_a_question_that_would_read_too_much_is_not_asked(firm):
    """
    By what its connectors expect.
    """
    leads(firm, *((f"l{i}", DAY, "SEO") for i in range(3000)))
    firm.map("most_rows = 1000\n" + LEADS)

    error = refused(firm.ask, "lead_volume", **MARCH)

    assert Kind.LIMIT is error.kind
    assert "3,000" in error.message.en


def test_what_takes_too_long_is_cancelled(place, reading):
    """
    There too, and the next question is answered.
    """
    before = len(place.server.cancelled)

    assert Kind.LIMIT is refused(reading.table, LONG, seconds=1).kind
    assert before < len(place.server.cancelled)
    assert [(1,)] == reading.read("SELECT 1 AS one")[1]


def test_what_nobody_waits_for_is_cancelled(place, reading):
    """
    Whoever hangs up has the query ended.
    """
    asker, ended, before = Asker(), [], len(place.server.cancelled)

    def ask():
        with on_behalf_of(asker):
            try:
                reading.table(LONG)
            except AbandonedError:
                ended.append("abandoned")

    asking = threading.Thread(target=ask)
    asked = len(place.server.queries)
    asking.start()
    end = time.monotonic() + 60
    while asked == len(place.server.queries) and time.monotonic() < end:
        time.sleep(0.1)
    asker.leave()
    asking.join(30)

    assert ["abandoned"] == ended
    assert before < len(place.server.cancelled)


def test_whoever_is_not_there_is_told(place):
    """
    Nobody listens, or nobody who encrypts.
    """
    gone = refused(reader("trino://a@127.0.0.1:1/lake/mkt").read, "SELECT 1")
    assert (Kind.UPSTREAM, True) == (gone.kind, "127.0.0.1:1/lake/mkt" in gone.message.fr)

    bare = refused(reader(place.url() + "?tls=on").read, "SELECT 1")
    assert "tls=off" in bare.message.fr


def test_a_table_that_is_gone_is_named(firm):
    """
    With what to type next, and no line of the statement.
    """
    firm.map(LEADS)

    error = refused(firm.ask, "lead_volume", **MARCH)

    assert Kind.NOT_FOUND is error.kind
    assert "leads" in error.message.en
    assert "SELECT" not in error.message.en


def test_what_nothing_tells_of_is_looked_at_each_time(firm):
    """
    Connectors tell nothing alike: the version is new at each look, and the check says so.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)

    assert firm.core.snapshot().version != firm.core.snapshot().version
    assert any("`fresh`" in f["what"]["fr"] for f in asked_of(firm.core, {})["findings"])


def test_a_check_tells_everything_that_is_wrong(firm):
    """
    What answers, columns that lack or are of another type, words that mean nothing.
    """
    deals(firm, ("1", "a", "signed", DAY, DAY, 5, "SEO"))
    firm.map(
        '[deals]\ntable = "deals"\n[deals.columns]\n'
        'deal = "id"\nstate = "state"\nclosed_on = "closed"\n'
        '[spend]\ntable = "deals"\n[spend.columns]\nspent_on = "account"\namount = "price"\n'
    )

    found = asked_of(firm.core, {})["findings"]
    told = {(f["weight"], f["where"].partition(f"{firm.schema}.")[2]): f["what"] for f in found}

    assert "Trino " in found[0]["what"]["en"]
    assert "price" in told["fault", "deals amount"]["en"]
    assert "signed" in told["warning", "deals state"]["en"]


def test_a_mapping_is_proposed_and_answers(firm):
    """
    By the names of tables and columns.
    """
    columns = {"lead_id": "text", "created_at": "timestamptz", "utm_source": "text"}
    firm.table("crm_leads", columns)
    firm.server.run(
        f"INSERT INTO {firm.schema}.crm_leads VALUES ('a', '2026-03-10 12:00:00', 'SEO')"
    )
    firm.set(warehouse=firm.server.url())

    said = asked_of(firm.core, {"propose": "fr", "within": firm.schema})["toml"]
    (firm.store.folder / "warehouse.toml").write_text(said, "utf-8")

    assert 1 == firm.ask("lead_volume", **MARCH).value
