"""How hosts describe one function: its name, words and arguments; and arguments that many share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpi_core.definition import Kpi
from kpi_core.text import Text
from kpi_core.units import Unit


class Gives(StrEnum):
    """What a cell shows."""

    NUMBER = "number"
    TEXT = "text"
    TABLE = "table"  # spills


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument: `name` is an identifier, the same in every host and language."""

    name: str
    title: Text
    number: bool  # a number or a range of numbers; else text, or a range of texts
    optional: bool = False
    repeating: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One function. A local one is computed in the host from `kpi`'s formula, with no network."""

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    gives: Gives
    kpi: Kpi | None = None

    @property
    def local(self) -> bool:
        """Tell whether the host computes it alone."""
        return self.kpi is not None

    @property
    def unit(self) -> Unit | None:
        """Return the unit of a local function's result."""
        return self.kpi.unit if self.kpi else None


KPI = Parameter(
    "kpi",
    Text(en="a KPI: cac, “cost per lead”…", fr="un indicateur : cac, « coût par lead »…"),
    number=False,
)
PERIOD = Parameter(
    "period",
    Text(
        en="a period in words, such as “last quarter” or 2025-Q3, or two dates: 2025-07-01..2025-09-30",
        fr="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30",
    ),
    number=False,
    optional=True,
)
FILTER = Parameter(
    "filter",
    Text(
        en="a channel, campaign, product…: LinkedIn, or channel=LinkedIn",
        fr="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn",
    ),
    number=False,
    optional=True,
    repeating=True,
)
BY = Parameter(
    "by",
    Text(en="by what: channel, campaign, product…", fr="par quoi : canal, campagne, produit…"),
    number=False,
)
