"""Commands that answer: list, compute, query, ask."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from addin.cli.root import Anyway, AsJson, Unit, Where, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text


@command(
    name="list",
    help=t("List the KPIs, or explain one.", "Lister les indicateurs, ou en expliquer un."),
)
def list_(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar=t("kpi", "indicateur"), help=t("A KPI.", "Un indicateur.")),
    ] = None,
    json: AsJson = False,
) -> None:
    """List the KPIs on offer."""
    from addin.cli import render
    from addin.server.catalogue import catalogue
    from kpi_core.catalog import REGISTRY

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
        header = [t("function", "fonction"), t("KPI", "indicateur"), t("formula", "formule")]
        render.table("", header, [[k["function"], k["title"], k["formula"]] for k in found])


@command(
    help=t(
        "Compute a KPI on numbers: kpi compute cpl 1500 50.",
        "Calculer un indicateur sur des nombres : kpi compute cpl 1500 50.",
    )
)
def compute(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar=t("kpi", "indicateur"), help=t("A KPI.", "Un indicateur."))
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=t("values", "valeurs"),
            help=t("Its inputs, in order.", "Ses entrées, dans l’ordre."),
        ),
    ] = None,
    locale: Annotated[
        str | None,
        typer.Option(
            help=t("How numbers are written: fr-FR, en-US.", "Écriture des nombres : fr-FR, en-US.")
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Compute on what was typed, with no workspace."""
    from addin.cli import render
    from addin.computing import computed
    from kpi_core.catalog import REGISTRY
    from kpi_core.units import written

    session: Session = context.obj
    kpi = REGISTRY.find(name)
    tongue = locale or ("fr-FR" if session.lang is Lang.FR else "en-US")
    outcome = computed(kpi, values or [], tongue)
    if isinstance(outcome, KpiError):
        raise outcome
    value = float(str(outcome))
    if json:
        render.as_json(
            {"kpi": kpi.family, "variant": kpi.id, "value": value, "unit": kpi.unit.value}
        )
        return
    render.say(
        Text(en="{title}: {value}", fr="{title}\u00a0: {value}").format(
            title=kpi.title, value=written(value, kpi.unit, "EUR", tongue)
        ),
        session.lang,
    )


@command(
    help=t(
        'Ask the data: kpi query cac --period "last quarter" --where channel=LinkedIn --by campaign.',
        'Interroger les données : kpi query cac --period "dernier trimestre" --where canal=LinkedIn --by campagne.',
    )
)
def query(
    context: typer.Context,
    kpis: Annotated[
        list[str],
        typer.Argument(
            metavar=t("kpis", "indicateurs"),
            help=t("One KPI or several.", "Un indicateur ou plusieurs."),
        ),
    ],
    period: Annotated[
        str | None,
        typer.Option(
            help=t(
                "A period in words, or 2025-07-01..2025-09-30.",
                "Une période en mots, ou 2025-07-01..2025-09-30.",
            )
        ),
    ] = None,
    where: Where = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help=t("Group by a dimension, repeatable.", "Grouper par dimension, répétable.")
        ),
    ] = None,
    grain: Annotated[
        str | None,
        typer.Option(
            help=t("day, week, month, quarter, year", "jour, semaine, mois, trimestre, année")
        ),
    ] = None,
    basis: Annotated[
        str,
        typer.Option(
            help=t("event, cohort", "event (à chaque date), cohort (les mêmes personnes)")
        ),
    ] = "event",
    model: Annotated[
        str | None,
        typer.Option(
            help=t(
                "Attribution: first, last, linear, u_shaped… Without it, a lead’s own source.",
                "Attribution\u00a0: first, last, linear, u_shaped… Sans lui, la source du lead.",
            )
        ),
    ] = None,
    unit: Unit = "lead",
    compare: Annotated[
        str | None,
        typer.Option(help=t("vs the same quarter last year…", "par rapport au mois dernier…")),
    ] = None,
    order: Annotated[
        str | None, typer.Option(help=t("asc, desc", "asc (croissant), desc (décroissant)"))
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(help=t("Keep the first n groups.", "Garder les n premiers groupes.")),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            help=t(
                "As it was known then: 2025-11-01T08:00.", "Tel que connu alors : 2025-11-01T08:00."
            )
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help=t("Say the formula with its numbers.", "Dire la formule avec ses nombres."),
        ),
    ] = False,
    estimate: Annotated[
        bool,
        typer.Option(
            "--estimate",
            help=t(
                "Say how many rows a warehouse would read, and ask nothing.",
                "Dire combien de lignes un entrepôt lirait, sans rien demander.",
            ),
        ),
    ] = False,
    anyway: Anyway = False,
    json: AsJson = False,
) -> None:
    """Answer a query, with its proof."""
    from addin import naming
    from addin.cli import render

    session: Session = context.obj
    asked = {
        "kpis": kpis,
        "period": period,
        "filters": filters_of(where),
        "by": by or [],
        "grain": naming.grain(grain) if grain else None,
        "basis": basis,
        "model": model,
        "unit": naming.unit(unit),
        "compare": compare,
        "order": order,
        "limit": limit,
    }
    with session.desk() as ask:
        if estimate:
            _estimated(ask("query", {"query": asked, "estimate": True}), session.lang, json=json)
            return
        found = ask("query", {"query": asked, "as_of": as_of, "anyway": anyway})["results"]
        locale = ask("settings", {})["locale"] if not json else ""
    if json:
        render.as_json(render.contract_rows(found, session.lang))
        return
    locale = (
        locale
        if (session.lang is Lang.FR) == locale.startswith("fr")
        else ("fr-FR" if session.lang is Lang.FR else "en-US")
    )
    if explain:
        from assistant.answering.sentences import comparison
        from kpi_core.explain import explain as explained
        from kpi_core.query import KpiResult

        for one in found:
            typed = KpiResult.model_validate(one)
            parts = [
                explained(typed, session.lang, locale),
                comparison(typed, session.lang, locale),
            ]
            sys.stdout.write(" ".join(part for part in parts if part) + "\n")
        return
    render.results(found, session.lang, locale)


def _estimated(told: dict[str, int | None], lang: Lang, *, json: bool) -> None:
    from addin.cli import render
    from kpi_core.engines.facts import gigabytes

    if json:
        render.as_json(told)
        return
    rows, size = told["expected"], told["expected_bytes"]
    if rows is not None:
        render.say(_EXPECTED.format(rows=rows), lang)
    if size is not None:
        render.say(_SIZED.format(size=gigabytes(size)), lang)
    if rows is None and size is None:
        render.say(_NO_ESTIMATE, lang)


_NO_ESTIMATE = Text(
    en="What a question reads is not estimated there: in the workspace's own file, and in a warehouse that does not tell.",
    fr="Ce qu’une question lit n’y est pas estimé\u00a0: dans le fichier de l’espace de travail, et dans un entrepôt qui ne le dit pas.",
)
_SIZED = Text(
    en="About {size} GB of the warehouse would be read.",
    fr="Environ {size}\u00a0Go de l’entrepôt seraient lus.",
)
_EXPECTED = Text(
    en="About {rows} {rows:row|rows} of the warehouse would be read.",
    fr="Environ {rows} {rows:ligne|lignes} de l’entrepôt {rows:serait lue|seraient lues}.",
)


def filters_of(where: list[str] | None) -> dict[str, list[str | None]]:
    """
    Return the members that count, from conditions typed as dimension=member.

    Raises
    ------
    KpiError
        TYPE for one that is typed otherwise.
    """
    filters: dict[str, list[str | None]] = {}
    for condition in where or []:
        name, sign, member = condition.partition("=")
        if not sign:
            raise KpiError(
                Kind.TYPE,
                Text(
                    en="--where takes dimension=member, for example channel=LinkedIn.",
                    fr="--where accepte dimension=membre, par exemple canal=LinkedIn.",
                ),
            )
        filters.setdefault(name.strip(), []).append(member.strip() or None)
    return filters


@command(
    name="ask",
    help=t(
        'Ask in words: kpi ask "what was our CAC on LinkedIn last quarter?".',
        'Demander en mots\u00a0: kpi ask "quel était notre CPL en mars\u202f?".',
    ),
)
def ask_(
    context: typer.Context,
    question: Annotated[
        list[str] | None,
        typer.Argument(metavar=t("question", "question"), help=t("The question.", "La question.")),
    ] = None,
    pick: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=3,
            help=t(
                "Which of the choices of the question back: kpi ask --pick 2.",
                "Lequel des choix proposés\u00a0: kpi ask --pick 2.",
            ),
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=t("Every line of the table.", "Toutes les lignes."))
    ] = False,
    anyway: Anyway = False,
    json: AsJson = False,
) -> None:
    """Answer a question in words, ask back, or say why not."""
    from addin.cli import choices, replies

    session: Session = context.obj
    typed = " ".join(question or [])
    asked = choices.picked(session.folder, typed, pick)
    if asked is None:
        if not typed:
            raise KpiError(
                Kind.EMPTY,
                Text(
                    en='No question was asked: kpi ask "CPL by channel".',
                    fr='Aucune question\u00a0: kpi ask "CPL par canal".',
                ),
            )
        asked = {"question": typed}
    with session.desk() as desk:
        reply = desk("ask", {"prefer": session.lang.value, "anyway": anyway} | asked)
    choices.keep(session.folder, reply)
    replies.show(reply, json=json, everything=everything)


@command(
    help=t(
        "Talk with the data: follow-ups go on from the last answer.",
        "Dialoguer avec les données\u00a0: chaque question poursuit la précédente.",
    ),
)
def chat(context: typer.Context) -> None:
    """Answer questions one after the other, until an empty line."""
    from addin.cli import replies

    session: Session = context.obj
    with session.desk() as desk:
        replies.converse(lambda asked: desk("ask", asked), session.lang)
