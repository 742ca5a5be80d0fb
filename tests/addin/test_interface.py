"""`/v1/query`, `/v1/kpis`, `/health` and errors: the contracts that programs rely on."""

import datetime as dt

import pytest

from kpi_core.catalog import REGISTRY
from kpi_core.text import Lang
from tests.addin.client import TODAY

RESULT = {
    "kpi", "variant", "value", "unit", "currency", "low", "high", "numerator", "denominator", "inputs",
    "rows", "period", "group", "basis", "model", "caveats", "comparison", "fresh_to",
}  # fmt: skip


def test_a_result_with_its_proof(firm):
    """
    A number comes with its variant, dates, numerator, denominator, margin and freshness.
    """
    (found,) = firm.query("cpl", period="2025")

    assert RESULT == set(found)
    expected = {
        "kpi": "cpl", "variant": "cpl", "value": 57.5, "unit": "money", "currency": "EUR",
        "numerator": 2300.0, "denominator": 40.0, "basis": "event", "group": {}, "comparison": None,
        "period": {"start": "2025-01-01", "end": "2025-11-12"},
    }  # fmt: skip
    assert expected == {name: found[name] for name in expected}
    assert found["low"] < found["value"] < found["high"]
    assert all({"code", "message"} == set(c) for c in found["caveats"])
    assert all({"en", "fr"} == set(c["message"]) for c in found["caveats"])


def test_a_family_names_the_variant_that_answered(firm):
    """
    Asked for a family, the answer says which of its variants it is.
    """
    (found,) = firm.query("CAC", period="2025")

    assert ("cac", "cac_loaded") == (found["kpi"], found["variant"])


def test_groups_filters_order_and_limit(firm):
    """
    Rows come grouped, ordered and cut as asked, one a KPI and group.
    """
    rows = firm.query("direct_cost", period="2025", by=["channel"], order="desc")

    assert [("LinkedIn Ads", 1800.0), ("Google Ads", 500.0)] == [
        (r["group"]["channel"], r["value"]) for r in rows
    ]
    assert rows[1:] == firm.query(
        "direct_cost", period="2025", by=["channel"], order="asc", limit=1
    )
    only = firm.query("direct_cost", period="2025", filters={"channel": ["google ads"]})
    assert [500.0] == [r["value"] for r in only]


def test_two_dates_a_phrase_or_nothing(firm):
    """
    A period is two dates, words in either language, or the workspace's default.
    """
    asked = [
        {"start": "2025-01-01", "end": "2025-03-31"}, "2025-Q1", "premier trimestre 2025", "Q1 2025",
    ]  # fmt: skip
    spans = {tuple(firm.query("cpl", period=p)[0]["period"].values()) for p in asked}
    (default,) = firm.query("cpl")

    assert {("2025-01-01", "2025-03-31")} == spans
    assert default["period"]["end"] <= TODAY.isoformat()


def test_a_comparison(firm):
    """
    Compared with another period, the result carries its value and the change.
    """
    (found,) = firm.query(
        "lead_volume", period={"start": "2025-05-01", "end": "2025-05-31"}, compare="vs march 2025"
    )

    assert (10.0, 30.0) == (found["value"], found["comparison"]["value"])
    assert pytest.approx(-2 / 3) == found["comparison"]["change"]


def test_no_answer_is_null_with_its_reason(firm):
    """
    Over data, nothing to divide by is null and a caveat, not an error.
    """
    (found,) = firm.query("cpl", period="2025-04")

    assert found["value"] is None
    assert {"zero_denominator", "no_data"} & {c["code"] for c in found["caveats"]}


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"kpis": ["nonsense"]}, 404, "NOT_FOUND"),
        ({"kpis": ["taux de conversion"]}, 422, "AMBIGUOUS"),
        ({"kpis": ["cpl"], "period": "2025-13"}, 422, "TYPE"),
        ({"kpis": ["cpl"], "period": {"start": "2025-02-01", "end": "2025-01-01"}}, 422, "TYPE"),
        ({"kpis": ["cpl"], "period": {"start": "2025-02-30", "end": "2025-03-01"}}, 422, "TYPE"),
        ({"kpis": ["cpl"], "filters": {"channel": ["nonsense"]}}, 404, "NOT_FOUND"),
        ({"kpis": ["cpl"], "filters": {"nonsense": ["x"]}}, 404, "NOT_FOUND"),
        ({"kpis": ["cpl"], "by": ["nonsense"]}, 404, "NOT_FOUND"),
        ({"kpis": ["cpl"], "by": ["channel"] * 4}, 422, "TYPE"),
        ({"kpis": ["cpl"], "grain": "century"}, 422, "TYPE"),
        ({"kpis": ["cpl"], "basis": "guess"}, 422, "TYPE"),
        ({"kpis": ["cpl"], "order": "sideways"}, 422, "TYPE"),
        ({"kpis": ["cpl"], "limit": 0}, 422, "TYPE"),
        ({"kpis": ["cpl"], "limit": "1"}, 422, "TYPE"),
        ({"kpis": ["cpl"], "limit": True}, 422, "TYPE"),
        ({"kpis": []}, 422, "TYPE"),
        ({"kpis": ["cpl"] * 300}, 422, "TYPE"),
        ({"kpis": "cpl"}, 422, "TYPE"),
        ({"kpis": [1]}, 422, "TYPE"),
        ({"kpis": ["cpl"], "more": 1}, 422, "TYPE"),
        ({}, 422, "TYPE"),
        ([], 422, "TYPE"),
        (b"{", 400, "TYPE"),
        (b'{"kpis":["cpl"],"limit":NaN}', 400, "TYPE"),
        (b'{"kpis":["cpl"],"kpis":["cac"]}', 400, "TYPE"),
        (b'{"kpis":["cpl"],"filters":{"channel":["\\ud800"]}}', 400, "TYPE"),
        (b"[" * 100_000, 400, "TYPE"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_answered_is_a_problem(firm, body, status, kind):
    """
    Every error is an RFC 9457 problem with its kind and its sentence in both languages.
    """
    answered = firm.post("/v1/query", body)

    assert status == answered.status_code, answered.text
    assert "application/problem+json" == answered.headers["content-type"]
    said = answered.json()
    assert {"type", "title", "status", "detail", "kind", "message"} <= set(said)
    assert (status, kind, f"urn:b2b-kpi:{kind.lower()}") == (
        said["status"],
        said["kind"],
        said["type"],
    )
    assert said["message"]["en"] != said["message"]["fr"]
    assert said["detail"] == said["message"]["en"]


@pytest.mark.parametrize(
    ("asked", "lang"),
    [({"headers": {"accept-language": "fr-CA,fr;q=0.8"}}, "fr"), ({"headers": {}}, "en")],
)
def test_a_problem_speaks_the_readers_language(firm, asked, lang):
    """
    The sentence shown is the one of the language that the request asks for.
    """
    said = firm.post("/v1/query", {"kpis": ["cpl"], "grain": "century"}, **asked).json()

    assert said["message"][lang] == said["detail"]
    assert "expected" not in said["message"]["fr"]


@pytest.mark.parametrize(
    ("period", "at", "expected"),
    [
        (3, "body/period", "un texte est attendu"),
        ({"start": "hier", "end": "2025-01-01"}, "body/period/start", "un jour s’écrit 2025-07-01"),
        (
            {"start": "2025-02-01", "end": "2025-01-01"},
            "body/period",
            "la période se termine avant de commencer",
        ),
    ],
)
def test_a_value_of_two_shapes_is_told_what_is_wrong_with_the_one_given(firm, period, at, expected):
    """
    A period is a phrase or two days: it is named as the caller wrote it, and told what to write.
    """
    answered = firm.post("/v1/query", {"kpis": ["cpl"], "period": period})

    assert f"«\u00a0{at}\u00a0»" in answered.json()["message"]["fr"]
    assert expected in answered.json()["message"]["fr"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nonsense", 404),
        ("GET", "/v1/cells", 405),
        ("DELETE", "/v1/query", 405),
        ("GET", "/pane/../../pyproject.toml", 404),
        ("GET", "/pane/%2e%2e/%2e%2e/pyproject.toml", 404),
        ("GET", "/v1/kpis?lang=de", 422),
    ],
)
def test_what_is_not_served_is_a_problem_too(client, method, path, status):
    """
    A route, a method or a file that is not there is refused in the same shape.
    """
    answered = client.send(method, path)

    assert status == answered.status_code
    assert "application/problem+json" == answered.headers["content-type"]
    assert status == answered.json()["status"]


@pytest.mark.parametrize("lang", Lang)
def test_the_catalogue(client, lang):
    """
    `/v1/kpis` lists every KPI with its function, words, inputs, source and an example that holds.
    """
    listed = client.get(f"/v1/kpis?lang={lang}").json()["kpis"]

    assert list(REGISTRY) == [kpi["id"] for kpi in listed]
    for kpi in listed:
        declared = REGISTRY[kpi["id"]]
        assert (declared.title[lang], declared.function) == (kpi["title"], kpi["function"])
        assert list(declared.names) == [i["name"] for i in kpi["inputs"]]
        assert kpi["source"]["url"].startswith("https://")
        given = [kpi["example"]["inputs"].get(n) for n in declared.names]
        assert pytest.approx(kpi["example"]["value"]) == client.cell(kpi["function"], *given)


def test_health_tells_the_version_of_the_data(made, own):
    """
    `/health` answers without a key, and its version moves with each change.
    """
    before = own.get("/health").json()

    made.store.change_settings({"fiscal_start": 4}, "test")

    after = own.get("/health").json()
    assert {"status": "ok", "version": 1, "instance": "tests", "today": TODAY.isoformat()} == before
    assert {**before, "version": 2} == after


def test_new_data_is_answered_at_once(made, own):
    """
    A cell never shows what was true before the last import.
    """
    from tests.kpi_core.workspace.filled import spent

    for amount in (100, 130, 90):
        made.add("spend", spent(amount))
        assert amount == own.cell("B2B_KPI", "direct_cost", "2025")
        assert amount == own.query("direct_cost", period="2025")[0]["value"]


def test_the_page_learns_how_the_workspace_writes(firm):
    """
    `/v1/about` says what a page needs before it shows anything.
    """
    said = firm.get("/v1/about").json()

    assert ("fr-FR", "EUR", TODAY) == (
        said["locale"], said["currency"], dt.date.fromisoformat(said["today"]),
    )  # fmt: skip
    assert 43 == said["rows"]
