"""What the values of a file prove about how all of them are written.

One file, one order of day and month, one decimal mark: a value that can be read in only one way
settles it for those that could be read in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_NUMERIC_DATE = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?!\d)")
_KEPT = re.compile(r"[^\d.,' ]")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_MONTHS = 12


@dataclass(slots=True)
class DateEvidence:
    """Counts of numeric dates that only one order can read."""

    dmy: int = 0
    mdy: int = 0
    either: int = 0

    def look(self, texts: Iterable[str]) -> None:
        """Take in more values."""
        for text in dict.fromkeys(texts):
            if not (found := _NUMERIC_DATE.match(text)):
                continue
            first, second = int(found[1]), int(found[2])
            if first > _MONTHS >= second:
                self.dmy += 1
            elif second > _MONTHS >= first:
                self.mdy += 1
            elif first != second:
                self.either += 1

    @property
    def order(self) -> str | None:
        """The order that the values prove; the more frequent one when they disagree."""
        if self.dmy == self.mdy:
            return None
        return "dmy" if self.dmy > self.mdy else "mdy"


@dataclass(slots=True)
class NumberEvidence:
    """Counts of numbers that only one decimal mark can read, and the thousands marks seen."""

    point: int = 0
    comma: int = 0
    either: int = 0
    groups: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)

    def look(self, texts: Iterable[str], *, whole: bool) -> None:
        """Take in more values; *whole* where they are counts, which have no decimals."""
        for text in dict.fromkeys(texts):
            if len(text) > 64 or not any(c in text for c in ".,' \u00a0\u202f\u2019"):  # noqa: PLR2004 - longest number
                continue
            bare = _KEPT.sub("", _SPACES.sub(" ", text.replace("\u2019", "'"))).strip(" '")
            self._weigh(bare.strip(".,"), whole=whole)

    def _weigh(self, bare: str, *, whole: bool) -> None:
        for group in (" ", "'"):
            if re.search(rf"\d{group}\d{{3}}", bare):
                self.groups[group] = self.groups.get(group, 0) + 1
        points, commas = bare.count("."), bare.count(",")
        if points and commas:
            self._vote("." if bare.rfind(".") > bare.rfind(",") else ",", grouped=True)
        elif points + commas > 1:
            self._vote("," if points else ".", grouped=True)
        elif points + commas == 1:
            mark = "." if points else ","
            head, _, tail = bare.partition(mark)
            grouped = len(tail) == 3 and head.isdigit() and len(head) <= 3 and head[0] != "0"  # noqa: PLR2004 - thousands
            if not grouped:
                self._vote(mark, grouped=False)
            elif whole:
                self._vote("," if mark == "." else ".", grouped=True)
            else:
                self.either += 1
                self.doubtful[mark] = self.doubtful.get(mark, 0) + 1

    def _vote(self, mark: str, *, grouped: bool) -> None:
        if mark == ".":
            self.point += 1
        else:
            self.comma += 1
        if grouped:
            group = "," if mark == "." else "."
            self.groups[group] = self.groups.get(group, 0) + 1

    @property
    def mark(self) -> str | None:
        """The decimal mark that the values prove."""
        if self.point == self.comma:
            return None
        return "." if self.point > self.comma else ","

    def locale(self, mark: str, preferred: str) -> str:
        """Return a locale that writes *mark* and the thousands seen; the workspace's if it does."""
        from kpi_core.values.locales import separators  # noqa: PLC0415 - CLDR for rare locales only

        # Once the decimal mark is known, the other mark can only have grouped thousands.
        groups = dict(self.groups)
        other = "," if mark == "." else "."
        groups[other] = groups.get(other, 0) + self.doubtful.get(other, 0)
        likely = max(groups, key=lambda g: groups[g]) if any(groups.values()) else None
        group, decimal = separators(preferred)
        if decimal == mark and likely in {None, group}:
            return preferred
        if mark == ".":
            return "de_CH" if likely == "'" else "en_US"
        return "de_DE" if likely == "." else "fr_FR"
