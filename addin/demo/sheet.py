"""The sheet of an invented firm's events team, kept by hand, with the slips that come of it.

Its rows are in no export of the demo: webinars, trade shows and partners of another invention of
the same firm. So a workspace that holds the demo counts nothing twice when the sheet joins it. The
same day, seed and language always give the same sheet.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from addin.demo import batch, ranges
from addin.demo.errors import Json
from addin.demo.formats import moment
from addin.demo.google import Google
from addin.demo.grid import Value
from addin.demo.spreadsheet import Entry, Formula, Spreadsheet, Tab
from kpi_core.demo import FIRM, Row, generate
from kpi_core.demo.chance import pick, stream
from kpi_core.text import Lang, Text

_MONTHS = 12
_SOURCES = frozenset(
    {
        "Webinars",
        "webinar",
        "Webinaire",
        "Salons",
        "salon",
        "Événements",
        "Partenaires",
        "partenaire",
    }
)
_HEAD = {"red": 0.122, "green": 0.227, "blue": 0.373}
_WHITE = {"red": 1, "green": 1, "blue": 1}
_MONEY = Text(en='"€"#,##0.00', fr='#,##0.00\u00a0"€"')
_LOCALES = {Lang.EN: ("en_GB", "Europe/London"), Lang.FR: ("fr_FR", "Europe/Paris")}
_TITLE = Text(en="{firm} – events and partners", fr="{firm} – événements et partenaires")
_UNKNOWN = Text(en="n/k", fr="n.c.")
_TOTAL = Text(en="Total", fr="Total")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its header, what it holds of a row of the demo, and its width in pixels."""

    title: Text
    of: Callable[[Row], Entry]
    width: int
    money: bool = False


def _plain(name: str) -> Callable[[Row], Entry]:
    return lambda row: row[name]


def _word(name: str, words: Mapping[str, Text], lang: Lang) -> Callable[[Row], Entry]:
    def told(row: Row) -> Entry:
        value = row[name]
        return words[value][lang] if isinstance(value, str) and value in words else value

    return told


_STATES = {
    "open": Text(en="open", fr="en cours"),
    "won": Text(en="won", fr="gagnée"),
    "lost": Text(en="lost", fr="perdue"),
}
_KINDS = {
    "new": Text(en="new", fr="nouvelle"),
    "expansion": Text(en="expansion", fr="extension"),
    "renewal": Text(en="renewal", fr="renouvellement"),
    "credit": Text(en="credit", fr="avoir"),
}
_NATURES = {
    "direct": Text(en="direct", fr="directe"),
    "indirect": Text(en="indirect", fr="indirecte"),
}
_SPEND, _LEADS, _DEALS = (
    Text(en="Spend", fr="Dépenses"),
    Text(en="Leads", fr="Leads"),
    Text(en="Deals", fr="Affaires"),
)
_NOTES = Text(en="Notes", fr="Notes")
_REMARKS = (
    Text(en="check with Karim", fr="à vérifier avec Karim"),
    Text(en="invoice received late", fr="facture reçue en retard"),
    Text(en="call back after the fair", fr="rappeler après le salon"),
    Text(en="see mail", fr="cf. mail"),
    Text(en="???", fr="???"),
    Text(en="not final", fr="pas définitif"),
)


def build(google: Google, today: date, lang: Lang = Lang.FR, *, seed: int = 11) -> Spreadsheet:
    """
    Make the sheet, as it stood on *today*: three tabs, headers in *lang*, in the locale of its team.

    It holds the last twelve complete months.
    """
    tables = generate(today, seed).tables
    last = max(day for row in tables["spend"] if isinstance(day := row["spent_on"], date))
    locale, timezone = _LOCALES[lang]
    sheet = google.create(_TITLE.format(firm=FIRM)[lang], locale=locale, timezone=timezone)
    rng = stream(seed, f"sheet/{lang}")
    begun = _months_before(last, _MONTHS)
    spend = [_other_stand(row) for row in _added_up(_theirs(tables["spend"]), begun)]
    leads = _since(_theirs(tables["leads"]), "created_on", begun)
    deals = _since(_theirs(tables["deals"]), "created_on", begun)
    first = sheet.tab(0)
    first.rename(_SPEND[lang])
    _fill(first, _spend_columns(lang), spend, rng, lang)
    _fill(sheet.add_tab(_LEADS[lang]), _lead_columns(), leads, rng, lang)
    _fill(sheet.add_tab(_DEALS[lang]), _deal_columns(lang), deals, rng, lang)
    _slip(first, rng, lang)
    return sheet


def _other_stand(row: Row) -> Row:
    """A stand costs the same in every invention of the firm: this team's is another, smaller one."""
    amount = row["amount"]
    if not isinstance(amount, Decimal):
        return row
    return {**row, "amount": (amount * Decimal("0.93")).quantize(Decimal("0.01"))}


def _spend_columns(lang: Lang) -> list[_Column]:
    return [
        _Column(Text(en="Date", fr="Date"), _plain("spent_on"), 90),
        _Column(Text(en="Source", fr="Source"), _plain("source"), 150),
        _Column(Text(en="Campaign", fr="Campagne"), _plain("campaign"), 280),
        _Column(Text(en="Item", fr="Libellé"), _plain("label"), 260),
        _Column(
            Text(en="Direct or indirect", fr="Direct ou indirect"),
            _word("category", _NATURES, lang),
            130,
        ),
        _Column(Text(en="Amount spent", fr="Montant dépensé"), _plain("amount"), 120, money=True),
    ]


def _lead_columns() -> list[_Column]:
    return [
        _Column(Text(en="Created on", fr="Date de création"), _plain("created_on"), 150),
        _Column(Text(en="Full name", fr="Nom complet"), _plain("name"), 160),
        _Column(Text(en="Company", fr="Entreprise"), _plain("company"), 180),
        _Column(Text(en="E-mail", fr="E-mail"), _plain("email"), 280),
        _Column(Text(en="Source", fr="Source"), _plain("source"), 150),
        _Column(Text(en="Campaign", fr="Campagne"), _plain("campaign"), 280),
        _Column(Text(en="MQL date", fr="Date MQL"), _plain("mql_on"), 100),
        _Column(Text(en="SQL date", fr="Date SQL"), _plain("sql_on"), 100),
        _Column(Text(en="Segment", fr="Segment"), _plain("segment"), 110),
    ]


def _deal_columns(lang: Lang) -> list[_Column]:
    return [
        _Column(Text(en="Deal ID", fr="Affaire"), _plain("deal"), 90),
        _Column(Text(en="Deal name", fr="Nom de l’affaire"), _plain("name"), 280),
        _Column(Text(en="Account", fr="Client"), _plain("customer"), 180),
        _Column(Text(en="Deal type", fr="Type d’affaire"), _word("kind", _KINDS, lang), 120),
        _Column(Text(en="Status", fr="Statut"), _word("state", _STATES, lang), 90),
        _Column(Text(en="Created on", fr="Date de création"), _plain("created_on"), 120),
        _Column(Text(en="Close date", fr="Date de clôture"), _plain("closed_on"), 120),
        _Column(Text(en="Amount", fr="Montant"), _plain("amount"), 110, money=True),
        _Column(Text(en="Source", fr="Source"), _plain("source"), 150),
    ]


def _months_before(last: date, count: int) -> date:
    """Return the first day of so many months that end with the month of *last*."""
    month = last.year * 12 + last.month - count
    return date(month // 12, month % 12 + 1, 1)


def _theirs(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["source"] in _SOURCES]


def _since(rows: Sequence[Row], day: str, first: date) -> list[Row]:
    found = [(row[day], row) for row in rows]
    kept = [(at, row) for at, row in found if isinstance(at, date) and at >= first]
    return [row for _, row in sorted(kept, key=lambda one: one[0])]


def _added_up(rows: Sequence[Row], first: date) -> list[Row]:
    """Return spend with what is alike within a month as one row, on the last day that it has."""
    sums: dict[tuple[object, ...], Row] = {}
    for row in _since(rows, "spent_on", first):
        day = row["spent_on"]
        month = (day.year, day.month) if isinstance(day, date) else ()
        key = (month, row["source"], row["campaign"], row["label"], row["category"])
        had = sums.get(key)
        amount = Decimal(str(had["amount"])) if had else Decimal(0)
        sums[key] = {**row, "amount": amount + Decimal(str(row["amount"]))}
    return sorted(sums.values(), key=lambda row: str(row["spent_on"]))


def _fill(
    tab: Tab, columns: list[_Column], rows: list[Row], rng: random.Random, lang: Lang
) -> None:
    """Write the header, the rows, and a column of notes that is nobody's business."""
    remarks = {text[lang]: 1.0 for text in _REMARKS}
    lines: list[list[Entry]] = [[*(c.title[lang] for c in columns), _NOTES[lang]]]
    for row in rows:
        note = pick(rng, remarks) if rng.random() < 0.07 else None  # noqa: PLR2004 - now and then
        lines.append([*(column.of(row) for column in columns), note])
    tab.write("A1", lines)
    _dress(tab, columns, lang)


def _dress(tab: Tab, columns: list[_Column], lang: Lang) -> None:
    """Give the tab a header that stays, widths, and amounts in euros."""
    at = {"sheetId": tab.id}
    head = {
        "textFormat": {"bold": True, "foregroundColor": _WHITE},
        "backgroundColor": _HEAD,
        "wrapStrategy": "WRAP",
    }
    requests: list[Json] = [
        {
            "repeatCell": {
                "range": {
                    **at,
                    "startRowIndex": 0,
                    "endRowIndex": 1,
                    "endColumnIndex": len(columns) + 1,
                },
                "cell": {"userEnteredFormat": head},
                "fields": "userEnteredFormat",
            }
        },
        {
            "updateSheetProperties": {
                "properties": {**at, "gridProperties": {"frozenRowCount": 1}},
                "fields": "gridProperties.frozenRowCount",
            }
        },
    ]
    for place, column in enumerate(columns):
        span = {**at, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
        sized = {"range": span, "properties": {"pixelSize": column.width}, "fields": "pixelSize"}
        requests.append({"updateDimensionProperties": sized})
        if column.money:
            block = {
                **at,
                "startRowIndex": 1,
                "startColumnIndex": place,
                "endColumnIndex": place + 1,
            }
            format_ = {"numberFormat": {"type": "CURRENCY", "pattern": _MONEY[lang]}}
            cell = {"userEnteredFormat": format_}
            fields = "userEnteredFormat.numberFormat"
            requests.append({"repeatCell": {"range": block, "cell": cell, "fields": fields}})
    book = tab.spreadsheet.book
    batch.apply(book, {"requests": requests}, book.owner)


def _slip(tab: Tab, rng: random.Random, lang: Lang) -> None:
    """Do to the spend what people do: a day as text, an amount unknown, a blank row, a total."""
    day_column, amount_column = 0, 5
    rows = tab.grid.last_row()
    values = tab.values()
    # A day that can be read in one way only, even as a text.
    clear = [r for r in range(3, rows - 1) if _day_of(values[r][day_column]) > _MONTHS]
    as_text = rng.choice(clear)
    unknown, blank = rng.sample([r for r in range(3, rows - 1) if r != as_text], 2)
    tab.set(as_text, day_column, tab.shown()[as_text][day_column])
    tab.set(unknown, amount_column, _UNKNOWN[lang])
    tab.insert("ROWS", blank)
    last = tab.grid.last_row()
    letter = ranges.letters(amount_column)
    amounts = [row[amount_column] for row in tab.values()[1:] if len(row) > amount_column]
    total = sum(Decimal(str(a)) for a in amounts if isinstance(a, int | float))
    tab.set(last + 1, day_column, _TOTAL[lang])
    tab.set(last + 1, amount_column, Formula(f"=SUM({letter}2:{letter}{last})", float(total)))


def _day_of(value: Value) -> int:
    at = moment(value) if isinstance(value, int | float) else None
    return at.day if at else 0
