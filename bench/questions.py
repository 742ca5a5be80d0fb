"""The chat without a model: seconds a question, the first one, and memory."""

from __future__ import annotations

import statistics
from pathlib import Path

from assistant.assistant import Assistant
from assistant.evaluation.questions import TODAY, questions
from assistant.wire import Question
from bench.measure import Row, seconds
from kpi_core.answering import Core
from kpi_core.workspace import Store
from tests.command import kpi

ASKED = "what was our CAC on LinkedIn last quarter?"


def rows(folder: Path) -> list[Row]:
    kpi("demo", "--no-serve", folder=folder / "w")
    cold = min(seconds(lambda: kpi("ask", ASKED, folder=folder / "w")) for _ in range(5))
    query = min(
        seconds(
            lambda: kpi(
                "query",
                "cac",
                "--period",
                "last quarter",
                "--where",
                "platform=LinkedIn",
                folder=folder / "w",
            )
        )
        for _ in range(5)
    )
    with Store(folder / "w") as store:
        core = Core(store, TODAY)
        assistant = Assistant(core)
        asked = [q.question for q in questions() if not q.before]
        times = [seconds(lambda q=q: assistant.ask(Question(question=q))) for q in asked]
        warm = [seconds(lambda q=q: assistant.ask(Question(question=q))) for q in asked]
        reading = [seconds(lambda q=q: assistant.reader.read(q, _lang())) for q in asked]
    return [
        Row("`kpi ask`, cold", cold, query, "`kpi query` of the same number, cold", "< 1.5 s"),
        Row(
            "a question, p95 of all that are shipped",
            _p95(warm),
            _p95(reading),
            "of it the reading",
            "< 50 ms",
        ),
        Row("a question never asked, p95", _p95(times), _p95(warm), "asked before"),
        Row(
            "a question, median",
            statistics.median(warm),
            statistics.median(reading),
            "of it the reading",
        ),
    ]


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _lang():
    from kpi_core.text import Lang

    return Lang.EN
