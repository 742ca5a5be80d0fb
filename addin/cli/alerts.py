"""`kpi alerts`: what somebody wants to be told of, and where."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, app, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text

Json = dict[str, Any]

alerts = make_app(
    t(
        "Be told when a KPI, the data or a sync goes wrong: connect, add, list, test.",
        "Être prévenu quand un indicateur, les données ou une synchro va mal\u00a0: connect, add, list, test.",
    )
)
app.add_typer(alerts, name="alerts")
command = partial(alerts.command, cls=Command)

Destination = Annotated[
    str,
    typer.Argument(
        metavar=t("where", "où"), help=t("email, slack or teams.", "email, slack ou teams.")
    ),
]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        help=t(
            "email, slack or teams; else all that are set up.",
            "email, slack ou teams\u202f; sinon tous ceux qui sont configurés.",
        ),
    ),
]


@command(
    help=t(
        "Watch something: “CPL > 60 € for 2 weeks”, “data older than 2 days”.",
        "Surveiller\u00a0: «\u00a0CPL > 60 € pendant 2 semaines\u00a0», «\u00a0données de plus de 2 jours\u00a0».",
    )
)
def add(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar=t("what", "quoi"),
            help=t(
                "In English or French, in quotes.", "En français ou en anglais, entre guillemets."
            ),
        ),
    ] = None,
    kpi: Annotated[str | None, typer.Option(help=t("A KPI.", "Un indicateur."))] = None,
    above: Annotated[str | None, typer.Option(help=t("A limit.", "Une limite."))] = None,
    below: Annotated[str | None, typer.Option(help=t("A limit.", "Une limite."))] = None,
    lasting: Annotated[
        str | None,
        typer.Option(
            "--for", help=t("Such as “2 weeks”.", "Par exemple «\u00a02 semaines\u00a0».")
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help=t("Such as channel=LinkedIn.", "Par exemple canal=LinkedIn.")),
    ] = None,
    to: To = None,
    json: AsJson = False,
) -> None:
    """Watch something, and say back what was understood and what it finds now."""
    from addin.cli import render

    session: Session = context.obj
    said = {"said": what, "kpi": kpi, "above": above, "below": below, "lasting": lasting}
    asked: Json = {name: value for name, value in said.items() if value is not None}
    with session.desk() as ask:
        told = ask("sync_alerts_add", asked | {"where": where or [], "to": to or []})
    if json:
        render.as_json(told)
        return
    render.say(_ADDED.format(id=told["id"], words=Text(**told["words"])), session.lang)
    render.say(
        (_STANDS if told["stands"] else _NOW).format(found=Text(**told["found"])), session.lang
    )
    for name in told["not_set_up"]:
        render.complain(_NOT_YET.format(name=name), session.lang)


@command(
    name="list",
    help=t("What is watched, and where it is told.", "Ce qui est surveillé, et où c’est signalé."),
)
def list_(context: typer.Context, json: AsJson = False) -> None:
    """List the alerts, what they find now, and the destinations."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_alerts_list", {})
    if json:
        render.as_json(told)
        return
    if not told["alerts"]:
        render.say(_NONE, session.lang)
    else:
        header = [
            t("alert", "alerte"),
            t("watches", "surveille"),
            t("now", "maintenant"),
            t("told to", "signalée à"),
        ]
        known = [each["name"] for each in told["destinations"]]
        render.table(
            "",
            header,
            [
                [
                    str(each["id"]),
                    each["words"][session.lang.value],
                    ("⚠ " if each["stands"] else "") + each["found"][session.lang.value],
                    _places(each["to"], known, session.lang),
                ]
                for each in told["alerts"]
            ],
        )
    for each in told["destinations"]:
        render.say(_AT.format(name=each["name"], at=each["at"]), session.lang)
    if not told["destinations"]:
        render.say(_NOWHERE, session.lang)


@command(help=t("Watch something no more.", "Ne plus surveiller."))
def remove(
    context: typer.Context,
    alert: Annotated[
        int,
        typer.Argument(metavar=t("alert", "alerte"), help=t("Its number.", "Son numéro.")),
    ],
    json: AsJson = False,
) -> None:
    """Remove an alert."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_alerts_remove", {"id": alert})
    if json:
        render.as_json(told)
    else:
        render.say(_REMOVED.format(words=Text(**told["words"])), session.lang)


@command(
    name="test",
    help=t(
        "Send a message to each destination, to see that it comes.",
        "Envoyer un message à chaque destination, pour voir s’il arrive.",
    ),
)
def try_(context: typer.Context, to: To = None, json: AsJson = False) -> None:
    """Try the destinations; exit 2 when one of them was not reached."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_alerts_test", {"to": to or []})
    if json:
        render.as_json(told)
    for each in told["sent"] if not json else ():
        if each["error"]:
            render.complain(
                _NOT_SENT.format(name=each["name"], why=Text(**each["error"])), session.lang
            )
        else:
            render.say(_SENT.format(name=each["name"], at=each["at"]), session.lang)
    if any(each["error"] for each in told["sent"]):
        raise typer.Exit(2)


@command(
    help=t(
        "Set up where alerts are told: an e-mail server, a webhook of Slack or Teams.",
        "Configurer où les alertes sont signalées\u00a0: un serveur d’e-mail, un webhook Slack ou Teams.",
    )
)
def connect(
    context: typer.Context,
    where: Destination,
    host: Annotated[
        str | None, typer.Option(help=t("The e-mail server.", "Le serveur d’e-mail."))
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(help=t("Its port; 587 if not told.", "Son port\u202f; 587 par défaut.")),
    ] = None,
    security: Annotated[str | None, typer.Option(help="starttls, tls, none.")] = None,
    sender: Annotated[
        str | None, typer.Option("--from", help=t("Who writes.", "Qui écrit."))
    ] = None,
    to: Annotated[list[str] | None, typer.Option("--to", help=t("Who reads.", "Qui lit."))] = None,
    user: Annotated[
        str | None,
        typer.Option(
            help=t("Who signs in, if not the writer.", "Qui se connecte, si ce n’est pas l’auteur.")
        ),
    ] = None,
    secret_file: Annotated[
        Path | None,
        typer.Option(
            help=t(
                "A file with the password, or the webhook’s address; else it is asked.",
                "Un fichier avec le mot de passe, ou l’adresse du webhook\u202f; sinon il est demandé.",
            )
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Set a destination up. Its secret is read from a file or typed unseen, never an argument."""
    from addin.cli import render

    session: Session = context.obj
    secret = _secret(where, secret_file, session)
    said = {
        "name": where, "host": host, "port": port, "security": security, "sender": sender,
        "to": to, "user": user, "secret" if where == "email" else "url": secret,
    }  # fmt: skip
    with session.desk() as ask:
        told = ask("sync_alerts_connect", {n: v for n, v in said.items() if v is not None})
    if json:
        render.as_json(told)
    else:
        render.say(_CONNECTED.format(name=told["name"], at=told["at"]), session.lang)


@command(help=t("Forget a destination and its secret.", "Oublier une destination et son secret."))
def disconnect(context: typer.Context, where: Destination, json: AsJson = False) -> None:
    """Tell nothing there any more."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_alerts_disconnect", {"name": where})
    if json:
        render.as_json(told)
    else:
        render.say(_DISCONNECTED.format(name=told["name"]), session.lang)


def _places(named: list[str], known: list[str], lang: Lang) -> str:
    """Return where an alert is told: where its user said, else everywhere there is."""
    if named:
        return ", ".join(n if n in known else _UNKNOWN.format(name=n)[lang] for n in named)
    return ", ".join(known) or _HERE[lang]


def _secret(where: str, file: Path | None, session: Session) -> str | None:
    """Return the password or the webhook's address: words of a command are seen by the machine."""
    if file is not None:
        if not file.is_file():
            raise KpiError(Kind.NOT_FOUND, _NO_FILE.format(file=file))
        return file.read_text("utf-8").strip() or None
    if not sys.stdin.isatty():
        # A password may come from the environment of who sends; an address cannot.
        return None if where == "email" else sys.stdin.readline().strip() or None
    from getpass import getpass

    return getpass((_PASSWORD if where == "email" else _ADDRESS)[session.lang]) or None


_ADDED = Text(en="Alert {id}: {words}.", fr="Alerte {id}\u00a0: {words}.")
_STANDS = Text(en="It stands now. {found}", fr="Elle est vraie maintenant. {found}")
_NOW = Text(en="Now: {found}", fr="Maintenant\u00a0: {found}")
_NOT_YET = Text(
    en="{name} is not set up yet: until `kpi alerts connect {name}`, it is told on the page and the dashboard only.",
    fr="{name} n’est pas encore configuré\u00a0: jusqu’à `kpi alerts connect {name}`, elle n’est signalée que sur la page et le tableau de bord.",
)
_UNKNOWN = Text(en="{name} (not set up)", fr="{name} (pas configuré)")
_HERE = Text(en="page and dashboard", fr="page et tableau de bord")
_NONE = Text(
    en="Nothing is watched yet: `kpi alerts add 'CPL > 60 € for 2 weeks'`.",
    fr="Rien n’est encore surveillé\u00a0: `kpi alerts add 'CPL > 60\u00a0€ pendant 2 semaines'`.",
)
_AT = Text(en="{name}: {at}", fr="{name}\u00a0: {at}")
_NOWHERE = Text(
    en="Told on the page and the dashboard only: `kpi alerts connect email`, `slack` or `teams` for more.",
    fr="Signalées sur la page et le tableau de bord seulement\u00a0: `kpi alerts connect email`, `slack` ou `teams` pour plus.",
)
_REMOVED = Text(en="Not watched any more: {words}.", fr="N’est plus surveillé\u00a0: {words}.")
_SENT = Text(en="{name}: sent ({at}).", fr="{name}\u00a0: envoyé ({at}).")
_NOT_SENT = Text(en="{name}: {why}", fr="{name}\u00a0: {why}")
_CONNECTED = Text(
    en="{name} is set up ({at}). `kpi alerts test` sends a message there.",
    fr="{name} est configuré ({at}). `kpi alerts test` y envoie un message.",
)
_DISCONNECTED = Text(en="{name} is forgotten.", fr="{name} est oublié.")
_NO_FILE = Text(en="There is no file {file}.", fr="Il n’y a pas de fichier {file}.")
_PASSWORD = Text(
    en="Password (nothing for none): ", fr="Mot de passe (rien s’il n’y en a pas)\u00a0: "
)
_ADDRESS = Text(en="Address of the webhook: ", fr="Adresse du webhook\u00a0: ")
