"""A row is kept whole or rejected whole, with its place and its reason; none is lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.errors import Kind
from kpi_core.importing.convert import Converter
from kpi_core.importing.reader import Reader
from kpi_core.importing.settings import Hints
from kpi_core.importing.source import open_source
from tests.kpi_core.importing.files import SETTINGS, looked_at, rows, whole, written


@pytest.mark.parametrize(
    ("line", "kind", "column", "words"),
    [
        ("14/08/2026;A;abc", Kind.TYPE, "Coût", "n’est pas un nombre"),
        ("14/08/2026;A;", Kind.EMPTY, "Coût", "montant dépensé"),
        (";A;5", Kind.EMPTY, "Date", "date de dépense"),
        ("31/02/2026;A;5", Kind.TYPE, "Date", "n’existe pas"),
        ("14/08/2026;A", Kind.SHAPE, None, "2 cellules"),
        ("14/08/2026;A;5;6", Kind.SHAPE, None, "4 cellules"),
        ("14/08/2026;A;99999999999999999", Kind.NUM, "Coût", "trop grand"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason(line, kind, column, words, tmp_path):
    """
    A row that cannot be read is set aside with its place, its content and the reason.
    """
    text = f"Date;Canal;Coût\n13/08/2026;A;5\n{line}\n15/08/2026;A;7\n"

    facts, (bad,), counts, _ = whole(written(tmp_path, text))

    assert [r["source_row"] for r in facts["spend"]] == [2, 4]
    assert (bad.row, bad.kind, bad.column) == (3, kind, column)
    assert words in bad.message.fr
    assert bad.message.fr.startswith("Ligne 3")
    assert list(bad.raw.values())[:2] == line.split(";")[:2]
    assert (counts.read, counts.accepted, counts.rejected) == (3, 2, 1)


def test_a_bad_figure_rejects_the_row_from_every_fact(tmp_path):
    """
    A click count that cannot be read also holds back the cost of that row.
    """
    text = "Date,Channel,Cost,Clicks\n2026-08-13,A,5,abc\n2026-08-14,A,5,3\n"

    facts, rejected, _, _ = whole(written(tmp_path, text))

    assert len(facts["spend"]) == len(facts["traffic"]) == len(rejected) == 1


def test_a_row_may_have_only_one_of_two_facts(tmp_path):
    """
    A row without cost still counts its clicks, and a row without clicks its cost.
    """
    text = "Date,Channel,Cost,Clicks\n2026-08-13,A,--,3\n2026-08-14,A,5,--\n"

    facts, rejected, counts, _ = whole(written(tmp_path, text))

    assert (len(facts["spend"]), len(facts["traffic"]), rejected) == (1, 1, [])
    assert counts.accepted == 2


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path):
    """
    Preamble, blank lines, and line ends inside quotes count as a spreadsheet counts them.
    """
    text = 'Rapport\n\nDate;Canal;Coût\n13/08/2026;"A\nB";5\n\n14/08/2026;A\n15/08/2026;A;7\n'

    facts, (bad,), counts, _ = whole(written(tmp_path, text))

    assert [r["source_row"] for r in facts["spend"]] == [4, 7]
    assert bad.row == 6
    assert counts.blank == 1


def test_a_trailing_separator_costs_nothing(tmp_path):
    """
    Rows that end with a separator too many are read, under their own numbers.
    """
    text = "Date;Canal;Coût\n13/08/2026;A;5;\n14/08/2026;A;6;;\n"

    assert [r["source_row"] for r in rows(written(tmp_path, text), "spend")] == [2, 3]


def test_deals_without_days_have_totals_too(tmp_path):
    """
    Where a table has no day, a total is known by its first filled cell.
    """
    text = "Deal,Stage,Amount\nA,Won,5\n,,\nTotal,,5\n"

    facts, _, counts, _ = whole(written(tmp_path, text))

    assert (len(facts["deals"]), counts.blank, counts.totals) == (1, 1, 1)


def test_leads_without_identity_are_rejected(tmp_path):
    """
    A lead that nothing identifies is told; a bad address too.
    """
    text = "E-mail;Entreprise;Date de création\n;Acme;13/08/2026\nzoe;Beta;13/08/2026\n"

    facts, rejected, _, _ = whole(written(tmp_path, text + "a@b.fr;C;13/08/2026\n"))

    assert [r["email"] for r in facts["leads"]] == ["a@b.fr"]
    assert [r.kind for r in rejected] == [Kind.EMPTY, Kind.TYPE]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [("category", "Frais généraux", "indirect"), ("category", "Direct", "direct")],
)
def test_choices_are_heard_in_both_languages(column, value, expected, tmp_path):
    """
    What kind of cost a row is may be said in French or English.
    """
    text = f"Date;Catégorie;Coût\n13/08/2026;{value};5\n"

    assert rows(written(tmp_path, text), "spend")[0][column] == expected


def test_an_unknown_choice_is_rejected(tmp_path):
    """
    A word that is none of the choices is told with the choices.
    """
    text = "Date;Catégorie;Coût\n13/08/2026;Divers;5\n"

    _, (bad,), _, _ = whole(written(tmp_path, text))

    assert "direct, indirect" in bad.message.fr


def test_a_preview_shows_the_first_rows_and_all_counts(tmp_path):
    """
    A preview keeps a few rows and rejected rows, and counts them all.
    """
    lines = [f"{1 + n % 28:02d}/08/2026;A;{'abc' if n % 10 == 0 else n}" for n in range(1_000)]
    shown = looked_at(written(tmp_path, "Date;Canal;Coût\n" + "\n".join(lines) + "\n"), rows=3)

    assert len(shown.sample["spend"]) == len(shown.rejected) == 3
    assert (shown.counts.accepted, shown.counts.rejected) == (900, 100)


CELL = st.sampled_from(["", " ", "13/08/2026", "A", "5", "1 234,5", "abc", "--", "Total", "12,5 €"])
LINE = st.lists(CELL, min_size=0, max_size=5).map(";".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12))
def test_every_row_is_accounted_for(tmp_path_factory, lines):
    """
    Rows read are rows accepted, rejected, blank or totals: none is lost, none counts twice.
    """
    text = "Date;Canal;Coût\n13/08/2026;A;5\n" + "\n".join(lines) + "\nfin\n"
    path = written(tmp_path_factory.mktemp("rows"), text)
    reader = Reader(open_source(path, Hints()), SETTINGS, Hints())

    parts = [part for _, part in reader.read()]
    counts = reader.counts
    seen = [r.row for p in parts for r in p.rejected]
    seen += [n for p in parts for b in p.facts.values() for n in b["source_row"].to_pylist()]

    assert counts.read == len(lines) + 2
    assert counts.read == counts.accepted + counts.rejected + counts.blank + counts.totals
    assert len(seen) == len(set(seen)) == counts.accepted + counts.rejected


def test_blocks_do_not_show(tmp_path, monkeypatch):
    """
    A file read in many small blocks gives the rows and the numbers of one read at once.
    """
    lines = [
        ""
        if n % 97 == 0
        else f"{1 + n % 28:02d}/08/2026;A"
        if n % 89 == 0
        else f"{1 + n % 28:02d}/08/2026;Canal {n % 7};{n},5"
        for n in range(5_000)
    ]
    path = written(tmp_path, "Date;Canal;Coût\n" + "\n".join(lines) + "\n")

    def read():
        reader = Reader(open_source(path, Hints()), SETTINGS, Hints())
        parts = [part for _, part in reader.read()]
        kept = [r for p in parts for b in p.facts.values() for r in b.to_pylist()]
        return kept, [r.row for p in parts for r in p.rejected], reader.counts

    at_once = read()
    monkeypatch.setattr("kpi_core.importing.text_file.BLOCK", 1 << 12)

    assert read() == at_once
    assert [r["source_row"] for r in at_once[0]] == [
        n + 2 for n, line in enumerate(lines) if line.count(";") == 2
    ]


def test_conversion_needs_no_more_than_its_plan(tmp_path):
    """
    A plan that was stored reads the file as the plan just made does.
    """
    path = written(tmp_path, "Date;Canal;Coût\n13/08/2026;A;5\n")
    reader = Reader(open_source(path, Hints()), SETTINGS, Hints())
    again = Converter(reader.plan.from_json(reader.plan.to_json()), SETTINGS)

    (part,) = [p for batch in reader.source.batches() for p in again.convert(batch)]

    assert part.facts["spend"]["spent_on"].to_pylist() == [date(2026, 8, 13)]


def test_people_without_a_name_have_none(tmp_path):
    """
    Rows where first and last names are all empty are still rows.
    """
    text = "Prénom;Nom;E-mail\n;;zoe@acme.fr\n;Roy;bob@acme.fr\n"

    names = [r["name"] for r in rows(written(tmp_path, text), "leads")]

    assert names == [None, "Roy"]


def test_no_name_at_all(tmp_path):
    """
    A file in which nobody has a name is read as well.
    """
    text = "Prénom;Nom;E-mail\n;;zoe@acme.fr\n"

    assert [r["name"] for r in rows(written(tmp_path, text), "leads")] == [None]
