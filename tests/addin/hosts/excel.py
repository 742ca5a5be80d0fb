"""Excel as Node runs it: Microsoft's runtime in a page, our functions loaded, a cell at a time."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from addin.hosts.office.scripts import functions
from tests.kpi_core.readers import node_or_skip

HERE = Path(__file__).parent / "node"


def installed():
    """Return where Node is, its packages installed; else the test is skipped, or fails."""
    node = node_or_skip()
    if not (HERE / "node_modules").is_dir():
        reason = "the packages of tests/addin/hosts/node are not installed: nothing is Excel here"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return node


def validated(manifest):
    """Return what Microsoft's validator finds wrong with a unified manifest."""
    found = subprocess.run(
        [installed(), str(HERE / "manifest.js")],
        input=json.dumps(manifest),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(found.stdout)


class Excel:
    """A workbook's functions over the server at *address*."""

    def __init__(self, folder, address, language="en-US"):
        script = folder / "functions.js"
        script.write_text(functions(), "utf-8")
        self.process = subprocess.Popen(
            [installed(), str(HERE / "excel.js"), address, language, str(script)],
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

    def start(self, name, value=None):
        """Send a command whose answer is read later."""
        self.process.stdin.write(json.dumps([name, value]) + "\n")
        self.process.stdin.flush()

    def answer(self):
        answer = json.loads(self.process.stdout.readline(), parse_int=float)
        assert not (isinstance(answer, dict) and "crash" in answer), answer
        return answer

    def do(self, name, value=None):
        self.start(name, value)
        return self.answer()

    def cells(self, *calls):
        """Return what cells end in, all asked at once."""
        return self.do("cells", [list(call) for call in calls])

    def cell(self, name, *args):
        """Return what one cell ends in; a repeated argument is a list at the end."""
        (found,) = self.cells((name, args))["found"]
        assert "crash" not in found, found
        return found
