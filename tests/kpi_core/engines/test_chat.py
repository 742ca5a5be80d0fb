"""The chat over a firm's own warehouse reads its names and answers its numbers, as over the file."""

import pytest

from assistant.assistant import Assistant
from assistant.wire import Question
from tests.kpi_core.engines.conftest import EVERY

pytestmark = EVERY


@pytest.mark.parametrize(
    "question",
    [
        "leads des canaux payants en 2025",
        "CPL sur LinkedIn au T3 2025 par canal",
        "structure des coûts en 2025",
        "NRR par cohorte en 2024",
    ],
)
def test_a_question_is_answered_alike_wherever_the_facts_are(pair, question):
    """
    Kinds of channels, platforms and studies: the same words and the same numbers.
    """
    own, firm = (Assistant(core).ask(Question(question=question)) for core in (pair.own, pair.firm))

    assert own.outcome == firm.outcome == "answer"
    assert [(r.group, r.value) for r in own.rows] == [(r.group, r.value) for r in firm.rows]
    assert own.table == firm.table
    assert own.query == firm.query
