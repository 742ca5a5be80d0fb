"""Bugs to plant in the engine: each breaks one promise, and the schedules must find it."""

import dataclasses
import json
import random
from contextlib import contextmanager
from unittest import mock

from addin.sync import engine, settling, tabs
from addin.sync.google.book import GoogleBook, GoogleContent
from addin.sync.tabs import Verdict
from kpi_core.workspace import merging, seen
from tests.addin.sync.edits import HEADER, UNKNOWN

_SHEETS = "https://sheets.googleapis.com/v4/spreadsheets/"


class Appending(GoogleBook):
    """Adds its dashboard below what stands there, as a row of a log."""

    def write(self, look, cells, output, marker):
        if "dashboard" not in look.own:
            super().write(look, cells, output, marker)
            return
        rows = [[c.value for c in row] for row in output.dashboard.rows]
        self._client.request(
            "post",
            f"{_SHEETS}{self._id}/values/'KPI dashboard'!A1:append",
            params={"valueInputOption": "RAW"},
            json={"values": rows},
        )


class Trusting(GoogleBook):
    """Takes a body that was cut for a whole one."""

    chance = random.Random(1)  # noqa: S311 - no secret

    def read(self, look, tabs_):
        cells = super().read(look, tabs_)
        if self.chance.random() > 0.1:
            return cells
        cut = {
            id_: dataclasses.replace(c, rows=c.rows[: self.chance.randrange(len(c.rows) + 1)])
            for id_, c in cells.tabs.items()
        }
        return dataclasses.replace(cells, tabs=cut)


class Meddling(GoogleBook):
    """Leaves a word in a tab of somebody else."""

    def write(self, look, cells, output, marker):
        super().write(look, cells, output, marker)
        where = {"sheetId": int(look.tabs[0].id), "rowIndex": 0, "columnIndex": 6}
        cell = {"userEnteredValue": {"stringValue": "seen"}}
        wanted = {"start": where, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}
        body = {"requests": [{"updateCells": wanted}]}
        self._client.request("post", f"{_SHEETS}{self._id}:batchUpdate", json=body)


def _flagged_before_the_write():
    written = engine._written

    def flag_first(this, look, cells, readings):
        if not any(r.verdict is Verdict.HELD for r in readings):
            engine._close(this, this.book.gate(), written=False)
        return written(this, look, cells, readings)

    return mock.patch.object(engine, "_written", flag_first)


def _changed_rows(change):
    """Read each tab after its rows went through *change*: header, rows -> header, rows."""
    understood = GoogleContent.understood

    def other(self, settings, hints):
        head, *rows = [list(row) for row in self.rows] or [[]]
        if len(head) < len(HEADER):
            return understood(self, settings, hints)
        head, rows = change(head, rows)
        return understood(dataclasses.replace(self, rows=[head, *rows]), settings, hints)

    return mock.patch.object(GoogleContent, "understood", other)


def _cost(head):
    return next((i for i, name in enumerate(head) if name in {"Coût", UNKNOWN}), 3)


def _bad_as_zero(head, rows):
    at = _cost(head)
    filled = []
    for row in rows:
        cells = [*row, *[""] * (at + 1 - len(row))]
        if any(cell != "" for cell in cells) and not isinstance(cells[at], (int, float)):
            cells[at] = 0
        filled.append(cells)
    return head, filled


def _without_bad(head, rows):
    at = _cost(head)
    return head, [r for r in rows if len(r) > at and isinstance(r[at], (int, float))]


def _without_repeats(head, rows):
    unique = {json.dumps(row): row for row in rows}
    return head, list(unique.values())


def _by_position(_, rows):
    return HEADER, rows


def _without_header_guard():
    def anyhow(self, *_):
        return self._as(Verdict.READ)

    return mock.patch.multiple(tabs._Judge, _refused=anyhow, _asks=anyhow)


def _any_old_look_counts():
    """Take what a tab was held for at any time for the second look that it needs."""
    held, judged = set(), tabs._Judge._as

    def forgetting_nothing(self, verdict, tab=None, told=None):
        if self.first:  # another spreadsheet
            held.clear()
        digest = self.content.digest
        shrunk = verdict is Verdict.HELD and told is not None and "rows and has" in told.en
        if shrunk and digest in held:
            return judged(self, Verdict.READ, tab)
        if shrunk:
            held.add(digest)
        return judged(self, verdict, tab, told)

    return mock.patch.object(tabs._Judge, "_as", forgetting_nothing)


def _in_two_commits():
    settle = settling.settle

    def twice(core, lease, connection, readings, actor):
        with core.store.transaction(actor, "sync", connection.title, {}) as cursor:
            cursor.execute(
                "DELETE FROM spend WHERE split_part(system, '.', 1) = ?", [connection.tool]
            )
        return settle(core, lease, connection, readings, actor)

    return mock.patch.object(engine, "settle", twice)


@contextmanager
def _without_history():
    def retire(cursor, fact, keys, *_, **__):
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE retired AS {keys}")
        cursor.execute(f"DELETE FROM {fact} WHERE row_key IN (SELECT row_key FROM retired)")
        return 0

    with mock.patch.object(merging, "retire", retire), mock.patch.object(seen, "retire", retire):
        yield


@contextmanager
def _as_it_is():
    yield


#: name -> (what plants it, the book it is in). The names are those of the specification.
BUGS = {
    "append_output": (_as_it_is, Appending),
    "flag_before_write": (_flagged_before_the_write, GoogleBook),
    "trust_partial": (_as_it_is, Trusting),
    "no_header_guard": (_without_header_guard, GoogleBook),
    "by_position": (lambda: _changed_rows(_by_position), GoogleBook),
    "bad_as_zero": (lambda: _changed_rows(_bad_as_zero), GoogleBook),
    "drop_bad": (lambda: _changed_rows(_without_bad), GoogleBook),
    "dedupe_silently": (lambda: _changed_rows(_without_repeats), GoogleBook),
    "non_atomic_commit": (_in_two_commits, GoogleBook),
    "no_history": (_without_history, GoogleBook),
    "no_mass_guard": (lambda: mock.patch.object(tabs, "FEW_ROWS", 10**9), GoogleBook),
    # Found while this was written.
    "any_old_look": (_any_old_look_counts, GoogleBook),
    "no_fence": (lambda: mock.patch("addin.sync.leases.Lease.hold"), GoogleBook),
    "in_a_users_tab": (_as_it_is, Meddling),
}
