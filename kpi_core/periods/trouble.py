"""What to say when a phrase is not a period: what was not understood, and what works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.periods.calendar import Grain
from kpi_core.periods.labels import spoken
from kpi_core.periods.words import MONTHS_EN, MONTHS_FR
from kpi_core.text import Text

EXAMPLES = Text(
    en="Examples: “last quarter”, “Q3 2025”, “March 3 to April 10”.",
    fr="Exemples : « le trimestre dernier », « T3 2025 », « du 3 mars au 10 avril ».",
)
UNITS = {
    Grain.DAY: Text(en="day", fr="un jour"),
    Grain.WEEK: Text(en="week", fr="une semaine"),
    Grain.MONTH: Text(en="month", fr="un mois"),
    Grain.QUARTER: Text(en="quarter", fr="un trimestre"),
    Grain.HALF: Text(en="half-year", fr="un semestre"),
    Grain.YEAR: Text(en="year", fr="une année"),
}


def empty() -> KpiError:
    """Say that there is no phrase at all."""
    return KpiError(
        Kind.EMPTY,
        Text(en="The period is empty. {examples}", fr="La période est vide. {examples}").format(
            examples=EXAMPLES
        ),
    )


def not_understood(words: Sequence[str], phrase: str) -> KpiError:
    """Say which words of *phrase* were left over."""
    rest = ", ".join(dict.fromkeys(words))
    if shown(rest) == shown(phrase):
        said = Text(en="“{phrase}” is not a period.", fr="« {phrase} » n’est pas une période.")
    else:
        said = Text(
            en="“{rest}” was not understood in “{phrase}”.",
            fr="« {rest} » n’a pas été compris dans « {phrase} ».",
        )
    told = Text(en=said.en + " {examples}", fr=said.fr + " {examples}")
    return KpiError(
        Kind.TYPE, told.format(rest=shown(rest), phrase=shown(phrase), examples=EXAMPLES)
    )


def not_a(grain: Grain, written: str) -> KpiError:
    """Say that a number is out of the calendar: "2026-13", "week 54"."""
    return KpiError(
        Kind.TYPE,
        Text(en="'{written}' is not a {en}.", fr="« {written} » n’est pas {fr}.").format(
            written=shown(written), en=UNITS[grain].en, fr=UNITS[grain].fr
        ),
    )


def no_such_day(day: int, month: int, year: int | None) -> KpiError:
    """Say that the month does not have that day."""
    en = f"{day} {MONTHS_EN[month - 1][:3].capitalize()}"
    fr = f"{day} {MONTHS_FR[month - 1]}"
    end = "" if year is None else f" {year}"
    return KpiError(
        Kind.TYPE,
        Text(en=f"{en}{end} does not exist.", fr=f"Le {fr}{end} n’existe pas."),
    )


def no_such_unit(grain: Grain, number: int, year: int | None) -> KpiError:
    """Say that the year has fewer such units: 2025 has no week 53."""
    en, fr = UNITS[grain].en, UNITS[grain].fr.partition(" ")[2]
    if year is None:
        said = Text(en="There is no {en} {number}.", fr="Il n’y a pas de {fr} {number}.")
    else:
        said = Text(en="{year} has no {en} {number}.", fr="{year} n’a pas de {fr} {number}.")
    return KpiError(Kind.TYPE, said.format(year=year, number=number, en=en, fr=fr))


def wrong_weekday(day: date, said: Text, real: Text) -> KpiError:
    """Say that the day of the week and the date do not go together."""
    return KpiError(
        Kind.TYPE,
        Text(
            en="{day} is a {real}, not a {said}.", fr="Le {day} est un {real}, pas un {said}."
        ).format(day=spoken(day), real=real, said=said),
    )


def backwards(start: date, end: date) -> KpiError:
    """Say that the end comes before the start."""
    return KpiError(
        Kind.TYPE,
        Text(
            en="The period ends ({end}) before it starts ({start}): swap the two dates.",
            fr="La période finit ({end}) avant de commencer ({start}) : inversez les deux dates.",
        ).format(start=spoken(start), end=spoken(end)),
    )


def two_readings(written: str, one: Text, other: Text) -> KpiError:
    """Ask which of two readings is meant."""
    return KpiError(
        Kind.AMBIGUOUS,
        Text(
            en="“{written}” can mean {one} or {other}: write which one.",
            fr="« {written} » peut désigner {one} ou {other} : précisez.",
        ).format(written=shown(written), one=one, other=other),
    )


def two_days(written: str, one: date, other: date) -> KpiError:
    """Ask which of two days is meant, and show the way to write it that cannot be misread."""
    return KpiError(
        Kind.AMBIGUOUS,
        Text(
            en="“{written}” can mean {one} or {other}: write {iso} or {other_iso}.",
            fr="« {written} » peut désigner le {one} ou le {other} : écrivez {iso} ou {other_iso}.",
        ).format(
            written=shown(written), one=spoken(one), other=spoken(other), iso=one, other_iso=other
        ),
    )


def wrong_order(written: str, order: Text) -> KpiError:
    """Say that a date does not follow the order in which this locale writes dates."""
    return KpiError(
        Kind.AMBIGUOUS,
        Text(
            en="'{written}' is not {order}; write it as 2026-04-13.",
            fr="« {written} » n’est pas au format {order} ; écrivez-le 2026-04-13.",
        ).format(written=shown(written), order=order),
    )


def first_day_unknown() -> KpiError:
    """Say that nothing tells where "all time" begins."""
    return KpiError(
        Kind.TYPE,
        Text(
            en="There is no data yet, so the period has no first day: give one, "
            "such as “since January 2025”.",
            fr="Aucune donnée encore, donc pas de premier jour : donnez-en un, "
            "par exemple « depuis janvier 2025 ».",
        ),
    )


def before_first_day(first: date) -> KpiError:
    """Say that the data begins after the period ends."""
    return KpiError(
        Kind.TYPE,
        Text(
            en="The data begins on {first}, after the end of that period.",
            fr="Les données commencent le {first}, après la fin de cette période.",
        ).format(first=spoken(first)),
    )


def season(written: str) -> KpiError:
    """Say that a season has no agreed first day."""
    return KpiError(
        Kind.TYPE,
        Text(
            en="“{written}” has no agreed dates: name the months, such as “June to August 2025”.",
            fr="« {written} » n’a pas de dates convenues : nommez les mois, "
            "par exemple « de juin à août 2025 ».",
        ).format(written=shown(written)),
    )


def same_period() -> KpiError:
    """Say that a period is being compared with itself."""
    return KpiError(
        Kind.AMBIGUOUS,
        Text(
            en="The period would be compared with itself: name another one, such as "
            "“vs the previous period” or “vs the same period last year”.",
            fr="La période serait comparée à elle-même : nommez-en une autre, par exemple "
            "« par rapport à la période précédente » ou « vs la même période l’an dernier ».",
        ),
    )


def overlapping(grain: Grain) -> KpiError:
    """Say that a period is too long to be set against itself one unit earlier."""
    return KpiError(
        Kind.TYPE,
        Text(
            en="The period is longer than a {en}: one {en} earlier, it would be compared with "
            "part of itself.",
            fr="La période est plus longue qu’{fr} : à {fr} d’écart, elle serait comparée "
            "en partie à elle-même.",
        ).format(en=UNITS[grain].en, fr=UNITS[grain].fr),
    )
