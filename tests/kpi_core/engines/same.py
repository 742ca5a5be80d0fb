"""Whether two answers are one: to the cent, and to the nine figures that a float can promise."""

from __future__ import annotations

import math


def differences(one, other, where=""):
    """Yield where two trees of plain data part."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            if key not in one or key not in other:
                yield f"{where}.{key}: only one has it"
            else:
                yield from differences(one[key], other[key], f"{where}.{key}")
    elif isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        if len(one) != len(other):
            yield f"{where}: {len(one)} and {len(other)} of them"
        for i, (a, b) in enumerate(zip(one, other, strict=False)):
            yield from differences(a, b, f"{where}[{i}]")
    elif isinstance(one, float) or isinstance(other, float):
        if one is None or other is None or not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9):
            yield f"{where}: {one!r} and {other!r}"
    elif one != other:
        yield f"{where}: {one!r} and {other!r}"


def assert_same(one, other):
    """Fail where two answers part, saying the first places."""
    found = list(differences(one, other))
    assert not found, "\n".join(found[:10])
