import os
import signal
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session


@pytest.mark.parametrize("command", [(), ("demo",)])
def test_without_a_terminal_it_says_so(command: tuple[str, ...]) -> None:
    ran = run_cli(*command)
    assert (ran.status, ran.data) == (2, b"")
    assert "requires a terminal" in ran.talk


@pytest.mark.parametrize("command", [(), ("demo",), ("view", "body.json")])
def test_a_terminal_that_shows_no_screen_gets_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("body.json").write_text("{}")
    monkeypatch.setenv("TERM", "dumb")
    ran = run_cli(*command, terminal=True)
    assert (ran.status, ran.data) == (2, b"")
    assert "TERM=dumb" in ran.talk


def test_a_character_set_without_our_signs_gets_a_word() -> None:
    ran = run_cli("--lang", "zh", terminal=True, charset="gbk")
    assert (ran.status, ran.data) == (2, b"")
    assert "当前字符集是 gbk" in ran.talk
    assert "PYTHONUTF8=1" in ran.talk


def test_no_command_opens_the_explorer_on_the_workspace(workspace: Path) -> None:
    opened: list[tuple[Path, str]] = []

    def explore(session: Session, language: str) -> int:
        opened.append((session.paths.workspace, language))
        return 3

    assert run_cli(terminal=True, explore=explore).status == 3
    run_cli("--lang", "zh", terminal=True, explore=explore)
    assert opened == [(workspace, "en"), (workspace, "zh")]


def test_the_language_last_chosen_is_spoken(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "preferences.json").write_text('{"language": "zh"}')
    spoken: list[str] = []

    def explore(_: Session, language: str) -> int:
        spoken.append(language)
        return 0

    run_cli(terminal=True, explore=explore)
    run_cli("--lang", "en", terminal=True, explore=explore)
    assert spoken == ["zh", "en"]


def test_the_demo_is_a_workspace_over_the_sandbox_and_leaves_nothing(
    workspace: Path, tmp_path: Path
) -> None:
    folders: list[Path] = []

    def explore(session: Session, _: str) -> int:
        import asyncio

        folders.append(session.paths.workspace.parent)
        where = session.environments.where_exactly()
        assert [file.stem for file in session.paths.environments.glob("*.toml")] == ["sandbox"]
        draft = draft_for(session.modules.catalogue.get("workflow.DescribeInstanceApproverList"))

        async def send_and_close() -> object:
            try:
                return await session.sending.send(draft, where)
            finally:
                await session.aclose()

        state = asyncio.run(send_and_close())
        assert isinstance(state, Answered)
        assert state.exchange.verdict.ok
        return 0

    assert run_cli("demo", terminal=True, explore=explore).status == 0
    assert [folder.exists() for folder in folders] == [False]
    assert not workspace.exists()
    assert not (tmp_path / "state").exists()


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_ended_leaves_nothing(number: signal.Signals) -> None:
    folders: list[Path] = []
    before = signal.getsignal(number)

    def explore(session: Session, _: str) -> int:
        folders.append(session.paths.workspace.parent)
        assert folders[0].exists()
        os.kill(os.getpid(), number)
        return 0

    with pytest.raises(SystemExit) as ended:
        run_cli("demo", terminal=True, explore=explore)
    assert ended.value.code == 128 + number
    assert not folders[0].exists()
    assert signal.getsignal(number) is before
