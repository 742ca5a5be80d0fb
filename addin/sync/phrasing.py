"""A schedule said back: which days, at what time, in both languages; and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text

LAST = -1
WORKING = (1, 2, 3, 4, 5)
_WEEK = 7
_HOUR = 60


@dataclass(slots=True)
class When:
    """
    What a phrase says.

    days: of the week, 1 is Monday; empty: all of them. dates: of the month, LAST is its last.
    nth: with one weekday, the first or the LAST of the month. every, window, times: in minutes.
    """

    days: tuple[int, ...] | None = None
    dates: tuple[int, ...] = ()
    nth: int = 0
    monthly: bool = False
    weekly: bool = False
    every: int = 0
    window: tuple[int, int] | None = None
    times: list[int] = field(default_factory=list)


def said_back(when: When) -> Text:
    """Return *when* in words."""
    times = _times(when)
    if when.every and not (when.days or when.dates):
        return times
    days, comma = _days(when), "," if when.every else ""
    return Text(en=f"{days.en}{comma} {times.en}", fr=f"{days.fr}{comma} {times.fr}")


def all_said_back(whens: Sequence[When]) -> Text:
    """Return groups of days, each with times of its own, in words."""
    said = [said_back(when) for when in whens]
    return Text(
        en=", and ".join(each.en for each in said), fr=", et ".join(each.fr for each in said)
    )


def _days(when: When) -> Text:
    if when.nth:
        (day,) = when.days or (1,)
        nth, name = _NTHS[when.nth], _NAMES[day - 1]
        return _NTH.format(nth=nth, day=name)
    if when.dates:
        return _dates(sorted(set(when.dates), key=lambda d: (d == LAST, d)))
    if not when.days or len(when.days) == _WEEK:
        return Text(en="every day", fr="chaque jour")
    if when.days == WORKING:
        return Text(
            en="every weekday (Monday to Friday)", fr="chaque jour ouvré (du lundi au vendredi)"
        )
    if when.days == (*WORKING, 6):
        return Text(en="Monday to Saturday", fr="chaque jour ouvrable (du lundi au samedi)")
    names = [_NAMES[d - 1] for d in when.days]
    return Text(
        en="every " + listed([n.en for n in names], "and"),
        fr="chaque " + listed([n.fr for n in names], "et"),
    )


def _dates(dates: Sequence[int]) -> Text:
    english = ["the last day" if d == LAST else f"the {_th(d)}" for d in dates]
    french = ["le dernier jour" if d == LAST else f"le {'1er' if d == 1 else d}" for d in dates]
    return Text(
        en=f"on {listed(english, 'and')} of each month",
        fr=f"{listed(french, 'et')} de chaque mois",
    )


def _times(when: When) -> Text:
    if not when.every:
        times = sorted(set(when.times))
        return Text(
            en="at " + listed([_clock(m) for m in times], "and"),
            fr="à " + listed([_heure(m) for m in times], "et"),
        )
    step = _step(when.every)
    if when.window is None:
        return step
    start, end = when.window
    return Text(
        en=f"{step.en} from {_clock(start)} to {_clock(end)}",
        fr=f"{step.fr} de {_heure(start)} à {_heure(end)}",
    )


def _step(minutes: int) -> Text:
    hours, left = divmod(minutes, _HOUR)
    if left:
        one = minutes == 1
        return Text(
            en="every minute" if one else f"every {minutes} minutes",
            fr="toutes les minutes" if one else f"toutes les {minutes} minutes",
        )
    return Text(
        en="every hour" if hours == 1 else f"every {hours} hours",
        fr="toutes les heures" if hours == 1 else f"toutes les {hours} heures",
    )


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _heure(minutes: int) -> str:
    return french_time(*divmod(minutes, _HOUR))


def french_time(hour: int, minute: int) -> str:
    """Write a time of day as French sentences do: 7 h 30, 17 h."""
    return f"{hour}\u00a0h\u00a0{minute:02}" if minute else f"{hour}\u00a0h"


def _th(day: int) -> str:
    teens = range(11, 14)
    ending = "th" if day in teens else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def listed(words: Sequence[str], last: str) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def not_understood(said: str, left: Sequence[str] = ()) -> KpiError:
    """Say which words of a schedule mean nothing, and show some that do."""
    if left:
        told = _WORDS.format(said=shown(said, 80), left=shown(" ".join(left)), examples=EXAMPLES)
    else:
        told = _WHOLE.format(said=shown(said, 80), examples=EXAMPLES)
    return KpiError(Kind.TYPE, told)


def no_time(typed: str) -> KpiError:
    """Say that no day has that time."""
    return KpiError(Kind.TYPE, _NO_TIME.format(typed=shown(typed)))


def no_date(number: int) -> KpiError:
    """Say that no month has that day."""
    return KpiError(Kind.TYPE, _NO_DATE.format(n=number))


def no_step(minutes: int) -> KpiError:
    """Say that neither an hour nor a day is cut into such parts."""
    return KpiError(Kind.TYPE, _NO_STEP.format(n=minutes))


def lacking(what: Text) -> KpiError:
    """Say what a schedule does not say yet."""
    return KpiError(Kind.TYPE, what.format(examples=EXAMPLES))


EXAMPLES = Text(
    en="Examples: “every weekday 7:30”, “every monday and thursday at 8”, “every 15 minutes from 8 to 19 on weekdays”, “the 1st of each month at 9”, or cron: “30 7 * * 1-5”.",
    fr="Exemples\u00a0: «\u00a0chaque jour ouvré à 7\u00a0h\u00a030\u00a0», «\u00a0le lundi et le jeudi à 8h\u00a0», «\u00a0toutes les 15 minutes de 8\u00a0h à 19\u00a0h en semaine\u00a0», «\u00a0le 1er de chaque mois à 9h\u00a0», ou cron\u00a0: «\u00a030 7 * * 1-5\u00a0».",
)
WHEN = Text(en="At what time? {examples}", fr="À quelle heure\u202f? {examples}")
WHICH_DAY = Text(en="On which day? {examples}", fr="Quel jour\u202f? {examples}")
WHOSE_TIME = Text(
    en="Which days have which time? Say each group of days with its own: “monday at 8 and friday at 17:00”. {examples}",
    fr="Quels jours ont quelle heure\u202f? Dites chaque groupe de jours avec la sienne\u00a0: «\u00a0le lundi à 8\u00a0h et le vendredi à 17\u00a0h\u00a0». {examples}",
)
ONE_KIND = Text(
    en="Say days of the week or days of the month, not both. {examples}",
    fr="Dites des jours de la semaine ou des jours du mois, pas les deux. {examples}",
)
_WORDS = Text(
    en="“{said}” is not understood: what is “{left}”? {examples}",
    fr="«\u00a0{said}\u00a0» n’est pas compris\u00a0: que veut dire «\u00a0{left}\u00a0»\u202f? {examples}",
)
_WHOLE = Text(
    en="“{said}” is not a schedule. {examples}",
    fr="«\u00a0{said}\u00a0» n’est pas un horaire. {examples}",
)
_NO_TIME = Text(
    en="“{typed}” is not a time of day: write 7:30, 19:00, 7:30 pm or noon.",
    fr="«\u00a0{typed}\u00a0» n’est pas une heure\u00a0: écrivez 7\u00a0h\u00a030, 19\u00a0h ou midi.",
)
_NO_DATE = Text(
    en="No month has a day {n}: write 1 to 31, or “the last day of each month”.",
    fr="Aucun mois n’a de jour {n}\u00a0: écrivez 1 à 31, ou «\u00a0le dernier jour de chaque mois\u00a0».",
)
_NO_STEP = Text(
    en="Every {n} minutes does not come round at the same times: write 5, 10, 15, 20 or 30 minutes, or 1, 2, 3, 4, 6, 8 or 12 hours.",
    fr="Toutes les {n} minutes ne retombe pas aux mêmes heures\u00a0: écrivez 5, 10, 15, 20 ou 30 minutes, ou 1, 2, 3, 4, 6, 8 ou 12 heures.",
)
_NTH = Text(en="on the {nth} {day} of each month", fr="le {nth} {day} de chaque mois")
_NTHS = {
    1: Text(en="first", fr="premier"),
    2: Text(en="second", fr="deuxième"),
    3: Text(en="third", fr="troisième"),
    4: Text(en="fourth", fr="quatrième"),
    LAST: Text(en="last", fr="dernier"),
}
_NAMES = (
    Text(en="Monday", fr="lundi"),
    Text(en="Tuesday", fr="mardi"),
    Text(en="Wednesday", fr="mercredi"),
    Text(en="Thursday", fr="jeudi"),
    Text(en="Friday", fr="vendredi"),
    Text(en="Saturday", fr="samedi"),
    Text(en="Sunday", fr="dimanche"),
)
