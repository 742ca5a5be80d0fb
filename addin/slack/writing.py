"""A reply as Slack shows it, and a message as somebody typed it.

Whatever comes from the data is escaped: a campaign called “<!channel>” is text, and calls nobody.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from assistant.wire import Reply, Table
from kpi_core.text import Lang, Text

Json = dict[str, Any]

PICK = "kpi_pick"
#: Slack refuses longer ones.
_MOST_TEXT, _MOST_LABEL = 2_900, 75
_MOST_ROWS, _MOST_CAVEATS, _MOST_CELL = 12, 5, 32


def escaped(text: str) -> str:
    """Return *text* so that Slack reads no mention, link or code in it."""
    plain = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    entities = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return entities.replace("`", "ˋ")


def typed(text: str) -> str:
    """Return what somebody typed: without the mention of us, and without Slack's own marks."""
    spoken = re.sub(r"<[@!][^>]*>", " ", text)
    spoken = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", spoken)
    spoken = re.sub(r"<([^>]*)>", r"\1", spoken)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        spoken = spoken.replace(entity, character)
    return " ".join(spoken.split())


def message(text: str, blocks: list[Json] | None = None) -> Json:
    """Return the arguments of a message whose links are not opened and names not looked up."""
    return {
        "text": escaped(text),
        "blocks": blocks or [_section(escaped(text))],
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
        "parse": "none",
    }


def answer(reply: Reply, ticket: str) -> Json:
    """Return *reply* as a message; its options are buttons that say *ticket* and their place."""
    blocks = [_section(escaped(reply.text))]
    if reply.table and reply.table.rows:
        blocks.append(_section(_drawn(reply.table, reply.lang)))
    beside = [*reply.caveats[:_MOST_CAVEATS], *reply.assumptions[:_MOST_CAVEATS], *reply.notes]
    if beside:
        lines = "\n".join(f"• {escaped(line)}" for line in beside)
        blocks.append({"type": "context", "elements": [_written(lines)]})
    if reply.options:
        blocks.append({"type": "actions", "elements": _buttons(reply, ticket)})
    return message(reply.text, blocks)


def _buttons(reply: Reply, ticket: str) -> list[Json]:
    return [
        {
            "type": "button",
            "action_id": f"{PICK}_{place}",
            "value": f"{ticket}:{place}",
            "text": {"type": "plain_text", "emoji": False, "text": _label(option.label)},
        }
        for place, option in enumerate(reply.options)
    ]


def _label(text: str) -> str:
    # A button's text is never read for marks; its angle brackets are other letters all the same.
    plain = text.replace("<", "‹").replace(">", "›")
    return plain if len(plain) <= _MOST_LABEL else plain[: _MOST_LABEL - 1] + "…"


def _section(text: str) -> Json:
    return {"type": "section", "text": _written(text)}


def _written(text: str) -> Json:
    shortened = text if len(text) <= _MOST_TEXT else _whole(text[:_MOST_TEXT]) + "…"
    return {"type": "mrkdwn", "verbatim": True, "text": shortened}


def _whole(text: str) -> str:
    """Return *text* without the half of an entity that cutting may have left at its end."""
    return re.sub(r"&[a-z]{0,4}$", "", text)


def _drawn(table: Table, lang: Lang) -> str:
    """Return the first rows of *table* in letters of one width, figures to the right."""
    shown = [[_cell(c) for c in row] for row in (table.head, *table.rows[:_MOST_ROWS])]
    widths = [max(_width(row[i]) for row in shown) for i in range(len(table.head))]
    lines = [
        "  ".join(
            _padded(cell, width, right=right)
            for cell, width, right in zip(row, widths, table.numeric, strict=True)
        ).rstrip()
        for row in shown
    ]
    # Escaped once it is aligned: “&amp;” is one letter on the screen. Lines are cut whole.
    kept: list[str] = []
    for line in map(escaped, lines):
        if sum(map(len, kept)) + len(kept) + len(line) > _MOST_TEXT - 100:
            break
        kept.append(line)
    left = len(table.rows) - (len(kept) - 1)
    more = f"\n{_MORE.format(n=left)[lang]}" if left else ""
    return "```\n" + "\n".join(kept) + "\n```" + more


_MORE = Text(en="and {n} more.", fr="et {n} de plus.")


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _MOST_CELL else flat[: _MOST_CELL - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room
