"""`kpi rows`: the lines of the files that one number was counted from."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from addin.cli.root import AsJson, Where, command, t
from addin.cli.session import Session
from kpi_core.text import Lang, Text
from kpi_core.text import rows as counted_rows

Json = dict[str, Any]


@command(
    "rows",
    help=t(
        'Show the rows behind a number: kpi rows cpl --period "last quarter" --where channel=LinkedIn.',
        'Montrer les lignes derrière un nombre\u00a0: kpi rows cpl --period "dernier trimestre" --where canal=LinkedIn.',
    ),
)
def rows_(
    context: typer.Context,
    kpi: Annotated[
        str, typer.Argument(metavar=t("kpi", "indicateur"), help=t("A KPI.", "Un indicateur."))
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
    basis: Annotated[
        str,
        typer.Option(
            help=t("event, cohort", "event (à chaque date), cohort (les mêmes personnes)")
        ),
    ] = "event",
    as_of: Annotated[
        str | None,
        typer.Option(
            help=t(
                "As it was known then: 2025-11-01T08:00.",
                "Tel que connu alors\u00a0: 2025-11-01T08:00.",
            )
        ),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(help=t("Rows listed, at most.", "Lignes listées, au plus."), min=1, max=500),
    ] = 500,
    json: AsJson = False,
) -> None:
    """List the rows that were counted, each input of the formula apart."""
    from addin.cli import render
    from addin.cli.ask import filters_of

    session: Session = context.obj
    query = {"kpis": [kpi], "period": period, "filters": filters_of(where), "basis": basis}
    with session.desk() as ask:
        told = ask("rows", {"query": query, "as_of": as_of, "limit": limit})
    if json:
        render.as_json(told)
        return
    for part in told["inputs"]:
        _show(part, session.lang)


_SIDES = {
    "numerator": Text(en="above the line", fr="au numérateur"),
    "denominator": Text(en="below the line", fr="au dénominateur"),
    "both": Text(en="above and below the line", fr="au numérateur et au dénominateur"),
}
_FIRST = Text(
    en="The first {n} are listed: filter, or take a shorter period, to see the others.",
    fr="Les {n} premières sont listées : filtrez, ou prenez une période plus courte, pour voir les autres.",
)
_EARLIER = Text(
    en="Rows without a line number were imported by an earlier release: import their file again to have it.",
    fr="Les lignes sans numéro ont été importées par une version plus ancienne : réimportez leur fichier pour l’avoir.",
)


def _show(part: Json, lang: Lang) -> None:
    import sys

    from addin.cli import previewing, render
    from kpi_core.facts import FACTS
    from kpi_core.glossary import GLOSSARY

    fact, rows = part["fact"], part["rows"]
    title = Text(en="{term} ({side}), {fact}: {rows}", fr="{term} ({side}), {fact} : {rows}")
    told = title.format(
        term=GLOSSARY[part["term"]].title,
        side=_SIDES[part["side"]],
        fact=FACTS[fact].title,
        rows=counted_rows(part["counted"]),
    )
    render.say(told, lang)
    for note in part["notes"]:
        sys.stdout.write(f"  · {note[lang.value]}\n")
    if not rows:
        return
    if len(rows) < part["counted"]:
        sys.stdout.write(f"  · {_FIRST.format(n=len(rows))[lang]}\n")
    if any(row["line"] is None and row["file"] for row in rows):
        sys.stdout.write(f"  · {_EARLIER[lang]}\n")
    names = _names(part)
    titles = [_title(part, name, lang) for name in names]
    render.table(
        "",
        [Text(en="file", fr="fichier")[lang], Text(en="line", fr="ligne")[lang], *titles],
        [
            [
                row["file"],
                "" if row["line"] is None else str(row["line"]),
                *(previewing.cell(fact, n, row["values"].get(n), lang) for n in names),
            ]
            for row in rows
        ],
    )


#: What people know a row by; a terminal is too narrow for all that it says, which --json gives.
_KNOWN_BY = ("deal", "name", "subscription", "company", "customer", "label", "source", "campaign")
_MOST_KNOWN = 4


def _names(part: Json) -> list[str]:
    """Return the columns to show: by which rows are known, and by which they count."""
    held = {name for row in part["rows"] for name in row["values"]}
    known = [name for name in _KNOWN_BY if name in held][:_MOST_KNOWN]
    return list(dict.fromkeys([*known, *(name for name in part["decided"] if name in held)]))


def _title(part: Json, name: str, lang: Lang) -> str:
    from addin.cli import previewing
    from kpi_core.facts import DIMENSIONS, FACTS
    from kpi_core.glossary import GLOSSARY

    if name in DIMENSIONS:
        return DIMENSIONS[name][lang]
    if name not in FACTS[part["fact"]].columns:
        return GLOSSARY[part["term"]].title[lang]  # worked out for this very input
    return previewing.title(part["fact"], name, lang)
