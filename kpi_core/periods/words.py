"""The words of time in French and in English, folded: no capitals, no accents.

A word may play several parts ("sept" is a month and a number): the grammar decides by place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kpi_core.periods.calendar import Grain
from kpi_core.periods.numerals import cardinals

MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTHS_EN = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS_BOTH = "jan janv|feb fev fevr|mar|apr avr|jun|jul juil|aug|sep sept|oct|nov|dec"
_MONTH_NUMBERS = (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12)
_WEEKDAYS = (
    "lundi monday|mardi tuesday|mercredi wednesday|jeudi thursday"
    "|vendredi friday|samedi saturday|dimanche sunday"
)
_UNITS = {
    Grain.DAY: ("jour day", "jours days"),
    Grain.WEEK: ("semaine week wk", "semaines weeks wks"),
    Grain.MONTH: ("mois month", "months"),
    Grain.QUARTER: ("trimestre trim quarter qtr", "trimestres quarters qtrs"),
    Grain.HALF: ("semestre semester half halfyear", "semestres semesters halves halfyears"),
    Grain.YEAR: ("an annee year yr", "ans annees years yrs"),
}
_ORDINALS = (
    "premier premiere first",
    "deuxieme second seconde",
    "troisieme third",
    "quatrieme fourth",
)

_SEASONS = "printemps été automne hiver spring summer autumn winter"

# Each part a word can play; `1` marks the singular, because "last months" is not last month.
PARTS = {
    "LAST1": "dernier derniere passe passee precedent precedente ecoule ecoulee"
    " last previous past prior preceding",
    "PREV": "precedent precedente precedents precedentes previous prior preceding",
    "NEXT": "prochain prochaine prochains prochaines suivant suivante suivants suivantes"
    " next following",
    "THIS": "ce cet cette this current",
    "NOW": "courant courante actuel actuelle",
    "ROLLING": "glissant glissante glissants glissantes rolling trailing",
    "ART": "le la les l the ces mes nos",
    "OF": "de du d des of le la les l the",
    "IN": "en au aux a pour sur durant pendant dans lors courant cours for in during on over"
    " within throughout tout toute all whole entire full ensemble totalite",
    "TO": "a au aux to until till through thru jusqu jusque - – .. →",
    "FROM": "de du d des from",
    "SINCE": "depuis since",
    "START": "debut start beginning",
    "BEGIN": "debut early beginning start",
    "MIDDLE": "mi mid milieu middle",
    "FINISH": "fin late end",
    "SAME": "meme memes same",
    "TIME": "periode epoque moment period time",
    "VS": "vs versus contre against than que",
}
_LAST_PLURAL = "derniers dernieres passes passees precedents precedentes ecoules ecoulees"


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Words that change the period they touch; one left beside a period means it was misread.
MODIFIERS = _words(
    "debut fin mi mid milieu early late end start beginning middle half moitie avant apres before"
    " after jusqu jusque until till up"
)

# Words of time that never stand for anything else: none may be left in a question.
TEMPORAL = _words(
    "debut depuis since ago hebdo hebdomadaire hebdomadaires mensuel mensuelle mensuels mensuelles"
    " trimestriel trimestrielle trimestriels trimestrielles semestriel semestrielle annuel"
    " annuelle annuels annuelles quotidien quotidienne journalier journaliere daily weekly monthly"
    " quarterly yearly annual annually biweekly fortnight fortnights quinzaine weekend weekends"
    " decennie decade siecle century saison season printemps hiver automne winter summer autumn"
    " noel christmas paques easter ramadan rentree vacances holidays recent recents recente"
    " recentes recemment recently lately hier yesterday demain tomorrow today aujourd maintenant"
    " heure heures hour hours hourly matin matinee soir soiree morning evening nuit night ytd mtd"
    " qtd wtd ttm ltm yoy mom qoq wow exercice fiscal fiscale fy upcoming jadis autrefois formerly"
    " journee periode epoque period"
)

# Also a verb, a number, a first name or a planet: in a question they need a word of time beside.
AMBIGUOUS = _words("may mars march sept sep mar jan")
# Of those, the ones that are nearly always a month: left over, they make the caller refuse.
USUALLY_MONTHS = frozenset({"mars", "march"})

# French units that English uses otherwise ("an increase", "half of the leads").
UNITS_TOO = _words("an half halves trim")

_PLAIN = str.maketrans("éû", "eu")
_SEPTEMBER = 9  # the one whose French abbreviation English uses too


@cache
def vocabulary() -> Mapping[str, Mapping[str, object]]:
    """Return each word with the parts it plays and what it is worth in each."""
    table: dict[str, dict[str, object]] = {}
    for part, names, value in (*_entries(), *_dated(), *_counted()):
        for name in names.split():
            table.setdefault(name, {})[part] = value
    return table


def _entries() -> Iterator[tuple[str, str, object]]:
    for part, names in PARTS.items():
        yield part, names, True
    yield "LAST", PARTS["LAST1"], True
    yield "LAST", _LAST_PLURAL, True
    yield "SHORT", f"trim sem vs wk yr qtr {_MONTHS_BOTH.replace('|', ' ')}", True
    yield "AMBIGUOUS", " ".join(AMBIGUOUS), True
    for season in _SEASONS.split():
        yield "SEASON", season.translate(_PLAIN), season
    yield "FALL", "fall", "fall"  # far more often a verb


def _dated() -> Iterator[tuple[str, str, object]]:
    for number, (fr, en) in enumerate(zip(MONTHS_FR, MONTHS_EN, strict=True), 1):
        yield "MONTH", f"{fr.translate(_PLAIN)} {en}", number
        yield "ENMONTH", en, number
    for number, names in zip(_MONTH_NUMBERS, _MONTHS_BOTH.split("|"), strict=True):
        yield "MONTH", names, number
        yield "ENMONTH", names if number == _SEPTEMBER else names.split()[0], number
    for number, names in enumerate(_WEEKDAYS.split("|")):
        yield "WEEKDAY", names, number
    for grain, (one, many) in _UNITS.items():
        yield "UNIT1", one, grain
        yield "UNIT", f"{one} {many}", grain


def _counted() -> Iterator[tuple[str, str, object]]:
    for number, names in enumerate(_ORDINALS, 1):
        yield "ORD", names, number
    yield "DAY", "premier first", 1
    for words, number in cardinals():
        if len(words) == 1:
            yield "N", words[0], number


@cache
def compounds() -> Mapping[tuple[str, ...], tuple[str, Mapping[str, object]]]:
    """Return the expressions of several words that are read as one, by their words."""
    half: Mapping[str, object] = {"UNIT": Grain.HALF, "UNIT1": Grain.HALF}
    return {
        ("week", "end"): ("weekend", {}),
        ("half", "year"): ("halfyear", half),
        ("half", "years"): ("halfyears", {"UNIT": Grain.HALF}),
        **{w: (" ".join(w), {"N": number}) for w, number in cardinals() if len(w) > 1},
    }
