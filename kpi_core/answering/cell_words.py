"""What a cell says when it has no number: every sentence with its way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpi_core.answering.snapshot import Snapshot
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.query import Caveat
from kpi_core.text import Text

# Excel counts days from here, and believes that 1900 was a leap year; no KPI is that old.
EPOCH = dt.date(1899, 12, 30).toordinal()
_OLDEST, _LATEST = dt.date(1990, 1, 1).toordinal(), dt.date(2100, 1, 1).toordinal()


def no_answer(why: Sequence[Caveat]) -> KpiError:
    """Return the cell error for a number that there is none of."""
    words = why[0].message
    return KpiError(Kind.NOT_FOUND, Text(en=words.en, fr=words.fr))


def serial(value: float) -> int:
    """Return *value* as the days since the epoch of sheets, if it can be a date of a KPI."""
    day = EPOCH + int(value)
    if isinstance(value, bool) or not _OLDEST <= day <= _LATEST:
        raise KpiError(
            Kind.TYPE,
            Text(
                en="{value:g} is not a date. Give a date, a period or a member.",
                fr="{value:g} n’est pas une date. Donnez une date, une période ou un membre.",
            ).format(value=float(value)),
        )
    return int(value)


def twice(what: Text) -> KpiError:
    """Say that two arguments answer the same question."""
    return KpiError(
        Kind.AMBIGUOUS,
        Text(
            en="Two values for {what}: keep one.", fr="Deux valeurs pour {what} : gardez-en une."
        ).format(what=what),
    )


def several(argument: str, readings: list[str]) -> KpiError:
    """Say what an argument can be read as."""
    return KpiError(
        Kind.AMBIGUOUS,
        Text(
            en="“{typed}” can be read as {readings}. Type one of these.",
            fr="« {typed} » peut se lire {readings}. Tapez l’un d’eux.",
        ).format(typed=shown(argument), readings=", ".join(readings)),
    )


def neither(argument: str, error: KpiError, snapshot: Snapshot) -> KpiError:
    """Say that an argument is no period and no member, by the likelier of the two."""
    if any(c.isdigit() for c in argument) and error.kind is not Kind.NOT_FOUND:
        return error
    return snapshot.members.missing(argument)
