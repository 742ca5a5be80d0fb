"""Questions of somebody who looks for a number that seems right and is not."""

import pytest


@pytest.mark.parametrize(
    ("question", "kpis"),
    [
        ("leads et CPL par canal en 2025", ["lead_volume", "cpl"]),
        ("leads and CPL by channel in 2025", ["lead_volume", "cpl"]),
        ("MQL, SQL et taux MQL SQL en octobre", ["mql_count", "sql_count", "mql_to_sql"]),
        ("revenue and revenue per lead in 2024", ["revenue", "revenue_per_lead"]),
    ],
)
def test_a_kpi_in_a_list_takes_nothing_from_its_neighbours(ask, question, kpis):
    """
    "Leads and CPL" are two columns, although leads and their cost together are the CPL.
    """
    assert kpis == ask.query(question)["kpis"]
