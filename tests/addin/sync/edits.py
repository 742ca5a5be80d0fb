"""What users do to the tab of a sheet that is kept, drawn at random."""

HEADER = ["Campagne", "Date", "Canal", "Coût"]
UNKNOWN = "Kosten?"
BAD = ["abc", "", "12 sheep"]
EDITS = [*["add"] * 3, *["edit"] * 2, "drop", "sort", "swap", "rename", "bad", "copy", "delete"]
EDITS += ["header", "blank", "wipe"]


class Edits:
    """The edits of one user, in a world that has `rng`, `sheet`, `tab` and `counts`."""

    def edit(self):
        """One edit of the user's own tab; who wavers does nothing else."""
        if self.wavers:
            return
        self.counts["edits"] += 1
        if self.trash is not None:
            if self.rng.random() < 0.5:
                self.tab, self.trash = self.sheet.restore(self.trash), None
                self.remember_tabs()
            return
        operation = self.rng.choice(EDITS)
        getattr(self, f"_{operation}")()
        self.remember_tabs()

    def waver(self):
        """Let a user who is not sure empty the tab between two runs, or take that back."""
        if self.wavers and self.trash is None and self.rng.random() < 0.8:
            self._wipe()
            self.remember_tabs()

    def _head(self):
        return [str(c) for c in self.tab.values()[0]]

    def _place(self):
        head = self._head()
        return head.index(UNKNOWN if UNKNOWN in head else "Coût")

    def _height(self):
        return len(self.tab.values())

    def _some_row(self):
        height = self._height()
        return self.rng.randrange(1, height) if height > 1 else None

    def _add(self):
        head, row = self._head(), self._row()
        cells = dict(zip(HEADER, row, strict=True)) | {UNKNOWN: row[3]}
        at = self.rng.randrange(1, self._height() + 1)
        self.tab.insert("ROWS", at)
        for column, name in enumerate(head):
            self.tab.set(at, column, cells[name])

    def _edit(self):
        if (row := self._some_row()) is not None:
            self.tab.set(row, self._place(), self.rng.randrange(100))

    def _drop(self):
        if (row := self._some_row()) is not None:
            self.tab.remove("ROWS", row)

    def _sort(self):
        if self._height() > 2:
            self.tab.sort(self._place())

    def _swap(self):
        one, other = sorted(self.rng.sample(range(4), 2))
        self.tab.move("COLUMNS", one, other + 1)

    def _rename(self):
        self.tab.rename(self.rng.choice(["Spend", "Costs '25", "A1", "Spend (1)"]))

    def _bad(self):
        if (row := self._some_row()) is not None:
            self.tab.set(row, self._place(), self.rng.choice(BAD))

    def _copy(self):
        if (row := self._some_row()) is not None:
            values = list(self.tab.values()[row]) + [None] * 4
            at = self._height()
            for column in range(4):
                self.tab.set(at, column, values[column])

    def _delete(self):
        if self.rng.random() < 0.3:
            self.trash = self.tab.delete()

    def _header(self):
        if self.rng.random() < 0.3:
            now = UNKNOWN if self._head()[self._place()] == "Coût" else "Coût"
            self.tab.set(0, self._place(), now)

    def _blank(self):
        self.tab.insert("ROWS", self.rng.randrange(1, self._height() + 1))

    def _wipe(self):
        if self.wiped is not None:
            head = self._head()
            if self._height() == 1 and head == [str(c) for c in self.wiped[0]]:
                self.tab.write("A1", self.wiped)  # undone
            self.wiped = None
        elif (self.wavers or self.rng.random() < 0.4) and self._height() > 1:
            self.wiped = self.tab.values()
            self.tab.remove("ROWS", 1, self._height() - 1)
