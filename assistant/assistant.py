"""The assistant: a question in, a reply out, and never a number that is not the core's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.answer import answer
from assistant.answering.base import Answering
from assistant.progress import Progress, Stage, unseen
from assistant.reading.outcome import Outcome, Refused, Unclear, Understood
from assistant.reading.reader import Reader
from assistant.wire import Context, Option, Question, Reading, Reply
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text
from kpi_core.units import french

if TYPE_CHECKING:
    from assistant.model.second import SecondReader


class Assistant:
    """
    Answers questions about one workspace.

    model: a language model that reads beside the embedded reader, where one is configured.
    """

    def __init__(self, core: Core, model: SecondReader | None = None) -> None:
        self.core = core
        self.reader = Reader(core)
        self.model = model

    def ask(self, question: Question, progress: Progress = unseen) -> Reply:
        """
        Return the reply to *question*; what cannot be answered is a reply too.

        progress: told of each stage as it begins.
        """
        preferred = question.lang or (question.context.lang if question.context else None)
        otherwise = preferred or question.prefer or self._own_language()
        if question.pick is not None:
            reply = self.tell(Understood(question.pick.reading), preferred or otherwise)
            return _remembering(reply, question.context)
        progress(Stage.READING)
        outcome, lang = self.reader.read(question.question, otherwise, question.context)
        second = None
        if self.model is not None:
            second = self.model.read(
                self.reader,
                question.question,
                outcome,
                otherwise=otherwise,
                before=question.context,
                progress=progress,
            )
            outcome = second.outcome
        if isinstance(outcome, Understood):
            progress(Stage.DATA)
        # Who said in which language to answer is answered in it, whatever they typed.
        reply = self.tell(outcome, question.lang or lang)
        if self.model is not None and second is not None:
            reply = self.model.phrase(reply, second.deadline, progress)
            notes = [*reply.notes, *(n[reply.lang] for n in second.notes)]
            reply = reply.model_copy(update={"notes": notes})
        return _remembering(reply, question.context)

    def tell(self, outcome: Outcome, lang: Lang) -> Reply:
        """Return *outcome* in words."""
        match outcome:
            case Understood(reading=reading, assumed=assumed):
                return self._answer(reading, assumed, lang)
            case Unclear(question=asked, choices=choices):
                return Reply(
                    outcome="clarify",
                    lang=lang,
                    text=asked[lang],
                    options=[
                        Option(
                            label=c.label[lang], reading=c.reading, word=c.word, meaning=c.meaning
                        )
                        for c in choices[:3]
                    ],
                )
            case Refused(reason=reason):
                return Reply(outcome="decline", lang=lang, text=reason[lang])

    def _answer(self, reading: Reading, assumed: tuple[Text, ...], lang: Lang) -> Reply:
        try:
            return answer(Answering(self.core, reading, lang, self.locale(lang), assumed))
        except KpiError as error:
            return Reply(
                outcome="decline",
                lang=lang,
                text=error.message[lang],
                query=reading.query,
                assumptions=[t[lang] for t in assumed],
                context=Context(reading=reading, lang=lang),
            )

    def locale(self, lang: Lang) -> str:
        """Return how numbers are written for a reader of *lang*."""
        own = self.core.snapshot().settings.locale
        if french(own) == (lang is Lang.FR):
            return own
        return "fr-FR" if lang is Lang.FR else "en-US"

    def _own_language(self) -> Lang:
        return Lang.FR if french(self.core.snapshot().settings.locale) else Lang.EN


def _remembering(reply: Reply, before: Context | None) -> Reply:
    """Return *reply* with what a follow-up needs: what was answered, and what was before it."""
    if before is None:
        return reply
    if reply.context is None:
        return reply.model_copy(update={"context": before})
    same = reply.context.reading == before.reading
    earlier = before.before if same else before.reading
    context = reply.context.model_copy(update={"before": earlier})
    return reply.model_copy(update={"context": context})
