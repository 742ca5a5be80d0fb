"""In which currency a file counts, whether its amounts include tax, and what deals are worth."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import ColumnKind
from kpi_core.importing import sentences as say
from kpi_core.importing.case import Case, Seen
from kpi_core.importing.plan import Plan
from kpi_core.importing.styles import kind_of
from kpi_core.importing.vocabulary import AMOUNTS
from kpi_core.text import Text
from kpi_core.values.currencies import CODES, SIGNS, without_currency


def settle_currency(plan: Plan, case: Case) -> Plan:
    """Return *plan* with the currency of its amounts, and where it was found."""
    settings, hints = case.settings, case.hints
    amounts = [f for f in plan.feeds if kind_of(f.fact, f.column) is ColumnKind.MONEY]
    if hints.currency is not None:
        code = hints.currency.strip().upper()
        if code not in CODES:
            raise KpiError(Kind.CURRENCY, _NO_SUCH_CURRENCY.format(code=shown(hints.currency)))
        return _in_currency(plan, code, say.FROM_HINT)
    if not amounts:
        return msgspec.structs.replace(plan, currency=settings.currency)
    column = next((f for f in plan.feeds if f.column == "currency"), None)
    if column:
        header = plan.headers[column.sources[0]]
        return _in_currency(plan, settings.currency, say.FROM_COLUMN.format(header=shown(header)))
    for feed in amounts:
        found = case.headers.parts[feed.sources[0]].currency
        if found:
            header = plan.headers[feed.sources[0]]
            return _in_currency(plan, found, say.FROM_HEADER.format(header=shown(header)))
    marks = {m for f in amounts for m in _marks(case.seen, f.sources[0])}
    if len(marks) == 1:
        sign = meant(marks.pop(), settings.currency)
        return _in_currency(plan, sign or settings.currency, say.FROM_SIGN)
    return _in_currency(plan, settings.currency, say.FROM_SETTING)


def meant(mark: str, expected: str) -> str | None:
    """Return the currency that a sign means: the expected one where the sign is shared."""
    several = SIGNS.get(mark, (mark,))
    if expected in several:
        return expected
    return several[0] if len(several) == 1 or mark == "$" else None


def settle_tax(plan: Plan, case: Case) -> Plan:
    """Return *plan* with the tax its amounts include; unknown is told, never assumed."""
    amounts = [f for f in plan.feeds if kind_of(f.fact, f.column) is ColumnKind.MONEY]
    if not amounts:
        return plan
    hints, before = case.hints, case.before
    written = next((t for f in amounts if (t := case.headers.parts[f.sources[0]].tax)), None)
    tax: str | None = hints.tax or written or (before.tax if before else None)
    vat = hints.vat if hints.vat is not None else _decimal(before.vat if before else None)
    if tax is None:
        return msgspec.structs.replace(plan, notes=(*plan.notes, say.NO_TAX))
    if tax == "ttc" and vat is None:
        asked = (*plan.questions, say.ask_rate())
        return msgspec.structs.replace(plan, tax=tax, questions=asked)
    share = None if vat is None else str(vat / 100 if vat >= 1 else vat)
    return msgspec.structs.replace(plan, tax=tax, vat=share)


def settle_amount(plan: Plan, case: Case) -> Plan:
    """Return *plan* with what the amount of a deal holds: TCV, ACV or MRR, where it is said."""
    feed = next((f for f in plan.feeds if (f.fact, f.column) == ("deals", "amount")), None)
    if feed is None:
        return plan
    header = case.headers.parts[feed.sources[0]]
    written = next(
        (k for k, said in AMOUNTS.items() if {header.base, header.folded} & set(said.all)), None
    )
    before = case.before.amount if case.before else None
    return msgspec.structs.replace(plan, amount=case.hints.amount or written or before)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _marks(seen: Seen, column: int) -> set[str]:
    found: set[str] = set()
    for row in seen.rows:
        if column < len(row) and not row[column].isdigit():
            mark = without_currency(row[column].replace("\u00a0", " ").replace("\u202f", " "))[1]
            if mark:
                found.add(mark)
    return found


def _in_currency(plan: Plan, code: str, why: Text) -> Plan:
    return msgspec.structs.replace(plan, currency=code, currency_from=why)


_NO_SUCH_CURRENCY = Text(
    en="“{code}” is not a currency code: use EUR, USD, CHF…",
    fr="« {code} » n’est pas un code de devise : utilisez EUR, USD, CHF…",
)
