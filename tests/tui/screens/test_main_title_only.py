"""An endpoint whose title alone is known, on the main screen."""

from pathlib import Path

from tests.tui.explorer import Explorer, explorer
from weda_tui.core.sending.exchange import Failed

UNKNOWN = "permissions.title.createRole"


async def opened(e: Explorer) -> None:
    e.main.controllers.open_endpoint(e.session.modules.catalogue.get(UNKNOWN))
    await e.pilot.pause()


async def test_the_tree_marks_it_and_what_is_unknown_is_said_before_and_after_sending(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, size=(160, 48)) as e:
        await opened(e)
        row = next(row for row in e.rows if "创建角色 ?" in row)
        assert row.split()[:5] == ["›", "创建角色", "?", "写", "┃"], "it has no method"
        assert "仅有标题：文档中没有方法和路径，无法发送" in e.text
        assert f"✗ {UNKNOWN} 仅有标题，没有文档说明其方法和路径。" in e.text
        assert "可以直接发送" not in e.text
        await e.press("f5")
        await e.settle()
        assert isinstance(e.main.send_state, Failed)
        assert "查明后可自行定义" in e.text


async def test_in_a_narrow_window_too(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await opened(e)
        assert "F4 仅有标题：文档中没有方法和路径，无法发送" in e.text


async def test_going_to_it_says_that_its_parameters_are_unknown(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(160, 48)) as e:
        await e.press("ctrl+p", *"cjjs")
        assert "创建角色" in e.text
        assert "所需参数 未知" in e.text
        assert "所需参数 无" not in e.text
