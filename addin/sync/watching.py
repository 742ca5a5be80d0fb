"""What can be asked of schedules, runs and alerts, by a command or through the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictBool, StrictInt, StrictStr

from addin.sync import planning, runner, schedule, ticking
from addin.sync.alerts import destinations, finding, reading, rules
from addin.sync.alerts.rules import Kept
from addin.sync.alerts.sending import Message, send
from addin.sync.alerts.words import language, said_back
from addin.sync.asked import Asked, Name, Which
from addin.sync.status import status
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Json = dict[str, Any]

_Secret = Annotated[StrictStr, Field(min_length=1, max_length=4096)]


class Status(Which):
    """Every sheet unless one is named, and how many of its runs."""

    runs: Annotated[int, Field(ge=1, le=1000, strict=True)] = 10


class Schedule(Which):
    """When a sheet is due, in words or cron; the workspace's time zone unless another is named."""

    said: Annotated[StrictStr, Field(max_length=500)]
    timezone: Name | None = None


class Pause(Which):
    """Whether a sheet rests."""

    paused: StrictBool


class Nothing(Asked):
    """Nothing more is asked."""


class AddAlert(Asked):
    """An alert in words, or in parts; where it is told: everywhere that is set up if left out."""

    said: Annotated[StrictStr, Field(max_length=500)] | None = None
    kpi: Name | None = None
    above: Name | None = None
    below: Name | None = None
    lasting: Name | None = None
    where: Annotated[tuple[Name, ...], Field(max_length=10)] = ()
    to: Annotated[tuple[Name, ...], Field(max_length=10)] = ()


class RemoveAlert(Asked):
    """The number of an alert."""

    id: StrictInt


class TryAlerts(Asked):
    """Where a message is sent to try: everywhere that is set up if left out."""

    to: Annotated[tuple[Name, ...], Field(max_length=10)] = ()


class ConnectAlerts(Asked):
    """A destination, and what opens it."""

    name: Name
    url: _Secret | None = None
    host: Name | None = None
    port: StrictInt | None = None
    security: Name | None = None
    user: Name | None = None
    secret: _Secret | None = None
    sender: Name | None = None
    to: Annotated[tuple[Name, ...], Field(max_length=50)] = ()


class DisconnectAlerts(Asked):
    """A destination."""

    name: Name


def tell_status(core: Core, asked: Json, _actor: str) -> Json:
    """Tell how the sheets are: {"sheet"?, "runs"?} -> `SyncStatus`."""
    only = planning.which(core, asked).id if "sheet" in asked else None
    found = status(core, ticking.utc(), may_change=True, only=only, most=asked.get("runs", 10))
    return found.model_dump(mode="json")


def plan(core: Core, asked: Json, _actor: str) -> Json:
    """Give a sheet a schedule: {"said", "sheet"?, "timezone"?} -> what was understood."""
    sheet = planning.which(core, asked)
    zone = asked.get("timezone") or core.snapshot().settings.timezone
    now = ticking.utc()
    understood = schedule.read(asked["said"], zone)
    schedule.keep(core.store, sheet.id, understood, now)
    return {
        "sheet": sheet.id,
        "title": sheet.title,
        "said": understood.said,
        "cron": understood.cron,
        "timezone": understood.zone,
        "told": _plain(understood.told(now)),
    }


def unplan(core: Core, asked: Json, _actor: str) -> Json:
    """Take a sheet's schedule away: {"sheet"?} -> which."""
    sheet = planning.which(core, asked)
    schedule.forget(core.store, sheet.id)
    return {"sheet": sheet.id, "title": sheet.title}


def pause(core: Core, asked: Json, _actor: str) -> Json:
    """Let a sheet rest or go on: {"paused", "sheet"?} -> which."""
    sheet = planning.which(core, asked)
    schedule.pause(core.store, sheet.id, ticking.utc(), paused=asked["paused"])
    return {"sheet": sheet.id, "title": sheet.title, "paused": asked["paused"]}


def tick(core: Core, _asked: Json, _actor: str) -> Json:
    """Work off what is due now, and tell the alerts that changed: {} -> the runs that were made."""
    worked = ticking.tick(core, ticking.utc(), runner.run, after=runner.after, clock=ticking.utc)
    return {
        "runs": [
            {
                "sheet": each.sheet,
                "run": each.run,
                "slot": each.slot.isoformat() if each.slot else None,
                "state": each.outcome.state,
                "calls": each.outcome.calls,
                "error": _plain(each.outcome.error) if each.outcome.error else None,
            }
            for each in worked
        ]
    }


def add_alert(core: Core, asked: Json, _actor: str) -> Json:
    """Watch something: words or parts, and where it is told -> what was understood and is found."""
    if (asked.get("said") is None) == (asked.get("kpi") is None):
        raise KpiError(Kind.TYPE, _WORDS_OR_PARTS.format(examples=reading.EXAMPLES))
    if asked.get("said") is not None:
        rule = reading.read(asked["said"], core)
    else:
        rule = reading.of_parts(
            reading.Parts(
                asked["kpi"],
                above=asked.get("above"),
                below=asked.get("below"),
                lasting=asked.get("lasting"),
                where=asked["where"],
            ),
            core,
        )
    # What cannot be counted here is refused now, not told every night.
    found = finding.look(rule, core)
    to = tuple(dict.fromkeys(destinations.known_name(name) for name in asked["to"]))
    told = said_back(rule, core.snapshot().settings)
    kept = rules.add(core.store, asked.get("said") or told.en, rule, to, ticking.utc())
    return {
        **_alert(core, kept),
        "stands": found.stands,
        "found": _plain(found.words),
        "not_set_up": [n for n in to if n not in destinations.connected(core.store.folder)],
    }


def list_alerts(core: Core, _asked: Json, _actor: str) -> Json:
    """List what is watched, what it finds now, and where it is told: no secret is."""
    kept = rules.rules(core.store.cursor())
    return {
        "alerts": [
            {**_alert(core, each), "stands": found.stands, "found": _plain(found.words)}
            for each in kept
            for found in [finding.find(each.rule, core)]
        ],
        "destinations": [
            {"name": name, "at": destinations.described(to)}
            for name, to in destinations.connected(core.store.folder).items()
        ],
    }


def remove_alert(core: Core, asked: Json, _actor: str) -> Json:
    """Watch something no more: {"id"} -> what it was."""
    return _alert(core, rules.remove(core.store, asked["id"]))


def try_alerts(core: Core, asked: Json, _actor: str) -> Json:
    """Send a message to each destination: {"to"?} -> what came of it, one by one."""
    known = destinations.connected(core.store.folder)
    wanted = [destinations.known_name(name) for name in asked["to"]] or list(known)
    if missing := [name for name in wanted if name not in known]:
        raise KpiError(Kind.NOT_FOUND, _NOT_SET_UP.format(name=missing[0]))
    if not wanted:
        raise KpiError(Kind.EMPTY, _NO_DESTINATION)
    lang = language(core.snapshot().settings)
    message = Message(_TEST[lang], (_TEST_MORE[lang],))
    sent = []
    for name in wanted:
        error = None
        try:
            send(name, known[name], message)
        except KpiError as refused:
            error = _plain(refused.message)
        sent.append({"name": name, "at": destinations.described(known[name]), "error": error})
    return {"sent": sent}


def connect_alerts(core: Core, asked: Json, _actor: str) -> Json:
    """Set a destination up: its name, and what opens it -> where it is, without its secret."""
    name = destinations.known_name(asked["name"])
    made: destinations.Destination
    if name == "email":
        if missing := [option for field, option in _OPTIONS.items() if not asked.get(field)]:
            raise KpiError(Kind.EMPTY, _MISSING.format(names=", ".join(missing)))
        made = destinations.email(asked)
    elif not asked.get("url"):
        raise KpiError(Kind.EMPTY, _NO_ADDRESS.format(name=name))
    else:
        made = destinations.webhook(name, asked["url"])
    destinations.connect(core.store.folder, name, made)
    return {"name": name, "at": destinations.described(made)}


def disconnect_alerts(core: Core, asked: Json, _actor: str) -> Json:
    """Forget a destination and its secret: {"name"} -> which."""
    if not destinations.disconnect(core.store.folder, asked["name"]):
        raise KpiError(Kind.NOT_FOUND, _NOT_SET_UP.format(name=asked["name"]))
    return {"name": asked["name"]}


def _alert(core: Core, kept: Kept) -> Json:
    return {
        "id": kept.id,
        "said": kept.said,
        "words": _plain(said_back(kept.rule, core.snapshot().settings)),
        "to": list(kept.targets),
    }


def _plain(text: Text) -> Json:
    return {"en": text.en, "fr": text.fr}


#: What a server lets the command line ask, by name: (core, asked, actor) -> answer.
OPERATIONS: Mapping[str, Callable[[Core, Json, str], Json]] = {
    "sync_status": tell_status,
    "sync_schedule": plan,
    "sync_unschedule": unplan,
    "sync_pause": pause,
    "sync_tick": tick,
    "sync_alerts_add": add_alert,
    "sync_alerts_list": list_alerts,
    "sync_alerts_remove": remove_alert,
    "sync_alerts_test": try_alerts,
    "sync_alerts_connect": connect_alerts,
    "sync_alerts_disconnect": disconnect_alerts,
}

SHAPES: Mapping[str, type[BaseModel]] = {
    "sync_status": Status,
    "sync_schedule": Schedule,
    "sync_unschedule": Which,
    "sync_pause": Pause,
    "sync_tick": Nothing,
    "sync_alerts_add": AddAlert,
    "sync_alerts_list": Nothing,
    "sync_alerts_remove": RemoveAlert,
    "sync_alerts_test": TryAlerts,
    "sync_alerts_connect": ConnectAlerts,
    "sync_alerts_disconnect": DisconnectAlerts,
}

_WORDS_OR_PARTS = Text(
    en="Say the alert in words, or give --kpi with --above or --below. {examples}",
    fr="Dites l’alerte avec des mots, ou donnez --kpi avec --above ou --below. {examples}",
)
_NOT_SET_UP = Text(
    en="{name} is not set up: `kpi alerts connect {name}`.",
    fr="{name} n’est pas configuré\u00a0: `kpi alerts connect {name}`.",
)
_NO_DESTINATION = Text(
    en="No place is set up yet: `kpi alerts connect email`, `slack` or `teams`.",
    fr="Aucun endroit n’est encore configuré\u00a0: `kpi alerts connect email`, `slack` ou `teams`.",
)
#: What an e-mail server cannot do without, by the names of the command.
_OPTIONS = {"host": "--host", "sender": "--from", "to": "--to"}
_MISSING = Text(
    en="Something is missing: {names}. `kpi alerts connect --help` says what each is.",
    fr="Il manque quelque chose\u00a0: {names}. `kpi alerts connect --help` dit ce que c’est.",
)
_NO_ADDRESS = Text(
    en="The address of the webhook is missing: put it in a file and give that, `kpi alerts connect {name} --secret-file FILE`, or type it when the command asks for it in a terminal.",
    fr="Il manque l’adresse du webhook\u00a0: mettez-la dans un fichier et donnez-le, `kpi alerts connect {name} --secret-file FICHIER`, ou tapez-la quand la commande la demande dans un terminal.",
)
_TEST = Text(
    en="This is how B2B KPI tells its alerts.", fr="Voici comment B2B KPI envoie ses alertes."
)
_TEST_MORE = Text(en="Sent to try: nothing is wrong.", fr="Message d’essai\u00a0: rien d’anormal.")
