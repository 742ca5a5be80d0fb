"""How a command ends: 0 for an answer, 2 for what its user can fix, with a sentence."""

from __future__ import annotations

import sys

import click
import typer

from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text

USER_ERROR = 2


def run(app: typer.Typer, lang: Lang) -> int:
    """Run *app* on the command line and return its exit code."""
    try:
        app(standalone_mode=False)
    except KpiError as error:
        sys.stderr.write(error.message[lang] + "\n")
        return USER_ERROR
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return USER_ERROR
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: told in words, shown on demand
        return _invalid(error, lang)
    return 0


def _invalid(error: Exception, lang: Lang) -> int:
    from pydantic import ValidationError  # noqa: PLC0415 - only on the way out

    if not isinstance(error, ValidationError):
        raise error
    for fault in error.errors():
        where = "/".join(str(part) for part in fault["loc"])
        sys.stderr.write(
            Text(en="{where}: {why}.", fr="{where} : {why}.").format(where=where, why=fault["msg"])[lang] + "\n"
        )
    return USER_ERROR
