"""Commands that keep a workspace in order: settings, backup, restore, forget, doctor."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text, counted
from kpi_core.text import rows as rows_of

Json = dict[str, Any]


@command(
    help=t(
        "Show or change settings: kpi settings fiscal_start=4.",
        "Voir ou changer les réglages : kpi settings fiscal_start=4.",
    )
)
def settings(
    context: typer.Context,
    changes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=t("changes", "changements"), help="currency=EUR timezone=Europe/Paris …"
        ),
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
            # A list of names is typed as people type one.
            names = [word.strip() for word in value.split(",") if word.strip()]
            asked[name] = names if name == "focus" else value
    with session.desk(create=True) as ask:
        told = ask("settings", {"changes": asked} if asked else {})
    if json:
        render.as_json(told)
    else:
        _shown(told, session)


def _shown(told: Json, session: Session) -> None:
    """Print each setting with its value, what it changes, and what to type."""
    from addin.cli import render
    from kpi_core.workspace.settings import Settings
    from kpi_core.workspace.settings_words import DESCRIBED, typed, value_of

    settings = Settings.model_validate(told)
    header = [t("setting", "réglage"), t("value", "valeur"), t("what it does", "ce qu’il change")]
    render.table(
        "",
        [*header, t("kpi settings …", "kpi settings …")],
        [
            [
                said.title[session.lang],
                value_of(settings, name, session.lang),
                said.meaning[session.lang],
                typed(settings, name),
            ]
            for name, said in DESCRIBED.items()
        ],
    )


@command(
    help=t(
        "Write a verified copy of the workspace.",
        "Écrire une copie vérifiée de l’espace de travail.",
    )
)
def backup(
    context: typer.Context,
    target: Annotated[
        Path,
        typer.Argument(metavar=t("target", "copie"), help=t("The copy.", "Le fichier à écrire.")),
    ],
    json: AsJson = False,
) -> None:
    """Back the workspace up."""
    _done(
        context,
        "backup",
        {"target": str(target.absolute())},
        json,
        Text(en="Backed up and read back: {target}.", fr="Sauvegardé et relu : {target}."),
    )


@command(
    help=t(
        "Put a backup in the workspace's place; what was there is kept.",
        "Remettre une sauvegarde ; l’ancien contenu est gardé.",
    )
)
def restore(
    context: typer.Context,
    source: Annotated[
        Path,
        typer.Argument(metavar=t("source", "copie"), help=t("The backup.", "La sauvegarde.")),
    ],
    json: AsJson = False,
) -> None:
    """Restore a backup."""
    from addin.cli import render
    from addin.cli.session import find_server
    from addin.cli.waiting import until_free
    from kpi_core.workspace.forgotten import LIST
    from kpi_core.workspace.safekeeping import restore as put_back

    session: Session = context.obj
    if (running := find_server(session.folder)) is not None:
        raise KpiError(
            Kind.UPSTREAM,
            Text(
                en="Stop the server at {address} first: a workspace in use is never replaced.",
                fr="Arrêtez d’abord le serveur à l’adresse {address} : un espace en service ne se remplace pas.",
            ).format(address=running.address),
        )
    os.umask(0o077)
    listed = (session.folder / LIST).exists()
    kept = until_free(lambda: put_back(session.folder, source), session.lang)
    if json:
        render.as_json(
            {
                "restored": str(source),
                "kept": str(kept) if kept else None,
                "forgotten_list": listed,
            }
        )
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
    if listed:
        render.say(_FORGOTTEN_AGAIN, session.lang)
    elif not kept:
        render.complain(_NO_LIST, session.lang)


_FORGOTTEN_AGAIN = Text(
    en="People who had asked to be forgotten here were forgotten again.",
    fr="Les personnes qui avaient demandé l’oubli ici ont été oubliées de nouveau.",
)
_NO_LIST = Text(
    en="This folder has no list of forgotten people: who was forgotten after the backup was made is back in it. Run `kpi forget` for them again.",
    fr="Ce dossier n’a pas de liste des personnes oubliées : celles qui l’ont été après cette sauvegarde y sont de nouveau. Relancez `kpi forget` pour elles.",
)


@command(
    help=t(
        "Erase a person from facts, history and quarantine.",
        "Effacer une personne des faits, de l’historique et de la quarantaine.",
    )
)
def forget(
    context: typer.Context,
    email: Annotated[str, typer.Argument(metavar="e-mail", help=t("Whose.", "De qui."))],
    json: AsJson = False,
) -> None:
    """Forget a person."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("forget", {"email": email})
    if json:
        render.as_json(told)
        return
    render.say(
        Text(en="Erased from {rows}.", fr="Effacé de {rows}.").format(rows=rows_of(told["rows"])),
        session.lang,
    )
    if told.get("conversations"):
        render.say(
            Text(
                en="{n} {n:conversation|conversations} erased from what the servers keep.",
                fr="{n} {n:conversation effacée|conversations effacées} de ce que gardent les serveurs.",
            ).format(n=told["conversations"]),
            session.lang,
        )
    if told.get("warehouse"):
        from addin.forgetting import IN_WAREHOUSE

        render.say(IN_WAREHOUSE, session.lang)
    if told["backups"]:
        render.say(
            Text(
                en="Copies made before still hold this person. Delete them, or restore them in this folder only, where the person is then forgotten again:",
                fr="Des copies faites auparavant contiennent encore cette personne. Supprimez-les, ou ne les remettez que dans ce dossier, où elle sera oubliée de nouveau :",
            ),
            session.lang,
        )
        for path in told["backups"]:
            render.say(Text(en="  · {path}", fr="  · {path}").format(path=path), session.lang)
    else:
        render.say(
            Text(
                en="No copy made by `kpi backup` is known; one made otherwise still holds this person.",
                fr="Aucune copie faite par `kpi backup` n’est connue ; une copie faite autrement contient encore cette personne.",
            ),
            session.lang,
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


@command(
    help=t(
        "Say what the workspace holds and what is missing.",
        "Dire ce que contient l’espace de travail et ce qui manque.",
    )
)
def doctor(
    context: typer.Context,
    workbook: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.xlsx",
            help=t(
                "Look into a workbook instead: its own functions, the add-in’s, or both.",
                "Examiner plutôt un classeur\u00a0: ses propres fonctions, celles du complément, ou les deux.",
            ),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Check the workspace, or a workbook."""
    from addin.cli import render
    from addin.cli.warehouse import faulty, show
    from kpi_core.facts import FACTS

    session: Session = context.obj
    if workbook is not None:
        _look_into(workbook, session, json=json)
        return
    with session.desk() as ask:
        found = ask("warehouse", {})
        told = {} if faulty(found) else ask("status", {})
    if json:
        render.as_json(told | {"warehouse": found})
    elif found["findings"]:
        show(found, session)
    if faulty(found):
        raise typer.Exit(2)
    if json:
        return
    rows = [
        [
            FACTS[name].title[session.lang],
            _number(f["rows"], session),
            render.day(f["first"], session.lang),
            render.day(f["last"], session.lang),
        ]
        for name, f in told["facts"].items()
    ]
    header = [t("data", "données"), t("rows", "lignes"), t("from", "du"), t("to", "au")]
    render.table(told["folder"], header, rows, right=1)
    words = [
        Text(en="Audit: {ok}.", fr="Journal d’audit : {ok}.").format(
            ok=Text(en="whole", fr="complet") if told["audit"] else Text(en="BROKEN", fr="ROMPU")
        ),
        counted(told["quarantined"], *_QUARANTINED),
        counted(told["unplaced"], *_UNPLACED),
        counted(told["people"], *_MAY_BE_ONE),
    ]
    for text in words:
        render.say(text, session.lang)
    if not told["audit"]:
        raise typer.Exit(2)


def _look_into(path: Path, session: Session, *, json: bool) -> None:
    from addin.cli import render
    from addin.hosts.workbook.inspecting import inspect

    found = inspect(path)
    if json:
        render.as_json({"names": found.names, "addin": found.addin, "both": found.both})
        return
    said = _HAS_BOTH if found.both else _HAS_NAMES if found.names else _HAS_ADDIN
    if not found.names and not found.addin:
        said = _HAS_NONE
    render.say(said.format(file=path.name, n=found.names), session.lang)


_HAS_BOTH = Text(
    en="{file} defines {n} B2B functions of its own and calls those of the add-in: the names of the workbook come first. Delete them under Formulas > Name Manager to use the add-in’s.",
    fr="{file} définit {n} fonctions B2B et appelle aussi celles du complément\u00a0: les noms du classeur passent avant. Supprimez-les dans Formules > Gestionnaire de noms pour employer celles du complément.",
)
_HAS_NAMES = Text(
    en="{file} defines {n} B2B functions of its own; none of the add-in is called.",
    fr="{file} définit {n} fonctions B2B\u202f; aucune du complément n’est appelée.",
)
_HAS_ADDIN = Text(
    en="{file} calls the functions of the add-in and defines none of its own.",
    fr="{file} appelle les fonctions du complément et n’en définit aucune.",
)
_HAS_NONE = Text(en="{file} uses no B2B function.", fr="{file} n’emploie aucune fonction B2B.")


def _number(count: int, session: Session) -> str:
    return counted(count, _N, _N)[session.lang]


_N = Text(en="{n}", fr="{n}")
_QUARANTINED = (
    Text(
        en="{n} rejected row in quarantine (kpi quarantine).",
        fr="{n} ligne rejetée en quarantaine (kpi quarantine).",
    ),
    Text(
        en="{n} rejected rows in quarantine (kpi quarantine).",
        fr="{n} lignes rejetées en quarantaine (kpi quarantine).",
    ),
)
_UNPLACED = (
    Text(en="{n} source without a channel (kpi map).", fr="{n} source sans canal (kpi map)."),
    Text(en="{n} sources without a channel (kpi map).", fr="{n} sources sans canal (kpi map)."),
)
_MAY_BE_ONE = (
    Text(
        en="{n} pair of leads that may be one person (kpi people).",
        fr="{n} paire de leads qui sont peut-être une même personne (kpi people).",
    ),
    Text(
        en="{n} pairs of leads that may be one person (kpi people).",
        fr="{n} paires de leads qui sont peut-être une même personne (kpi people).",
    ),
)
