"""The demo's sheet: an invented team's tabs on a stand-in for Google, kept in sync as a real one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager

from addin.cli.session import Session
from kpi_core.text import Lang, Text

_ACCOUNT = "demo"
_OFTEN = Text(en="every 2 minutes", fr="toutes les 2 minutes")


@contextmanager
def kept_sheet(session: Session) -> Iterator[str]:
    """
    Serve the sheet on this machine while this lasts, connected, synced once, and scheduled.

    Its value is the address where it can be looked at. The stand-in lives in this process: what is
    typed there is forgotten when it ends, what was synced is not.
    """
    from addin.demo import Google, serving
    from addin.demo.sheet import build
    from addin.sync.google import accounts

    # No secret: only where the stand-in listens. A user's own accounts are left alone.
    os.environ.setdefault("KPI_CREDENTIALS", str(session.folder / "accounts"))
    google = Google(seed=20)
    sheet = build(google, session.today or dt.datetime.now(dt.UTC).date(), session.lang)
    spend, _, deals = (tab.title for tab in sheet.tabs())
    with serving(google) as address:
        accounts.stand_in(_ACCOUNT, address, "demo@localhost")
        with session.desk() as ask:
            link = f"https://docs.google.com/spreadsheets/d/{sheet.id}/edit"
            made = ask("sync_connect", {"link": link, "account": _ACCOUNT, "lang": session.lang})
            known = {"sheet": made["sheet"]}
            for tab in (spend, deals):
                ask("sync_map", {**known, "tab": tab, "hints": {"tax": "ht"}})
            ask("sync_run", known)
            ask("sync_schedule", {**known, "said": _OFTEN[session.lang]})
        yield f"{address}/spreadsheets/{sheet.id}"


def told(address: str, lang: Lang) -> str:
    """Return what to try with the sheet."""
    return _TOLD.format(address=address)[lang]


_TOLD = Text(
    en="A team’s Google sheet (a stand-in on this machine) is kept in sync: {address}\n"
    "Change a cost there, then: kpi sync run\n",
    fr="La feuille Google d’une équipe (un remplaçant sur cette machine) est tenue à jour\u00a0: {address}\n"
    "Modifiez-y une dépense, puis\u00a0: kpi sync run\n",
)
