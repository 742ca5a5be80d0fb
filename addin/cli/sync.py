"""`kpi sync`: sheets that keep themselves."""

from __future__ import annotations

from addin.cli.root import app, t
from addin.cli.spoken import make_app

sync = make_app(
    t(
        "Sheets that keep themselves: connect, plan, run, schedule, status.",
        "Feuilles qui se tiennent à jour\u202f: connect, plan, run, schedule, status.",
    )
)
app.add_typer(sync, name="sync")
