"""Questions in words, from whichever face they come: one assistant a workspace."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from enum import StrEnum
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from assistant.assistant import Assistant
from assistant.reading.outcome import Outcome, Understood
from assistant.wire import Intent, Option, Question, Reading, Reply
from kpi_core.answering import Core
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Lang, Text


class Stage(StrEnum):
    """What is being done about a question, for whoever waits."""

    READING = "reading"  # its words
    ASKING = "asking"  # the data


class GoneError(Exception):
    """Nobody waits for the answer any more."""


#: Told of each stage; raises `GoneError` to have the work end there.
Progress = Callable[[Stage], None]


def _silent(_stage: Stage) -> None:
    """Tell nobody."""


_progress: ContextVar[Progress] = ContextVar("_progress", default=_silent)


class _Telling(Assistant):
    """An assistant that says when it turns from the words to the data."""

    def tell(self, outcome: Outcome, lang: Lang) -> Reply:
        """Return *outcome* in words."""
        if isinstance(outcome, Understood):
            _progress.get()(Stage.ASKING)
        return super().tell(outcome, lang)


_assistants: WeakKeyDictionary[Core, Assistant] = WeakKeyDictionary()
_lock = Lock()


def assistant_of(core: Core) -> Assistant:
    """Return the assistant of the workspace that *core* answers from."""
    with _lock:
        if (found := _assistants.get(core)) is None:
            found = _assistants[core] = _Telling(core)
        return found


def asked_of(
    core: Core, asked: dict[str, Any] | Question, actor: str | None, progress: Progress = _silent
) -> Reply:
    """
    Return the reply to what was *asked*, as JSON has it.

    actor: who may have a choice remembered for the workspace; None for nobody.

    Raises
    ------
    KpiError
        TYPE: the client sends back a reading that nothing here ever gave.
    """
    question = asked if isinstance(asked, Question) else Question.model_validate(asked)
    check(question)
    before = _progress.set(progress)
    try:
        progress(Stage.READING)
        reply = assistant_of(core).ask(question)
    finally:
        _progress.reset(before)
    if question.pick is not None and reply.outcome == "answer":
        return _remembered(core, question.pick, reply, actor)
    return reply


def _remembered(core: Core, pick: Option, reply: Reply, actor: str | None) -> Reply:
    """Keep what a word was said to mean here: it is shown with the answers, and can be changed."""
    if pick.word is None or pick.meaning is None:
        return reply
    meanings = core.snapshot().settings.meanings
    if meanings.get(pick.word) == pick.meaning:
        return reply
    if actor is None:
        return reply.model_copy(update={"notes": [*reply.notes, _NOT_KEPT[reply.lang]]})
    core.store.change_settings({"meanings": meanings | {pick.word: pick.meaning}}, actor)
    kept = _KEPT.format(word=pick.word, meaning=REGISTRY.find(pick.meaning).title)
    return reply.model_copy(update={"notes": [*reply.notes, kept[reply.lang]]})


#: What is told without a query of the data.
_WITHOUT_DATA = frozenset(
    {Intent.DEFINE, Intent.MEMBERS, Intent.CATALOGUE, Intent.FRESHNESS, Intent.DORMANT}
)
_LONGEST_WORD, _MOST_KPIS, _MOST_DAYS = 200, 10, 36_500


def check(question: Question) -> None:
    """
    Refuse a context or an option that says more than a query may: the client holds them.

    Raises
    ------
    KpiError
        TYPE
    """
    readings = [r.reading for r in (question.context, question.pick) if r is not None]
    if not all(map(_plausible, readings)):
        raise KpiError(Kind.TYPE, _STRANGE)
    if (pick := question.pick) is None:
        return
    said = [pick.label, pick.word or ""]
    if any(len(text) > _LONGEST_WORD for text in said) or not _known(pick.meaning):
        raise KpiError(Kind.TYPE, _STRANGE)


def _plausible(reading: Reading) -> bool:
    """Tell whether *reading* could have been given here."""
    asked = reading.intent in _WITHOUT_DATA or reading.query is not None
    named = len(reading.kpis) <= _MOST_KPIS and all(k in REGISTRY for k in reading.kpis)
    placed = reading.dimension is None or reading.dimension in DIMENSIONS
    dated = reading.days is None or 0 < reading.days <= _MOST_DAYS
    defined = reading.intent is not Intent.DEFINE or bool(reading.kpis)
    return asked and named and placed and dated and defined


def _known(name: str | None) -> bool:
    if name is None:
        return True
    if len(name) > _LONGEST_WORD:
        return False
    try:
        REGISTRY.find(name)
    except KpiError:
        return False
    return True


_STRANGE = Text(
    en="The conversation that was sent along was not given by this server: start a new one.",
    fr="La conversation jointe n’a pas été donnée par ce serveur : commencez-en une nouvelle.",
)
_NOT_KEPT = Text(
    en="This choice holds for this answer: only the workspace's owner has it remembered.",
    fr="Ce choix vaut pour cette réponse : seul le propriétaire de l’espace de travail le fait retenir.",
)
_KEPT = Text(
    en="Remembered: “{word}” means “{meaning}” here. To see or change it: kpi settings.",
    fr="Retenu : « {word} » veut dire « {meaning} » ici. Pour le voir ou le changer : kpi settings.",
)
