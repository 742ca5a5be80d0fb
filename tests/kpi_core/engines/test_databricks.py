"""What is Databricks's own: who signs in, and what of the session is said."""

from __future__ import annotations

from contextlib import closing

import pytest

from kpi_core.engines.databricks import CLIENT, SECRET, Databricks
from kpi_core.engines.driven import Reading, Sessions
from kpi_core.engines.prelude import Prelude
from kpi_core.errors import Kind, KpiError
from kpi_core.warehouse.address import read
from tests.kpi_core.engines.server import PASSWORD

pytestmark = [
    pytest.mark.cloud,
    pytest.mark.parametrize("place", ["databricks"], indirect=True, scope="session"),
]


def asked(url, token):
    with closing(Sessions(Databricks(read(url), token))) as sessions:
        return Reading(sessions, Prelude({})).read("SELECT current_database() AS base")[1]


def test_a_service_principal_signs_in_where_there_is_no_token(place, monkeypatch):
    """
    Its identifier and secret come from the environment, and become a token of an hour.
    """
    monkeypatch.setenv(CLIENT, "b2b-kpi")
    monkeypatch.setenv(SECRET, "le secret d’un principal")

    assert [("default",)] == asked(place.url(), None)


def test_a_token_that_is_refused_is_told(place):
    """
    Without it in the words, and without a browser that would ask for another.
    """
    for token in ("dapi-another", None):
        with pytest.raises(KpiError, match=r"docs/warehouse\.md") as refused:
            asked(place.url(), token)
        assert Kind.AUTH is refused.value.kind
        assert "dapi" not in refused.value.message.en + refused.value.message.fr


def test_a_host_that_is_not_there_is_told(place):
    """
    In words, and with no secret in them.
    """
    with pytest.raises(KpiError) as refused:
        asked("databricks://127.0.0.1:1/main/sales?http_path=/sql/1", PASSWORD)

    assert Kind.UPSTREAM is refused.value.kind
    assert PASSWORD not in refused.value.message.fr


def test_a_session_says_itself_what_decides_an_answer(place):
    """
    An overflow, or a word where a number is expected, is an error there and no silent null.
    """
    with closing(Sessions(Databricks(read(place.url()), PASSWORD))) as sessions:
        reading = Reading(sessions, Prelude({}))
        assert [("UTC",)] == reading.read("SELECT current_timezone() AS zone")[1]
        with pytest.raises(KpiError) as refused:
            reading.read("SELECT CAST('a' AS INT) AS n")

    assert Kind.TYPE is refused.value.kind
    assert any(s.startswith("SET STATEMENT_TIMEOUT = 62") for s in place.service.asked)
