"""Where a workspace publishes what it decides, remembered beside its file and in no copy of it.

Each publication has a mark of its own: whoever does not know the last one is not the owner. Those
that were tried are kept until one is known to have arrived, so that a crash in between loses nothing.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kpi_core.errors import Kind, KpiError
from kpi_core.shared import words

FILE = "shared.json"


@dataclass(slots=True)
class Note:
    """
    What the owner knows of its last publication.

    mark: of the last that arrived; tried: of those that may have; digest: of what it said.
    """

    url: str
    mark: str = ""
    tried: tuple[str, ...] = ()
    digest: str = ""

    @classmethod
    def of(cls, folder: Path) -> Note | None:
        """
        Return the note of the workspace of *folder*, None where nothing is shared.

        Raises
        ------
        KpiError
            UPSTREAM when it is damaged.
        """
        path = folder / FILE
        try:
            told = json.loads(path.read_text("utf-8"))
            return cls(told["url"], told["mark"], tuple(told["tried"]), told["digest"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            raise KpiError(Kind.UPSTREAM, words.DAMAGED.format(path=path)) from None

    def save(self, folder: Path) -> None:
        """
        Write it for the owner's eyes, whole or not at all.

        Raises
        ------
        KpiError
            UPSTREAM when it cannot be.
        """
        path = folder / FILE
        try:
            self._write(path)
        except OSError:
            raise KpiError(Kind.UPSTREAM, words.UNWRITTEN.format(path=path)) from None

    def _write(self, path: Path) -> None:
        beside = path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)


def forget(folder: Path) -> None:
    """Publish nothing any more."""
    (folder / FILE).unlink(missing_ok=True)
