import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.host import MARKUP, Host, shown
from weda_tui.core.files import DirectoryEntry, Folder
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import EN, ZH
from weda_tui.store.folder_listing import list_folder
from weda_tui.tui.files.picker_dialog import FilePathField, FilePicker, FileRows, OneFile


async def listed(path: str) -> Folder:
    return list_folder(path)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("a.txt", "年度报告.pdf", ".hidden", "sub/b.txt", "big/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 2048)
    return tmp_path


def picker(files: Path) -> FilePicker:
    return FilePicker(listed, str(files), ZH)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def names(app: Host) -> list[str]:
    screen = app.screen
    assert isinstance(screen, FilePicker)
    return [entry.name for entry in screen._rows.entries]


async def test_letters_narrow_enter_marks_f5_takes(files: Path) -> None:
    async with shown(picker(files)) as (app, pilot, answers):
        await pilot.pause()
        assert names(app) == ["..", "big", "sub", "a.txt", "年度报告.pdf"]
        assert "4 项" in app.text
        await press(pilot, "报", "enter")
        assert "✓ 年度报告.pdf" in app.text
        assert "已选 1 个 · 2.0 KB" in app.text
        await press(pilot, "backspace", "a", ".", "enter")
        assert "已选 2 个 · 4.0 KB" in app.text
        await press(pilot, "f5")
        assert answers == [(str(files / "年度报告.pdf"), str(files / "a.txt"))]


async def test_a_second_enter_takes_the_mark_away_and_f5_alone_takes_the_selected_one(
    files: Path,
) -> None:
    async with shown(picker(files)) as (_, pilot, answers):
        await pilot.pause()
        await press(pilot, "f5")
        assert answers == [], "a folder is no file"
        await press(pilot, "a", ".", "enter", "enter", "ctrl+r")
        assert answers == [(str(files / "a.txt"),)]


async def test_folders_open_and_marks_stay(files: Path) -> None:
    async with shown(picker(files)) as (app, pilot, answers):
        await pilot.pause()
        await press(pilot, *"su", "enter")
        assert names(app) == ["..", "b.txt"]
        await press(pilot, "enter", "up", "enter")
        assert names(app)[1:3] == ["big", "sub"]
        assert app.screen.query_one(FileRows).cursor == 2, "where it came from"
        await press(pilot, "tab")
        assert names(app) == ["..", "b.txt"]
        assert "✓ b.txt" in app.text
        await press(pilot, "f5")
        assert answers == [(str(files / "sub" / "b.txt"),)]


async def test_hidden_files_on_demand(files: Path) -> None:
    async with shown(picker(files)) as (app, pilot, _):
        await pilot.pause()
        await press(pilot, "f9")
        assert ".hidden" in names(app)
        await press(pilot, "f9")
        assert ".hidden" not in names(app)
        await press(pilot, ".", "h")
        assert names(app) == [".hidden"]


async def test_a_typed_path_goes_there_and_a_pasted_one_stands_alone(files: Path) -> None:
    async with shown(picker(files)) as (app, pilot, _):
        await pilot.pause()
        await press(pilot, *"sub/")
        assert names(app) == ["..", "b.txt"]
        field = app.screen.query_one(FilePathField)
        field._paste(f"'{files}/年度报告.pdf'\n")
        await pilot.pause()
        assert names(app) == ["年度报告.pdf"]
        assert field.value == f"{files}/年度报告.pdf"


async def test_a_typed_root_takes_the_place_of_the_folder(files: Path) -> None:
    async with shown(picker(files)) as (app, pilot, _):
        await pilot.pause()
        field = app.screen.query_one(FilePathField)
        await press(pilot, *f"{files}/sub/")
        assert field.value == f"{files}/sub/"
        assert names(app) == ["..", "b.txt"]
        await press(pilot, *"~/")
        assert field.value == "~/"
        await press(pilot, "ctrl+u", *"a/~b")
        assert field.value == "~b"
        await press(pilot, "x", "home", "/")
        assert field.value == "/~bx", "only behind a folder"


async def test_only_files_that_fit_are_listed(files: Path) -> None:
    (files / "Rows.CSV").write_text("a\n1\n")
    one = OneFile("数据", "选它", (".csv", ".json"))
    async with shown(FilePicker(listed, str(files), ZH, one)) as (app, pilot, _):
        await pilot.pause()
        assert names(app) == ["..", "big", "sub", "Rows.CSV"]


async def test_what_cannot_be_read_is_told(files: Path) -> None:
    async with shown(picker(files)) as (app, pilot, answers):
        await pilot.pause()
        await press(pilot, *"none/")
        assert "✗" in app.text
        assert f"{files}/none" in app.text
        await press(pilot, "enter", "f5", "escape")
        assert answers == [None]


async def test_ten_thousand_files_with_odd_names_are_narrowed_at_once() -> None:
    odd = tuple(DirectoryEntry(f"[bold]{n}", is_folder=False) for n in range(10_000))
    odd += tuple(DirectoryEntry(text, is_folder=False) for text in MARKUP)

    async def list_odd(_: str) -> Folder:
        return Folder("/odd", odd)

    async with shown(FilePicker(list_odd, "", EN)) as (app, pilot, answers):
        await pilot.pause()
        await press(pilot, "pagedown", "pagedown", *"9999")
        assert names(app) == ["[bold]9999"]
        await press(pilot, *["backspace"] * 4, *"[@c")
        assert strip_control_characters(MARKUP[1]) in app.text
        await press(pilot, *["backspace"] * 3, "z", "z")
        assert "“zz”" in app.text
        await press(pilot, "enter", "tab", "f5")
        assert answers == []


async def test_only_the_last_folder_asked_for_is_shown() -> None:
    gate = asyncio.Event()

    async def list_slowly(path: str) -> Folder:
        if path.endswith("slow/"):
            await gate.wait()
        return Folder(path or "/", (DirectoryEntry(path.strip("/") or "root", is_folder=False),))

    async with shown(FilePicker(list_slowly, "", EN)) as (app, pilot, _):
        await pilot.pause()
        await press(pilot, *"slow/", *["backspace"] * 2)
        gate.set()
        await pilot.pause()
        assert "slow" not in names(app)
