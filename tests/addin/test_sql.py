"""Nothing that a user types becomes SQL, and the engine itself can reach no file and no network."""

import re

import duckdb
import pytest

from kpi_core.errors import KpiError
from kpi_core.workspace import members, safekeeping
from tests.addin.client import Client
from tests.kpi_core.workspace.filled import Filled, spent

ATTACKS = [
    "x' OR 1=1 --",
    "'; DROP TABLE spend; --",
    '"; DELETE FROM leads; --',
    "1) UNION SELECT * FROM settings --",
    "(SELECT read_text('/etc/passwd'))",
    "cost); ATTACH 'x' --",
    "$$; COPY spend TO '/tmp/x'; $$",
    "channel' UNION ALL SELECT email FROM leads --",
    "{spend}",
    "%(name)s",
    "$1",
    "?",
]


ROWS = [spent(100), spent(70, source="Google Ads", campaign='It\'s 100 % "off"; --')]


@pytest.fixture(name="filled", scope="module")
def _filled(tmp_path_factory):
    """A workspace that no test changes."""
    filled = Filled(tmp_path_factory.mktemp("sql") / "w")
    filled.add("spend", *ROWS)
    yield filled
    filled.close()


@pytest.fixture(name="target", scope="module")
def _target(filled):
    return Client(filled.store)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_question_with_sql_in_it_finds_nothing_and_changes_nothing(filled, target, attack):
    """
    In a KPI, a filter, a dimension, an order or a period, SQL is a name that nothing has.
    """
    before = filled.everything()
    asked = [
        {"kpis": [attack]},
        {"filters": {"channel": [attack]}},
        {"filters": {"campaign": [attack]}},
        {"filters": {attack: ["x"]}},
        {"by": [attack]},
        {"order": attack},
        {"grain": attack},
        {"model": attack},
        {"compare": attack},
        {"period": attack},
    ]

    for more in asked:
        answered = target.post("/v1/query", {"kpis": ["direct_cost"], "period": "2025", **more})
        assert answered.status_code in {404, 422}, (more, answered.text)
    for row in ([attack], ["direct_cost", attack], ["direct_cost", f"channel={attack}"]):
        assert target.cell("B2B_KPI", *row)["kind"] in {"NOT_FOUND", "TYPE", "AMBIGUOUS"}
    assert target.cell("B2B_TABLE", "direct_cost", attack)["kind"] == "NOT_FOUND"
    assert before == filled.everything()


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_member_may_be_called_anything(made, own, attack):
    """
    A campaign whose name is SQL is a campaign: imported, found, summed, mapped, and nothing else.
    """
    made.add("spend", *ROWS)
    made.add("spend", spent(7, "2025-05-05", campaign=attack, source=f"s {attack}"))

    assert 7 == made.value("direct_cost", filters={"campaign": [attack]})
    assert 7.0 == own.cell("B2B_KPI", "direct_cost", f"campaign={attack}", "2025")
    members.map_member(made.store, "campaign", attack, f"{attack}!", "test")
    members.place_source(made.store, f"s {attack}", attack, attack, kind="paid", actor="test")
    assert 7 == made.value("direct_cost", filters={"campaign": [f"{attack}!"]})
    assert 7 == made.value("direct_cost", filters={"platform": [attack]})
    assert 177 == made.value("direct_cost")


@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_forgetting_a_strange_address_forgets_nobody(made, attack):
    """
    An address is a value too.
    """
    made.add("spend", *ROWS)

    with pytest.raises(KpiError, match="nothing was erased"):
        safekeeping.forget(made.store, attack, "test")

    assert 170 == made.value("direct_cost")


def test_a_name_with_quotes_is_found(target):
    """
    Typography of the trade, quotes and per cent included, is only a name.
    """
    assert 70.0 == target.cell("B2B_KPI", "direct_cost", 'campaign=It\'s 100 % "off"; --', "2025")


REFUSED = re.compile(
    r"disabled|has been locked|Permission Error|requires the extension", re.IGNORECASE
)
FILES = [
    "SELECT * FROM read_csv('{path}')",
    "SELECT * FROM read_text('{path}')",
    "SELECT * FROM read_blob('{path}')",
    "SELECT * FROM read_parquet('{path}')",
    "SELECT * FROM read_json('{path}')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM '{path}'",
    "SELECT * FROM sniff_csv('{path}')",
    "COPY spend TO '{path}.out'",
    "COPY (SELECT 1) TO '{path}.out' (FORMAT parquet)",
    "COPY spend FROM '{path}'",
    "EXPORT DATABASE '{path}.out'",
    "IMPORT DATABASE '{path}'",
    "ATTACH '{path}.db' AS other",
    "ATTACH 'http://127.0.0.1:9/x.db' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "INSTALL '{path}'",
    "LOAD '{path}'",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x')",
    "SELECT * FROM read_csv('s3://bucket/x')",
    "SET enable_external_access = true",
    "SET GLOBAL enable_external_access = true",
    "RESET enable_external_access",
    "PRAGMA enable_external_access = true",
    "SET lock_configuration = false",
    "SET autoinstall_known_extensions = true",
    "SET autoload_known_extensions = true",
    "SET allow_community_extensions = true",
    "SET extension_directory = '/tmp'",
    "SET temp_directory = '/tmp'",
    "SET memory_limit = '100GB'",
    "SET max_temp_directory_size = '1TB'",
    "SET allowed_directories = ['/']",
    "SET home_directory = '/tmp'",
    "CREATE SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
]


@pytest.mark.parametrize("statement", FILES)
def test_the_engine_reaches_no_file_and_no_network(filled, tmp_path, statement):
    """
    Were SQL ever to slip in, it could read, write, fetch, load and reconfigure nothing outside.
    """
    path = tmp_path / "secret.csv"
    path.write_text("a,b\ncanary,1\n")
    beside = set(tmp_path.iterdir())

    with pytest.raises(duckdb.Error) as caught:
        filled.store.cursor().execute(statement.format(path=path)).fetchall()

    assert "canary" not in str(caught.value)
    assert REFUSED.search(str(caught.value)), caught.value
    assert beside == set(tmp_path.iterdir())


def test_the_lock_stands_again_after_a_pause(made, tmp_path):
    """
    A workspace that was closed and opened again is locked again.
    """
    with made.store.paused():
        pass

    with pytest.raises(duckdb.Error):
        made.store.cursor().execute(f"COPY spend TO '{tmp_path / 'x'}'")
    with pytest.raises(duckdb.Error):
        made.store.cursor().execute("SET lock_configuration = false")


def test_only_names_of_the_catalogue_are_written_into_sql():
    """
    Whatever is no identifier is refused before a statement is made of it.
    """
    from kpi_core.workspace.store import identifier

    assert "spend" == identifier("spend")
    for attack in [*ATTACKS, "Spend", "spend ", "", "spend\n"]:
        with pytest.raises((ValueError, KpiError)):
            identifier(attack)
