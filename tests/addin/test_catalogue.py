"""The shared catalogue of odd inputs, row by row, through the interface that spreadsheets call.

A new row of the `api` or `fn` surfaces fails `test_no_row_is_left_out` until it is a test here, or
until it stands below with the reason why it is none.
"""

import json

import pytest

from kpi_core.errors import Kind
from tests.addin.client import JSON
from tests.kpi_core.values.catalogue import ROWS, rows

# What a row's function is called here; a sum is what any KPI of one input does.
NAMES = {
    "ROAS": "B2B_ROAS",
    "SUMKPI": "B2B_REVENUE",
    "CVR": "B2B_CONVERSION_RATE",
    "ROAS_AVG": "B2B_ROAS",
}
RANGES = (
    "RNG-01", "RNG-02", "RNG-03", "RNG-04", "RNG-06", "RNG-07", "RNG-08", "RNG-11", "ERR-01", "ERR-05",
    "TYP-06", "TYP-07", "TYP-08", "TYP-10", "TYP-11", "TYP-12", "TYP-16", "TYP-17", "TYP-18",
    "KPI-01", "KPI-02", "KPI-04", "KPI-05", "KPI-09",
)  # fmt: skip
DATA = ("KPI-12", "KPI-14", "KPI-17", "KPI-22", "KPI-24", "DAT-07", "DAT-09")
BODIES = ("TYP-01", "TYP-13", "TYP-14", "TYP-15", "TYP-19", "TYP-21", "TYP-22", "TYP-24")
BATCHES = ("TYP-02", "TYP-20")
REQUESTS = (
    "SEC-16", "SEC-17", "SEC-19", "SEC-20", "SEC-21", "SEC-22", "SEC-23", "SEC-27", "SEC-28", "SEC-29",
)  # fmt: skip

ENTRA = "no Entra or Google token opens this interface: it has keys only, until people sign in"
LATER = {
    **dict.fromkeys(("SEC-01", "SEC-03", "SEC-05", "SEC-06", "SEC-07", "SEC-08", "SEC-09"), ENTRA),
    **dict.fromkeys(("SEC-11", "SEC-12"), ENTRA),
    "SEC-24": "nothing is served at /mcp yet",
    "SEC-25": "nobody can give this server an address to call",
    "SEC-26": "nobody can give this server an address to call",
    "RNG-10": "trimming a whole column is the host's: the add-in's own tests",
    "RNG-12": "a circular reference is refused by the host before anything is sent",
    "KPI-10": "growth is told by `compare`, tested in kpi_core.answering, and by no function",
    "KPI-11": "growth is told by `compare`, tested in kpi_core.answering, and by no function",
    "DAT-23": "what Apps Script makes of a date: the Sheets add-in's own tests",
}


def test_no_row_is_left_out():
    """
    Every row about cells or about the interface is tested here, or says why it is not.
    """
    told = {*RANGES, *DATA, *BODIES, *BATCHES, *REQUESTS, *LATER}
    if not ROWS:
        pytest.skip("the reference material is not beside this checkout")
    here = {row["id"] for row in ROWS if row["surface"] in {"api", "fn"}}
    texts = {
        row["id"] for row in ROWS if row["surface"] == "fn+csv" and row["id"].startswith("TXT-")
    }
    dates = {
        row["id"] for row in ROWS if row["surface"] == "fn+csv" and row["id"].startswith("DAT-")
    }

    assert set() == here - told
    assert set() == {row["id"] for row in ROWS if row["surface"] == "fn+csv"} - texts - dates
    assert set() == told - here - dates


def only(*ids):
    """Return the rows with these ids, read where they lie."""
    return rows("", "api", "fn", "fn+csv", without=[r["id"] for r in ROWS if r["id"] not in ids])


def meets(found, expected):
    """Check what a cell shows against what a row of the catalogue expects."""
    if "e" in expected:
        assert isinstance(found, dict), found
        assert expected["e"] == found["kind"]
        assert Kind(expected["e"]).code == found["code"]
        assert found["message"]
    else:
        assert expected["v"] == (found if expected["v"] is None else pytest.approx(found))


@pytest.mark.shared
def test_the_error_map():
    """
    Each kind of error shows in Excel as the shared map has it.
    """
    if not ROWS:
        pytest.skip("the reference material is not beside this checkout")
    (row,) = (row for row in ROWS if row["id"] == "ERR-MAP")

    assert {kind: Kind(kind).code for kind in row["expected"]} == {
        kind: shown["excel"].split()[0] for kind, shown in row["expected"].items()
    }


@pytest.mark.shared
@pytest.mark.parametrize("row", rows("TXT-", "fn+csv"))
def test_a_text_in_a_cell(client, row):
    """
    A text that stands for a number is read as the host's locale writes it, alone and in a range.
    """
    expected, given = row["expected"]["result"], row["input"]
    if "v" in expected and expected["v"] is None:
        expected = {"e": "EMPTY"}  # no number at all is what the cell then says

    meets(client.cell("B2B_REVENUE", given["text"], locale=given["locale"]), expected)
    meets(client.cell("B2B_REVENUE", [[given["text"]]], locale=given["locale"]), expected)


def arguments(given):
    """Return the function and the arguments that a row's input stands for."""
    if "args" in given:
        return "B2B_REVENUE", given["args"]
    if "text" in given:
        return "B2B_REVENUE", [
            [[json.loads(f'"{given["text"]}"') if "ud800" not in given["text"] else given["text"]]]
        ]
    if isinstance(given.get("values"), str):
        return "B2B_REVENUE", [[[1] * 1_048_577]]
    if "rows" in given:
        return NAMES[given["fn"]], [[[row[i]] for row in given["rows"]] for i in (0, 1)]
    names = [name for name in given if name != "fn"]
    return NAMES[given.get("fn", "SUMKPI")], [given[name] for name in names]


@pytest.mark.shared
@pytest.mark.parametrize("row", only(*(set(RANGES) - {"TYP-16"})))
def test_a_range_or_a_value(client, row):
    """
    Ranges, blanks, errors, booleans and extreme numbers give what the catalogue expects.
    """
    function, given = arguments(row["input"])

    meets(client.cell(function, *given), row["expected"]["result"])


@pytest.mark.shared
@pytest.mark.parametrize("row", only("TYP-16", "TYP-24"))
def test_a_lone_surrogate(client, row):
    """
    Half a character is refused before anything could choke on it.
    """
    body = b'{"calls":[{"fn":"B2B_REVENUE","rows":[["\\ud800"]]}]}'

    answered = client.post("/v1/cells", body)

    assert row["expected"]["result"]["e"] == answered.json()["kind"]
    assert 400 == answered.status_code


@pytest.mark.shared
@pytest.mark.parametrize("row", only(*(set(BODIES) - {"TYP-24", "TYP-22"})))
def test_a_body(client, row):
    """
    What is not a request is refused with the status and the kind that the catalogue expects.
    """
    given = row["input"]
    if "raw_bytes_hex" in given:
        body = bytes.fromhex(given["raw_bytes_hex"])
    elif row["id"] == "TYP-13":
        body = b'{"calls":[{"fn":"B2B_REVENUE","rows":[' + b"[" * 100_000
    elif row["id"] == "TYP-14":
        body = b'{"calls":[{"fn":"A","fn":"B2B_REVENUE","rows":[]}]}'
    elif row["id"] == "TYP-19":
        body = json.dumps({"calls": [], **given}).encode()
    else:
        body = (
            json.dumps({"calls": [{"fn": "B2B_REVENUE", "rows": [["here"]]}]})
            .replace('"here"', json.loads(json.dumps(given["raw_json"]))[10:-1])
            .encode()
        )

    for path in ("/v1/cells", "/v1/query"):
        answered = client.post(path, body)
        assert answered.status_code in {400, 422}, (path, answered.text)
        assert "TYPE" == answered.json()["kind"]
    wanted = row["expected"].get("http", row["expected"]["result"].get("http", 400))
    got = client.post("/v1/cells", body).status_code
    assert str(got) in str(wanted) or row["id"] == "TYP-13"


@pytest.mark.shared
@pytest.mark.parametrize("row", only("TYP-22"))
def test_a_boolean_and_pythons_underscore(client, row):
    """
    `true` is not 1 and "1_000" is not 1000, whatever a lax parser makes of them.
    """
    for value in json.loads(row["input"]["raw_json"])["values"]:
        meets(client.cell("B2B_REVENUE", value), row["expected"]["result"])


@pytest.mark.shared
@pytest.mark.parametrize("row", only(*BATCHES))
def test_a_batch(client, row):
    """
    An infinite result or one bad call among a thousand fails its own cell only.
    """
    calls = [("B2B_LTV", [[2, 3, 4]])] * 999
    calls.insert(500, ("B2B_LTV", [[1e308, 1e308, 4]]))

    found = client.cells(*calls)

    assert 999 == sum(r["values"] == [24.0] for r in found)
    assert "NUM" == found[500]["errors"]["0"]["kind"]
    assert row["expected"]["result"]


@pytest.mark.shared
@pytest.mark.parametrize("row", only(*DATA))
def test_a_question_to_the_data(catalogued, row):
    """
    Names, members, periods and serials that people mistype give what the catalogue expects.
    """
    given, expected = row["input"], row["expected"]["result"]
    match row["id"]:
        case "KPI-12":
            assert catalogued.cell("B2B_KPI", "roas", "2025") == catalogued.cell(
                "B2B_KPI", given["metric"], "2025"
            )
        case "KPI-14":
            found = catalogued.cell("B2B_KPI", "direct_cost", "source=Mеta Ads", "2025")
            meets(found, expected)
            assert "another alphabet" in found["message"]
        case "KPI-17":
            assert 70.0 == catalogued.cell("B2B_KPI", "direct_cost", given["channel"], "2025")
        case "KPI-22":
            meets(catalogued.cell("B2B_KPI", "direct_cost", given["period"]), expected)
        case "KPI-24":
            meets(catalogued.cell("B2B_KPI", "cpl", "2031-01"), expected)
        case _:
            meets(catalogued.cell("B2B_KPI", "direct_cost", given["serial"]), expected)


@pytest.fixture(name="catalogued")
def _catalogued(made, own):
    from tests.kpi_core.workspace.filled import spent

    made.add("spend", spent(100, source="Meta Ads"), spent(70, source="Straße"))
    return own


@pytest.mark.shared
@pytest.mark.parametrize("row", only("SEC-27", "SEC-28", "SEC-29"))
def test_sql_in_a_question(catalogued, row):
    """
    SQL in a filter, a column or an order is a name that nothing has: bound, refused, harmless.
    """
    before = catalogued.store.cursor().execute("SELECT count(*) FROM spend").fetchall()
    given = row["input"]
    attack = next(iter(given.values()))
    asked = {
        "SEC-27": [{"filters": {"channel": ["x' OR 1=1 --"]}}],
        "SEC-28": [{"filters": {attack: ["x"]}}, {"by": [attack]}, {"kpis": [attack]}],
        "SEC-29": [{"order": attack}, {"by": [attack]}],
    }[row["id"]]

    for more in asked:
        answered = catalogued.post("/v1/query", {"kpis": ["direct_cost"], "period": "2025", **more})
        assert answered.status_code in {404, 422}, answered.text
        assert answered.json()["kind"] in {"NOT_FOUND", "TYPE"}
    assert before == catalogued.store.cursor().execute("SELECT count(*) FROM spend").fetchall()


@pytest.mark.shared
@pytest.mark.parametrize(
    "row", only("SEC-16", "SEC-17", "SEC-19", "SEC-20", "SEC-21", "SEC-22", "SEC-23")
)
def test_a_request_that_must_not_pass(keyed, row):
    """
    Keys, headers, hosts and bodies are refused with the status that the catalogue expects.
    """
    given, wanted = row["input"], str(row["expected"]["http"])
    body = json.dumps({"calls": []}).encode()
    key = [("authorization", "Bearer key-of-the-tests"), *JSON.items()]
    match given:
        case {"api_key": _}:
            headers = [("authorization", "Bearer key-of-the-testt"), *JSON.items()]
            answered = keyed.send("POST", "/v1/cells", content=body, headers=headers)
        case {"header": _}:
            answered = keyed.send("POST", "/v1/cells", content=body, headers=[*key, key[0]])
        case {"body": "chunked, endless"}:
            answered = keyed.send("POST", "/v1/cells", content=endless(), headers=key)
        case {"body": _}:
            headers = [*key, ("content-encoding", "gzip")]
            answered = keyed.send("POST", "/v1/cells", content=body, headers=headers)
        case {"host": host}:
            answered = keyed.send("POST", "/v1/cells", content=body, headers=key, host=host)
        case {"origin": origin}:
            headers = [*key, ("origin", origin)]
            answered = keyed.send("POST", "/v1/cells", content=body, headers=headers)
            assert not [name for name in answered.headers if name.startswith("access-control")]
            return
    assert str(answered.status_code) in wanted


async def endless():
    """Yield a body that ends far too late."""
    for _ in range(1000):
        yield b" " * 65_536
