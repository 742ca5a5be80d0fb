"""The invented firm's own sheet, and the file that it exports to."""

import datetime as dt
import io
import json
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from addin.demo import Google
from addin.demo.drive import XLSX
from addin.demo.sheet import build
from kpi_core.text import Lang
from tests.addin.demo.conftest import ANA
from tests.addin.demo.test_pages import chart
from tests.command import kpi

DAY = dt.date(2026, 3, 10)


@pytest.fixture(name="kept", scope="module", params=list(Lang))
def _kept(request):
    """The sheet in a language, and the emulator that it is in."""
    google = Google(seed=3)
    return google, build(google, DAY, request.param), request.param


def test_the_same_day_and_seed_give_the_same_sheet():
    """
    So that whoever shows it knows what is in it.
    """
    one, two = (build(Google(), DAY) for _ in range(2))

    assert [t.values() for t in one.tabs()] == [t.values() for t in two.tabs()]
    assert [t.values() for t in one.tabs()] != [
        t.values() for t in build(Google(), DAY, seed=8).tabs()
    ]


def test_a_team_keeps_three_tabs_in_its_language(kept):
    """
    Some dozens or hundreds of rows each, of the months before the day.
    """
    _, sheet, lang = kept
    titles = {Lang.FR: ["Dépenses", "Leads", "Affaires"], Lang.EN: ["Spend", "Leads", "Deals"]}[
        lang
    ]

    assert titles == sheet.titles()
    for tab in sheet.tabs():
        assert 25 < len(tab.values()) < 600
        assert "Notes" == tab.values()[0][-1]
    last = max(v[0] for v in sheet.tabs()[1].values()[1:])
    assert dt.date(2026, 2, 20) <= dt.date(1899, 12, 30) + dt.timedelta(last) < DAY


def test_people_slipped(kept):
    """
    A day as a text, an unknown amount, a blank row, a total by formula, and notes now and then.
    """
    _, sheet, lang = kept
    spend = sheet.tabs()[0]
    head, *rows = spend.values()
    amounts = [r[5] for r in rows[:-2] if len(r) > 5]

    assert 1 == sum(isinstance(r[0], str) for r in rows[:-2] if r)
    assert [{"fr": "n.c.", "en": "n/k"}[lang]] == [a for a in amounts if isinstance(a, str)]
    assert 2 == rows.count([])
    assert "Total" == rows[-1][0]
    assert pytest.approx(sum(a for a in amounts if isinstance(a, float | int))) == rows[-1][5]
    assert [f"=SUM(F2:F{len(rows) - 1})"] == list(spend.formulas().values())
    assert any(len(r) == len(head) for r in rows)


def test_the_product_reads_the_sheet(kept, tmp_path):
    """
    As a file, each tab is understood: every column but the notes, every row but one amount.
    """
    google, sheet, lang = kept
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(exported(google, sheet))
    words = ("import", "--dry-run", "--json", "--tax", "ht", "--date-order", "dmy", str(path))
    facts, rejected = [], []
    for title in sheet.titles():
        ran = kpi(*words, "--sheet", title, folder=tmp_path / "w", lang=lang.value)
        [read] = json.loads(ran.stdout)
        fed = {place for feed in read["plan"]["feeds"] for place in feed["sources"]}
        unread = [h for i, h in enumerate(read["plan"]["headers"]) if i not in fed]
        facts += read["plan"]["facts"]
        rejected += read["rejected"]

        assert ["Notes"] == unread
        assert [] == read["plan"]["questions"]
    assert ["spend", "leads", "deals"] == facts
    assert 1 == len(rejected)


def exported(google, sheet):
    reply = google.answer(
        "GET",
        f"/drive/v3/files/{sheet.id}/export?mimeType={XLSX}",
        {"Authorization": f"Bearer {ANA}"},
    )
    assert reply.status == 200
    return reply.body


def test_an_export_holds_values_formats_and_charts(google, sheet, apply):
    """
    Numbers stay numbers with their format; charts are native; no text and no formula becomes one.
    """
    sheet.tab(0).write("A5", [["=1+1", "http://x.example", "007"]])
    sheet.tab(0).type("C6", "12 %")
    apply(
        chart("LINE"),
        chart("COLUMN", stackedType="STACKED"),
        chart("BAR"),
        {
            "addChart": {
                "chart": {
                    "spec": {"pieChart": {"domain": chart_source(1), "series": chart_source(2)}}
                }
            }
        },
        {
            "updateCells": {
                "start": {"rowIndex": 7},
                "rows": [{"values": [{"userEnteredValue": {"formulaValue": "=SPARKLINE(C2:C3)"}}]}],
                "fields": "userEnteredValue",
            }
        },
        {
            "mergeCells": {
                "range": {
                    "startRowIndex": 9,
                    "endRowIndex": 11,
                    "startColumnIndex": 0,
                    "endColumnIndex": 2,
                }
            }
        },
        {
            "updateDimensionProperties": {
                "range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                "properties": {"pixelSize": 240},
                "fields": "pixelSize",
            }
        },
    )
    raw = exported(google, sheet)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        charts = [n for n in parts.namelist() if n.startswith("xl/charts/chart")]
        first = parts.read("xl/worksheets/sheet1.xml").decode()
        drawn = b"".join(parts.read(n) for n in charts).decode()

    assert ["=1+1", "http://x.example", "007"] == rows[4][:3]
    assert 0.12 == rows[5][2]
    assert 4 == len(charts)
    assert all(f"<c:{kind}Chart>" in drawn for kind in ("line", "bar", "pie"))
    assert "Dépenses!$C$2:$C$3" in drawn
    assert "sparkline" in first
    assert "<f>" not in first
    assert '<mergeCell ref="A10:B11"/>' in first


def chart_source(column):
    return {
        "sourceRange": {
            "sources": [
                {
                    "startRowIndex": 1,
                    "endRowIndex": 3,
                    "startColumnIndex": column,
                    "endColumnIndex": column + 1,
                }
            ]
        }
    }
