"""Numbers in words up to a hundred, as France, Belgium, Switzerland and English say them."""

from __future__ import annotations

from collections.abc import Iterator

_FR_UNITS = (
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FR_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90, "quatre-vingt": 80,
}  # fmt: skip
_EN_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_OTHERS = {"a": 1, "une": 1, "couple": 2, "cent": 100, "hundred": 100}
_GOES_TO_NINETEEN = {"soixante", "quatre-vingt"}  # soixante-douze, quatre-vingt-douze


def cardinals() -> Iterator[tuple[tuple[str, ...], int]]:
    """Spell every number, as the words that one says for it."""
    for name, number in _OTHERS.items():
        yield (name,), number
    for units in (_FR_UNITS, _EN_UNITS):
        for number, name in enumerate(units[1:], 1):
            yield tuple(name.split("-")), number
    yield from _french_tens()
    for tens, name in enumerate(_EN_TENS, 2):
        yield (name,), 10 * tens
        for number in range(1, 10):
            yield (name, _EN_UNITS[number]), 10 * tens + number


def _french_tens() -> Iterator[tuple[tuple[str, ...], int]]:
    for name, tens in _FR_TENS.items():
        ten = tuple(name.split("-"))
        yield ten, tens
        yield (*ten[:-1], f"{ten[-1]}s"), tens  # quatre-vingts
        for number in range(1, 20 if name in _GOES_TO_NINETEEN else 10):
            unit = tuple(_FR_UNITS[number].split("-"))
            yield (*ten, *unit), tens + number
            if number in {1, 11}:
                yield (*ten, "et", *unit), tens + number
