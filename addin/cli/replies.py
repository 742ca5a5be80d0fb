"""A reply of the assistant, as it is read in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from addin.cli import render
from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text, counted

Json = dict[str, Any]
_END = frozenset({"quit", "exit", "quitter", "bye", "au revoir", "q"})
_LINES = 12  # of a table; the others are counted
_SEEN = 2  # caveats shown; the others are counted


def contract(reply: Json) -> Json:
    """Return a reply as `kpi ask --json` promises it."""
    return reply | {"options": [o["label"] for o in reply["options"]], "choices": reply["options"]}


def show(reply: Json, *, json: bool, everything: bool = False) -> None:
    """Print *reply*; a long table is cut unless *everything* is wanted."""
    if json:
        render.as_json(contract(reply))
        return
    spoken = Lang(reply["lang"])
    sys.stdout.write(reply["text"] + "\n")
    for i, option in enumerate(reply["options"], 1):
        sys.stdout.write(f"  {i}. {option['label']}\n")
    if table := reply["table"]:
        kept = table["rows"] if everything else table["rows"][:_LINES]
        render.table("", table["head"], kept, table["numeric"])
        if left := len(table["rows"]) - len(kept):
            sys.stdout.write(counted(left, *_MORE)[spoken] + "\n")
    for line in (
        *reply["assumptions"],
        *reply["caveats"][:_SEEN],
        *reply["details"],
        *reply["notes"],
    ):
        sys.stdout.write(f"· {line}\n")
    if (more := len(reply["caveats"]) - _SEEN) > 0:
        said = Text(en="· {n} more (--json).", fr="· {n} de plus (--json).").format(n=more)
        sys.stdout.write(said[spoken] + "\n")
    if reply["formula"]:
        sys.stdout.write(reply["formula"] + "\n")


def converse(ask: Callable[[Json], Json], lang: Lang) -> None:
    """Ask and answer until an empty line; a number picks one of the options."""
    context: Json | None = None
    options: list[Json] = []
    spoken: str = lang.value
    hint = Text(
        en="Ask a question; an empty line ends.",
        fr="Posez une question\u202f; une ligne vide termine.",
    )
    sys.stderr.write(hint[lang] + "\n")
    while (typed := _line()) and typed.casefold() not in _END:
        if typed.isdigit() and 0 < int(typed) <= len(options):
            asked: Json = {"pick": options[int(typed) - 1], "lang": spoken}
        else:
            asked = {"question": typed, "prefer": lang.value}
        try:
            reply = ask(asked | ({"context": context} if context else {}))
        except KpiError as error:
            # One question that is none does not end the conversation.
            render.complain(error.message, lang)
            continue
        show(reply, json=False)
        spoken = reply["lang"]
        context, options = reply["context"], reply["options"]


def _line() -> str:
    if sys.stdin.isatty():
        with suppress(ImportError):  # not everywhere: without it, arrows recall nothing
            import readline  # noqa: F401 - what was typed is at hand for this conversation
        try:
            return input("> ").strip()
        except EOFError:
            return ""
    sys.stderr.write("> ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


_MORE = (
    Text(en="… and {n} more (--all, or --json).", fr="… et {n} autre (--all, ou --json)."),
    Text(en="… and {n} more (--all, or --json).", fr="… et {n} autres (--all, ou --json)."),
)
