"""`kpi warehouse`: a firm's own warehouse, its mapping and its password."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, app, t
from addin.cli.session import Session
from addin.cli.spoken import Command, make_app
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Json = dict[str, Any]

warehouse = make_app(
    t(
        "Answer from a firm’s own warehouse: init, check, cube, password.",
        "Répondre depuis l’entrepôt de l’entreprise\u00a0: init, check, cube, password.",
    )
)
app.add_typer(warehouse, name="warehouse")
command = partial(warehouse.command, cls=Command)


@command(
    help=t(
        "Propose warehouse.toml from the tables that are there.",
        "Proposer warehouse.toml d’après les tables qui s’y trouvent.",
    )
)
def init(
    context: typer.Context,
    schema: Annotated[
        str | None,
        typer.Option(
            help=t("Look in this schema only.", "Ne regarder que dans ce schéma."),
        ),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help=t("Write over the file there is.", "Écraser le fichier existant.")
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Write a mapping into the workspace, for its administrator to correct."""
    from addin.cli import render
    from kpi_core.engines.mapping import FILE

    session: Session = context.obj
    path = session.folder / FILE
    if path.exists() and not (replace or json):
        raise KpiError(Kind.NOT_FOUND, _THERE.format(path=path))
    asked: Json = {"propose": session.lang.value} | ({"within": schema} if schema else {})
    with session.desk() as ask:
        told = ask("warehouse", asked)
    if json:
        render.as_json(told)
        return
    _write(path, told["toml"])
    render.say(_WRITTEN.format(path=path), session.lang)


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


@command(
    help=t(
        "Check that the warehouse is what warehouse.toml says.",
        "Vérifier que l’entrepôt est ce qu’en dit warehouse.toml.",
    )
)
def check(context: typer.Context, json: AsJson = False) -> None:
    """Tell everything that is wrong at once; exit 2 when anything keeps answers from coming."""
    from addin.cli import render

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("warehouse", {})
    if json:
        render.as_json(told)
    elif told["place"] is None:
        render.say(_NONE, session.lang)
    else:
        show(told, session)
    if faulty(told):
        raise typer.Exit(2)


@command(
    help=t(
        "Keep sums by day in the warehouse, for cells to be added up from.",
        "Garder dans l’entrepôt des sommes par jour, d’où additionner les cellules.",
    )
)
def cube(context: typer.Context, json: AsJson = False) -> None:
    """Make the sums whose rows changed since; run it after each load."""
    from addin.cli import render
    from kpi_core.facts import FACTS

    session: Session = context.obj
    with session.desk() as ask:
        told = ask("warehouse", {"cube": True})["cube"]
    if json:
        render.as_json(told)
        return
    for part in told:
        said, relation = _AS_IT_WAS if part["fresh"] else _MADE, part["relation"]
        render.say(
            said.format(
                relation=FACTS[relation].title if relation in FACTS else relation,
                rows=part["rows"],
                s=Text(en=f"{part['seconds']:.1f}", fr=f"{part['seconds']:.1f}".replace(".", ",")),
            ),
            session.lang,
        )


@command(
    help=t(
        "Keep the password of the warehouse on this machine.",
        "Garder le mot de passe de l’entrepôt sur cette machine.",
    )
)
def password(context: typer.Context) -> None:
    """Ask for the password, unseen, and keep it in the keyring or a private file."""
    from addin.cli import render
    from addin.warehouse import keep_password
    from kpi_core.warehouse.address import UNASKED, read

    session: Session = context.obj
    with session.desk() as ask:
        url = ask("settings", {})["warehouse"]
    if url is None:
        raise KpiError(Kind.NOT_FOUND, _NONE)
    if (dialect := read(url).dialect) in UNASKED:
        raise KpiError(Kind.AUTH, _NO_PASSWORD[dialect])
    said = typer.prompt(_ASK[session.lang], hide_input=True)
    keep_password(url, said)
    render.say(_KEPT, session.lang)


def faulty(told: Json) -> bool:
    """Tell whether anything found keeps answers from coming."""
    return any(found["weight"] == "fault" for found in told["findings"])


def show(told: Json, session: Session) -> None:
    """Print what was found, each with how much it matters."""
    from addin.cli import render

    header = [t("", ""), t("where", "où"), t("what was seen", "ce qui a été vu")]
    rows = [
        [_WEIGHTS[f["weight"]][session.lang], f["where"], f["what"][session.lang]]
        for f in told["findings"]
    ]
    render.table(told["place"], header, rows)


_MADE = Text(
    en="{relation}: {rows} {rows:sum|sums} by day, made in {s} s.",
    fr="{relation}\u00a0: {rows} {rows:somme|sommes} par jour, en {s} s.",
)
_AS_IT_WAS = Text(
    en="{relation}: {rows} {rows:sum|sums} by day, as the rows are already.",
    fr="{relation}\u00a0: {rows} {rows:somme|sommes} par jour, déjà à jour.",
)
_WEIGHTS = {
    "ok": Text(en="ok", fr="bon"),
    "note": Text(en="note", fr="note"),
    "warning": Text(en="warning", fr="attention"),
    "fault": Text(en="FAULT", fr="DÉFAUT"),
}
_THERE = Text(
    en="{path} is there already: read it, or write over it with --replace.",
    fr="{path} existe déjà\u00a0: lisez-le, ou remplacez-le avec --replace.",
)
_WRITTEN = Text(
    en="Written: {path}. Read it, correct what was guessed, then type kpi doctor.",
    fr="Écrit\u00a0: {path}. Lisez-le, corrigez ce qui a été deviné, puis tapez kpi doctor.",
)
_NONE = Text(
    en="This workspace names no warehouse: kpi settings warehouse=postgres://reader@db.example.org/analytics.",
    fr="Cet espace de travail ne nomme pas d’entrepôt\u00a0: kpi settings warehouse=postgres://lecteur@bdd.exemple.fr/analyse.",
)
_NO_PASSWORD = {
    "spark": Text(
        en="Spark asks for no password here: credentials of its catalogs and of its storage are in its own configuration (SPARK_CONF_DIR).",
        fr="Spark ne demande pas de mot de passe ici\u00a0: les identifiants de ses catalogues et de son stockage sont dans sa propre configuration (SPARK_CONF_DIR).",
    ),
    "bigquery": Text(
        en="BigQuery asks for no password: it takes the application default credentials of this machine's user (gcloud auth application-default login), or the service account's file that GOOGLE_APPLICATION_CREDENTIALS names.",
        fr="BigQuery ne demande pas de mot de passe\u00a0: il prend les identifiants par défaut de l’utilisateur de cette machine (gcloud auth application-default login), ou le fichier de compte de service que nomme GOOGLE_APPLICATION_CREDENTIALS.",
    ),
}
_ASK = Text(en="Password", fr="Mot de passe")
_KEPT = Text(
    en="Kept for this machine's user, outside the workspace.",
    fr="Gardé pour l’utilisateur de cette machine, hors de l’espace de travail.",
)
