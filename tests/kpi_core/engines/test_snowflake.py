"""What is Snowflake's own: names in capitals, who signs in, and what of the session is said."""

from __future__ import annotations

import pytest

from addin.warehouse import asked_of
from kpi_core.engines.snowflake import KEY, PHRASE, Snowflake, _numbered
from kpi_core.engines.snowflake_tables import folded
from kpi_core.errors import Kind, KpiError
from kpi_core.warehouse.address import TOKEN, read
from tests.kpi_core.engines.server import PASSWORD
from tests.kpi_core.engines.test_traps import LEADS

pytestmark = pytest.mark.cloud
HERE = pytest.mark.parametrize("place", ["snowflake"], indirect=True, scope="session")
MARCH = {"period": "2026-03"}


@HERE
def test_names_are_in_capitals_unless_they_are_quoted(firm):
    """
    A table that was made with quotation marks is named with them; so are its columns.
    """
    name = f'"FIRM"."{firm.schema.upper()}"'
    firm.server.run(
        f'CREATE TABLE {name}."leads" ("id" VARCHAR, "made" DATE, "Lead source" VARCHAR)',
        f"INSERT INTO {name}.\"leads\" VALUES ('a', DATE '2026-03-10', 'SEO')",
    )

    firm.map(
        "[leads]\ntable = '\"leads\"'\n[leads.columns]\nlead = '\"id\"'\ncreated_on = '\"made\"'\n"
        'source = "Lead source"\n'
    )

    assert 1 == firm.ask("lead_volume", **MARCH).value
    assert ("LEAD_ID", "leads", 'a "b"') == (folded("lead_id"), folded('"leads"'), folded('a "b"'))


@HERE
def test_a_proposal_quotes_what_must_be_quoted(firm):
    """
    As it stands in the file, the mapping answers.
    """
    name = f'"FIRM"."{firm.schema.upper()}"."leads"'
    firm.server.run(
        f'CREATE TABLE {name} ("lead_id" VARCHAR, "created_at" TIMESTAMP, UTM_SOURCE VARCHAR)',
        f"INSERT INTO {name} VALUES ('a', TIMESTAMP '2026-03-10 12:00:00', 'SEO')",
    )
    firm.set(warehouse=firm.server.url())

    said = asked_of(firm.core, {"propose": "en", "within": firm.schema})["toml"]
    (firm.store.folder / "warehouse.toml").write_text(said, "utf-8")

    assert '"lead_id' in said
    assert "UTM_SOURCE" in said
    assert 1 == firm.ask("lead_volume", **MARCH).value


@HERE
def test_whoever_is_refused_is_told_by_name(firm, monkeypatch):
    """
    And the password is not.
    """
    monkeypatch.setenv("KPI_WAREHOUSE_PASSWORD", "un autre secret")
    firm.map(LEADS)

    with pytest.raises(KpiError, match="reader") as refused:
        firm.ask("lead_volume", **MARCH)

    assert Kind.AUTH is refused.value.kind
    assert "un autre secret" not in refused.value.message.en + refused.value.message.fr


def test_a_token_comes_before_a_key_and_a_key_before_a_password(monkeypatch):
    """
    Of a program or of OAuth, by what it looks like.
    """
    driver = Snowflake(read("snowflake://reader@account/firm/public"), PASSWORD)
    assert {"password": PASSWORD} == driver._who()

    monkeypatch.setenv(KEY, "/a/key.p8")
    monkeypatch.setenv(PHRASE, "phrase")
    assert {"authenticator": "SNOWFLAKE_JWT", "private_key_file": "/a/key.p8", "private_key_file_pwd": "phrase"} == driver._who()  # fmt: skip

    monkeypatch.setenv(TOKEN, "ver:1-hint")
    assert "PROGRAMMATIC_ACCESS_TOKEN" == driver._who()["authenticator"]
    monkeypatch.setenv(TOKEN, "eyJhbGciOi")
    assert "oauth" == driver._who()["authenticator"]


def test_only_placeholders_of_ours_are_values():
    """
    A path into JSON, a cast, a text and a name in quotation marks keep their colons.
    """
    sql = "SELECT a:p1, b::date, ':p1', \":p1\", CAST(:p1 AS DATE) FROM t WHERE x = :p2 OR y = :p1"

    told, given = _numbered(sql, {"p2": "b", "p1": ["a", None]})

    assert (
        "SELECT a:p1, b::date, ':p1', \":p1\", CAST(:2 AS DATE) FROM t WHERE x = :1 OR y = :2"
        == told
    )
    assert ["b", '["a", null]'] == given
