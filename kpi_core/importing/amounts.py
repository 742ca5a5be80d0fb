"""Amounts before tax in one currency: what each row is counted in, and what it is worth here."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.importing import sentences as say
from kpi_core.importing.columns import MONEY
from kpi_core.importing.money import meant
from kpi_core.importing.numbers import CENT
from kpi_core.importing.plan import Plan
from kpi_core.importing.settings import ReadSettings
from kpi_core.text import Text
from kpi_core.values.currencies import CODES, SIGNS

if TYPE_CHECKING:
    from kpi_core.importing.assembly import Columns


class Amounts:
    """Settles the currency and the tax of the amounts of one file."""

    def __init__(self, plan: Plan, settings: ReadSettings) -> None:
        self.plan = plan
        self.home = settings.currency
        self.rates = settings.rates
        vat = Decimal(plan.vat) if plan.tax == "ttc" and plan.vat else Decimal(0)
        self.divisor = 1 + vat
        self._without_rate: set[str] = set()

    def notes(self) -> tuple[Text, ...]:
        """Name the currencies that no rate is known for."""
        if not self._without_rate:
            return ()
        return (say.NO_RATE.format(currencies=", ".join(sorted(self._without_rate))),)

    def settle(self, fact: str, held: Columns, marks: dict[str, pa.Array], size: int) -> None:
        """Give each row its currency, and each amount its worth before tax."""
        if "currency" not in FACTS[fact].columns:
            return
        money = [n for n in held.values if n in FACTS[fact].columns]
        money = [n for n in money if FACTS[fact].columns[n].kind is ColumnKind.MONEY]
        codes = self._codes(held, marks, size)
        found = codes.unique().to_pylist()
        factors = {code: self._factor(code) for code in found if code is not None}
        for name in money:
            held.values[name] = _scaled(held.values[name], codes, factors)
        converted = [c for c in found if c and c != self.home and c in self.rates]
        if converted:
            home = pc.is_in(codes, pa.array(converted, pa.string()))
            codes = pc.if_else(home, pa.scalar(self.home), codes)
        held.values["currency"] = codes

    def _factor(self, code: str) -> Decimal:
        if code == self.home:
            rate = Decimal(1)
        elif code in self.rates:
            rate = self.rates[code]
        else:
            self._without_rate.add(code)
            rate = Decimal(1)
        return rate / self.divisor

    def _codes(self, held: Columns, marks: dict[str, pa.Array], size: int) -> pa.Array:
        """Return the currency of each row: its column's, else its sign's, else the file's."""
        stated = held.values.get("currency")
        if stated is None and not marks:
            return pa.repeat(self.plan.currency, size)
        texts = stated if stated is not None else pa.nulls(size, pa.string())
        sign = pa.nulls(size, pa.string())
        for found in marks.values():
            sign = pc.coalesce(sign, found)
        pairs = pc.binary_join_element_wise(
            texts.fill_null(""), sign.fill_null(""), "\x1f"
        ).dictionary_encode()
        answers: list[str | None] = []
        wrong: dict[int, KpiError] = {}
        for place, pair in enumerate(pairs.dictionary.to_pylist()):
            try:
                answers.append(self._code(*pair.split("\x1f")))
            except KpiError as error:
                answers.append(None)
                wrong[place] = error
        if wrong:
            for row, place in enumerate(pairs.indices.to_pylist()):
                if place in wrong:
                    held.errors.setdefault(row, (None, wrong[place]))
        return pa.array(answers, pa.string()).take(pairs.indices)

    def _code(self, stated: str, sign: str) -> str:
        expected = self.plan.currency
        if stated:
            expected = stated.upper() if stated.upper() in CODES else meant(stated, expected) or ""
            if expected not in CODES:
                raise KpiError(Kind.CURRENCY, _NO_SUCH.format(code=shown(stated)))
        if not sign:
            return expected
        code = meant(sign, expected)
        if code is None:
            choices = ", ".join(SIGNS[sign])
            raise KpiError(Kind.CURRENCY, _SHARED.format(sign=sign, choices=choices))
        if stated and code != expected:
            raise KpiError(Kind.CURRENCY, _TWO.format(stated=expected, sign=sign))
        return code


def _scaled(amounts: pa.Array, codes: pa.Array, factors: dict[str, Decimal]) -> pa.Array:
    """Multiply each amount by its currency's factor, exactly, and round to four decimals."""
    for code, factor in factors.items():
        if factor == 1:
            continue
        rows = pc.equal(codes, code).fill_null(False)
        encoded = amounts.filter(rows).dictionary_encode()
        worth = [
            None if v is None else (v * factor).quantize(CENT, ROUND_HALF_EVEN)
            for v in encoded.dictionary.to_pylist()
        ]
        amounts = pc.replace_with_mask(amounts, rows, pa.array(worth, MONEY).take(encoded.indices))
    return amounts


_NO_SUCH = Text(en="“{code}” is not a currency code.", fr="« {code} » n’est pas un code de devise.")
_SHARED = Text(
    en="“{sign}” can be {choices}: say --currency.",
    fr="« {sign} » peut être {choices} : précisez --currency.",
)
_TWO = Text(
    en="the row says {stated} and its amount says {sign}.",
    fr="la ligne indique {stated} et son montant {sign}.",
)
