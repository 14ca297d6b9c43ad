"""``sandbox``: the sandbox, which stands in for WeDa, as a server of its own."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, option
from weda_tui.cli.completion.offers import offer_words
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import whole_number
from weda_tui.i18n.strings import Strings
from weda_tui.sandbox.server.faults import FAULTS, GUIDE_MESSAGES, STRIKES
from weda_tui.sandbox.server.whole_body import LARGEST as LARGEST_BODY
from weda_tui.sandbox.storage.objects import LARGEST as LARGEST_OBJECT
from weda_tui.store.paths import find_paths
from weda_tui.store.workspace_files import check_typed

LONGEST_TOKEN_LIFETIME = 366 * 86400
"""Maximum lifetime of a token in seconds."""


def _fault(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Accept a fault; the error names the nearest faults, and counts the others.

    Raises ``BadParameter``.
    """
    if value is None or value in FAULTS:
        return value
    alike = {each.upper(): each for each in FAULTS}
    near = [alike[each] for each in get_close_matches(value.upper(), alike, n=3)]
    named = list(dict.fromkeys((*near, *STRIKES, *GUIDE_MESSAGES)))
    message = current().strings.cli.sandbox.unknown_fault.format(
        value=value, choices=", ".join(named), count=len(FAULTS) - len(named)
    )
    raise click.BadParameter(message, context, parameter)


def build(strings: Strings) -> click.Command:
    """Return ``sandbox``."""
    words = strings.cli.sandbox
    details = words.details.format(body=LARGEST_BODY // 2**20, object=LARGEST_OBJECT // 2**30)
    examples = (
        "weda-tui sandbox",
        "weda-tui sandbox --port 8080 --seed 7 --ready-file ready.json",
        "weda-tui sandbox --state sandbox.sqlite",
        "weda-tui sandbox --token-lifetime 90 --fault INVALID_ACCESS_TOKEN",
    )
    return CliCommand(
        "sandbox",
        HelpPage(strings, (strings.cli.program.sandbox, details), examples),
        _serve,
        _options(strings),
    )


def _options(strings: Strings) -> list[click.Parameter]:
    words = strings.cli.sandbox
    numbers: list[tuple[str, str, str, tuple[int, int], dict[str, Any]]] = [
        ("--port", "N", words.port, (0, 65535), {"default": "0"}),
        ("--seed", "N", words.seed, (0, 2**63 - 1), {}),
        ("--token-lifetime", "S", words.token_lifetime, (1, LONGEST_TOKEN_LIFETIME), {}),
    ]
    port, seed, lifetime = (
        option(name, metavar, text, callback=whole_number(*bounds), **more)
        for name, metavar, text, bounds, more in numbers
    )
    faults = ", ".join(STRIKES)
    return [
        port,
        option("--ready-file", "F", words.ready_file),
        seed,
        lifetime,
        option("--state", "F", words.state),
        option(
            *("--fault", "NAME", words.fault.format(faults=faults)),
            callback=_fault,
            shell_complete=offer_words(tuple(FAULTS)),
        ),
    ]


def _serve(
    port: int, seed: int | None, token_lifetime: int | None, fault: str | None, **files: str | None
) -> int:
    from weda_tui.sandbox.server.sockets import SandboxInfo, serve

    words = current().strings.cli.sandbox

    def announce(info: SandboxInfo) -> None:
        output.talk(words.listening.format(base=info.base))
        output.talk(words.secret_id.format(secret_id=info.secret_id))
        if files["ready_file"] is None and output.is_terminal(sys.stdout):
            output.data(words.secrets.format(**msgspec.structs.asdict(info)))
        output.talk(words.how_to_stop)
        if files["ready_file"] is None and not output.is_terminal(sys.stdout):
            output.json_line(info)

    workspace = find_paths(current().workspace, os.environ).workspace
    ready_file, state = (
        check_typed(workspace, Path(name)) if name else None
        for name in (files["ready_file"], files["state"])
    )
    serve(port, ready_file, seed, token_lifetime, fault, announce, state)
    return ExitStatus.OK
