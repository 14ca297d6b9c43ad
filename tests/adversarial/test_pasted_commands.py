"""A copied command is pasted at a prompt: no part of a crafted request runs."""

import os
import pty
import select
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from tests.adversarial.machine import READ, Machine
from tests.adversarial.test_requests import quoted
from weda_tui.core.environments.deployment import PRESET_ENV_TYPES, Environment, Target
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.tokens.access_token import KINDS
from weda_tui.session import Session
from weda_tui.session.interchange.exports import export_draft
from weda_tui.store.environments.files import save_environment
from weda_tui.store.paths import Paths

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], False),
    "dash": (["dash", "-i"], False),
    "bash-marked": (["bash", "--norc", "--noprofile", "-i"], True),
}
"""Interactive shells, without and with bracketed paste."""
RUN = "touch stolen"
BODIES = {
    "end-of-the-paste": f'{{\n "a": 1\x1b[201~\x15{RUN}\n}}',
    "line-killed": f'{{"a": 1\x15 ; {RUN} #\n}}',
    "line-killed-by-carriage-return": f"a\x15{RUN}\rb",
    "erased": "a" + "\x7f" * 400 + f"{RUN}\n",
    "word-erased": "a" + "\x17" * 40 + f"; {RUN}\nb",
    "file-name-completed": f"README_un\t; {RUN}; echo '\n",
    "end-of-input": f"a\x04{RUN}\n",
    "interrupted": f"a\x03{RUN}\n",
    "history": f"a\n!!:s/'/x/; {RUN}\n",
    "eight-bit-csi": f"a\x9b201~\x15{RUN}\nb",
    "quotes": f"\\'; {RUN}; '\\\\'; {RUN} #",
}
PROMPT = b"PROMPT> "
LONGEST_WAIT = 10.0
"""Seconds without output after which a shell counts as waiting for the end of a quote."""


def paste(
    shell: list[str], text: str, folder: Path, path: str, *, is_marked: bool, **variables: str
) -> None:
    """Start a shell in its own terminal, paste a text there and end the shell."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        environ = {"PATH": path, "HOME": str(folder), "PS1": PROMPT.decode(), "TERM": "xterm"}
        environ |= variables
        mode = "on" if is_marked else "off"
        (folder / ".inputrc").write_text(f"set enable-bracketed-paste {mode}\n")
        os.execvpe(shell[0], shell, environ)  # noqa: S606 - the shell that is pasted into
    typed = text.encode()
    typed = b"\x1b[200~" + typed + b"\x1b[201~" if is_marked else typed
    shown = b""
    while select.select([terminal], [], [], LONGEST_WAIT)[0]:
        try:
            shown += os.read(terminal, 65536)
        except OSError:
            break
        if PROMPT in shown and typed:
            os.write(terminal, typed + b"\nexit\n")
            typed = b""
    os.close(terminal)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def make_tools(folder: Path) -> Path:
    """Make a folder with a fake curl that stores the body it receives."""
    folder.mkdir()
    curl = folder / "curl"
    curl.write_text(
        '#!/bin/sh\nexec > "$0.body"\nfor last; do [ "$last" = @- ] && exec cat; done\n'
        'printf %s "$last"\n'
    )
    curl.chmod(0o755)
    return folder


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_pasted_command_runs_nothing_of_a_body(
    machine: Machine, subtests: pytest.Subtests, body: str
) -> None:
    in_toml = quoted(body).replace("\x7f", "\\u007f")
    machine.write(
        "collections/lure/zz.toml",
        f'method = "POST"\nurl = "{{{{vars.host}}}}/x"\nbody = {in_toml}\n',
    )
    ran = machine.run("export", "lure/zz", "--format", "curl", "--env", "hq")
    assert ran.status == 0, ran.talk
    for name, (shell, is_marked) in SHELLS.items():
        with subtests.test(msg=name):
            if not shutil.which(shell[0]):
                pytest.skip("not here")
            tools = make_tools(machine.folder / name)
            (tools / "README_unique").touch()
            path = f"{tools}:{os.environ['PATH']}"
            paste(shell, ran.text.rstrip("\n"), tools, path, is_marked=is_marked)
            assert not (tools / "stolen").exists()
            assert (tools / "curl.body").read_bytes() == body.encode()


NAMES = ("总部 (华东)", f"a'; {RUN}; '", f"b $({RUN}) `{RUN}`", "c !! !s,x,y, !$",
         f"d & {RUN} #", "--help", "e$HOME{a,b}~", f"f)'; {RUN}; (")  # fmt: skip
"""Names of environments in an untrusted workspace."""


@pytest.mark.parametrize("name", NAMES)
def test_the_token_of_a_copied_command_is_that_of_the_very_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests, name: str
) -> None:
    tools = make_tools(tmp_path / "tools")
    for program in ("weda-tui", "curl"):
        file = tools / program
        file.write_text('#!/bin/sh\nprintf \'%s\\0\' "$@" > "$0.called"\necho Bearer a b\n')
        file.chmod(0o755)
    monkeypatch.setenv("PATH", path := f"{tools}:{os.environ['PATH']}")
    paths = Paths(workspace=tmp_path / "it's ! $(pwd)", state=tmp_path / "state")
    environment = Environment(name=name, host="https://a.cn", env_types=PRESET_ENV_TYPES)
    save_environment(paths.environments, environment)
    session = Session(paths, environ={}, use_keyring=False)
    session.routes.approve(status := session.routes.status(environment, *KINDS))
    where = Target(environment, "prod")
    draft = draft_for(session.endpoints.get(READ, where))
    text = export_draft(session, draft, ExportFormat.CURL, where).data.decode()
    token = ["token", "--env", name, "--route", status.fingerprint]
    before = {*tools.iterdir()}
    for kind, (shell, is_marked) in SHELLS.items():
        with subtests.test(msg=kind):
            if not shutil.which(shell[0]):
                pytest.skip("not here")
            paste(shell, text.rstrip("\n"), tools, path, is_marked=is_marked, LANG="C.UTF-8")
            assert not (tools / "stolen").exists()
            called, sent = (
                (tools / f"{program}.called").read_text("utf-8").split("\0")[:-1]
                for program in ("weda-tui", "curl")
            )
            assert called == [*token, "--workspace", str(paths.workspace)]
            assert "Authorization: Bearer a b" in sent
        for file in {*tools.iterdir()} - before:
            file.unlink()
