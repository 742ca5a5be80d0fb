"""Which words are the workspace's names and which name KPIs, where the same word can be either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading.members import Mention, is_capital
from assistant.reading.metrics import listed, names
from assistant.reading.naming import Metrics, Named
from assistant.reading.placed import Placed
from assistant.reading.vocabulary import Role, filler
from assistant.reading.words import Word
from assistant.reading.worth import counts_and_sums
from kpi_core.text import Lang


def told_apart(
    words: Sequence[Word],
    placed: Sequence[Placed],
    mentions: Sequence[Mention],
    inside: set[int],
    lang: Lang,
    *,
    follows: bool,
) -> tuple[list[Mention], Metrics, set[int]]:
    """
    Return which words are members and which name KPIs, where the same word can be either.

    inside: the words of dates. A doubtful member ("Direct") is one unless a KPI's name needs it.
    """
    among = any(p.sign.role is Role.AMONG for p in placed)
    placed = [p for p in placed if not _asks_on(words, p)]

    def named(taken: set[int]) -> Metrics:
        return names().find(words, frozenset(taken), lang, among=among)

    doubtful = [m for m in mentions if _doubtful(words, m) and not _called(words, m, placed)]
    # A stage is one only where something says so: "CA perdu" is of no stage.
    doubtful = [m for m in doubtful if m.choices[0][0] != "stage"]
    sure = [m for m in mentions if not _doubtful(words, m) or _called(words, m, placed)]
    taken = inside | _covered(placed) | _covered(sure)
    metrics = named(taken)
    covered = {i for n in metrics.named for i in n.covered}
    kept = [m for m in doubtful if not covered & set(range(m.start, m.end))]
    if kept:
        taken |= _covered(kept)
        metrics = named(taken)
    found = sorted((*sure, *kept), key=lambda m: m.start)
    metrics = _one(words, metrics, taken, lang, among=among, also=_also(words, placed, mentions))
    # "panier moyen des clients suisses": the customers of a country, not a KPI of their own;
    # "and for enterprise accounts?" after an answer: of whom, not of what.
    whose = _whose(words, found)
    goes_on = follows and any(p.sign.role is Role.AGAIN and p.start == 0 for p in placed)
    only = len(metrics.named) == 1 and metrics.named[0].covered <= whose
    if whose and ((goes_on and only) or metrics.loose or any(n.joined for n in metrics.named)):
        other = named(taken | whose)
        clear = not other.loose and not any(n.joined for n in other.named)
        if clear and (other.named or (goes_on and only)):
            return found, other, taken | whose
    if not metrics.named and not metrics.loose:
        # "Direct traffic" is a source and says what is counted there.
        words_of = {i for m in found for i in range(m.start, m.end) if m.end - m.start > 1}
        inside_name = named(taken - words_of)
        if len(inside_name.named) == 1:
            return found, replace(inside_name, loose=()), taken
    return found, metrics, taken


def _asks_on(words: Sequence[Word], sign: Placed) -> bool:
    """Tell whether "et pour" begins "et pour combien", and goes on with no question before."""
    after = words[sign.end : sign.end + 1]
    return sign.sign.role is Role.AGAIN and [w.text for w in after] == ["combien"]


def _one(
    words: Sequence[Word],
    metrics: Metrics,
    taken: set[int],
    lang: Lang,
    *,
    among: bool,
    also: Sequence[str],
) -> Metrics:
    """
    Return the one KPI that the whole question describes, where its parts name several or none.

    "Of the leads that come in, how many become customers": neither leads nor customers.
    """
    told_twice = any(n.worth for n in metrics.named)
    if told_twice or counts_and_sums(names().items(words, frozenset(taken))):
        return metrics  # one KPI would leave the other unsaid
    for concept in also:
        other = names().find(
            words, frozenset(taken), lang, among=among, together=True, also=(concept,)
        )
        clear = _single(metrics) and len(metrics.named[0].kpis) == 1
        if _single(other) and (
            concept != "stage" or not clear or other.named[0].kpis == ("time_in_stage",)
        ):
            return other
    if _single(metrics) or _each_its_own(words, metrics, taken):
        return metrics
    other = names().find(words, frozenset(taken), lang, among=among, together=True)
    if not _single(other):
        return metrics
    in_a_list = all(listed(words, *pair) for pair in pairwise(metrics.named))
    if metrics.named and not metrics.loose and in_a_list:
        # "opportunities, customers: the rate" is one of those named; "leads, MQL" are two, and so
        # are "leads and CPL": a KPI by its own name takes nothing from the one beside it.
        own = {k for n in metrics.named if not _by_name(words, n) for k in n.kpis}
        return other if own.issuperset(other.named[0].kpis) else metrics
    return other


def _each_its_own(words: Sequence[Word], metrics: Metrics, taken: set[int]) -> bool:
    """Tell whether two KPIs are asked of two: "leads on LinkedIn and revenue on Google"."""
    return all(_by_name(words, n) for n in metrics.named) and any(
        bool(_AND & {w.text for w in words[one.end : other.start]})
        and bool(taken & set(range(one.end, other.start)))
        for one, other in pairwise(metrics.named)
    )


_AND = frozenset({"and", "et", "&", "+"})


def _by_name(words: Sequence[Word], named: Named) -> bool:
    """Tell whether a KPI is called by a declared name, word for word."""
    return any(m.end == named.end for m in names().literal.at(words, named.start))


def _also(
    words: Sequence[Word], placed: Sequence[Placed], mentions: Sequence[Mention]
) -> list[str]:
    """Return the concepts that signs and members say on the way: a stage, ads, a percentage."""
    found = []
    dimensions = [p for p in placed if p.sign.role is Role.DIMENSION]
    stages = any(p.sign.of == "stage" for p in dimensions)
    if stages or any(m.choices[0][0] == "stage" for m in mentions):
        found.append("stage")
    if any(
        p.sign.of == "platform"
        and {w.text for w in words[p.start : p.end]} & _ADS
        and not {w.text for w in words[max(0, p.start - 2) : p.start]} & _TOLD_BY
        for p in dimensions
    ):
        found.append("ads")
    if any({w.text for w in words[p.start : p.end]} & _SPEEDS for p in placed):
        found.append("duration")  # "who signs the fastest": by how long it takes
    if any(p.sign.role is Role.AMONG and words[p.end - 1].text in _PERCENT for p in placed):
        found.append("rate")
    return found


def _single(metrics: Metrics) -> bool:
    return len(metrics.named) == 1 and not metrics.loose


def _doubtful(words: Sequence[Word], mention: Mention) -> bool:
    """Tell whether a member's name may as well be a word of a KPI: "Direct", "E-mail"."""
    if mention.part and is_capital(words, mention.start, mention.end):
        return False  # "won deals on Facturation"
    return mention.kind is None and any(
        m.end == mention.end for m in names().concepts.at(words, mention.start)
    )


def _called(words: Sequence[Word], mention: Mention, placed: Sequence[Placed]) -> bool:
    """Tell whether a word beside it says what *mention* is: "the demo stage"."""
    return any(
        p.sign.role is Role.DIMENSION
        and p.sign.of in {d for d, _ in mention.choices}
        and (
            p.start == mention.end or all(w.text in filler() for w in words[p.end : mention.start])
        )
        and (p.start == mention.end or p.end <= mention.start)
        for p in placed
    )


def _whose(words: Sequence[Word], mentions: Sequence[Mention]) -> set[int]:
    """Return the words beside a country, a segment or a product that only say who is of it."""
    found = set()
    for mention in mentions:
        if mention.choices[0][0] in {"country", "segment", "product"}:
            before = next(
                (i for i in range(mention.start - 1, -1, -1) if words[i].text not in filler()), -1
            )
            for i in (before, mention.end):
                each = i > 0 and words[i - 1].text in {"per", "par"}  # "revenue per account"
                if 0 <= i < len(words) and words[i].text in _PEOPLE and not each:
                    found.add(i)
    return found


_ADS = frozenset({"ad", "regie", "regies"})
_SPEEDS = frozenset(
    {
        "fastest",
        "quickest",
        "slowest",
        "faster",
        "quicker",
        "slower",
        "vite",
        "rapidement",
        "lentement",
    }
    | {"rapide", "rapides", "lent", "lente", "lents", "lentes"}
)
_TOLD_BY = frozenset({"by", "per", "each", "every", "which", "what", "par", "chaque", "quelle"})
_PERCENT = frozenset(
    {"%", "percent", "percentage", "percentages", "pourcentage", "pourcent", "taux", "rate"}
)


_PEOPLE = frozenset(
    {
        "client",
        "clients",
        "comptes",
        "customer",
        "customers",
        "account",
        "accounts",
        "buyers",
        "deals",
        "affaires",
        "companies",
        "firms",
        "entreprises",
        "societes",
    }
)


def _covered(what: Iterable[Placed | Mention]) -> set[int]:
    return {i for w in what for i in range(w.start, w.end)}
