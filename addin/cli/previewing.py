"""A file as a preview tells of it: each cell and each name in the reader's words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from kpi_core.facts import FACTS, ColumnKind
from kpi_core.text import Lang, Text

_PLAIN = "plain"
_LINE = "source_row"
_TITLES = {_LINE: Text(en="row", fr="ligne")}
_READER = {
    "$stage": Text(en="stage", fr="étape"),
    "$type": Text(en="kind of deal", fr="type d’affaire"),
    "$line": Text(en="amount of the line", fr="montant de la ligne"),
    "$quantity": Text(en="quantity", fr="quantité"),
    "$primary": Text(en="primary contact", fr="contact principal"),
    "$until": Text(en="last day", fr="dernier jour"),
}
_CHOICES = {
    "direct": Text(en="direct", fr="directe"),
    "indirect": Text(en="indirect", fr="indirecte"),
    "ads": Text(en="ads", fr="publicité"),
    "email": Text(en="e-mail", fr="e-mail"),
    "social": Text(en="social", fr="réseaux sociaux"),
    "site": Text(en="site", fr="site"),
    "outreach": Text(en="outreach", fr="prospection"),
    "new": Text(en="new", fr="nouvelle"),
    "expansion": Text(en="expansion", fr="extension"),
    "renewal": Text(en="renewal", fr="renouvellement"),
    "credit": Text(en="credit", fr="avoir"),
    "open": Text(en="open", fr="en cours"),
    "won": Text(en="won", fr="gagnée"),
    "lost": Text(en="lost", fr="perdue"),
    "nps": Text(en="NPS", fr="NPS"),
    "csat": Text(en="CSAT", fr="CSAT"),
}
_TOOL = Text(en="{tool}, {facts}", fr="{tool}, {facts}")
_TABLE = Text(en="Plain table, {facts}", fr="Tableau simple, {facts}")
_UNKNOWN = Text(en="Unknown table", fr="Tableau inconnu")


def kind(system: str, facts: list[str]) -> Text:
    """Return the tool that a file comes from and the data it holds: `HubSpot, affaires`."""
    from kpi_core.importing.systems import SYSTEMS

    if not facts:
        return _UNKNOWN
    titles = [FACTS[fact].title for fact in facts]
    held = Text(en=", ".join(t.en for t in titles), fr=", ".join(t.fr for t in titles))
    if system.partition(".")[0] == _PLAIN:
        return _TABLE.format(facts=held)
    tool = next((s.title for s in SYSTEMS if s.id == system), system)
    return _TOOL.format(tool=tool, facts=held)


def feeds(targets: list[str], lang: Lang) -> str:
    """Return what a column of a file becomes: `affaires – montant`; a dash when nothing."""
    named = []
    for target in targets:
        fact, _, column = target.partition(".")
        named.append(f"{FACTS[fact].title[lang]} – {title(fact, column, lang)}")
    return ", ".join(named) or "–"


def title(fact: str, column: str, lang: Lang) -> str:
    """Return the name of a column of a fact, or of one that only the reader has."""
    if declared := FACTS[fact].columns.get(column):
        return declared.title[lang]
    words = _TITLES.get(column) or _READER.get(column)
    return words[lang] if words else column


def cell(fact: str, column: str, value: Any, lang: Lang) -> str:
    """Return a cell as a reader writes it: `12 500,00`, `12/03/2025`, `gagnée`."""
    if value is None:
        return ""
    declared = FACTS[fact].columns.get(column)
    written = str(value)
    match declared.kind if declared else None:
        case ColumnKind.MONEY:
            return _number(Decimal(written), "#,##0.00##", lang)
        case ColumnKind.COUNT | ColumnKind.NUMBER:
            return _number(Decimal(written), "#,##0.####", lang)
        case ColumnKind.DAY | ColumnKind.MOMENT if lang is Lang.FR:
            moment = dt.datetime.fromisoformat(written)
            clock = declared is not None and declared.kind is ColumnKind.MOMENT
            return moment.strftime("%d/%m/%Y %H:%M" if clock else "%d/%m/%Y")
        case ColumnKind.CHOICE if written in _CHOICES:
            return _CHOICES[written][lang]
    return written


def _number(value: Decimal, pattern: str, lang: Lang) -> str:
    from babel.numbers import format_decimal

    locale = "fr_FR" if lang is Lang.FR else "en_US"
    return str(format_decimal(value, format=pattern, locale=locale))
