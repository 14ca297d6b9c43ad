from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tui.explorer import explorer
from weda_tui.tui.widgets.line_filters import ascii_glyphs

GLYPHS = "✓✗›▸▾╌⋮·…→×━─│┃•▏–“”↑↓←└┬┘●▴↪"
"""The characters on the screens that are not ASCII."""


def test_every_glyph_becomes_ascii_of_the_same_width() -> None:
    shown = ascii_glyphs(f"{GLYPHS} ✓ 成功")
    assert shown.endswith(" ok成功")
    assert shown.removesuffix("成功").isascii()
    assert cell_len(shown) == cell_len(f"{GLYPHS} ✓ 成功")


async def test_wide_signs_are_drawn_as_ascii_where_the_terminal_is_said_to_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path / "plain") as e:
        await e.send()
        plain = e.rows
    monkeypatch.setenv("WEDA_TUI_AMBIGUOUS", "wide")
    async with explorer(tmp_path / "wide") as e:
        await e.send()
        assert "ok成功" in e.text
        assert not set(GLYPHS) & set(e.text)
        assert [cell_len(row) for row in e.rows] == [cell_len(row) for row in plain]
