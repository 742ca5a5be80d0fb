"""What is wrong in a points card that somebody wrote: all of it at once, in a person's words."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from kpi_core.errors import Kind, KpiError, closest, shown
from kpi_core.facts import CHANNEL_HIERARCHY, DIMENSIONS, FACTS
from kpi_core.registry import folded
from kpi_core.text import Text

_CARD = ("rules", "mql", "sql", "open_days")
_RULE = (
    "name", "action", "role", "dimension", "members", "new", "points", "half_life", "most", "at_least",
)  # fmt: skip
_KINDS = ("action", "role", "dimension", "new")
_ONLY: Mapping[str, tuple[str, ...]] = {
    "half_life": ("action", "new"),
    "most": ("action",),
    "at_least": ("action",),
    "members": ("dimension",),
}
_MOST_RULES, _MOST_WORDS, _LONGEST = 40, 100, 200
_POINTS, _LONG = 1000, 1000  # points, and days
_AWAKE = (7, 1000)  # days
# Sales are given a lead once it is qualified: a rule on them would tell the answer.
_TOLD_LATE = "owner"
_MEMBERS = frozenset({*CHANNEL_HIERARCHY, *FACTS["leads"].members()}) - {_TOLD_LATE}


def checked(said: Any) -> dict[str, Any]:
    """
    Return a card as it was *said*, with the dimensions by their identifiers.

    Raises
    ------
    KpiError
        TYPE, with every fault.
    """
    faults = list(_of_card(said))
    if faults:
        raise KpiError(
            Kind.TYPE,
            _FAULTS.format(
                n=len(faults),
                faults=Text(en=" ".join(f.en for f in faults), fr=" ".join(f.fr for f in faults)),
            ),
        )
    rules = [dict(rule) for rule in said["rules"]]
    for rule in rules:
        if rule.get("dimension") is not None:
            rule["dimension"] = _dimension(rule["dimension"])
    return {**said, "rules": rules}


def _of_card(said: Any) -> Iterator[Text]:
    if not isinstance(said, Mapping):
        yield _NO_CARD
        return
    yield from _unknown(said, _CARD, _WHOLE)
    numbers = {}
    for name in ("mql", "sql"):
        if _number(said.get(name), _POINTS):
            numbers[name] = said[name]
        else:
            yield _THRESHOLD.format(name=name, value=_quoted(said.get(name)))
    if len(numbers) == 2 and numbers["sql"] < numbers["mql"]:  # noqa: PLR2004 - both are numbers
        yield _ORDER.format(**numbers)
    if not _whole(said.get("open_days", 180), *_AWAKE):
        yield _ASLEEP.format(value=_quoted(said["open_days"]), low=_AWAKE[0], high=_AWAKE[1])
    rules = said.get("rules")
    if not isinstance(rules, list | tuple) or not 1 <= len(rules) <= _MOST_RULES:
        yield _RULES.format(most=_MOST_RULES)
        return
    for number, rule in enumerate(rules, 1):
        for fault in _of_rule(rule):
            yield _IN_RULE.format(number=number, fault=fault)
    yield from _twice(list(rules))


def _of_rule(rule: Any) -> Iterator[Text]:
    if not isinstance(rule, Mapping):
        yield _NO_RULE
        return
    yield from _unknown(rule, _RULE, _RULE_OF)
    kinds = [name for name in _KINDS if rule.get(name)]
    if len(kinds) != 1:
        yield (_TWO_KINDS if kinds else _NO_KIND)
        return
    kind = kinds[0]
    yield from _of_kind(rule, kind)
    for name, where in _ONLY.items():
        if kind not in where and rule.get(name) not in _LEFT_OUT[name]:
            yield _NOT_HERE.format(name=name, kind=kind, where=", ".join(where))
    wrong = [name for name, (right, _) in _PARTS.items() if not right(rule.get(name))]
    yield from (_PARTS[name][1].format(value=_quoted(rule.get(name))) for name in wrong)


def _of_kind(rule: Mapping[str, Any], kind: str) -> Iterator[Text]:
    if kind in {"action", "role"} and not _words(rule[kind]):
        yield _NO_WORDS.format(kind=kind)
    if kind == "new" and rule["new"] is not True:
        yield _NEW.format(value=_quoted(rule["new"]))
    if kind != "dimension":
        return
    if (found := _dimension(rule["dimension"])) is None:
        near = closest(str(rule["dimension"]), _MEMBERS)
        yield _NO_DIMENSION.format(
            value=_quoted(rule["dimension"]), names=", ".join(near or sorted(_MEMBERS))
        )
    elif found == _TOLD_LATE:
        yield _LATE
    if not _words(rule.get("members")):
        yield _NO_MEMBERS


def _twice(rules: list[Any]) -> Iterator[Text]:
    seen: dict[tuple[str, str], int] = {}
    for number, rule in enumerate(rules, 1):
        for where, word in _said_in(rule):
            first = seen.setdefault((where, folded(word)), number)
            if first != number:
                yield _AGAIN.format(word=shown(word), first=first, then=number)


def _said_in(rule: Any) -> Iterator[tuple[str, str]]:
    """Yield what only one rule can be about, and where."""
    if not isinstance(rule, Mapping):
        return
    for kind, name in (("action", "action"), ("role", "role"), ("dimension", "members")):
        if rule.get(kind) and _words(rule.get(name)):
            where = str(_dimension(rule[kind])) if kind == "dimension" else kind
            for word in rule[name]:
                yield where, word
    if rule.get("new"):
        yield "new", "new"


def _dimension(said: Any) -> str | None:
    wanted = folded(said) if isinstance(said, str) else ""
    for name in {*_MEMBERS, _TOLD_LATE}:
        title = DIMENSIONS[name]
        if wanted in {name, folded(title.en), folded(title.fr)}:
            return name
    return None


def _unknown(said: Mapping[str, Any], known: Collection[str], whole: Text) -> Iterator[Text]:
    for name in said:
        if name not in known:
            yield _NO_PART.format(name=shown(str(name)), whole=whole, known=", ".join(known))


def _number(value: Any, most: float) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and abs(value) <= most
    )


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _words(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and 1 <= len(value) <= _MOST_WORDS
        and all(isinstance(w, str) and 1 <= len(w.strip(" *")) <= _LONGEST for w in value)
    )


def _quoted(value: Any) -> str:
    return shown(str(value))


def _left_out_or(right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or right(value)


_FAULTS = Text(
    en="The points card has {n:a fault|{n} faults}: {faults}",
    fr="La carte de points a {n:une faute|{n} fautes}\u00a0: {faults}",
)
_NO_CARD = Text(
    en="it is written as an object with rules, mql and sql (`kpi score --card --json` shows one).",
    fr="elle s’écrit comme un objet avec rules, mql et sql (`kpi score --card --json` en montre une).",
)
_WHOLE = Text(en="a card", fr="une carte")
_RULE_OF = Text(en="a rule", fr="une règle")
_NO_PART = Text(
    en="“{name}” is no part of {whole}, which has {known}.",
    fr="«\u00a0{name}\u00a0» ne fait pas partie d’{whole}, qui a {known}.",
)
_THRESHOLD = Text(
    en="{name} is the points from which a lead is one: a number, not “{value}”.",
    fr="{name} est le nombre de points à partir duquel un lead en est un\u00a0: un nombre, pas «\u00a0{value}\u00a0».",
)
_ORDER = Text(
    en="an SQL needs {sql} points and an MQL {mql}: the SQL is the higher one.",
    fr="un SQL demande {sql} points et un MQL {mql}\u00a0: c’est le SQL le plus haut.",
)
_ASLEEP = Text(
    en="open_days is whole days, {low} to {high}, not “{value}”.",
    fr="open_days est un nombre entier de jours, de {low} à {high}, pas «\u00a0{value}\u00a0».",
)
_RULES = Text(
    en="rules is a list of 1 to {most} rules.",
    fr="rules est une liste de 1 à {most} règles.",
)
_IN_RULE = Text(en="Rule {number}: {fault}", fr="Règle {number}\u00a0: {fault}")
_NO_RULE = Text(
    en="it is written as an object, with points and one of action, role, dimension, new.",
    fr="elle s’écrit comme un objet, avec points et l’un de action, role, dimension, new.",
)
_NO_KIND = Text(
    en="it says nothing to give points for: action, role, dimension or new.",
    fr="elle ne dit pas pourquoi donner des points\u00a0: action, role, dimension ou new.",
)
_TWO_KINDS = Text(
    en="it is about several things: write one rule each for action, role, dimension and new.",
    fr="elle porte sur plusieurs choses\u00a0: écrivez une règle pour chacune (action, role, dimension, new).",
)
_NOT_HERE = Text(
    en="{name} says nothing of a rule on {kind}, only of one on {where}.",
    fr="{name} ne dit rien d’une règle sur {kind}, seulement sur {where}.",
)
_POINTS_WHAT = Text(
    en="points is a number from −1000 to 1000, not “{value}”.",
    fr="points est un nombre de −1000 à 1000, pas «\u00a0{value}\u00a0».",
)
_HALF = Text(
    en="half_life is whole days, 1 to 1000, not “{value}”.",
    fr="half_life est un nombre entier de jours, de 1 à 1000, pas «\u00a0{value}\u00a0».",
)
_CAP = Text(
    en="most is the points that the rule gives at most: above 0, not “{value}”.",
    fr="most est le maximum de points de la règle\u00a0: au-dessus de 0, pas «\u00a0{value}\u00a0».",
)
_LEAST = Text(
    en="at_least is how many touches it takes, 1 to 100, not “{value}”.",
    fr="at_least est le nombre de contacts qu’il faut, de 1 à 100, pas «\u00a0{value}\u00a0».",
)
_NAME = Text(en="“{value}” is no name.", fr="«\u00a0{value}\u00a0» n’est pas un nom.")
_NO_WORDS = Text(
    en='{kind} is a list of words, such as ["download*", "webinar"].',
    fr='{kind} est une liste de mots, comme ["télécharg*", "webinar"].',
)
_NEW = Text(en="new is true, not “{value}”.", fr="new vaut true, pas «\u00a0{value}\u00a0».")
_NO_DIMENSION = Text(
    en="“{value}” is not a dimension of leads: {names}.",
    fr="«\u00a0{value}\u00a0» n’est pas une dimension des leads\u00a0: {names}.",
)
_LATE = Text(
    en="a salesperson is named once a lead is qualified: a rule on them would tell the answer.",
    fr="un commercial est nommé une fois le lead qualifié\u00a0: une règle sur lui donnerait la réponse.",
)
_NO_MEMBERS = Text(
    en='members is a list of them, such as ["PME", "ETI"].',
    fr='members en est la liste, comme ["PME", "ETI"].',
)
_AGAIN = Text(
    en="“{word}” stands in rules {first} and {then}: only one can count it.",
    fr="«\u00a0{word}\u00a0» figure dans les règles {first} et {then}\u00a0: une seule peut le compter.",
)
_LEFT_OUT: Mapping[str, tuple[object, ...]] = {
    "half_life": (None,),
    "most": (None,),
    "at_least": (None, 1),
    "members": (None, (), []),
}
_PARTS: Mapping[str, tuple[Callable[[Any], bool], Text]] = {
    "points": (lambda value: _number(value, _POINTS), _POINTS_WHAT),
    "half_life": (_left_out_or(lambda value: _whole(value, 1, _LONG)), _HALF),
    "most": (_left_out_or(lambda value: _number(value, _POINTS * _POINTS) and value > 0), _CAP),
    "at_least": (_left_out_or(lambda value: _whole(value, 1, _MOST_WORDS)), _LEAST),
    "name": (_left_out_or(lambda value: _words([value])), _NAME),
}
