"""How a reading is got from a model: a tool, else JSON in its text, one repair, then nothing."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from pydantic import ValidationError

from assistant.model.failures import Failure, ModelFailure
from assistant.model.prompt import Message, in_text, repair
from assistant.model.proposal import TOOL, Proposal
from assistant.model.talking import Deadline, NoToolsError, Spoken, Talk

log = logging.getLogger(__name__)

_LONGEST = 8_000  # characters of one reading
_FAULTS = 80  # characters said of what was wrong: a repair must fit where the question did


class _Unusable(Exception):  # noqa: N818 - a step of the ladder, not a fault
    """What was said is no reading; *faults* names fields and rules, never what was in them."""

    def __init__(self, faults: str, *, silent: bool = False) -> None:
        super().__init__()
        self.faults = faults
        self.silent = silent


class Ladder:
    """The rungs, and which of them the server is known to lack."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._toolless = False
        self.refused = 0  # readings that were not of the shape, since the start

    async def climb(self, messages: Sequence[Message], deadline: Deadline) -> Proposal:
        """
        Return a reading, in three requests at most.

        Raises
        ------
        ModelFailure
            none is to be had.
        """
        tools = not self._toolless
        try:
            spoken = await self._asked(messages, deadline, tools=tools)
        except NoToolsError:
            log.info("model: no tools, asked in text")
            self._toolless, tools = True, False
            spoken = await self._asked(messages, deadline, tools=False)
        try:
            return _proposal(spoken)
        except _Unusable as unusable:
            log.info("model: refused, repaired once")
            self.refused += 1
            faults, silent = unusable.faults, unusable.silent
        again = list(messages) if silent else repair(messages, faults)
        # A server that ignores the tool may still follow the same request in words.
        spoken = await self._asked(again, deadline, tools=tools and not silent)
        try:
            return _proposal(spoken)
        except _Unusable:
            self.refused += 1
            raise ModelFailure(Failure.STRANGE) from None

    async def _asked(
        self, messages: Sequence[Message], deadline: Deadline, *, tools: bool
    ) -> Spoken:
        if tools:
            return await self._talk.ask(messages, deadline, tools=True)
        return await self._talk.ask(in_text(messages), deadline)


def _proposal(spoken: Spoken) -> Proposal:
    """Return the reading in *spoken*: one call of the one tool, or one object in its text."""
    if len(spoken.calls) > 1:
        raise _Unusable("one call only")
    if spoken.calls:
        ((name, said),) = spoken.calls
        if name != TOOL:
            raise _Unusable("no such tool")
    else:
        said = _object(spoken.text)
        if not said:
            raise _Unusable("no reading", silent=True)
    if len(said) > _LONGEST:
        raise _Unusable("too long")
    try:
        return Proposal.model_validate_json(said)
    except ValidationError as error:
        # Fields that are not ours were named by the model: only the rule is told.
        told = (
            f"{'.'.join(str(p) for p in e['loc']) if e['type'] != 'extra_forbidden' else 'field'}: {e['type']}"
            for e in error.errors(include_url=False, include_context=False, include_input=False)[:4]
        )
        raise _Unusable("; ".join(told)[:_FAULTS]) from None


def _object(text: str) -> str:
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else ""
