"""The rows of saved requests."""

from pathlib import Path

from weda_tui.core.masking import Masker
from weda_tui.i18n.strings import ZH
from weda_tui.session.collections.service import Collections
from weda_tui.tui.collections.listing import SavedListing
from weda_tui.tui.collections.tree_view import folder_line


def made(root: Path, *paths: str) -> SavedListing:
    for path in paths:
        file = root / f"{path}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('method = "GET"\nurl = "{{vars.host}}/a"\n', encoding="utf-8")
    return SavedListing(Collections(root, Masker))


async def rows(listing: SavedListing) -> list[str]:
    await listing.read()
    nodes = [each for each in await listing.nodes("") if each.is_folder]
    lines = [folder_line(each, 60, ZH) for each in nodes]
    return ["".join(run.text for run in (*line.left, *line.right)).strip() for line in lines]


async def test_an_open_folder_counts_what_lies_in_closed_ones(tmp_path: Path) -> None:
    listing = made(tmp_path, "日常/导出/a", "日常/导出/b", "日常/c")
    assert await rows(listing) == ["▾ 日常 3 个请求", "▸ 导出 2 个请求"]
    listing.toggle("日常/导出")
    assert await rows(listing) == ["▾ 日常 3 个请求", "▾ 导出 2 个请求"]


async def test_two_folders_of_one_title_say_their_names_too(tmp_path: Path) -> None:
    listing = made(tmp_path, "日常/a", "日常 2/a", "别的/a")
    (tmp_path / "日常 2/folder.toml").write_text('name = "日常"\n', encoding="utf-8")
    said = await rows(listing)
    assert sorted(said) == ["▾ 别的 1 个请求", "▾ 日常  日常 2 1 个请求", "▾ 日常 1 个请求"]


async def test_what_is_revealed_before_the_first_look_is_open(tmp_path: Path) -> None:
    listing = made(tmp_path, "日常/导出/a")
    listing.reveal("日常/导出/a")
    assert await rows(listing) == ["▾ 日常 1 个请求", "▾ 导出 1 个请求"]
