"""What an export of a tool is, and how one is written down here."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Export:
    """A file, what it must be taken for, and one of its rows as facts."""

    id: str
    text: str
    system: str
    first: dict[str, dict[str, object]]
    encoding: str = "utf-8"
    accepted: int = 1
    hints: dict[str, object] = field(default_factory=dict)


NNBSP, NBSP = "\u202f", "\u00a0"
