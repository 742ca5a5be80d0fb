"""What is asked back where a question was not understood: the nearest KPIs, members and readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.metrics import names, offered
from assistant.reading.outcome import Choice, Outcome, Refused, Unclear, Understood
from assistant.reading.parsing import Parsed
from assistant.reading.parts import Parts, complete
from assistant.reading.parts import ranked as rank
from assistant.reading.steps.measuring import which
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role
from assistant.wire import Reading
from kpi_core.catalog import REGISTRY
from kpi_core.errors import closest, shown
from kpi_core.registry import folded
from kpi_core.text import Lang, Text

_FEW = 2  # words not understood beside a KPI that was: without them, it may be what was meant
_LIKELY = 62  # of 100: below, a name only shares letters with what was typed
_ABOUT = (Role.BEST, Role.WORST, Role.WHY, Role.TREND, Role.COMPARE, Role.SHARE)

OUT_OF_SCOPE = Text(
    en="I answer questions about this workspace's marketing and sales figures. For example: “CAC on LinkedIn last quarter”, “leads by channel in March”, “what does ROAS mean?”.",
    fr="Je réponds aux questions sur les chiffres marketing et commerciaux de cet espace. Par exemple\u00a0: « CAC sur LinkedIn le trimestre dernier », « leads par canal en mars », « que veut dire ROAS ? ».",
)


_NOT_UNDERSTOOD = Text(
    en="I did not understand “{said}”: it is neither a KPI, nor a period, nor a name in this workspace. What did you mean?",
    fr="Je n’ai pas compris « {said} »\u202f: ce n’est ni un indicateur, ni une période, ni un nom de cet espace. Que vouliez-vous dire\u202f?",
)


def without(
    words: Sequence[str],
    parts: Parts,
    around: Surroundings,
    parsed: Parsed,
    *,
    limits: bool,
) -> Outcome:
    """Ask what the words mean, offering the nearest names and the question without them."""
    said = ", ".join(dict.fromkeys(shown(w) for w in words))
    choices: list[Choice] = []
    # Without a word that names a thing, it would be another question: "customers", not those lost.
    core = names().meaning(parsed.words, parsed.metrics.loose)
    if limits:  # without "not" or "over 50", it would be the very opposite
        return Unclear(_NOT_UNDERSTOOD.format(said=said))
    known = [
        (dimension, member)
        for dimension, members in around.members.index.members.items()
        for member in members
    ]
    if core:
        choices = [
            Choice(REGISTRY[k].title, complete(replace(parts, kpis=[k]), around))
            for k in candidates(said, parsed)
            if k not in parts.kpis
        ]
    elif len(words) <= _FEW:
        for near in closest(" ".join(words), [m for _, m in known], 2):
            dimension = next(d for d, m in known if m == near)
            if _alike(" ".join(words), near):
                other = replace(parts, filters={**parts.filters, dimension: [near]})
                choices.append(Choice(Text(en=near, fr=near), complete(other, around)))
        title = REGISTRY[parts.kpis[0]].title
        left_out = Text(en="{title}, without “{said}”", fr="{title}, sans «\u00a0{said}\u00a0»")
        if set(words) == {parsed.words[i].raw for i in parsed.metrics.loose}:
            left_out = Text(en="{title}", fr="{title}")  # only a manner of counting is left
        choices.append(Choice(left_out.format(title=title, said=said), complete(parts, around)))
    return Unclear(_NOT_UNDERSTOOD.format(said=said), tuple(choices[:3]))


def nearest(parsed: Parsed, parts: Parts, around: Surroundings, words: Sequence[str]) -> Outcome:
    """Offer the KPIs whose names are nearest to what was typed."""
    said = " ".join(words)
    found = candidates(said, parsed)
    if not found:
        return Refused(OUT_OF_SCOPE)
    return Unclear(
        Text(
            en="I am not sure which KPI “{said}” is. Which one?",
            fr="Je ne suis pas sûr de l’indicateur que désigne « {said} ». Lequel\u202f?",
        ).format(said=shown(said)),
        tuple(
            Choice(
                REGISTRY[k].title,
                complete(replace(parts, kpis=[k]), around),
            )
            for k in found
        ),
    )


def unmeasured(kpi: str, parts: Parts, parsed: Parsed, around: Surroundings) -> Outcome:
    """Say that data alone cannot tell *kpi*, and offer what it can."""
    declared = REGISTRY[kpi]
    instead = [k for k in offered([kpi]) if k != kpi]
    if not instead:
        return Refused(
            Text(
                en="{title} cannot be told from the data alone: compute it in a cell with {function}.",
                fr="{title}\u00a0: les données seules ne suffisent pas. Calculez-le dans une cellule avec {function}.",
            ).format(title=declared.title, function=declared.function)
        )
    typed = declared.title[parsed.lang]
    chosen = around.meanings.get(folded(typed))
    if chosen in instead:
        said = Text(
            en="“{typed}” read as {title}: your choice (kpi settings meanings).",
            fr="«\u00a0{typed}\u00a0» lu comme {title}\u00a0: votre choix (kpi settings meanings).",
        ).format(typed=typed, title=REGISTRY[chosen].title)
        return Understood(complete(replace(parts, kpis=[chosen]), around), (said,))
    if len(instead) == 1:
        near = complete(replace(parts, kpis=instead), around)
        told = _NOT_ALONE.format(title=declared.title, near=REGISTRY[instead[0]].title)
        return Unclear(told, (Choice(REGISTRY[instead[0]].title, near),))
    return which(
        typed,
        folded(typed),
        instead,
        lambda k: complete(replace(parts, kpis=[k]), around),
    )


_NOT_ALONE = Text(
    en="{title} cannot be told from the data alone. Do you want {near} over the period?",
    fr="{title}\u00a0: les données seules ne suffisent pas. Voulez-vous {near} sur la période\u202f?",
)


def no_kpi(parsed: Parsed, parts: Parts, around: Surroundings) -> Outcome:
    """Ask for the KPI, where something else of the question was understood."""
    something = bool(
        parts.filters or parts.by or parts.period is not None or parts.grain or parsed.has(*_ABOUT)
    )
    if not something:
        return Refused(OUT_OF_SCOPE)
    ranked = parsed.has(Role.BEST, Role.WORST, Role.MOST, Role.LEAST, Role.TOP, Role.BOTTOM)
    kpis = ("roi_net", "cpl", "lead_volume") if ranked else tuple(around.focus[:3])
    if ranked and set(parts.by) & {"owner", "product"}:
        kpis = ("revenue", "won_deal_count", "win_rate")
    return Unclear(
        Text(
            en="Which KPI?" if not ranked else "Best or worst by which KPI?",
            fr="Quel indicateur\u202f?" if not ranked else "Selon quel indicateur\u202f?",
        ),
        tuple(Choice(REGISTRY[k].title, _chosen(replace(parts, kpis=[k]), around)) for k in kpis),
    )


def _chosen(parts: Parts, around: Surroundings) -> Reading:
    rank(parts)
    return complete(parts, around)


def candidates(said: str, parsed: Parsed) -> list[str]:
    """Return at most three KPIs that *said* may mean: by what they combine, then by their letters."""
    items = names().items(parsed.words, frozenset())
    typed = {c for i in items for c in i.concepts}
    scored: dict[str, float] = {}
    for concepts, found in names().declared():
        for kpi in found:
            if REGISTRY[kpi].measured and concepts & typed:
                score = len(concepts & typed) / len(concepts | typed)
                scored[kpi] = max(scored.get(kpi, 0), score)
    best = sorted((k for k, s in scored.items() if s >= 0.3), key=lambda k: -scored[k])  # noqa: PLR2004
    if best:
        return best[:3]
    aliases = {
        alias: kpi.id
        for kpi in REGISTRY.values()
        if kpi.measured
        for lang in Lang
        for alias in (*kpi.aliases[lang], kpi.title[lang])
    }
    near = [a for a in closest(said, aliases, 6) if _alike(said, a)]
    return list(dict.fromkeys(aliases[a] for a in near))[:3]


def _alike(said: str, name: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only what was not understood pays for it

    return fuzz.ratio(folded(said), folded(name)) >= _LIKELY
