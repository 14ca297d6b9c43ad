"""The tree of endpoints in the explorer."""

from pathlib import Path

from tests.tui.explorer import explorer
from weda_tui.tui.catalogue.endpoint_tree import TreeRows


async def test_what_a_filter_finds_is_shown_from_its_beginning(tmp_path: Path) -> None:
    """The scroll position of the previous, longer list is not kept."""
    async with explorer(tmp_path, size=(80, 24)) as e:
        await e.press("f3", "c")
        rows = e.main.query_one(TreeRows)
        assert rows.scroll_offset.y > 0, "the best match stands below"
        await e.press("x")
        assert rows.scroll_offset.y == 0
        assert 0 < rows.cursor < rows.size.height
