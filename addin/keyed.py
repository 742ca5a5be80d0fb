"""The keys of a workspace as its owner handles them: made, listed, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from addin.sharing import key_uses
from kpi_core.workspace import Store, keys

Json = dict[str, Any]


def asked_of(store: Store, asked: Json, actor: str) -> Json:
    """
    List the keys, make one ({"create", "scope", "days"?}), or close one ({"revoke"}).

    Raises
    ------
    KpiError
        TYPE or NOT_FOUND for what is no key, no scope or no life of one.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    if "create" in asked:
        made, text = keys.create(
            store, asked["create"], asked["scope"], asked.get("days"), actor=actor, now=now
        )
        return {"key": _told(made, now), "text": text}
    if "revoke" in asked:
        return {"revoked": keys.revoke(store, asked["revoke"], actor, now).name}
    told = [_told(kept.key, now) for kept in keys.keys(store.cursor())]
    uses = key_uses(store)
    for key in told:
        days = [str(day) for day in (key["last_used_on"], uses.get(key["id"])) if day]
        key["last_used_on"] = max(days, default=None)
    return {"keys": told}


def _told(key: keys.Key, now: dt.datetime) -> Json:
    plain: Json = msgspec.to_builtins(key)
    return plain | {"open": key.open(now)}
