"""The Markov model: what would be lost if a channel were not there.

Paths are walks from a start to a conversion or to nothing; the chain remembers the last touches, one
to three. The removal effect of a channel is the part of all conversions that go through it:
1 - P(conversion without it) / P(conversion), solved exactly on the absorbing chain, not sampled.
Source: Anderl, Becker, von Wangenheim, Schumann, "Mapping the customer journey" (2016).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

Channel = TypeVar("Channel", bound=Hashable)
#: One path, how often it led to a conversion, and how often to nothing.
Walked = tuple[Sequence[Channel], float, float]

_State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Removal(Generic[Channel]):
    """
    What the chain says.

    converts: P(conversion) from the start, the same at every order; effects: channel -> the part
    of it that is lost without the channel.
    """

    converts: float
    effects: Mapping[Channel, float]

    def shares(self) -> dict[Channel, float]:
        """Return each channel's part of the credit; they add up to one."""
        whole = sum(self.effects.values())
        return {c: effect / whole for c, effect in self.effects.items()} if whole else {}


def removal(paths: Iterable[Walked[Channel]], order: int = 1) -> Removal[Channel]:
    """
    Return the removal effect of every channel of *paths*.

    paths: (touches in order, conversions, losses), counts of any unit, not negative.
    order: how many touches the chain remembers.

    Raises
    ------
    ValueError
        when no path converts.
    """
    numbers: dict[Channel, int] = {}
    chain = _Chain(order)
    for touches, converted, lost in paths:
        if touches and converted + lost > 0:
            walk = [numbers.setdefault(c, len(numbers)) for c in touches]
            chain.add(walk, converted, lost)
    converts, without = chain.solved(len(numbers))
    if not converts:
        raise ValueError("no path converts")
    return Removal(
        converts,
        {channel: max(0.0, 1 - without[i] / converts) for channel, i in numbers.items()},
    )


class _Chain:
    """How often each state was followed by each other one."""

    def __init__(self, order: int) -> None:
        self._order = order
        self._states: dict[_State, int] = {}
        self._begun: dict[int, float] = defaultdict(float)
        self._moves: dict[tuple[int, int], float] = defaultdict(float)
        self._won: dict[int, float] = defaultdict(float)
        self._left: dict[int, float] = defaultdict(float)

    def add(self, walk: Sequence[int], converted: float, lost: float) -> None:
        before: int | None = None
        times = converted + lost
        for end in range(1, len(walk) + 1):
            state = tuple(walk[max(0, end - self._order) : end])
            at = self._states.setdefault(state, len(self._states))
            if before is None:
                self._begun[at] += times
            else:
                self._moves[before, at] += times
                self._left[before] += times
            before = at
        if before is not None:
            self._won[before] += converted
            self._left[before] += times

    def solved(self, channels: int) -> tuple[float, list[float]]:
        """Return P(conversion), and what it is without each channel."""
        import numpy as np  # noqa: PLC0415 - only who asks for a model waits for it
        from scipy.sparse import csr_matrix, identity  # noqa: PLC0415 - idem
        from scipy.sparse.linalg import spsolve  # noqa: PLC0415 - idem

        size = len(self._states)
        if not size:
            return 0.0, []
        begun, won, left = (
            np.array([counts[i] for i in range(size)])
            for counts in (self._begun, self._won, self._left)
        )
        rows, columns = (np.array([m[i] for m in self._moves], dtype=np.int64) for i in (0, 1))
        moved = np.array(list(self._moves.values())) / left[rows]
        start, ends = begun / begun.sum(), won / left

        chain = csr_matrix((moved, (rows, columns)), shape=(size, size))
        holds = np.zeros((size, channels + 1), dtype=bool)
        for state, at in self._states.items():
            holds[at, list(state)] = True
        # The last column is the chain as it is, nobody removed.
        found = _ahead(chain, ends, ~holds) if size > _SOLVED else None
        if found is None:
            found = np.zeros((size, channels + 1))
            for i in range(channels + 1):
                kept = np.flatnonzero(~holds[:, i])
                if kept.size:
                    inside = identity(kept.size) - chain[kept][:, kept]
                    found[kept, i] = np.atleast_1d(spsolve(inside.tocsc(), ends[kept]))
        converts = start @ found
        return float(converts[-1]), converts[:-1].tolist()


_SOLVED = 2_000  # states up to which each channel's equations are solved at once
_ENOUGH = 1e-15  # of a probability: no more digits are in a double
_ROUNDS = 400
_WIDEST = 4_000_000  # numbers held at once


def _ahead(
    chain: csr_matrix, ends: NDArray[np.float64], kept: NDArray[np.bool_]
) -> NDArray[np.float64] | None:
    """
    Return P(conversion) from each state, without each channel; None when walks are too long.

    The equations are those that are solved above. Here their solution is summed, walks of one
    touch more at a time, until what is added is past the last digit of a double: with many states
    that is far less work than solving them for each channel.

    kept: which states remain, (states, channels + 1).
    """
    import numpy as np  # noqa: PLC0415 - only who asks for a model waits for it

    found = np.zeros(kept.shape)
    width = max(1, _WIDEST // kept.shape[0])
    for first in range(0, kept.shape[1], width):
        part = slice(first, first + width)
        step = kept[:, part] * ends[:, None]
        for _ in range(_ROUNDS):
            found[:, part] += step
            step = kept[:, part] * (chain @ step)
            if step.max() < _ENOUGH:
                break
        else:
            return None
    return found
