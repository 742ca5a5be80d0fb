"""Where a picture that a command draws is kept."""

from __future__ import annotations

from pathlib import Path


def kept(path: Path, picture: str) -> None:
    """
    Write *picture* to *path*.

    Raises
    ------
    KpiError
        what the system says when the file cannot be written.
    """
    from addin.faults import refused

    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise refused(error) from error
