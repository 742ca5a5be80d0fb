"""What can go wrong, said so that the person in front of the sheet can fix it.

Every error carries a kind, which decides how each host shows it (a cell error, an HTTP
status, exit code 2), and a sentence in both languages: what is wrong, where, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """
    Say that *name* is not known, and name the closest that is, or all of them where they are few.

    known: the names; where they are keys of titles, each is told by its title.
    """
    titles = _titles(known)
    near = list(dict.fromkeys(titles[each] for each in closest(name, titles)))
    every = list(dict.fromkeys(titles.values()))
    said = [_UNKNOWN]
    if near:
        said.append(_CLOSEST if len(near) == 1 else _CLOSEST_ONES)
    if len(near) < len(every) <= _FEW:
        said.append(_ALL)
    sentences = Text(en=" ".join(s.en for s in said), fr=" ".join(s.fr for s in said))
    told = sentences.format(name=shown(name), what=what, near=_listed(near), all=_listed(every))
    return KpiError(Kind.NOT_FOUND, told)


_FEW = 12  # names that are read at a glance, in a cell's message too
_UNKNOWN = Text(en="“{name}” is not {what}.", fr="«\u00a0{name}\u00a0» n’est pas {what}.")
_CLOSEST = Text(en="Closest: {near}.", fr="Le plus proche\u00a0: {near}.")
_CLOSEST_ONES = Text(en="Closest: {near}.", fr="Les plus proches\u00a0: {near}.")
_ALL = Text(en="There are: {all}.", fr="Il y a\u00a0: {all}.")


def _titles(known: Iterable[str]) -> dict[str, Text]:
    """Return how each name that is understood is told: a title in either language is one."""
    titles: dict[str, Text] = {}
    for name in known:
        title = known[name] if isinstance(known, Mapping) else name
        said = title if isinstance(title, Text) else Text(en=name, fr=name)
        titles |= {name: said} | {word: said for word in (said.en, said.fr) if word not in titles}
    return titles


def _listed(names: Iterable[Text]) -> Text:
    said = list(names)
    return Text(en=", ".join(n.en for n in said), fr=", ".join(n.fr for n in said))


def shown(value: str, most: int = 40) -> str:
    """Shorten what the user typed so that it can be quoted in a sentence, on one line."""
    clean = "".join(c if c.isprintable() else "�" for c in value)
    return clean if len(clean) <= most else clean[: most - 1] + "…"
