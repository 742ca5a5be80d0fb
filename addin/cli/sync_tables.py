"""`kpi sync tables`: which tables the sync writes beside the dashboard."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from addin.cli.sync import sync
from kpi_core.text import Text

Json = dict[str, Any]

tables = make_app(
    t(
        "Tables that a run writes in a tab of their own: list, add, remove.",
        "Tableaux qu’une exécution écrit dans un onglet à eux\u00a0: list, add, remove.",
    )
)
sync.add_typer(tables, name="tables")


@tables.command(
    cls=Command,
    name="list",
    help=t("Show the tables asked for.", "Montrer les tableaux demandés."),
)
def list_(context: typer.Context, json: AsJson = False) -> None:
    """Show each table with its number."""
    _told(context.obj, {}, json=json)


@tables.command(
    cls=Command,
    help=t(
        'Add a table: kpi sync tables add \'B2B_FORECAST("leads"; "month"; 3)\'.',
        'Ajouter un tableau\u00a0: kpi sync tables add \'B2B_FORECAST("leads"; "mois"; 3)\'.',
    ),
)
def add(
    context: typer.Context,
    call: Annotated[
        str,
        typer.Argument(
            metavar=t("function", "fonction"),
            help=t("As typed in a cell.", "Telle qu’on la tape dans une cellule."),
        ),
    ],
    json: AsJson = False,
) -> None:
    """Have every sheet show the table of a function, from its next run on."""
    _told(context.obj, {"add": call}, json=json)


@tables.command(
    cls=Command,
    help=t("Remove a table by its number.", "Supprimer un tableau par son numéro."),
)
def remove(
    context: typer.Context,
    number: Annotated[
        int,
        typer.Argument(
            metavar=t("number", "numéro"), help=t("As list shows it.", "Tel que list le montre.")
        ),
    ],
    json: AsJson = False,
) -> None:
    """Have the next run leave a table out."""
    _told(context.obj, {"remove": number}, json=json)


def _told(session: Session, change: Json, *, json: bool) -> None:
    from addin.cli import render

    with session.desk() as ask:
        asked = ask("settings", {})["tables"]
        if change:
            from addin.sync.tables import entered

            kept = list(entered(asked, change))
            asked = ask("settings", {"changes": {"tables": kept}})["tables"]
    if json:
        render.as_json({"tables": asked})
        return
    if asked:
        rows = [[str(i), call] for i, call in enumerate(asked, 1)]
        render.table(_TITLE[session.lang], ["", _CALL[session.lang]], rows, right=2)
    render.say(_NEXT if asked else _NONE, session.lang)


_TITLE = Text(en="Tables kept in sync", fr="Tableaux tenus à jour")
_CALL = Text(en="function", fr="fonction")
_NEXT = Text(
    en="Each connected sheet shows them in its tables tab, from its next run on.",
    fr="Chaque feuille connectée les montre dans son onglet des tableaux, dès sa prochaine exécution.",
)
_NONE = Text(
    en='No table is asked for. For example: kpi sync tables add \'B2B_FORECAST("leads"; "month"; 3)\'.',
    fr='Aucun tableau n’est demandé. Par exemple\u00a0: kpi sync tables add \'B2B_FORECAST("leads"; "mois"; 3)\'.',
)
