"""`kpi keys`: who may ask this workspace from a sheet."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, app, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from kpi_core.text import Text

Json = dict[str, Any]

keys = make_app(
    t(
        "Keys that open this workspace to a sheet: create, list, revoke.",
        "Clés qui ouvrent cet espace à une feuille\u202f: create, list, revoke.",
    )
)
app.add_typer(keys, name="keys")
command = partial(keys.command, cls=Command)


@command(
    help=t(
        "Make a key; it is shown once.",
        "Créer une clé\u202f; elle n’est affichée qu’une fois.",
    )
)
def create(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar=t("name", "nom"), help=t("Who will use it.", "Qui s’en servira.")),
    ],
    scope: Annotated[
        str,
        typer.Option(
            help=t(
                "read: every question; cells: a sheet’s formulas only.",
                "read\u202f: toute question\u202f; cells\u202f: les formules d’une feuille seulement.",
            )
        ),
    ] = "read",
    days: Annotated[
        int | None,
        typer.Option(help=t("How long it lives.", "Sa durée de vie, en jours.")),
    ] = None,
    json: AsJson = False,
) -> None:
    """Make a key, and show it."""
    from addin.cli import render

    session: Session = context.obj
    asked: Json = {"create": name, "scope": scope}
    with session.desk() as ask:
        told = ask("keys", asked | ({"days": days} if days is not None else {}))
    if json:
        render.as_json(told)
        return
    render.say(Text(en="{text}", fr="{text}").format(text=told["text"]), session.lang)
    render.complain(_ONCE.format(id=told["key"]["id"]), session.lang)


@command(name="list", help=t("List the keys.", "Lister les clés."))
def list_(context: typer.Context, json: AsJson = False) -> None:
    """List what may be shown of every key."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("keys", {})
    if json:
        render.as_json(told)
    elif not told["keys"]:
        render.say(_NONE, session.lang)
    else:
        header = [t("key", "clé"), t("who", "qui"), t("scope", "portée"), t("made", "créée")]
        render.table(
            "",
            [*header, t("until", "jusqu’au"), t("last used", "dernier usage")],
            [
                [
                    key["id"],
                    key["name"],
                    key["scope"],
                    render.day(key["created_at"], session.lang),
                    _end(key, session),
                    render.day(key["last_used_on"], session.lang),
                ]
                for key in told["keys"]
            ],
        )


@command(help=t("Close a key for ever.", "Fermer une clé définitivement."))
def revoke(
    context: typer.Context,
    key: Annotated[
        str, typer.Argument(metavar=t("key", "clé"), help=t("Its id.", "Son identifiant."))
    ],
    json: AsJson = False,
) -> None:
    """Revoke a key."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("keys", {"revoke": key})
    if json:
        render.as_json(told)
    else:
        render.say(_REVOKED.format(name=told["revoked"]), session.lang)


def _end(key: Json, session: Session) -> str:
    if key["revoked_at"]:
        return _CLOSED[session.lang]
    if not key["expires_at"]:
        return _ENDLESS[session.lang]
    from addin.cli import render

    return render.day(key["expires_at"], session.lang) if key["open"] else _EXPIRED[session.lang]


_ONCE = Text(
    en="Copy it now: it is not kept, and cannot be shown again. `kpi keys revoke {id}` closes it.",
    fr="Copiez-la maintenant\u202f: elle n’est pas conservée et ne pourra plus être affichée. `kpi keys revoke {id}` la ferme.",
)
_NONE = Text(
    en="No key was made: whoever reaches this machine’s own address may ask.",
    fr="Aucune clé n’a été créée\u202f: qui atteint l’adresse de cette machine peut interroger l’espace.",
)
_REVOKED = Text(
    en="The key of {name} opens nothing any more.", fr="La clé de {name} n’ouvre plus rien."
)
_CLOSED = Text(en="revoked", fr="révoquée")
_ENDLESS = Text(en="no end", fr="sans fin")
_EXPIRED = Text(en="expired", fr="expirée")
