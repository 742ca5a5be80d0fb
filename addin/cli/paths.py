"""`kpi paths`: what people met before they converted, and the models side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Unit, Where, command, t
from addin.cli.session import Session
from kpi_core.text import Lang, Text, counted

Json = dict[str, Any]


@command(
    "paths",
    help=t(
        "Conversion paths: kpi paths new_customers --period 2025 --by campaign; with --models, what each model credits.",
        "Parcours de conversion\u00a0: kpi paths new_customers --period 2025 --by campagne\u202f; avec --models, ce que crédite chaque modèle.",
    ),
)
def paths_(
    context: typer.Context,
    kpi: Annotated[
        str,
        typer.Argument(
            metavar=t("kpi", "indicateur"),
            help=t("What the paths lead to.", "Ce à quoi mènent les parcours."),
        ),
    ] = "lead_volume",
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
            help=t(
                "What a touch is told by: channel, platform, source, campaign, content.",
                "Ce qui dit un contact\u00a0: canal, plateforme, source, campagne, contenu.",
            )
        ),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            help=t("Paths listed, at most.", "Parcours listés, au plus."), min=1, max=1000
        ),
    ] = 20,
    unit: Unit = "lead",
    models: Annotated[
        bool,
        typer.Option(
            "--models",
            help=t("The models side by side instead.", "Les modèles côte à côte, à la place."),
        ),
    ] = False,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t(
                "Draw the flows from touch to touch; with --models, the models side by side.",
                "Dessiner les flux d’un contact à l’autre ; avec --models, les modèles côte à côte.",
            ),
        ),
    ] = None,
    steps: Annotated[
        int,
        typer.Option(
            help=t("Touches drawn, at most.", "Contacts dessinés, au plus."), min=1, max=8
        ),
    ] = 3,
    json: AsJson = False,
) -> None:
    """List conversion paths, or what each model credits."""
    from addin import naming
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {"kpis": [kpi], "period": period, "filters": filters_of(where), "by": by or []} | {
        "unit": naming.unit(unit)
    }
    with session.desk() as ask:
        told = ask("paths", {"query": query, "limit": limit, "models": models})
        flows = ask("paths", {"query": query, "steps": steps}) if picture and not models else {}
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        _drawn(picture, told if models else flows, session.lang, locale)
    if json:
        render.as_json(told)
    elif models:
        _side_by_side(told, session.lang, locale)
    else:
        _paths(told, session.lang)


def _drawn(path: Path, told: Json, lang: Lang, locale: str) -> None:
    from addin.cli.pictures import kept

    if "models" in told:
        from addin.models_picture import bars

        kept(path, bars(told, lang, locale))
    else:
        from addin.paths_picture import sankey

        kept(path, sankey(told, lang, locale))


_OTHERS = Text(
    en="Also counted, told by --json and by kpi query --model: {models}.",
    fr="Comptés aussi, donnés par --json et par kpi query --model\u00a0: {models}.",
)
_NONE = Text(en="No path in this period.", fr="Aucun parcours sur cette période.")
_SUMMARY = Text(
    en="{won} converted ({length} touches and {days} days on average), {lost} did not, {own} had no touch; {n} different paths.",
    fr="{won} convertis ({length} contacts et {days} jours en moyenne), {lost} non convertis, {own} sans contact\u202f; {n} parcours différents.",
)


def _paths(told: Json, lang: Lang) -> None:
    from addin.cli import render
    from addin.paths import HEADS, walked
    from kpi_core.glossary import GLOSSARY
    from kpi_core.units import Unit, written

    if not told["paths"]:
        render.say(_NONE, lang)
        return
    locale = "fr-FR" if lang is Lang.FR else "en-US"

    def figure(value: float | None) -> str:
        return "" if value is None else written(round(value, 1), Unit.COUNT, "EUR", locale)

    rows = [
        [
            walked(path["touches"], lang),
            figure(path["converted"]),
            figure(path["lost"]),
            figure(path["days"]),
        ]
        for path in told["paths"]
    ]
    title = render.dated(GLOSSARY[told["term"]].title, told["period"], lang)
    render.table(title, [h[lang] for h in HEADS], rows, right=1)
    render.say(
        _SUMMARY.format(
            won=figure(told["converted"]),
            lost=figure(told["lost"]),
            own=figure(told["untouched"]),
            length=figure(told["length"]),
            days=figure(told["days"]),
            n=counted(told["different"], Text(en="{n}", fr="{n}"), Text(en="{n}", fr="{n}")),
        ),
        lang,
    )


def _side_by_side(told: Json, lang: Lang, locale: str) -> None:
    from addin.cli import render
    from addin.models_picture import SHOWN
    from addin.paths import UNASSIGNED
    from kpi_core.attribution.models import MODELS
    from kpi_core.catalog import REGISTRY
    from kpi_core.facts import DIMENSIONS
    from kpi_core.units import written

    declared = REGISTRY.find(told["kpi"])
    shown = [model for model in SHOWN if model in told["models"]]
    rows = [
        [
            row["member"] or UNASSIGNED[lang],
            *(
                written(row["values"].get(model), declared.unit, told["currency"], locale)
                for model in shown
            ),
        ]
        for row in told["members"]
    ]
    head = [DIMENSIONS[told["by"]][lang], *(MODELS[model].title[lang] for model in shown)]
    title = render.dated(declared.title, told["period"], lang)
    render.table(title, head, rows, right=1)
    apart = "\u202f; " if lang is Lang.FR else "; "
    others = apart.join(MODELS[m].title[lang] for m in told["models"] if m not in shown)
    render.say(_OTHERS.format(models=others), lang)
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)
