import datetime as dt

import pytest

from assistant.assistant import Assistant
from assistant.model.configuration import endpoint_of
from assistant.model.second import SecondReader
from assistant.wire import Question
from kpi_core.answering import Core
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.assistant.model.scripted import Script, serve
from tests.command import TODAY

KEY = "sk-canary-7f3a91"


@pytest.fixture(name="core", scope="session")
def _core(new_demo, tmp_path_factory):
    """The demo, read only."""
    folder = new_demo(tmp_path_factory.mktemp("demo") / "w")
    with Store(folder) as store:
        yield Core(store, dt.date.fromisoformat(TODAY))


@pytest.fixture(name="script")
def _script():
    return Script()


@pytest.fixture(name="address")
def _address(script):
    server, address = serve(script)
    yield address
    server.shutdown()
    server.server_close()


class Asking:
    """An assistant with a model behind it, asked in a word."""

    def __init__(self, core, environment, folder=None):
        self.model = SecondReader(endpoint_of(environment), folder)
        self.assistant = Assistant(core, self.model)
        self.alone = Assistant(core)
        self.stages = []

    def __call__(self, question, lang=None, context=None):
        self.stages.clear()
        asked = Question(question=question, lang=lang and Lang(lang), context=context)
        return self.assistant.ask(asked, self.stages.append)

    def embedded(self, question, lang=None, context=None):
        """What is said without any model."""
        return self.alone.ask(
            Question(question=question, lang=lang and Lang(lang), context=context)
        )


@pytest.fixture(name="make")
def _make(core, address, tmp_path):
    made = []

    def make(folder=None, **more):
        environment = {
            "KPI_MODEL_URL": address,
            "KPI_MODEL": "scripted",
            "KPI_MODEL_KEY": KEY,
            "KPI_MODEL_SECONDS": "5",
        }
        made.append(Asking(core, environment | more, folder or tmp_path))
        return made[-1]

    yield make
    for asking in made:
        asking.model.close()


@pytest.fixture(name="ask")
def _ask(make):
    return make()
