"""Contents: the leads and customers that each webinar, white paper or article brought or was met by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from kpi_core.answering.engine import fetched
from kpi_core.answering.question import Question, understand
from kpi_core.errors import Kind, KpiError
from kpi_core.importing.folding import fold
from kpi_core.periods import Period
from kpi_core.query import Filters, KpiQuery, KpiResult, Phrase, Span
from kpi_core.registry import folded
from kpi_core.statistics import wilson
from kpi_core.text import Text
from kpi_core.warehouse.funnels_shape import FunnelShape
from kpi_core.warehouse.shape import Statement
from kpi_core.warehouse.statements import remembered

if TYPE_CHECKING:
    from kpi_core.answering.core import Core


class ContentKind(StrEnum):
    """What a content is, by the words of its name."""

    WEBINAR = "webinar"
    WHITE_PAPER = "white_paper"
    CASE_STUDY = "case_study"
    ARTICLE = "article"
    GUIDE = "guide"
    VIDEO = "video"
    OTHER = "other"


TITLES: Mapping[ContentKind, Text] = {
    ContentKind.WEBINAR: Text(en="webinar", fr="webinar"),
    ContentKind.WHITE_PAPER: Text(en="white paper", fr="livre blanc"),
    ContentKind.CASE_STUDY: Text(en="case study", fr="étude de cas"),
    ContentKind.ARTICLE: Text(en="article", fr="article"),
    ContentKind.GUIDE: Text(en="guide", fr="guide"),
    ContentKind.VIDEO: Text(en="video", fr="vidéo"),
    ContentKind.OTHER: Text(en="other", fr="autre"),
}
_WORDS = (
    (ContentKind.WEBINAR, r"\bwebinai?re?s?\b"),
    (ContentKind.WHITE_PAPER, r"\blivres? blancs?\b|\bwhite ?papers?\b|\be-?books?\b"),
    (ContentKind.CASE_STUDY, r"\betudes? de cas\b|\bcase stud(y|ies)\b|\btemoignages?\b"),
    (ContentKind.ARTICLE, r"\barticles?\b|\bblog\b"),
    (ContentKind.GUIDE, r"\bguides?\b|\bchecklists?\b|\bmodeles?\b|\btemplates?\b"),
    (ContentKind.VIDEO, r"\bvideos?\b|\breels?\b|\bpodcasts?\b"),
)


def kind_of(name: str) -> ContentKind:
    """Return what a content is, by the words of its name in either language."""
    folded = fold(name)
    return next((k for k, words in _WORDS if re.search(words, folded)), ContentKind.OTHER)


def kind_named(said: str) -> ContentKind | None:
    """Return the kind called *said* in either language, one or several, None when it is none."""
    plain = fold(said)
    several = (k for k, words in _WORDS if re.fullmatch(words, plain))
    return _NAMED.get(folded(said)) or next(several, None)


_NAMED = {folded(n): k for k, text in TITLES.items() for n in (k.value, text.en, text.fr)}


class ContentQuery(BaseModel):
    """A question about contents: over a period, of some kinds or of all, filtered as a `KpiQuery`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: Phrase | Span | None = None
    filters: Filters = {}
    kinds: Annotated[list[ContentKind], Field(max_length=10)] = []


@dataclass(frozen=True, slots=True)
class Content:
    """
    One content.

    leads, customers: those it brought, as their source says, by the days they came and signed. rate: of the leads it brought and that
    were given the time, who became customers, of n. met, met_customers: leads who met it in the
    period, and customers won in it who had met it. share: of customers won who met anything.
    cost: direct spend that names it, None where none does; per_lead: with its Poisson margin.
    """

    name: str
    kind: ContentKind
    leads: int
    customers: int
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    n: int
    met: int
    met_customers: int
    share: float | None
    share_low: float | None
    share_high: float | None
    cost: float | None
    per_lead: float | None
    per_lead_low: float | None
    per_lead_high: float | None


@dataclass(frozen=True, slots=True)
class Contents:
    """Contents over a period, those that brought most leads first; winners: customers who met any."""

    period: Period
    currency: str
    winners: int
    contents: tuple[Content, ...]
    notes: tuple[Text, ...]


def contents(core: Core, query: ContentQuery) -> Contents:
    """
    Return what each content brought, who met it, and what it cost.

    Raises
    ------
    KpiError
        EMPTY when no record names a content; those of a word that is not understood.
    """
    snapshot = core.snapshot()
    if not snapshot.members.members["content"]:
        raise KpiError(Kind.EMPTY, _NO_CONTENT)
    asked = KpiQuery(kpis=["lead_volume"], period=query.period, filters=query.filters)
    question = understand(asked, snapshot, core.today())
    told = {kpi: _by_content(core, question, kpi) for kpi in ("lead_volume", "new_customer_count")}
    costs = _costs(core, question)
    rates = _by_content(core, question, "lead_to_customer", "cohort")
    met, won = _counted(core, question, "met"), _counted(core, question, "won")
    winners = _counted(core, question, "winners").get("", 0)
    names = {*told["lead_volume"], *told["new_customer_count"], *costs, *met, *won}
    found = []
    for name in names:
        kind = kind_of(name)
        if query.kinds and kind not in query.kinds:
            continue
        rate, cost = rates.get(name), costs.get(name)
        rate = rate if rate and rate.denominator else None
        share = wilson(won.get(name, 0), winners) if winners else (None, None)
        found.append(
            Content(
                name=name,
                kind=kind,
                leads=_int(told["lead_volume"].get(name)),
                customers=_int(told["new_customer_count"].get(name)),
                rate=rate.value if rate else None,
                rate_low=rate.low if rate else None,
                rate_high=rate.high if rate else None,
                n=int(rate.denominator or 0) if rate else 0,
                met=met.get(name, 0),
                met_customers=won.get(name, 0),
                share=won.get(name, 0) / winners if winners else None,
                share_low=share[0],
                share_high=share[1],
                cost=cost.numerator if cost and cost.numerator else None,
                per_lead=cost.value if cost and cost.numerator else None,
                per_lead_low=cost.low if cost and cost.numerator else None,
                per_lead_high=cost.high if cost and cost.numerator else None,
            )
        )
    found.sort(key=lambda c: (-c.leads, -c.met, c.name))
    return Contents(
        period=question.period,
        currency=snapshot.settings.currency,
        winners=winners,
        contents=tuple(found),
        notes=tuple(_notes(core, question, costs, winners)),
    )


def _by_content(
    core: Core, question: Question, kpi: str, basis: str = "event"
) -> dict[str, KpiResult]:
    """Return content -> the answer for it, of those that are named."""
    query = KpiQuery.model_validate(
        {
            "kpis": [kpi],
            "period": Span(start=question.period.start, end=question.period.end),
            "filters": {n: list(m) for n, m in question.filters.items()},
            "by": ["content"],
            "basis": basis,
        }
    )
    return {r.group["content"]: r for r in core.query(query) if r.group["content"] is not None}


def _costs(core: Core, question: Question) -> dict[str, KpiResult]:
    """Return content -> its cost per lead; nothing where no spend names a content, or the filters."""
    named = core.snapshot().spend_dimensions
    if "content" not in named or set(question.filters) - named:
        return {}
    return _by_content(core, question, "cpl")


def _counted(core: Core, question: Question, name: str) -> dict[str, int]:
    """Return content -> how many; of `winners`, who are of no content, under no name."""
    shape = FunnelShape(filters=question.shape().filters)

    def made() -> Statement:
        from kpi_core.warehouse import contents as warehouse  # noqa: PLC0415 - the compiler takes 0.5 s

        return {"met": warehouse.met, "won": warehouse.won, "winners": warehouse.winners}[name](
            shape
        )

    statement = remembered(f"content {name} {shape!r}", made)
    found: dict[str, int] = defaultdict(int)
    with closing(core.facts()) as facts:
        for row in fetched(facts, statement, question.parameters(1, core.today())):
            found[str(row.get("content") or "")] += int(str(row["n"]))
    return dict(found)


def _int(found: KpiResult | None) -> int:
    return int(found.value or 0) if found else 0


def _notes(
    core: Core, question: Question, costs: Mapping[str, KpiResult], winners: int
) -> list[Text]:
    notes = [*question.period.assumed, *question.notes]
    if "touchpoints" in core.snapshot().empty:
        notes.append(_NO_TOUCHES)
    elif not winners:
        notes.append(_NO_WINNERS)
    if not costs:
        notes.append(_NO_COSTS)
    notes.append(_BROUGHT.format(days=core.snapshot().settings.maturity_days))
    return notes


_NO_CONTENT = Text(
    en="No record names a content: import leads, touchpoints or spend with a content column (webinar, white paper, article…).",
    fr="Aucun enregistrement ne nomme de contenu\u00a0: importez des leads, des points de contact ou des dépenses avec une colonne de contenu (webinar, livre blanc, article…).",
)
_NO_TOUCHES = Text(
    en="No touchpoint is recorded: who met a content cannot be told. Import a row a contact, with its date, lead and content.",
    fr="Aucun point de contact n’est enregistré\u00a0: qui a vu un contenu ne peut pas se dire. Importez une ligne par contact, avec sa date, son lead et son contenu.",
)
_NO_WINNERS = Text(
    en="Nobody who met a content was won in this period: shares of customers are empty.",
    fr="Personne ayant vu un contenu n’a été gagné sur cette période\u00a0: les parts de clients sont vides.",
)
_NO_COSTS = Text(
    en="No spend names a content (or what is filtered on): costs are left empty.",
    fr="Aucune dépense ne nomme de contenu (ou ce qui est filtré)\u00a0: les coûts restent vides.",
)
_BROUGHT = Text(
    en="Brought: the content that a lead’s source names, one each. Met: any contact, so that one person counts under several contents. Customers won: by the day they signed, whenever their lead came. Lead to customer: of the period’s leads given {days} days, Wilson’s 95% margin. Having met it is not being won by it.",
    fr="Apportés\u00a0: le contenu que nomme la source du lead, un seul chacun. Vu\u00a0: tout contact, si bien qu’une personne compte sous plusieurs contenus. Clients gagnés\u00a0: au jour de leur signature, quel que soit celui du lead. Lead → client\u00a0: des leads de la période ayant eu {days} jours, marge de Wilson à 95\u202f%. L’avoir vu n’est pas être gagné par lui.",
)
