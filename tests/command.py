"""The `kpi` command as people run it: a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

KPI = Path(sys.executable).with_name("kpi")
TODAY = "2025-11-12"


def environment(**more):
    """Return the surroundings of a terminal that says nothing of language or workspace."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KPI_", "LC_", "LANG", "COV"))
    }
    return kept | {"LANG": "C.UTF-8"} | more


def kpi(*words, folder=None, lang="en", code=0, cwd=None, **more):
    """Run a command to its end, check how it ended, and return what it printed."""
    general = ["--workspace", str(folder)] if folder else []
    ran = subprocess.run(
        [KPI, *general, "--lang", lang, "--today", TODAY, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**more),
        cwd=cwd,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ran.stdout + ran.stderr, ran.stderr
    assert code == ran.returncode, (words, ran.stdout, ran.stderr)
    return ran


def answer(*words, **more):
    """Return what a command prints with --json."""
    return json.loads(kpi(*words, "--json", **more).stdout)


def refused(*words, **more):
    """Return the sentence with which a command refuses, and nothing else."""
    ran = kpi(*words, code=2, **more)
    assert not ran.stdout
    return ran.stderr
