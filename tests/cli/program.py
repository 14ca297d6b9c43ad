"""Runs command lines in this process, as the entry point of the program does."""

import json
import sys
from collections.abc import Callable
from typing import NamedTuple

from click.testing import CliRunner

from weda_tui.cli.main import run


class Ran(NamedTuple):
    """The result of a command line: exit status, stdout and stderr."""

    status: int
    data: bytes
    talk: str

    @property
    def text(self) -> str:
        return self.data.decode()


def no_explorer(*_: object) -> int:
    raise AssertionError


def run_cli(
    *arguments: str,
    stdin: str | bytes = "",
    terminal: bool = False,
    charset: str = "utf-8",
    explore: Callable[..., int] = no_explorer,
) -> Ran:
    """Run a command line; with ``terminal`` stdin and stdout claim to be a terminal."""
    with CliRunner(charset=charset).isolation(input=stdin) as (out, err, _):
        if terminal:
            for stream in (sys.stdin, sys.stdout):
                setattr(stream, "isatty", lambda: True)  # noqa: B010
        status = run(arguments, explore)
        return Ran(status, out.getvalue(), err.getvalue().decode(charset))


def approve_route(name: str) -> None:
    """Approve the route in an environment's file, as a user who has read it does."""
    shown = json.loads(run_cli("env", "show", name, "--json").data)
    approved = run_cli("env", "approve", name, "--route", shown["route"])
    assert approved.status == 0, approved.talk
