"""Who is told what, and no more than once: when an alert begins, and when it is over.

What was told last is kept by rule and destination, so that one that could not be reached is told
later, and the others are not told again. Nothing of it ever stops a run.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from addin.sync.alerts.destinations import Destination, connected
from addin.sync.alerts.finding import QUIET, UNKNOWN, Finding, find
from addin.sync.alerts.rules import Failing, Kept, rules
from addin.sync.alerts.sending import Message, send
from addin.sync.alerts.words import language, said_back
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text
from kpi_core.workspace import Store
from kpi_core.workspace.settings import Settings

log = logging.getLogger(__name__)

#: The place where every alert stands, told or not: the page reads it.
DASHBOARD = "dashboard"
#: How long a destination that was not reached rests, in seconds: longer each time.
RESTS = (60.0, 300.0, 900.0, 3600.0)


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert that has begun and is not over. since: UTC, without a zone."""

    rule: int
    said: Text
    words: Text
    since: dt.datetime


@dataclass(slots=True)
class _Memory:
    """What one opening of a workspace remembers: what was found, and who could not be reached."""

    key: tuple[object, ...] = ()
    found: dict[int, Finding] = field(default_factory=dict)
    rests: dict[str, tuple[int, float]] = field(default_factory=dict)
    # A full disk takes no note of what was told: it must not be told every few seconds for that.
    told: dict[tuple[int, str], str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_memories: dict[str, _Memory] = {}


def tell(core: Core, now: dt.datetime) -> int:
    """
    Look at every rule and tell what changed; return how many messages went out.

    Whoever comes while somebody is telling leaves it to them.
    """
    cursor = core.store.cursor()
    try:
        kept = rules(cursor)
    finally:
        cursor.close()
    memory = _memories.setdefault(core.store.instance, _Memory())
    if not kept or not memory.lock.acquire(blocking=False):
        return 0
    try:
        return _tell(core, kept, memory, now)
    finally:
        memory.lock.release()


def _tell(core: Core, kept: Sequence[Kept], memory: _Memory, now: dt.datetime) -> int:
    told = _told(core.store) | memory.told
    places = _places(core)
    count, lang = 0, language(core.snapshot().settings)
    for rule, finding in _found(core, kept, memory):
        if finding.state == UNKNOWN:
            continue  # neither begun nor over
        message = None
        for place in (DASHBOARD, *(rule.targets or places)):
            if told.get((rule.id, place), QUIET) == finding.state:
                continue
            if place != DASHBOARD:
                message = message or announced(rule, finding, core.snapshot().settings)
                if place not in places or not _sent(place, places[place], message, memory, lang):
                    continue
                count += 1
                memory.told[rule.id, place] = finding.state
            _note(core, rule, place, finding, now)
    return count


def _places(core: Core) -> Mapping[str, Destination]:
    try:
        return connected(core.store.folder)
    except (KpiError, OSError):
        log.warning("the destinations of alerts cannot be read; `kpi alerts list` says why")
        return {}


def _found(core: Core, kept: Sequence[Kept], memory: _Memory) -> list[tuple[Kept, Finding]]:
    """Return what each rule finds. What only data and days change is found once for them."""
    key = (core.snapshot().version, core.today(), tuple((k.id, k.said) for k in kept))
    if memory.key != key:
        memory.key, memory.found = key, {}
    for each in kept:
        if each.id not in memory.found or isinstance(each.rule, Failing):
            memory.found[each.id] = _safely(each, core)
    return [(each, memory.found[each.id]) for each in kept]


def _safely(kept: Kept, core: Core) -> Finding:
    try:
        return find(kept.rule, core)
    except Exception:
        log.exception("alert %s could not be looked at", kept.id)
        return Finding(UNKNOWN, _BROKEN)


def _sent(place: str, to: Destination, message: Message, memory: _Memory, lang: Lang) -> bool:
    """Send *message*, unless *place* rests after failing; tell whether it went."""
    tries, until = memory.rests.get(place, (0, 0.0))
    if time.monotonic() < until:
        return False
    try:
        send(place, to, message)
    except KpiError as error:
        log.warning("%s", _UNTOLD.format(place=place, why=error.message)[lang])
    except Exception:
        log.exception("an alert could not be told to %s", place)
    else:
        memory.rests.pop(place, None)
        return True
    rest = RESTS[min(tries, len(RESTS) - 1)]
    memory.rests[place] = (tries + 1, time.monotonic() + rest)
    return False


def announced(kept: Kept, finding: Finding, settings: Settings) -> Message:
    """Return what is told of *finding*, in the workspace's language."""
    lang = language(settings)
    head = (_BEGINS if finding.stands else _OVER).format(said=said_back(kept.rule, settings))
    return Message(head[lang], (finding.words[lang], _NUMBER.format(id=kept.id)[lang]))


def _told(store: Store) -> dict[tuple[int, str], str]:
    cursor = store.cursor()
    try:
        rows = cursor.execute("SELECT rule, target, state FROM alert_states").fetchall()
    finally:
        cursor.close()
    return {(rule, target): state for rule, target, state in rows}


def _note(core: Core, kept: Kept, place: str, finding: Finding, now: dt.datetime) -> None:
    """Write down that *place* knows of *finding*."""
    said = said_back(kept.rule, core.snapshot().settings)
    details = {
        "said": {lang.value: said[lang] for lang in Lang},
        "words": {lang.value: finding.words[lang] for lang in Lang},
    }
    with core.store.aside() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO alert_states VALUES (?, ?, ?, ?, ?)",
            [kept.id, place, finding.state, now, json.dumps(details, ensure_ascii=False)],
        )


def standing(store: Store) -> list[Standing]:
    """Return the alerts that stand, the latest first: what the page shows."""
    cursor = store.cursor()
    try:
        rows = cursor.execute(
            "SELECT s.rule, s.told_at, s.details::VARCHAR FROM alert_states s"
            " JOIN alert_rules r ON r.id = s.rule AND NOT r.muted"
            " WHERE s.target = ? AND s.state <> ? ORDER BY s.told_at DESC, s.rule",
            [DASHBOARD, QUIET],
        ).fetchall()
    finally:
        cursor.close()
    found = []
    for rule, since, details in rows:
        said = json.loads(details)
        found.append(Standing(rule, Text(**said["said"]), Text(**said["words"]), since))
    return found


def warnings(core: Core) -> list[Text]:
    """Return what stands by the data of this moment, one sentence each: for a sheet's dashboard."""
    cursor = core.store.cursor()
    try:
        kept = rules(cursor)
    finally:
        cursor.close()
    settings = core.snapshot().settings
    return [
        _STANDS.format(said=said_back(each.rule, settings), words=finding.words)
        for each in kept
        if (finding := _safely(each, core)).stands
    ]


_BEGINS = Text(en="Alert: {said}", fr="Alerte\u00a0: {said}")
_OVER = Text(en="Over: {said}", fr="Terminé\u00a0: {said}")
_STANDS = Text(en="{said}. {words}", fr="{said}. {words}")
_NUMBER = Text(en="Alert {id} of `kpi alerts list`.", fr="Alerte {id} de `kpi alerts list`.")
_UNTOLD = Text(
    en="An alert was not told to {place}: {why}", fr="Alerte non signalée à {place}\u00a0: {why}"
)
_BROKEN = Text(
    en="Something broke on our side; the journal says where.",
    fr="Une panne de notre côté\u202f; le journal dit où.",
)
