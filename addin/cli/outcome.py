"""How a command ends: 0 for an answer, 2 for what its user can fix, 1 for a fault of ours."""

from __future__ import annotations

import sys

import typer
from typer._click.exceptions import ClickException

from addin.cli.spoken import fault
from addin.faults import refused
from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text

OUR_FAULT = 1
USER_ERROR = 2
INTERRUPTED = 130


def run(app: typer.Typer, lang: Lang, words: list[str]) -> int:
    """Run *app* on *words* and return its exit code."""
    try:
        ended = app(words, standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except (ClickException, KpiError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            return 0
        sys.stderr.write(_sentence(error, lang))
        return USER_ERROR
    except Exception as error:  # noqa: BLE001 - whose words may quote the data, or a password
        from addin.server.journal import places

        sys.stderr.write(f"{_BROKEN[lang]}\n{places(error)}\n")
        return OUR_FAULT
    return int(ended or 0)


def _sentence(error: ClickException | KpiError | OSError, lang: Lang) -> str:
    if isinstance(error, ClickException):
        return fault(error, lang)
    said = error if isinstance(error, KpiError) else refused(error)
    return said.message[lang] + "\n"


_BROKEN = Text(
    en="Something broke on our side. Please report these lines: they hold nothing of your data.",
    fr="Une panne de notre côté. Merci de signaler ces lignes\u00a0: elles ne contiennent rien de vos données.",
)
