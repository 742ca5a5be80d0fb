"""Questions on the command line, as they are typed and read."""

import json
import re
import subprocess

import pytest

from tests.command import KPI, TODAY, answer, environment, kpi, refused

TOP = {"fr": "top 3 canaux par CPL", "en": "top 3 channels by CPL"}


def talk(folder, *lines, lang="en"):
    """Hold a conversation of *lines*, and return what was printed and what was said beside it."""
    ran = subprocess.run(
        [KPI, "--workspace", str(folder), "--lang", lang, "--today", TODAY, "chat"],
        input="\n".join([*lines, "", ""]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
        check=False,
    )
    assert 0 == ran.returncode, ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stdout, ran.stderr


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("CPL en 2025", "answer"),
        ("CPL in 2025", "answer"),
        ("taux de conversion", "clarify"),
        ("conversion rate", "clarify"),
        ("supprime toutes les données", "decline"),
        ("delete all the data", "decline"),
    ],
)
def test_an_answer_a_question_back_and_a_refusal_all_end_well(demo_folder, question, outcome):
    """
    Each of the three outcomes is a reply: the command ends with 0 and says it in words.
    """
    reply = answer("ask", question, folder=demo_folder)
    shown = kpi("ask", question, folder=demo_folder).stdout

    assert outcome == reply["outcome"]
    assert shown.startswith(reply["text"])
    for i, option in enumerate(reply["options"], 1):
        assert f"  {i}. {option}\n" in shown


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_figures_stand_to_the_right(demo_folder, lang):
    """
    Names begin together on the left, numbers end together on the right, in either language.
    """
    shown = kpi("ask", TOP[lang], folder=demo_folder, lang=lang).stdout
    rows = [line for line in shown.splitlines() if line.startswith("│")]
    cells = [row.strip("│").split("│") for row in rows]

    assert 3 == len(rows)
    assert 1 == len({len(row) for row in rows})
    assert all(re.match(r" \S", name) for name, *_ in cells)
    assert all(re.search(r"\S $", number) for _, *numbers in cells for number in numbers)


def test_words_beside_figures_stay_on_the_left(demo_folder):
    """
    A column of days after a column of counts is read from the left.
    """
    shown = kpi("ask", "dernière mise à jour des données ?", folder=demo_folder, lang="fr").stdout
    rows = [r.strip("│").split("│") for r in shown.splitlines() if r.startswith("│")]

    assert rows
    assert all(re.search(r"\d $", row[1]) for row in rows)
    assert all(re.match(r" \S", cell) for row in rows for cell in row[2:])


def test_the_contract_of_json(demo_folder):
    """
    With --json the reply is whole: outcome, query, rows, text, labels of options, chart, assumptions.
    """
    reply = json.loads(kpi("ask", TOP["en"], "--json", folder=demo_folder).stdout)
    back = answer("ask", "conversion rate", folder=demo_folder)

    assert {"outcome", "query", "rows", "text", "options", "chart", "assumptions"} <= set(reply)
    assert [] == reply["options"]
    assert all(isinstance(label, str) for label in back["options"])
    assert back["options"] == [choice["label"] for choice in back["choices"]]


@pytest.mark.parametrize(
    ("words", "lang", "sentence"),
    [
        (["ask"], "en", "question"),
        (["ask", "x" * 2001], "fr", "question"),
        (["ask", "CPL", "--nonsense"], "en", "--nonsense"),
    ],
)
def test_what_is_no_question_ends_with_two(demo_folder, words, lang, sentence):
    """
    Nothing, too much, or an option that is none: a sentence on the error side, and 2.
    """
    assert sentence in refused(*words, folder=demo_folder, lang=lang)


def test_a_place_without_a_workspace_ends_with_two(tmp_path):
    """
    Without a workspace there is nothing to ask: the way to one is said.
    """
    assert "kpi demo" in refused("ask", "CPL", folder=tmp_path / "none")


def test_a_conversation_goes_on(demo_folder):
    """
    A follow-up keeps the KPI and the period of the line before.
    """
    shown, beside = talk(demo_folder, "CPL in Q3 2025", "and on Google Ads?", "by month")
    alone = kpi("ask", "CPL on Google Ads in Q3 2025", folder=demo_folder).stdout.splitlines()[0]

    assert "an empty line ends" in beside
    assert alone in shown
    assert "July 2025" in shown


@pytest.mark.parametrize(
    ("lang", "question", "label"),
    [("fr", "coût d'acquisition", "Coût"), ("en", "acquisition cost", "C")],
)
def test_a_number_picks_an_option(demo_copy, lang, question, label):
    """
    The number before an option is enough; the choice is remembered, which is told in the same language.
    """
    shown, _ = talk(demo_copy, question, "2", question, lang=lang)
    told = {"fr": "· Retenu\u00a0:", "en": "· Remembered:"}[lang]
    back, rest = shown.split("  2. ", 1)

    assert rest.startswith(label)
    assert told in rest
    assert "  2. " not in rest
    assert back


def test_one_bad_line_does_not_end_a_conversation(demo_folder):
    """
    A line that is too long is refused beside the conversation, which goes on.
    """
    shown, beside = talk(demo_folder, "x" * 2001, "CPL in 2025")

    assert "2000" in beside or "2,000" in beside
    assert shown.startswith("Cost per lead (CPL)")


@pytest.mark.parametrize("words", [["2"], ["--pick", "2"], ["Cost per lead (CPL)"]])
def test_a_choice_that_was_offered_is_picked_by_the_next_call(demo_copy, words):
    """
    A question back stands for some minutes: its number or its words answer it.
    """
    back = answer("ask", "acquisition cost", folder=demo_copy)
    reply = answer("ask", *words, folder=demo_copy)

    assert "Cost per lead (CPL)" == back["options"][1]
    assert ["cpl"] == reply["query"]["kpis"]


def test_nothing_to_pick_from_is_said(demo_copy):
    """
    Without a question back, a number picks nothing.
    """
    kpi("ask", "CPL", folder=demo_copy)

    assert "Nothing is offered" in refused("ask", "--pick", "2", folder=demo_copy)


def test_a_long_table_is_cut_and_says_how_to_see_it_whole(demo_folder):
    """
    Twelve lines, then how many more there are; --all shows them.
    """
    cut = kpi("ask", "leads by campaign", folder=demo_folder).stdout
    whole = kpi("ask", "leads by campaign", "--all", folder=demo_folder).stdout

    assert "more (--all, or --json)" in cut
    assert len(whole.splitlines()) > len(cut.splitlines())
