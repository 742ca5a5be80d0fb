"""Commands that keep a workspace in order: settings, backup, restore, forget, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, app, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Json = dict[str, Any]


@app.command(
    help=t(
        "Show or change settings: kpi settings fiscal_start=4.",
        "Voir ou changer les réglages : kpi settings fiscal_start=4.",
    )
)
def settings(
    context: typer.Context,
    changes: Annotated[
        list[str] | None, typer.Argument(help="currency=EUR timezone=Europe/Paris …")
    ] = None,
    json: AsJson = False,
) -> None:
    """Show the settings, changed first if asked."""
    import json as codec

    from addin.cli import render

    session: Session = context.obj
    asked: Json = {}
    for pair in changes or []:
        name, _, value = pair.partition("=")
        try:
            asked[name] = codec.loads(value)
        except ValueError:
            asked[name] = value
    with session.desk(create=True) as ask:
        told = ask("settings", {"changes": asked} if asked else {})
    if json:
        render.as_json(told)
    else:
        render.table(
            "",
            [t("setting", "réglage"), t("value", "valeur")],
            [[k, str(v)] for k, v in told.items()],
        )


@app.command(
    help=t(
        "Write a verified copy of the workspace.",
        "Écrire une copie vérifiée de l’espace de travail.",
    )
)
def backup(context: typer.Context, target: Path, json: AsJson = False) -> None:
    """Back the workspace up."""
    _done(
        context,
        "backup",
        {"target": str(target.absolute())},
        json,
        Text(en="Backed up and read back: {target}.", fr="Sauvegardé et relu : {target}."),
    )


@app.command(
    help=t(
        "Put a backup in the workspace's place; what was there is kept.",
        "Remettre une sauvegarde ; l’ancien contenu est gardé.",
    )
)
def restore(context: typer.Context, source: Path, json: AsJson = False) -> None:
    """Restore a backup."""
    from addin.cli import render
    from addin.cli.session import find_server
    from kpi_core.workspace.safekeeping import restore as put_back

    session: Session = context.obj
    if (running := find_server(session.folder)) is not None:
        raise KpiError(
            Kind.UPSTREAM,
            Text(
                en="Stop the server at {address} first: a workspace in use is never replaced.",
                fr="Arrêtez d’abord le serveur à l’adresse {address} : un espace en service ne se remplace pas.",
            ).format(address=running.address),
        )
    kept = put_back(session.folder, source)
    if json:
        render.as_json({"restored": str(source), "kept": str(kept) if kept else None})
        return
    render.say(
        Text(en="Restored {source}.", fr="Sauvegarde {source} remise en place.").format(
            source=source
        ),
        session.lang,
    )
    if kept:
        render.say(
            Text(
                en="What was there is kept in {kept}.", fr="L’ancien contenu est gardé dans {kept}."
            ).format(kept=kept),
            session.lang,
        )


@app.command(
    help=t(
        "Erase a person from facts, history and quarantine.",
        "Effacer une personne des faits, de l’historique et de la quarantaine.",
    )
)
def forget(context: typer.Context, email: str, json: AsJson = False) -> None:
    """Forget a person."""
    _done(
        context,
        "forget",
        {"email": email},
        json,
        Text(en="Erased from {rows} rows.", fr="Effacé de {rows} lignes."),
    )


def _done(context: typer.Context, operation: str, asked: Json, json: bool, said: Text) -> None:
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask(operation, asked)
    if json:
        render.as_json(told)
    else:
        render.say(said.format(**told), session.lang)


@app.command(
    help=t(
        "Say what the workspace holds and what is missing.",
        "Dire ce que contient l’espace de travail et ce qui manque.",
    )
)
def doctor(context: typer.Context, json: AsJson = False) -> None:
    """Check the workspace."""
    from addin.cli import render
    from kpi_core.facts import FACTS

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("status", {})
    if json:
        render.as_json(told)
        return
    rows = [
        [FACTS[name].title[session.lang], str(f["rows"]), f["first"] or "–", f["last"] or "–"]
        for name, f in told["facts"].items()
    ]
    header = [t("data", "données"), t("rows", "lignes"), t("from", "du"), t("to", "au")]
    render.table(told["folder"], header, rows, right=1)
    words = [
        Text(en="Audit: {ok}.", fr="Journal d’audit : {ok}.").format(
            ok=Text(en="whole", fr="complet") if told["audit"] else Text(en="BROKEN", fr="ROMPU")
        ),
        Text(
            en="{n} rejected rows in quarantine (kpi quarantine).",
            fr="{n} lignes rejetées en quarantaine (kpi quarantine).",
        ).format(n=told["quarantined"]),
        Text(
            en="{n} sources without a channel (kpi map).", fr="{n} sources sans canal (kpi map)."
        ).format(n=told["unplaced"]),
    ]
    for text in words:
        render.say(text, session.lang)
    if not told["audit"]:
        raise typer.Exit(2)
