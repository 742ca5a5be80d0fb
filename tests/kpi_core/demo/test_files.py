"""The exports hold the same rows, in each language's spelling."""

import csv
from datetime import date, datetime
from decimal import Decimal

import pytest

from kpi_core.demo import write_files
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.text import Lang


def _as_typed(text):
    return text


def _decimal_comma(text):
    return text.replace(",", ".")


def _day_first(text):
    return "-".join(reversed(text.split("/")))


READ = {
    ColumnKind.DAY: date.fromisoformat,
    ColumnKind.MOMENT: datetime.fromisoformat,
    ColumnKind.MONEY: Decimal,
    ColumnKind.NUMBER: float,
    ColumnKind.COUNT: int,
}
FRENCH = {
    ColumnKind.DAY: _day_first,
    ColumnKind.MONEY: _decimal_comma,
    ColumnKind.NUMBER: _decimal_comma,
}
FORMATS = {
    Lang.FR: ({"delimiter": ";"}, "utf-8-sig", FRENCH),
    Lang.EN: ({"delimiter": ","}, "utf-8", {}),
}


@pytest.mark.parametrize("lang", Lang)
def test_files_read_back_as_the_rows(demo, tmp_path, lang):
    """
    Headers are the titles of the columns, and every value comes back as it was.
    """
    dialect, encoding, spelled = FORMATS[lang]
    paths = write_files(demo, tmp_path / "exports", lang)

    def value(column, text):
        kind = column.kind
        return READ.get(kind, str)(spelled.get(kind, _as_typed)(text)) if text else None

    assert len(paths) == len(set(paths)) == len(FACTS) - 1  # the invented firm runs no A/B test
    for path, (fact, rows) in zip(paths, demo.tables.items(), strict=True):
        columns = FACTS[fact].columns
        by_title = {c.title[lang]: name for name, c in columns.items()}
        with path.open(encoding=encoding, newline="") as file:
            back = [
                dict.fromkeys(columns)
                | {by_title[t]: value(columns[by_title[t]], v) for t, v in line.items()}
                for line in csv.DictReader(file, **dialect)
            ]
        assert back == rows


def test_french_files_open_in_a_french_spreadsheet(demo, tmp_path):
    """
    A byte order mark for the accents, `;` between cells, `,` in amounts, the day first.
    """
    write_files(demo, tmp_path, Lang.FR)
    content = (tmp_path / "depenses.csv").read_bytes()
    header, first = content.decode("utf-8-sig").splitlines()[:2]

    assert content.startswith(b"\xef\xbb\xbf")
    assert header.startswith("date de dépense;source;campagne;contenu")
    assert first.startswith("01/11/2023;LinkedIn Ads;Génération de leads – Directions financières;")
    assert first.endswith(",00;EUR") or first.split(";")[-2].count(",") == 1


@pytest.mark.parametrize("lang", Lang)
def test_writing_twice_gives_the_same_bytes(demo, tmp_path, lang):
    """
    A second export replaces the first, byte for byte.
    """
    first = [path.read_bytes() for path in write_files(demo, tmp_path, lang)]

    assert first == [path.read_bytes() for path in write_files(demo, tmp_path, lang)]


def test_no_cell_is_a_formula(demo, tmp_path):
    """
    Nothing that a spreadsheet would run: only credit notes begin with a sign.
    """
    for path in write_files(demo, tmp_path, Lang.EN):
        with path.open(encoding="utf-8", newline="") as file:
            cells = {cell for line in csv.reader(file) for cell in line if cell[:1] in "=+-@\t"}
        assert all(Decimal(cell) < 0 for cell in cells if cell)
