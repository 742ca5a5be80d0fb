"""`kpi evaluate`: how well questions are read, measured on the questions that are shipped."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text


@command(
    help=t(
        "Measure how well questions are read: coverage, accuracy, silently wrong.",
        "Mesurer comment les questions sont lues\u00a0: couverture, justesse, erreurs tues.",
    )
)
def evaluate(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar=t("folder", "dossier"),
            help=t(
                "Questions of your own, as *.jsonl.", "Vos propres questions, en fichiers *.jsonl."
            ),
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option(
            "--details",
            help=t("List what was not read right.", "Lister ce qui n’a pas été bien lu."),
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Ask every question of the sets over the demo, and count."""
    import dataclasses

    from addin.cli import render
    from addin.cli.demo import load_demo
    from assistant.assistant import Assistant
    from assistant.evaluation import measuring, questions, report
    from kpi_core.answering import Core
    from kpi_core.workspace import Store

    session: Session = context.obj
    asked = list(questions.questions(folder or questions.QUESTIONS))
    if not asked:
        raise KpiError(
            Kind.NOT_FOUND,
            Text(
                en="No questions there: give a folder that holds *.jsonl files.",
                fr="Aucune question ici : donnez un dossier qui contient des fichiers *.jsonl.",
            ),
        )
    with tempfile.TemporaryDirectory() as place:
        # The questions name the demo's campaigns and are asked on one fixed day.
        own = dataclasses.replace(
            session, folder=Path(place) / "w", lang=Lang.FR, today=questions.TODAY
        )
        load_demo(own)
        with Store(own.folder) as store:
            assistant = Assistant(Core(store, questions.TODAY))
            judged = list(measuring.judge(assistant, asked))
    if json:
        render.as_json([dataclasses.asdict(line) for line in report.lines(judged)])
        return
    render.table(
        "",
        [h[session.lang] for h in report.HEAD],
        [report.cells(line, session.lang) for line in report.lines(judged)],
        1,
    )
    for line in report.confusions(judged) if details else ():
        sys.stdout.write(line + "\n")
