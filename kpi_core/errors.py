"""What can go wrong, said so that the person in front of the sheet can fix it.

Every error carries a kind, which decides how each host shows it (a cell error, an HTTP
status, exit code 2), and a sentence in both languages: what is wrong, where, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from kpi_core.text import Text


class Kind(StrEnum):
    """The kinds of trouble a user can meet; the wire carries these names."""

    EMPTY = "EMPTY"
    NOT_FOUND = "NOT_FOUND"
    UPSTREAM = "UPSTREAM"
    AUTH = "AUTH"
    TYPE = "TYPE"
    AMBIGUOUS = "AMBIGUOUS"
    SHAPE = "SHAPE"
    CURRENCY = "CURRENCY"
    LIMIT = "LIMIT"
    DIV0 = "DIV0"
    NUM = "NUM"

    @property
    def code(self) -> str:
        """The cell error that spreadsheets show for this kind."""
        return _CODES.get(self, "#VALUE!")


# Excel shows our words with #VALUE! and #N/A only; #NAME? and #REF! cannot be returned at all.
_CODES = {
    Kind.EMPTY: "#N/A",
    Kind.NOT_FOUND: "#N/A",
    Kind.UPSTREAM: "#N/A",
    Kind.AUTH: "#N/A",
    Kind.DIV0: "#DIV/0!",
    Kind.NUM: "#NUM!",
}


class KpiError(Exception):
    """Base of all errors that a user can cause and fix."""

    def __init__(self, kind: Kind, message: Text) -> None:
        super().__init__(message.en)
        self.kind = kind
        self.message = message


class DeclarationError(Exception):
    """A declaration contradicts itself: all its faults at once, for the engineer who wrote it."""

    def __init__(self, name: str, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{name}: " + "; ".join(self.faults))


def closest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return the *known* names nearest to *name*, best first; the meant one is nearly always there."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - 30 ms that only an error pays

    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=utils.default_process, limit=limit
    )
    return [match for match, score, _ in found if score >= 55]  # noqa: PLR2004 - below: unrelated


def unknown(what: Text, name: str, known: Iterable[str]) -> KpiError:
    """Say that *name* is not known, and name the closest that is."""
    near = closest(name, known)
    ends = (
        Text(
            en=" Closest: {near}.",
            fr=" Le plus proche : {near}." if len(near) == 1 else " Les plus proches : {near}.",
        ).format(near=", ".join(near))
        if near
        else Text(en="", fr="")
    )
    return KpiError(
        Kind.NOT_FOUND,
        Text(
            en="“{name}” is not {what}.{ends}",
            fr="« {name} » n’est pas {what}.{ends}",
        ).format(name=shown(name), what=what, ends=ends),
    )


def shown(value: str, most: int = 40) -> str:
    """Shorten what the user typed so that it can be quoted in a sentence, on one line."""
    clean = "".join(c if c.isprintable() else "�" for c in value)
    return clean if len(clean) <= most else clean[: most - 1] + "…"
