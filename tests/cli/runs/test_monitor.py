"""``run --every`` and ``--watch`` on the sandbox: output, files, exit statuses, kills."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

Run = Callable[..., Ran]

APPROVERS = 'endpoint = "workflow.DescribeInstanceApproverList"\n'
REFUSED = 'endpoint = "workflow.GetFlowInstanceTasks"\nbody = \'{"InstanceId": "1"}\'\n'
STOP = 'endpoint = "workflow.StopFlow"\nbody = \'{"InstanceId": "1"}\'\n'


@pytest.fixture
def run(hq: SandboxInfo) -> Run:
    def call(*arguments: str, **more: Any) -> Ran:
        return run_cli("run", *arguments, "--env-type", "dev", "--lang", "en", **more)

    return call


def write(workspace: Path, **texts: str) -> None:
    folder = workspace / "collections" / "a"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_each_round_is_a_line_an_object_and_new_files(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    write(workspace, good=APPROVERS, bad=REFUSED)
    names = {name: tmp_path / name for name in ("a.prom", "a.html", "a.xml")}
    ran = run(
        *("a", "--every", "1s", "--until", "1.5s", "--json"),
        *("--textfile", str(names["a.prom"]), "--html", str(names["a.html"])),
        *("--junit", str(names["a.xml"])),
    )
    assert ran.status == 1
    rounds = [json.loads(line) for line in ran.text.splitlines()]
    assert [each["round"] for each in rounds] == [1, 2]
    for each in rounds:
        assert (each["ok"], each["passed"], each["failed"]) == (False, 1, 1)
        assert (each["stopped"], each["error"], each["changedFiles"]) == (False, None, [])
        assert each["tokenExpiresAt"] > each["at"]
        assert each["certificateExpiresAt"] is None
        assert [result["path"] for result in each["results"]] == ["a/bad", "a/good"]
    begins, *lines = ran.talk.splitlines()
    assert re.fullmatch(
        r"Monitoring a on 总部 · dev: every 1s until 20..-..-.. ..:..:..\."
        r" Only reads are sent\. Ctrl\+C stops\.",
        begins,
    )
    assert [line[0] for line in lines] == ["✗", " ", "✗", " "]
    assert "1 passed, 1 failed" in lines[0]
    assert "token valid for 71h59m" in lines[0]
    assert "a/bad: expected the verdict to be success" in lines[1]
    assert 'weda_monitor_rounds_total{run="a",environment="总部",env_type="dev"} 2' in (
        names["a.prom"].read_text("utf-8")
    )
    assert "✗✗" in names["a.html"].read_text("utf-8")
    assert ET.fromstring(names["a.xml"].read_bytes()).get("failures") == "1"  # noqa: S314


def test_a_write_stops_before_the_first_round(run: Run, workspace: Path, tmp_path: Path) -> None:
    write(workspace, read=APPROVERS, stop=STOP)
    file = tmp_path / "a.prom"
    ran = run("a", "--every", "1s", "--until", "1.5s", "--textfile", str(file))
    assert (ran.status, ran.data, file.exists()) == (7, b"", False)
    assert "a/stop" in ran.talk
    assert "Nothing was sent: a repeated run sends only reads." in ran.talk
    assert "✓" not in ran.talk


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--every", "500"], "is not an interval of at least 1 s"),
        (["--every", "0.5s"], "is not an interval of at least 1 s"),
        (["--every", "1s", "--until", "yesterday"], "is not a time to come"),
        (["--until", "1h"], "--until requires --every or --watch"),
        (["--every", "1s", "--junit", "-"], "--junit requires a file"),
    ],
)
def test_what_is_no_schedule(run: Run, workspace: Path, arguments: list[str], said: str) -> None:
    write(workspace, read=APPROVERS)
    ran = run("a", *arguments)
    assert ran.status == 2
    assert said in ran.talk


def test_a_run_once_writes_the_same_files(run: Run, workspace: Path, tmp_path: Path) -> None:
    write(workspace, good=APPROVERS)
    files = tmp_path / "a.prom", tmp_path / "a.html"
    ran = run("a", "--textfile", str(files[0]), "--html", str(files[1]))
    assert ran.status == 0
    assert "✓ a/good" in ran.text
    assert f"{files[0]} written" in ran.talk
    assert 'weda_request_success{run="a",environment="总部",env_type="dev",request="a/good"} 1' in (
        files[0].read_text("utf-8")
    )
    assert "run once" in files[1].read_text("utf-8")


def test_a_run_once_names_only_the_tokens_that_it_uses(
    both: SandboxInfo, workspace: Path, tmp_path: Path
) -> None:
    write(workspace, list='endpoint = "model.list"\n[variables]\nmodelName = "customer"\n')
    write(workspace, good=APPROVERS)
    file = tmp_path / "a.prom"
    arguments = ("--env-type", "dev", "--textfile", str(file))
    ran = run_cli("run", "a/list", *arguments)
    assert ran.status == 0, ran.talk
    assert 'token="user"' in file.read_text("utf-8")
    assert run_cli("run", "a/good", *arguments).status == 0
    assert 'token="key"' in file.read_text("utf-8")
    assert 'token="user"' not in file.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_no_end(run: Run, workspace: Path, tmp_path: Path) -> None:
    write(workspace, good=APPROVERS)
    folder, junit = tmp_path / "folder", tmp_path / "a.xml"
    folder.mkdir()
    files = ("--textfile", str(folder), "--junit", str(junit))
    ran = run("a", "--every", "1s", "--until", "1.5s", *files)
    assert ran.status == 0
    assert sum(line.startswith("✗") for line in ran.talk.splitlines()) == 2
    assert sum(line.startswith("✓") for line in ran.talk.splitlines()) == 2
    assert junit.exists()
    once = run("a", "--textfile", str(folder), "--html", str(tmp_path / "a.html"))
    assert once.status == 2
    assert (tmp_path / "a.html").exists()


def start(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "weda_tui", "run", *arguments, "--lang", "en"]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip


def wait(process: "subprocess.Popen[str]", seconds: float) -> None:
    """Let an unending process run for some time."""
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(seconds)


def rounds_of(process: "subprocess.Popen[str]", count: int) -> None:
    """Wait until stdout has the lines of ``count`` rounds."""
    assert process.stdout is not None
    for _ in range(count):
        assert process.stdout.readline().startswith('{"round":')


@pytest.mark.usefixtures("hq")
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_kill_9_leaves_the_last_files_whole(workspace: Path, tmp_path: Path) -> None:
    write(workspace, good=APPROVERS, bad=REFUSED)

    def kill_after(pause: float) -> None:
        folder = tmp_path / str(pause)
        folder.mkdir()
        textfile, page, junit = (folder / name for name in ("a.prom", "a.html", "a.xml"))
        process = start(
            *("a", "--env-type", "dev", "--every", "1s", "--json"),
            *("--textfile", str(textfile), "--html", str(page), "--junit", str(junit)),
        )
        with process:
            rounds_of(process, 2)
            wait(process, pause)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        *_, last = textfile.read_text("utf-8").split("\n")
        assert last == ""
        assert "weda_request_info" in textfile.read_text("utf-8")
        assert page.read_text("utf-8").endswith("</body>\n</html>\n")
        assert len(ET.fromstring(junit.read_bytes())[0]) == 2  # noqa: S314
        names = {each.name for each in folder.iterdir()}
        begun = {each for each in names if each.startswith(".") and each.endswith(".tmp")}
        assert names - begun == {"a.prom", "a.html", "a.xml"}

    with ThreadPoolExecutor() as pool:  # the files of a round are written after its line
        assert [*pool.map(kill_after, (0.0001, 0.001, 0.004))] == [None] * 3


@pytest.mark.usefixtures("hq")
@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to one process")
def test_ctrl_c_after_whole_rounds_is_status_130(workspace: Path, tmp_path: Path) -> None:
    write(workspace, good=APPROVERS)
    textfile = tmp_path / "a.prom"
    process = start(
        *("a", "--env-type", "dev", "--every", "1h", "--json", "--textfile", str(textfile))
    )
    with process:
        rounds_of(process, 1)
        while not textfile.exists():
            wait(process, 0.01)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        talk = process.stderr.read()
    assert process.returncode == 130
    assert [line[:1] for line in talk.splitlines()] == ["M", "✓", "I"]
    assert "weda_monitor_success" in textfile.read_text("utf-8")


@pytest.mark.usefixtures("hq")
def test_a_change_of_a_file_runs_again_and_is_named(workspace: Path) -> None:
    write(workspace, good=APPROVERS)
    process = start("a", "--env-type", "dev", "--watch", "--json", "--until", "60s")
    with process:
        rounds_of(process, 1)
        write(workspace, new=APPROVERS)
        assert process.stdout is not None
        changed = json.loads(process.stdout.readline())
        process.kill()
    assert changed["changedFiles"] == ["collections/a/new.toml"]
    assert (changed["round"], changed["passed"]) == (2, 2)
