"""What a user does about a verdict."""

from pathlib import Path

from tests.tui.explorer import explorer
from tests.tui.screens.network import saying
from weda_tui.core.exchange import Answered

ODD = '{"state": "done", "requestId": "r-1"}'


async def test_an_unknown_shape_is_settled_by_key_1(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=saying(ODD)) as e:
        await e.send()
        await e.press("f6")
        assert "1 成功规则" in e.rows[-1]
        await e.press("1", "tab", "enter")
        await e.settle()
        assert "✓ 成功" in e.text
        assert '按你的成功规则 $.state == "done"' in e.text
        assert any("✓ 查询审批人列表" in row for row in e.rows), "the tree follows"
        state = e.main.send_state
        assert isinstance(state, Answered)
        assert state.exchange.verdict.rule
        await e.send()
        assert "按你的成功规则" in e.text, "the next answer is judged by it"


async def test_the_list_of_actions_offers_a_rule_for_a_verdict_that_is_clear(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=saying('{"code": 200, "data": {}}')) as e:
        await e.send()
        await e.press("f6", "1")
        assert "✗ 失败   200" in e.text, "the digit does nothing here"
        await e.press("0")
        assert "成功规则" in e.text


async def test_a_broken_rule_file_is_named(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=saying(ODD)) as e:
        e.session.paths.rules.parent.mkdir(parents=True)
        e.session.paths.rules.write_text("x = ")
        await e.send()
        await e.press("f6", "1")
        assert "success.toml 第 1 行" in e.rows[-1]
