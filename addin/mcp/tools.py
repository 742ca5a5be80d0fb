"""The four tools: find a KPI, ask for its number, have it explained, ask in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from addin.cli.session import Ask
from addin.faults import misshapen
from addin.mcp.shapes import (
    Answer,
    Answers,
    Explanation,
    Explanations,
    FindKpi,
    Found,
    FoundKpi,
    QueryKpi,
)
from addin.server.catalogue import catalogue
from assistant.answering.sentences import comparison
from assistant.wire import Option, Question, Reply
from kpi_core.catalog import ASKED_BACK, REGISTRY
from kpi_core.errors import KpiError
from kpi_core.explain import explain, formula_with_numbers, margin
from kpi_core.query import KpiResult
from kpi_core.registry import folded
from kpi_core.text import Lang

#: What a model can read at once; a client that wants more asks for less at a time.
MOST_ANSWERS = 200
_MOST_FOUND = 10
#: A name is worth more than a word of the explanation.
_IN_NAME, _IN_READING = 3, 1


@dataclass(frozen=True, slots=True)
class Tool:
    """
    One tool: *run* is given what asks the workspace, and the arguments as `asked` types them.

    description is read by a model: it is in English, the language models are taught tools in.
    """

    name: str
    title: str
    description: str
    asked: type[BaseModel]
    given: type[BaseModel]
    run: Callable[[Ask, Any], BaseModel]

    def typed(self, arguments: Mapping[str, Any]) -> BaseModel:
        """
        Return *arguments* as the tool takes them.

        Raises
        ------
        KpiError
            TYPE, naming each field that is missing, unknown or of another shape.
        """
        try:
            return self.asked.model_validate(arguments)
        except ValidationError as error:
            raise misshapen(error.errors()) from None


def lang_of(arguments: Mapping[str, Any]) -> Lang:
    """Return the language asked for, even where the rest of the arguments is refused."""
    return Lang.FR if arguments.get("lang") == Lang.FR.value else Lang.EN


def weight(asked: BaseModel) -> int:
    """Return for how many questions *asked* counts."""
    return len(asked.kpis) if isinstance(asked, QueryKpi) else 1


def _find(_ask: Ask, asked: FindKpi) -> Found:
    try:
        found = REGISTRY.find(asked.words)
    except KpiError as error:
        # A word that several answer to names them all; others are looked for in what is written.
        ids = _OFFERED.get(folded(asked.words)) or _near(asked.words)
        kpis = [_described(id_, asked.lang) for id_ in ids]
        return Found(certain=False, kpis=kpis, said=error.message[asked.lang])
    others = [k.id for k in REGISTRY.values() if k.family == found.family and k is not found]
    return Found(certain=True, kpis=[_described(id_, asked.lang) for id_ in (found.id, *others)])


_OFFERED = {folded(word): ids for word, ids in ASKED_BACK.items()}


def _near(words: str) -> list[str]:
    """Return the KPIs in whose names or readings the *words* are, those that have most first."""
    wanted = {word for word in folded(words).split() if len(word) > 1}
    scored: dict[str, int] = {}
    for kpi in REGISTRY.values():
        names, readings = [kpi.id, kpi.family], []
        for lang in Lang:
            names += [kpi.title[lang], *kpi.aliases[lang]]
            readings.append(kpi.reading[lang])
        name, reading = (set(folded(" ".join(t)).split()) for t in (names, readings))
        scored[kpi.id] = sum(
            _IN_NAME if word in name else _IN_READING if word in reading else 0 for word in wanted
        )
    best = sorted(scored, key=lambda id_: -scored[id_])
    least = max(_IN_NAME, *scored.values()) / 2
    return [id_ for id_ in best if scored[id_] >= least][:_MOST_FOUND]


def _described(id_: str, lang: Lang) -> FoundKpi:
    (kpi,) = (k for k in catalogue(lang) if k["id"] == id_)
    return FoundKpi(**{name: kpi[name] for name in FoundKpi.model_fields})


def _query(ask: Ask, asked: QueryKpi) -> Answers:
    results, left_out = _results(ask, asked)
    locale = _locale(ask, asked.lang)
    return Answers(
        answers=[Answer(result=r, sentence=_sentence(r, asked.lang, locale)) for r in results],
        left_out=left_out,
    )


def _explain(ask: Ask, asked: QueryKpi) -> Explanations:
    results, left_out = _results(ask, asked)
    lang = asked.lang
    locale = _locale(ask, lang)
    return Explanations(
        kpis=[_described(i, lang) for i in dict.fromkeys(r.variant for r in results)],
        explanations=[
            Explanation(
                variant=r.variant,
                group=r.group,
                formula=formula_with_numbers(r, lang, locale),
                margin=margin(r, lang, locale) or None,
                comparison=comparison(r, lang, locale) or None,
                caveats=[c.message.fr if lang is Lang.FR else c.message.en for c in r.caveats],
            )
            for r in results
        ],
        left_out=left_out,
    )


def _results(ask: Ask, asked: QueryKpi) -> tuple[list[KpiResult], int]:
    query = asked.model_dump(mode="json", exclude={"lang"})
    found = ask("query", {"query": query})["results"]
    kept = [KpiResult.model_validate(one) for one in found[:MOST_ANSWERS]]
    return kept, len(found) - len(kept)


def _sentence(result: KpiResult, lang: Lang, locale: str) -> str:
    # Whoever filled a file chose the names in it: they stay in fields, out of what reads as told.
    nameless = result.model_copy(update={"group": {}})
    parts = (explain(nameless, lang, locale), comparison(nameless, lang, locale))
    return " ".join(part for part in parts if part)


def _locale(ask: Ask, lang: Lang) -> str:
    """Return how the workspace writes numbers, unless the answer is in the other language."""
    said = str(ask("settings", {})["locale"])
    if (lang is Lang.FR) == said.startswith("fr"):
        return said
    return "fr-FR" if lang is Lang.FR else "en-US"


def _ask(ask: Ask, asked: Question) -> Reply:
    pick = asked.pick
    # What a word means here is for its people to decide: a model's choice holds for one answer.
    if pick is not None:
        asked = asked.model_copy(update={"pick": Option(label=pick.label, reading=pick.reading)})
    return Reply.model_validate(ask("ask", asked.model_dump(mode="json", exclude_none=True)))


_FILTERS = (
    "Periods are phrases in English or French (“last quarter”, « mars 2025 ») or two dates. "
    "Filters map a dimension (channel, platform, source, campaign, segment, country, product, "
    "salesperson…) to the members that count. "
)

TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            name="find_kpi",
            title="Find a KPI",
            description=(
                "Find which declared KPI some words mean, in English or French. When `certain` is "
                "false, ask the user which of `kpis` they mean instead of choosing one."
            ),
            asked=FindKpi,
            given=Found,
            run=_find,
        ),
        Tool(
            name="query_kpi",
            title="Ask for a KPI's number",
            description=(
                "Compute KPIs from the workspace's data. " + _FILTERS + "Each answer has its "
                "value, margin of error, period, group and caveats: always tell the caveats. A "
                "null value means that there is no answer, and a caveat says why. Never compute a "
                "KPI yourself from other numbers."
            ),
            asked=QueryKpi,
            given=Answers,
            run=_query,
        ),
        Tool(
            name="explain_kpi",
            title="Explain a KPI's number",
            description=(
                "Tell what a KPI means and how its number came about: the formula with its "
                "numbers, the margin of error, the caveats. Takes what query_kpi takes."
            ),
            asked=QueryKpi,
            given=Explanations,
            run=_explain,
        ),
        Tool(
            name="ask",
            title="Ask in words",
            description=(
                "Answer a question in plain English or French, for what query_kpi cannot tell: "
                "rankings, shares, why a number changed, which members there are, how fresh the "
                "data is. When `outcome` is `clarify`, show `options` to the user and send the "
                "chosen one back as `pick`. Send the last reply's `context` to follow up."
            ),
            asked=Question,
            given=Reply,
            run=_ask,
        ),
    )
}
