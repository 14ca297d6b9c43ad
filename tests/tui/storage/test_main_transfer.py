"""Upload and download from the main screen, with the sandbox and its second origin."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.core.recordings import environment
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import shown
from tests.tui.screens.network import transport
from tests.tui.steady import LONGEST_WORK
from tests.tui.views.values import ZH
from tests.tui.workbench.fakes import session_in
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.storage.signed_urls import ObjectAddress
from weda_tui.core.storage.transfer import (
    Change,
    Direction,
    ItemResult,
    Moving,
    Planned,
    TransferItem,
)
from weda_tui.sandbox.server.app import STORAGE_ORIGIN
from weda_tui.tui.files.picker_dialog import FilePicker
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.storage.dialog import IdsField, TransferDialog
from weda_tui.tui.storage.view import TransferStage


async def sign_out(e: Explorer) -> None:
    """Remove the user from the selected environment."""
    place = e.main.where
    assert place is not None
    nobody = msgspec.structs.replace(place.environment, username="", password=None)
    e.session.environments.save(nobody, secret="", replaces=place.environment)
    e.main.where = e.session.environments.where()
    await e.pilot.pause()


def dialog(e: Explorer) -> TransferDialog:
    screen = e.app.screen
    assert isinstance(screen, TransferDialog)
    return screen


async def until(e: Explorer, stage: TransferStage) -> None:
    async with asyncio.timeout(LONGEST_WORK):
        while dialog(e)._transfer.stage is not stage:
            await e.pilot.pause()
    await e.pilot.pause()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    (folder / "Downloads").mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"abc")
    (folder / "报告.pdf").write_bytes(b"x" * 300_000)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    return folder


async def pick(e: Explorer, *names: str) -> None:
    await e.press("f6", "space", "U")
    screen = e.app.screen
    assert isinstance(screen, FilePicker)
    async with asyncio.timeout(LONGEST_WORK):
        while screen._folder is None:
            await e.pilot.pause()
    for name in names:
        await e.press(*name, "enter", *["backspace"] * len(name))
    await e.press("f5")


async def open_upload(e: Explorer, *files: str) -> None:
    """Open the dialog as the picker does with the chosen files."""
    assert e.main.where is not None
    await e.app.push_screen(TransferDialog(e.session, e.main.where, files, ZH))
    await e.pilot.pause()


async def test_files_go_up_and_come_down_but_never_take_the_place_of_a_file(
    tmp_path: Path, files: Path
) -> None:
    async with explorer(tmp_path) as e:
        await pick(e, "a.t", "报告")
        assert "上传 2 个文件" in e.text
        await e.type("2026")
        await e.press("f5")
        await until(e, TransferStage.CONFIRM)
        assert STORAGE_ORIGIN in e.text
        assert "→ 2026/报告.pdf" in e.text
        assert not [each for each in requests(e) if each.method == "PUT"]
        await e.press("enter", "f5")
        assert dialog(e)._transfer.stage is TransferStage.CONFIRM, (
            "a guard is not answered by these"
        )
        await e.press("ctrl+y")
        await until(e, TransferStage.DONE)
        assert "✓ 已完成 2 个 · 293.0 KB" in e.text
        ids = [each.cloud_object_id for each in dialog(e)._transfer.results]
        assert ids[0] in e.text or ids[1] in e.text
        await e.press("escape")
        assert isinstance(e.app.screen, MainScreen)

        (files / "Downloads" / "a.txt").write_bytes(b"mine")
        await e.press("f6", "space", "D")
        dialog(e).query_one("#object-ids", IdsField)._paste("\n".join(ids))
        await e.press("f5")
        await until(e, TransferStage.CONFIRM)
        assert STORAGE_ORIGIN in e.text
        assert "a (2).txt" in e.text
        await e.press("f5")
        await until(e, TransferStage.DONE)
        assert (files / "Downloads" / "报告.pdf").read_bytes() == b"x" * 300_000
        assert (files / "Downloads" / "a.txt").read_bytes() == b"mine"
        assert (files / "Downloads" / "a (2).txt").read_bytes() == b"abc"
        assert "✓ 已完成 2 个" in e.text


def requests(e: Explorer) -> list[httpx.Request]:
    return transport(e).requests


async def test_a_name_is_asked_for_where_the_guard_wants_one(tmp_path: Path, files: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.TYPE_NAME) as e:
        await open_upload(e, "a.txt")
        await e.press("f5")
        await until(e, TransferStage.CONFIRM)
        await e.press("ctrl+y")
        assert dialog(e)._transfer.stage is TransferStage.CONFIRM
        assert "还差 2 个字符" in e.text
        await e.type("总部")
        await e.press("enter")
        assert dialog(e)._transfer.stage is TransferStage.CONFIRM
        await e.press("ctrl+y")
        await until(e, TransferStage.DONE)
        assert dialog(e)._transfer.results[0].ok


async def test_two_files_of_one_name_or_missing_credentials_are_told_before_anything_is_asked(
    tmp_path: Path, files: Path
) -> None:
    (files / "sub").mkdir()
    (files / "sub" / "a.txt").write_bytes(b"other")
    async with explorer(tmp_path) as e:
        await open_upload(e, "a.txt", "sub/a.txt")
        await e.press("f5")
        await e.pilot.pause()
        assert "有两个文件会上传为同一个对象：a.txt" in e.text
        assert dialog(e)._transfer.stage is TransferStage.FORM
        await e.type("x")
        assert "有两个文件" not in e.text
        await e.press("escape")
        await sign_out(e)
        await open_upload(e, "a.txt")
        await e.press("f5")
        await until(e, TransferStage.CONFIRM)
        assert "无法传输" in e.text
        assert "用户名" in e.text
        await e.press("y", "ctrl+y")
        assert dialog(e)._transfer.stage is TransferStage.CONFIRM
        assert requests(e) == []


async def test_a_read_only_place_says_so_at_once(tmp_path: Path, files: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.READ_ONLY) as e:
        await e.press("f6", "space", "U")
        assert isinstance(e.app.screen, MainScreen)
        assert "只读" in e.rows[-1]


async def test_without_an_environment_the_form_opens(tmp_path: Path, files: Path) -> None:
    async with explorer(tmp_path, environments="none") as e:
        await e.press("escape", "escape")
        assert isinstance(e.app.screen, MainScreen)
        await e.main.run_command("upload")
        await e.pilot.pause()
        assert not isinstance(e.app.screen, FilePicker | MainScreen)


async def test_the_tree_leads_to_both_and_a_download_of_nothing_says_what_is_missing(
    tmp_path: Path, files: Path
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", *"上传", "enter")
        assert isinstance(e.app.screen, FilePicker)
        await e.press("escape", "slash", "ctrl+u")
        await e.type("download")
        await e.press("enter")
        assert dialog(e)._transfer.direction is Direction.DOWNLOAD
        await e.press("f5")
        assert "文件 ID 为空" in e.text
        assert dialog(e)._transfer.stage is TransferStage.FORM


PROD = Target(environment(), "prod")


class Endless:
    """A store whose second file is never transferred completely."""

    def __init__(self) -> None:
        self.consents: list[GuardDecision] = []
        self.was_cancelled = False

    async def plan_upload(self, items: tuple[TransferItem, ...], where: Target) -> Planned:
        address = ObjectAddress(url="https://store.example/a", origin="https://store.example")
        sized = tuple(msgspec.structs.replace(item, size=2048) for item in items)
        return Planned(
            direction=Direction.UPLOAD,
            where=where,
            items=sized,
            addresses=tuple(address for _ in items),
            asked_at=0.0,
        )

    async def carry_out(
        self, plan: Planned, *, consent: GuardDecision, on_change: Callable[[Change], None]
    ) -> None:
        self.consents.append(consent)
        first, second = plan.items
        done = Verdict(outcome=Outcome.OK)
        on_change(ItemResult(item=first, verdict=done, cloud_object_id="cloud://e.b/a", size=2048))
        on_change(
            Moving(item=second, position=2, count=2, done=512, total=2048, rate=512.0, left=3.0)
        )
        try:
            await asyncio.Event().wait()
        finally:
            self.was_cancelled = True


async def test_to_quit_while_files_move_is_asked_about(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Endless()
    async with explorer(tmp_path, size=(80, 24)) as e:
        monkeypatch.setattr(e.session, "storage", store)
        await open_upload(e, "a.txt", "报告.pdf")
        await e.press("f5")
        await until(e, TransferStage.CONFIRM)
        await e.press("f1")
        assert "Ctrl+Y" in e.text, "the keys of this stage"
        await e.press("escape", "y")
        await until(e, TransferStage.MOVING)
        await e.press("ctrl+q")
        assert "还有 1 个文件未传输完" in e.text
        await e.press("escape")
        assert dialog(e)._transfer.stage is TransferStage.MOVING
        await e.press("ctrl+q")
        await e.pilot.press("2")
        assert e.app._exit
    assert store.was_cancelled


@pytest.mark.parametrize("keys", [("ctrl+q", "ctrl+q"), ("escape", "ctrl+q")])
async def test_a_second_time_and_at_the_end_it_quits_at_once(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    async with explorer(tmp_path) as e:
        monkeypatch.setattr(e.session, "storage", Endless())
        await open_upload(e, "a.txt", "报告.pdf")
        await e.press("f5")
        await until(e, TransferStage.CONFIRM)
        await e.press("y")
        await until(e, TransferStage.MOVING)
        await e.press(keys[0])
        assert not e.app._exit
        await e.pilot.press(keys[1])
        assert e.app._exit


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_esc_stops_what_moves_and_keeps_what_is_done(
    tmp_path: Path, files: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, session = Endless(), session_in(tmp_path)
    monkeypatch.setattr(session, "storage", store)
    upload = TransferDialog(session, PROD, ("a.txt", "报告.pdf"), ZH)
    async with shown(upload, size=size) as (app, pilot, answers):
        await pilot.press("f5")
        async with asyncio.timeout(LONGEST_WORK):
            while upload._transfer.stage is not TransferStage.CONFIRM:
                await pilot.pause()
        await pilot.press("y", "y")
        async with asyncio.timeout(LONGEST_WORK):
            while " 25 %" not in app.text:
                await pilot.pause()
        assert upload._transfer.stage is TransferStage.MOVING
        assert "512 B / 2.0 KB   512 B/s   剩余 3s   2/2" in app.text
        assert "✓ a.txt" in app.text
        assert "~ 报告.pdf" in app.text
        await pilot.press("y", "ctrl+y", "f5")
        assert upload._transfer.stage is TransferStage.MOVING
        await pilot.press("escape")
        await pilot.pause()
        assert upload._transfer.stage is TransferStage.DONE
        assert store.was_cancelled
        assert store.consents == [GuardDecision.ASK], "two answers send once"
        assert "已取消：2 个中完成 1 个" in app.text
        assert "– 报告.pdf" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]
