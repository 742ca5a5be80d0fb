"""Every command of `kpi`: read what was typed, ask the desk, print.

What a command needs is imported when it runs: `kpi --help` answers at once.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.session import Session
from addin.words import language
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text

Json = dict[str, Any]

LANG = language()


def _t(en: str, fr: str) -> str:
    """Return a help text in the language of the terminal."""
    return Text(en=en, fr=fr)[LANG]


app = typer.Typer(
    help=_t(
        "B2B KPIs, declared once: the same number in the cell, the synced sheet and the chat.",
        "Indicateurs B2B, déclarés une fois : le même nombre dans la cellule, la feuille synchronisée et le chat.",
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help=_t("Print JSON.", "Afficher du JSON."))]


@app.callback()
def common(
    context: typer.Context,
    workspace: Annotated[
        Path,
        typer.Option(envvar="KPI_WORKSPACE", help=_t("Folder of the workspace.", "Dossier de l’espace de travail.")),
    ] = Path("kpi-workspace"),
    lang: Annotated[
        str | None, typer.Option(help=_t("Language: fr or en.", "Langue : fr ou en."))
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(help=_t("A fixed day, such as 2025-11-12.", "Un jour fixe, comme 2025-11-12.")),
    ] = None,
) -> None:
    """Take what every command is told."""
    if lang is not None and lang not in {"fr", "en"}:
        raise KpiError(
            Kind.TYPE,
            Text(en="--lang takes fr or en.", fr="--lang accepte fr ou en."),
        )
    context.obj = Session(workspace, LANG, _day(today), json=False)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise KpiError(
            Kind.TYPE,
            Text(
                en="--today takes a day such as 2025-11-12.",
                fr="--today accepte un jour comme 2025-11-12.",
            ),
        ) from None


@app.command(name="list", help=_t("List the KPIs, or explain one.", "Lister les indicateurs, ou en expliquer un."))
def list_(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help=_t("A KPI.", "Un indicateur."))] = None,
    json: AsJson = False,
) -> None:
    """List the KPIs on offer."""
    from addin.cli import render  # noqa: PLC0415 - see the module
    from addin.server.catalogue import catalogue  # noqa: PLC0415 - idem
    from kpi_core.catalog import REGISTRY  # noqa: PLC0415 - idem

    session: Session = context.obj
    found = catalogue(session.lang)
    if name:
        found = [k for k in found if k["id"] == REGISTRY.find(name).id]
    if json:
        render.as_json(found)
    elif name:
        (kpi,) = found
        for line in (
            f"{kpi['title']} – {kpi['function']}",
            kpi["reading"],
            kpi["formula"],
            f"{kpi['source']['publisher']}, {kpi['source']['url']}",
        ):
            sys.stdout.write(line + "\n")
    else:
        header = [_t("function", "fonction"), _t("KPI", "indicateur"), _t("formula", "formule")]
        render.table("", header, [[k["function"], k["title"], k["formula"]] for k in found])


@app.command(help=_t("Compute a KPI on numbers: kpi compute cpl 1500 50.", "Calculer un indicateur sur des nombres : kpi compute cpl 1500 50."))
def compute(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=_t("A KPI.", "Un indicateur."))],
    values: Annotated[list[str] | None, typer.Argument(help=_t("Its inputs, in order.", "Ses entrées, dans l’ordre."))] = None,
    locale: Annotated[str | None, typer.Option(help=_t("How numbers are written: fr-FR, en-US.", "Écriture des nombres : fr-FR, en-US."))] = None,
    json: AsJson = False,
) -> None:
    """Compute on what was typed, with no workspace."""
    from addin.cli import render  # noqa: PLC0415 - see the module
    from addin.functions import computed  # noqa: PLC0415 - idem
    from kpi_core.catalog import REGISTRY  # noqa: PLC0415 - idem
    from kpi_core.units import written  # noqa: PLC0415 - idem

    session: Session = context.obj
    kpi = REGISTRY.find(name)
    tongue = locale or ("fr-FR" if session.lang is Lang.FR else "en-US")
    outcome = computed(kpi, values or [], tongue)
    if isinstance(outcome, KpiError):
        raise outcome
    value = float(str(outcome))
    if json:
        render.as_json({"kpi": kpi.family, "variant": kpi.id, "value": value, "unit": kpi.unit.value})
        return
    sys.stdout.write(f"{kpi.title[session.lang]}: {written(value, kpi.unit, 'EUR', tongue)}\n")


@app.command(help=_t("Ask the data: kpi query cac --period \"last quarter\" --where channel=LinkedIn --by campaign.", "Interroger les données : kpi query cac --period \"dernier trimestre\" --where channel=LinkedIn --by campaign."))
def query(
    context: typer.Context,
    kpis: Annotated[list[str], typer.Argument(help=_t("One KPI or several.", "Un indicateur ou plusieurs."))],
    period: Annotated[str | None, typer.Option(help=_t("A period in words, or 2025-07-01..2025-09-30.", "Une période en mots, ou 2025-07-01..2025-09-30."))] = None,
    where: Annotated[list[str] | None, typer.Option(help=_t("dimension=member, repeatable.", "dimension=membre, répétable."))] = None,
    by: Annotated[list[str] | None, typer.Option(help=_t("Group by a dimension, repeatable.", "Grouper par dimension, répétable."))] = None,
    grain: Annotated[str | None, typer.Option(help="day, week, month, quarter, year")] = None,
    basis: Annotated[str, typer.Option(help="event, cohort")] = "event",
    compare: Annotated[str | None, typer.Option(help=_t("vs the same quarter last year…", "par rapport au mois dernier…"))] = None,
    order: Annotated[str | None, typer.Option(help="asc, desc")] = None,
    limit: Annotated[int | None, typer.Option(help=_t("Keep the first n groups.", "Garder les n premiers groupes."))] = None,
    as_of: Annotated[str | None, typer.Option(help=_t("As it was known then: 2025-11-01T08:00.", "Tel que connu alors : 2025-11-01T08:00."))] = None,
    explain: Annotated[bool, typer.Option("--explain", help=_t("Say the formula with its numbers.", "Dire la formule avec ses nombres."))] = False,
    json: AsJson = False,
) -> None:
    """Answer a query, with its proof."""
    from addin.cli import render  # noqa: PLC0415 - see the module

    session: Session = context.obj
    filters: dict[str, list[str | None]] = {}
    for condition in where or []:
        name, sign, member = condition.partition("=")
        if not sign:
            raise KpiError(
                Kind.TYPE,
                Text(
                    en="--where takes dimension=member, for example channel=LinkedIn.",
                    fr="--where accepte dimension=membre, par exemple channel=LinkedIn.",
                ),
            )
        filters.setdefault(name.strip(), []).append(member.strip() or None)
    asked = {
        "kpis": kpis,
        "period": period,
        "filters": filters,
        "by": by or [],
        "grain": grain,
        "basis": basis,
        "compare": compare,
        "order": order,
        "limit": limit,
    }
    with session.desk() as ask:
        found = ask("query", {"query": asked, "as_of": as_of})["results"]
        locale = ask("settings", {})["locale"] if not json else ""
    if json:
        render.as_json(render.contract_rows(found, session.lang))
        return
    locale = locale if (session.lang is Lang.FR) == locale.startswith("fr") else ("fr-FR" if session.lang is Lang.FR else "en-US")
    if explain:
        from kpi_core.explain import explain as explained  # noqa: PLC0415 - see the module
        from kpi_core.query import KpiResult  # noqa: PLC0415 - idem

        for one in found:
            sys.stdout.write(explained(KpiResult.model_validate(one), session.lang, locale) + "\n")
        return
    render.results(found, session.lang, locale)


@app.command(name="import", help=_t("Import exports: CRM, ads, e-mail, analytics, or plain tables.", "Importer des exports : CRM, publicité, e-mail, audience, ou tableaux simples."))
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help=_t("CSV or Excel files.", "Fichiers CSV ou Excel."))],
    as_: Annotated[str | None, typer.Option("--as", help="spend, leads, deals, traffic…")] = None,
    map_: Annotated[list[str] | None, typer.Option("--map", help=_t("\"Column=field\", repeatable.", "\"Colonne=champ\", répétable."))] = None,
    date: Annotated[str | None, typer.Option(help=_t("Day of every row, when the file has none.", "Jour de chaque ligne, si le fichier n’en a pas."))] = None,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy, ymd")] = None,
    locale: Annotated[str | None, typer.Option(help="fr-FR, en-US…")] = None,
    currency: Annotated[str | None, typer.Option(help="EUR, USD…")] = None,
    tax: Annotated[str | None, typer.Option(help=_t("ht (before VAT) or ttc (VAT included).", "ht ou ttc."))] = None,
    vat: Annotated[float | None, typer.Option(help=_t("VAT rate in %.", "Taux de TVA en %."))] = None,
    sheet: Annotated[str | None, typer.Option(help=_t("Tab of the workbook.", "Onglet du classeur."))] = None,
    replace: Annotated[bool, typer.Option("--replace", help=_t("Remove what this source no longer holds.", "Retirer ce que cette source ne contient plus."))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_t("Show how it would be read; store nothing.", "Montrer la lecture ; ne rien enregistrer."))] = False,
    json: AsJson = False,
) -> None:
    """Import files, each wholly or not at all."""
    from addin.cli import render  # noqa: PLC0415 - see the module
    from addin.cli.progress import shown_progress  # noqa: PLC0415 - idem

    session: Session = context.obj
    columns = {}
    for pair in map_ or []:
        header, sign, field = pair.rpartition("=")
        if not sign or not header:
            raise KpiError(
                Kind.TYPE,
                Text(
                    en="--map takes \"Column=field\", for example --map \"Coût=amount\".",
                    fr="--map accepte \"Colonne=champ\", par exemple --map \"Coût=amount\".",
                ),
            )
        columns[header] = field
    hints = {
        "as_fact": as_, "columns": columns, "date": date, "date_order": date_order, "locale": locale,
        "currency": currency, "tax": tax, "vat": vat, "sheet": sheet,
    }  # fmt: skip
    hints = {k: v for k, v in hints.items() if v not in (None, {})}
    for path in files:
        if not path.is_file():
            raise KpiError(
                Kind.NOT_FOUND,
                Text(en="There is no file {path}.", fr="Il n’y a pas de fichier {path}.").format(path=path),
            )
    told: list[Json] = []
    with shown_progress(session.lang, quiet=json) as progress, session.desk(create=True, progress=progress) as ask:
        for path in files:
            asked = {"file": str(path), "hints": hints, "replace": replace}
            told.append(ask("preview" if dry_run else "import", asked))
    if json:
        render.as_json(told)
        return
    for one in told:
        (render.previewed if dry_run else render.imported)(one, session.lang)


@app.command(name="map", help=_t("Say what a spelling means, or where a source belongs.", "Dire ce qu’une graphie désigne, ou où se range une source."))
def map_command(
    context: typer.Context,
    dimension: Annotated[str | None, typer.Argument(help="source, campaign, product, owner…")] = None,
    raw: Annotated[str | None, typer.Argument(help=_t("As it is spelled.", "Telle qu’elle est écrite."))] = None,
    member: Annotated[str | None, typer.Argument(help=_t("What it means.", "Ce qu’elle désigne."))] = None,
    channel: Annotated[str | None, typer.Option(help=_t("Channel of the source.", "Canal de la source."))] = None,
    platform: Annotated[str | None, typer.Option(help=_t("Platform of the channel.", "Plateforme du canal."))] = None,
    kind: Annotated[str | None, typer.Option(help="paid, organic, outreach, email, offline, other")] = None,
    json: AsJson = False,
) -> None:
    """Map members; without arguments, list what no channel holds."""
    from addin.cli import render  # noqa: PLC0415 - see the module

    session: Session = context.obj
    asked: Json = {}
    if raw and channel:
        asked = {"raw": raw, "channel": channel, "platform": platform, "kind": kind}
    elif raw and member:
        asked = {"dimension": dimension, "raw": raw, "member": member}
    elif dimension:
        raise KpiError(
            Kind.EMPTY,
            Text(
                en="Write: kpi map product \"GTXPro\" \"GTX Pro\", or kpi map source \"Salon\" --channel Events --kind offline.",
                fr="Écrivez : kpi map product \"GTXPro\" \"GTX Pro\", ou kpi map source \"Salon\" --channel Events --kind offline.",
            ),
        )
    with session.desk() as ask:
        told = ask("map", asked)
    if json:
        render.as_json(told)
    elif "unplaced" in told:
        header = ["source", _t("rows", "lignes"), _t("resembles", "ressemble à")]
        rows = [[u["source"], str(u["rows"]), ", ".join(u["resembles"])] for u in told["unplaced"]]
        render.table(_t("Sources without a channel", "Sources sans canal"), header, rows)
    else:
        render.say(Text(en="Done: {n} rows.", fr="Fait : {n} lignes.").format(n=told.get("rows", "–")), session.lang)


@app.command(help=_t("Show or change settings: kpi settings fiscal_start=4.", "Voir ou changer les réglages : kpi settings fiscal_start=4."))
def settings(
    context: typer.Context,
    changes: Annotated[list[str] | None, typer.Argument(help="currency=EUR timezone=Europe/Paris …")] = None,
    json: AsJson = False,
) -> None:
    """Show the settings, changed first if asked."""
    import json as codec  # noqa: PLC0415 - the option is called json too

    from addin.cli import render  # noqa: PLC0415 - see the module

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
        render.table("", [_t("setting", "réglage"), _t("value", "valeur")], [[k, str(v)] for k, v in told.items()])


@app.command(help=_t("Write a verified copy of the workspace.", "Écrire une copie vérifiée de l’espace de travail."))
def backup(context: typer.Context, target: Path, json: AsJson = False) -> None:
    """Back the workspace up."""
    _done(context, "backup", {"target": str(target)}, json, Text(en="Backed up and read back: {target}.", fr="Sauvegardé et relu : {target}."))


@app.command(help=_t("Put a backup in the workspace's place; what was there is kept.", "Remettre une sauvegarde ; l’ancien contenu est gardé."))
def restore(context: typer.Context, source: Path, json: AsJson = False) -> None:
    """Restore a backup."""
    from addin.cli import render  # noqa: PLC0415 - see the module
    from addin.cli.session import find_server  # noqa: PLC0415 - idem
    from kpi_core.workspace.safekeeping import restore as put_back  # noqa: PLC0415 - idem

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
    render.say(Text(en="Restored {source}.", fr="Sauvegarde {source} remise en place.").format(source=source), session.lang)
    if kept:
        render.say(Text(en="What was there is kept in {kept}.", fr="L’ancien contenu est gardé dans {kept}.").format(kept=kept), session.lang)


@app.command(help=_t("Erase a person from facts, history and quarantine.", "Effacer une personne des faits, de l’historique et de la quarantaine."))
def forget(context: typer.Context, email: str, json: AsJson = False) -> None:
    """Forget a person."""
    _done(context, "forget", {"email": email}, json, Text(en="Erased from {rows} rows.", fr="Effacé de {rows} lignes."))


def _done(context: typer.Context, operation: str, asked: Json, json: bool, said: Text) -> None:
    from addin.cli import render  # noqa: PLC0415 - see the module

    session: Session = context.obj
    with session.desk() as ask:
        told = ask(operation, asked)
    if json:
        render.as_json(told)
    else:
        render.say(said.format(**told), session.lang)


@app.command(help=_t("List rejected rows and why.", "Lister les lignes rejetées et pourquoi."))
def quarantine(context: typer.Context, limit: int = 50, json: AsJson = False) -> None:
    """List what could not be read."""
    from addin.cli import render  # noqa: PLC0415 - see the module

    session: Session = context.obj
    with session.desk() as ask:
        rows = ask("quarantine", {"limit": limit})["rows"]
    if json:
        render.as_json(rows)
    else:
        header = [_t("file", "fichier"), _t("why", "raison")]
        render.table("", header, [[r["file"], r[session.lang.value]] for r in rows])


@app.command(help=_t("Say what the workspace holds and what is missing.", "Dire ce que contient l’espace de travail et ce qui manque."))
def doctor(context: typer.Context, json: AsJson = False) -> None:
    """Check the workspace."""
    from addin.cli import render  # noqa: PLC0415 - see the module
    from kpi_core.facts import FACTS  # noqa: PLC0415 - idem

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
    header = [_t("data", "données"), _t("rows", "lignes"), _t("from", "du"), _t("to", "au")]
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


@app.command(help=_t("Serve the cells, the queries and the page.", "Servir les cellules, les requêtes et la page."))
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help=_t("Other than 127.0.0.1, KPI_API_KEY is required.", "Hors 127.0.0.1, KPI_API_KEY est exigée."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="8765", min=0, max=65535)] = 8765,
) -> None:
    """Serve the workspace until stopped."""
    from addin.serve import serve as run  # noqa: PLC0415 - see the module

    session: Session = context.obj
    run(session.folder, host=host, port=port, today=session.today, ready=lambda address: _announce(address, session.lang))


def _announce(address: str, lang: Lang) -> None:
    from addin.cli import render  # noqa: PLC0415 - see the module

    render.say(Text(en="Serving at {address} (Ctrl+C to stop).", fr="En service : {address} (Ctrl+C pour arrêter).").format(address=address), lang)
    sys.stdout.flush()


@app.command(help=_t("Load two years of an invented firm, then serve them.", "Charger deux ans d’une entreprise inventée, puis les servir."))
def demo(
    context: typer.Context,
    no_serve: Annotated[bool, typer.Option("--no-serve", help=_t("Load only.", "Charger seulement."))] = False,
    port: Annotated[int, typer.Option(help="8765", min=0, max=65535)] = 8765,
    json: AsJson = False,
) -> None:
    """Load the demo workspace and say what to try."""
    from addin.cli import render  # noqa: PLC0415 - see the module
    from addin.cli.demo import load_demo, what_to_try  # noqa: PLC0415 - idem
    from addin.serve import serve as run  # noqa: PLC0415 - idem

    session: Session = context.obj
    told = load_demo(session)
    if json:
        render.as_json(told)
    else:
        sys.stdout.write(what_to_try(session, told))
        sys.stdout.flush()
    if not no_serve:
        run(session.folder, host="127.0.0.1", port=port, today=session.today, ready=lambda address: _announce(address, session.lang))


@app.command(help=_t("Write what is generated from the declarations.", "Écrire ce qui est produit à partir des déclarations."))
def publish(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help=_t("Only say what is stale.", "Dire seulement ce qui est périmé."))] = False,
    json: AsJson = False,
) -> None:
    """Write or check the generated files of a checkout."""
    from addin import publish as generated  # noqa: PLC0415 - see the module
    from addin.cli import render  # noqa: PLC0415 - idem

    session: Session = context.obj
    paths = generated.stale() if check else generated.write()
    if json:
        render.as_json([str(path) for path in paths])
    elif check and paths:
        render.complain(
            Text(
                en="Not what the declarations say: {paths}. Run `kpi publish`.",
                fr="Différents de ce que disent les déclarations : {paths}. Lancez `kpi publish`.",
            ).format(paths=", ".join(map(str, paths))),
            session.lang,
        )
    elif not check:
        render.say(Text(en="{n} files written.", fr="{n} fichiers écrits.").format(n=len(paths)), session.lang)
    if check and paths:
        raise typer.Exit(2)


def main() -> None:
    """Run the command: exit 0 for an answer, 2 for a user's error, never a traceback for one."""
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    from addin.cli.outcome import run  # noqa: PLC0415 - see the module

    sys.exit(run(app, LANG, _general_first(sys.argv[1:])))


def _general_first(words: list[str]) -> list[str]:
    """Move the general options to the front: people type them last, after the command."""
    general, rest = [], []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word in _GENERAL:
            general += [word, *(value for value in [next(waiting, None)] if value is not None)]
        elif word.partition("=")[0] in _GENERAL:
            general.append(word)
        else:
            rest.append(word)
    return [*general, *rest]


_GENERAL = frozenset({"--workspace", "--lang", "--today"})
