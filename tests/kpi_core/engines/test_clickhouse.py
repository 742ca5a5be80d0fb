"""What is ClickHouse's own: queries only, parts that change, questions that are stopped, its words."""

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
    pytest.mark.parametrize("place", ["clickhouse"], indirect=True, scope="session"),
]
LONG = "SELECT count() AS n FROM numbers(1000000000000) WHERE cityHash64(number) % 7 = 3"
MARCH = {"period": "2026-03"}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE {s}.more (a Int8) ENGINE = Memory",
        "INSERT INTO {s}.leads SELECT * FROM {s}.leads",
        "DROP TABLE {s}.leads",
        "SET readonly = 0",
        "SELECT 1; DROP TABLE {s}.leads",
        "SELECT * FROM {s}.leads SETTINGS readonly = 0",
    ],
)
def test_only_queries_are_sent(firm, reading, statement):
    """
    What is no query is refused in words, and nothing changes, though the user might.
    """
    leads(firm, ("a", DAY, "SEO"))

    refused(reading.read, statement.format(s=firm.schema))

    assert "leads" == firm.server.run(f"SHOW TABLES FROM {firm.schema}")[0].strip()
    assert [(1,)] == reading.read(f"SELECT count(*) AS n FROM {firm.schema}.leads")[1]


def test_a_session_writes_nothing_where_a_function_would(firm, reading):
    """
    Some functions of tables write: read-only forbids them, within a query too.
    """
    error = refused(reading.read, "SELECT * FROM url('http://127.0.0.1:1/', CSV, 'a String')")

    assert Kind.AUTH is error.kind


def test_a_servers_own_clock_decides_no_answer(reading):
    """
    It stands in Montreal; the session says UTC, and that a row without a match has nothing.
    """
    (row,) = reading.table(
        "SELECT timezone() AS zone, toString(toDateTime('2026-03-10 00:30:00')) AS told,"
        " b.n AS n, (SELECT sum(number) FROM numbers(0)) AS summed"
        " FROM (SELECT 1 AS k) AS a LEFT JOIN (SELECT 2 AS k, 3 AS n) AS b ON a.k = b.k"
    ).to_pylist()

    assert {"zone": "UTC", "told": "2026-03-10 00:30:00", "n": None, "summed": None} == row


def test_values_are_bound_and_never_read_as_sql(firm):
    """
    A member whose name closes a quotation finds itself.
    """
    odd = "O'Neil\\ \"; DROP TABLE leads -- {start: Date} `é` \u2028\t"
    leads(firm, ("a", DAY, odd), ("b", DAY, "SEO"))
    firm.map(LEADS)

    (found,) = firm.all("lead_volume", **MARCH, filters={"source": [odd.strip()]})

    assert 1 == found.value


def test_members_of_any_number_are_looked_up(firm):
    """
    Thirty thousand spellings are more than a server takes in one value.
    """
    rows = [(f"l{i}", DAY, f"Campagne d’été numéro {i} ") for i in range(30_000)]
    leads(firm, *rows)
    firm.map(LEADS)

    assert 30_000 == firm.ask("lead_volume", **MARCH).value
    (found,) = firm.all("lead_volume", **MARCH, filters={"source": ["campagne D’ÉTÉ numéro 29999"]})
    assert 1 == found.value


def test_a_column_is_meant_where_one_of_ours_has_its_name(firm):
    """
    ClickHouse would read our name, its type changed, in what says which rows count.
    """
    deals(firm, ("1", "won", "x", DAY, DAY, 5, "SEO"), ("2", "lost", "won", DAY, DAY, 7, "SEO"))
    firm.map(
        '[deals]\ntable = "deals"\nwhere = "state <> \'nothing\'"\n[deals.columns]\n'
        'deal = "id"\nstate = "account"\ncustomer = "state"\nclosed_on = "closed"\n'
        'amount = "amount"\ncreated_on = "made"\n'
    )

    assert 5 == firm.ask("revenue", **MARCH).value


def test_rows_that_arrive_are_counted(firm):
    """
    The parts of a table tell; while none changes the version stands.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    before = firm.core.snapshot().version
    assert before == firm.core.snapshot().version

    firm.server.run(f"INSERT INTO {firm.schema}.leads VALUES ('b', '2026-03-11', 'Brand new')")
    assert before != firm.core.snapshot().version
    assert 2 == firm.ask("lead_volume", **MARCH).value
    assert 1 == firm.ask("lead_volume", **MARCH, filters={"channel": ["brand NEW"]}).value

    firm.server.run(f"ALTER TABLE {firm.schema}.leads DELETE WHERE id = 'a' SETTINGS mutations_sync = 1")  # fmt: skip
    assert 1 == firm.ask("lead_volume", **MARCH).value


def test_what_nothing_tells_of_is_looked_at_each_time(firm):
    """
    A query, a view, a condition on today's date: the version is new at each look, and the check says so.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS.replace('table = "leads"', 'table = "leads"\nwhere = "made <= today()"'))

    assert 1 == firm.ask("lead_volume", **MARCH).value
    assert firm.core.snapshot().version != firm.core.snapshot().version
    assert any("`fresh`" in f["what"]["fr"] for f in asked_of(firm.core, {})["findings"])


def test_a_question_that_would_read_too_much_is_not_asked(firm):
    """
    The server tells how many rows are left once partitions and keys have spared the others.
    """
    leads(firm, *((f"l{i}", DAY, "SEO") for i in range(3000)))
    firm.map("most_rows = 1000\n" + LEADS)

    error = refused(firm.ask, "lead_volume", **MARCH)

    assert Kind.LIMIT is error.kind
    assert "3,000" in error.message.en


def test_a_partition_spares_rows(firm):
    """
    A condition on a day reaches the table as it is: what the estimate says is not the whole table.
    """
    from kpi_core.answering.estimating import expected
    from kpi_core.query import KpiQuery

    firm.server.run(
        f"CREATE TABLE {firm.schema}.leads (id String, made Date, origin String)"
        " ENGINE = MergeTree PARTITION BY toYYYYMM(made) ORDER BY made",
        f"INSERT INTO {firm.schema}.leads SELECT toString(number), toDate('2025-01-01') + number % 600,"
        " 'SEO' FROM numbers(60000)",
    )
    firm.map(LEADS)

    asked = KpiQuery.model_validate({"kpis": ["lead_volume"], **MARCH})

    assert 3100 == firm.ask("lead_volume", **MARCH).value
    assert 3100 <= expected(firm.core, asked).rows <= 8192
    assert firm.ask("lead_volume", period="2025-01-01..2026-08-23").value == 60000


def test_a_question_that_takes_too_long_is_stopped(place, reading):
    """
    On the server too, and the next question is answered.
    """
    error = refused(reading.table, LONG, seconds=1)

    assert Kind.LIMIT is error.kind
    assert [(1,)] == reading.read("SELECT 1 AS one")[1]
    assert not running(place)


def running(place):
    said = place.run("SELECT count() FROM system.processes WHERE query LIKE '%cityHash64%' AND query NOT LIKE '%system.processes%'")  # fmt: skip
    return int(said[0])


def test_what_nobody_waits_for_is_stopped(place, reading):
    """
    Whoever hangs up has the query ended on the server.
    """
    asker, ended = Asker(), []

    def ask():
        with on_behalf_of(asker):
            try:
                reading.table(LONG)
            except AbandonedError:
                ended.append("abandoned")

    asking = threading.Thread(target=ask)
    asking.start()
    end = time.monotonic() + 60
    while not running(place) and time.monotonic() < end:
        time.sleep(0.1)
    asker.leave()
    asking.join(30)

    assert ["abandoned"] == ended
    assert not running(place)


def test_whoever_is_not_let_in_is_told(place):
    """
    A wrong password, and a server that is not there.
    """
    login = refused(reader(place.url(), "theirs").read, "SELECT 1")
    assert (Kind.AUTH, True) == (login.kind, "reader" in login.message.en)

    gone = refused(reader("clickhouse://a@127.0.0.1:1/mkt").read, "SELECT 1")
    assert (Kind.UPSTREAM, True) == (gone.kind, "127.0.0.1:1/mkt" in gone.message.fr)

    bare = refused(reader(place.url() + "?tls=on").read, "SELECT 1")
    assert "tls=off" in bare.message.fr

    lost = refused(reader(place.url(base="nowhere")).read, "SELECT 1")
    assert Kind.NOT_FOUND is lost.kind


def test_a_users_own_profile_may_forbid_writing(place):
    """
    With `readonly = 2` questions are answered; 1 forbids what makes them mean the same, and is told.
    """
    only = reader(place.url("strict"))
    assert [(1,)] == only.read("SELECT 1 AS one")[1]

    told = refused(reader(place.url("strictest")).read, "SELECT 1 AS one")
    assert "readonly = 2" in told.message.en


def test_a_table_that_is_gone_is_named(firm):
    """
    With what to type next, and no line of the statement.
    """
    firm.map(LEADS)

    error = refused(firm.ask, "lead_volume", **MARCH)

    assert Kind.NOT_FOUND is error.kind
    assert "leads" in error.message.en
    assert "kpi doctor" in error.message.fr
    assert "SELECT" not in error.message.en


def test_a_value_of_another_kind_is_told(firm):
    """
    A word where a number is said to be (of a column that may lack one, ClickHouse makes it nothing).
    """
    deals(firm, ("1", "a", "won", DAY, DAY, 5, "SEO"))
    firm.map(
        '[spend]\ntable = "deals"\n[spend.columns]\nspent_on = "made"\n'
        'amount = { sql = "toFloat64(assumeNotNull(account))" }\n'
    )

    assert Kind.TYPE is refused(firm.ask, "total_cost", **MARCH).kind


def test_a_check_tells_everything_that_is_wrong(firm):
    """
    What answers, columns that lack or are of another type, words that mean nothing.
    """
    deals(firm, ("1", "a", "signed", DAY, DAY, 5, "SEO"))
    firm.map(
        '[deals]\ntable = "deals"\n[deals.columns]\n'
        'deal = "id"\nstate = "state"\nclosed_on = "closed"\n'
        '[spend]\ntable = "deals"\n[spend.columns]\nspent_on = "account"\namount = "price"\n'
        '[surveys]\ntable = "nowhere"\n[surveys.columns]\nanswered_on = "day"\nscore = "score"\n'
    )

    found = asked_of(firm.core, {})["findings"]
    told = {(f["weight"], f["where"].partition(f"{firm.schema}.")[2]): f["what"] for f in found}

    assert "ClickHouse 2" in found[0]["what"]["en"]
    assert "price" in told["fault", "deals amount"]["en"]
    assert "nowhere" in told["fault", "nowhere"]["en"]
    assert "signed" in told["warning", "deals state"]["en"]


def test_a_mapping_is_proposed_and_answers(firm):
    """
    By the names of tables and columns, whatever the types are wrapped in.
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


def test_floats_are_the_decimals_that_were_meant(firm):
    """
    A cast of ClickHouse's own cuts: 0.29 is 29 cents, and half of the last figure goes up.
    """
    columns = {"day": "date", "amount": "double precision", "n": "double precision"}
    firm.table("spend", columns, (DAY, 0.29, 1.5), (DAY, 1e-7, 0.5), (DAY, 1.00005, 0.4))
    firm.map(
        '[spend]\ntable = "spend"\n[spend.columns]\nspent_on = "day"\namount = "amount"\n'
        '[traffic]\ntable = "spend"\n[traffic.columns]\nseen_on = "day"\nclicks = "n"\n'
        'medium = { value = "ads" }\n'
    )

    assert 1.2901 == firm.ask("total_cost", **MARCH).value
