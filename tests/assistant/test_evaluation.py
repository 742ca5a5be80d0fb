"""How well questions are read, measured on every run: the promises of the chat."""

from collections import Counter

import pytest

from assistant.evaluation.measuring import Verdict, judge, scores, twins
from assistant.evaluation.questions import questions
from kpi_core.text import Lang

# split -> (right at least, silently wrong at most): what the chat promises on its own questions.
PROMISED = {
    "clear": (0.97, 0.01),
    "period": (0.93, 0.015),
    "values": (0.87, 0.01),
    "follow-up": (0.89, 0.01),
    "ambiguous": (0.90, 0.04),
    "injection": (0.95, 0.0),
    "studies": (0.9, 0.0),
}
RIGHT_WHEN_ANSWERED = {"paraphrase": 0.97}


@pytest.fixture(name="judged", scope="module")
def _judged(assistant):
    return list(judge(assistant, questions()))


@pytest.mark.parametrize("split", list(PROMISED))
def test_questions_of_a_split_are_read_right(judged, split):
    """
    The share read exactly right, and the share answered wrong without anybody noticing.
    """
    (score,) = [s for s in scores(judged) if s.name == split]
    right, wrong = PROMISED[split]

    assert score.count(Verdict.RIGHT) / len(score.judged) >= right
    assert score.count(Verdict.WRONG) / len(score.judged) <= wrong


def test_paraphrases_are_right_when_answered_or_asked_back(judged):
    """
    What is not understood is asked back or declined: of the answers, nearly none is wrong.
    """
    (score,) = [s for s in scores(judged) if s.name == "paraphrase"]

    assert score.right_when_answered >= RIGHT_WHEN_ANSWERED["paraphrase"]
    assert score.count(Verdict.WRONG) / len(score.judged) <= 0.015


def test_what_cannot_be_answered_never_is(judged):
    """
    Of the questions that nothing here can answer, none gets a number.
    """
    (score,) = [s for s in scores(judged) if s.name == "unanswerable"]

    assert [] == [j.asked.question for j in score.judged if j.reply.outcome == "answer"]


def test_nearly_nothing_is_wrong_without_anybody_noticing(judged):
    """
    Over all the questions, silently wrong answers stay below one in a hundred.
    """
    assert sum(j.verdict is Verdict.WRONG for j in judged) / len(judged) <= 0.01
    assert len(judged) >= 1200


def test_the_same_question_in_both_languages_is_the_same_query(judged):
    """
    Twins: at least 98 of 100 pairs become the same query.
    """
    pairs, unlike = twins(judged)

    assert pairs >= 80
    assert 1 - len(unlike) / pairs >= 0.98


def test_the_questions_are_in_both_languages_and_different(judged):
    """
    Half in each language, none twice.
    """
    asked = [j.asked for j in judged]
    languages = Counter(q.lang for q in asked)

    assert abs(languages[Lang.FR] - languages[Lang.EN]) <= len(asked) * 0.02
    assert len({(q.before, q.question) for q in asked}) == len(asked)
    assert len({q.id for q in asked}) == len(asked)
