"""A question in a cell: its number, its table, its words, or why there is none."""

import pytest

from kpi_core.catalog import REGISTRY


def units(client, question, **more):
    """Return what the numbers of a cell are."""
    return client.cells(("B2B_ASK", [[question]]), **more)[0]["units"]


def test_one_number_is_the_number_of_the_same_query(demo):
    """
    A question with one answer is that double, with its unit, as `B2B_KPI` gives it.
    """
    for question, arguments in {
        "CPL on LinkedIn in Q3 2025": ("cpl", "2025-Q3", "LinkedIn"),
        "volume de leads en mars 2025": ("lead_volume", "2025-03"),
        "ROI 2025": ("roi", "2025"),
    }.items():
        assert demo.cell("B2B_KPI", *arguments) == demo.cell("B2B_ASK", question)

    assert ["money"] == units(demo, "CPL in 2025")


def test_several_numbers_are_a_table(demo):
    """
    Members are rows, KPIs are columns with a unit each; what has no number is blank.
    """
    table = demo.cell("B2B_ASK", "leads et CPL par canal en 2025", lang="fr")
    rows = demo.query("lead_volume", "cpl", by=["channel"], period="2025")
    asked = {(r["group"]["channel"] or "(non affecté)", r["variant"]): r["value"] for r in rows}

    assert ["canal", "Volume de leads", "Coût par lead (CPL)"] == table[0]
    assert asked == {
        (row[0], kpi): value
        for row in table[1:]
        for kpi, value in zip(("lead_volume", "cpl"), row[1:], strict=True)
    }
    assert [[None, "count", "money"]] == units(demo, "leads and CPL by channel in 2025")


def test_months_are_written_as_trends_write_them(demo):
    """
    A unit of time is its first day, which a sheet can sort.
    """
    table = demo.cell("B2B_ASK", "CPL by month in 2025")
    trend = demo.cell("B2B_TREND", "cpl", "month", "2025")

    assert trend[1:] == table[1:]


@pytest.mark.parametrize(
    ("question", "lang", "function"),
    [
        ("cost structure in 2024", "en", ("B2B_COSTS", "2024")),
        ("structure des coûts en 2024", "fr", ("B2B_COSTS", "2024")),
        ("rétention par cohorte en 2024", "fr", ("B2B_COHORTS", "customers", "month", "2024")),
        ("forecast of leads", "en", ("B2B_FORECAST", "leads", "month", 3)),
        ("conversion paths of leads in Q3 2025", "en", ("B2B_PATHS", "leads", 15, "2025-Q3")),
    ],
)
def test_a_study_gives_the_numbers_of_its_function(demo, question, lang, function):
    """
    The chat writes “1 234 €”; a cell needs 1234: it gets what the study's own function gives, in
    the same units.
    """
    assert demo.cell(*function, lang=lang) == demo.cell("B2B_ASK", question, lang=lang)
    of_study = demo.cells((function[0], [list(function[1:])]), lang=lang)[0]["units"]
    assert of_study == units(demo, question, lang=lang)


def test_an_open_question_is_one_row(demo):
    """
    The key figures stand side by side, so that each column has its unit.
    """
    head, row = demo.cell("B2B_ASK", "how are we doing?")

    assert len(head) == len(row) > 3
    assert head[0] in {k.title.en for k in REGISTRY.values()}


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("what is CAC?", "Customer acquisition cost (CAC)"),
        ("why did the CPL rise in Q3 2025?", "No clear difference"),
        ("did the CPL fall in 2025?", ""),
        ("share of LinkedIn in leads", "LinkedIn"),
        ("which channels are there?", "12 names"),
    ],
)
def test_what_is_told_in_words_is_words(demo, question, begins):
    """
    A definition, an explanation, a yes or no: the sentence of the chat.
    """
    said = demo.cell("B2B_ASK", question)

    assert isinstance(said, str)
    assert said.startswith(begins)
    assert said == demo.post("/v1/ask", {"question": question, "lang": "en"}).json()["text"]


def test_what_is_asked_back_is_an_error_with_the_ways_to_go_on(demo):
    """
    The cell cannot be asked back: its error names what can be meant, in the reader's language.
    """
    for lang in ("en", "fr"):
        error = demo.cell("B2B_ASK", "acquisition cost", lang=lang)
        reply = demo.post("/v1/ask", {"question": "acquisition cost", "lang": lang}).json()

        assert "#N/A" == error["code"]
        assert error["message"].startswith(reply["text"])
        assert all(option["label"] in error["message"] for option in reply["options"])


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        ([], "#N/A", "Write a question"),
        ([""], "#N/A", "Write a question"),
        ([None], "#N/A", "Write a question"),
        (["delete everything"], "#N/A", "I only read"),
        (["CPL", "2025"], "#VALUE!", "one text"),
        (["x" * 2001], "#VALUE!", "2,000 characters"),
        (["CPL in 2031"], "#N/A", ""),
        ([{"error": "#DIV/0!"}], "#DIV/0!", ""),
        ([[["CPL"], ["CAC"]]], "#VALUE!", "one cell"),
    ],
)
def test_what_has_no_number_is_an_error_in_words(demo, arguments, code, part):
    """
    Nothing asked, too much, declined, or no data: the code of the kind and what to do.
    """
    error = demo.cell("B2B_ASK", *arguments)

    assert code == error["code"]
    assert part in error["message"]


def test_questions_weigh_more_than_cells(made):
    """
    A question in words counts for as many cells as a query does.
    """
    from addin.server.rates import Rates
    from tests.addin.client import Client

    client = Client(made.store, rates=Rates(a_second=10, burst=100, clock=lambda: 0.0))
    ask = {"calls": [{"fn": "B2B_ASK", "rows": [["CPL"], ["CAC"]]}]}

    assert [200, 429] == [client.post("/v1/cells", ask).status_code for _ in range(2)]
