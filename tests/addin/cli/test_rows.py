"""`kpi rows`: whoever doubts a number sees the lines behind it."""

import signal

import pytest

from tests.addin.running import Server
from tests.command import answer, kpi, refused

ASKED = ("rows", "cpl", "--period", "Q3 2025", "--where", "channel=LinkedIn Ads")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Direct cost (above the line), spend:", "Leads (below the line)", "spend.csv"]),
        ("fr", ["Coût direct (au numérateur), dépenses\u00a0:", "Leads (au dénominateur)", "ligne"]),
    ],
)  # fmt: skip
def test_each_input_is_told_apart(demo_folder, lang, words):
    """
    Above and below the line, each with how many rows, their file and their line.
    """
    said = kpi(*ASKED, "--limit", "10", folder=demo_folder, lang=lang).stdout

    assert all(word in said for word in words), said
    assert "@" not in said


def test_the_counts_are_those_of_the_number(demo_folder):
    """
    `kpi query` says how many rows it counted; `kpi rows` lists as many.
    """
    told = answer(*ASKED, folder=demo_folder)
    (number,) = answer(
        "query", "cpl", "--period", "Q3 2025", "--where", "channel=LinkedIn Ads", folder=demo_folder
    )

    assert number["rows"] == sum(part["counted"] for part in told["inputs"])
    assert all(row["line"] >= 2 for part in told["inputs"] for row in part["rows"])


def test_what_is_not_made_of_rows_says_so(demo_folder):
    """
    What customers kept is compared between two days: nothing else is listed in its place.
    """
    english = kpi("rows", "nrr", "--period", "2025", folder=demo_folder).stdout
    french = kpi("rows", "nrr", "--period", "2025", folder=demo_folder, lang="fr").stdout

    assert "Not listed: what each customer held on two days is compared" in english
    assert "Non listé\u00a0: ce que chaque client avait à deux dates" in french


def test_a_server_lists_the_same(demo_copy):
    """
    While a server owns the workspace the command asks it, and prints the same.
    """
    alone = answer(*ASKED, folder=demo_copy)
    server = Server(demo_copy).wait()
    try:
        through = answer(*ASKED, folder=demo_copy)
    finally:
        server.stop(signal.SIGKILL)

    assert alone == through


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("rows", "cplx"), "“cplx” is not a KPI"),
        (("rows", "cpl", "--where", "LinkedIn"), "--where takes dimension=member"),
        (("rows", "cpl", "--limit", "501"), "500 at most"),
    ],
)
def test_what_is_wrong_is_told(demo_folder, words, why):
    """
    A KPI, a condition or a limit that cannot be is refused in a sentence.
    """
    assert why in refused(*words, folder=demo_folder)
