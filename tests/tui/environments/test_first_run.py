"""The first run: three fields to fill in, endpoints to browse, and ways without a deployment."""

import asyncio
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events

from tests.tui.environments.alone import HQ, form_alone
from tests.tui.explorer import HOST, Explorer, explorer
from tests.tui.screens.forms import SECRET, check, fill, fill_rightly, is_form, only
from tests.tui.screens.network import TOKEN, SilentNetwork, transport
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.tui.environments import live_check
from weda_tui.tui.environments.form_view import OPTIONAL, REQUIRED
from weda_tui.tui.interchange.import_dialog import ImportDialog
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.widgets.field import Field


async def test_the_first_run_asks_for_three_things_and_offers_sandbox_and_endpoints(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path) as e:
        for said in (
            "连接微搭私有部署",
            "访问地址 *",
            "SecretId *",
            "SecretKey *",
            "1 使用内置沙箱",
            "2 导入 Postman、curl",
            "3 仅浏览接口和文档",
            "▸ 用户令牌",
            "▸ 连接",
            "没有环境也可浏览接口和文档",
        ):
            assert said in e.text
        assert e.app.focused is not None
        assert e.app.focused.id == "field-host"
        assert not transport(e).requests
        heading = e.rows[2]
        assert heading.startswith("  F3 接口")
        assert cell_len(heading[: heading.index("┃")]) == 38
        assert cell_len(heading[: heading.index("│")]) == 38 + 62
        await e.press("f3")
        assert e.rows[2].startswith("┃ F3 接口")
        assert "┃ F2" not in e.text


async def test_f5_with_the_right_secret_saves_and_opens_the_guides_example(tmp_path: Path) -> None:
    async with explorer(tmp_path, environments="none") as e:
        await fill_rightly(e)
        await check(e)
        assert e.app.screen is e.main
        tokens = [r for r in transport(e).requests if r.url.path.startswith(TOKEN)]
        assert len(tokens) == 1, "one token call, whose token is kept"
        assert only(e).name == "总部"
        assert "总部" in e.rows[0]
        assert "有效" in e.rows[0]
        await e.send()
        assert "✓ 成功" in e.text


async def sandbox_started(e: Explorer) -> None:
    """Wait until the thread that starts the sandbox has ended and its result is drawn."""
    for worker in [each for each in e.app.workers if each.group == "sandbox"]:
        await worker.wait()
    await e.pilot.pause()


async def test_f7_1_starts_the_sandbox_or_tells_why_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> Environment:
        raise FileError(ErrorCode.PORT_IN_USE, port=4321)

    async with explorer(tmp_path, environments="none") as e:

        def start(name: str) -> Environment:
            prod = EnvTypeSetting("prod", Guard.CONFIRM)
            environment = Environment(name=name, host=HOST, env_types=(prod,), secret_id="AKID")
            return e.session.environments.save(environment, secret=SECRET)

        monkeypatch.setattr(e.session.environments, "use_sandbox", fail)
        await e.press("f7")
        assert isinstance(e.app.screen, Menu)
        await e.press("1")
        await sandbox_started(e)
        assert is_form(e)
        assert "4321" in e.rows[-1]
        monkeypatch.setattr(e.session.environments, "use_sandbox", start)
        await e.press("f7", "1")
        await sandbox_started(e)
        assert e.app.screen is e.main
        assert "沙箱" in e.rows[0]


async def test_f7_3_and_esc_browse_only_and_f7_2_imports(tmp_path: Path) -> None:
    async with explorer(tmp_path, environments="none") as e:
        await e.press("f7", "3")
        assert e.app.screen is e.main
        assert "还没有环境" in e.rows[0]
        assert "审批流" in e.text
        await e.press("f2")
        assert is_form(e)
        await e.press("escape")
        assert e.app.screen is e.main
        await e.press("f2", "f7", "2")
        await e.pilot.pause()
        assert isinstance(e.app.screen, ImportDialog)
        await e.press("escape")
        assert e.app.screen is e.main


async def test_an_endpoint_chosen_at_the_left_is_open_afterwards_and_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, environments="none") as e:
        await e.press("f3", *"CompleteTask", "enter")
        assert e.app.screen is e.main
        assert e.main.endpoint is not None
        assert e.main.endpoint.action == "CompleteTask"
        assert "完成审批任务" in e.text
        assert "还没有环境" in e.rows[0]
        assert e.session.settings.opened.endpoint == "workflow.CompleteTask"


async def test_a_blank_in_an_empty_field_opens_the_ways_and_an_endpoint_asks_before_it_drops_text(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path) as e:
        await e.press("space")
        assert isinstance(e.app.screen, Menu)
        await e.press("f", "escape")
        await e.type("a b")
        assert e.app.screen.query_one("#field-host", Field).value == "a b"
        await e.press("f3", *"wcsprw", "enter")
        assert is_form(e)
        assert "再按一次放弃" in e.rows[-1]
        assert e.session.settings.opened.endpoint == ""
        await e.press("enter")
        assert e.left == [None]
        assert e.session.settings.opened.endpoint == "workflow.CompleteTask"


async def test_tab_stays_in_the_stage_and_esc_goes_back_to_the_form(tmp_path: Path) -> None:
    async with form_alone(tmp_path) as e:
        form, fields = e.app.screen.query_one("#form"), len(REQUIRED) + 1 + len(OPTIONAL)
        for key in ["tab"] * fields + ["shift+tab"] * fields:
            await e.pilot.press(key)
            assert form.has_focus_within
        await e.press("tab", "f3", "tab", "tab")
        assert e.app.focused is e.app.screen.query_one("#filter")
        await e.press("escape", "escape")
        assert e.app.focused is e.app.screen.query_one("#field-secret_id")
        await e.press("f3", "f2")
        assert e.app.focused is e.app.screen.query_one("#field-secret_id")


async def test_the_endpoints_come_when_the_window_grows(tmp_path: Path) -> None:
    async with form_alone(tmp_path, size=(100, 30)) as e:
        await e.press("f3")
        assert e.rows[2].startswith("┃ F2 环境")
        await e.pilot.resize_terminal(150, 48)
        await e.pilot.pause()
        assert e.rows[2].startswith("  F3 接口")
        assert "F3 接口" in e.rows[-1]
        await e.pilot.resize_terminal(100, 30)
        await e.pilot.pause()
        assert "F3" not in e.text


async def test_the_smallest_screen_names_the_ways_and_says_that_the_form_goes_on_below(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path, size=(80, 24)) as e:
        assert "↓ 下方还有" in e.text
        assert "Ctrl+S 保存" in e.text
        for _ in range(8):
            await e.press("tab")
            sign = e.app.screen.query_one("#form-more")
            async with asyncio.timeout(LONGEST_WORK):  # the selected field scrolls into view
                while e.app.focused is None or e.app.focused.region.bottom > sign.region.y:
                    await e.pilot.pause(0.01)
        form = e.app.screen.query_one("#form")
        form.scroll_end(animate=False, immediate=True)
        await e.pilot.pause()
        assert "下方还有" not in e.text
        await e.pilot.resize_terminal(160, 60)
        assert "下方还有" not in e.text
        await e.pilot.resize_terminal(80, 24)
        assert "下方还有" in e.text
        for more, named in (("下方还有", "F7 没有部署"), ("more below", "F7 No deployment")):
            assert more in e.text
            assert "F5" in e.rows[-1]
            assert named in e.rows[-1]
            await e.app.run_action("language")
            await e.pilot.pause()


CONSOLE = f"{HOST}/#/apps?envId=software-8f2k9d&tab=1"


async def test_a_pasted_address_of_the_console_fills_host_and_env_id_and_a_typed_one_does_not(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path) as e:
        host = e.app.screen.query_one("#field-host", Field)
        host.post_message(events.Paste(CONSOLE))
        await e.pilot.pause()
        assert host.value == HOST
        assert e.app.screen.query_one("#field-env_id", Field).value == "software-8f2k9d"
        assert "▸ 连接" in e.text
        assert "software-8f2k9d" in e.text, "beside the folded group that holds it"
        assert e.app.screen.query_one("#field-name", Field).value == "weda.example.cn"
        start = f"{HOST}/#/apps?envId="
        host.value, host.cursor_position = start, len(start)
        for character in CONSOLE.removeprefix(start):
            host.insert_text_at_cursor(character)
            await e.pilot.pause()
        assert host.value == CONSOLE
        assert "已去掉 /#…" in e.text


async def test_optional_fields_are_folded_until_they_are_wanted(tmp_path: Path) -> None:
    async with form_alone(tmp_path) as e:
        await fill_rightly(e)
        assert "用户名" not in e.text
        heading = e.app.screen.query_one("#heading-user")
        heading.focus()
        await e.press("right")
        assert "▾ 用户令牌" in e.text
        assert "用户名" in e.text
        await e.press("enter")
        assert "用户名" not in e.text
        await fill(e, timeout="never")
        await e.press("f5")
        assert e.app.focused is e.app.screen.query_one("#field-timeout"), "unfolded for its fault"
        assert "▾ 连接" in e.text
        assert not transport(e).requests


async def test_an_address_is_looked_at_without_a_secret_until_another_one_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_check, "PAUSE", 0.01)
    async with form_alone(tmp_path) as e:
        await fill_rightly(e, password="also-secret", username="zhangwei")
        await e.until_shown("✓  微搭网关")
        assert "按 F5 获取" in e.text
        (looked, *more) = transport(e).requests
        assert not more, "a secret, a name or a user that is typed asks for no further look"
        assert f"{looked.url.scheme}://{looked.url.host}" == HOST
        said = f"{looked.url} {looked.headers}".lower()
        assert "authorization" not in said
        for secret in (transport(e).credentials.secret_key, "also-secret", "zhangwei", "akid"):
            assert secret.lower() not in said
        network = SilentNetwork(e)
        await fill(e, host=f"{HOST}:8443")
        await asyncio.wait_for(network.arrived.wait(), LONGEST_WORK)
        monkeypatch.setattr(live_check, "PAUSE", 1e6)
        await fill(e, host=f"{HOST}:9443")
        network.release.set()
        await e.pilot.pause()
        await e.pilot.pause()
        assert "微搭网关" not in e.text
        assert network.is_cancelled
        assert transport(e).requests == [looked]
        assert not e.session.environments.all


async def test_the_address_of_a_file_is_never_looked_at_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_check, "PAUSE", 0.01)
    async with form_alone(tmp_path, HQ) as e:
        await fill(e, host="https://other.example.cn")
        await e.pilot.pause()
        await asyncio.sleep(0.1)
        assert not transport(e).requests
