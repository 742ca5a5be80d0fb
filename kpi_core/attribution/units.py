"""Whose touches make a path: those of a lead, or of every lead of its account."""

from __future__ import annotations

from dataclasses import replace

from kpi_core.attribution.model import Model
from kpi_core.attribution.models import find
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.registry import folded
from kpi_core.text import Text

A_UNIT = Text(en="unit of the paths", fr="unité des parcours")
#: What stands before `=` where the unit of paths is typed, folded.
UNIT_WORDS = frozenset({"unit", "unite"})
_UNITS = {
    False: ("lead", "leads", "contact", "person", "personne"),
    True: (
        "account",
        "accounts",
        "compte",
        "comptes",
        "company",
        "entreprise",
        "customer",
        "client",
    ),
}
_UNIT_NAMED = {folded(name): accounts for accounts, names in _UNITS.items() for name in names}


def per_account(name: str) -> bool:
    """
    Tell whether the unit of paths called *name* is the account, not the lead.

    Raises
    ------
    KpiError
        NOT_FOUND when it is neither.
    """
    found = _UNIT_NAMED.get(folded(name).strip())
    if found is None:
        raise KpiError(Kind.NOT_FOUND, _NO_UNIT.format(name=shown(name)))
    return found


def chosen(model: str | None, unit: str) -> Model | None:
    """
    Return the model called *model*, with the paths of *unit*: "lead" or "account".

    Raises
    ------
    KpiError
        NOT_FOUND for a model that is none; TYPE for accounts without a model.
    """
    accounts = unit == "account"
    if model is None:
        if accounts:
            raise KpiError(Kind.TYPE, _ALONE)
        return None
    return replace(find(model), accounts=accounts)


_NO_UNIT = Text(
    en="Paths are those of a lead or of an account, not of “{name}”: unit=lead or unit=account.",
    fr="Un parcours est celui d’un lead ou d’un compte, pas de «\u00a0{name}\u00a0»\u00a0: unité=lead ou unité=compte.",
)
#: Why paths per account were asked for in vain.
_ALONE = Text(
    en="The unit says whose touches a model shares out: give the model too, such as model=linear.",
    fr="L’unité dit de qui un modèle répartit les contacts\u00a0: donnez aussi le modèle, par exemple modèle=linéaire.",
)
