"""The demo as files that a real team would export, to be imported like anybody's.

French files are what a French spreadsheet saves: `;`, decimal comma, JJ/MM/AAAA, UTF-8 with a
byte order mark. Headers are the titles of the columns; a column with nothing in it is left out.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from kpi_core.demo.rows import Row, Value
from kpi_core.facts import FACTS
from kpi_core.text import Lang, Text

NAMES: Mapping[str, Text] = {
    "spend": Text(en="spend.csv", fr="depenses.csv"),
    "traffic": Text(en="traffic.csv", fr="trafic.csv"),
    "touchpoints": Text(en="touchpoints.csv", fr="points_de_contact.csv"),
    "leads": Text(en="leads.csv", fr="leads.csv"),
    "deals": Text(en="deals.csv", fr="affaires.csv"),
    "deal_stages": Text(en="stages.csv", fr="etapes.csv"),
    "subscriptions": Text(en="subscriptions.csv", fr="abonnements.csv"),
    "surveys": Text(en="surveys.csv", fr="enquetes.csv"),
}


def write(tables: Mapping[str, list[Row]], folder: Path, lang: Lang) -> list[Path]:
    """Write one file a fact into *folder*, made if need be, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(fact, rows, folder / NAMES[fact][lang], lang) for fact, rows in tables.items()]


def _write(fact: str, rows: list[Row], path: Path, lang: Lang) -> Path:
    used = [name for name in FACTS[fact].columns if any(r[name] is not None for r in rows)]
    french = lang is Lang.FR
    tell = _french if french else _english
    encoding = "utf-8-sig" if french else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";" if french else ",")
        writer.writerow(FACTS[fact].columns[name].title[lang] for name in used)
        writer.writerows([tell(r[name]) for name in used] for r in rows)
    return path


def _english(value: Value) -> str:
    # A moment is told as tools export it, with its offset: no reader can mistake it.
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _french(value: Value) -> str:
    match value:
        case datetime():
            return value.isoformat()
        case date():
            return f"{value.day:02}/{value.month:02}/{value.year}"
        case float() | Decimal():
            return str(value).replace(".", ",")
        case _:
            return _english(value)
