"""What a run would do, told before anything is done; and what its user answers to it."""

from __future__ import annotations

import json
from typing import Any

from addin.bringing import Bringing, hints_of
from addin.sync import engine, settling
from addin.sync.book import Book, Content, Look
from addin.sync.connections import (
    USUAL_ACCOUNT,
    Connection,
    TabState,
    connect,
    connection,
    connections,
    disconnect,
    remember,
    stored,
    tabs,
)
from addin.sync.opening import book, opened, told_apart
from addin.sync.tabs import TabReading, judged
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError, unknown
from kpi_core.importing import ReadSettings
from kpi_core.text import Lang, Text

Json = dict[str, Any]

_SAMPLE = 3
_FIRST_REJECTED = 20


def connected(core: Core, asked: Json, actor: str) -> Json:
    """
    Connect a spreadsheet once it can be read: {"link", "account"?, "lang"?} -> its plan.

    Raises
    ------
    KpiError
        it cannot be opened, or not be written in: what is missing, and what to do.
    """
    kind, reference = told_apart(asked["link"])
    account = (asked.get("account") or USUAL_ACCOUNT) if kind == "google" else None
    found = book(core, kind, reference, account)
    look = _reached(found)
    foreign = bool(look.own) and stored(core.store.cursor(), kind, reference) is None
    lang = Lang(asked["lang"]) if asked.get("lang") else engine.lang_of(look.locale)
    made = connect(
        core.store,
        kind,
        reference,
        title=look.title,
        lang=lang,
        credential=account,
        actor=actor,
    )
    told = planned(core, {"sheet": made.id}, actor)
    if foreign:
        said = _FOREIGN.format(title=look.title)
        told["warning"] = {"en": said.en, "fr": said.fr}
    return told


def _reached(found: Book) -> Look:
    found.gate()
    found.check()
    return found.look()


def planned(core: Core, asked: Json, actor: str) -> Json:
    """Tell what a run would read, reject and leave alone: {"sheet"?} -> tab by tab. Writes nothing."""
    known = which(core, asked)
    found = opened(core, known)
    look = found.look()
    states = tabs(core.store.cursor(), known.id)
    wanted = {seen.id for seen in look.tabs if not (s := states.get(seen.id)) or not s.ignored}
    cells = found.read(look, wanted)
    settings = Bringing(core, actor, None).read_settings()
    readings = judged(look, cells, states, settings)
    writes = {"dashboard", "problems", "history"}
    if core.snapshot().settings.tables or "tables" in look.own:
        writes.add("tables")
    return {
        "sheet": known.id,
        "title": look.title,
        "kind": known.kind,
        "lang": known.lang.value,
        "calls": found.calls,
        "news": settling.is_news(readings, settings),
        "tabs": [_told(r) for r in readings],
        "writes": sorted(writes),
        "made": sorted(writes - look.own),
    }


def mapped(core: Core, asked: Json, actor: str) -> Json:
    """
    Say what a tab is: {"sheet"?, "tab", "hints"} or {"ignore": bool} -> the tab's name.

    What was said before of its columns stays where nothing else is said.

    Raises
    ------
    KpiError
        NOT_FOUND when the tab is not there, or has no such column.
    """
    known = which(core, asked)
    found = opened(core, known)
    look = found.look()
    seen_id, title, state = _tab(known, core, look, asked["tab"])
    if "ignore" in asked:
        said: Json = {"ignored": bool(asked["ignore"])}
        if not asked["ignore"]:
            # Somebody said that it counts: it is no tab that came without a word.
            hints = dict(state.hints) if state else {}
            said["hints"] = json.dumps({"as_fact": None} | hints, ensure_ascii=False)
    else:
        content = found.read(look, {seen_id}).tabs.get(seen_id)
        settings = Bringing(core, actor, None).read_settings()
        given = dict(asked.get("hints") or {})
        merged = _agreed(dict(state.hints) if state else {}, given, content, settings)
        said = {"hints": json.dumps(merged, ensure_ascii=False), "ignored": False}
    details: dict[str, object] = {"sheet": known.id, "tab": seen_id}
    with core.store.transaction(actor, "map tab", f"{known.title} › {title}", details) as cursor:
        remember(cursor, known.id, seen_id, title, **said)
        cursor.execute("UPDATE sync_sheets SET gate = NULL WHERE id = ?", [known.id])
    return {"sheet": known.id, "tab": title, "ignored": said["ignored"]}


def _agreed(before: Json, given: Json, content: Content | None, settings: ReadSettings) -> Json:
    """Return what is known of a tab with what is said now; what was said of columns that left goes."""
    new = given.get("columns", {})
    for columns in ({**before.get("columns", {}), **new}, new):
        merged = {**before, **given, "columns": columns}
        if not columns:
            del merged["columns"]
        merged.setdefault("as_fact", None)
        hints = hints_of(merged)  # refused here, in words, rather than in the next run
        if content is None or content.empty:
            return merged
        try:
            content.understood(settings, hints)
        except KpiError as error:
            if error.kind is not Kind.NOT_FOUND:  # of its rows, which may come later
                return merged
            wrong = error
        else:
            return merged
    raise wrong


def confirmed(core: Core, asked: Json, actor: str) -> Json:
    """Say that what is held is right: {"sheet"?, "tab"?} -> the tabs that the next run takes over."""
    known = which(core, asked)
    states = [s for s in tabs(core.store.cursor(), known.id).values() if s.held]
    if asked.get("tab"):
        wanted = asked["tab"].casefold()
        states = [s for s in states if s.title.casefold() == wanted or s.tab == asked["tab"]]
    if not states:
        raise KpiError(Kind.NOT_FOUND, _NOTHING_HELD.format(title=known.title))
    details: dict[str, object] = {"sheet": known.id, "tabs": [s.title for s in states]}
    with core.store.transaction(actor, "confirm", known.title, details) as cursor:
        for state in states:
            remember(cursor, known.id, state.tab, state.title, confirmed=state.held)
        cursor.execute("UPDATE sync_sheets SET gate = NULL WHERE id = ?", [known.id])
    return {"sheet": known.id, "tabs": [s.title for s in states]}


def disconnected(core: Core, asked: Json, actor: str) -> Json:
    """Stop keeping a spreadsheet: {"sheet"} -> its title. Its rows and our tabs stay."""
    known = which(core, asked)
    return {"sheet": known.id, "title": disconnect(core.store, known.id, actor=actor).title}


def which(core: Core, asked: Json) -> Connection:
    """
    Return the spreadsheet that is meant: by number or title, or the only one there is.

    Raises
    ------
    KpiError
        EMPTY when there is none, AMBIGUOUS when there are several, NOT_FOUND.
    """
    cursor = core.store.cursor()
    known = connections(cursor)
    said = asked.get("sheet")
    if said is None:
        if not known:
            raise KpiError(Kind.EMPTY, _NO_SHEETS)
        if len(known) > 1:
            listed = ", ".join(f"{c.id} ({c.title})" for c in known)
            raise KpiError(Kind.AMBIGUOUS, _WHICH.format(sheets=listed))
        return known[0]
    if isinstance(said, int) or str(said).isdigit():
        return connection(cursor, int(said))
    named = [c for c in known if c.title.casefold() == str(said).casefold()]
    if len(named) != 1:
        raise unknown(_A_SHEET, str(said), [c.title for c in known])
    return named[0]


def _tab(known: Connection, core: Core, look: Look, said: str) -> tuple[str, str, TabState | None]:
    states = tabs(core.store.cursor(), known.id)
    titles = {seen.id: seen.title for seen in look.tabs}
    titles |= {s.tab: s.title for s in states.values() if s.tab not in titles}
    found = [id_ for id_, title in titles.items() if title.casefold() == said.casefold()]
    if not found:
        raise unknown(_A_TAB, said, titles.values())
    return found[0], titles[found[0]], states.get(found[0])


def _told(reading: TabReading) -> Json:
    tab, told = reading.tab, reading.told if reading.tells else None
    plan = tab.plan if tab else None
    return {
        "tab": reading.seen.title,
        "verdict": reading.verdict.value,
        "facts": list(plan.facts) if plan else [],
        "columns": [{"header": c.header, "feeds": list(c.feeds)} for c in plan.columns]
        if plan
        else [],
        "rows": reading.rows,
        "valid": tab.counts.accepted if tab else 0,
        "rejected": tab.counts.rejected if tab else 0,
        "first_rejected": [
            {"row": r.row, "column": r.column, "en": r.message.en, "fr": r.message.fr}
            for r in (tab.rejected[:_FIRST_REJECTED] if tab else ())
        ],
        "told": {"en": told.en, "fr": told.fr} if told else None,
        "notes": [{"en": n.en, "fr": n.fr} for n in plan.notes] if plan else [],
    }


_FOREIGN = Text(
    en="“{title}” holds tabs of ours already, and none of its rows is known here: it is a copy of a connected sheet, or another workspace keeps it. Were the original connected here as well, its rows would count twice: `kpi sync status` lists them, `kpi sync disconnect` takes this one back before its first run.",
    fr="«\u00a0{title}\u00a0» porte déjà des onglets à nous, et aucune de ses lignes n’est connue ici\u00a0: c’est une copie d’une feuille connectée, ou un autre espace de travail la tient. Si l’originale est aussi connectée ici, ses lignes compteraient deux fois\u00a0: `kpi sync status` les liste, `kpi sync disconnect` retire celle-ci avant sa première exécution.",
)
_NOTHING_HELD = Text(
    en="Nothing of “{title}” waits for a word: the next run takes over what it finds.",
    fr="Rien dans «\u00a0{title}\u00a0» n’attend de confirmation\u00a0: la prochaine exécution prendra ce qu’elle trouve.",
)
_NO_SHEETS = Text(
    en="No sheet is connected: `kpi sync connect LINK` does it.",
    fr="Aucune feuille n’est connectée\u00a0: `kpi sync connect LIEN` s’en charge.",
)
_WHICH = Text(
    en="Several sheets are connected, say which one with --sheet: {sheets}.",
    fr="Plusieurs feuilles sont connectées, précisez laquelle avec --sheet\u00a0: {sheets}.",
)
_A_SHEET = Text(en="a connected sheet", fr="une feuille connectée")
_A_TAB = Text(en="a tab of this sheet", fr="un onglet de cette feuille")
