"""A first `warehouse.toml`, from the names that a warehouse gives its tables and columns.

The words are those by which an import knows headers. It is a proposal: what was not understood
stands in it as a comment, with what there is to choose from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from kpi_core.engines.engine import Engine, Reading
from kpi_core.engines.finding import Seen
from kpi_core.engines.tables import fits
from kpi_core.engines.warehouse import InWarehouse
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.importing.folding import fold
from kpi_core.importing.matching import Headers, plain_feeds
from kpi_core.importing.stages import choice, kind_of_deal, state_of
from kpi_core.text import Lang, Text

_MOST_WORDS = 40  # a column of more words is no list of choices
_LEAST = 2  # columns besides those that are needed, for a table to be what it looks like
#: What tables are called -> the fact they hold.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "spend": ("spend", "cost", "ad spend", "budget", "depense"),
    "traffic": ("traffic", "ad stats", "performance", "insights", "analytics", "trafic"),
    "touchpoints": ("touch", "event", "interaction", "activit", "contact point"),
    "leads": ("lead", "contact", "prospect", "people", "person"),
    "deals": ("deal", "opportunit", "affaire", "sale", "vente"),
    "deal_stages": ("stage", "etape", "pipeline history"),
    "subscriptions": ("subscription", "contract", "abonnement", "contrat"),
    "surveys": ("survey", "nps", "csat", "enquete"),
    "experiments": ("experiment", "ab test", "variant", "essai"),
}
#: Words of tables that no export has for a header.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "lead": ("lead id", "contact id", "person id", "prospect id", "id lead"),
    "deal": ("deal id", "opportunity id", "id"),
    "subscription": ("subscription id", "contract id", "id"),
    "customer": ("customer id", "account id", "account", "client id"),
    "spent_on": ("day", "date", "spend date", "report date"),
    "seen_on": ("day", "date", "report date"),
    "created_on": ("created at", "creation date", "created date", "created"),
    "closed_on": ("closed at", "close date", "closed date", "won at", "signed at"),
    "touched_on": ("occurred at", "happened at", "event at", "event time", "at"),
    "touched_at": ("occurred at", "happened at", "event at", "event time", "at"),
    "entered_on": ("entered at",),
    "left_on": ("left at", "exited at"),
    "started_on": ("started at", "start date", "starts on"),
    "ended_on": ("ended at", "end date", "cancelled at", "churned at"),
    "mql_on": ("mql at", "mql date"),
    "sql_on": ("sql at", "sql date"),
    "mrr": ("monthly amount", "amount per month"),
}


@dataclass(slots=True)
class _Match:
    fact: str
    table: Seen
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """The columns that the fact needs and that were not found."""
        return [n for n, c in FACTS[self.fact].columns.items() if c.required and n not in self.columns]  # fmt: skip

    @property
    def counts(self) -> bool:
        """Whether a table of figures has any: a day and a campaign make no traffic."""
        kinds = {FACTS[self.fact].columns[name].kind for name in self.columns}
        return self.fact != "traffic" or ColumnKind.COUNT in kinds

    @property
    def likeness(self) -> tuple[bool, bool, int]:
        named = any(word in fold(self.table.name) for word in _NAMES[self.fact])
        return named, not self.missing, len(self.columns)


def propose(warehouse: InWarehouse, lang: Lang, schema: str | None = None) -> str:
    """
    Return the text of a `warehouse.toml`; *schema*: where to look, everywhere if None.

    Raises
    ------
    KpiError
        NOT_FOUND when nothing there looks like any fact.
    """
    with closing(warehouse.reading()) as reading:
        engine = warehouse.engine
        seen = list(engine.seen(reading, schema))
        best = {fact: found for fact in FACTS if (found := _best(fact, seen)) is not None}
        if not best:
            names = ", ".join(t.title for t in seen[:20]) or "–"
            raise KpiError(Kind.NOT_FOUND, _NOTHING.format(names=names))
        sections = [_section(engine, reading, found, lang) for found in best.values()]
    missing = [f for f in FACTS if f not in best]
    left = [t for t in seen if t not in [found.table for found in best.values()]]
    return "\n".join(
        [
            *_comment(_HEAD[lang]),
            "",
            *_comment(_GENERAL[lang]),
            '# tax = "ht"',
            '# amount = "tcv"',
            '# zone = "UTC"',
            "fresh = 60",
            "",
            *sections,
            *_comment(_MISSING.format(facts=", ".join(missing))[lang] if missing else ""),
            *_comment(_LEFT.format(tables=", ".join(t.title for t in left))[lang] if left else ""),
            "",
        ]
    )  # fmt: skip


def _best(fact: str, seen: Sequence[Seen]) -> _Match | None:
    matches = [_matched(fact, table) for table in seen]
    told = [m for m in matches if m.likeness[0] or (m.likeness[1] and len(m.columns) > _LEAST)]
    told = [m for m in told if m.columns and m.counts]
    return max(told, key=lambda m: m.likeness, default=None)


def _matched(fact: str, table: Seen) -> _Match:
    found, spec = _Match(fact, table), FACTS[fact].columns
    headers = list(table.columns)
    by_word = {fold(name): name for name in headers}
    told: dict[str, str] = {}
    for feed in plain_feeds(Headers.of([name.replace("_", " ") for name in headers]), fact):
        told[feed.column] = headers[feed.sources[0]]
    used: set[str] = set()
    for name, column in spec.items():
        words = (fold(name), *_ALSO.get(name, ()))
        own = next((by_word[w] for w in words if w in by_word), None)
        theirs = own or told.get(name)
        shared = name == "touched_at"  # the same moment, read as a day and as a time
        if theirs is None or (theirs in used and not shared) or not fits(column.kind, table.columns[theirs]):  # fmt: skip
            continue
        found.columns[name] = theirs
        used.add(theirs)
    return found


def _section(engine: Engine, reading: Reading, found: _Match, lang: Lang) -> str:
    table, spec = found.table, FACTS[found.fact].columns
    lines = [
        f"[{found.fact}]  # {FACTS[found.fact].title[lang]}",
        f"table = {_quoted(table.title)}",
        "",
        f"[{found.fact}.columns]",
    ]
    choices = {n: c for n, c in spec.items() if c.kind is ColumnKind.CHOICE}
    for name, theirs in found.columns.items():
        if name in choices:
            lines.append(f"{name} = {_chosen(engine, reading, table, name, theirs)}")
        else:
            lines.append(f"{name} = {_quoted(theirs)}")
    if found.fact == "deals" and "state" not in found.columns:
        lines += _states(engine, reading, found)
    for name in found.missing:
        lines.append(f"# {name} = ...  # {spec[name].title[lang]}: {_NEEDED[lang]}")
    unused = [c for c in table.columns if c not in found.columns.values()]
    if unused:
        lines.append(f"# {_UNUSED[lang]} {', '.join(unused)}")
    return "\n".join([*lines, ""])


def _states(engine: Engine, reading: Reading, found: _Match) -> list[str]:
    """Return what tells whether a deal is won: its stage, where it has one."""
    if stage := found.columns.get("stage"):
        return [f"state = {_chosen(engine, reading, found.table, 'state', stage)}"]
    return ['# state = { value = "won" }']


def _chosen(engine: Engine, reading: Reading, table: Seen, name: str, theirs: str) -> str:
    said = sorted(engine.words(reading, table, theirs, _MOST_WORDS + 1))
    meant = {word: _meant(name, word) for word in said[:_MOST_WORDS]}
    if all(word == ours for word, ours in meant.items()):
        return _quoted(theirs)
    pairs = ", ".join(f"{_quoted(w)} = {_quoted(ours)}" for w, ours in meant.items() if ours)
    return f"{{ column = {_quoted(theirs)}, values = {{ {pairs} }} }}"


def _meant(name: str, word: str) -> str | None:
    if found := choice(name, word):
        return found
    if name == "state":
        return state_of(word)
    return kind_of_deal(word) if name == "kind" else None


def _quoted(text: str) -> str:
    # A basic string of TOML is one of JSON, but for what no name holds.
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.splitlines()]


_NOTHING = Text(
    en="No table there looks like spend, leads, deals or any other fact. Seen: {names}. Write warehouse.toml by hand (docs/warehouse.md), or ask for the right to read the tables.",
    fr="Aucune table n’y ressemble à des dépenses, des leads, des affaires ou un autre fait. Vu\u00a0: {names}. Écrivez warehouse.toml à la main (docs/fr/warehouse.md), ou demandez le droit de lire les tables.",
)
_HEAD = Text(
    en="Which of the warehouse's tables and columns are which of ours. Proposed from their names:\nread it, correct it, then type `kpi doctor`.",
    fr="Quelles tables et colonnes de l’entrepôt sont lesquelles des nôtres. Proposé d’après leurs noms\u00a0:\nà lire, à corriger, puis tapez `kpi doctor`.",
)
_GENERAL = Text(
    en="tax: are amounts before tax (ht) or not (ttc)? amount: what a deal's holds, tcv, acv or mrr.\nzone: of moments without one. fresh: seconds before looking whether the data changed.",
    fr="tax\u00a0: montants hors taxes (ht) ou non (ttc)\u202f? amount\u00a0: ce que contient celui d’une affaire, tcv, acv ou mrr.\nzone\u00a0: des moments sans fuseau. fresh\u00a0: secondes avant de regarder si les données ont changé.",
)
_NEEDED = Text(en="needed", fr="nécessaire")
_UNUSED = Text(en="not used:", fr="non employées\u00a0:")
_MISSING = Text(
    en="No table was found for: {facts}.", fr="Aucune table n’a été trouvée pour\u00a0: {facts}."
)
_LEFT = Text(en="Tables that are not used: {tables}.", fr="Tables non employées\u00a0: {tables}.")
