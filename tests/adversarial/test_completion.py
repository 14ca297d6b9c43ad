"""Completions come from an untrusted workspace: a name is quoted whole, and never runs.

A real bash reads the script, completes at a terminal and runs the line.
"""

import os
import shutil
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adversarial.test_pasted_commands import paste
from tests.cli.program import run_cli

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
BASH = ["bash", "--norc", "--noprofile", "-i"]
RUN = "touch stolen"
ACTIVE = (
    f"a $({RUN})",
    f"b `{RUN}`",
    f"c'; {RUN}; '",
    f"d; {RUN} #",
    f"e && {RUN} &",
    "f !! !$ !-1",
    f"g $({RUN}) {{x,y}} $HOME",
)
PLAIN = ("i=@^%+,.-()[a-z] ~;", "总部 华东（测试）", "k-plain", "{l}", "~m", "#n")
HIDDEN = ("y\x1b[31m", "y\n", "y\u202e", "y\u00a0z", "-y", "y\x9b")


PROGRAM = """#!/bin/bash
if [ -z "$_WEDA_TUI_COMPLETE" ]; then
    printf '%s\\0' "$@" >> "$0.called"
    echo >> "$0.called"
else
    exec 3<> /dev/tcp/127.0.0.1/PORT
    printf '%s\\0' "$COMP_WORDS" "$COMP_CWORD" "$COMP_WORD" >&3
    cat <&3
fi
"""
"""A program that asks this process for completions, and records its other invocations."""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder with the program, which completes for the workspace ``w``."""

    class BashRequest(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            for name in ("COMP_WORDS", "COMP_CWORD", "COMP_WORD"):
                value = b"".join(iter(lambda: self.rfile.read(1), b"\0"))
                monkeypatch.setenv(name, value.decode())
            self.wfile.write(run_cli().data)

    folder = tmp_path / "tools"
    folder.mkdir()
    (folder / "script").write_bytes(run_cli("completion", "bash").data)
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path / "w"))
    monkeypatch.setenv("_WEDA_TUI_COMPLETE", "bash_complete")
    with socketserver.TCPServer(("127.0.0.1", 0), BashRequest) as server:
        program = folder / "weda-tui"
        program.write_text(PROGRAM.replace("PORT", str(server.server_address[1])))
        program.chmod(0o755)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield folder
        server.shutdown()


def complete(tools: Path, lines: list[str]) -> list[list[str]]:
    """Type lines into a bash with completion; return the arguments of each call of the program."""
    text = "\n".join([". ./script", *lines])
    paste(BASH, text, tools, f"{tools}:{os.environ['PATH']}", is_marked=False, LANG="C.UTF-8")
    assert not (tools / "stolen").exists()
    called = (tools / "weda-tui.called").read_text("utf-8")
    return [each.split("\0") for each in called.split("\0\n")[:-1]]


def environments(workspace: Path, *names: str) -> None:
    """Write the files of environments; only their names are read."""
    folder = workspace / "environments"
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.toml").touch()


def test_a_name_is_one_word_whatever_it_holds(tools: Path, tmp_path: Path) -> None:
    names = (*ACTIVE, *PLAIN)
    environments(tmp_path / "w", *names, *HIDDEN)
    begun = [f"\\{name[0]}" if name[0] in "{~#" else name[0] for name in names]
    lines = [f"weda-tui token --env {first}\t" for first in begun]
    called = complete(tools, [*lines, "weda-tui token --env y\t"])
    assert called == [*(["token", "--env", name] for name in names), ["token", "--env", "y"]]


@pytest.mark.parametrize("quote", ["'", '"'])
def test_behind_a_quote_stand_the_names_that_need_no_other(
    tools: Path, tmp_path: Path, quote: str
) -> None:
    names = (*ACTIVE, *PLAIN)
    environments(tmp_path / "w", *names)
    left_out = {name for name in names if {*name} & {*"'$`!"}}
    lines = [f"weda-tui token --env {quote}{n[0]}\t{quote * (n in left_out)}" for n in names]
    called = complete(tools, lines)
    assert called == [["token", "--env", n[0] if n in left_out else n] for n in names]


def test_paths_of_saved_requests_grow_by_several_tabs(tools: Path, tmp_path: Path) -> None:
    folder = tmp_path / "w" / "collections" / "审批 办理" / "cx"
    folder.mkdir(parents=True)
    for name in ("查待办 一", "查待办 二"):
        (folder / f"{name}.toml").touch()
    lines = ["weda-tui send 审\t二\t --env=\t --dry-run", "weda-tui run 审批\\ 办\t/c\t/\t一\t"]
    environments(tmp_path / "w", "hq")
    path = "审批 办理/cx/查待办"
    called = complete(tools, lines)
    assert called == [["send", f"{path} 二", "--env=hq", "--dry-run"], ["run", f"{path} 一"]]


def test_files_are_completed_by_the_shell(tools: Path, tmp_path: Path) -> None:
    (tools / "some file.json").touch()
    called = complete(tools, ["weda-tui import so\t", "weda-tui explain --st\t7"])
    assert called == [["import", "some file.json"], ["explain", "--status", "7"]]


def test_a_workspace_that_cannot_be_read_says_nothing(tools: Path, tmp_path: Path) -> None:
    (tmp_path / "w").write_text("no folder")
    called = complete(tools, ["weda-tui token --env a\t", "weda-tui nothing a\t"])
    assert called == [["token", "--env", "a"], ["nothing", "a"]]
