"""The tree of saved requests: when it lists which folders, and where its cursor goes."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.tui.collections.test_main_saved import TODO, given
from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.saving import settled
from weda_tui.session.collections.service import Collections, Listing
from weda_tui.tui.collections.listing import SavedListing
from weda_tui.tui.collections.pane import SavedPane


async def opened(e: Explorer) -> SavedPane:
    await e.main.run_command("saved")
    await settled(e)
    return e.main.query_one(SavedPane)


async def look_again(e: Explorer, tree: SavedPane) -> None:
    tree.reload_changed()
    await settled(e)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were listed, in order."""
    folders: list[str] = []
    listing = Collections.listing

    def noted(self: Collections, path: str = "") -> Listing:
        folders.append(path)
        return listing(self, path)

    monkeypatch.setattr(Collections, "listing", noted)
    return folders


async def test_rows_that_come_into_view_are_no_change_on_the_disk(
    tmp_path: Path, listed: list[str]
) -> None:
    *_, last = [
        given(tmp_path, f"审批/{number:02}", TODO.replace("本周待办", f"第 {number} 个"))
        for number in range(90)
    ]
    async with explorer(tmp_path) as e:
        tree = await opened(e)
        await look_again(e, tree)
        listed.clear()
        await e.press("end")
        await settled(e)
        await look_again(e, tree)
        assert "第 89 个" in e.text
        assert listed == []
        last.write_text(TODO.replace("本周待办", "别人改的"))
        os.utime(last, ns=(1, 1))
        await look_again(e, tree)
        await settled(e)
        assert "别人改的" in e.text


async def test_what_others_add_is_listed_and_a_row_that_they_gave_words_found_by_them(
    tmp_path: Path,
) -> None:
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        tree = await opened(e)
        e.main.controllers.look_at_files()
        await settled(e)
        given(tmp_path, "审批/另一个", TODO.replace("本周待办", "别人加的"))
        e.main.controllers.look_at_files()
        await settled(e)
        await settled(e)
        assert "别人加的" in e.text
        await e.press("slash", *"todo")
        await settled(e)
        file.write_text(TODO.replace("本周待办", "别人改的"))
        os.utime(file, ns=(1, 1))
        await look_again(e, tree)
        await settled(e)
        assert "别人改的" in e.text


async def test_the_cursor_goes_to_what_was_saved_though_others_change_the_disk_then(
    tmp_path: Path,
) -> None:
    for name in "abc":
        given(tmp_path, f"审批/{name}")
    async with explorer(tmp_path) as e:
        tree = await opened(e)
        tree.refresh_saved("审批/c")
        tree.refresh_saved()
        await settled(e)
        assert tree.node is not None
        assert tree.node.path == "审批/c"


async def test_what_is_typed_during_the_first_listing_leaves_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path)
    goes_on, read = asyncio.Event(), SavedListing.read

    async def slow(self: SavedListing) -> None:
        await goes_on.wait()
        await read(self)

    monkeypatch.setattr(SavedListing, "read", slow)
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await e.press("slash", "x", "backspace")
        goes_on.set()
        await settled(e)
        assert "本周待办" in e.text
