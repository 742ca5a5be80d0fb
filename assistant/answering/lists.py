"""Answers without a KPI: members, freshness, customers who no longer order."""

from __future__ import annotations

import datetime as dt

from assistant.answering.base import Answering
from assistant.wire import Reply, Table
from kpi_core.answering.listing import dormant
from kpi_core.answering.reading import day_text
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.text import Text, counted
from kpi_core.units import Unit, written

_LISTED = 30  # members told in a list; more are counted


def members(a: Answering) -> Reply:
    """Tell which members a dimension has."""
    dimension = a.reading.dimension or "channel"
    members = a.core.snapshot().members.members.get(dimension, [])
    title = DIMENSIONS[dimension][a.lang]
    told = ", ".join(members[:_LISTED])
    if not members:
        text = Text(
            en="Nothing recorded carries a {d}.", fr="Rien d’enregistré ne porte de {d}."
        ).format(d=title)[a.lang]
    else:
        text = Text(en="{n} in “{d}”: {told}", fr="{n} dans « {d} » : {told}").format(
            n=counted(
                len(members),
                Text(en="{n} name", fr="{n} nom"),
                Text(en="{n} names", fr="{n} noms"),
            ),
            d=title,
            told=told + ("…" if len(members) > _LISTED else "."),
        )[a.lang]
    return a.told(text)


def freshness(a: Answering) -> Reply:
    """Tell how far the data goes."""
    cover = {f: c for f, c in a.core.snapshot().coverage.items() if c.rows}
    shown = Table(
        head=[_DATA[a.lang], _ROWS[a.lang], _FROM[a.lang], _TO[a.lang]],
        numeric=[False, True, False, False],
        rows=[
            [
                FACTS[fact].title[a.lang],
                written(c.rows, Unit.COUNT, "EUR", a.locale),
                day_text(c.first)[a.lang] if c.first else "–",
                day_text(c.last)[a.lang] if c.last else "–",
            ]
            for fact, c in cover.items()
        ],
    )
    last = max((c.last for c in cover.values() if c.last), default=None)
    if last is None:
        return a.told(
            Text(
                en="No data yet: import a file first (kpi import).",
                fr="Pas encore de données : importez d’abord un fichier (kpi import).",
            )[a.lang]
        )
    text = Text(en="The data goes up to {day}.", fr="Les données vont jusqu’au {day}.").format(
        day=day_text(last)
    )[a.lang]
    return a.told(text, table=shown)


def dormant_customers(a: Answering) -> Reply:
    """Tell which customers have not ordered for a while."""
    days = a.reading.days or 90
    since = a.core.today() - dt.timedelta(days=days)
    found = dormant(a.core, since)
    text = Text(
        en="{n} without a won deal since {day}.", fr="{n} sans affaire gagnée depuis le {day}."
    ).format(
        n=counted(
            len(found),
            Text(en="{n} customer", fr="{n} client"),
            Text(en="{n} customers", fr="{n} clients"),
        ),
        day=day_text(since),
    )[a.lang]
    shown = Table(
        head=[_CUSTOMER[a.lang], _LAST_ORDER[a.lang], _ORDERS[a.lang]],
        numeric=[False, False, True],
        rows=[[d.customer, day_text(d.last_order)[a.lang], str(d.orders)] for d in found[:200]],
    )
    return a.told(text, table=shown if found else None)


_DATA = Text(en="Data", fr="Données")
_ROWS = Text(en="Rows", fr="Lignes")
_FROM = Text(en="From", fr="Du")
_TO = Text(en="To", fr="Au")
_CUSTOMER = Text(en="Customer", fr="Client")
_LAST_ORDER = Text(en="Last won deal", fr="Dernière affaire gagnée")
_ORDERS = Text(en="Won deals", fr="Affaires gagnées")
