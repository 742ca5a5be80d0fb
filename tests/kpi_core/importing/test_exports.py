"""Every export that people have is recognised by its headers, and its rows are what they say."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.errors import KpiError
from kpi_core.facts import FACTS
from kpi_core.importing.reader import Reader
from kpi_core.importing.settings import Hints
from kpi_core.importing.source import open_source
from kpi_core.importing.systems import SYSTEMS
from tests.kpi_core.importing.exports import EXPORTS
from tests.kpi_core.importing.files import SETTINGS, whole, written


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_export_is_read(export, tmp_path):
    """
    An export is taken for what it is, and its first row gives the facts it states.
    """
    path = written(tmp_path, export.text, encoding=export.encoding)

    facts, rejected, counts, plan = whole(path, **export.hints)

    assert (plan.system, rejected) == (export.system, [])
    assert counts.accepted == export.accepted
    for fact, expected in export.first.items():
        assert expected.items() <= facts[fact][0].items()


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_every_column_of_a_fact_is_there(export, tmp_path):
    """
    Whatever the file holds, a batch has every column of its fact, and the row it came from.
    """
    facts, *_ = whole(written(tmp_path, export.text, encoding=export.encoding))

    for fact, rows in facts.items():
        assert all(list(row) == [*FACTS[fact].columns, "source_row"] for row in rows)


def test_every_known_export_has_a_file_here():
    """
    No export is declared without a file that proves it.
    """
    proved = {export.system for export in EXPORTS} | {"facebook_ads.conversions"}

    assert {s.id for s in SYSTEMS if not s.refused} <= proved


def test_declared_columns_exist():
    """
    Whatever an export feeds is a column of its fact, or one of the reader's own.
    """
    for system in SYSTEMS:
        for targets in (*system.columns, *system.constants):
            for target in targets.split():
                fact, _, column = target.partition(".")
                assert column.startswith("$") or column in FACTS[fact].columns


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(EXPORTS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=6)), min_size=1),
)
def test_a_damaged_export_is_read_or_told(tmp_path_factory, export, damages):
    """
    Whatever happened to a file, its rows are accounted for, or the user is told in words.
    """
    data = bytearray(export.text.encode(export.encoding))
    for place, length, noise in damages:
        start = int(place * len(data))
        data[start : start + length] = noise
    path = written(tmp_path_factory.mktemp("damaged"), bytes(data))

    with suppress(KpiError):
        reader = Reader(open_source(path, Hints()), SETTINGS, Hints())
        parts = [] if reader.plan.questions else [part for _, part in reader.read()]
        counts = reader.counts

        assert counts.read == counts.accepted + counts.rejected + counts.blank + counts.totals
        assert counts.rejected == sum(len(part.rejected) for part in parts)
