"""``mcp``: the server for coding agents, which is passed in like the explorer."""

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, environment_option, option
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.mcp.clients import CLIENTS, NAME, McpClient, configuration, start_command
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.json.text import format_json
from weda_tui.i18n.language import choose_language, strings_for
from weda_tui.i18n.strings import Strings
from weda_tui.store.paths import find_paths
from weda_tui.store.preferences import load_preferences

if TYPE_CHECKING:  # loaded when first needed
    from weda_tui.session import Session

PACKAGE = "mcp"
SESSION = f"{__name__}.session"
ANY = CLIENTS[-1]


def build(strings: Strings) -> click.Command:
    """Return ``mcp``."""
    words = strings.agents.command
    examples = (
        "weda-tui mcp --config",
        "weda-tui mcp --config cursor --env-type dev",
        "claude mcp add weda-tui -- weda-tui mcp --workspace ~/weda --env-type dev",
    )
    config = option(
        "--config", "[CLIENT]", words.config,
        is_flag=False, flag_value=ANY.name, choices=[client.name for client in CLIENTS],
    )  # fmt: skip
    return CliCommand(
        "mcp",
        HelpPage(strings, (words.about, words.details), examples),
        _mcp,
        [environment_option(strings), option("--env-type", "T", words.env_type), config],
    )


def _mcp(env: str | None, env_type: str | None, config: str | None) -> int:
    words, is_installed = current().strings.agents.command, find_spec(PACKAGE) is not None
    if not is_installed:
        output.talk(words.not_installed)
    if config is not None:
        return _print_configuration(config, env, env_type)
    if not is_installed:
        return ExitStatus.USAGE
    if env is not None or env_type is not None:
        _opened().environments.where_exactly(env, env_type)
    if output.is_terminal(sys.stdin):
        output.talk(words.waiting)
    return current().serve(_opened, strings_for(_language()), env, env_type)


def _language() -> Language:
    """Return the language of results, which is that of the explorer."""
    preferences = load_preferences(find_paths(current().workspace, os.environ).preferences)
    return choose_language(os.environ, current().wanted_language or preferences.language)


def _opened() -> "Session":
    """Return the session of this invocation; it is opened once, after the first reply."""
    context = click.get_current_context()
    if SESSION not in context.meta:
        from weda_tui.cli.sessions import open_session

        context.meta[SESSION] = session = open_session()
        session.secrets.ask = None  # stdin belongs to the client
    return context.meta[SESSION]


def _print_configuration(name: str, env: str | None, env_type: str | None) -> int:
    """Print the contents of a client's file, and on stderr the name of the file."""
    workspace = find_paths(current().workspace, os.environ).workspace.resolve()
    if env is not None or env_type is not None:
        _opened().environments.where_exactly(env, env_type, needs_env_type=False)
    given = {"--lang": _language(), "--env": env, "--env-type": env_type}
    more = [text for flag, value in given.items() if value for text in (flag, value)]
    command = start_command(sys.argv[0], sys.executable)
    start = (*command, "mcp", "--workspace", str(workspace), *more)
    chosen = next(client for client in CLIENTS if client.name == name)
    printed = configuration(chosen, start)
    for client in CLIENTS if chosen is ANY else (chosen,):
        output.talk(_place_words(client, start, is_printed=configuration(client, start) == printed))
    output.json_data(format_json(msgspec.json.encode(printed)) or b"")
    return ExitStatus.OK


def _place_words(client: McpClient, start: tuple[str, ...], *, is_printed: bool) -> str:
    """Return the file of a client's servers, or the command that prints its own form."""
    words = current().strings.agents.command
    if not client.file:
        return words.any_client
    if not is_printed:
        return words.has_own_form.format(
            client=client.title, command=f"{NAME} mcp --config {client.name}"
        )
    command = client.add_command(start) if client.add else ""
    pattern = words.put_into if command else words.put_into_file
    return pattern.format(client=client.title, file=client.file, command=command)
