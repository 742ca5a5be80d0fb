"""What is Spark's own: queries only, files that change, questions that are stopped, its words."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from addin.warehouse import asked_of
from kpi_core.engines.asking import AbandonedError, Asker, on_behalf_of
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.spark import Reading
from kpi_core.engines.spark_process import Connection
from kpi_core.errors import Kind
from kpi_core.warehouse.address import read
from tests.command import KPI, environment
from tests.kpi_core.engines.conftest import mapping
from tests.kpi_core.engines.reading import refused
from tests.kpi_core.engines.test_traps import DAY, LEADS, deals, leads

pytestmark = [
    pytest.mark.spark,
    pytest.mark.parametrize("place", ["spark"], indirect=True, scope="session"),
]
LONG = "SELECT count(*) AS n FROM range(0, 1000000000000, 1, 2) AS r WHERE hash(id) % 7 = 3"
MARCH = {"period": "2026-03"}


@pytest.fixture
def reading(place):
    """What reads the Spark of the tests."""
    connection = Connection(read(place.url()))
    with closing(connection), closing(Reading(connection, Prelude({}))) as found:
        yield found


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE {s}.more AS SELECT 1 AS a",
        "INSERT INTO {s}.leads SELECT * FROM {s}.leads",
        "WITH a AS (SELECT * FROM {s}.leads) INSERT INTO {s}.leads SELECT * FROM a",
        "FROM {s}.leads INSERT INTO {s}.leads SELECT *",
        "DROP TABLE {s}.leads",
        "SET spark.sql.session.timeZone = America/Montreal",
        "SELECT 1) AS a; DROP TABLE {s}.leads; SELECT * FROM (SELECT 1",
    ],
)
def test_only_queries_are_sent(firm, reading, statement):
    """
    Spark itself would obey: what is no query is refused in words, and nothing changes.
    """
    leads(firm, ("a", DAY, "SEO"))

    error = refused(reading.read, statement.format(s=firm.schema))

    assert Kind.AUTH is error.kind
    assert [("leads",)] == [(t["tableName"],) for t in firm.server.run(f"SHOW TABLES IN {firm.schema}")[0]]  # fmt: skip
    assert [(1,)] == reading.read(f"SELECT count(*) FROM {firm.schema}.leads")[1]


def test_a_firms_own_configuration_decides_no_answer(reading):
    """
    Theirs says Montreal's clock and silent nulls; the session says UTC, and errors.
    """
    session = reading.connection.session()

    assert "America/Montreal" == session.sparkContext.getConf().get("spark.sql.session.timeZone")
    assert [("UTC",)] == reading.read("SELECT current_timezone()")[1]
    assert Kind.TYPE is refused(reading.read, "SELECT CAST('a' AS INT)").kind


def test_values_are_bound_and_never_read_as_sql(firm):
    """
    A member whose name closes a quotation finds itself.
    """
    odd = "O'Neil\\ \"; DROP TABLE leads -- :end `é` \u2028"
    leads(firm, ("a", DAY, odd), ("b", DAY, "SEO"))
    firm.map(LEADS)

    (found,) = firm.all("lead_volume", **MARCH, filters={"source": [odd]})

    assert 1 == found.value


def rows_of(*ids):
    days = pa.array([DAY] * len(ids), pa.date32())
    return pa.table({"id": list(ids), "made": days, "origin": ["Brand new"] * len(ids)})


def test_rows_that_arrive_are_counted(firm):
    """
    A file more in a table of the catalog, or one that is written over: both are seen.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    before = firm.core.snapshot().version
    assert before == firm.core.snapshot().version
    folder = firm.server.path(firm.schema, "leads")

    pq.write_table(rows_of("b", "c"), folder / "part-1.parquet")
    assert 3 == firm.ask("lead_volume", **MARCH).value
    assert before != firm.core.snapshot().version
    assert 2 == firm.ask("lead_volume", **MARCH, filters={"channel": ["brand NEW"]}).value

    pq.write_table(rows_of("b"), folder / "part-1.parquet")
    assert 2 == firm.ask("lead_volume", **MARCH).value


def test_files_that_are_replaced_under_a_question_are_read_anew(firm):
    """
    While an answer stands, a load may replace all files: what was listed of them is looked for again.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    path = firm.store.folder / "warehouse.toml"
    path.write_text(path.read_text("utf-8").replace("fresh = 0", "fresh = 3600"), "utf-8")
    assert 1 == firm.ask("lead_volume", **MARCH).value
    folder = firm.server.path(firm.schema, "leads")

    pq.write_table(rows_of("b", "c"), folder / "part-9.parquet")
    (folder / "part-0.parquet").unlink()

    assert 2 == firm.ask("lead_volume", period="2026-03-01..2026-03-30").value


def test_what_nothing_tells_of_is_looked_at_each_time(firm):
    """
    A query over no files: its version is new at each look, and the check says so.
    """
    firm.map(
        "[leads]\nquery = \"SELECT CAST(id AS STRING) AS id, DATE'2026-03-10' AS made FROM range(3)\"\n"
        '[leads.columns]\nlead = "id"\ncreated_on = "made"\n'
    )

    assert 3 == firm.ask("lead_volume", **MARCH).value
    assert firm.core.snapshot().version != firm.core.snapshot().version
    assert any("`fresh`" in f["what"]["fr"] for f in asked_of(firm.core, {})["findings"])


def test_a_question_that_takes_too_long_is_stopped(reading):
    """
    Its jobs are cancelled, and the next question is answered.
    """
    error = refused(reading.table, LONG, seconds=1)

    assert Kind.LIMIT is error.kind
    assert [(1,)] == reading.read("SELECT 1")[1]
    assert not reading.connection.session().sparkContext.statusTracker().getActiveJobsIds()


def test_what_nobody_waits_for_is_stopped(reading):
    """
    Whoever hangs up has the jobs of the question cancelled.
    """
    asker, ended = Asker(), []
    tracker = reading.connection.session().sparkContext.statusTracker()

    def ask():
        with on_behalf_of(asker):
            try:
                reading.table(LONG)
            except AbandonedError:
                ended.append("abandoned")

    asking = threading.Thread(target=ask)
    asking.start()
    end = time.monotonic() + 60
    while not tracker.getActiveJobsIds() and time.monotonic() < end:
        time.sleep(0.1)
    asker.leave()
    asking.join(30)

    assert ["abandoned"] == ended
    assert not tracker.getActiveJobsIds()


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
    A word where a number is said to be: an error, where Spark's old ways made it nothing.
    """
    deals(firm, ("1", "a", "won", DAY, DAY, 5, "SEO"))
    firm.map(
        '[spend]\ntable = "deals"\n[spend.columns]\nspent_on = "made"\n'
        'amount = { sql = "CAST(account AS DOUBLE)" }\n'
    )

    error = refused(firm.ask, "total_cost", **MARCH)

    assert Kind.TYPE is error.kind


def test_a_master_that_is_not_there_is_told(place):
    """
    At once: Spark itself would try for minutes.
    """
    with closing(Connection(read("spark://127.0.0.1:1/marketing"))) as elsewhere:
        error = refused(elsewhere.session)

    assert Kind.UPSTREAM is error.kind
    assert "127.0.0.1:1/marketing" in error.message.en


def test_one_process_speaks_with_one_spark(place):
    """
    A second one is refused with the name of the first.
    """
    with closing(Connection(read("spark://local"))) as other:
        error = refused(other.session)

    assert "local-cluster[2,1,1024]" in error.message.fr


def test_the_address_may_name_the_database(firm):
    """
    Tables that name none are looked for there.
    """
    leads(firm, ("a", DAY, "SEO"))
    (firm.store.folder / "warehouse.toml").write_text(f'tax = "ht"\n{LEADS}', "utf-8")
    firm.set(warehouse=f"{firm.server.url()}/spark_catalog.{firm.schema}")

    assert 1 == firm.ask("lead_volume", **MARCH).value

    firm.set(warehouse=f"{firm.server.url()}/nowhere")
    assert "nowhere" in refused(firm.ask, "lead_volume", **MARCH).message.en


def test_a_check_tells_everything_that_is_wrong(firm):
    """
    What answers, that it only reads, columns that lack or are of another type, moments without a zone.
    """
    leads(firm, ("a", dt.datetime(2026, 3, 10), "SEO"), made="timestamp")
    deals(firm, ("1", "a", "signed", DAY, DAY, 5, "SEO"))
    firm.map(
        LEADS + '[deals]\ntable = "deals"\nwhere = "id = \'1\' OR false"\n[deals.columns]\n'
        'deal = "id"\nstate = "state"\nclosed_on = "closed"\n'
        '[spend]\ntable = "deals"\n[spend.columns]\nspent_on = "account"\namount = "price"\n'
        '[surveys]\ntable = "nowhere"\n[surveys.columns]\nanswered_on = "day"\nscore = "score"\n'
    )

    found = asked_of(firm.core, {})["findings"]
    told = {(f["weight"], f["where"].partition(f"{firm.schema}.")[2]): f["what"] for f in found}

    assert "Spark 4." in found[0]["what"]["en"]
    assert any("lecture seule" in f["what"]["fr"] for f in found if f["weight"] == "note")
    assert "price" in told["fault", "deals amount"]["en"]
    assert "nowhere" in told["fault", "nowhere"]["en"]
    assert "Europe/Paris" in told["note", "leads"]["fr"]
    assert "signed" in told["warning", "deals state"]["en"]


def test_a_mapping_is_proposed_from_folders_of_files(firm):
    """
    Of Parquet in a folder each, without any catalog; the proposal answers.
    """
    columns = {"lead_id": "text", "created_at": "timestamptz", "utm_source": "text"}
    moment = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
    firm.table("crm_leads", columns, ("a", moment, "SEO"))
    firm.set(warehouse=firm.server.url())
    for within in (firm.schema, str(firm.server.path(firm.schema, "x").parent)):
        said = asked_of(firm.core, {"propose": "fr", "within": within})["toml"]
        (firm.store.folder / "warehouse.toml").write_text(said, "utf-8")

        assert 1 == firm.ask("lead_volume", **MARCH).value
    assert "parquet.`/" in said


def test_a_command_answers_cleanly_and_leaves_nothing_running(place, pair, tmp_path):
    """
    On this machine's own Spark: nothing of Java's on the terminal, no process of it afterwards.
    """
    settings = tmp_path / "own-conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text("spark.sql.shuffle.partitions 2\n", "utf-8")
    said = mapping("mkt")
    for fact in ("spend", "leads"):
        said = said.replace(f'table = "{fact}"', f'table = "{place.named("mkt", fact)}"')
    said = said[: said.index("[traffic]")] + said[said.index("[leads]") : said.index("[deals]")]
    (pair.folder / "cli").mkdir()
    line = [str(KPI), "--workspace", str(pair.folder / "cli"), "--lang", "en"]
    surroundings = environment(
        SPARK_CONF_DIR=str(settings), PYTHONPATH=os.environ.get("PYTHONPATH", "")
    )

    def run(*words):
        return subprocess.run(
            [*line, *words], capture_output=True, text=True, env=surroundings, check=False
        )

    assert 0 == run("settings", "warehouse=spark://local[2]").returncode
    (pair.folder / "cli" / "warehouse.toml").write_text(said, "utf-8")
    ran = run("query", "lead_volume", "--period", "2025-06", "--json")

    assert 0 == ran.returncode, ran.stderr
    assert json.loads(ran.stdout)[0]["value"] > 0
    assert not ran.stderr
    left = [p for p in Path("/proc").glob("[0-9]*/cmdline") if str(settings) in _text(p)]
    assert not left


def _text(path):
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


AGAIN = """
import os, signal, sys
from kpi_core.engines import spark
from kpi_core.engines.spark_process import PROCESS, Connection
from kpi_core.engines.prelude import Prelude
from kpi_core.errors import KpiError
from kpi_core.warehouse.address import read

connection = Connection(read("spark://local"))
reading = spark.Reading(connection, Prelude({}))
print(reading.read("SELECT 1")[1])
os.kill(PROCESS._gateway.proc.pid, signal.SIGKILL)
PROCESS._gateway.proc.wait()
try:
    reading.read("SELECT 2")
except KpiError as error:
    print(error.kind, error.message.en)
print(reading.read("SELECT 3")[1])
connection.close()
print(PROCESS._gateway)
"""


def test_a_spark_that_died_is_told_and_the_next_question_starts_another(place):
    """
    As where memory ran out and its process was killed.
    """
    ran = subprocess.run(
        [sys.executable, "-c", AGAIN], capture_output=True, text=True, env=os.environ, check=False
    )

    one, lost, three, ended = ran.stdout.splitlines()
    assert ("[(1,)]", "[(3,)]", "None") == (one, three, ended)
    assert lost.startswith("UPSTREAM The Spark local stopped")
    assert not ran.stderr
