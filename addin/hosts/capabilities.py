"""What a spreadsheet can and cannot do of what we offer, declared by each host in one form.

The page that compares them is made of these declarations, and so are the exceptions that the tests
of parity allow: what is not declared here fails, and so does what is declared and not so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kpi_core.errors import DeclarationError
from kpi_core.text import Text


class Capability(StrEnum):
    """What a user may expect of a spreadsheet with our functions."""

    LOCAL = "local"
    EXACT = "exact"
    DATA = "data"
    CODES = "codes"
    WORDS = "words"
    ERROR_IN_RANGE = "error_in_range"
    BLANK = "blank"
    TEXT_NUMBERS = "text_numbers"
    FORMATS = "formats"
    SPILL = "spill"
    WHOLE_COLUMNS = "whole_columns"
    TOGETHER = "together"
    WORKING = "working"
    REFRESH = "refresh"
    SCHEDULE = "schedule"
    PANE = "pane"
    DESCRIBED = "described"
    SEVERAL = "several"


TITLES: Mapping[Capability, Text] = MappingProxyType(
    {
        Capability.LOCAL: Text(
            en="Formulas on numbers, with no network",
            fr="Formules sur des nombres, sans réseau",
        ),
        Capability.EXACT: Text(
            en="Sums exact to the cent, whatever their order",
            fr="Des sommes exactes au centime, quel que soit leur ordre",
        ),
        Capability.DATA: Text(
            en="Functions over your data (`B2B_KPI`, `B2B_TABLE`…)",
            fr="Fonctions sur vos données (`B2B_KPI`, `B2B_TABLE`…)",
        ),
        Capability.CODES: Text(
            en="An error shows its own code (#N/A, #DIV/0!…)",
            fr="Une erreur montre son propre code (#N/A, #DIV/0!…)",
        ),
        Capability.WORDS: Text(
            en="Words beside an error say what to do",
            fr="Des mots à côté d’une erreur disent quoi faire",
        ),
        Capability.ERROR_IN_RANGE: Text(
            en="An error inside a range comes out as it is",
            fr="Une erreur dans une plage ressort telle quelle",
        ),
        Capability.BLANK: Text(
            en="A blank cell given alone is missing, not 0",
            fr="Une cellule vide donnée seule manque, et ne vaut pas 0",
        ),
        Capability.TEXT_NUMBERS: Text(
            en="A number written as text is read (“€1,500.00”), a word is refused",
            fr="Un nombre écrit en texte est lu (« 1 500,00 € »), un mot est refusé",
        ),
        Capability.FORMATS: Text(
            en="A result brings its number format (5%, €30.00)",
            fr="Un résultat apporte son format de nombre (5 %, 30,00 €)",
        ),
        Capability.SPILL: Text(
            en="Tables spill into the cells beside",
            fr="Les tableaux se déversent dans les cellules voisines",
        ),
        Capability.WHOLE_COLUMNS: Text(
            en="Whole columns as arguments (`A:A`)",
            fr="Des colonnes entières comme arguments (`A:A`)",
        ),
        Capability.TOGETHER: Text(
            en="Thousands of cells over the data in a few requests",
            fr="Des milliers de cellules sur les données en quelques requêtes",
        ),
        Capability.WORKING: Text(
            en="One works on while numbers come",
            fr="On continue à travailler pendant que les nombres arrivent",
        ),
        Capability.REFRESH: Text(
            en="The data asked again on demand",
            fr="Les données redemandées à la demande",
        ),
        Capability.SCHEDULE: Text(
            en="The data asked again on schedule",
            fr="Les données redemandées à intervalles réguliers",
        ),
        Capability.PANE: Text(
            en="A pane beside the sheet",
            fr="Un volet à côté de la feuille",
        ),
        Capability.DESCRIBED: Text(
            en="Functions described while one types, in French or in English",
            fr="Fonctions décrites pendant la saisie, en français ou en anglais",
        ),
        Capability.SEVERAL: Text(
            en="Installed once for every workbook",
            fr="Installé une fois pour tous les classeurs",
        ),
    }
)


class Support(StrEnum):
    """How far a host goes."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether a host can, and in words what it shows otherwise and what to do instead."""

    support: Support
    what: Text | None = None
    instead: Text | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """One more thing that a host does otherwise, which no other has to say anything about."""

    name: str
    what: Text
    instead: Text


CAN = Ability(Support.YES)


def partly(what: Text, instead: Text | None = None) -> Ability:
    """Return what a host can do in part."""
    return Ability(Support.PARTLY, what, instead)


def cannot(what: Text, instead: Text | None = None) -> Ability:
    """Return what a host cannot do."""
    return Ability(Support.NO, what, instead)


@dataclass(frozen=True, slots=True)
class Host:
    """One spreadsheet, reached in one way, and all that it can and cannot do."""

    id: str
    title: Text
    abilities: Mapping[Capability, Ability]
    limits: tuple[Limit, ...] = ()

    def __post_init__(self) -> None:
        """
        Check that nothing is left out.

        Raises
        ------
        DeclarationError
            a capability is not declared, or is not given without a word on it.
        """
        faults = [f"{c.value!r} is not declared" for c in Capability if c not in self.abilities]
        faults += [
            f"{c.value!r} says nothing of what it does"
            for c, ability in self.abilities.items()
            if ability.support is not Support.YES and ability.what is None
        ]
        if faults:
            raise DeclarationError(self.id, faults)

    def can(self, capability: Capability) -> bool:
        """Tell whether the host does all of *capability*."""
        return self.abilities[capability].support is Support.YES
