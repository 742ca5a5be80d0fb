"""What looks like an answerable question and may ask for something else: asked back or refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.reading.members import Mention
from assistant.reading.outcome import Choice, Refused, Unclear
from assistant.reading.parts import Parts, complete
from assistant.reading.placed import Placed
from assistant.reading.refusals import REFUSALS
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.nearly import near_words
from assistant.reading.steps.shared import quotient
from assistant.reading.vocabulary import Role, filler
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.text import Text
from kpi_core.units import Unit

_EARN = frozenset({"gagne", "gagnent", "gagner", "earn", "earns", "earned"})
_PER = frozenset({"per", "par"})
_SIDES = frozenset({"vs", "versus", "contre", "against", "rapport", "relative"})
_CURRENCIES = {
    "USD": frozenset({"dollar", "dollars", "usd", "$"}),
    "GBP": frozenset({"pound", "pounds", "gbp"}),
    "EUR": frozenset({"euro", "euros", "eur", "€"}),
}


def doubts(a: Assembling) -> None:
    """Stop where the words ask for something near, which is not what would be counted."""
    _addresses(a)
    _paid(a)
    _signed(a)
    _counted(a)
    _for_one(a)
    _converted(a)
    _summed_up(a)
    near_words(a)
    _one_side(a)


def _addresses(a: Assembling) -> None:
    """Refuse the e-mails of people: "e-mails des leads" are no leads that came by e-mail."""
    words = a.parsed.words
    for mention in a.parsed.mentions:
        typed = {w.text.rstrip("s") for w in words[mention.start : mention.end]}
        after = {w.text for w in words[mention.end : mention.end + 1]}
        whose = any(
            n.start > mention.end
            and all(w.sign or w.text in filler() | _WHICH_ONE for w in words[mention.end : n.start])
            for n in a.parsed.metrics.named
        )
        if (
            typed & {"email", "mail", "e"}
            and after & {"of", "from", "de", "des", "du", "d"}
            and whose
        ):
            raise Stop(Refused(REFUSALS[Role.PRIVATE]))


_WHICH_ONE = frozenset({"dernier", "derniers", "premier", "premiers", "last", "latest", "first"})


def _paid(a: Assembling) -> None:
    """Ask what somebody "earns": deals signed, never their pay."""
    if not a.parts.filters.get("owner") or len(a.parsed.metrics.named) != 1:
        return
    words = a.parsed.words
    said = {words[i].text for i in a.parsed.metrics.named[0].covered}
    if not said & _EARN or said - _EARN - filler() - {"combien", "much", "how"}:
        return
    choices = [
        Choice(REGISTRY[k].title, complete(_with(a, k), a.around))
        for k in ("revenue", "won_deal_count")
    ]
    raise Stop(Unclear(_PAY, tuple(choices)))


def _with(a: Assembling, kpi: str) -> Parts:
    return replace(a.parts, kpis=[kpi])


_PAY = Text(
    en="What people are paid is not recorded here. Do you mean what they signed?",
    fr="Ce que les personnes sont payées n’est pas enregistré ici. Parlez-vous de ce qu’elles ont signé\u202f?",
)


def _signed(a: Assembling) -> None:
    """Ask what "how many signed" counts: people, deals or their amount."""
    if a.parts.kpis != ["revenue"] or len(a.parsed.metrics.named) != 1:
        return
    words = [w.text for w in a.parsed.words]
    said = {words[i] for i in a.parsed.metrics.named[0].covered}
    many = any(
        one in {"combien", "many"} and other in {"ont", "have"} for one, other in pairwise(words)
    )
    if many and not said & _OF_MONEY:
        kpis = ("won_deal_count", "new_customer_count", "revenue")
        choices = [Choice(REGISTRY[k].title, complete(_with(a, k), a.around)) for k in kpis]
        raise Stop(Unclear(_WHO_SIGNED, tuple(choices)))


_OF_MONEY = frozenset({"ca", "revenue", "chiffre", "euros", "argent", "money"})
_WHO_SIGNED = Text(en="How many of what?", fr="Combien de quoi\u202f?")


def _counted(a: Assembling) -> None:
    """Ask where a number of things was asked and only their rate is known: "number of opens"."""
    for named in a.parsed.metrics.named:
        said = {a.parsed.words[i].text for i in named.covered}
        rate = len(named.kpis) == 1 and REGISTRY[named.kpis[0]].unit is Unit.SHARE
        if rate and said & _NUMBER and not said & _RATE:
            title = REGISTRY[named.kpis[0]].title
            choice = Choice(title, complete(_with(a, named.kpis[0]), a.around))
            raise Stop(Unclear(_NO_COUNT, (choice,)))


_NUMBER_WORDS = "number nombre nb nbre count counts likes comments commentaires reactions partages renewals renouvellements"
_NUMBER = frozenset(_NUMBER_WORDS.split())
_RATE = frozenset({"rate", "taux", "%", "percent", "pourcentage", "percentage", "share", "part"})
_NO_COUNT = Text(
    en="That is not counted here as a number, only as a rate. Do you want the rate?",
    fr="Cela n’est pas compté ici en nombre, seulement en taux. Voulez-vous le taux\u202f?",
)


def _for_one(a: Assembling) -> None:
    """Ask what a cost "per webinar" is: the webinars' whole cost is not that of one."""
    named = a.parsed.metrics.named
    if len(named) != 1 or any(not _cost(k) for k in named[0].kpis):
        return
    words = a.parsed.words
    for mention in a.parsed.mentions:
        before = words[mention.start - 1].text if mention.start else ""
        if before in _PER and mention.start - 1 == named[0].end and mention.kind is None:
            raise Stop(_which_one(a, mention))


def _cost(kpi: str) -> bool:
    declared = REGISTRY[kpi]
    cost = declared.unit is Unit.MONEY and declared.better is not Better.HIGHER
    return cost and declared.denominator is None


def _which_one(a: Assembling, mention: Mention) -> Unclear:
    typed = a.typed(mention)
    kpi = a.parsed.metrics.named[0].kpis[0]
    return Unclear(
        Text(
            en="For each “{typed}”, that is not recorded. For all of it together?",
            fr="Pour chaque «\u00a0{typed}\u00a0», ce n’est pas enregistré. Pour l’ensemble\u202f?",
        ).format(typed=typed),
        (Choice(REGISTRY[kpi].title, complete(_with(a, kpi), a.around)),),
    )


def _converted(a: Assembling) -> None:
    """Refuse another currency than the workspace's: nothing is converted."""
    words = a.parsed.words
    for before, word in pairwise(words):
        other = next((c for c, said in _CURRENCIES.items() if word.text in said), None)
        if before.text in {"in", "en"} and other not in {None, a.around.currency}:
            raise Stop(
                Refused(
                    Text(
                        en="Amounts are in {currency}; nothing is converted here.",
                        fr="Les montants sont en {currency}\u202f; rien n’est converti ici.",
                    ).format(currency=a.around.currency)
                )
            )


def _summed_up(a: Assembling) -> None:
    """Ask where a running total was asked: month by month, each month has its own number."""
    words = [w.text for w in a.parsed.words]
    total = any(w.startswith("cumul") for w in words) or ("running", "total") in pairwise(words)
    if total and a.parts.grain is not None and a.parts.kpis:
        choice = Choice(REGISTRY[a.parts.kpis[0]].title, complete(a.parts, a.around))
        raise Stop(Unclear(_NO_RUNNING_TOTAL, (choice,)))


_NO_RUNNING_TOTAL = Text(
    en="Running totals are not told unit by unit. The number of each one, not added up?",
    fr="Les cumuls ne se disent pas unité par unité. Le chiffre de chacune, sans cumul\u202f?",
)


def _one_side(a: Assembling) -> None:
    """Ask for the other side of "X vs Y" where only one was understood."""
    if a.parts.by or a.parts.grain or len(a.parts.kpis) > 1:
        return
    with_time = any(f.comparison for f in a.parsed.periods) or a.parsed.has(Role.BEFORE)
    for placed in a.parsed.all(Role.COMPARE):
        said = {w.text for w in a.parsed.words[placed.start : placed.end]}
        goes_on = a.around.previous is not None and placed.start == a.first_word()
        if not said & _SIDES or goes_on or quotient(a, placed):
            continue
        covered = [i for n in a.parsed.metrics.named for i in n.covered]
        if covered and min(covered) < placed.start < max(covered):
            raise Stop(Unclear(_SIDE))  # "mean sales cycle vs median"
        if _before_nothing(a, placed):
            raise Stop(Unclear(_WITH_WHAT))
        after = [m for m in a.parsed.mentions if _near(a, placed.end, m.start)]
        before = [m for m in a.parsed.mentions if _near(a, m.end, placed.start)]
        if after or (before and not with_time):
            raise Stop(Unclear(_SIDE))


def _before_nothing(a: Assembling, placed: Placed) -> bool:
    """Tell whether "compared with" is followed by words that say nothing: "par rapport à avant"."""
    rest = [w for w in a.parsed.words[placed.end :] if not w.sign]
    unread = not any(f.comparison for f in a.parsed.periods) and not a.parsed.has(Role.BEFORE)
    return bool(rest) and unread and all(w.text in filler() for w in rest)


_WITH_WHAT = Text(
    en="Compared with what? Name a period, for example “vs last year”.",
    fr="Par rapport à quoi\u202f? Nommez une période, par exemple «\u00a0vs l’an dernier\u00a0».",
)


def _near(a: Assembling, start: int, end: int) -> bool:
    return start <= end and a.parsed.between(start, end)


_SIDE = Text(
    en="I understood only one side of the comparison. What is to be compared with what?",
    fr="Je n’ai compris qu’un côté de la comparaison. Que faut-il comparer à quoi\u202f?",
)
