"""The evaluation as a table: coverage, accuracy when answered, silently wrong, by split and language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation.measuring import Judged, Score, Verdict, scores, twins
from kpi_core.text import Lang, Text

HEAD = (
    Text(en="questions", fr="questions"),
    Text(en="n", fr="n"),
    Text(en="answered", fr="répondu"),
    Text(en="right", fr="juste"),
    Text(en="right when answered", fr="juste quand répondu"),
    Text(en="silently wrong", fr="faux sans le dire"),
    Text(en="asked back", fr="redemandé"),
    Text(en="declined", fr="décliné"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    n: int
    answered: float
    right: float
    right_when_answered: float | None
    wrong: float
    asked: float
    declined: float


def lines(judged: Sequence[Judged]) -> list[Line]:
    """Return the table."""
    return [_line(score) for score in scores(judged)]


def _line(score: Score) -> Line:
    n = len(score.judged)
    return Line(
        score.name,
        n,
        score.answered / n,
        score.count(Verdict.RIGHT) / n,
        score.right_when_answered,
        score.count(Verdict.WRONG) / n,
        score.count(Verdict.ASKED) / n,
        score.count(Verdict.DECLINED) / n,
    )


def markdown(judged: Sequence[Judged], lang: Lang) -> str:
    """Return the table as it stands in the docs."""
    rows = [[t[lang] for t in HEAD], ["---", *(["---:"] * (len(HEAD) - 1))]]
    rows += [cells(line, lang) for line in lines(judged)]
    pairs, unlike = twins(judged)
    said = Text(
        en="{alike} of {pairs} pairs of twins (the same question in both languages) became the same query.",
        fr="{alike} paires sur {pairs} (la même question dans les deux langues) ont donné la même requête.",
    ).format(alike=pairs - len(unlike), pairs=pairs)[lang]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + f"\n\n{said}\n"


def cells(line: Line, lang: Lang) -> list[str]:
    """Return one line of the table as it is read."""
    shares = (
        line.answered,
        line.right,
        line.right_when_answered,
        line.wrong,
        line.asked,
        line.declined,
    )
    return [line.name, str(line.n), *(_percent(s, lang) for s in shares)]


def _percent(share: float | None, lang: Lang) -> str:
    if share is None:
        return "–"
    said = f"{share * 100:.1f}"
    return f"{said.replace('.', ',')}\u202f%" if lang is Lang.FR else f"{said}%"


def confusions(judged: Iterable[Judged]) -> list[str]:
    """Return a line for each question that was not read as it should be, the silent ones first."""
    bad = [j for j in judged if j.verdict is not Verdict.RIGHT]
    bad.sort(key=lambda j: (j.verdict is not Verdict.WRONG, j.asked.id))
    return [
        f"{j.verdict.value:8} {j.asked.id}: {' > '.join((*j.asked.before, j.asked.question))} [{j.why}]"
        for j in bad
    ]
