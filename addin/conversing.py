"""Questions in words, from whichever face they come: one assistant a workspace."""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from assistant.assistant import Assistant
from assistant.wire import Option, Question, Reply
from kpi_core.answering import Core

_assistants: WeakKeyDictionary[Core, Assistant] = WeakKeyDictionary()
_lock = Lock()


def assistant_of(core: Core) -> Assistant:
    """Return the assistant of the workspace that *core* answers from."""
    with _lock:
        if (found := _assistants.get(core)) is None:
            found = _assistants[core] = Assistant(core)
        return found


def asked_of(core: Core, asked: dict[str, Any], actor: str | None) -> Reply:
    """
    Return the reply to what was *asked*, as JSON has it.

    actor: who may have a choice remembered for the workspace; None for nobody.
    """
    question = Question.model_validate(asked)
    reply = assistant_of(core).ask(question)
    if question.pick is not None and actor is not None and reply.outcome == "answer":
        _remember(core, question.pick, actor)
    return reply


def _remember(core: Core, pick: Option, actor: str) -> None:
    """Keep what a word was said to mean here: it is shown with the answers, and can be changed."""
    if pick.word is None or pick.meaning is None:
        return
    meanings = core.snapshot().settings.meanings
    if meanings.get(pick.word) != pick.meaning:
        core.store.change_settings({"meanings": meanings | {pick.word: pick.meaning}}, actor)
