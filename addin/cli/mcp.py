"""`kpi mcp`: the workspace as tools of a language model's application."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from addin.cli.root import command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text


@command(
    "mcp",
    help=t(
        "Give the KPIs as tools to an application with a language model (MCP).",
        "Donner les indicateurs comme outils à une application à modèle de langage (MCP).",
    ),
)
def mcp_(
    context: typer.Context,
    http: Annotated[
        bool,
        typer.Option(
            "--http",
            help=t(
                "Over HTTP on 127.0.0.1, for holders of a key, with all that `kpi serve` serves.",
                "En HTTP sur 127.0.0.1, pour les détenteurs d’une clé, avec tout ce que sert `kpi serve`.",
            ),
        ),
    ] = False,
    port: Annotated[
        int,
        typer.Option(
            help=t("With --http; 0 for any.", "Avec --http\u202f; 0 pour n’importe lequel."),
            min=0,
            max=65535,
        ),
    ] = 8765,
) -> None:
    """Answer over standard input and output until it ends, or over HTTP until stopped."""
    session: Session = context.obj
    if find_spec("mcp") is None:
        raise KpiError(Kind.NOT_FOUND, _NOT_INSTALLED)
    if not http:
        from addin.mcp.local import serve as answer

        answer(session)
        return
    from addin.mcp.http import PATH
    from addin.serve import serve

    serve(
        session.folder,
        host="127.0.0.1",
        port=port,
        today=session.today,
        ready=lambda address: _announce(address + PATH, session.lang),
        tools=True,
    )


def _announce(address: str, lang: Lang) -> None:
    import sys

    from addin.cli import render

    render.say(
        Text(
            en="Tools at {address}, for holders of a key (Ctrl+C to stop).",
            fr="Outils\u00a0: {address}, pour les détenteurs d’une clé (Ctrl+C pour arrêter).",
        ).format(address=address),
        lang,
    )
    sys.stdout.flush()


_NOT_INSTALLED = Text(
    en='The protocol’s library is not installed beside kpi: pip install "mcp>=2.3,<3".',
    fr='La bibliothèque du protocole n’est pas installée à côté de kpi\u202f: pip install "mcp>=2.3,<3".',
)
