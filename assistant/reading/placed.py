"""A sign in its place."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading.vocabulary import Sign


@dataclass(frozen=True, slots=True)
class Placed:
    """A sign, and the words that give it."""

    start: int
    end: int
    sign: Sign
