"""Success rules and error codes: what the user can do about a verdict."""

from pathlib import Path

import httpx
from rich.cells import cell_len

from tests.tui.explorer import explorer
from tests.tui.screens.network import saying, transport
from weda_tui.core.sending.exchange import Answered

ODD = '{"state": "done", "requestId": "r-1"}'


async def test_an_unknown_shape_is_settled_by_key_1_unless_the_rule_file_is_broken(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=saying(ODD)) as e:
        e.session.paths.rules.parent.mkdir(parents=True)
        e.session.paths.rules.write_text("x = ")
        await e.send()
        await e.press("f6", "1")
        assert "success.toml 第 1 行" in e.rows[-1]
        e.session.paths.rules.unlink()
        await e.send()
        assert "1 成功规则" in e.rows[-1]
        await e.press("1", "tab", "enter")
        await e.settle()
        assert "✓ 成功" in e.text
        assert '根据自定义的成功规则 $.state == "done"' in e.text
        assert any("✓ 查询审批人列表" in row for row in e.rows), "the tree follows"
        state = e.main.send_state
        assert isinstance(state, Answered)
        assert state.exchange.verdict.rule
        await e.send()
        assert "根据自定义的成功规则" in e.text, "the next answer is judged by it"


async def test_the_list_of_actions_offers_a_rule_for_a_verdict_that_is_clear(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=saying('{"code": 200, "data": {}}')) as e:
        await e.send()
        await e.press("f6", "0")
        assert "成功规则" in e.text


async def test_the_code_of_a_failure_is_looked_up_by_key_list_and_click(tmp_path: Path) -> None:
    refused = '{"code":"INVALID_ENV_STATUS","requestId":"r-1","message":"m"}'
    async with explorer(tmp_path, before=saying(refused), size=(160, 48)) as e:
        await e.send()
        await e.press("f6", "b")
        assert "错误码手册" in e.text
        assert "环境正在变更、已停用或未就绪" in e.text
        await e.press("escape", "0")
        assert "错误码手册" in e.text, "the list of actions has it, for input methods"
        await e.press("escape")
        row = next(n for n, text in enumerate(e.rows) if "✗ 失败   INVALID_ENV_STATUS" in text)
        column = e.rows[row].index("INVALID_ENV_STATUS")
        cells = cell_len(e.rows[row][:column])
        await e.pilot.click(offset=(cells + 2, row))
        await e.pilot.pause()
        assert "环境正在变更、已停用或未就绪" in e.text


async def test_the_palette_opens_a_code_and_the_space_menu_the_book(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("ctrl+p")
        await e.type("#ratelimit")
        assert "EXCEED_RATELIMIT" in e.text
        await e.press("enter")
        assert "超出频率限制" in e.text
        await e.press("escape", "ctrl+p")
        await e.type("#BRAND_NEW_CODE")
        await e.press("enter")
        assert "错误码手册中没有 BRAND_NEW_CODE" in e.text
        await e.press("escape", "escape", "space", "b")
        assert "172 个" in e.text


def striking(request: httpx.Request) -> httpx.Response | None:
    """Answer like the sandbox with the requested error code, and accept every credential."""
    if request.url.path.startswith("/auth/"):
        token = {"access_token": "t-1", "refresh_token": "r-1", "expires_in": 7200}
        return httpx.Response(200, json=token)
    code = request.headers.get("X-Sandbox-Fault", "")
    return httpx.Response(200, json={"code": code, "requestId": "r-1", "message": "m"})


async def test_a_code_is_tried_in_the_sandbox_that_is_started_for_it(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=striking, size=(80, 24)) as e:
        await e.press("ctrl+p")
        await e.type("#TABLE_NOT_EXIST")
        await e.press("enter", "f5")
        assert "再按一次 F5 启动沙箱" in e.text
        await e.press("f5")
        await e.pilot.pause()
        await e.settle()
        for size in ((80, 24), (160, 48)):
            await e.pilot.resize_terminal(*size)
            assert "✗ 失败   TABLE_NOT_EXIST" in e.text
            assert e.main.stage == "result"
        assert e.main.where is not None
        assert e.session.environments.is_sandbox(e.main.where.environment)
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "model.list"
        assert e.main.draft is not None
        assert not any("Fault" in name for name, _ in e.main.draft.headers), "the draft is whole"
        await e.press("b", "f5")
        await e.settle()
        assert len([r for r in transport(e).requests if "X-Sandbox-Fault" in r.headers]) == 2
