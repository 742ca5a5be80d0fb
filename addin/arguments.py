"""What a spreadsheet passes to a function, read as numbers.

A range is summed: blanks are skipped, zeros count, text is read as the host's locale writes
numbers, and the first error in reading order comes out again as it went in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text
from kpi_core.values import parse_number

Scalar = None | bool | int | float | str | dict[str, str]
Argument = Scalar | list[list[Scalar]]

MOST_CELLS = 1_000_000
MOST_TEXT = 10_000

# The errors that hosts name, in the languages of their menus, and the kind each is.
_HOST_ERRORS = {
    Kind.NOT_FOUND: ("#N/A", "#NV", "#N/D"),
    Kind.DIV0: ("#DIV/0!",),
    Kind.NUM: ("#NUM!", "#NOMBRE!", "#ZAHL!"),
    Kind.UPSTREAM: ("#BUSY!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#PROPAGATION!"),
}
KIND_OF = {name: kind for kind, names in _HOST_ERRORS.items() for name in names}


def number(argument: Argument, locale: str) -> float | None:
    """
    Return *argument* as one number, None when it is missing or holds no number.

    Raises
    ------
    KpiError
        TYPE for text that is no number, SHAPE or LIMIT for a range that cannot be one, or the
        error that a cell of it already shows.
    """
    if isinstance(argument, list):
        return _summed(argument, locale)
    return _scalar(argument, locale, "")


def _summed(cells: list[list[Scalar]], locale: str) -> float | None:
    if sum(map(len, cells)) > MOST_CELLS:
        raise KpiError(
            Kind.LIMIT,
            TOO_MANY_CELLS,
        )
    values = [v for v in _read(cells, locale) if v is not None]
    try:
        return math.fsum(values) if values else None
    except OverflowError:  # a sum on the way that no number holds
        raise KpiError(Kind.NUM, TOO_LARGE) from None


def _read(cells: list[list[Scalar]], locale: str) -> Iterator[float | None]:
    for i, row in enumerate(cells, start=1):
        for j, cell in enumerate(row, start=1):
            # A boolean inside a range is skipped, as the hosts' own SUM does.
            yield None if isinstance(cell, bool) else _scalar(cell, locale, f"{i},{j}")


def _scalar(value: Scalar, locale: str, at: str) -> float | None:
    match value:
        case None | "":
            return None
        case bool():
            raise _not_a_number(str(value).upper(), at)
        case int() | float():
            return finite(value)
        case dict():
            raise _host_error(value, at)
        case str():
            if value in KIND_OF:
                raise _host_error({"error": value}, at)
            return _text(value, locale, at)


def _text(value: str, locale: str, at: str) -> float | None:
    check_text(value)
    try:
        read = parse_number(value, locale)
    except KpiError as error:
        raise _placed(error, at) from None
    return None if read.value is None else float(read.value)


def finite(value: float) -> float:
    """Return *value* as a number that can be computed with; JSON writes whole ones of any size."""
    try:
        return float(value) + 0.0
    except OverflowError:
        raise KpiError(Kind.NUM, TOO_LARGE) from None


def check_text(value: str, most: int = MOST_TEXT) -> None:
    """Refuse a text that is too long for its use, or has characters that hide."""
    if len(value) > most:
        raise KpiError(
            Kind.LIMIT,
            text_too_long(most),
        )
    if "\x00" in value:
        raise KpiError(
            Kind.TYPE,
            INVALID_CHARACTER,
        )


def text_too_long(most: int) -> Text:
    """Say how many characters a text may have."""
    return TEXT_TOO_LONG.format(en=f"{most:,}", fr=f"{most:,}".replace(",", "\u202f"))


def shapes(arguments: Sequence[Argument]) -> None:
    """
    Refuse ranges that a person meant to pair and that cannot be.

    Raises
    ------
    KpiError
        SHAPE when one is a row and another a column.
    """
    sizes = [(len(a), max(map(len, a), default=0)) for a in arguments if isinstance(a, list) and a]
    rows = [s for s in sizes if s[0] == 1 and s[1] > 1]
    columns = [s for s in sizes if s[1] == 1 and s[0] > 1]
    if rows and columns:
        raise KpiError(
            Kind.SHAPE,
            ROW_AND_COLUMN.format(
                a=f"{rows[0][0]}x{rows[0][1]}", b=f"{columns[0][0]}x{columns[0][1]}"
            ),
        )


def _host_error(value: dict[str, str], at: str) -> KpiError:
    name = value.get("error")
    if name is None or len(value) > 1:
        return KpiError(
            Kind.TYPE,
            UNSUPPORTED,
        )
    kind = KIND_OF.get(name, Kind.TYPE)
    if kind is Kind.UPSTREAM:
        return KpiError(
            kind,
            CALCULATING,
        )
    row, _, column = at.partition(",")
    where = PLACE.format(row=row, column=column) if at else ARGUMENT
    return KpiError(
        kind,
        CONTAINS.format(where=where, name=shown(name)),
    )


def _not_a_number(text: str, at: str) -> KpiError:
    error = KpiError(
        Kind.TYPE,
        NOT_A_NUMBER.format(text=shown(text)),
    )
    return _placed(error, at)


def _placed(error: KpiError, at: str) -> KpiError:
    if not at:
        return error
    row, _, column = at.partition(",")
    return KpiError(
        error.kind,
        PLACED.format(row=row, column=column, why=error.message),
    )


TOO_MANY_CELLS = Text(
    en="Too many cells: at most 1,000,000 per call.",
    fr="Trop de cellules : 1 000 000 au plus par appel.",
)
TOO_LARGE = Text(en="A number is too large.", fr="Un nombre est trop grand.")
TEXT_TOO_LONG = Text(
    en="A text has more than {en} characters.",
    fr="Un texte dépasse {fr} caractères.",
)
INVALID_CHARACTER = Text(
    en="Text contains an invalid character.",
    fr="Le texte contient un caractère interdit.",
)
ROW_AND_COLUMN = Text(
    en="One range is a row, the other a column ({a} and {b}).",
    fr="Une plage est une ligne, l’autre une colonne ({a} et {b}).",
)
UNSUPPORTED = Text(
    en="Unsupported value: give numbers, text or dates.",
    fr="Valeur non prise en charge : donnez des nombres, du texte ou des dates.",
)
CALCULATING = Text(en="Input is still calculating.", fr="Une donnée est encore en cours de calcul.")
PLACE = Text(en="Row {row}, column {column}", fr="Ligne {row}, colonne {column}")
ARGUMENT = Text(en="The argument", fr="L’argument")
CONTAINS = Text(en="{where} contains {name}.", fr="{where} contient {name}.")
NOT_A_NUMBER = Text(en="{text} is not a number.", fr="{text} n’est pas un nombre.")
PLACED = Text(
    en="Row {row}, column {column} of the range: {why}",
    fr="Ligne {row}, colonne {column} de la plage : {why}",
)
