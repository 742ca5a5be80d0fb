"""Small files for the tests, and the settings of a French workspace that reads them."""

from datetime import date

from kpi_core.importing import Hints, ReadSettings, preview, read

SETTINGS = ReadSettings(
    locale="fr-FR", timezone="Europe/Paris", currency="EUR", today=date(2026, 11, 12)
)


def written(folder, text, name="file.csv", encoding="utf-8"):
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def rows(path, fact, settings=SETTINGS, **hints):
    """Return every row of one fact that a file holds."""
    with read(path, settings, Hints(**hints)) as parsed:
        batches = [b.table for b in parsed.batches() if b.fact == fact]
        return [row for table in batches for row in table.to_pylist()]


def looked_at(path, settings=SETTINGS, rows=5, **hints):
    """Return the preview of a file."""
    return preview(path, settings, Hints(**hints), rows)


def whole(path, settings=SETTINGS, **hints):
    """Return rows by fact, rejected rows, counts and final plan of a file read whole."""
    with read(path, settings, Hints(**hints)) as parsed:
        found = {fact: [] for fact in parsed.plan.facts}
        for batch in parsed.batches():
            found[batch.fact] += batch.table.to_pylist()
        return found, list(parsed.rejected), parsed.counts, parsed.plan
