"""`kpi sync schedule`, `unschedule`, `pause`, `resume`, `tick`, `status`: when, and how it went."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, t
from addin.cli.session import Session
from addin.cli.sync import Which, command
from kpi_core.text import Lang, Text, counted

Json = dict[str, Any]


@command(
    help=t(
        "Say when a sheet is synced: “every weekday 7:30”, or cron.",
        "Dire quand une feuille est synchronisée\u00a0: «\u00a0chaque jour ouvré à 7\u00a0h\u00a030\u00a0», ou cron.",
    )
)
def schedule(
    context: typer.Context,
    when: Annotated[
        str,
        typer.Argument(
            metavar=t("when", "quand"),
            help=t(
                "In English, French or cron, in quotes.",
                "En français, en anglais ou cron, entre guillemets.",
            ),
        ),
    ],
    tz: Annotated[
        str | None,
        typer.Option(
            help=t(
                "Time zone, such as Europe/Paris; else the workspace’s.",
                "Fuseau horaire, comme Europe/Paris\u202f; sinon celui de l’espace.",
            )
        ),
    ] = None,
    sheet: Which = None,
    json: AsJson = False,
) -> None:
    """Give a sheet a schedule, and say back what was understood."""
    from addin.cli import render

    session: Session = context.obj
    asked = _which(sheet) | {"said": when} | ({"timezone": tz} if tz else {})
    with session.desk() as ask:
        told = ask("sync_schedule", asked)
    if json:
        render.as_json(told)
        return
    said = Text(en="{title}: {told}", fr="{title}\u00a0: {told}")
    render.say(said.format(title=told["title"], told=Text(**told["told"])), session.lang)
    render.say(_WHO_RUNS, session.lang)


@command(
    help=t(
        "Take the schedule of a sheet away.",
        "Retirer l’horaire d’une feuille.",
    )
)
def unschedule(context: typer.Context, sheet: Which = None, json: AsJson = False) -> None:
    """Let nothing be due any more."""
    _changed(context.obj, "sync_unschedule", _which(sheet), _UNSCHEDULED, json=json)


@command(help=t("Let a sheet rest.", "Mettre une feuille en pause."))
def pause(context: typer.Context, sheet: Which = None, json: AsJson = False) -> None:
    """Run a sheet no more until it is resumed."""
    _changed(context.obj, "sync_pause", _which(sheet) | {"paused": True}, _PAUSED, json=json)


@command(help=t("Go on with a sheet that rests.", "Reprendre une feuille en pause."))
def resume(context: typer.Context, sheet: Which = None, json: AsJson = False) -> None:
    """Run a sheet again, from its next moment on."""
    _changed(context.obj, "sync_pause", _which(sheet) | {"paused": False}, _RESUMED, json=json)


@command(
    help=t(
        "Run what is due now, then end: for cron and systemd.",
        "Exécuter ce qui est dû maintenant, puis finir\u00a0: pour cron et systemd.",
    )
)
def tick(context: typer.Context, json: AsJson = False) -> None:
    """Work off what is due; exit 2 when a run of it failed or is held back."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_tick", {})
    if json:
        render.as_json(told)
    for run in told["runs"] if not json else ():
        line = _RAN.format(sheet=run["sheet"], state=OUTCOMES[run["state"]], calls=run["calls"])
        render.say(line, session.lang)
        if run["error"]:
            render.complain(Text(**run["error"]), session.lang)
    if any(run["state"] in {"failed", "held"} for run in told["runs"]):
        raise typer.Exit(2)


@command(
    help=t(
        "Show every sheet: when it is due, its last runs, what went wrong.",
        "Montrer chaque feuille\u00a0: son horaire, ses dernières exécutions, ce qui a échoué.",
    )
)
def status(
    context: typer.Context,
    runs: Annotated[
        int,
        typer.Option(
            help=t("How many runs of each.", "Combien d’exécutions de chacune."), min=1, max=1000
        ),
    ] = 5,
    sheet: Which = None,
    json: AsJson = False,
) -> None:
    """Tell how the sheets are."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_status", _which(sheet) | {"runs": runs})
    if json:
        render.as_json(told)
        return
    if not told["sheets"]:
        render.say(_NONE, session.lang)
    for each in told["sheets"]:
        _show_sheet(each, told["timezone"], session.lang)
    _show_rest(told, session.lang)


def _show_sheet(sheet: Json, zone: str, lang: Lang) -> None:
    from addin.cli import render

    render.say(
        Text(en="{n}. {title} ({kind})", fr="{n}. {title} ({kind})").format(
            n=sheet["sheet"], title=sheet["title"], kind=sheet["kind"]
        ),
        lang,
    )
    if sheet["link"]:
        render.say(Text(en=sheet["link"], fr=sheet["link"]), lang)
    planned = sheet["schedule"]
    if sheet["paused"]:
        render.say(_RESTS, lang)
    elif planned is None:
        render.say(_NO_SCHEDULE, lang)
    else:
        zone = planned["timezone"]
        render.say(
            _DUE.format(
                words=Text(**planned["words"]), zone=zone, next=_moment(planned["next"], zone, lang)
            ),
            lang,
        )
    if sheet["runs"]:
        _show_runs(sheet["runs"], zone, lang)
        worst = next((r for r in sheet["runs"] if r["state"] != "skipped"), None)
        if worst is not None and worst["error"]:
            render.complain(Text(**worst["error"]), lang)


def _show_runs(runs: list[Json], zone: str, lang: Lang) -> None:
    from addin.cli import render

    header = [
        t("when", "quand"),
        t("result", "résultat"),
        t("tries", "essais"),
        t("took", "durée"),
        t("calls", "appels"),
        t("rows", "lignes"),
        t("rejected", "rejetées"),
    ]
    rows = [
        [
            _moment(run["started_at"] or run["slot"], zone, lang),
            _result(run)[lang],
            str(run["attempts"] or "–"),
            "–" if run["seconds"] is None else _seconds(run["seconds"], lang),
            _figure(run["calls"]),
            _figure(run["read"]),
            _figure(run["rejected"]),
        ]
        for run in runs
    ]
    render.table("", header, rows, right=2)


def _result(run: Json) -> Text:
    if run["state"] == "skipped":
        return counted(run["skipped"] or 1, *_SKIPPED)
    if run["outcome"]:
        return OUTCOMES[run["outcome"]]
    return STATES[run["state"]]


def _show_rest(told: Json, lang: Lang) -> None:
    """Say how fresh the data is, and which alerts stand."""
    from addin.cli import render
    from kpi_core.periods import Period

    if told["fresh_to"]:
        day = dt.date.fromisoformat(told["fresh_to"])
        render.say(_FRESH.format(day=Period(day, day).label(lang)), lang)
    for alert in told["alerts"]:
        render.complain(
            _ALERT.format(said=Text(**alert["said"]), words=Text(**alert["words"])), lang
        )


def _moment(said: str | None, zone: str, lang: Lang) -> str:
    from addin.sync.schedule import shown

    if said is None:
        return "–"
    moment = dt.datetime.fromisoformat(said).astimezone(dt.UTC).replace(tzinfo=None)
    return shown(moment, zone, lang)


def _seconds(seconds: float, lang: Lang) -> str:
    return Text(en=f"{seconds:.1f} s", fr=f"{seconds:.1f}\u00a0s".replace(".", ","))[lang]


def _figure(number: int | None) -> str:
    return "–" if number is None else str(number)


def _changed(session: Session, operation: str, asked: Json, said: Text, *, json: bool) -> None:
    from addin.cli import render

    with session.desk() as ask:
        told = ask(operation, asked)
    if json:
        render.as_json(told)
    else:
        render.say(said.format(title=told["title"]), session.lang)


def _which(sheet: str | None) -> Json:
    return {} if sheet is None else {"sheet": sheet}


OUTCOMES = {
    "unchanged": Text(en="unchanged", fr="inchangée"),
    "same": Text(en="read, nothing to write", fr="lue, rien à écrire"),
    "written": Text(en="written", fr="écrite"),
    "held": Text(en="held back", fr="retenue"),
    "failed": Text(en="failed", fr="échec"),
}
STATES = {
    "running": Text(en="running", fr="en cours"),
    "interrupted": Text(en="cut off", fr="interrompue"),
    "done": Text(en="done", fr="faite"),
    "failed": Text(en="failed", fr="échec"),
}
_SKIPPED = (
    Text(en="{n} missed", fr="{n} manquée"),
    Text(en="{n} missed", fr="{n} manquées"),
)
_WHO_RUNS = Text(
    en="It is run by `kpi serve`, or by cron with `kpi sync tick` (docs/schedule.md).",
    fr="C’est `kpi serve` qui l’exécute, ou cron avec `kpi sync tick` (docs/fr/schedule.md).",
)
_UNSCHEDULED = Text(en="{title}: no schedule any more.", fr="{title}\u00a0: plus d’horaire.")
_PAUSED = Text(
    en="{title} rests until `kpi sync resume`.",
    fr="{title} est en pause jusqu’à `kpi sync resume`.",
)
_RESUMED = Text(
    en="{title} goes on from its next moment.", fr="{title} reprend à sa prochaine échéance."
)
_RAN = Text(
    en="Sheet {sheet}: {state} ({calls} calls).",
    fr="Feuille {sheet}\u00a0: {state} ({calls} appels).",
)
_NONE = Text(
    en="No sheet keeps itself yet: `kpi sync connect LINK`.",
    fr="Aucune feuille ne se tient encore à jour\u00a0: `kpi sync connect LIEN`.",
)
_RESTS = Text(
    en="   rests: `kpi sync resume` lets it go on",
    fr="   en pause\u00a0: `kpi sync resume` la reprend",
)
_NO_SCHEDULE = Text(
    en="   no schedule: `kpi sync schedule 'every weekday 7:30'`",
    fr="   sans horaire\u00a0: `kpi sync schedule 'chaque jour ouvré à 7 h 30'`",
)
_DUE = Text(
    en="   {words} ({zone}); next: {next}",
    fr="   {words} ({zone})\u202f; prochaine fois\u00a0: {next}",
)
_FRESH = Text(en="The data goes up to {day}.", fr="Les données vont jusqu’au {day}.")
_ALERT = Text(en="Alert: {said}. {words}", fr="Alerte\u00a0: {said}. {words}")
