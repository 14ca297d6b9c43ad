"""Errors in words on stderr: of the command line, and expected errors of a command."""

import click

from weda_tui.cli import output
from weda_tui.core.errors import WedaError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings

PROGRAM = "weda-tui"
_NO_COMMAND = "Missing command."
"""Click's message for a group without a command."""


def refuse(error: WedaError, strings: Strings) -> None:
    """Show what is wrong and what to do."""
    words = explain(error, strings)
    output.talk(f"✗ {words.what}\n  {words.hint}")


def refuse_usage(error: click.UsageError, strings: Strings) -> None:
    """Show what is wrong with the command line, and which help page explains it.

    For a group without a command, show that page.
    """
    output.talk(f"✗ {_usage_words(error, strings)}".replace("\n", "\n  "))
    if error.ctx is not None and error.message == _NO_COMMAND:
        output.talk(f"\n{error.ctx.get_help()}")
        return
    command = error.ctx.command_path if error.ctx is not None else PROGRAM
    output.talk(f"  {strings.cli.usage.see_help.format(command=command)}")


def _usage_words(error: click.UsageError, strings: Strings) -> str:
    """Translate Click's own messages; messages of our checks are already translated."""
    words = strings.cli.usage
    match error:
        case click.MissingParameter():
            return words.missing.format(parameter=_name_of(error.param))
        case click.NoSuchOption():
            text = words.unknown_option.format(option=error.option_name)
            nearest = error.possibilities[0] if error.possibilities else ""
            return f"{text}\n{words.nearest.format(nearest=nearest)}" if nearest else text
        case click.BadOptionUsage():
            takes_none = "does not take a value" in error.message
            sentence = words.takes_no_value if takes_none else words.needs_value
            return sentence.format(option=error.option_name)
        case click.BadParameter():
            return words.bad_value.format(parameter=_name_of(error.param), message=error.message)
        case _:
            return _plain_words(error, strings)


def _plain_words(error: click.UsageError, strings: Strings) -> str:
    """Translate the messages that Click distinguishes only by their text."""
    words = strings.cli.usage
    if error.message == _NO_COMMAND:
        return words.missing_command
    _, is_extra, arguments = error.message.partition("unexpected extra argument")
    if is_extra:
        return words.extra.format(arguments=arguments.partition("(")[2].rstrip(")"))
    return error.message


def _name_of(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.metavar or "?"
