"""What a first question would wait for, done before anybody asks."""

from __future__ import annotations

from kpi_core.glossary import GLOSSARY
from kpi_core.warehouse.shape import Shape


def warm() -> None:
    """Load the compiler of questions, and compile one: the first takes ten times the others."""
    from kpi_core.warehouse.assembling import compiled  # noqa: PLC0415 - the compiler takes 0.2 s

    if measure := GLOSSARY["leads"].measure:
        compiled(Shape(measures=(("x", measure),), grain="day"))
