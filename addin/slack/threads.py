"""What is remembered of conversations, in memory and bounded: the last answer of each thread."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from assistant.wire import Context, Option, Reply
from kpi_core.text import Lang

MOST_THREADS, MOST_OFFERS, MOST_SEEN = 1_000, 2_000, 5_000

Place = tuple[str, str]  # the channel, and the message that the thread hangs from


@dataclass(frozen=True, slots=True)
class Offer:
    """What was offered in *place*, in the language that was spoken there."""

    place: Place
    lang: Lang
    options: tuple[Option, ...]


@dataclass(slots=True)
class Threads:
    """The contexts of threads, the options that were offered, and the deliveries already taken."""

    _contexts: OrderedDict[Place, Context] = field(default_factory=OrderedDict)
    _offers: OrderedDict[str, Offer] = field(default_factory=OrderedDict)
    _seen: OrderedDict[Hashable, None] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def first(self, delivery: Hashable) -> bool:
        """Tell whether *delivery* comes for the first time: Slack repeats what it is unsure of."""
        with self._lock:
            if delivery in self._seen:
                return False
            self._seen[delivery] = None
            _bound(self._seen, MOST_SEEN)
            return True

    def context(self, place: Place) -> Context | None:
        """Return what was answered last in *place*."""
        with self._lock:
            return self._contexts.get(place)

    def offered(self, ticket: str, number: int) -> tuple[Offer, Option] | None:
        """Return the option that a button stands for, and its offer; None once forgotten."""
        with self._lock:
            offer = self._offers.get(ticket)
        known = offer is not None and 0 <= number < len(offer.options)
        return (offer, offer.options[number]) if known and offer else None

    def keep(self, place: Place, reply: Reply) -> str:
        """Remember *reply* as the last of *place*, and return the ticket of its options."""
        ticket = secrets.token_urlsafe(12)
        with self._lock:
            if reply.context is not None:
                self._contexts[place] = reply.context
                self._contexts.move_to_end(place)
                _bound(self._contexts, MOST_THREADS)
            if reply.options:
                self._offers[ticket] = Offer(place, reply.lang, tuple(reply.options))
                _bound(self._offers, MOST_OFFERS)
        return ticket


def _bound(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
