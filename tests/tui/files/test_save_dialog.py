"""Saving a body: the path, no overwriting without a question, and unchanged bytes."""

from pathlib import Path

import httpx
import pytest

from tests.tui.explorer import explorer
from tests.tui.host import shown
from tests.tui.screens.network import answering
from weda_tui.i18n.language import strings_for
from weda_tui.session import files as user_files
from weda_tui.store.folder_listing import list_folder
from weda_tui.tui.files import save_dialog
from weda_tui.tui.files.save_dialog import SaveFile

ZH = strings_for("zh")


async def listing(path: str):
    return list_folder(path)


def dialog(start: Path) -> SaveFile:
    return SaveFile(listing, user_files.size_of, str(start), ZH)


async def test_a_free_path_is_taken_at_once(tmp_path: Path):
    async with shown(dialog(tmp_path / "new.json")) as (_app, pilot, answers):
        await pilot.press("enter")
        await pilot.pause()
        assert answers == [str(tmp_path / "new.json")]


async def test_a_file_that_is_there_is_asked_about(tmp_path: Path):
    (tmp_path / "old.json").write_bytes(b"x" * 2048)
    async with shown(dialog(tmp_path / "old.json")) as (app, pilot, answers):
        await pilot.press("ctrl+y")
        assert answers == [], "nothing was asked yet"
        await pilot.press("enter")
        await pilot.pause()
        assert "文件已存在（2.0 KB）" in app.text
        assert answers == []
        await pilot.press("enter")
        assert answers == [], "Enter does not overwrite"
        await pilot.press("x", "ctrl+y")
        assert answers == [], "another name was not asked about"
        await pilot.press("backspace", "enter", "ctrl+y")
        await pilot.pause()
        assert answers == [str(tmp_path / "old.json")]


async def test_a_folder_is_no_file(tmp_path: Path):
    (tmp_path / "sub").mkdir()
    async with shown(dialog(tmp_path / "su")) as (app, pilot, answers):
        assert "sub/" in app.text
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert "这是文件夹" in app.text
        assert answers == []
        await pilot.press("escape")
        assert answers == [None]


async def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    async with shown(dialog(tmp_path / "none" / "x.json")) as (app, _pilot, _answers):
        assert "文件夹不存在" in app.text


async def test_what_is_saved_is_what_was_received_and_a_file_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setattr(save_dialog, "downloads_folder", lambda: str(tmp_path))
    bodies = (b"\xff\xfe\x00\x01" * 50, "中文".encode("gbk"), b"\x00", b'{"a":1.10,"a":[1] }')
    replies = iter(bodies)
    reply = answering(lambda: httpx.Response(200, content=next(replies)))
    async with explorer(tmp_path, before=reply) as e:
        for body in bodies:
            with subtests.test(body=body):
                await e.send()
                await e.press("f6", "s")
                assert "已保存" not in e.rows[-1]
                await e.press("enter")
                (saved,) = (path for path in tmp_path.iterdir() if path.is_file())
                assert saved.stem == "DescribeInstanceApproverList"
                assert saved.read_bytes() == body
                assert "已保存" in e.rows[-1]
                saved.unlink()
        (tmp_path / "file").touch()
        monkeypatch.setattr(save_dialog, "downloads_folder", lambda: str(tmp_path / "file"))
        await e.press("s", "enter")
        assert "DescribeInstanceApproverList.json" in e.rows[-1]
        assert "已保存" not in e.rows[-1]
