"""An address says which engine answers; whatever keeps it from answering is told in words."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

from kpi_core.engines.mapping import parse
from kpi_core.errors import Kind, KpiError
from kpi_core.warehouse.address import read
from tests.command import kpi
from tests.kpi_core.engines.conftest import EVERY
from tests.kpi_core.engines.test_traps import DAY, deals

SPEND = '[spend]\ntable = "{}"\n[spend.columns]\nspent_on = "day"\namount = "amount"\n'


@pytest.mark.parametrize(
    ("url", "host", "place"),
    [
        ("spark://local", "local", "local"),
        ("spark://local[4]", "local[4]", "local[4]"),
        ("spark://local-cluster[2,1,1024]", "local-cluster[2,1,1024]", "local-cluster[2,1,1024]"),
        ("spark://db.example.org:7077/lake.mkt", "db.example.org:7077", "db.example.org:7077/lake.mkt"),
        ("spark://a:7077,b:7078/mkt", "a:7077,b:7078", "a:7077,b:7078/mkt"),
    ],
)  # fmt: skip
def test_a_spark_is_named_by_its_master(url, host, place):
    """
    This machine's own, or a cluster's, with the database where its tables are.
    """
    address = read(url)

    assert ("spark", host, place) == (address.dialect, address.host, address.place)


@pytest.mark.parametrize(
    "url",
    [
        "spark://",
        "spark://db.example.org/mkt",
        "spark://reader@db.example.org:7077/mkt",
        "spark://db.example.org:7077/a/b",
        "spark://db.example.org:7077/mkt?spark.hadoop.fs.s3a.secret.key=hush",
        "spark://local[many]",
        "spark://localhost",
    ],
)
def test_what_is_no_spark_is_refused_with_one_that_is(url):
    """
    Credentials of its storage belong into its own configuration, and no address holds options.
    """
    with pytest.raises(KpiError, match=r"spark://local") as refused:
        read(url)

    assert Kind.TYPE is refused.value.kind


@pytest.mark.parametrize(
    ("url", "place", "user", "options"),
    [
        ("clickhouse://a@ch.example.org/mkt", "ch.example.org/mkt", "a", {}),
        ("clickhouse://a@localhost/mkt", "localhost/mkt", "a", {"tls": "off"}),
        ("trino://a@t.example.org:443/lake/mkt", "t.example.org:443/lake/mkt", "a", {}),
        ("trino://a@127.0.0.1:8080/lake?tls=on", "127.0.0.1:8080/lake", "a", {"tls": "on"}),
        ("bigquery://firm-1/mkt?location=EU", "firm-1/mkt", None, {"location": "EU"}),
        ("snowflake://a@org-x/DB/MKT?warehouse=W", "org-x/DB/MKT", "a", {"warehouse": "W"}),
        ("databricks://h.example.org/c/s?http_path=/sql/1", "h.example.org/c/s", None, {"http_path": "/sql/1"}),
    ],
)  # fmt: skip
def test_each_warehouse_has_an_address(url, place, user, options):
    """
    Whose it is, where it is, and who asks; over TLS everywhere but on this machine.
    """
    address = read(url)

    assert url.partition(":")[0] == address.dialect
    assert (place, user, options) == (address.place, address.user, dict(address.options))
    assert address.encrypted is (options.get("tls") != "off")


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse://a@host",
        "clickhouse://a@host/b/c",
        "trino://a@host/c/s/t",
        "trino://host/c?verify=no",
        "trino://host/c?tls=maybe",
        "bigquery://a@firm/mkt",
        "snowflake://a@/db",
        "databricks://host/c/s",
    ],
)
def test_what_is_no_address_of_a_warehouse_is_refused_with_one_that_is(url):
    """
    Of the same kind, with what may follow it.
    """
    with pytest.raises(KpiError, match=f"{url.partition(':')[0]}://[a-z.@]+") as refused:
        read(url)

    assert Kind.TYPE is refused.value.kind


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse://a:hush@host/b",
        "trino://host/c?token=hush",
        "databricks://host/c/s?http_path=/x&access_token=hush",
        "snowflake://a:hush@org:many/db",
        "mysql://a:hush@b:c/d",
        "clickhouse://reader@db.example.org/analytics;password=hush",
        "databricks://adb.net/main;PWD=hush?http_path=/x",
        "trino://reader:12/3hush@trino.example.org/hive",
        "clickhouse://reader@db.example.org/analytics#hush",
        "databricks://adb.net/main?http_path=/sql?token=hush",
        "databricks://hush@adb.net/main?http_path=/sql",
        "bigquery://hush@project/dataset",
        "clickhouse:reader:hush@127.0.0.1/db",
        "clickhouse:/reader:hush@127.0.0.1/db",
        "reader:hush@127.0.0.1/db",
    ],
)
def test_no_address_tells_a_secret_when_it_is_refused(url):
    """
    Whoever reads the terminal, or a log, would read it.
    """
    with pytest.raises(KpiError) as refused:
        read(url)

    assert "hush" not in refused.value.message.en + refused.value.message.fr


@pytest.mark.parametrize(
    ("written", "schema", "name"),
    [
        ("spend", "", "spend"),
        ("mkt.spend", "mkt", "spend"),
        ("lake.mkt.spend", "lake.mkt", "spend"),
        ("parquet.`/data/v1.2/ad spend`", "parquet", "/data/v1.2/ad spend"),
        ("`Dépenses 26`", "", "Dépenses 26"),
    ],
)
def test_tables_of_spark_are_named_as_spark_names_them(written, schema, name):
    """
    By a catalog, or by the folder of their files.
    """
    table = parse(SPEND.format(written), "spark").tables["spend"]

    assert (schema, name) == (table.schema, table.name)


@pytest.mark.parametrize("written", ["a.b.c.d", "mkt.", "mkt spend", "a`b", ".spend"])
def test_what_names_no_table_of_spark_is_told(written):
    """
    With the line, and how to write one.
    """
    with pytest.raises(KpiError, match=r"line 2.*parquet"):
        parse(SPEND.format(written), "spark")


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="it is installed: see test_spark")
def test_spark_that_is_not_installed_is_told(firm):
    """
    With the command that installs it.
    """
    firm.map(SPEND.format("spend"))
    firm.set(warehouse="spark://local")

    with pytest.raises(KpiError, match=r"b2b-kpi\[spark\]") as refused:
        firm.ask("total_cost", period="2026-03")

    assert Kind.UPSTREAM is refused.value.kind


@EVERY
def test_only_words_of_rows_that_count_are_looked_at(firm):
    """
    A condition on the rows stands beside any words that mean nothing: both are in one statement.
    """
    from addin.warehouse import asked_of

    deals(firm, ("1", "a", "signed", DAY, DAY, 1, "SEO"), ("2", "b", "lapsed", DAY, DAY, 1, "SEO"))
    firm.map(
        "[deals]\ntable = \"deals\"\nwhere = \"id = '1' OR id = '3'\"\n[deals.columns]\n"
        'deal = "id"\nstate = "state"\nclosed_on = "closed"\n'
    )

    (told,) = [f for f in asked_of(firm.core, {})["findings"] if f["where"].endswith(" state")]

    assert "signed" in told["what"]["en"]
    assert "lapsed" not in told["what"]["en"]


def test_no_password_is_asked_for_a_spark(tmp_path):
    """
    Its credentials are in its own configuration: the command says so, and asks for nothing.
    """
    kpi("settings", "warehouse=spark://local", folder=tmp_path / "w")

    said = kpi("warehouse", "password", folder=tmp_path / "w", code=2, lang="fr")

    assert "SPARK_CONF_DIR" in said.stderr


def test_no_password_is_asked_for_a_bigquery(tmp_path):
    """
    Its credentials are those of the machine's user, or a file's that the environment names.
    """
    kpi("settings", "warehouse=bigquery://firm/marketing", folder=tmp_path / "w")

    said = kpi("warehouse", "password", folder=tmp_path / "w", code=2, lang="fr")

    assert "GOOGLE_APPLICATION_CREDENTIALS" in said.stderr


@pytest.mark.parametrize(
    ("package", "url"),
    [
        ("clickhouse_connect", "clickhouse://a@host/b"),
        ("trino", "trino://a@host/b/c"),
        ("google.cloud.bigquery", "bigquery://firm/b"),
        ("snowflake.connector", "snowflake://a@org/b/c"),
        ("databricks.sql", "databricks://host/b/c?http_path=/sql/1"),
    ],
)
def test_a_driver_that_is_not_installed_is_told(firm, monkeypatch, package, url):
    """
    With the command that installs it.
    """
    monkeypatch.setitem(sys.modules, package, None)  # as where it is not there
    firm.map(SPEND.format("spend"))
    firm.set(warehouse=url)

    with pytest.raises(KpiError, match=rf"b2b-kpi\[{url.partition(':')[0]}\]") as refused:
        firm.ask("total_cost", period="2026-03")

    assert Kind.UPSTREAM is refused.value.kind


def test_nothing_is_written_back_to_a_spark(tmp_path):
    """
    Sums by day are kept in a PostgreSQL only: asked of another, that is said.
    """
    folder = tmp_path / "w"
    kpi("settings", "warehouse=spark://local", folder=folder)
    (folder / "warehouse.toml").write_text('cube = "sums"\n' + SPEND.format("spend"), "utf-8")

    said = kpi("warehouse", "cube", folder=folder, code=2, lang="fr")

    assert "il n’est que lu" in " ".join(said.stderr.split())
