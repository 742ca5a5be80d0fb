"""An amount in the unit of its KPI, and members, as people write them outside of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi_core.answering import Core
from kpi_core.answering.question import dimension_named
from kpi_core.definition import Kpi
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.registry import folded
from kpi_core.text import Text
from kpi_core.units import Unit
from kpi_core.values import Number, parse_number

Filters = dict[str, list[str]]

_MONEY = frozenset({Unit.MONEY, Unit.MONEY_PER_MONTH, Unit.MONEY_PER_DAY})
#: What people write after a number that is neither money nor a share.
COUNTED = r"x|×|points?|pts?|days?|jours?|months?|mois|years?|ans?|leads?"
_COUNTED = re.compile(rf" ?(?:{COUNTED})$")


def amount_of(said: str, kpi: Kpi, core: Core) -> float:
    """
    Return the number that *said* is, in the unit of *kpi*: "60 €", "3 %", "1.5".

    Raises
    ------
    KpiError
        TYPE when it is none, or a share without its %; CURRENCY when it is money of another kind.
    """
    settings = core.snapshot().settings
    plain = _COUNTED.sub("", re.sub(r"euros?\b", "eur", folded(said))).strip().upper()
    # As the workspace writes numbers first; a French sentence may be typed where English is usual.
    locales = dict.fromkeys((settings.locale, "fr-FR", "en-US"))
    number = next((n for n in (_number(plain, locale) for locale in locales) if n), None)
    if number is None or number.value is None:
        raise KpiError(Kind.TYPE, _NO_NUMBER.format(said=shown(said)))
    about = {"kpi": kpi.title, "said": shown(said), "currency": settings.currency}
    if number.currency and (kpi.unit not in _MONEY or number.currency != settings.currency):
        raise KpiError(
            Kind.CURRENCY, (_OTHER_MONEY if kpi.unit in _MONEY else _NO_MONEY).format(**about)
        )
    if ("%" in plain) != (kpi.unit is Unit.SHARE):
        raise KpiError(Kind.TYPE, (_NO_SHARE if "%" in plain else _SHARE).format(**about))
    return float(number.value)


def _number(plain: str, locale: str) -> Number | None:
    try:
        return parse_number(plain, locale)
    except KpiError:
        return None


def members_of(said: Sequence[str], core: Core) -> Filters:
    """
    Return dimension -> members, from "LinkedIn" or "channel=LinkedIn".

    Raises
    ------
    KpiError
        NOT_FOUND when nothing is called so, AMBIGUOUS when several things are.
    """
    found: Filters = {}
    for each in said:
        dimension, member = _placed(each, core)
        if member not in found.setdefault(dimension, []):
            found[dimension].append(member)
    return found


def _placed(said: str, core: Core) -> tuple[str, str]:
    index = core.snapshot().members
    name, sign, member = said.partition("=")
    if sign:
        dimension = dimension_named(name)
        if dimension is None:
            raise KpiError(Kind.NOT_FOUND, _NO_DIMENSION.format(name=shown(name)))
        return index.one(dimension, member.strip())
    places = index.anywhere(said)
    if not places:
        raise index.missing(said)
    if len(places) > 1:
        offered = ", ".join(f"{n}={m}" for n, m in places)
        raise KpiError(Kind.AMBIGUOUS, _SEVERAL.format(name=shown(said), offered=offered))
    return places[0]


_NO_NUMBER = Text(
    en="“{said}” is not a number: write 60, 60 € or 3%.",
    fr="«\u00a0{said}\u00a0» n’est pas un nombre\u00a0: écrivez 60, 60\u00a0€ ou 3\u00a0%.",
)
_OTHER_MONEY = Text(
    en="{kpi} is counted in {currency}, not in the currency of “{said}”.",
    fr="{kpi} se compte en {currency}, pas dans la devise de «\u00a0{said}\u00a0».",
)
_NO_MONEY = Text(
    en="{kpi} is not an amount: write the limit without a currency, not “{said}”.",
    fr="{kpi} n’est pas un montant\u00a0: écrivez la limite sans devise, pas «\u00a0{said}\u00a0».",
)
_NO_SHARE = Text(
    en="{kpi} is not a percentage: write the limit without the sign, not “{said}”.",
    fr="{kpi} n’est pas un pourcentage\u00a0: écrivez la limite sans le signe, pas «\u00a0{said}\u00a0».",
)
_SHARE = Text(
    en="{kpi} is a percentage: write the limit with its sign, such as 3%, not “{said}”.",
    fr="{kpi} est un pourcentage\u00a0: écrivez la limite avec son signe, comme 3\u00a0%, pas «\u00a0{said}\u00a0».",
)
_NO_DIMENSION = Text(
    en="“{name}” is not a dimension: write channel, campaign, product, country…",
    fr="«\u00a0{name}\u00a0» n’est pas une dimension\u00a0: écrivez canal, campagne, produit, pays…",
)
_SEVERAL = Text(
    en="“{name}” is several things. Say which one: {offered}.",
    fr="«\u00a0{name}\u00a0» désigne plusieurs choses. Dites laquelle\u00a0: {offered}.",
)
