"""The demo workspace: written as a team's exports would be, and imported like them."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from addin.cli.session import Session
from kpi_core.text import Text, rows

Json = dict[str, Any]


def load_demo(session: Session) -> Json:
    """Import the demo's files into the workspace, unless they are already there."""
    from kpi_core.demo import DEMO_ALIASES, DEMO_CHANNELS, generate, write_files
    from kpi_core.registry import folded
    from kpi_core.workspace.channels import KNOWN

    today = session.today or dt.datetime.now(dt.UTC).date()
    with tempfile.TemporaryDirectory() as folder, session.desk(create=True) as ask:
        status = ask("status", {})
        if any(fact["rows"] for fact in status["facts"].values()):
            return {"loaded": False, "facts": status["facts"]}
        for source, (channel, platform) in DEMO_CHANNELS.items():
            known = KNOWN.get(folded(source)) or KNOWN.get(folded(channel))
            kind = known.kind if known else "other"
            ask("map", {"raw": source, "channel": channel, "platform": platform, "kind": kind})
        for dimension, spellings in DEMO_ALIASES.items():
            for raw, member in spellings.items():
                ask("map", {"dimension": dimension, "raw": raw, "member": member})
        for path in write_files(generate(today), Path(folder), session.lang):
            ask("import", {"file": str(path), "hints": {"tax": "ht"}})
        return {"loaded": True, "facts": ask("status", {})["facts"]}


def what_to_try(session: Session, told: Json) -> str:
    """Return what the demo holds, three answers, and the next things to type."""
    from addin.cli.samples import samples

    lines = [
        Text(
            en="The demo workspace holds {rows} of an invented French software firm.",
            fr="L’espace de démonstration contient {rows} d’une entreprise française inventée.",
        ).format(rows=rows(sum(f["rows"] for f in told["facts"].values())))[session.lang],
        *samples(session),
        "",
        Text(en="Try:", fr="À essayer :")[session.lang],
        *(
            f"  {line}"
            for line in Text(
                en='kpi query cac --period "last quarter" --where channel=LinkedIn\n'
                "kpi query cpl --by channel --period 2025\n"
                'kpi query mql_to_sql --grain quarter --period "last 12 months"\n'
                "kpi compute cpl 1500 50",
                fr='kpi query cac --period "dernier trimestre" --where canal=LinkedIn\n'
                "kpi query cpl --by canal --period 2025\n"
                'kpi query mql_to_sql --grain trimestre --period "12 derniers mois"\n'
                "kpi compute cpl 1500 50",
            )[session.lang].splitlines()
        ),
        "",
    ]
    return "\n".join(lines)
