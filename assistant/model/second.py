"""The second reader: a question is shown to a model, and both readings are joined."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from assistant.model.budget import Budget
from assistant.model.configuration import Endpoint
from assistant.model.failures import Failure, ModelFailure, note
from assistant.model.joining import decided, joined
from assistant.model.ladder import Ladder
from assistant.model.phrasing import rephrased
from assistant.model.prompt import LONGEST, context, reading_messages
from assistant.model.proposal import Proposal
from assistant.model.resolving import FutureError, UnresolvedError, resolved
from assistant.model.spans import Asked
from assistant.model.talking import Deadline, Talk
from assistant.progress import Progress, Stage
from assistant.reading.outcome import Outcome, Refused, Understood
from assistant.reading.parsing import parse
from assistant.reading.reader import Reader
from assistant.wire import Context, Reply
from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text

log = logging.getLogger(__name__)

_REMEMBERED = 512  # questions asked again answer alike, and cost nothing


@dataclass
class Counts:
    """What became of the model's readings, since the start; no word of any question."""

    joined: dict[str, int] = field(default_factory=dict)

    def add(self, what: str) -> None:
        """Count one more *what*."""
        self.joined[what] = self.joined.get(what, 0) + 1


@dataclass(frozen=True, slots=True)
class Second:
    """What both readings come to, and what the answer must say of the model."""

    outcome: Outcome
    notes: tuple[Text, ...]
    deadline: Deadline


class SecondReader:
    """
    A model beside the embedded reader of one workspace.

    folder: where the day's account is kept; in memory when None.
    """

    def __init__(self, endpoint: Endpoint, folder: Path | None = None) -> None:
        self._endpoint = endpoint
        self.budget = Budget(endpoint, folder)
        self._talk = Talk(endpoint, self.budget)
        self._ladder = Ladder(self._talk)
        self._lock = Lock()
        self._known: OrderedDict[tuple[str, str], Proposal] = OrderedDict()
        self.counts = Counts()

    def close(self) -> None:
        """Give back what a connection holds."""
        self._talk.close()

    def read(
        self,
        reader: Reader,
        text: str,
        outcome: Outcome,
        *,
        otherwise: Lang,
        before: Context | None,
        progress: Progress,
    ) -> Second:
        """
        Return *outcome*, which *reader* came to, joined with the model's reading.

        otherwise: the language where the words do not tell; before: what was answered last.
        """
        deadline = Deadline(self._endpoint.seconds)
        around = reader.around(before)
        try:
            parsed = parse(text, around.members, around.calendar, around.default, otherwise)
        except KpiError:
            return self._told("decided", Second(outcome, (), deadline))
        if len(text.encode()) > LONGEST or decided(outcome, parsed):
            return self._told("decided", Second(outcome, (), deadline))
        progress(Stage.MODEL)
        log.debug("model: asked to read %r", text)
        try:
            proposal = self._proposed(text, context(before, around.previous), deadline)
        except ModelFailure as failure:
            return self._told(
                f"failed: {failure.failure}",
                Second(outcome, (note(failure.failure),), deadline),
            )
        mine = outcome.reading.query if isinstance(outcome, Understood) else None
        try:
            found = resolved(
                proposal,
                Asked(text, parsed),
                around,
                parsed.lang,
                before=before.reading if before else None,
                preferred=mine.filters if mine else None,
            )
        except FutureError as future:
            # What the reader understood stands: a date of the model's own reading refuses nothing.
            ended = outcome if isinstance(outcome, Understood) else Refused(future.reason)
            return self._told("future", Second(ended, (), deadline))
        except UnresolvedError as unresolved:
            said = () if unresolved.why == "none" else (note(Failure.STRANGE),)
            return self._told(f"unresolved: {unresolved.why}", Second(outcome, said, deadline))
        both = joined(outcome, found, parsed, around)
        return self._told(both.by, Second(both.outcome, (), deadline))

    def _told(self, what: str, second: Second) -> Second:
        self.counts.add(what)
        log.info("model: %s", what)
        return second

    def _proposed(self, text: str, before: str, deadline: Deadline) -> Proposal:
        key = text, before
        with self._lock:
            if (known := self._known.get(key)) is not None:
                self._known.move_to_end(key)
                return known
        found = self._talk.run(
            self._ladder.climb(reading_messages(text, before), deadline), deadline
        )
        with self._lock:
            self._known[key] = found
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def phrase(self, reply: Reply, deadline: Deadline, progress: Progress) -> Reply:
        """Return *reply* with its first line in the model's words, where that was asked for."""
        if not self._endpoint.phrases or reply.outcome != "answer":
            return reply
        return rephrased(reply, self._talk, deadline, lambda: progress(Stage.PHRASING))
