"""A firm's warehouse as people set it up: its password, its mapping, and what is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from addin import keeping
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.warehouse.address import read

if TYPE_CHECKING:
    from kpi_core.engines.warehouse import InWarehouse

Json = dict[str, Any]


def asked_of(core: Core, asked: Json) -> Json:
    """
    Check the warehouse, propose a mapping, or keep sums by day: {"propose"?, "within"?, "cube"?}.

    Returns
    -------
    {"place": None where there is none, "findings": [{"weight", "where", "what"}]}, {"toml"}, or
    {"cube": [{"relation", "rows", "seconds", "at", "fresh": whether it was as the rows are}]}.
    """
    warehouse = core.warehouse()
    if "propose" in asked:
        if warehouse is None:
            raise KpiError(Kind.NOT_FOUND, _NO_WAREHOUSE)
        from kpi_core.engines.proposing import propose  # noqa: PLC0415 - only this needs it

        return {"toml": propose(warehouse, Lang(asked["propose"]), asked.get("within"))}
    if asked.get("cube"):
        return {"cube": _kept(warehouse)}
    if warehouse is None:
        return {"place": None, "findings": []}
    from kpi_core.engines.checking import check  # noqa: PLC0415 - idem

    settings = core.store.settings()
    found = check(warehouse, settings.timezone)
    return {
        "place": read(settings.warehouse or "").place,
        "findings": [
            {"weight": f.weight, "where": f.where, "what": {"en": f.what.en, "fr": f.what.fr}}
            for f in found
        ],
    }


def _kept(warehouse: InWarehouse | None) -> list[Json]:
    if warehouse is None:
        raise KpiError(Kind.NOT_FOUND, _NO_WAREHOUSE)
    return [
        {
            "relation": made.kept.relation,
            "rows": made.kept.rows,
            "seconds": made.kept.seconds,
            "at": made.kept.at.isoformat(),
            "fresh": made.fresh,
        }
        for made in warehouse.keep()
    ]


def keep_password(url: str, password: str) -> None:
    """Keep the password of the warehouse at *url* for this machine's user."""
    keeping.keep(_named(url), {"password": password})


def kept_password(url: str) -> str | None:
    """Return the password kept for the warehouse at *url*, None when none is."""
    said = keeping.kept(_named(url))
    return None if said is None else str(said["password"])


def _named(url: str) -> str:
    at = read(url)
    plain = f"warehouse.{at.user or ''}.{at.place}".lower()
    return re.sub(r"[^a-z0-9.-]+", "-", plain)[:80]


_NO_WAREHOUSE = Text(
    en="This workspace names no warehouse: kpi settings warehouse=postgres://reader@db.example.org/analytics.",
    fr="Cet espace de travail ne nomme pas d’entrepôt\u00a0: kpi settings warehouse=postgres://lecteur@bdd.exemple.fr/analyse.",
)
