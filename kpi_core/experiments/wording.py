"""What a comparison allows to be said, in one or two sentences."""

from __future__ import annotations

from decimal import Decimal

from kpi_core.experiments.arms import Arm, Sample
from kpi_core.experiments.comparing import Comparison, Verdict
from kpi_core.experiments.planning import RISK
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

_LEAST = 0.0001  # below, a p-value is only said to be smaller


def sentence(
    found: Comparison, arms: tuple[Arm, Arm], names: tuple[str, str], lang: Lang, locale: str
) -> str:
    """
    Return the verdict with its numbers, as *lang* says it and *locale* writes numbers.

    names: of the first and the second version.
    """
    a, b = arms
    values = {
        "a": names[0],
        "b": names[1],
        "rate_a": _share(a.rate, locale),
        "rate_b": _share(b.rate, locale),
        "low": points(found.low, locale),
        "high": points(found.high, locale),
        "p": _p(found.p, locale),
        "lift": "" if found.lift is None else _signed(found.lift, locale),
        "needed": "" if found.needed is None else written(found.needed, Unit.COUNT, "", locale),
        "shown": written(min(a.shown, b.shown), Unit.COUNT, "", locale),
        "missing": written((found.needed or 0) - min(a.shown, b.shown), Unit.COUNT, "", locale),
    }
    parts = [_VERDICTS[found.verdict], *_further(found, arms)]
    return " ".join(part[lang].format(**values) for part in parts)


def sentence_of_means(
    found: Comparison,
    samples: tuple[Sample, Sample],
    names: tuple[str, str],
    lang: Lang,
    locale: str,
) -> str:
    """Return the verdict on two means with its numbers, as `sentence` does on two rates."""
    a, b = samples
    values = {
        "a": names[0],
        "b": names[1],
        "mean_a": amount(a.mean, locale),
        "mean_b": amount(b.mean, locale),
        "low": amount(found.low, locale, signed=True),
        "high": amount(found.high, locale, signed=True),
        "p": _p(found.p, locale),
    }
    return _OF_MEANS[found.verdict][lang].format(**values)


def amount(value: float, locale: str, *, signed: bool = False) -> str:
    """Write a mean, or a difference of two with its sign: two decimals at most."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - CLDR costs 60 ms

    said = str(format_decimal(value, format="#,##0.##", locale=locale.replace("-", "_")))
    return f"+{said}" if signed and value >= 0 else said


def p_value(p: float, locale: str) -> str:
    """Write a p-value: three decimals, or that it is smaller than any that is told."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - CLDR costs 60 ms

    place = locale.replace("-", "_")
    if p < _LEAST:
        return f"< {format_decimal(_LEAST, format='0.0000', locale=place)}"
    return str(format_decimal(p, format="0.000" if p >= 0.001 else "0.0000", locale=place))  # noqa: PLR2004 - a thousandth


def _p(p: float, locale: str) -> str:
    said = p_value(p, locale)
    return said if p < _LEAST else f"= {said}"


def _further(found: Comparison, arms: tuple[Arm, Arm]) -> list[Text]:
    if found.verdict is Verdict.BROKEN:
        return []
    if found.verdict is Verdict.UNCLEAR:
        enough = found.needed is not None and found.needed <= min(arm.shown for arm in arms)
        return [] if found.needed is None or enough else [_NEEDED]
    if found.p_anytime is not None and found.p_anytime >= RISK:
        return [_PEEKED]
    return []


def _share(value: float, locale: str) -> str:
    return written(value, Unit.SHARE, "", locale)


def _signed(value: float, locale: str) -> str:
    said = _share(value, locale)
    return said if value < 0 else f"+{said}"


def points(difference: float, locale: str) -> str:
    """Write a difference of two rates, a share, in points with its sign and the decimal of the rates."""
    tenths = Decimal(str(difference * 100)).quantize(Decimal("0.1"))
    said = written(tenths, Unit.POINTS, "", locale)
    return said if difference < 0 else f"+{said}"


def split_kept(p: float, lang: Lang, locale: str) -> str:
    """Say that visitors were shared out as planned, *p* being the chance of a split as uneven."""
    return _KEPT[lang].format(p=_p(p, locale))


_VERDICTS = {
    Verdict.BETTER: Text(
        en="{b} converts better than {a}: {rate_b} against {rate_a}, a difference between {low} and {high} (p {p}).",
        fr="{b} convertit mieux que {a}\u00a0: {rate_b} contre {rate_a}, une différence comprise entre {low} et {high} (p {p}).",
    ),
    Verdict.WORSE: Text(
        en="{b} converts worse than {a}: {rate_b} against {rate_a}, a difference between {low} and {high} (p {p}).",
        fr="{b} convertit moins bien que {a}\u00a0: {rate_b} contre {rate_a}, une différence comprise entre {low} et {high} (p {p}).",
    ),
    Verdict.UNCLEAR: Text(
        en="Not enough data yet to tell {a} from {b}: {rate_a} and {rate_b}; a difference between {low} and {high} is possible (p {p}).",
        fr="Pas encore assez de données pour départager {a} et {b}\u00a0: {rate_a} et {rate_b}\u202f; une différence comprise entre {low} et {high} reste possible (p {p}).",
    ),
    Verdict.BROKEN: Text(
        en="Nothing can be said of {a} and {b}: visitors were not shared out as planned, so something else differs too. Find out why before you read the rates.",
        fr="On ne peut rien dire de {a} et {b}\u00a0: les visiteurs n’ont pas été répartis comme prévu, donc autre chose diffère aussi. Trouvez pourquoi avant de lire les taux.",
    ),
}
_OF_MEANS = {
    Verdict.BETTER: Text(
        en="{b} has a higher mean than {a}: {mean_b} against {mean_a}, a difference between {low} and {high} (p {p}).",
        fr="{b} a une moyenne plus haute que {a}\u00a0: {mean_b} contre {mean_a}, une différence comprise entre {low} et {high} (p {p}).",
    ),
    Verdict.WORSE: Text(
        en="{b} has a lower mean than {a}: {mean_b} against {mean_a}, a difference between {low} and {high} (p {p}).",
        fr="{b} a une moyenne plus basse que {a}\u00a0: {mean_b} contre {mean_a}, une différence comprise entre {low} et {high} (p {p}).",
    ),
    Verdict.UNCLEAR: Text(
        en="Not enough data yet to tell {a} from {b}: {mean_a} and {mean_b}; a difference between {low} and {high} is possible (p {p}).",
        fr="Pas encore assez de données pour départager {a} et {b}\u00a0: {mean_a} et {mean_b}\u202f; une différence comprise entre {low} et {high} reste possible (p {p}).",
    ),
}
_NEEDED = Text(
    en="To notice a relative gain of {lift}, about {needed} must see each version; {shown} have seen the lesser one: about {missing} are missing.",
    fr="Pour déceler un gain relatif de {lift}, il faut qu’environ {needed} personnes voient chaque version\u202f; la moins vue l’a été par {shown}\u00a0: il en manque environ {missing}.",
)
_KEPT = Text(
    en="Visitors were shared out as planned (p {p}): the rates can be read.",
    fr="Les visiteurs ont été répartis comme prévu (p {p})\u00a0: les taux peuvent se lire.",
)
_PEEKED = Text(
    en="That holds if the experiment ends where it was planned to; if you looked on the way and stopped because of it, let it go on.",
    fr="Cela vaut si l’essai s’arrête là où c’était prévu\u202f; si vous avez regardé en route et arrêté pour cela, laissez-le continuer.",
)
