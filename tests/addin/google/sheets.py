"""A Google spreadsheet that runs our script: what a cell shows, and what it cost."""

import json
import subprocess
import threading
from pathlib import Path

from addin.hosts.google.generate import files
from tests.kpi_core.readers import node_or_skip

HARNESS = Path(__file__).with_name("sheets.cjs")
#: Two tabs, of which the second shows errors of ours and of others.
TABS = [
    {"name": "Plan", "shown": [["1,500", "50"], ["30", ""]], "values": [[1500, 50], [30, ""]]},
    {
        "name": "L'été",
        "shown": [
            ["#ERROR!", "#DIV/0!", "#TODO"],
            ["30", "#N/A nobody was won", "#REF!"],
            ["#N/A", "#N/A", ""],
        ],
        "formulas": [
            ["=B2B_CPL(1,0)", "=1/0", ""],
            ["=B2B_KPI(A1:A2)", "", "=iferror(b2b_table(A1))"],
            ["=VLOOKUP(1,A:B,2)", "", ""],
        ],
    },
]


class ShownError(Exception):
    """What a cell shows in place of a value."""


class Sheets:
    """The script for a server, in a document."""

    def __init__(self, folder, address="http://127.0.0.1:9", **options):
        for path, content in files(address).items():
            (folder / path.name).write_text(content, "utf-8")
        self._turn = threading.Lock()
        self.process = subprocess.Popen(
            [node_or_skip(), str(HARNESS), str(folder), json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def order(self, **order):
        """Send one order and keep what it cost."""
        with self._turn:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
            said = json.loads(self.process.stdout.readline(), parse_int=float)
        self.seen, self.offered, self.properties = said["seen"], said["offered"], said["properties"]
        if "error" in said:
            raise ShownError(said["error"])
        return said.get("value")

    def cell(self, name, *given):
        """Return what a cell with this formula shows; blanks are given as Sheets does, empty texts."""
        return self.order(name=name, given=list(given))

    def cells(self, *cells):
        """Return what many cells show, each a name and its arguments, and the seconds they took."""
        return self.order(cells=cells)

    def menu(self, name, *given):
        """Do what the menu or the sidebar does, with the user's own rights."""
        return self.order(name=name, given=list(given), mode="FULL")
