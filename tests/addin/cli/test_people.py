"""`kpi people`: whoever may be one person is shown, and a word makes them one or keeps them two."""

import pytest

from tests.command import answer, kpi, refused

LEADS = """e-mail,name,company,date the lead was created,source
a@x.example,Zoé Martin,Élan,2025-03-02,LinkedIn Ads
b@x.example,zoe martin,elan,2025-04-02,Google Ads
"""


@pytest.fixture(name="folder")
def _folder(tmp_path):
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    kpi("import", tmp_path / "leads.csv", folder=tmp_path / "w")
    return tmp_path / "w"


def volume(folder):
    """Return how many leads 2025 had."""
    (row,) = answer("query", "lead_volume", "--period", "2025", folder=folder)
    return row["value"]


def test_a_proposal_is_shown_with_what_to_type(folder):
    """
    The list names both people, says why, and the exact command that decides.
    """
    shown = kpi("people", folder=folder, lang="fr").stdout

    assert "mêmes nom et entreprise" in shown
    assert "kpi people L1 L2" in shown
    assert "1 paire de leads" in kpi("doctor", folder=folder, lang="fr").stdout


def test_deciding_that_two_are_one_changes_the_count_once(folder):
    """
    After the word two leads are one everywhere, and nothing more is proposed.
    """
    kpi("people", "L1", "L2", folder=folder)

    assert 1 == volume(folder)
    assert [] == answer("people", folder=folder)["proposals"]


def test_deciding_that_two_are_two_changes_no_figure(folder):
    """
    With --two they stay two, and are not proposed again.
    """
    kpi("people", "L1", "L2", "--two", folder=folder)

    assert 2 == volume(folder)
    assert 0 == answer("people", folder=folder)["count"]


def test_half_a_decision_is_refused_with_what_to_type(folder):
    """
    One lead alone, or one that there is not, is a sentence and exit code 2.
    """
    assert "kpi people L1 L40" in refused("people", "L1", folder=folder)
    assert "L9" in refused("people", "L1", "L9", folder=folder)


def test_a_mistake_is_taken_back(folder):
    """
    `--undo` gives back two leads, whichever decision it was; alone it takes back the last one.
    """
    before = answer("people", folder=folder)
    kpi("people", "L1", "L2", folder=folder)

    said = kpi("people", "L2", "L1", "--undo", folder=folder, lang="fr").stdout

    assert "L1 et L2 sont de nouveau deux leads" in said
    assert 2 == volume(folder)
    assert before == answer("people", folder=folder)

    kpi("people", "L1", "L2", "--two", folder=folder)
    assert {"one": "L1", "other": "L2", "undone": "two"} == answer(
        "people", "--undo", folder=folder
    )
    assert before == answer("people", folder=folder)
    assert "left to take back" in refused("people", "--undo", folder=folder)


def test_taking_back_says_which_two(folder):
    """
    A pair of which nothing was said, one lead alone, or both options at once: a sentence.
    """
    assert "L1" in refused("people", "L1", "L2", "--undo", folder=folder)
    assert "kpi people L1 L40" in refused("people", "L1", "--undo", folder=folder)
    assert "--two" in refused("people", "L1", "L2", "--two", "--undo", folder=folder)
