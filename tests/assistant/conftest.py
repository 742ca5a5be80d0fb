import datetime as dt
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.wire import Context, Question
from kpi_core.answering import Core
from kpi_core.workspace import Store
from tests.command import TODAY


class Talk:
    """Somebody who asks, one question after the other."""

    def __init__(self, assistant):
        self.assistant = assistant
        self.context: Context | None = None

    def __call__(self, *questions, lang=None):
        """Ask *questions* in a row, the last one's reply."""
        reply = None
        for question in questions:
            reply = self.assistant.ask(Question(question=question, lang=lang, context=self.context))
            self.context = reply.context
        return reply

    def query(self, *questions):
        """Return what a conversation came to ask, without what was not said."""
        self.context = None
        reply = self(*questions)
        assert reply.outcome == "answer", reply.text
        return reply.context.reading.query.model_dump(exclude_defaults=True, mode="json")

    def intent(self, *questions):
        """Return what is wanted."""
        self.context = None
        reply = self(*questions)
        assert reply.outcome == "answer", reply.text
        return reply.context.reading.intent.value


@pytest.fixture(name="core", scope="session")
def _core(new_demo, tmp_path_factory):
    """The demo's core on its fixed day; never changed by a test."""
    folder: Path = new_demo(tmp_path_factory.mktemp("talk") / "w")
    with Store(folder) as store:
        yield Core(store, dt.date.fromisoformat(TODAY))


@pytest.fixture(name="assistant", scope="session")
def _assistant(core):
    return Assistant(core)


@pytest.fixture(name="ask")
def _ask(assistant):
    return Talk(assistant)
