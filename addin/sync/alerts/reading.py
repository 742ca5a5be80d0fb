"""An alert as people write it: "CPL > 60 € for 2 weeks on LinkedIn", "données de plus de 2 jours".

Every word is accounted for, or the phrase is refused; what was understood is always said back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from addin import naming
from addin.amounts import COUNTED, amount_of, members_of
from addin.sync.alerts.parts import (
    COUNT,
    LENGTH,
    UNIT,
    duration,
    unit,
    whole,
)
from addin.sync.alerts.rules import Age, Drift, Failing, Filters, Grain, Missed, Rule, Threshold
from kpi_core.answering import Core
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better, Kpi
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.registry import folded
from kpi_core.text import Text

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Parts:
    """An alert on a KPI as options give it: above or below a limit, how long, where."""

    kpi: str
    above: str | None = None
    below: str | None = None
    lasting: str | None = None
    where: Sequence[str] = ()


def read(said: str, core: Core) -> Rule:
    """
    Return what *said* asks to be told of.

    Raises
    ------
    KpiError
        a word is not understood; it says which, and what can be written.
    """
    words = folded(said).strip(" .!?«»“”\"'")
    if not words or len(said) > LONGEST:
        raise _refused(said)
    if _FAILS.fullmatch(words):
        return Failing()
    for reader in (_age, _drift, _missed, _threshold):
        if (found := reader(words, core)) is not None:
            return found
    raise _refused(said)


def of_parts(parts: Parts, core: Core) -> Rule:
    """
    Return the alert that options give.

    Raises
    ------
    KpiError
        as `read`.
    """
    kpi = REGISTRY.find(parts.kpi)
    if (parts.above is None) == (parts.below is None):
        raise KpiError(Kind.TYPE, _ONE_LIMIT)
    count, grain = _USUAL if parts.lasting is None else duration(parts.lasting)
    value = amount_of(parts.above if parts.above is not None else str(parts.below), kpi, core)
    members = members_of(parts.where, core)
    return Threshold(kpi.id, parts.above is not None, value, grain, count, members)


def _age(words: str, _core: Core) -> Rule | None:
    match = _OLDER.fullmatch(words) or _AGED.fullmatch(words)
    if match is None:
        return None
    said = match.groupdict()
    days = whole(said["n"]) * (7 if unit(said["unit"]) == "week" else 1)
    what = said.get("what", "data")
    if what in {"data", "donnees"}:
        return Age(days)
    try:
        return Age(days, naming.fact(what))
    except KpiError:
        return None  # "sales cycle more than 30 days" is about a KPI


def _drift(words: str, core: Core) -> Rule | None:
    if not _BEYOND.search(words):
        return None
    against = _AGAINST.search(words)
    left = _BEYOND.sub(" ", _AGAINST.sub(" ", words))
    kpi, members = _subject(_CHANGES.sub(" ", left), core)
    return Drift(kpi.id, unit(against["unit"]) if against else "month", members)


def _missed(words: str, core: Core) -> Rule | None:
    lasting = _LASTING.search(words)
    left = " ".join(_LASTING.sub(" ", words, count=1).split())
    side = _BESIDE.search(left)
    match = side or _TARGET_OF.fullmatch(left)
    if match is None:
        return None
    subject = (
        _BESIDE.sub(" ", left, count=1)
        if side
        else f"{match['kpi'] or match['first']} {match['after'] or ''}"
    )
    count, grain = duration(lasting["a"] or lasting["b"]) if lasting else (1, "month")
    kpi, members = _subject(subject, core)
    over, under = (bool(side and side[name]) for name in ("over", "under"))
    if kpi.better is Better.NEITHER and not (over or under):
        raise KpiError(Kind.TYPE, _WHICH_SIDE.format(kpi=kpi.title))
    return Missed(kpi.id, over or (not under and kpi.better is Better.LOWER), grain, count, members)


def _threshold(words: str, core: Core) -> Rule | None:
    lasting = _LASTING.search(words)
    match = _COMPARED.fullmatch(" ".join(_LASTING.sub(" ", words, count=1).split()))
    if match is None:
        return None
    count, grain = duration(lasting["a"] or lasting["b"]) if lasting else _USUAL
    kpi, members = _subject(f"{match['kpi']} {match['after']}", core)
    above = _ABOVE.fullmatch(match["sign"]) is not None
    return Threshold(kpi.id, above, amount_of(match["value"], kpi, core), grain, count, members)


def _subject(words: str, core: Core) -> tuple[Kpi, Filters]:
    """Return the KPI that *words* name, and the members that are said after it."""
    first: KpiError | None = None
    for name, rest in _cuts(" ".join(words.split())):
        try:
            kpi = REGISTRY.find(_ARTICLE.sub("", name))
        except KpiError as error:
            first = first or error
        else:
            return kpi, members_of(_AND.split(rest) if rest else (), core)
    raise first or _refused(words)


def _cuts(words: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut *words* into a KPI and whom it is about, the longest KPI first."""
    yield words, ""
    for place in reversed(list(_WHOM.finditer(words))):
        yield words[: place.start()], words[place.end() :]


def _refused(said: str) -> KpiError:
    return KpiError(Kind.TYPE, _NOT_UNDERSTOOD.format(said=shown(said, 80), examples=EXAMPLES))


_USUAL: tuple[int, Grain] = (1, "week")
_OVER = r"above|over|(?:more|greater|higher) than|exceeds?|au[ -]dessus d[eu]s?|superieure?s? a|(?:de )?plus de|plus (?:haut|elevee?) que|depassent?|depasse"
_UNDER = r"below|under|(?:less|lower|fewer) than|(?:en|au)[ -]dessous d[eu]s?|inferieure?s? a|(?:de )?moins de|plus bas(?:se)? que|sous"
_ABOVE = re.compile(rf"[>≥]=?|{_OVER}")
_IS = r"is|are|goes|rises|falls|drops|gets|stays|est|sont|passe|monte|descend|tombe|reste"
_NUMBER = rf"-?[€$£]? ?\d[\d.,' ]*(?: ?(?:%|k?[€$£]|k|eur(?:os?)?|usd|gbp|chf|{COUNTED}))?(?!\w)"
_COMPARED = re.compile(
    rf"(?P<kpi>.+?)(?: (?:{_IS}))? ?(?P<sign>[<>≤≥]=?|(?<!\w)(?:{_OVER}|{_UNDER})(?!\w))"
    rf" ?(?P<value>{_NUMBER})(?P<after>(?: .*)?)"
)
_ROW = r"in a row|running|straight|de suite|d'affilee"
_LASTING = re.compile(
    rf"(?<!\w)(?:for|during|over the last|pendant|durant|depuis)(?: at least| au moins)? (?P<a>{LENGTH})(?: (?:{_ROW}))?(?!\w)"
    rf"|(?<!\w)(?P<b>{LENGTH}) (?:{_ROW})(?!\w)"
)
_OLD = (
    r"older than|more than|(?:plus )?(?:vieux|vieilles?|ancien(?:ne)?s?) (?:que|de)(?: plus de)?"
    r"|(?:vieux |vieilles? )?de plus de|dat(?:ant|ent|e) de plus de"
)
_OLDER = re.compile(
    rf"(?:(?:the|our|les|mes|nos) )?(?P<what>.+?)(?: (?:is|are|est|sont|ont))? (?:{_OLD}|plus de)"
    rf" (?P<n>{COUNT}) (?P<unit>days?|weeks?|jours?|semaines?)(?: old)?"
)
_AGED = re.compile(
    rf"(?:data age|age of (?:the )?data|age des donnees) ?(?:[>≥]=?|{_OVER})"
    rf" ?(?P<n>{COUNT}) (?P<unit>days?|weeks?|jours?|semaines?)"
)
_BEYOND = re.compile(
    r"(?<!\w)(?:(?:by |de )?(?:beyond|outside|past|more than|out of|au[ -]dela d[eu]|hors de|plus que) )?"
    r"(?:(?:the|its|la|sa|de la) )?(?:margin of error|marge d'erreur)(?!\w)"
    r"|(?<!\w)(?:drift(?:s|ing)?|derive)(?!\w)"
)
_AGAINST = re.compile(
    r"(?<!\w)(?:vs\.?|versus|against|compared (?:to|with)|contre|par rapport (?:a|au)) (?:(?:the|la|le|l') ?)?"
    rf"(?:(?:last|previous|prior) )?(?P<unit>{UNIT})(?: (?:derniere?|precedente?|passee?|before))?(?!\w)"
)
_CHANGES = re.compile(
    r"(?<!\w)(?:changes?|moves?|var(?:ies|ie|iation)|differs?|bouge|evolue|evolution|s'ecarte)(?!\w)"
)
_GOAL = r"(?:(?:its|their|the|our|a|son|sa|ses|leur|notre|nos|le|la|les) |l')?(?:targets?|goals?|objectifs?|cibles?)"
_SHORT = r"miss(?:es|ed|ing)?|fails?|off|(?:falls? )?short of|manquee?s?|rate|ratee?s?|n'atteint pas|n'atteignent pas|(?:n'est |ne sont )?(?:pas|non) atteinte?s?|hors"
_BESIDE = re.compile(
    rf"(?<!\w)(?:(?:{_IS}) )?(?:(?P<over>{_OVER}|>)|(?P<under>{_UNDER}|<)|{_SHORT}) ?{_GOAL}(?!\w)"
)
_TARGET_OF = re.compile(
    rf"(?:{_GOAL} (?:(?:of|for|de|du) |d')(?:(?:the|la|le) |l')?(?P<kpi>.+?)|(?P<first>.+?) targets?)"
    rf"(?: (?:is|are|est))? (?:{_SHORT})(?P<after> .+)?"
)
_ARTICLE = re.compile(r"^(?:(?:the|our|le|la|les|notre|nos|of|du|des|de) |l'|d')+")
_WHOM = re.compile(r" ?, ?| (?:on|for|in|via|where|sur|pour|dans|chez|via|of|de|du) ")
_AND = re.compile(r" ?, ?| (?:and|et|&) ")
_FAILS = re.compile(
    r"(?:(?:the|a|la|une) )?(?:sheets? )?sync(?:s|hro|hros|hroni[sz]ation)?(?: (?:is|are|est|sont))?"
    r" (?:fail(?:s|ing|ed|ure)?|broken|en (?:echec|panne)|echoue)"
    r"|(?:echec|panne) (?:de )?(?:la )?sync\w*"
)

EXAMPLES = Text(
    en="Examples: “CPL > 60 € for 2 weeks”, “win rate below 20% on LinkedIn”, “CPL changes by more than the margin of error vs last month”, “data older than 2 days”, “sync failing”.",
    fr="Exemples\u00a0: «\u00a0CPL > 60\u00a0€ pendant 2 semaines\u00a0», «\u00a0taux de gain sous 20\u00a0% sur LinkedIn\u00a0», «\u00a0le CPL varie de plus que la marge d’erreur par rapport au mois dernier\u00a0», «\u00a0données de plus de 2 jours\u00a0», «\u00a0synchro en échec\u00a0».",
)
_NOT_UNDERSTOOD = Text(
    en="“{said}” is not an alert. {examples}",
    fr="«\u00a0{said}\u00a0» n’est pas une alerte. {examples}",
)
_WHICH_SIDE = Text(
    en="{kpi} is neither good nor bad when it rises: write “above target” or “below target”.",
    fr="{kpi} n’est ni bon ni mauvais quand il monte\u00a0: écrivez «\u00a0au-dessus de l’objectif\u00a0» ou «\u00a0en dessous de l’objectif\u00a0».",
)
_ONE_LIMIT = Text(
    en="Give one limit: --above or --below.",
    fr="Donnez une limite\u00a0: --above (au-dessus) ou --below (en dessous).",
)
