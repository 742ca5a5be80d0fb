"""What is BigQuery's own: what a question costs is told first, and nothing of it is paid for then."""

from __future__ import annotations

import pytest

from kpi_core.engines.bigquery import EMULATOR
from kpi_core.errors import Kind, KpiError
from tests.kpi_core.engines.test_traps import DAY, LEADS, leads

pytestmark = [
    pytest.mark.cloud,
    pytest.mark.parametrize("place", ["bigquery"], indirect=True, scope="session"),
]
MARCH = {"period": "2026-03"}


def test_types_and_sizes_are_asked_for_nothing(firm, place):
    """
    By dry runs and by the service: no query is run for them.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    before = len(place.server.executed)
    warehouse = firm.core.warehouse()
    reading = warehouse.reading()

    mapping = warehouse.mapping()
    stamp = warehouse.engine.stamp(reading, mapping)
    types = warehouse.engine.types(reading, mapping.tables["leads"], ["lead", "created_on"])

    assert {"lead": "text", "created_on": "day"} == types
    assert stamp == warehouse.engine.stamp(warehouse.reading(), mapping)
    assert before == len(place.server.executed)


def test_a_question_that_is_refused_is_not_paid_for(firm, place):
    """
    Neither are those beside it, once what the tables hold is known.
    """
    leads(firm, ("a", DAY, "SEO"))
    firm.map(f"most_bytes = 1000000\n{LEADS}")
    assert 1 == firm.ask("lead_volume", **MARCH).value
    place.server.bytes, usual = 2_000_000, place.server.bytes
    before = len(place.server.executed)
    try:
        with pytest.raises(KpiError) as refused:
            firm.ask("lead_volume", period="2026-02..2026-03")
    finally:
        place.server.bytes = usual

    assert Kind.LIMIT is refused.value.kind
    assert before == len(place.server.executed)


def test_a_service_that_is_not_there_is_told(firm, monkeypatch):
    """
    In both languages, and soon.
    """
    monkeypatch.setenv(EMULATOR, "http://127.0.0.1:1")
    firm.map(LEADS)

    with pytest.raises(KpiError) as refused:
        firm.ask("lead_volume", **MARCH)

    assert Kind.UPSTREAM is refused.value.kind


def test_credentials_that_are_not_there_are_told(firm, monkeypatch, tmp_path):
    """
    Where nobody signed in, what to do about it is said.
    """
    monkeypatch.delenv(EMULATOR)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    firm.map(LEADS)

    with pytest.raises(KpiError, match=r"docs/warehouse\.md") as refused:
        firm.ask("lead_volume", **MARCH)

    assert Kind.AUTH is refused.value.kind
