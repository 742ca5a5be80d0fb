"""What a sheet that keeps itself promises, checked against what the sheet said and the store holds."""

import json

from tests.addin.sync.edits import HEADER, UNKNOWN

OWN = {"KPI dashboard", "KPI problems", "KPI history"}


class BrokenError(AssertionError):
    """A promise was not kept."""


class Promises:
    """The promises, in a world that has a `store`, a `sheet` and what was seen of both."""

    def truth(self):
        """Return what the tab says now, by a reading of its own: good rows, how many bad ones."""
        if self.trash is not None:
            return None
        rows = self.tab.values()
        head = [str(c) for c in rows[0]]
        if UNKNOWN in head and any(c not in {None, ""} for row in rows[1:] for c in row):
            return None  # rows that cannot be read; where there is none, that is what it says
        good, bad, blank = [], 0, 0
        for row in rows[1:]:
            cells = dict(zip(head, [*row, *[None] * 4], strict=False))
            if all(cells.get(n) in {None, ""} for n in HEADER):
                blank += 1
            elif isinstance(cells["Coût"], (int, float)) and cells.get("Date"):
                good.append((str(cells["Campagne"]), str(cells["Canal"]), float(cells["Coût"])))
            else:
                bad += 1
        return sorted(good), bad, blank

    def _note_read(self, call):
        if call.operation.endswith("batchGet") and (seen := self.truth()):
            self.states.setdefault(json.dumps(seen[0]), set()).add(seen[1])

    def _note_look(self, call):
        """Note what the first answer of a run shows: whatever it asks later is about our own tabs."""
        if call.operation.endswith("batchGet") and not self.looked:
            self.looked, seen = True, self.truth()
            self.looks.append([json.dumps(seen[0]) if seen else None, "killed"])

    def _seen_before(self, key):
        """Tell whether the look before this one showed the same: those that came to nothing apart."""
        for look, ended in reversed(self.looks[:-1]):
            if look == key or ended not in {"killed", "failed"}:
                return look == key
        return False

    def committed(self):
        """Check the promises: something was just committed."""
        self.store.world = None
        try:
            self._check_commit()
        finally:
            self.store.world = self

    def stored(self):
        # All rows there are: whatever tool they are said to be of, no other brought any.
        rows = self.store.cursor().execute(
            "SELECT campaign_raw, source_raw, amount::DOUBLE FROM spend"
        )
        return sorted(tuple(row) for row in rows.fetchall())

    def _check_commit(self):
        now = self.stored()
        key = json.dumps(now)
        if now == self.previous:
            return
        if self.taken:
            raise BrokenError("I8 a run committed after another took the sheet over")
        if key not in self.states:
            raise BrokenError(f"I0 the workspace holds what the sheet never said: {now}")
        waiting = self.store.cursor().execute("SELECT count(*) FROM quarantine").fetchall()[0][0]
        if waiting not in self.states[key]:
            raise BrokenError(
                f"I3 {waiting} rows are in quarantine, of {self.states[key]} that are bad"
            )
        before = len(self.previous)
        size = len(now) + waiting
        if before >= 5 and size < before * 0.2 and not self._seen_before(key):
            raise BrokenError("I7 four rows out of five went after one look")
        self.ever |= set(map(tuple, now))
        self._check_history()
        self._check_counts()
        self.previous = now

    def _check_history(self):
        rows = self.store.cursor().execute(
            "SELECT campaign_raw, source_raw, amount::DOUBLE FROM spend UNION ALL"
            " SELECT campaign_raw, source_raw, amount::DOUBLE FROM spend_history"
        )
        lost = self.ever - {tuple(row) for row in rows.fetchall()}
        if lost:
            raise BrokenError(f"I2 values are lost: {lost}")

    def _check_counts(self):
        """Every row that a tab had was stored, kept aside, or blank: none is silently dropped."""
        for (told,) in (
            self.store.cursor().execute("SELECT counts::VARCHAR FROM imports").fetchall()
        ):
            counts = json.loads(told)
            parts = ("accepted", "rejected", "blank", "totals")
            if counts["read"] != sum(counts[p] for p in parts):
                raise BrokenError(f"I3 rows are not accounted for: {counts}")

    def remember_tabs(self):
        self.users = self.user_tabs()

    def user_tabs(self):
        return {t.title: t.values() for t in self.sheet.tabs() if t.title not in OWN}

    def check_tabs(self):
        """Nobody but the user changed their tabs; our page is one that was to be written, whole."""
        if self.users is not None and self.users != self.user_tabs():
            raise BrokenError("I6 a user's tab was written in")
        board = next((t for t in self.sheet.tabs() if t.title == "KPI dashboard"), None)
        if board is not None and plain(board.values()) not in self.outputs:
            raise BrokenError("I4 the dashboard is none that was to be written")


def plain(rows):
    """Return a page without the number of the run, its moment, and sparklines."""
    cut = []
    for place, row in enumerate(rows):
        cells = [None if v == "" else float(v) if isinstance(v, int) else v for v in row]
        if place == 2:
            cells = cells[:5]
        while cells and cells[-1] is None:
            cells.pop()
        cut.append(cells)
    while cut and not cut[-1]:
        cut.pop()
    return cut
