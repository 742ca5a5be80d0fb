"""`kpi sync`: sheets that keep themselves."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli import sync_words as words
from addin.cli.root import AsJson, app, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from kpi_core.text import Lang, Text

Json = dict[str, Any]

sync = make_app(
    t(
        "Sheets that keep themselves: connect, plan, run, schedule, status.",
        "Feuilles qui se tiennent à jour\u202f: connect, plan, run, schedule, status.",
    )
)
app.add_typer(sync, name="sync")
command = partial(sync.command, cls=Command)

Which = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        help=t(
            "Its number or title, if there are several.",
            "Son numéro ou titre, s’il y en a plusieurs.",
        ),
    ),
]
Tab = Annotated[
    str,
    typer.Argument(metavar=t("tab", "onglet"), help=t("The tab’s name.", "Le nom de l’onglet.")),
]


@command(
    help=t(
        "Connect a Google sheet or a workbook, and show what would be read.",
        "Connecter une feuille Google ou un classeur, et montrer ce qui serait lu.",
    )
)
def connect(
    context: typer.Context,
    link: Annotated[
        str,
        typer.Argument(
            metavar=t("link", "lien"),
            help=t(
                "Link of the sheet, or path of a workbook.",
                "Lien de la feuille, ou chemin d’un classeur.",
            ),
        ),
    ],
    service_account: Annotated[
        Path | None,
        typer.Option(
            metavar=t("file", "fichier"),
            help=t(
                "Key of a service account (JSON), kept on this machine.",
                "Clé d’un compte de service (JSON), gardée sur cette machine.",
            ),
        ),
    ] = None,
    oauth: Annotated[
        Path | None,
        typer.Option(
            metavar=t("file", "fichier"),
            help=t(
                "OAuth client of a desktop app (JSON): asks for your consent in the browser.",
                "Client OAuth d’une application de bureau (JSON)\u202f: demande votre accord dans le navigateur.",
            ),
        ),
    ] = None,
    account: Annotated[
        str,
        typer.Option(
            metavar=t("name", "nom"),
            help=t("Name under which the account is kept.", "Nom sous lequel garder le compte."),
        ),
    ] = "default",
    stand_in: Annotated[
        str | None,
        typer.Option(
            metavar=t("address", "adresse"),
            help=t(
                "A stand-in for Google on this machine (demo, tests).",
                "Un remplaçant de Google sur cette machine (démo, essais).",
            ),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Keep the account, connect, and show the plan."""
    from addin.cli import render

    session: Session = context.obj
    asked: Json = {"link": _placed(link), "account": account}
    _keep_account(account, service_account, oauth, stand_in, session.lang)
    with session.desk(create=True) as ask:
        told = ask("sync_connect", asked)
    if json:
        render.as_json(told)
        return
    _show_plan(session, told)
    if told.get("warning"):
        render.complain(Text(**told["warning"]), session.lang)
    render.say(words.NEXT, session.lang)


@command(
    help=t(
        "Show what a run would read and reject; writes nothing.",
        "Montrer ce qu’une exécution lirait et rejetterait\u202f; n’écrit rien.",
    )
)
def plan(context: typer.Context, sheet: Which = None, json: AsJson = False) -> None:
    """Show tab by tab what would be read."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_plan", _which(sheet))
    if json:
        render.as_json(told)
    else:
        _show_plan(session, told)


@command(help=t("Read, compute and write back now.", "Lire, calculer et réécrire maintenant."))
def run(
    context: typer.Context,
    sheet: Which = None,
    force: Annotated[
        bool,
        typer.Option(
            help=t(
                "Read everything even if nothing changed.", "Tout relire même si rien n’a changé."
            )
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Run a sheet, and say what became of it; exit 2 when it failed or is held."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("sync_run", _which(sheet) | ({"force": True} if force else {}))
    if json:
        render.as_json(told)
    else:
        render.say(
            words.STATES[told["state"]].format(title=told["title"], calls=told["calls"]),
            session.lang,
        )
        if told["details"].get("tabs"):
            render.say(
                words.COUNTS.format(**{k: told["details"].get(k, 0) for k in words.COUNTED}),
                session.lang,
            )
        if told["error"]:
            render.complain(Text(**told["error"]), session.lang)
    if told["state"] in {"failed", "held"}:
        raise typer.Exit(2)


@command(
    name="map",
    help=t(
        "Say what a tab holds, or what one of its columns is.",
        "Dire ce que contient un onglet, ou ce qu’est une de ses colonnes.",
    ),
)
def map_(
    context: typer.Context,
    tab: Tab,
    as_fact: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar=t("what", "quoi"),
            help=t("spend, leads, deals…", "dépenses, leads, affaires…"),
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar=t("header=column", "en-tête=colonne"),
            help=t(
                "What a column is, or nothing to ignore it.",
                "Ce qu’est une colonne, ou rien pour l’ignorer.",
            ),
        ),
    ] = None,
    tax: Annotated[str | None, typer.Option(help=t("ht or ttc.", "ht ou ttc."))] = None,
    vat: Annotated[
        float | None, typer.Option(help=t("VAT rate of the amounts.", "Taux de TVA des montants."))
    ] = None,
    amount: Annotated[
        str | None, typer.Option(help=t("tcv, acv or mrr.", "tcv, acv ou mrr."))
    ] = None,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy, ymd.")] = None,
    locale: Annotated[
        str | None,
        typer.Option(help=t("How its numbers are typed.", "Comment ses nombres sont saisis.")),
    ] = None,
    sheet: Which = None,
    json: AsJson = False,
) -> None:
    """Answer what a tab leaves open; the answer is remembered."""
    hints: Json = {
        "as_fact": as_fact,
        "tax": tax,
        "vat": vat,
        "amount": amount,
        "date_order": date_order,
        "locale": locale,
    }
    hints = {name: value for name, value in hints.items() if value is not None}
    if column:
        hints["columns"] = dict(_pair(one) for one in column)
    _answer(
        context.obj,
        "sync_map",
        _which(sheet) | {"tab": tab, "hints": hints},
        words.MAPPED,
        json=json,
    )


@command(
    help=t("Leave a tab alone, or take it up again.", "Laisser un onglet de côté, ou le reprendre.")
)
def ignore(
    context: typer.Context,
    tab: Tab,
    undo: Annotated[
        bool, typer.Option(help=t("Read it after all.", "Le lire, finalement."))
    ] = False,
    sheet: Which = None,
    json: AsJson = False,
) -> None:
    """Say that a tab does not count."""
    asked = _which(sheet) | {"tab": tab, "ignore": not undo}
    _answer(context.obj, "sync_map", asked, words.TAKEN_UP if undo else words.IGNORED, json=json)


@command(
    help=t(
        "Say that what is held back is right: rows that went, a tab that is gone.",
        "Confirmer ce qui est retenu\u202f: des lignes parties, un onglet disparu.",
    )
)
def confirm(
    context: typer.Context,
    tab: Annotated[
        str | None,
        typer.Argument(
            metavar=t("tab", "onglet"),
            help=t("One tab; else all that are held.", "Un onglet\u202f; sinon tous."),
        ),
    ] = None,
    sheet: Which = None,
    json: AsJson = False,
) -> None:
    """Let the next run take over what is held."""
    asked = _which(sheet) | ({"tab": tab} if tab else {})
    _answer(context.obj, "sync_confirm", asked, words.CONFIRMED, json=json)


@command(
    help=t(
        "Stop keeping a sheet; its rows and our tabs stay.",
        "Cesser de tenir une feuille\u202f; ses lignes et nos onglets restent.",
    )
)
def disconnect(context: typer.Context, sheet: Which = None, json: AsJson = False) -> None:
    """Forget a connection."""
    _answer(context.obj, "sync_disconnect", _which(sheet), words.DISCONNECTED, json=json)


def _keep_account(
    name: str, service_account: Path | None, oauth: Path | None, stand_in: str | None, lang: Lang
) -> None:
    """Keep whose account opens the sheet, if that is said."""
    if not (service_account or oauth or stand_in):
        return
    from addin.sync.google import accounts

    if service_account:
        accounts.service_account(name, service_account)
    elif oauth:
        accounts.consent(name, oauth, lang)
    elif stand_in:
        accounts.stand_in(name, stand_in, f"{name}@localhost")


def _placed(link: str) -> str:
    """Return a path as it is meant here: a server has another folder of its own."""
    return (
        link if "://" in link or not Path(link).suffix else str(Path(link).expanduser().absolute())
    )


def _answer(session: Session, operation: str, asked: Json, said: Text, *, json: bool) -> None:
    from addin.cli import render

    with session.desk() as ask:
        told = ask(operation, asked)
    if json:
        render.as_json(told)
        return
    tabs = told.get("tabs") or ([told["tab"]] if "tab" in told else [])
    render.say(said.format(tab=", ".join(tabs), title=told.get("title", "")), session.lang)


def _which(sheet: str | None) -> Json:
    return {} if sheet is None else {"sheet": sheet}


def _pair(said: str) -> tuple[str, str]:
    header, equals, target = said.rpartition("=")
    return (header, target) if equals else (said, "")


def _show_plan(session: Session, told: Json) -> None:
    from addin.cli import render
    from addin.cli.previewing import feeds
    from kpi_core.facts import FACTS

    lang = session.lang
    rows = []
    for tab in told["tabs"]:
        columns = [
            f"{c['header']} → {feeds(c['feeds'], lang)}" for c in tab["columns"] if c["feeds"]
        ]
        rows.append(
            [
                tab["tab"],
                words.VERDICTS[_verdict(tab)][lang],
                ", ".join(FACTS[f].title[lang] for f in tab["facts"]) or "–",
                str(tab["valid"]),
                str(tab["rejected"]),
                "\n".join(columns) or "–",
            ]
        )
    header = [
        t("tab", "onglet"),
        t("what becomes of it", "ce qu’il devient"),
        t("holds", "contient"),
    ]
    header += [t("rows", "lignes"), t("rejected", "rejetées"), t("columns", "colonnes")]
    render.table(told["title"], header, rows, right=[False, False, False, True, True, False])
    for tab in told["tabs"]:
        if tab["told"]:
            asks = words.ASKS if _verdict(tab) == "asks" else words.SAYS
            render.complain(_of_tab(tab["tab"], Text(**tab["told"]), asks), lang)
        for one in tab["first_rejected"]:
            render.complain(_of_tab(tab["tab"], Text(en=one["en"], fr=one["fr"])), lang)
    said = (
        words.BESIDE if told["kind"] == "excel" else words.MAKES if told["made"] else words.WRITES
    )
    render.say(said.format(title=told["title"]), lang)


def _verdict(tab: Json) -> str:
    """Return what becomes of a tab: one that is left alone for want of an answer waits for it."""
    verdict: str = tab["verdict"]
    return "asks" if verdict == "other" and tab["told"] else verdict


def _of_tab(tab: str, said: Text, form: Text = words.SAYS) -> Text:
    """Return *said* with the name of its tab, unless it says it already."""
    return said if tab in said.en and form is words.SAYS else form.format(tab=tab, said=said)
