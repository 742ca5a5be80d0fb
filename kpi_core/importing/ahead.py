"""Take things from a slow iterator before they are asked for, in another thread, a few at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

_PATIENCE = 0.05  # seconds between two looks at whether anybody still asks


class _Ended(Exception):  # noqa: N818 - no error: it ends the queue
    """Nothing more comes."""


class _Ahead(Generic[T]):
    """What was taken and not yet asked for; an exception comes last."""

    def __init__(self, things: Iterable[T], most: int) -> None:
        self.waiting: Queue[tuple[T] | BaseException] = Queue(most)
        self.left = Event()
        self._things = things

    def take(self) -> None:
        """Take things until there are no more, or nobody asks."""
        try:
            for thing in self._things:
                self._put((thing,))
                if self.left.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._put(error)
        else:
            self._put(_Ended())

    def _put(self, thing: tuple[T] | BaseException) -> None:
        while not self.left.is_set():
            with suppress(Full):
                self.waiting.put(thing, timeout=_PATIENCE)
                return


def ahead(things: Iterable[T], most: int) -> Iterator[T]:
    """
    Yield *things* in their order, up to *most* of them taken ahead of who asks.

    What taking them raises is raised here, after the things before it. When nobody asks any more,
    no further thing is taken.
    """
    taken = _Ahead(things, most)
    Thread(target=taken.take, name="ahead", daemon=True).start()
    try:
        while True:
            thing = taken.waiting.get()
            if isinstance(thing, _Ended):
                return
            if isinstance(thing, BaseException):
                raise thing
            yield thing[0]
    finally:
        taken.left.set()
