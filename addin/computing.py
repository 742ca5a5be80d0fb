"""A KPI computed on what one cell gives, in any host: no data, no network.

The standard library and the declarations are all it loads, so that it is packed as it stands into
hosts that run Python themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from addin.arguments import Argument, Scalar, number, shapes
from kpi_core.definition import Kpi
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


def computed(kpi: Kpi, row: Sequence[Argument], locale: str) -> float | KpiError:
    """Return what *kpi* gives for one row of arguments, in the order people say them."""
    try:
        value = kpi(**_given(kpi, row, locale))
    except KpiError as error:
        return error
    return value if math.isfinite(value) else _too_large()


def _given(kpi: Kpi, row: Sequence[Argument], locale: str) -> dict[str, float]:
    if len(row) > len(kpi.names):
        raise KpiError(
            Kind.SHAPE,
            TOO_MANY_ARGUMENTS.format(fn=kpi.function, n=len(kpi.names), names=_names(kpi)),
        )
    shapes(row)
    read = (number(argument, locale) for argument in row)
    given = {n: v for n, v in zip(kpi.names, read, strict=False) if v is not None}
    for name, argument in zip(kpi.names, row, strict=False):
        if name not in given and isinstance(argument, list):
            raise _no_numbers(argument)
    return given


def _names(kpi: Kpi) -> Text:
    return Text(
        en=BETWEEN_NAMES.en.join(t.title.en for t in kpi.inputs.values()),
        fr=BETWEEN_NAMES.fr.join(t.title.fr for t in kpi.inputs.values()),
    )


def _no_numbers(argument: list[list[Scalar]]) -> KpiError:
    if not any(argument):
        return KpiError(Kind.EMPTY, EMPTY_RANGE)
    return KpiError(Kind.EMPTY, NO_NUMBERS)


def _too_large() -> KpiError:
    return KpiError(Kind.NUM, RESULT_TOO_LARGE)


TOO_MANY_ARGUMENTS = Text(
    en="{fn} takes {n} arguments: {names}.", fr="{fn} prend {n} arguments : {names}."
)
BETWEEN_NAMES = Text(en="; ", fr=" ; ")
EMPTY_RANGE = Text(en="The range is empty.", fr="La plage est vide.")
NO_NUMBERS = Text(en="No numbers in the range.", fr="Aucun nombre dans la plage.")
RESULT_TOO_LARGE = Text(en="The result is too large.", fr="Le résultat est trop grand.")
