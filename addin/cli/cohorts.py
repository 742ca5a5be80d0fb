"""`kpi cohorts`: what is left, at each age, of those who began together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Lang, Text

Json = dict[str, Any]


@command(
    "cohorts",
    help=t(
        "Cohorts: kpi cohorts --measure revenue_net --grain quarter --period 2024..2025 --by segment.",
        "Cohortes\u00a0: kpi cohorts --measure revenue_net --grain trimestre --period 2024..2025 --by segment.",
    ),
)
def cohorts_(
    context: typer.Context,
    measure: Annotated[
        str,
        typer.Option(
            help=t(
                "What is followed: customers, revenue_gross, revenue_net, leads, leads_mql, leads_sql.",
                "Ce qui est suivi\u00a0: customers, revenue_gross, revenue_net, leads, leads_mql, leads_sql.",
            )
        ),
    ] = "customers",
    grain: Annotated[
        str,
        typer.Option(
            help=t(
                "Unit of cohorts and ages: month, quarter or year.",
                "Unité des cohortes et des âges\u00a0: mois, trimestre ou année.",
            )
        ),
    ] = "month",
    period: Annotated[
        str | None,
        typer.Option(
            help=t(
                "When cohorts begin: in words, or 2024-01-01..2025-09-30.",
                "Quand commencent les cohortes\u00a0: en mots, ou 2024-01-01..2025-09-30.",
            )
        ),
    ] = None,
    where: Where = None,
    by: Annotated[
        str | None,
        typer.Option(
            help=t(
                "One line a member instead of a cohort: segment, channel, country…",
                "Une ligne par membre au lieu d’une par cohorte\u00a0: segment, canal, pays…",
            )
        ),
    ] = None,
    survival: Annotated[
        bool,
        typer.Option(
            "--survival",
            help=t(
                "How long customers stay instead: survival and median (Kaplan-Meier).",
                "La durée de fidélité à la place\u00a0: survie et médiane (Kaplan-Meier).",
            ),
        ),
    ] = False,
    project: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=120,
            help=t(
                "Project renewals that many units further (sBG), and the expected lifetime.",
                "Projeter les renouvellements d’autant d’unités (sBG), et la durée attendue.",
            ),
        ),
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar=t("FILE.svg", "FICHIER.svg"),
            help=t("Draw the matrix as a heat map.", "Dessiner la matrice en carte de chaleur."),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print a cohort matrix, survival, or a projection."""
    from addin.cli import cohorts_lifetimes, render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {
        "measure": measure,
        "grain": _step(grain),
        "period": period,
        "filters": filters_of(where),
        "by": [by] if by else [],
    }
    asked: Json = {"query": query}
    if picture is not None and (survival or project):
        raise KpiError(Kind.TYPE, _NO_PICTURE)
    if survival or project:
        asked["what"] = "projection" if project else "survival"
    with session.desk() as ask:
        told = ask("cohorts", asked | ({"ages": project} if project else {}))
        locale = ask("settings", {})["locale"] if not json or picture else ""
    if picture is not None:
        _drawn(picture, told, session.lang, locale)
    if json:
        render.as_json(told)
    elif project:
        cohorts_lifetimes.projected(told, session.lang, locale)
    elif survival:
        cohorts_lifetimes.survived(told, session.lang, locale)
    else:
        _shown(told, session.lang, locale)


def _drawn(path: Path, told: Json, lang: Lang, locale: str) -> None:
    from addin.cohorts_picture import heat_map
    from addin.faults import refused

    try:
        path.write_text(heat_map(told, lang, locale), encoding="utf-8")
    except OSError as error:
        raise refused(error) from error


def _step(said: str) -> str:
    from kpi_core.retention.ages import step_named

    found = step_named(said)
    if found is None:
        raise KpiError(Kind.TYPE, _NO_STEP.format(said=shown(said)))
    return found.value


def _shown(told: Json, lang: Lang, locale: str) -> None:
    import datetime as dt

    from addin.cli import render
    from addin.cohorts import BESIDE, COHORT, TOTAL, UNASSIGNED, first_worth
    from kpi_core.facts import DIMENSIONS
    from kpi_core.retention.ages import LETTERS, Step, label
    from kpi_core.retention.measures import MEASURES
    from kpi_core.units import Unit, written

    followed, step = MEASURES[told["measure"]], Step(told["grain"])
    width = min(len(told["totals"][-1]["shares"]), _WIDEST)
    beside = bool(followed.reached) and not told["by"]

    def share(value: float | None) -> str:
        return "" if value is None else written(value, Unit.SHARE, "", locale)

    def base(value: float) -> str:
        return first_worth(value, told, locale)

    rows = []
    if not told["by"]:
        rows = [
            [
                label(dt.date.fromisoformat(line["start"]), step, lang),
                base(line["base"]),
                *([share(line["same_period_rate"])] if beside else []),
                *map(share, line["shares"][:width]),
            ]
            for line in told["cohorts"]
        ]
    for total in told["totals"]:
        whole = sum(
            line["base"]
            for line in told["cohorts"]
            if not total["group"] or line["group"] == total["group"]
        )
        name = next(iter(total["group"].values()), "") if total["group"] else TOTAL[lang]
        shares = [*([""] if beside else []), *map(share, total["shares"][:width])]
        rows.append([name or UNASSIGNED[lang], base(whole), *shares])
    first = DIMENSIONS[told["by"][0]] if told["by"] else COHORT
    head = [
        first[lang],
        followed.base[lang],
        *([BESIDE[lang]] if beside else []),
        *(f"{LETTERS[step][lang]}{age}" for age in range(width)),
    ]
    render.table(followed.title[lang], head, rows, right=1)
    _beneath(told, lang, width)


def _beneath(told: Json, lang: Lang, width: int) -> None:
    """Print what must be known of the table."""
    import datetime as dt

    from addin.cli import render
    from kpi_core.periods import Period
    from kpi_core.retention.measures import MEASURES

    day = dt.date.fromisoformat
    begun = Period(day(told["period"]["start"]), day(told["period"]["end"]))
    until = Period(day(told["followed_until"]), day(told["followed_until"]))
    render.say(MEASURES[told["measure"]].reading, lang)
    words = {one: {"begun": begun.label(one), "until": until.label(one)} for one in Lang}
    render.say(
        Text(en=_KNOWN.en.format(**words[Lang.EN]), fr=_KNOWN.fr.format(**words[Lang.FR])), lang
    )
    if (left := len(told["totals"][-1]["shares"]) - width) > 0:
        render.say(_MORE.format(n=left), lang)
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)


_WIDEST = 13  # columns of ages that fit on a line
_KNOWN = Text(
    en="Cohorts begun {begun}; the data tells what became of them until {until}. An empty cell: not all of the cohort is that old. A total is over the cohorts old enough, fewer to the right.",
    fr="Cohortes commencées\u00a0: {begun}\u202f; les données disent ce qu’elles sont devenues jusqu’au {until}. Une case vide\u00a0: toute la cohorte n’a pas encore cet âge. Un total porte sur les cohortes assez anciennes, moins nombreuses vers la droite.",
)
_MORE = Text(
    en="{n} more columns: --json gives them all, a longer --grain fewer.",
    fr="{n} colonnes de plus\u00a0: --json les donne toutes, un --grain plus long en fait moins.",
)
_NO_PICTURE = Text(
    en="--picture draws the cohort matrix: leave out --survival and --project.",
    fr="--picture dessine la matrice des cohortes\u00a0: sans --survival ni --project.",
)
_NO_STEP = Text(
    en="Cohorts begin by month, quarter or year, not “{said}”.",
    fr="Les cohortes commencent par mois, trimestre ou année, pas «\u00a0{said}\u00a0».",
)
