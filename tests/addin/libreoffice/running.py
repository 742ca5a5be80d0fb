"""A real office, with the extension as `kpi publish` makes it."""

import json
import os
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"
SOFFICE = shutil.which("soffice")
#: How Calc numbers the errors that we show.
ERRORS = {519: "#VALUE!", 532: "#DIV/0!", 503: "#NUM!", 32767: "#N/A"}


def missing():
    """Return why no office can be driven here, or nothing."""
    if SOFFICE is None:
        return "LibreOffice is not installed: nothing opens the extension"
    has_uno = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return (
        ""
        if has_uno.returncode == 0
        else "python3-uno is not installed: nothing drives LibreOffice"
    )


class Office:
    """One running office and the document it has open."""

    def __init__(self, folder, extension, **more):
        (folder / "home").mkdir(parents=True)
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("KPI_", "LC_", "LANG", "PYTHON"))
        }
        self.log = (folder / "log").open("wb")
        self.profile = folder / "profile"
        self.process = subprocess.Popen(
            [SYSTEM_PYTHON, Path(__file__).with_name("driver.py"), self.profile, extension],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env=kept | {"HOME": str(folder / "home"), "LANG": "C.UTF-8"} | more,
        )
        assert json.loads(self.process.stdout.readline() or "{}") == {"ready": True}, (
            folder / "log"
        ).read_text()

    def __getattr__(self, order):
        def send(*given):
            self.process.stdin.write(json.dumps([order, *map(_plain, given)]) + "\n")
            self.process.stdin.flush()
            told = json.loads(self.process.stdout.readline())
            if "crash" in told:
                raise RuntimeError(told["crash"])
            return told["answer"]

        return send

    def shows(self, place):
        """Return what one cell shows: a number, a text, or the name of an error."""
        ((cell,),) = self.read(place)
        value, error, *_ = cell
        if error:
            return ERRORS.get(error, f"Err:{error}")
        return float.fromhex(value) if value.startswith(("0x", "-0x")) else value

    def until(self, holds, seconds=60):
        """Wait until *holds*."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "never true"
            time.sleep(0.05)

    def told(self):
        """Return everything that the office and the extension wrote."""
        self.log.flush()
        return Path(self.log.name).read_text("utf-8", "replace")

    def quit(self):
        """Close the office."""
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()
        self.log.close()


def stored(file):
    """Return the formulas of a file's first sheet, with the number beside each."""
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<f[^>]*>([^<]*)</f><v>([^<]*)</v>", sheet)


def _plain(value):
    return str(value) if isinstance(value, Path) else value
