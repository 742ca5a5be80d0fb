"""Whose figures: the members that a question names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.members import Mention
from assistant.reading.outcome import (
    Choice,
    Unclear,
)
from assistant.reading.parts import Parts, complete
from assistant.reading.placed import Placed
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.refusing import leaves_out
from assistant.reading.steps.shared import grouped
from assistant.reading.vocabulary import RANKS, Role, signs
from assistant.reading.words import cut
from assistant.wire import Intent, Reading
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import resolve
from kpi_core.registry import folded
from kpi_core.text import Text, quoted

_TWO = 2
_HIERARCHY = ("platform", "channel", "source")
_OF_WORDS = "appelee called d de des du en l la le les my named nommee nos notre of our the un une"
_OF = frozenset(_OF_WORDS.split())
_PLURAL = {"platform": "plateformes", "channel": "canaux", "source": "sources"}


def mentions(a: Assembling) -> None:
    """Keep the members that are named, those left out, and what belongs to none."""
    for mention in a.parsed.mentions:
        if mention.kind is not None and mention.choices[0][0] == "content":
            _contents(a, mention)
        elif mention.kind is not None:
            _kind(a, mention)
    chosen = [(m, _chosen(a, m)) for m in a.parsed.mentions if m.kind is None]
    chosen = _of_kind(a, _levelled(a, chosen))
    removed = _removed(a, [m for m, _ in chosen])
    for mention, (dimension, member) in chosen:
        if mention in removed:
            continue
        kept = a.parts.filters.setdefault(dimension, [])
        if member not in kept:
            kept.append(member)
    for mention, (dimension, member) in chosen:
        if mention in removed:
            _without(a, dimension, member)
    _belonging_to_none(a)


def _belonging_to_none(a: Assembling) -> None:
    """Keep what has no channel, no campaign: "leads sans canal", "unassigned"."""
    for placed in a.parsed.all(Role.EXCEPT, Role.NOT):
        for beside in a.parsed.all(Role.DIMENSION):
            if beside.start == placed.end and beside.start not in a.used:
                a.use(placed, beside)
                a.parts.filters.setdefault(beside.sign.of, []).append(None)
    for placed in a.parsed.all(Role.NONE):
        a.use(placed)
        _unassigned(a, placed)


def _kind(a: Assembling, mention: Mention) -> None:
    """Keep the channels of one kind."""
    members = [member for _, member in mention.choices]
    after = a.parsed.words[mention.end].text if mention.end < len(a.parsed.words) else ""
    if after.rstrip("s") in {"email", "mail", "e"}:  # "outbound emails"
        by_mail = [m for m in members if folded(a.around.platform_of(m)) == "e-mail"]
        members = by_mail or members
    a.parts.filters.setdefault("channel", []).extend(members)
    a.parts.kind = True
    a.assumed.add(
        Text(
            en="“{typed}” read as the channels {members}.",
            fr="« {typed} » lu comme les canaux {members}.",
        ).format(typed=a.typed(mention), members=", ".join(members))
    )
    beside = [
        p
        for p in a.parsed.all(Role.DIMENSION)
        if p.sign.of == "channel" and (p.start == mention.end or p.end == mention.start)
    ]
    told = _by_kpi(a) or any(
        p.end <= mention.start and a.parsed.between(p.end, mention.start)
        for p in a.parsed.all(Role.BY, Role.EACH, Role.WHICH)
    )
    if not told and not a.parsed.has(*RANKS):
        a.use(*beside)


def _contents(a: Assembling, mention: Mention) -> None:
    """Keep the contents of one kind, told one by one where each is asked of."""
    if any(m.kind is None and set(m.choices) & set(mention.choices) for m in a.parsed.mentions):
        return  # "the white paper X" is X alone
    members = [member for _, member in mention.choices]
    a.parts.filters.setdefault("content", []).extend(members)
    if len(members) > 1:  # one is named in the answer anyway
        a.assumed.add(_BY_NAME.format(typed=a.typed(mention), members=quoted(members)))
    beside = _dimension_beside(a, mention)
    if beside is not None and beside.sign.of == "content":
        a.use(beside)
    by_another = a.parsed.has(Role.DIMENSION, Role.UNIT, Role.GRAIN)  # "which month, of articles"
    ranked = a.parsed.has(*RANKS) and not by_another
    if (mention.each or ranked) and "content" not in a.parts.by:
        a.parts.by.append("content")


_BY_NAME = Text(
    en="“{typed}” read as the contents whose name says so: {members}.",
    fr="«\u00a0{typed}\u00a0» lu comme les contenus dont le nom le dit\u00a0: {members}.",
)


def _of_kind(
    a: Assembling, chosen: list[tuple[Mention, tuple[str, str]]]
) -> list[tuple[Mention, tuple[str, str]]]:
    """Keep the channels of a platform that are of the kind said: "paid LinkedIn"."""
    kept = a.parts.filters.get("channel", [])
    rest = []
    for mention, (dimension, member) in chosen:
        within = [c for c in kept if c in a.around.channels_of(member)]
        if dimension == "platform" and within:
            a.parts.filters["channel"] = list(within)
        else:
            rest.append((mention, (dimension, member)))
    return rest


def _by_kpi(a: Assembling) -> bool:
    """Tell whether what comes after "by" is a KPI: "channels by ROI"."""
    return any(
        placed.end <= named.start and a.parsed.between(placed.end, named.start)
        for placed in a.parsed.all(Role.BY)
        for named in a.parsed.metrics.named
    )


def _chosen(a: Assembling, mention: Mention) -> tuple[str, str]:
    """Return the member that *mention* names; ask when it can be several."""
    choices = mention.choices
    beside = _dimension_beside(a, mention)
    if beside is not None and (same := [c for c in choices if c[0] == beside.sign.of]):
        choices = tuple(same)
        a.use(beside)
    elif beside is not None and beside.sign.of in {"platform", "channel", "source"}:
        a.use(beside)
    first = [c for c in choices if c[0] == choices[0][0]]
    if len(first) > 1:
        typed = a.typed(mention)
        raise Stop(
            Unclear(
                Text(
                    en="“{typed}” is part of several names. Which one?",
                    fr="« {typed} » fait partie de plusieurs noms. Lequel\u202f?",
                ).format(typed=typed),
                tuple(
                    Choice(Text(en=m, fr=m), _again_with(a, mention, d, m)) for d, m in first[:3]
                ),
            )
        )
    dimension, member = first[0]
    if mention.part or _also_means(a, mention):
        a.assumed.add(
            Text(
                en="“{typed}” read as the {dimension} “{member}”.",
                fr="« {typed} » lu comme « {member} » ({dimension}).",
            ).format(typed=a.typed(mention), dimension=DIMENSIONS[dimension], member=member)
        )
    return dimension, member


def _also_means(a: Assembling, mention: Mention) -> bool:
    """Tell whether a whole name is a date or a sign as well: a campaign called "T3 2025"."""
    typed = a.typed(mention)
    try:
        resolve(typed, a.around.calendar)
    except KpiError:
        words = cut(typed)
        return any(m.end == len(words) for m in signs().at(words, 0)) if words else False
    return True


def _again_with(a: Assembling, mention: Mention, dimension: str, member: str) -> Reading:
    """Return the whole question once *member* is chosen: the rest of it read anew."""
    parts = a.anew(
        replace(a.parsed, mentions=[m for m in a.parsed.mentions if m is not mention])
    ) or Parts(kpis=[k for n in a.parsed.metrics.named for k in n.kpis[:1]])
    parts.filters.setdefault(dimension, []).append(member)
    return complete(parts, a.around)


def _dimension_beside(a: Assembling, mention: Mention) -> Placed | None:
    """Return the word that says what *mention* is: "the campaign X", "the X channel"."""
    for placed in a.parsed.all(Role.DIMENSION):
        before = placed.end <= mention.start and _close(a, placed.end, mention.start)
        after = placed.start >= mention.end and placed.start - mention.end <= 0
        if (before and not grouped(a, placed)) or after:
            return placed
    return None


def _close(a: Assembling, start: int, end: int) -> bool:
    return all(
        (a.parsed.words[i].sign and a.parsed.words[i].text not in {"?", ".", ";"})
        or a.parsed.words[i].text in _OF
        for i in range(start, end)
    )


def _levelled(
    a: Assembling, chosen: list[tuple[Mention, tuple[str, str]]]
) -> list[tuple[Mention, tuple[str, str]]]:
    """Put members of the channel hierarchy on one level, or ask on which."""
    levels = {d for _, (d, _) in chosen if d in _HIERARCHY}
    if len(levels) < _TWO:
        return chosen
    for level in _HIERARCHY:
        wanted = []
        for mention, (dimension, member) in chosen:
            if dimension not in _HIERARCHY:
                wanted.append((mention, (dimension, member)))
            elif same := [c for c in mention.choices if c[0] == level]:
                named = [c for c in same if _same_name(c[1], a.typed(mention))]
                if named:
                    wanted.append((mention, named[0]))
        if len(wanted) == len(chosen):
            return wanted
    if platforms := _as_platforms(a, chosen):
        return platforms
    raise Stop(_which_level(a, chosen))


def _as_platforms(
    a: Assembling, chosen: Sequence[tuple[Mention, tuple[str, str]]]
) -> list[tuple[Mention, tuple[str, str]]] | None:
    """Return platforms for channels that are all of theirs: "LinkedIn vs Google Ads"."""
    wanted = []
    for mention, (dimension, member) in chosen:
        if dimension != "channel":
            if dimension == "source":
                return None
            wanted.append((mention, (dimension, member)))
            continue
        platform = a.around.platform_of(member)
        if a.around.channels_of(platform) != [member]:
            return None
        wanted.append((mention, ("platform", platform)))
    named = [member for _, (dimension, member) in wanted if dimension == "platform"]
    a.assumed.add(
        Text(
            en="Compared as platforms: {names}.", fr="Comparés comme plateformes\u00a0: {names}."
        ).format(names=", ".join(dict.fromkeys(named)))
    )
    return wanted


def _which_level(a: Assembling, chosen: Sequence[tuple[Mention, tuple[str, str]]]) -> Unclear:
    """Ask whether platforms or channels are meant."""
    platforms, channels = [], []
    for _, (dimension, member) in chosen:
        if dimension == "platform":
            platforms.append(member)
            channels += a.around.channels_of(member)
        elif dimension in _HIERARCHY:
            channels.append(member)
            platforms.append(a.around.platform_of(member))
    choices = []
    for dimension, members in (("platform", platforms), ("channel", channels)):
        unique = list(dict.fromkeys(members))
        choices.append(
            Choice(
                Text(
                    en=f"{', '.join(unique)} ({DIMENSIONS[dimension].en}s)",
                    fr=f"{', '.join(unique)} ({_PLURAL[dimension]})",
                ),
                _level(a, dimension, unique),
            )
        )
    return Unclear(
        Text(
            en="These are a platform and a channel: on which level do you compare?",
            fr="L’un est une plateforme, l’autre un canal\u202f: à quel niveau comparer\u202f?",
        ),
        tuple(choices),
    )


def _level(a: Assembling, dimension: str, members: list[str]) -> Reading:
    """Return the whole question, its channels and platforms read on one level."""
    placed = [m for m in a.parsed.mentions if m.choices[0][0] in _HIERARCHY]
    rest = [m for m in a.parsed.mentions if m not in placed]
    first, last = placed[0], placed[-1]
    told = [Mention(first.start, last.end, ((dimension, member),)) for member in members]
    parts = a.anew(replace(a.parsed, mentions=[*told, *rest])) or Parts(
        kpis=[k for n in a.parsed.metrics.named for k in n.kpis[:1]],
        filters={dimension: list(members)},
        by=[dimension],
        intent=Intent.COMPARE,
    )
    return complete(parts, a.around)


def _chained(a: Assembling, start: int, end: int) -> bool:
    """Tell whether one name left out goes on to the next: "sauf X et Y", never "hors X en Y"."""
    between = [w.text for w in a.parsed.words[start:end]]
    return all(w in _CHAIN for w in between) and any(w in _CHAIN - _ARTICLES for w in between)


_ARTICLES = frozenset({"the", "le", "la", "les", "l", "de", "du", "des", "d"})
_CHAIN = frozenset({"et", "and", "ni", "nor", "ou", "or", ",", "&"}) | _ARTICLES


def _removed(a: Assembling, mentions: Sequence[Mention]) -> list[Mention]:
    found: list[Mention] = []
    ignored = [p for p in a.parsed.all(Role.TAMPER) if leaves_out(a, p)]
    for placed in (*a.parsed.all(Role.EXCEPT), *ignored):
        after = [m for m in mentions if m.start >= placed.end]
        for mention in after:
            if a.parsed.between(placed.end, mention.start) or (
                found and _chained(a, found[-1].end, mention.start)
            ):
                found.append(mention)
        if found:
            a.use(placed)
    return found


def _without(a: Assembling, dimension: str, member: str) -> None:
    others: list[str | None] = [m for m in a.around.members.index.members[dimension] if m != member]
    kept = a.parts.filters.get(dimension)
    if kept and member not in kept and None not in kept:
        raise Stop(Unclear(_NO_PART))  # "LinkedIn leads minus Google leads"
    left = [m for m in kept or () if m != member]
    a.parts.filters[dimension] = left or [*others, None]
    a.assumed.add(
        Text(
            en="Everything but {member}, what has no {dimension} included.",
            fr="Tout sauf {member}, y compris ce qui n’a pas de {dimension}.",
        ).format(member=member, dimension=DIMENSIONS[dimension])
    )


_NO_PART = Text(
    en="What is left out is no part of what is asked. Ask for one, or for the two side by side.",
    fr="Ce qui est exclu ne fait pas partie de ce qui est demandé. Demandez l’un, ou les deux côte à côte.",
)


def _unassigned(a: Assembling, placed: Placed) -> None:
    said = " ".join(w.text for w in a.parsed.words[placed.start : placed.end])
    dimension = next(
        (d for d in DIMENSIONS if DIMENSIONS[d].fr in said or DIMENSIONS[d].en in said), None
    )
    if dimension is None:
        near = [p for p in a.parsed.all(Role.DIMENSION) if p.start not in a.used]
        dimension = near[0].sign.of if near else "campaign"
        if not near:
            a.assumed.add(
                Text(en="Unassigned: without a campaign.", fr="Non affecté : sans campagne.")
            )
        a.use(*near[:1])
    a.parts.filters.setdefault(dimension, []).append(None)


def _same_name(member: str, typed: str) -> bool:
    return folded(member).replace(" ", "") == folded(typed).replace(" ", "")
