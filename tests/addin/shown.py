"""What a cell shows in place of a value."""

# The codes of the shared error map: Excel shows words with #VALUE! and #N/A only.
CODES = {
    "EMPTY": "#N/A", "NOT_FOUND": "#N/A", "UPSTREAM": "#N/A", "AUTH": "#N/A",
    "TYPE": "#VALUE!", "AMBIGUOUS": "#VALUE!", "SHAPE": "#VALUE!", "CURRENCY": "#VALUE!",
    "LIMIT": "#VALUE!", "DIV0": "#DIV/0!", "NUM": "#NUM!",
}  # fmt: skip


def shows(found, kind):
    """Tell whether *found* is the error *kind* with its code and some words."""
    return (
        isinstance(found, dict)
        and set(found) == {"kind", "code", "message"}
        and (found["kind"], found["code"]) == (kind, CODES[kind])
        and len(found["message"]) > 5
    )
