"""Commands and groups with help in the user's language, and the options common to all of them."""

import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, get_args

import click
import msgspec
from click.shell_completion import CompletionItem

from weda_tui import __version__
from weda_tui.cli import output
from weda_tui.cli.completion.offers import COMPLETED, Complete, offer_words
from weda_tui.cli.help import Section, page, page_width
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import one_of
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.text.template import nearest_name
from weda_tui.i18n.strings import Strings
from weda_tui.store.commit import find_commit

LANGUAGES: tuple[Language, ...] = get_args(Language)
EVERYWHERE = frozenset({"workspace", "lang", "version", "help"})
"""Names of the options that every command accepts."""


class HelpEntry(msgspec.Struct, frozen=True):
    """A command in the list of its group; it is built when it is called."""

    summary: str
    build: Callable[[Strings], click.Command]


def imported(summary: str, module: str) -> HelpEntry:
    """Return an entry that imports ``module`` of this package when the command is called."""
    return HelpEntry(summary, lambda strings: import_module(module, __package__).build(strings))


def imported_call(module: str) -> Callable[..., int]:
    """Return a callback that imports ``module`` and runs its function ``call``."""

    def call(**given: Any) -> int:
        return import_module(module, __package__).call(**given)

    return call


class HelpPage(msgspec.Struct, frozen=True):
    """The texts of a help page."""

    strings: Strings
    paragraphs: tuple[str, ...]
    examples: tuple[str, ...] = ()
    statuses: bool = False
    """Whether the page lists the exit statuses."""


class CliCommand(click.Command):
    """A command with one help page; its callback returns the exit status."""

    def __init__(
        self,
        name: str,
        help_page: HelpPage,
        callback: Callable[..., int],
        params: Iterable[click.Parameter] = (),
    ) -> None:
        parameters = [*params, *global_options(help_page.strings)]
        super().__init__(name, callback=callback, params=parameters, add_help_option=False)
        self._page = help_page

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words after the command. Raises ``click.UsageError`` with its context."""
        with _named_by(ctx):
            return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return _help_text(self, self._page, ctx, ())


class CommandGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def __init__(
        self,
        name: str,
        help_page: HelpPage,
        entries: Mapping[str, HelpEntry],
        callback: Callable[..., int] | None = None,
        params: Iterable[click.Parameter] = (),
    ) -> None:
        """``callback`` runs if no command is named; without it, this is an error."""
        super().__init__(
            name,
            params=[*params, *global_options(help_page.strings)],
            invoke_without_command=callback is not None,
            callback=callback,
            add_help_option=False,
            no_args_is_help=False,
        )
        self._page = help_page
        self._entries = entries

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words after the group. Raises ``click.UsageError`` with its context."""
        with _named_by(ctx):
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help page."""
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and build a command."""
        entry = self._entries.get(cmd_name)
        return entry.build(self._page.strings) if entry else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the names of the commands, without loading them, and the options."""
        named = [
            CompletionItem(name, help=entry.summary)
            for name, entry in self._entries.items()
            if name.startswith(incomplete)
        ]
        return [*named, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command at the start of ``args``. Raises ``click.UsageError``."""
        if args and args[0] not in self._entries and not args[0].startswith("-"):
            usage = self._page.strings.cli.usage
            text = usage.unknown_command.format(command=args[0])
            if nearest := nearest_name(args[0], self._entries):
                text += "\n" + usage.nearest.format(nearest=nearest)
            raise click.UsageError(text, ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        rows = [(name, entry.summary) for name, entry in self._entries.items()]
        return _help_text(self, self._page, ctx, rows)


@contextmanager
def _named_by(context: click.Context) -> Generator[None]:
    """Add the context of the command to a usage error, which Click does not always do."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or context
        raise


def global_options(strings: Strings) -> list[click.Parameter]:
    """Return the options that are accepted before and after every command."""
    words = strings.cli.help
    shown: dict[str, Any] = {"is_eager": True, "expose_value": False}
    languages = "|".join(LANGUAGES)
    return [
        option("--workspace", "DIR", words.workspace, expose_value=False, callback=_keep_workspace),
        option(
            *("--lang", languages, words.lang),
            choices=LANGUAGES,
            expose_value=False,
            callback=_keep_language,
        ),
        flag("--version", words.version, callback=_print_version, **shown),
        flag("-h --help", words.help, callback=_print_help, **shown),
    ]


def option(
    names: str, metavar: str, words: str, *, choices: Sequence[str] = (), **more: Any
) -> click.Option:
    """Return an option with a value; ``names`` are separated by spaces.

    ``choices`` are the only allowed values. Other values are completed by ``offers.COMPLETED``.
    """
    declared = names.split()
    complete = next((COMPLETED[name] for name in declared if name in COMPLETED), None)
    given = _checked(complete, choices) | more
    return click.Option(declared, metavar=metavar, help=words, **given)


def argument(
    name: str, metavar: str, *, choices: Sequence[str] = (), **more: Any
) -> click.Argument:
    """Return an argument; ``choices`` are the only allowed values."""
    given = _checked(COMPLETED.get(metavar), choices) | more
    return click.Argument([name], metavar=metavar, **given)


def _checked(complete: Complete | None, choices: Sequence[str]) -> dict[str, Any]:
    """Return the parameters that complete a value and check it against ``choices``."""
    if not choices:
        return {"shell_complete": complete}
    return {"callback": one_of(choices), "shell_complete": offer_words(choices)}


def flag(names: str, words: str, **more: Any) -> click.Option:
    """Return an option without a value."""
    return click.Option(names.split(), is_flag=True, help=words, **more)


def json_option(strings: Strings) -> click.Option:
    """Return ``--json``."""
    return flag("--json as_json", strings.cli.help.json)


def yes_option(strings: Strings) -> click.Option:
    """Return ``--yes``."""
    return flag("--yes", strings.cli.help.yes)


def environment_option(strings: Strings) -> click.Option:
    """Return ``--env``."""
    return option("--env", "NAME", strings.cli.help.env)


def _keep_workspace(_: click.Context, __: click.Parameter, value: str | None) -> None:
    if value is not None:
        current().workspace = value


def _keep_language(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        current().wanted_language = one_of(LANGUAGES)(context, parameter, value)


def _print_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        output.data(f"weda-tui {__version__}")
        if commit := find_commit():
            output.data(f"commit {commit}")
        output.data(f"Python {sys.version.split()[0]}")
        context.exit()


def _print_help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        output.data(context.get_help())
        context.exit()


def _help_text(
    command: click.Command,
    words: HelpPage,
    context: click.Context,
    commands: Sequence[tuple[str, str]],
) -> str:
    help_words = words.strings.cli.help
    arguments = [
        argument.metavar or ""
        for argument in command.params
        if isinstance(argument, click.Argument)
    ]
    if commands:
        mark = help_words.command_mark
        arguments.append(f"[{mark}]" if command.callback else mark)
    pieces = [context.command_path, *arguments, help_words.options_mark]
    own = [option for option in command.params if isinstance(option, click.Option)]
    sections = [
        Section(help_words.commands, commands),
        Section(help_words.options, [_row(o) for o in own if o.name not in EVERYWHERE]),
        Section(help_words.everywhere, [_row(o) for o in own if o.name in EVERYWHERE]),
        Section(help_words.examples, [(example, "") for example in words.examples]),
        Section(help_words.statuses, _statuses(words.strings) if words.statuses else []),
    ]
    usage = f"{help_words.usage}: {' '.join(pieces)}"
    first, *others = words.paragraphs
    shown = [section for section in sections if section.rows]
    return page(usage, [first[:1].upper() + first[1:], *others], shown, page_width())


def _row(option: click.Option) -> tuple[str, str]:
    value = f" {option.metavar}" if option.metavar and not option.is_flag else ""
    return ", ".join(option.opts) + value, option.help or ""


def _statuses(strings: Strings) -> list[tuple[str, str]]:
    words = strings.cli.help
    return [
        ("0", words.status_ok),
        ("1", words.status_verdict),
        ("2", words.status_usage),
        ("3", words.status_unreachable),
        ("4", words.status_limit),
        ("5", words.status_token),
        ("6", words.status_assertion),
        ("7", words.status_guard),
        ("130", words.status_interrupted),
    ]
