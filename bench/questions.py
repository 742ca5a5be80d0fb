"""The chat without a model: seconds a question, the first one, and memory."""

from __future__ import annotations

import multiprocessing
import statistics
from multiprocessing.connection import Connection
from pathlib import Path

from assistant.assistant import Assistant
from assistant.evaluation.questions import TODAY, questions
from assistant.reading.dictionary import is_real
from assistant.wire import Question
from bench.measure import Row, peak_mb, seconds
from kpi_core.answering import Core
from kpi_core.answering.warming import warm as warm_up
from kpi_core.text import Lang
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
    times, warm, reading, held = _elsewhere(folder / "w")
    print(f"memory of a process that was asked {len(times):,} questions twice: {held:,.0f} MB")
    return [
        Row("`kpi ask`, cold", cold, query, "`kpi query` of the same number, cold", "< 1.5 s"),
        Row(
            "a question, p95 of all that are shipped",
            _p95(warm),
            _p95(reading),
            "of it the reading",
            "< 50 ms",
        ),
        Row("a question never asked, p95", _p95(times), _p95(warm), "asked before", "< 50 ms"),
        Row(
            "a question, median",
            statistics.median(warm),
            statistics.median(reading),
            "of it the reading",
        ),
    ]


def _elsewhere(folder: Path) -> tuple[list[float], list[float], list[float], float]:
    """Ask in a process of its own: what it holds is the chat's, not the other benches'."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_asked, args=(folder, theirs))
    process.start()
    found = ours.recv()
    process.join()
    return found


def _asked(folder: Path, tell: Connection) -> None:
    with Store(folder) as store:
        core = Core(store, TODAY)
        assistant = Assistant(core)
        warm_up()
        is_real("")
        asked = [q.question for q in questions() if not q.before]
        times = [seconds(lambda q=q: assistant.ask(Question(question=q))) for q in asked]
        warm = [seconds(lambda q=q: assistant.ask(Question(question=q))) for q in asked]
        reading = [seconds(lambda q=q: assistant.reader.read(q, Lang.EN)) for q in asked]
    tell.send((times, warm, reading, peak_mb()))


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
