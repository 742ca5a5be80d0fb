"""`kpi slack`: the chat inside Slack."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from addin.cli.root import command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


@command(
    "slack",
    help=t(
        "Answer questions in Slack, for the channels and people that you name.",
        "Répondre aux questions dans Slack, pour les canaux et personnes que vous nommez.",
    ),
)
def slack_(
    context: typer.Context,
    http: Annotated[
        bool,
        typer.Option(
            "--http",
            help=t(
                "Wait for Slack's signed requests on 127.0.0.1, instead of opening a socket to it.",
                "Attendre les requêtes signées de Slack sur 127.0.0.1, au lieu d’ouvrir un socket vers lui.",
            ),
        ),
    ] = False,
    port: Annotated[
        int, typer.Option(help=t("With --http.", "Avec --http."), min=1, max=65535)
    ] = 8766,
) -> None:
    """Answer in Slack until stopped."""
    import os
    import sys

    session: Session = context.obj
    if find_spec("slack_bolt") is None:
        raise KpiError(Kind.NOT_FOUND, _NOT_INSTALLED)
    from addin.cli import render
    from addin.slack.serving import PATH, serve
    from addin.slack.settings import NOBODY, Allowed

    allowed = Allowed.of(os.environ)
    address = f"http://127.0.0.1:{port}{PATH}"

    def ready() -> None:
        render.say(_OPEN.format(address=address) if http else _CONNECTED, session.lang)
        if not allowed:
            render.complain(NOBODY, session.lang)
        sys.stdout.flush()

    serve(session, allowed, port=port if http else None, ready=ready)


_CONNECTED = Text(
    en="Answering in Slack (Ctrl+C to stop).", fr="À l’écoute dans Slack (Ctrl+C pour arrêter)."
)
_OPEN = Text(
    en="Waiting for Slack at {address} (Ctrl+C to stop).",
    fr="En attente de Slack : {address} (Ctrl+C pour arrêter).",
)
_NOT_INSTALLED = Text(
    en='Slack’s library is not installed beside kpi: pip install "slack-bolt>=1.30,<2".',
    fr='La bibliothèque de Slack n’est pas installée à côté de kpi : pip install "slack-bolt>=1.30,<2".',
)
