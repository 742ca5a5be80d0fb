"""`kpi shared`: several servers for one workspace whose data is in a warehouse."""

from __future__ import annotations

import os
from functools import partial
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, app, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Json = dict[str, Any]

shared = make_app(
    t(
        "Let several servers answer: init, status, publish, password, stop.",
        "Laisser plusieurs serveurs répondre\u00a0: init, status, publish, password, stop.",
    )
)
app.add_typer(shared, name="shared")
command = partial(shared.command, cls=Command)

Address = Annotated[
    str | None,
    typer.Argument(
        metavar=t("address", "adresse"),
        help=t(
            "postgres://user@host/database; KPI_SHARED when left out.",
            "postgres://utilisateur@hôte/base\u202f; KPI_SHARED par défaut.",
        ),
    ),
]


@command(
    help=t(
        "Share what this workspace decides in a PostgreSQL (schema kpi), made or brought up to date.",
        "Partager ce que décide cet espace dans un PostgreSQL (schéma kpi), créé ou mis à jour.",
    )
)
def init(
    context: typer.Context,
    address: Address = None,
    for_: Annotated[
        str | None,
        typer.Option(
            "--for",
            help=t(
                "The database’s user that servers answer with: it is given what that needs, no more.",
                "L’utilisateur de la base avec lequel les serveurs répondent\u00a0: il reçoit les droits utiles, pas plus.",
            ),
        ),
    ] = None,
    take: Annotated[
        bool,
        typer.Option(
            "--take",
            help=t(
                "Decide instead of the workspace that did so far.",
                "Décider à la place de l’espace de travail qui le faisait.",
            ),
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Share the workspace, and publish it for the first time."""
    asked: Json = {"init": _address(address), "take": take} | ({"for": for_} if for_ else {})
    _tell(context, asked, json, _SHARED)


@command(
    help=t(
        "Tell what the servers know, and since when.",
        "Dire ce que savent les serveurs, et depuis quand.",
    )
)
def status(context: typer.Context, json: AsJson = False) -> None:
    """Tell how the sharing stands."""
    _tell(context, {}, json, _STANDS)


@command(
    help=t(
        "Tell the servers now what was decided.",
        "Dire maintenant aux serveurs ce qui a été décidé.",
    )
)
def publish(context: typer.Context, json: AsJson = False) -> None:
    """Publish what is not known yet, or say why it cannot be."""
    _tell(context, {"publish": True}, json, _SHARED)


@command(
    help=t(
        "Share no more; what the servers know stays there.",
        "Ne plus partager\u202f; ce que savent les serveurs reste là-bas.",
    )
)
def stop(context: typer.Context, json: AsJson = False) -> None:
    """Publish nothing any more."""
    _tell(context, {"stop": True}, json, _STOPPED)


@command(
    help=t(
        "Keep the password of the shared database on this machine.",
        "Garder le mot de passe de la base partagée sur cette machine.",
    )
)
def password(context: typer.Context, address: Address = None) -> None:
    """Ask for the password, unseen, and keep it in the keyring or a private file."""
    from addin.cli import render
    from addin.sharing import keep_password

    session: Session = context.obj
    url = _address(address)
    said = typer.prompt(_ASK[session.lang], hide_input=True)
    keep_password(url, said)
    render.say(_KEPT, session.lang)


def _address(said: str | None) -> str:
    from addin.sharing import VARIABLE

    url = said or os.environ.get(VARIABLE, "").strip()
    if not url:
        raise KpiError(Kind.EMPTY, _NOWHERE)
    return url


def _tell(context: typer.Context, asked: Json, json: bool, text: Text) -> None:
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("shared", asked)
    if json:
        render.as_json(told)
        return
    if told.get("place", "") is None:
        from addin.sharing import NOTHING

        render.say(NOTHING, session.lang)
        return
    render.say(text.format(**told), session.lang)
    if told.get("ours") is False:
        render.complain(_NOT_OURS.format(owner=told["owner"]), session.lang)


_SHARED = Text(
    en="Shared at {place}: version {number}. Servers answer from it: KPI_SHARED=… kpi serve --replica.",
    fr="Partagé à {place}\u00a0: version {number}. Des serveurs en répondent\u00a0: KPI_SHARED=… kpi serve --replica.",
)
_STANDS = Text(
    en="{place}: version {number}, of {published_at} (UTC), published by {owner}. {conversations} {conversations:conversation|conversations} kept, {acts} {acts:act|acts} written down.",
    fr="{place}\u00a0: version {number}, du {published_at} (UTC), publiée par {owner}. {conversations} {conversations:conversation gardée|conversations gardées}, {acts} {acts:acte consigné|actes consignés}.",
)
_STOPPED = Text(
    en="Nothing more is told to {stopped}. Servers that run there go on with what they know: stop them.",
    fr="Plus rien n’est dit à {stopped}. Les serveurs qui y tournent continuent avec ce qu’ils savent\u00a0: arrêtez-les.",
)
_NOT_OURS = Text(
    en="Another workspace decides there now: {owner}.",
    fr="Un autre espace de travail y décide maintenant\u00a0: {owner}.",
)
_NOWHERE = Text(
    en="Write the address of a PostgreSQL, or set KPI_SHARED: postgres://kpi@db.example.org/analytics.",
    fr="Écrivez l’adresse d’un PostgreSQL, ou définissez KPI_SHARED\u00a0: postgres://kpi@bdd.exemple.fr/analyse.",
)
_ASK = Text(en="Password", fr="Mot de passe")
_KEPT = Text(
    en="Kept for this machine's user, outside the workspace.",
    fr="Gardé pour l’utilisateur de cette machine, hors de l’espace de travail.",
)
