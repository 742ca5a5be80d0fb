"""What a person reads in a terminal. Every figure comes formatted from the result's own unit."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from addin.cli import previewing
from assistant.answering.sentences import comparison, label, sentence
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.periods import GRAIN_TITLES, Period
from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text, counted
from kpi_core.units import written

Json = dict[str, Any]
COLON = Text(en=": ", fr="\u00a0: ")


def as_json(value: object) -> None:
    """Print *value* as JSON, words as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def table(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: int | Sequence[bool] = 99,
) -> None:
    """Print a table; columns from the one numbered *right* on are figures, or those it says."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    drawn = Table(title=title or None, title_justify="left", header_style="bold")
    for i, name in enumerate(header):
        figure = i >= right if isinstance(right, int) else right[i]
        drawn.add_column(name, justify="right" if figure else "left", overflow="fold")
    for row in rows:
        # Plain: a campaign's name is data, never markup.
        drawn.add_row(*(Plain(cell) for cell in row))
    # A file or a pipe has no width to fold to.
    Console(width=None if sys.stdout.isatty() else 160).print(drawn)


def day(said: str | None, lang: Lang) -> str:
    """Write a day or a moment of JSON as a reader does, a dash for none."""
    if not said:
        return "–"
    found = dt.date.fromisoformat(said[:10])
    return Period(found, found).label(lang)


def say(text: Text, lang: Lang) -> None:
    """Print one sentence."""
    sys.stdout.write(text[lang] + "\n")


def complain(text: Text, lang: Lang) -> None:
    """Print what is wrong where errors go."""
    sys.stderr.write(text[lang] + "\n")


def contract_rows(results: list[Json], lang: Lang) -> list[Json]:
    """Return results as `kpi query --json` promises them."""
    return [
        {
            "kpi": r["kpi"],
            "variant": r["variant"],
            "value": r["value"],
            "unit": r["unit"],
            "currency": r["currency"],
            "low": r["low"],
            "high": r["high"],
            "numerator": r["numerator"],
            "denominator": r["denominator"],
            "rows": r["rows"],
            "period": r["period"],
            "group": r["group"],
            "basis": r["basis"],
            "model": r.get("model"),
            "caveats": [
                {"code": c["code"], "message": c["message"][lang.value]} for c in r["caveats"]
            ],
            **({"comparison": r["comparison"]} if r["comparison"] else {}),
            "fresh_to": r["fresh_to"],
        }
        for r in results
    ]


def results(found: list[Json], lang: Lang, locale: str) -> None:
    """Print answers: a sentence for one, a table for several, then what must be known."""
    typed = [KpiResult.model_validate(r) for r in found]
    said = ""
    if len(typed) == 1:
        said = sentence(typed[0], lang, locale)
        sys.stdout.write(said + "\n")
    elif typed:
        _grid(typed, lang, locale)
    else:
        say(
            Text(en="Nothing to group over this period.", fr="Rien à regrouper sur cette période."),
            lang,
        )
    for words in _caveats(typed, lang):
        if words not in said:
            sys.stdout.write(f"  · {words}\n")


def _caveats(found: list[KpiResult], lang: Lang) -> list[str]:
    """Return each caveat once, with the groups it is about where it is not about all."""
    groups = {_named(r, lang) for r in found}
    about: dict[str, list[str]] = {}
    for result in found:
        for caveat in result.caveats:
            words = caveat.message.fr if lang is Lang.FR else caveat.message.en
            about.setdefault(words, []).append(_named(result, lang))
    lines = []
    for words, names in about.items():
        unique = list(dict.fromkeys(names))
        whole = len(groups) == 1 or len(unique) == len(groups)
        more = counted(
            len(unique) - 3,
            Text(en=" and {n} more", fr=" et {n} autre"),
            Text(en=" and {n} more", fr=" et {n} autres"),
        )[lang]
        some = ", ".join(unique[:3]) + (more if len(unique) > 3 else "")  # noqa: PLR2004 - a line
        lines.append(words if whole else f"{some} – {words}")
    return lines


def _named(result: KpiResult, lang: Lang) -> str:
    return ", ".join(label(name, member, lang) for name, member in result.group.items())


def _grid(found: list[KpiResult], lang: Lang, locale: str) -> None:
    keys = list(found[0].group)
    margin = Text(en="margin of error 95%", fr="marge d’erreur 95 %")[lang]
    header = [
        *((DIMENSIONS.get(k) or GRAIN_TITLES[k])[lang] for k in keys),
        Text(en="KPI", fr="indicateur")[lang],
        Text(en="value", fr="valeur")[lang],
        margin,
    ]
    compared = any(r.comparison for r in found)
    if compared:
        header.append(Text(en="change", fr="évolution")[lang])
    rows = []
    for r in found:
        ends = [written(e, r.unit, r.currency or "EUR", locale) for e in (r.low, r.high)]
        rows.append(
            [
                *(label(k, r.group[k], lang) for k in keys),
                REGISTRY[r.variant].title[lang],
                written(r.value, r.unit, r.currency or "EUR", locale),
                "" if r.low is None and r.high is None else " – ".join(ends),
                *([comparison(r, lang, locale)] if compared else []),
            ]
        )
    first, last = min(r.period.start for r in found), max(r.period.end for r in found)
    table(Period(first, last).label(lang), header, rows, right=len(keys) + 1)


def imported(told: Json, lang: Lang) -> None:
    """Print what became of the rows of a file."""
    became = ", ".join(
        f"{FACTS[fact].title[lang]}{COLON[lang]}+{told['added'][fact]}"
        f" ~{told['changed'].get(fact, 0)} ={told['same'].get(fact, 0)}"
        for fact in told["added"]
    )
    say(
        Text(
            en="{file} ({system}), import {n}: {became} (+ new, ~ changed, = known). {refused}",
            fr="{file} ({system}), import {n}\u00a0: {became} (+ nouvelles, ~ modifiées, = connues). {refused}",
        ).format(
            file=told["file"],
            system=previewing.kind(told["system"], list(told["added"])),
            n=told["import"],
            became=became,
            refused=counted(told["quarantined"], *_REFUSED),
        ),
        lang,
    )
    for note in told["notes"]:
        sys.stdout.write(f"  · {note[lang.value]}\n")
    if told["ignored"]:
        say(
            Text(
                en="  · Columns not used: {names}.", fr="  · Colonnes non utilisées : {names}."
            ).format(names=", ".join(told["ignored"])),
            lang,
        )


def previewed(told: Json, lang: Lang) -> None:
    """Print how a file would be read, without having read it in."""
    plan = told["plan"]
    table(
        Text(en="{s}: how each column is read", fr="{s} : lecture de chaque colonne").format(
            s=previewing.kind(plan["system"], plan["facts"])
        )[lang],
        [Text(en="column", fr="colonne")[lang], Text(en="becomes", fr="devient")[lang]],
        [[c["header"], previewing.feeds(c["feeds"], lang)] for c in told["columns"]],
    )
    for fact, rows in told["sample"].items():
        if rows:
            names = [n for n in rows[0] if any(row[n] is not None for row in rows)]
            table(
                FACTS[fact].title[lang],
                [previewing.title(fact, n, lang) for n in names],
                [[previewing.cell(fact, n, row[n], lang) for n in names] for row in rows],
            )
    for question in plan.get("questions", []):
        sys.stdout.write(f"? {question['text'][lang.value]}\n")
    for row in told["rejected"]:
        sys.stdout.write(f"✗ {row['message'][lang.value]}\n")
    counts = told["counts"]
    say(
        Text(
            en="{read}: {accepted}, {rejected}, {blank}, {totals}. Nothing was stored.",
            fr="{read}\u00a0: {accepted}, {rejected}, {blank}, {totals}. Rien n’a été enregistré.",
        ).format(**{k: counted(counts[k], *words) for k, words in _COUNTS.items()}),
        lang,
    )


_COUNTS = {
    "read": (
        Text(en="{n} row read", fr="{n} ligne lue"),
        Text(en="{n} rows read", fr="{n} lignes lues"),
    ),
    "accepted": (
        Text(en="{n} accepted", fr="{n} acceptée"),
        Text(en="{n} accepted", fr="{n} acceptées"),
    ),
    "rejected": (
        Text(en="{n} rejected", fr="{n} rejetée"),
        Text(en="{n} rejected", fr="{n} rejetées"),
    ),
    "blank": (Text(en="{n} blank", fr="{n} vide"), Text(en="{n} blank", fr="{n} vides")),
    "totals": (
        Text(en="{n} total line dropped", fr="{n} ligne de total écartée"),
        Text(en="{n} total lines dropped", fr="{n} lignes de total écartées"),
    ),
}
_REFUSED = (
    Text(en="{n} rejected, kept in quarantine.", fr="{n} rejetée, gardée en quarantaine."),
    Text(en="{n} rejected, kept in quarantine.", fr="{n} rejetées, gardées en quarantaine."),
)


def dated(title: Text, period: Mapping[str, Any], lang: Lang) -> str:
    """Return a title with the days that what it is above is about."""
    start, end = (dt.date.fromisoformat(str(period[side])[:10]) for side in ("start", "end"))
    return f"{title[lang]} ({Period(start, end).label(lang)})"
