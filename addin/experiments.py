"""Experiments in a cell and on the command line: versions side by side, a row each."""

from __future__ import annotations

from collections.abc import Sequence

from addin.arguments import Argument, number
from kpi_core.errors import Kind, KpiError
from kpi_core.experiments import Arm, Sample, Verdict, compare_all, compare_all_means, sample_size
from kpi_core.experiments.wording import sentence, sentence_of_means
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Cell = float | str | None
#: Rows, and what the numbers of each column are.
Table = tuple[list[list[Cell]], list[Unit | None]]
#: Which columns are differences of two rates: people read them in points.
DIFFERENCES = frozenset({3, 4})
_LEAST, _MOST = 2, 26  # versions, named A to Z
_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def ab_table(row: Sequence[Argument], lang: Lang, locale: str) -> Table:
    """
    Return what the arguments of a cell say: conversions and how many saw it, version by version.

    A range is summed.

    Raises
    ------
    KpiError
        EMPTY, SHAPE when a pair is not whole; NUM when its numbers cannot be.
    """
    return versions_table(arms_of([number(argument, locale) for argument in row]), lang, locale)


def versions_table(
    arms: Sequence[Arm], lang: Lang, locale: str, planned: Sequence[float] | None = None
) -> Table:
    """Return a header, then a row a version: what it does against the first, and the verdict."""
    first = arms[0]
    body: list[list[Cell]] = [["A", first.rate, *[None] * 6, _FIRST[lang], None]]
    for name, arm, found in zip(_NAMES[1:], arms[1:], compare_all(arms, planned), strict=False):
        words = sentence(found, (first, arm), ("A", name), lang, locale)
        ends = (found.lift, found.low, found.high, found.p, found.power, found.probability)
        body.append([name, arm.rate, *ends, _VERDICTS[found.verdict][lang], words])
    return [[title[lang] for title, _ in _COLUMNS], *body], [unit for _, unit in _COLUMNS]


def arms_of(values: Sequence[float | None]) -> list[Arm]:
    """Return the versions that pairs of numbers are."""
    given = list(values)
    while given and given[-1] is None:
        given.pop()  # optional ones that were left out
    if len(given) % 2 or len(given) < 2 * _LEAST or None in given:
        raise KpiError(Kind.EMPTY if None in given or not given else Kind.SHAPE, _PAIRS)
    if len(given) > 2 * _MOST:
        raise KpiError(Kind.LIMIT, _TOO_MANY.format(most=_MOST))
    known = [value for value in given if value is not None]
    return [Arm(known[i], known[i + 1]) for i in range(0, len(known), 2)]  # type: ignore[arg-type] # whole, or refused there


def means_table_of(row: Sequence[Argument], lang: Lang, locale: str) -> Table:
    """
    Return what the arguments of a cell say: mean, standard deviation and size, version by version.

    Raises
    ------
    KpiError
        EMPTY, SHAPE when a version is not whole; NUM when its numbers cannot be.
    """
    return means_table(samples_of([number(argument, locale) for argument in row]), lang, locale)


def means_table(samples: Sequence[Sample], lang: Lang, locale: str) -> Table:
    """Return a header, then a row a version: its mean against that of the first, and the verdict."""
    first = samples[0]
    body: list[list[Cell]] = [["A", first.mean, *[None] * 4, _FIRST[lang], None]]
    for name, sample, found in zip(
        _NAMES[1:], samples[1:], compare_all_means(samples), strict=False
    ):
        words = sentence_of_means(found, (first, sample), ("A", name), lang, locale)
        ends = (found.lift, found.low, found.high, found.p)
        body.append([name, sample.mean, *ends, _VERDICTS[found.verdict][lang], words])
    return [[title[lang] for title, _ in _OF_MEANS], *body], [unit for _, unit in _OF_MEANS]


def samples_of(values: Sequence[float | None]) -> list[Sample]:
    """Return the versions that mean, standard deviation and size are, three numbers each."""
    given = list(values)
    while given and given[-1] is None:
        given.pop()  # optional ones that were left out
    if len(given) % _THREE or len(given) < _THREE * _LEAST or None in given:
        raise KpiError(Kind.EMPTY if None in given or not given else Kind.SHAPE, _TRIPLES)
    if len(given) > _THREE * _MOST:
        raise KpiError(Kind.LIMIT, _TOO_MANY.format(most=_MOST))
    known = [value for value in given if value is not None]
    return [
        Sample(known[i], known[i + 1], known[i + 2])  # type: ignore[arg-type] # whole, or refused there
        for i in range(0, len(known), _THREE)
    ]


def size_needed(row: Sequence[Argument], locale: str) -> float:
    """Return how many must see each version: rate, relative lift, [power], [risk]."""
    values = [number(argument, locale) for argument in row]
    rate, lift, *more = [*values, None, None][: max(2, len(values))]
    if rate is None or lift is None:
        raise KpiError(Kind.EMPTY, _RATE_AND_LIFT)
    known = [value for value in more if value is not None]
    return float(sample_size(rate, lift, *known[:2]))


_COLUMNS: tuple[tuple[Text, Unit | None], ...] = (
    (Text(en="version", fr="version"), None),
    (Text(en="rate", fr="taux"), Unit.SHARE),
    (Text(en="relative gain", fr="gain relatif"), Unit.SHARE),
    (Text(en="difference, low", fr="écart, bas"), Unit.SHARE),
    (Text(en="difference, high", fr="écart, haut"), Unit.SHARE),
    (Text(en="p", fr="p"), None),
    (Text(en="power", fr="puissance"), Unit.SHARE),
    (Text(en="probability of being better", fr="probabilité d’être meilleure"), Unit.SHARE),
    (Text(en="verdict", fr="verdict"), None),
    (Text(en="in words", fr="en toutes lettres"), None),
)
_THREE = 3  # numbers that tell of a mean
_OF_MEANS: tuple[tuple[Text, Unit | None], ...] = (
    _COLUMNS[0],
    (Text(en="mean", fr="moyenne"), Unit.COUNT),
    _COLUMNS[2],
    (_COLUMNS[3][0], Unit.COUNT),
    (_COLUMNS[4][0], Unit.COUNT),
    _COLUMNS[5],
    *_COLUMNS[-2:],
)
_FIRST = Text(en="compared with", fr="référence")
_VERDICTS = {
    Verdict.BETTER: Text(en="wins", fr="gagne"),
    Verdict.WORSE: Text(en="loses", fr="perd"),
    Verdict.UNCLEAR: Text(en="not enough data yet", fr="pas encore assez de données"),
    Verdict.BROKEN: Text(en="split is broken", fr="répartition faussée"),
}
_PAIRS = Text(
    en="Give two numbers a version, two versions at least: B2B_AB_TEST(conversions A; seen by; conversions B; seen by).",
    fr="Donnez deux nombres par version, deux versions au moins\u00a0: B2B_AB_TEST(conversions A\u202f; vues par\u202f; conversions B\u202f; vues par).",
)
_TRIPLES = Text(
    en="Give three numbers a version, two versions at least: B2B_AB_TEST_MEANS(mean A; standard deviation; how many; mean B; standard deviation; how many).",
    fr="Donnez trois nombres par version, deux versions au moins\u00a0: B2B_AB_TEST_MEANS(moyenne A\u202f; écart-type\u202f; combien\u202f; moyenne B\u202f; écart-type\u202f; combien).",
)
_TOO_MANY = Text(en="At most {most} versions.", fr="{most} versions au plus.")
_RATE_AND_LIFT = Text(
    en="Give the rate of today and the relative gain to notice: B2B_SAMPLE_SIZE(3%; 20%).",
    fr="Donnez le taux actuel et le gain relatif à déceler\u00a0: B2B_SAMPLE_SIZE(3\u202f%\u202f; 20\u202f%).",
)
