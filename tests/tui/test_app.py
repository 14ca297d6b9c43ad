"""Features of every screen: language, theme, help, quitting."""

import asyncio
import re
import signal
import sys
from pathlib import Path

import pytest
from textual import work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.explorer import Explorer, explorer
from tests.tui.host import shown
from tests.tui.screens.network import open_endpoint, open_failing
from tests.tui.steady import LONGEST_WORK, until_idle
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.tui.app import _run_on_the_loop
from weda_tui.tui.clipboard import MOST_FOR_TERMINAL
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.widgets.drawing import palette
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.tabs import Tabs

HAN = re.compile(r"[\u3400-\u9fff]")


def left_of_result(e: Explorer) -> str:
    """Return everything except the body, whose words are the server's."""
    body = e.main.query_one("#body").region
    strips = e.app.screen._compositor.render_strips()
    return "\n".join(
        strip.text if not body.y <= y < body.bottom else strip.crop(0, body.x).text
        for y, strip in enumerate(strips)
    )


def with_column(e: Explorer) -> list[str]:
    region = e.main.query_one("#editor").region
    strips = e.app.screen._compositor.render_strips()
    return [strip.crop(region.x + 1, region.right).text.rstrip() for strip in strips[3:-1]]


async def speak_the_other_language(e: Explorer) -> None:
    if e.main.stage != "result":
        await e.press("f6")
    await e.press("space", "l")


async def test_the_language_changes_everywhere_at_once_and_back(tmp_path: Path) -> None:
    async with explorer(tmp_path, language="en") as e:
        await e.send()
        await e.press("f6")
        english = e.rows
        assert not HAN.findall(left_of_result(e).replace("中文", ""))
        await speak_the_other_language(e)
        for word in ("接口", "请求", "响应", "成功", "有效", "即将发送", "退出"):
            assert word in e.text
        for word in ("Endpoint", "Request", "Response", "Send", "valid", "Quit", "read-only"):
            assert word not in left_of_result(e)
        await speak_the_other_language(e)
        assert e.rows == english


async def test_every_tab_of_with_speaks_the_new_language(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    tabs = ("form", "json", "headers", "auth", "docs")
    english: dict[str, list[str]] = {}
    async with explorer(tmp_path, language="en") as e:
        await open_endpoint(e, "CompleteTask")
        for tab in tabs:
            e.main.query_one("#with-tabs", Tabs).open(tab)
            await e.pilot.pause()
            english[tab] = with_column(e)
    async with explorer(tmp_path / "zh") as e:
        await open_endpoint(e, "CompleteTask")
        for tab in tabs:
            e.main.query_one("#with-tabs", Tabs).open(tab)
            await e.pilot.pause()
            e.app.action_language()
            await e.pilot.pause()
            with subtests.test(tab):
                assert [row.replace("总部", "HQ") for row in with_column(e)] == english[tab]
            e.app.action_language()
            await e.pilot.pause()


async def test_a_failure_speaks_the_new_language(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_failing(e)
        await e.send()
        assert "不代表成功" in e.text
        await speak_the_other_language(e)
        assert "does not mean success" in e.text
        assert "不代表成功" not in e.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_form_of_the_first_run_speaks_one_language_and_f1_helps(
    tmp_path: Path, language: Language
) -> None:
    async with explorer(tmp_path, language=language, environments="none") as e:
        text = e.text.replace("English, 中文", "English")
        assert bool(HAN.search(text)) is (language == "zh")
        await e.press("f1")
        assert isinstance(e.app.screen, Help)
        assert "Ctrl+S" in e.text


async def test_the_theme_changes_at_once_round_the_end_and_is_kept(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f6")
        rows = e.rows[:-1]
        for theme in (palette.LIGHT, palette.TERMINAL, palette.DARK, palette.LIGHT):
            await e.press("space", "L")
            assert e.app.theme == theme
            assert e.rows[:-1] == rows
            assert theme in e.rows[-1]
        assert e.session.settings.preferences.theme == palette.LIGHT


async def test_a_theme_of_the_user_is_one_of_them_and_a_wrong_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(palette, "PALETTES", dict(palette.PALETTES))
    folder = tmp_path / "state" / "themes"
    folder.mkdir(parents=True)
    folder.joinpath("paper.toml").write_text('[colours]\nground = "#fffff0"\n')
    folder.joinpath("bad.toml").write_text('[colours]\nground = "white"\n')
    async with explorer(tmp_path) as e:
        assert "themes/bad.toml" in e.rows[-1]
        await e.press("f6", *("space", "L") * 3)
        assert e.app.theme == "paper"
        assert "paper" in e.rows[-1]
        assert not e.app.current_theme.dark
        ground = e.main._compositor.render_strips()[20]
        styles = [segment.style for segment in ground if segment.style]
        assert {each.bgcolor.name for each in styles if each.bgcolor} == {"#fffff0"}


async def test_ctrl_c_says_how_to_quit_and_ctrl_q_quits_with_status_0(tmp_path: Path) -> None:
    async with explorer(tmp_path, language="en") as e:
        await e.press("f6", "ctrl+c")
        assert "Ctrl+Q quits" in e.rows[-1]
        assert e.app.is_running
        await e.press("ctrl+q")
        assert e.app.return_value == 0


async def test_what_no_clipboard_takes_is_in_a_file_and_that_or_a_failure_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    text = "键" * MOST_FOR_TERMINAL
    async with explorer(tmp_path) as e:
        file = e.session.paths.copied
        file.mkdir(parents=True)
        e.main.post_message(CopyRequested(text, "整个正文"))
        await e.pilot.pause()
        assert file.name in e.rows[-1]
        assert "写" in e.rows[-1]
        file.rmdir()
        e.main.post_message(CopyRequested(text, "整个正文"))
        await e.pilot.pause()
        assert "内容过长，无法复制：整个正文" in e.text
        assert file.read_text("utf-8") == text
        assert file.stat().st_mode & 0o777 == 0o600


async def test_no_program_that_acts_on_a_terminal_is_copied(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path, language="en") as e:
        for text in ("curl 'a\x1b[201~'", "a\x7f", "a\rb", "\u202e", "\x9b"):
            for is_program in (True, False):
                e.main.post_message(CopyRequested(text, "curl", is_program))
                await e.pilot.pause()
                with subtests.test(text=text, is_program=is_program):
                    assert ("Not copied: curl contains control" in e.text) is is_program
                    assert (e.app.clipboard == text) is not is_program
        e.main.post_message(CopyRequested("curl \\\n\t-x 审批\r\n", "curl", is_program=True))
        await e.pilot.pause()
        assert e.app.clipboard.startswith("curl \\")


class Looking(Screen[None]):
    """A screen whose worker queries a child late, while another child is slow to be removed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_done, self.may_go = asyncio.Event(), asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Widget(id="quick")
        yield Slow(id="slow")

    @work
    async def look(self) -> None:
        await self.is_done.wait()
        self.query_one("#quick")


class Slow(Widget):
    async def on_unmount(self) -> None:
        assert isinstance(self.parent, Looking)
        await self.parent.may_go.wait()


@pytest.mark.parametrize("is_end", [False, True])
async def test_what_works_for_a_screen_that_goes_does_not_look_for_what_has_gone(
    is_end: bool,
) -> None:
    screen = Looking()
    async with shown(screen) as (app, pilot, _):
        screen.look()
        await pilot.pause()
        end = asyncio.create_task(app._close_all()) if is_end else None
        if not is_end:
            screen.dismiss()
        async with asyncio.timeout(LONGEST_WORK):
            while screen.query("#quick"):  # noqa: ASYNC110
                await asyncio.sleep(0)
        assert screen.query("#slow"), "the screen itself has not gone"
        screen.is_done.set()
        await until_idle()
        screen.may_go.set()
        if end is not None:
            await end


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
async def test_a_signal_in_the_middle_of_a_write_waits_for_its_turn() -> None:
    before = signal.getsignal(signal.SIGCONT)
    came: list[int] = []
    try:
        signal.signal(signal.SIGCONT, lambda number, _: came.append(number))
        _run_on_the_loop(signal.SIGCONT, asyncio.get_running_loop())
        signal.raise_signal(signal.SIGCONT)
        assert came == []
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert came == [signal.SIGCONT]
    finally:
        signal.signal(signal.SIGCONT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
async def test_a_signal_that_does_nothing_of_ours_is_left_alone() -> None:
    before = signal.getsignal(signal.SIGCONT)
    try:
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
        _run_on_the_loop(signal.SIGCONT, asyncio.get_running_loop())
        assert signal.getsignal(signal.SIGCONT) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGCONT, before)
