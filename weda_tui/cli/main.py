"""The entry point of the command line: language, program, command, exit status.

Importing this module loads Click and the words, but no command; each command loads what it needs.
"""

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from types import TracebackType

import click

from weda_tui.cli import output
from weda_tui.cli.command import LANGUAGES, CommandGroup, HelpPage, imported
from weda_tui.cli.completion.offers import COMPLETION_VARIABLE, SHELLS
from weda_tui.cli.errors_output import PROGRAM, refuse, refuse_usage
from weda_tui.cli.exit_status import ExitStatus, exit_status
from weda_tui.cli.invocation import Explore, Invocation, Serve, no_server
from weda_tui.core.errors import WedaError
from weda_tui.i18n.language import choose_language, strings_for
from weda_tui.i18n.strings import Strings


def run(arguments: Sequence[str], explore: Explore, serve: Serve = no_server) -> int:
    """Run one command line and return its exit status; print every expected error to stderr.

    ``explore(session, language)`` opens the explorer and returns its status; ``serve`` serves a
    coding agent.
    """
    strings = strings_for(choose_language(os.environ, wanted_language(arguments)))
    invocation = Invocation(strings=strings, explore=explore, serve=serve)
    try:
        return _run(arguments, invocation)
    except click.UsageError as error:
        refuse_usage(error, strings)
        return ExitStatus.USAGE
    except WedaError as error:
        refuse(error, strings)
        return exit_status(error)
    except (KeyboardInterrupt, click.Abort):
        output.talk(strings.cli.program.interrupted)
        return ExitStatus.INTERRUPTED
    except Exception:
        sys.excepthook = partial(_report_bug, invocation)
        raise


def _report_bug(
    invocation: Invocation,
    kind: type[BaseException],
    bug: BaseException,
    trace: TracebackType | None,
) -> None:
    """Print the traceback of a bug with the secrets in its text masked."""
    lines = traceback.format_exception(kind, bug, trace)
    output.talk(invocation.hide("".join(lines).rstrip("\n")))


def wanted_language(arguments: Sequence[str]) -> str | None:
    """Return the language in ``--lang``, in which the program is built."""
    wanted = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        if argument == "--lang":
            wanted = following
        elif argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
    return wanted if wanted in LANGUAGES else None


def build_program(strings: Strings) -> CommandGroup:
    """Return the program with all its commands, without loading them."""
    words = strings.cli.program
    entries = {
        "demo": imported(words.demo, ".explorer"),
        "sandbox": imported(words.sandbox, ".sandbox"),
        "send": imported(words.send, ".sending.command"),
        "run": imported(strings.run_command.about, ".runs.command"),
        "load": imported(strings.load.command.about, ".load.command"),
        "catalogue": imported(words.catalogue, ".catalogue.command"),
        "errors": imported(strings.cli.book.errors, ".errors"),
        "explain": imported(strings.cli.book.explain, ".explain"),
        "import": imported(words.importing, ".import_"),
        "export": imported(strings.imported.export, ".export"),
        "storage": imported(strings.transfer.commands.group, ".storage"),
        "schema": imported(strings.saved.command.schema, ".schema"),
        "history": imported(strings.history.command.group, ".history"),
        "view": imported(strings.view.summary, ".view"),
        "env": imported(words.env, ".environments.command"),
        "token": imported(words.token, ".token"),
        "mcp": imported(strings.agents.command.about, ".mcp.command"),
        "completion": imported(words.completion, ".completion.command"),
        "skill": imported(words.skill, ".skill"),
    }
    examples = (
        "weda-tui",
        "weda-tui demo",
        "weda-tui catalogue search cxspr",
        "weda-tui send workflow.DescribeInstanceApproverList --env-type prod",
    )
    help_page = HelpPage(strings, (words.about, words.details), examples, statuses=True)
    return CommandGroup(PROGRAM, help_page, entries, callback=_explore)


def _run(arguments: Sequence[str], invocation: Invocation) -> int:
    program = build_program(invocation.strings)
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        return _complete(program, invocation, instruction)
    try:
        with program.make_context(PROGRAM, list(arguments), obj=invocation) as context:
            return int(program.invoke(context))
    except click.exceptions.Exit as end:
        return end.exit_code


def _complete(program: CommandGroup, invocation: Invocation, instruction: str) -> int:
    """Print the completions that a shell requests.

    The request of a shell sets certain variables; without them it is an error. A wrong command line
    has no completions.
    """
    from weda_tui.cli.completion.command import shell_complete

    if instruction.partition("_")[0] not in SHELLS:
        return ExitStatus.USAGE
    captured = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    try:
        with contextlib.redirect_stdout(captured):
            status = shell_complete(
                program, {"obj": invocation}, PROGRAM, COMPLETION_VARIABLE, instruction
            )
    except (KeyError, ValueError, click.UsageError):
        return ExitStatus.USAGE
    captured.flush()
    text = captured.buffer.getvalue().decode()
    output.exact(text.encode(sys.getfilesystemencoding(), "replace"))
    return status


def _explore() -> int:
    """Open the explorer if the command line names no command."""
    if click.get_current_context().invoked_subcommand is not None:
        return ExitStatus.OK
    from weda_tui.cli import explorer

    return explorer.explore_workspace()
