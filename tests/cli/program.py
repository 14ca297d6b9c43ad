"""Runs command lines in this process, as the program's entry point does."""

import json
import sys
from collections.abc import Callable
from typing import NamedTuple

from click.testing import CliRunner

from weda_tui.cli.main import run


class Ran(NamedTuple):
    """What a command line left behind."""

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
    """Run a command line; ``terminal`` makes stdin and stdout say that they are one."""
    with CliRunner(charset=charset).isolation(input=stdin) as (out, err, _):
        if terminal:
            for stream in (sys.stdin, sys.stdout):
                setattr(stream, "isatty", lambda: True)  # noqa: B010
        status = run(arguments, explore)
        return Ran(status, out.getvalue(), err.getvalue().decode(charset))


def approve_route(name: str) -> None:
    """Approve what an environment's file names, as somebody does who has looked at it."""
    shown = json.loads(run_cli("env", "show", name, "--json").data)
    approved = run_cli("env", "approve", name, "--route", shown["route"])
    assert approved.status == 0, approved.talk
