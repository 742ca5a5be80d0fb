"""The embedded reading and the model's, joined: alike, they answer; apart, they are asked back.

The rules' own decisions come first. What they refuse or ask back is never put to a model.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model.comparing import described, differing, title
from assistant.model.resolving import Resolved
from assistant.reading.asking import OUT_OF_SCOPE
from assistant.reading.outcome import Choice, Outcome, Refused, Unclear, Understood
from assistant.reading.parsing import Parsed
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import RANKS, Role
from assistant.reading.vocabulary.studies import STUDIES
from assistant.wire import Intent, Reading
from kpi_core.errors import shown
from kpi_core.text import Text

# Said in a question, these mean what the model's shape cannot hold.
_ONLY_OURS = (Role.EXCEPT, Role.NONE, Role.COHORT, Role.ABOVE, Role.BELOW, Role.STUDY)
# Words after which a name is expected.
_PLACES = frozenset({"at", "from", "in", "on", "via", "within", "chez", "dans", "en", "sur"})


def decided(outcome: Outcome, parsed: Parsed) -> bool:
    """Tell whether *outcome* stands whatever a model would say, so that none is asked."""
    if parsed.has(*_ONLY_OURS) or any(m.kind for m in parsed.mentions):
        return True
    match outcome:
        case Understood(reading=reading):
            return reading.intent in STUDIES
        case Refused(reason=reason):
            return reason != OUT_OF_SCOPE
        case Unclear(choices=choices):
            if any(c.word is not None for c in choices):
                return True
            named = parsed.metrics.named
            if any(n.asked or n.joined or n.declined or len(n.kpis) > 1 for n in named):
                return True
            return bool(named) and not _strange(parsed)


def _strange(parsed: Parsed) -> frozenset[int]:
    """Return the words that the reader did not understand."""
    late = set(parsed.leftover_time)
    return frozenset(
        (
            *parsed.unknown,
            *(i for i in parsed.metrics.loose if not parsed.words[i].sign),
            *parsed.numbers,
            *(i for i, w in enumerate(parsed.words) if w.raw in late),
        )
    )


@dataclass(frozen=True, slots=True)
class Joined:
    """What is answered, and by whose reading: `both`, `ours`, `model`, or `asked` back."""

    outcome: Outcome
    by: str


def joined(outcome: Outcome, model: Resolved, parsed: Parsed, around: Surroundings) -> Joined:
    """Return what *outcome*, the embedded reading, and that of the *model* come to."""
    if isinstance(outcome, Understood):
        apart = differing(outcome.reading, model.reading, around)
        if not apart:
            return Joined(outcome, "both")
        return Joined(_which(outcome.reading, model.reading, apart, around), "asked")
    if not _keeps(model, parsed):
        return Joined(outcome, "ours")
    how = described(model.reading, around, _told(model.reading))
    if left := sorted(_strange(parsed) - _accounted(model, parsed)):
        return Joined(_without(left, model.reading, how, parsed), "asked")
    assumed = Text(
        en="Read with the language model as: {how}.",
        fr="Lu avec le modèle de langage comme\u00a0: {how}.",
    ).format(how=how)
    return Joined(Understood(model.reading, (assumed,)), "model")


def _accounted(model: Resolved, parsed: Parsed) -> frozenset[int]:
    """
    Return the words that the model's reading explains.

    A name that the data does not hold must not pass for a word of a KPI or of an order: what is
    written as a name, what stands after a place, what follows a KPI that was understood without it.
    """
    words = set(model.others)
    for kpi, covered in model.names:
        if any(kpi in n.kpis and n.start in covered for n in parsed.metrics.named):
            continue
        for at in sorted(covered):
            if parsed.words[at].text in _PLACES:
                break
            words.add(at)
    first = next((i for i, w in enumerate(parsed.words) if not w.sign), 0)
    proper = {i for i in words if i != first and parsed.words[i].raw[:1].isupper()}
    return frozenset(words - proper) | model.members | model.times


def _keeps(model: Resolved, parsed: Parsed) -> bool:
    """Tell whether the model's reading leaves out nothing that the reader understood."""
    query = model.reading.query
    named = {w for m in parsed.mentions for w in range(m.start, m.end)}
    if any(not parsed.words[i].sign and i not in model.members for i in named):
        return False
    for found in parsed.periods:
        start, end = found.span
        words = {i for i, w in enumerate(parsed.words) if start <= w.start and w.end <= end}
        if not words & model.times:
            return False
    strange = _strange(parsed)
    for name in parsed.metrics.named:
        own = set(range(name.start, name.end))
        if not any(
            # The longer name wins: "dosh per new customer" is not "new customer".
            kpi in name.kpis or (own & words and words & strange)
            for kpi, words in model.names
        ):
            return False
    by = set(query.by) if query else {model.reading.dimension}
    filters = set(query.filters) if query else set()
    if any(p.sign.of not in by | filters for p in parsed.all(Role.DIMENSION)):
        return False
    if any(query is None or query.grain != p.sign.of for p in parsed.all(Role.GRAIN)):
        return False
    return not parsed.has(*RANKS) or (query is not None and query.order is not None)


def _which(one: Reading, other: Reading, apart: tuple[str, ...], around: Surroundings) -> Unclear:
    titles = [title(name) for name in apart]
    return Unclear(
        Text(
            en="I can read this in two ways, which differ in {what}. Which one?",
            fr="Cela se lit de deux façons, qui diffèrent par {what}. Laquelle\u202f?",
        ).format(
            what=Text(
                en=" and ".join(dict.fromkeys(t.en for t in titles)),
                fr=" et ".join(dict.fromkeys(t.fr for t in titles)),
            )
        ),
        tuple(Choice(described(r, around, apart), r) for r in (one, other)),
    )


def _without(left: list[int], reading: Reading, how: Text, parsed: Parsed) -> Unclear:
    said = shown(", ".join(dict.fromkeys(parsed.words[i].raw for i in left)))
    return Unclear(
        Text(
            en="I did not understand “{said}”. Is this what you meant?",
            fr="Je n’ai pas compris «\u00a0{said}\u00a0». Est-ce ce que vous vouliez dire\u202f?",
        ).format(said=said),
        (
            Choice(
                Text(en="{how}, without “{said}”", fr="{how}, sans «\u00a0{said}\u00a0»").format(
                    how=how, said=said
                ),
                reading,
            ),
        ),
    )


def _told(reading: Reading) -> tuple[str, ...]:
    """Return the sides of *reading* that are worth telling: those it names."""
    query = reading.query
    if query is None:
        return ("intent", "kpi", "dimension", "days")
    said = {
        "compare": query.compare,
        "members": query.filters,
        "by": query.by,
        "grain": query.grain,
        "order": query.order or query.limit,
    }
    why = ("intent",) if reading.intent is Intent.WHY else ()
    return (*why, "kpi", "period", *(name for name, value in said.items() if value))
