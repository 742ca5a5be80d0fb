"""Questions in words, from whichever face they come: one assistant a workspace."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from addin.calling import read
from assistant.answering.pictures import head
from assistant.answering.sentences import label
from assistant.assistant import Assistant
from assistant.progress import Progress, unseen
from assistant.wire import Intent, Option, Question, Reading, Reply
from kpi_core.answering import Core
from kpi_core.answering.cell_words import no_answer
from kpi_core.answering.cells import Cells
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

if TYPE_CHECKING:
    from assistant.model.second import SecondReader


class GoneError(Exception):
    """Nobody waits for the answer any more: who is told of a stage says so, and the work ends."""


_assistants: WeakKeyDictionary[Core, Assistant] = WeakKeyDictionary()
_lock = Lock()


def assistant_of(core: Core) -> Assistant:
    """Return the assistant of the workspace that *core* answers from."""
    with _lock:
        if (found := _assistants.get(core)) is None:
            found = _assistants[core] = Assistant(core, _model_of(core))
        return found


def _model_of(core: Core) -> SecondReader | None:
    """Return the language model that the environment names; without one, nothing of it is loaded."""
    if not any(os.environ.get(v, "").strip() for v in ("KPI_MODEL_URL", "KPI_MODEL")):
        return None
    from assistant.model.configuration import endpoint_of  # noqa: PLC0415 - only where it is used

    if (endpoint := endpoint_of(os.environ)) is None:
        return None
    from assistant.model.second import SecondReader  # noqa: PLC0415 - loads the client

    return SecondReader(endpoint, core.store.folder)


def asked_of(
    core: Core, asked: dict[str, Any] | Question, actor: str | None, progress: Progress = unseen
) -> Reply:
    """
    Return the reply to what was *asked*, as JSON has it.

    actor: who may have a choice remembered for the workspace; None for nobody.

    Raises
    ------
    KpiError
        TYPE: the client sends back a reading that nothing here ever gave.
    """
    question = asked if isinstance(asked, Question) else Question.model_validate(asked)
    check(question)
    reply = assistant_of(core).ask(question, progress)
    if question.pick is not None and reply.outcome == "answer":
        return _remembered(core, question.pick, reply, actor)
    return reply


def _remembered(core: Core, pick: Option, reply: Reply, actor: str | None) -> Reply:
    """Keep what a word was said to mean here: it is shown with the answers, and can be changed."""
    if pick.word is None or pick.meaning is None:
        return reply
    meanings = core.snapshot().settings.meanings
    if meanings.get(pick.word) == pick.meaning:
        return reply
    if actor is None:
        return reply.model_copy(update={"notes": [*reply.notes, _NOT_KEPT[reply.lang]]})
    core.store.change_settings({"meanings": meanings | {pick.word: pick.meaning}}, actor)
    kept = _KEPT.format(word=pick.word, meaning=REGISTRY.find(pick.meaning).title)
    return reply.model_copy(update={"notes": [*reply.notes, kept[reply.lang]]})


# As `addin.functions` has them, which only asks this module when there is a question.
Shown = float | str | None | list[list["Shown"]]
Grid = list[list[Shown]]
_IN_WORDS = frozenset({Intent.WHY, Intent.CHANGE, Intent.SHARE})


def in_a_cell(
    core: Core, question: str, lang: Lang
) -> tuple[Shown, Unit | list[Unit | None] | None]:
    """
    Return what a cell shows for *question*, and what its numbers are: one unit, or one a column.

    Raises
    ------
    KpiError
        NOT_FOUND: it is asked back, declined, or has no number; the sentence says why.
    """
    reply = asked_of(core, Question(question=question, lang=lang), None)
    if reply.outcome != "answer":
        raise KpiError(Kind.NOT_FOUND, _sentence(reply))
    intent = reply.context.reading.intent if reply.context else None
    if reply.rows and intent not in _IN_WORDS:
        return _numbers(reply)
    if reply.table and not reply.rows:
        if reply.formula is not None:
            return _called(core, reply.formula, reply.lang)
        told: Grid = [list(line) for line in (reply.table.head, *reply.table.rows)]
        return told, [None] * len(reply.table.head)
    return reply.text, None


def _called(core: Core, formula: str, lang: Lang) -> tuple[Shown, Unit | list[Unit | None] | None]:
    """Return what the function of a study gives: numbers, where the reply has them in words."""
    from addin.functions import Functions  # noqa: PLC0415 - it asks this module

    name, arguments = read(formula)
    functions = Functions(core, Cells(core))
    found = functions.call(name, [arguments], lang, "fr-FR" if lang is Lang.FR else "en-US")
    (outcome,), (units,) = found.outcomes, found.units
    if isinstance(outcome, KpiError):
        raise outcome
    return outcome, units


def _sentence(reply: Reply) -> Text:
    """Return why there is no number, with the ways to go on."""
    labels = [f"“{o.label}”" if reply.lang is Lang.EN else f"« {o.label} »" for o in reply.options]
    said = f"{reply.text} {', '.join(labels)}." if labels else reply.text
    return Text(en=said, fr=said)


def _numbers(reply: Reply) -> tuple[Shown, Unit | list[Unit | None] | None]:
    first, *others = reply.rows
    lang = reply.lang
    if not others and first.value is None:
        raise no_answer(first.caveats)
    if not others and first.value is not None:
        return first.value, first.unit
    names = list(first.group)
    kpis = list(dict.fromkeys(r.variant for r in reply.rows))
    lines: dict[tuple[str | None, ...], dict[str, float | None]] = {}
    for row in reply.rows:
        lines.setdefault(tuple(row.group.values()), {})[row.variant] = row.value
    header: list[Shown] = [
        *(head(n, lang) for n in names),
        *(REGISTRY[k].title[lang] for k in kpis),
    ]
    body: Grid = [
        # Units of time as B2B_TREND writes them, which a sheet can sort.
        [
            *(label(n, m, lang) if m is None else m for n, m in zip(names, group, strict=True)),
            *map(by_kpi.get, kpis),
        ]
        for group, by_kpi in lines.items()
    ]
    return [header, *body], [*([None] * len(names)), *(REGISTRY[k].unit for k in kpis)]


#: What is told without a query of the data.
_WITHOUT_DATA = frozenset(
    {Intent.DEFINE, Intent.MEMBERS, Intent.CATALOGUE, Intent.FRESHNESS, Intent.DORMANT}
)
_LONGEST_WORD, _MOST_KPIS, _MOST_DAYS = 200, 10, 36_500


def check(question: Question) -> None:
    """
    Refuse a context or an option that says more than a query may: the client holds them.

    Raises
    ------
    KpiError
        TYPE
    """
    readings = [r.reading for r in (question.context, question.pick) if r is not None]
    if not all(map(_plausible, readings)):
        raise KpiError(Kind.TYPE, _STRANGE)
    if (pick := question.pick) is None:
        return
    said = [pick.label, pick.word or ""]
    if any(len(text) > _LONGEST_WORD for text in said) or not _known(pick.meaning):
        raise KpiError(Kind.TYPE, _STRANGE)


def _plausible(reading: Reading) -> bool:
    """Tell whether *reading* could have been given here."""
    asked = reading.intent in _WITHOUT_DATA or reading.query is not None
    named = len(reading.kpis) <= _MOST_KPIS and all(k in REGISTRY for k in reading.kpis)
    placed = reading.dimension is None or reading.dimension in DIMENSIONS
    dated = reading.days is None or 0 < reading.days <= _MOST_DAYS
    defined = reading.intent is not Intent.DEFINE or bool(reading.kpis)
    return asked and named and placed and dated and defined


def _known(name: str | None) -> bool:
    if name is None:
        return True
    if len(name) > _LONGEST_WORD:
        return False
    try:
        REGISTRY.find(name)
    except KpiError:
        return False
    return True


_STRANGE = Text(
    en="The conversation that was sent along was not given by this server: start a new one.",
    fr="La conversation jointe n’a pas été donnée par ce serveur : commencez-en une nouvelle.",
)
_NOT_KEPT = Text(
    en="This choice holds for this answer: only the workspace's owner has it remembered.",
    fr="Ce choix vaut pour cette réponse : seul le propriétaire de l’espace de travail le fait retenir.",
)
_KEPT = Text(
    en="Remembered: “{word}” means “{meaning}” here. To see or change it: kpi settings.",
    fr="Retenu : « {word} » veut dire « {meaning} » ici. Pour le voir ou le changer : kpi settings.",
)
