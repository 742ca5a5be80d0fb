"""A question that goes on: by what the client sends back, or by a number that the server knows."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictStr

from addin.conversing import check
from assistant.wire import Context, Question, Reply
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.shared.conversations import Conversations, number, place
from kpi_core.text import Text

_NEW = "new"


class Asked(Question):
    """
    What is asked of the server.

    conversation: `new`, or the number that a reply gave: the server then knows what was answered
        last; a *context* that is sent along is believed instead.
    """

    conversation: Annotated[StrictStr, Field(pattern=r"^(new|[A-Za-z0-9_-]{24})$")] | None = None


class Told(Reply):
    """What the server says; *conversation* is what a follow-up may be asked under."""

    conversation: str | None = None


class Talk:
    """One question of a conversation, from whoever has the credential *subject*."""

    def __init__(self, core: Core, kept: Conversations, asked: Asked, subject: str) -> None:
        self._core, self._kept, self._asked, self._subject = core, kept, asked, subject

    def question(self) -> Question:
        """
        Return the question with what was answered last.

        Raises
        ------
        KpiError
            NOT_FOUND when the conversation is over, or was somebody else's.
        """
        said = self._asked.conversation
        question = Question.model_construct(
            **{name: getattr(self._asked, name) for name in Question.model_fields}
        )
        if said is None:
            return question
        if not self._days:
            raise KpiError(Kind.NOT_FOUND, _NOT_KEPT)
        if said == _NEW or question.context is not None:
            return question
        found = self._kept.context(place(said, self._subject))
        if found is None:
            raise KpiError(Kind.NOT_FOUND, _OVER)
        going_on = question.model_copy(update={"context": Context.model_validate_json(found)})
        check(going_on)
        return going_on

    def told(self, reply: Reply) -> dict[str, Any]:
        """Return *reply* as it travels, what a follow-up needs being kept first."""
        plain = reply.model_dump(mode="json")
        said = self._asked.conversation
        if said is None:
            return plain
        known = number() if said == _NEW else said
        if reply.context is not None:
            kept = reply.context.model_dump_json(exclude_defaults=True)
            self._kept.keep(place(known, self._subject), kept, self._days)
        elif said == _NEW:
            return plain  # nothing was understood: there is nothing to go on from
        return plain | {"conversation": known}

    @property
    def _days(self) -> int:
        return self._core.snapshot().settings.conversation_days


_OVER = Text(
    en="This conversation is over, or was begun with another key: begin a new one.",
    fr="Cette conversation est terminée, ou a commencé avec une autre clé\u00a0: commencez-en une nouvelle.",
)
_NOT_KEPT = Text(
    en="This workspace keeps no conversation (conversation_days is 0): send back the context of the last reply instead.",
    fr="Cet espace de travail ne garde pas de conversation (conversation_days vaut 0)\u00a0: renvoyez plutôt le contexte de la dernière réponse.",
)
