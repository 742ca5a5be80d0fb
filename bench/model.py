"""What a question shown to a language model weighs: a bound in tokens, with the whole catalogue."""

from __future__ import annotations

from assistant.model.prompt import LONGEST, MOST_TOKENS, in_text, prefix, reading_messages, weight
from assistant.model.proposal import offered, schema

_FULL = (
    '{"before":{"intent":"breakdown","kpis":["cac","cpl"],"by":["campaign"],"grain":"month",'
    '"of":["channel"],"period":"2025-01-01..2025-12-31"}}'
)


def report() -> str:
    """Return the weights as a Markdown table."""
    short = reading_messages("What was our CAC on LinkedIn last quarter?", "")
    full = reading_messages("é" * (LONGEST // 2), _FULL)
    rows = [
        ("a short question, with the tool", weight(short, tools=True).tokens),
        ("the longest question and context, with the tool", weight(full, tools=True).tokens),
        ("the same, the shape told in words", weight(in_text(full), tools=False).tokens),
    ]
    lines = [
        "| what a model is sent | tokens, at most | must reach |",
        "| --- | ---: | ---: |",
        *(f"| {what} | {tokens} | <= {MOST_TOKENS} |" for what, tokens in rows),
    ]
    fixed = len(prefix().encode()) + len(schema().encode())
    return "\n".join(
        [
            *lines,
            f"{len(offered())} KPIs; bytes / 3, as no tokeniser is at hand; {fixed} bytes are the same for every question",
        ]
    )
