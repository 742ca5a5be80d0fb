"""How people say when: "every weekday 7:30", "toutes les 15 minutes de 8h à 19h", or cron.

A phrase is understood to its last word or refused, as periods are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from addin.sync import phrasing
from addin.sync.cron import Times, by_interval, by_times, normal
from addin.sync.phrasing import LAST, WORKING, When
from kpi_core.periods.words import vocabulary
from kpi_core.registry import folded
from kpi_core.text import Text

LONGEST = 200

_HOUR, _DAY = 60, 24 * 60
_CRON = re.compile(r"[\d*][\d*/,-]*( [\d*A-Za-z#][\d*/,#A-Za-z-]*){4}")


def understood(said: str) -> tuple[str, Text]:
    """
    Return *said* as cron lines joined by "; ", and what was understood, in words.

    Raises
    ------
    KpiError
        TYPE when a word is not understood, or something is missing.
    """
    typed = " ".join(said.split())
    if not typed or len(typed) > LONGEST:
        raise phrasing.not_understood(said)
    if _CRON.fullmatch(typed):
        try:
            return normal(typed), Text(en=f"cron {typed}", fr=f"cron {typed}")
        except ValueError:
            raise phrasing.not_understood(said) from None
    whens, left = _read(folded(typed))
    if left:
        raise phrasing.not_understood(said, left)
    # Two groups of days may share a moment: it comes once, as every moment does.
    return "; ".join(_cron(when, said) for when in whens), phrasing.all_said_back(whens)


#: What stands in the rest of a phrase for a word that said on which days, or at what time.
_DAY_MARK, _TIME_MARK = "\ue000", "\ue001"


class _Rest:
    """The words of a phrase that nothing has explained yet; the others are marks, as long."""

    def __init__(self, words: str) -> None:
        self.words = words

    def take(
        self, pattern: str, explain: Callable[[re.Match[str]], None], mark: str = _DAY_MARK
    ) -> None:
        """Explain every match of *pattern*, which is then no longer part of the rest."""

        def explained(match: re.Match[str]) -> str:
            explain(match)
            return mark * len(match[0])

        self.words = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", explained, self.words)

    @property
    def left(self) -> list[str]:
        """Its words that mean nothing."""
        words = re.findall(rf"[^\s,;{_DAY_MARK}{_TIME_MARK}]+", self.words)
        kept = [word for word in words if word not in _LITTLE]
        # A hyphen is set apart to be read (Monday - Friday), but shown as it was typed.
        return re.sub(r"(?<=\w) - (?=\w)", "-", " ".join(kept)).split(" ") if kept else []


def _read(said: str) -> tuple[list[When], list[str]]:
    """
    Return what *said* means, and its words that mean nothing.

    "Monday at 8 and Friday at 17:00" means two things: days that have times of their own.
    """
    phrase = re.sub(r"[.!]+$", "", said).replace("-", " - ")
    when, rest = _explained(phrase)
    if rest.left:
        return [when], rest.left
    parts = _parts(phrase, rest.words)
    if len(parts) == 1:
        return [when], []
    found = [_part(part) for part in parts]
    return [part for part, _ in found], [word for _, left in found for word in left.left]


def _part(phrase: str) -> tuple[When, _Rest]:
    """Return what a part says: "the 15 at 17:00" may owe its month to the part before."""
    alone = _explained(phrase)
    return _explained(phrase, monthly=True) if alone[1].left else alone


def _explained(phrase: str, *, monthly: bool = False) -> tuple[When, _Rest]:
    """Return what one group of days is said to be. The longest forms come first."""
    when, rest = When(monthly=monthly), _Rest(phrase)
    rest.take(_WINDOW, lambda m: _window(when, m), _TIME_MARK)
    rest.take(_INTERVAL, lambda m: _interval(when, m), _TIME_MARK)
    _read_dates(when, rest)
    _read_weekdays(when, rest)
    rest.take(_AT, lambda m: when.times.append(_minutes(m[1] or m[2])), _TIME_MARK)
    return when, rest


def _parts(phrase: str, marked: str) -> list[str]:
    """Cut *phrase* after each pair of days and times, if it holds several."""
    runs = list(re.finditer(_RUNS, marked))
    if len(runs) < 2 * 2:
        return [phrase]
    if len(runs) % 2:
        raise phrasing.lacking(phrasing.WHOSE_TIME)
    ends = [run.end() for run in runs[1::2]]
    return [phrase[a:b] for a, b in zip([0, *ends], [*ends[:-1], len(phrase)], strict=False)]


def _read_dates(when: When, rest: _Rest) -> None:
    def monthly(_: re.Match[str]) -> None:
        when.monthly = True

    def nth(match: re.Match[str]) -> None:
        when.nth, when.days = _ORDINALS[match[1]], (_weekday(match[2]),)

    rest.take(rf"({_ORDINAL}) ({_WEEKDAY}) {_OF_MONTH}", nth)
    rest.take(rf"(?:last day|dernier jour|end|fin) {_OF_MONTH}", lambda _: _date(when, LAST))
    rest.take(rf"{_OF_MONTH}|{_EVERY} (?:month|mois)|monthly", monthly)
    rest.take(r"(\d{1,2}) ?(?:st|nd|rd|th|er)", lambda m: _date(when, int(m[1])))
    if when.monthly:
        rest.take(
            r"(?:the|le|and|et|,) ?(\d{1,2})(?! ?(?:h|:|am|pm|\d))",
            lambda m: _date(when, int(m[1])),
        )


def _read_weekdays(when: When, rest: _Rest) -> None:
    def weekly(_: re.Match[str]) -> None:
        when.weekly = True

    def add(days: Sequence[int]) -> None:
        when.days = tuple(sorted({*(when.days or ()), *days}))

    def between(match: re.Match[str]) -> None:
        first, last = _weekday(match[1]), _weekday(match[2])
        add([(first - 1 + i) % 7 + 1 for i in range((last - first) % 7 + 1)])

    for pattern, days in _GROUPS:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", rest.words):
            rest.take(pattern, lambda _: None)
            add(days)
    rest.take(rf"{_EVERY} (?:week|semaines?)|weekly", weekly)
    rest.take(rf"({_WEEKDAY}) (?:to|through|au|a|-) ({_WEEKDAY})", between)
    rest.take(_WEEKDAY, lambda m: add([_weekday(m[0])]))


_RUNS = rf"{_DAY_MARK}[^{_TIME_MARK}]*{_DAY_MARK}|{_TIME_MARK}[^{_DAY_MARK}]*{_TIME_MARK}"
_EVERY = r"(?:every|each|toute?s? les|tous les|chaque)"
_OF_MONTH = r"(?:of (?:the|each|every) month|du mois|de chaque mois|de tous les mois)"
_NOON, _MIDNIGHT = frozenset({"noon", "midday", "midi"}), frozenset({"midnight", "minuit"})
_CLEAR_TIME = (
    rf"{'|'.join(sorted(_NOON | _MIDNIGHT))}|\d{{1,2}} ?[h:] ?\d{{2}}(?: ?[ap]m)?"
    r"|\d{1,2} ?(?:heures?|h|[ap]m|o'clock)"
)
_TIME = rf"{_CLEAR_TIME}|\d{{1,2}}"
_AT = rf"(?:at|a|vers|,|and|et|puis|then) ?({_TIME})|({_CLEAR_TIME})"
_WINDOW = rf"(?:from|between|de|entre) ({_TIME}) (?:to|and|a|et|until|-) ({_TIME})"
_COUNTED = {
    "two": 2, "deux": 2, "three": 3, "trois": 3, "four": 4, "quatre": 4, "five": 5, "cinq": 5,
    "six": 6, "eight": 8, "huit": 8, "ten": 10, "dix": 10, "twelve": 12, "douze": 12, "fifteen": 15,
    "quinze": 15, "twenty": 20, "vingt": 20, "thirty": 30, "trente": 30,
}  # fmt: skip
_INTERVAL = (
    rf"{_EVERY} (?:(\d{{1,4}}|{'|'.join(_COUNTED)}) ?)?(minutes?|mins?|hours?|heures?|h)"
    rf"|{_EVERY} (half(?: an)? hour|demi(?: -)? ?heures?)"
    rf"|{_EVERY} (quarter(?: of an)? hour|quarts? d'heure)|(hourly)"
)
_WEEKDAYS = {
    word: int(str(parts["WEEKDAY"])) + 1
    for word, parts in vocabulary().items()
    if "WEEKDAY" in parts
}
_WEEKDAY = "|".join(rf"{word}s?" for word in sorted(_WEEKDAYS, key=len, reverse=True))
_ORDINALS = {
    "first": 1, "1st": 1, "premier": 1, "1er": 1, "second": 2, "2nd": 2, "deuxieme": 2, "2e": 2,
    "third": 3, "3rd": 3, "troisieme": 3, "3e": 3, "fourth": 4, "4th": 4, "quatrieme": 4, "4e": 4,
    "last": LAST, "dernier": LAST,
}  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_GROUPS: Sequence[tuple[str, tuple[int, ...]]] = (
    (rf"(?:{_EVERY} )?(?:weekdays?|business days?|working days?|work ?days?)", WORKING),
    (
        rf"(?:{_EVERY} |les )?jours? ouvres?|en semaine|(?:{_EVERY} |les )?jours? de semaine",
        WORKING,
    ),
    # In French labour law, "ouvrable" counts Saturday: "ouvré" does not.
    (rf"(?:{_EVERY} |les )?jours? ouvrables?", (*WORKING, 6)),
    (rf"(?:{_EVERY} |les |le )?week ?(?:- )?ends?", (6, 7)),
    (rf"{_EVERY} ?(?:days?|jours?)|daily|quotidien(?:nement)?", ()),
)
_LITTLE = frozenset(
    {"every", "each", "on", "at", "the", "of", "and", "then", "in", "morning", "day", "o'clock"}
    | {
        "et",
        "le",
        "les",
        "a",
        "chaque",
        "tous",
        "toutes",
        "puis",
        "vers",
        "matin",
        "du",
        "au",
        "jour",
    }
)


def _minutes(typed: str) -> int:
    """Return a time of day in minutes; midnight is 0, at either end of the day."""
    if typed in _NOON | _MIDNIGHT:
        return 12 * _HOUR if typed in _NOON else 0
    digits = [int(n) for n in re.findall(r"\d+", typed)]
    hour, minute = digits[0], digits[1] if len(digits) > 1 else 0
    if typed.endswith("m"):
        if not 1 <= hour <= 12:  # noqa: PLR2004 - 13 pm is none
            raise phrasing.no_time(typed)
        hour = hour % 12 + (12 if typed.endswith("pm") else 0)
    if minute >= _HOUR or hour * _HOUR + minute > _DAY:
        raise phrasing.no_time(typed)
    return (hour * _HOUR + minute) % _DAY


def _window(when: When, match: re.Match[str]) -> None:
    when.window = _minutes(match[1]), _minutes(match[2])


def _interval(when: When, match: re.Match[str]) -> None:
    number, unit, half, quarter, hourly = match.groups()
    if half or quarter:
        when.every = 30 if half else 15
        return
    count = 1 if number is None else _COUNTED.get(number) or int(number)
    when.every = count * (_HOUR if hourly or unit.startswith("h") else 1)
    if not 1 <= when.every <= 12 * _HOUR:
        raise phrasing.no_step(when.every)


def _date(when: When, number: int) -> None:
    if number != LAST and not 1 <= number <= 31:  # noqa: PLR2004 - days of the longest months
        raise phrasing.no_date(number)
    when.dates = (*when.dates, number)


def _weekday(word: str) -> int:
    return _WEEKDAYS.get(word) or _WEEKDAYS[word.removesuffix("s")]


def _cron(when: When, said: str) -> str:
    """Return the cron lines of what was found, or say what is missing or too much."""
    _complete(when, said)
    date = ",".join("L" if d == LAST else str(d) for d in sorted(set(when.dates))) or "*"
    week = ",".join(str(d % 7) for d in when.days or ()) or "*"
    if when.nth:
        week = f"{week}L" if when.nth == LAST else f"{week}#{when.nth}"
    if when.every and when.window is None:
        if not _comes_round(when.every):
            raise phrasing.no_step(when.every)
        return by_interval(when.every, date, week)
    return by_times(_times(when), date, week)


def _complete(when: When, said: str) -> None:
    if (when.every and when.times) or (when.window and not when.every):
        raise phrasing.not_understood(said)
    if (when.dates and (when.days is not None or when.nth)) or (
        when.nth and len(when.days or ()) != 1
    ):
        raise phrasing.lacking(phrasing.ONE_KIND)
    undated = when.monthly and not when.dates and not when.nth
    if undated or (when.weekly and not when.days):
        raise phrasing.lacking(phrasing.WHICH_DAY)
    if not when.every and not when.times:
        raise phrasing.lacking(phrasing.WHEN)


def _comes_round(minutes: int) -> bool:
    return (_HOUR if minutes < _HOUR else _DAY) % minutes == 0 and (
        minutes < _HOUR or minutes % _HOUR == 0
    )


def _times(when: When) -> Times:
    if when.window is None:
        return sorted(set(when.times))
    start, end = when.window
    last = end + (_DAY if end < start else 0)
    return sorted({m % _DAY for m in range(start, last + 1, when.every)})
