"""How commands explain themselves and refuse what is typed wrongly, in the reader's language.

Typer looks up a few of its words with gettext and writes the others in English: both kinds are
replaced where a page of help is laid out, and where an error of usage is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import typer
from typer._click import exceptions as usage  # Typer re-exports only some of them
from typer.core import TyperCommand, TyperGroup

from addin.words import language
from kpi_core.errors import closest, shown
from kpi_core.text import Lang, Text

LANG = language()


def t(en: str, fr: str) -> str:
    """Return a help text in the language of the terminal."""
    return Text(en=en, fr=fr)[LANG]


_USAGE = Text(en="Usage: ", fr="Utilisation\u00a0: ")
# The layout adds the English colon; French wants a no-break space before it.
_ARGUMENTS = Text(en="Arguments", fr="Arguments\u00a0")
_OPTIONS = Text(en="Options", fr="Options\u00a0")
_COMMANDS = Text(en="Commands", fr="Commandes\u00a0")
_HELP = Text(en="Show this message and exit.", fr="Afficher ce message et quitter.")
_REQUIRED = Text(en="required", fr="obligatoire")
_DEFAULT = Text(en="default: {value}", fr="par défaut\u00a0: {value}")
_VARIABLE = Text(en="env var: {value}", fr="variable d’environnement\u00a0: {value}")
_RANGE = Text(en="{low} to {high}", fr="de {low} à {high}")
SYNOPSIS = Text(en="COMMAND [ARGS]...", fr="COMMANDE [ARGUMENTS]...")
_TYPES: Mapping[str, Text] = {
    "str": Text(en="text", fr="texte"),
    "int": Text(en="number", fr="nombre"),
    "int range": Text(en="number", fr="nombre"),
    "float": Text(en="number", fr="nombre"),
    "float range": Text(en="number", fr="nombre"),
    "path": Text(en="path", fr="chemin"),
    "file": Text(en="file", fr="fichier"),
}
_TYPE = re.compile(r"<(?:list\[)?([a-z ]+?)\]?>")


class Command(TyperCommand):
    """A command whose help and errors are in the reader's language."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the command is typed."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what it takes."""
        _write_parameters(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """Return `--help`, in words."""
        return _in_words(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command; one too many is refused by name."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest:
            raise UnexpectedError(rest, ctx)
        return rest


class Group(TyperGroup):
    """The root, whose commands are listed under a heading in the reader's language."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how a command is typed."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the general options, then the commands."""
        _write_parameters(self, ctx, formatter)
        names = self.list_commands(ctx)
        limit = formatter.width - 6 - max(len(name) for name in names)
        with formatter.section(_COMMANDS[LANG]):
            formatter.write_dl([(n, self.commands[n].get_short_help_str(limit)) for n in names])

    def get_help_option(self, ctx: Any) -> Any:
        """Return `--help`, in words."""
        return _in_words(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise NoCommandError(args[0], closest(args[0], self.commands, 1), ctx)
        return super().resolve_command(ctx, args)


class UnexpectedError(usage.UsageError):
    """More was typed than the command takes."""

    def __init__(self, words: list[str], ctx: Any) -> None:
        super().__init__("unexpected", ctx)
        self.words = words


class NoCommandError(usage.UsageError):
    """The word names no command."""

    def __init__(self, word: str, near: list[str], ctx: Any) -> None:
        super().__init__("no such command", ctx)
        self.word, self.near = word, near


def fault(error: usage.ClickException, lang: Lang) -> str:
    """Return what is wrong with what was typed, after how the command is."""
    if isinstance(error, usage.NoArgsIsHelpError):
        return error.format_message() + "\n"
    said = _fault(error)[lang] + "\n"
    context = getattr(error, "ctx", None)
    if context is None:
        return said
    more = Text(en="`{path} --help` says more.", fr="`{path} --help` en dit plus.").format(
        path=context.command_path
    )[lang]
    return f"{context.get_usage()}\n{said}{more}\n"


def _fault(error: usage.ClickException) -> Text:  # noqa: PLR0911 - one sentence a fault
    match error:
        case usage.MissingParameter():
            return _missing(error)
        case usage.BadParameter():
            return Text(
                en="{name} is not what is expected: {why}.",
                fr="{name} n’est pas ce qui est attendu\u00a0: {why}.",
            ).format(name=_parameter(error), why=_why(error))
        case usage.NoSuchOption():
            near = sorted(error.possibilities or ())
            return Text(
                en="There is no option {name}.{closest}",
                fr="Il n’y a pas d’option {name}.{closest}",
            ).format(name=shown(error.option_name), closest=_closest(near))
        case usage.BadOptionUsage() if "not take" in error.message:
            return Text(en="{name} takes no value.", fr="{name} n’accepte pas de valeur.").format(
                name=error.option_name
            )
        case usage.BadOptionUsage():
            return Text(
                en="{name} is typed without its value.", fr="{name} est écrit sans sa valeur."
            ).format(name=error.option_name)
        case UnexpectedError():
            return Text(
                en="More was typed than this command takes: {words}.",
                fr="La commande n’en attend pas tant\u00a0: {words}.",
            ).format(words=shown(" ".join(error.words)))
        case NoCommandError():
            return Text(
                en="“{word}” is not a command.{closest}",
                fr="«\u00a0{word}\u00a0» n’est pas une commande.{closest}",
            ).format(word=shown(error.word), closest=_closest(error.near))
        case usage.UsageError() if isinstance(error.cmd, Group):
            return Text(en="A command is missing.", fr="Il manque une commande.")
    return Text(en="This cannot be read: {why}.", fr="Impossible à lire\u00a0: {why}.").format(
        why=error.format_message().rstrip(".")
    )


def _missing(error: usage.MissingParameter) -> Text:
    name = _parameter(error)
    if error.param is not None and error.param.param_type_name == "option":
        return Text(en="The option {name} is missing.", fr="Il manque l’option {name}.").format(
            name=name
        )
    return Text(
        en="The argument “{name}” is missing.", fr="Il manque l’argument «\u00a0{name}\u00a0»."
    ).format(name=name)


def _closest(near: list[str]) -> Text:
    if not near:
        return Text(en="", fr="")
    return Text(en=" Closest: {near}.", fr=" Au plus près\u00a0: {near}.").format(
        near=", ".join(near)
    )


def _parameter(error: usage.BadParameter) -> str:
    param: Any = error.param
    return str(param.opts[0] if param.param_type_name == "option" else param.display_name_raw)


def _why(error: usage.BadParameter) -> Text:
    from pydantic import ValidationError

    from addin.faults import why

    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return why(cause.errors()[0])
    return Text(en=error.message.rstrip("."), fr=error.message.rstrip("."))


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = command.collect_usage_pieces(ctx)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_USAGE[LANG])


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    kinds = {"argument": _ARGUMENTS, "option": _OPTIONS}
    for kind, heading in kinds.items():
        shown_ = [p for p in command.get_params(ctx) if p.param_type_name == kind and not p.hidden]
        if shown_:
            with formatter.section(heading[LANG]):
                formatter.write_dl([_row(p, ctx) for p in shown_])


def _row(parameter: Any, ctx: Any) -> tuple[str, str]:
    name, _ = parameter.get_help_record(ctx)
    more = list(_more(parameter))
    help_ = f"{parameter.help or ''}  [{'; '.join(more)}]" if more else parameter.help or ""
    return _TYPE.sub(lambda m: f"<{_TYPES[m[1]][LANG]}>", name), help_.strip()


def _more(parameter: Any) -> Any:
    """Yield what the help of a parameter says beside its own sentence."""
    if parameter.envvar:
        yield _VARIABLE.format(value=parameter.envvar)[LANG]
    if parameter.default not in (None, False) and parameter.show_default is True:
        yield _DEFAULT.format(value=parameter.default)[LANG]
    if parameter.min is not None and parameter.max is not None:
        yield _RANGE.format(low=parameter.min, high=parameter.max)[LANG]
    if parameter.required:
        yield _REQUIRED[LANG]


def _in_words(option: Any) -> Any:
    if option is not None:
        option.help = _HELP[LANG]
    return option


def make_app(words: str) -> typer.Typer:
    """Return the root that commands are declared on; *words* say what it is for."""
    return typer.Typer(
        cls=Group,
        help=words,
        no_args_is_help=True,
        subcommand_metavar=SYNOPSIS[LANG],
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
