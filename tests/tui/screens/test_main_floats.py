"""The dialogs of the main screen: F2, Space, 0, Ctrl+P, Ctrl+T, F1."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.models.live import wait_for_models
from tests.tui.screens.network import calls, open_endpoint, switch_to, transport
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.files import read_packaged_toml
from weda_tui.core.history.entry import HistoryEntry, HistoryQuery
from weda_tui.tui.collections.save_dialog import SaveDialog
from weda_tui.tui.commands.table import (
    COMMANDS,
    COMPARE_BEFORE,
    GLOBAL_COMMANDS,
    MARK_RESULT,
    PLACES,
    WHAT_COMMANDS,
    Handler,
)
from weda_tui.tui.environments.form_screen import EnvironmentScreen
from weda_tui.tui.environments.target_dialog import TargetDialog
from weda_tui.tui.guard.dialog import GuardDialog
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.screens.go_to_dialog import GoTo
from weda_tui.tui.screens.go_to_rows import GoToRows
from weda_tui.tui.tokens.dialog import TokenDetails
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.footer import KeyFooter
from weda_tui.tui.widgets.pane import Pane


async def look_up(e: Explorer, query: str) -> None:
    """Open Ctrl+P and fill in a query."""
    await e.press("ctrl+p")
    e.app.screen.query_one(Field).value = query
    await e.pilot.pause()


def menu_actions(e: Explorer) -> dict[str, str]:
    menu = e.app.screen
    assert isinstance(menu, Menu)
    return {item.key or item.shortcut: item.action for item in menu._items}


# -- F2 --------------------------------------------------------------------------------------


async def test_esc_in_the_list_changes_nothing_and_enter_switches_the_env_type_for_good(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f2", "right", "escape")
        assert e.main.where is not None
        assert e.main.where.env_type == "prod"
        assert "prod 正式" in e.rows[0]
        assert "! 写前确认" in e.rows[0]
        assert e.rows[1].startswith("━")
        await e.press("f2")
        assert isinstance(e.app.screen, TargetDialog)
        await e.press("right", "enter")
        assert "dev 体验" in e.rows[0]
        assert "写前确认" not in e.rows[0]
        assert e.rows[1].startswith("─")
        assert "已切换到 总部 · dev" in e.rows[-1]
        assert "v1/dev" in e.text
        await e.send()
        assert "/dev/" in calls(e)[0].url.path
    async with explorer(tmp_path, environments="none") as e:
        assert "dev 体验" in e.rows[0], "it is remembered for the next start"


async def test_f2_names_a_file_that_does_not_open_and_f2_again_opens_the_editor_with_its_help(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        (tmp_path / "workspace/environments/坏.toml").write_text('hots = "x"\n', encoding="utf-8")
        await e.press("f2")
        assert "坏.toml" in e.text
        assert "host" in e.text
        assert "总部" in e.text
        await e.press("f2")
        assert isinstance(e.app.screen, EnvironmentScreen)
        assert "environments/总部.toml" in e.text
        assert "https://weda.example.cn" in e.text
        await e.press("f1")
        assert "帮助 · 环境" in e.text
        assert "用 0 列出" not in e.text, "0 and blanks are typed there"
        assert "其他按键" not in e.text


# -- Space and 0 -----------------------------------------------------------------------------


async def test_the_space_menu_has_every_global_key_and_the_digit_of_its_f_key_and_needs_neither(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f6", "space")
        actions = menu_actions(e)
        assert set(actions.values()) == {each.id for each in GLOBAL_COMMANDS}
        for each in GLOBAL_COMMANDS:
            if each.shown.startswith("F"):
                assert actions[each.shown[1:]] == each.id
        await e.press("down", "enter")
        assert isinstance(e.app.screen, TargetDialog)


async def test_space_and_a_digit_do_what_the_f_key_does(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    stages = {"３": "what", "3": "what", "4": "with", "6": "result"}
    floats = {"1": Help, "2": TargetDialog, "9": TokenDetails, "p": GoTo}
    async with explorer(tmp_path) as e:
        for key, stage in stages.items():
            with subtests.test(key):
                if stage != "result":
                    await e.press("f6")
                assert e.main.stage != stage
                await e.press("space", key)
                assert e.app.screen is e.main
                assert e.main.stage == stage
        for key, kind in floats.items():
            with subtests.test(key):
                await e.press("space", key)
                assert isinstance(e.app.screen, kind)
            await e.press("escape")


async def test_space_5_sends_space_8_only_shows_and_space_0_zooms_the_focused_stage(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f6", "space", "8")
        assert "– 未发送" in e.text
        assert not transport(e).requests
        await e.press("escape", "space", "5")
        await e.settle()
        assert len(calls(e)) == 1
        assert e.main.query_one("#response").region.width < 160
        await e.press("space", "0")
        assert e.main.query_one("#response").region.width == 160


async def test_space_in_a_field_is_a_space(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f4", "enter", "space", "0")
        assert e.app.screen is e.main
        assert e.main.draft is not None
        assert e.main.draft.body == " 0"


async def test_0_lists_every_action_of_the_stage_and_each_one_runs(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    keys = {
        "what": ("f3", "escape"),
        "with": ("f4", "enter", "0", "escape"),
        "result": ("f6", "slash", "U", "escape"),
        "table": ("f6", "vertical_line"),
    }
    # no filter to build, no editor, no way back, no value selected, a verdict without a rule, no
    # failure of a call or of the network
    not_here = {
        "log_place",
        "build_filter",
        "edit_outside",
        "success_rule",
        "detail",
        "look_up_code",
    }
    # a call without pages, a table of few rows
    not_here |= {"next_page", "previous_page", "all_pages", "all_columns"}
    not_here |= {"take_step", "pick_step", "all_causes", "go_back"}
    # nothing to decode, no object selected, no JSON in a string, the whole body
    not_here |= {"toggle_escapes", "lacking_fields", "open_nested", "leave_part", "go_to_origin"}
    not_here.add("step_back")  # the list does not offer Esc
    # neither the headers nor the assertions are open; only the rows of a table have an ID
    not_on = {"with": {"form_menu", "assert_value", "follow_list"}, "table": set[str]()}
    async with explorer(tmp_path) as e:
        await e.send()
        with subtests.test("an entry acts"):
            await e.press("f6", "0")
            await e.press(next(k for k, action in menu_actions(e).items() if action == "search"))
            assert e.app.focused is not None
            assert e.app.focused.id == "search"
        await e.press("escape")
        for stage, to_stage in keys.items():
            with subtests.test(stage):
                left_out = not_here | not_on.get(stage, {"follow_list"})
                wanted = [key.id for key in PLACES[stage] if key.id and key.id not in left_out]
                await e.press(*to_stage, "0")
                wanted.sort(key=lambda action: action != "follow_list")  # F7 shows its key
                assert list(menu_actions(e).values()) == wanted
                await e.press("escape")
                pane = {"what": "#tree-pane", "with": "#editor"}.get(stage, "#response")
                stage_pane = e.main.query_one(pane, Pane)
                sources = (e.app, e.main, stage_pane, *stage_pane.acting_parts())
                for action in wanted:
                    found = [each.handlers().get(COMMANDS[action], Handler()) for each in sources]
                    assert any(each.run is not None for each in found), action


async def test_every_command_of_a_place_has_somebody_who_runs_it(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await e.press("f6", "vertical_line")  # a table
        await e.main.run_command("history")
        await e.main.run_command("saved")
        stages = e.main.panes.stages
        panes = [stages.endpoints, stages.history, stages.saved, stages.editor, stages.response]
        sources = [e.app, e.main, *filter(None, panes)]
        parts = [each for pane in filter(None, panes) for each in pane.acting_parts()]
        form = stages.editor.query_one(RequestForm)
        handlers = [each.handlers() for each in (*sources, *parts, form)]
        run = {key for each in handlers for key, handler in each.items() if handler.run is not None}
        of_saved = {COMPARE_BEFORE, MARK_RESULT}  # these run on the screen of saved requests
        for place, keys in PLACES.items():
            for key in keys:
                assert key.command is None or key.command in run | of_saved, (place, key.id)
        assert {*GLOBAL_COMMANDS, *WHAT_COMMANDS} <= run


async def test_each_letter_of_a_footer_has_an_entry_in_the_0_list() -> None:
    for keys in PLACES.values():
        for key in keys:
            if len(key.shown) == 1 or key.shown == "[ ]":
                assert key.command, f"{key.shown} cannot be reached with an input method on"


# -- Ctrl+P, Ctrl+T, F1 ----------------------------------------------------------------------


async def test_in_ctrl_p_enter_only_opens_f5_sends_what_reads_and_other_f_keys_do_nothing(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("ctrl+p", "f8", "f6")
        assert isinstance(e.app.screen, GoTo)
        assert not transport(e).requests
        await e.type("StopFlow")
        await e.press("enter")
        assert e.main.endpoint is not None
        assert e.main.endpoint.action == "StopFlow"
        assert e.main.stage == "with"
        assert not transport(e).requests
        await look_up(e, "查询审批人列表")
        await e.press("f5")
        await e.settle()
        assert [call.url.path.rpartition("/")[2] for call in calls(e)] == [
            "DescribeInstanceApproverList"
        ]
        await look_up(e, "终止流程")
        await e.press("f5")
        await e.settle()
        assert len(calls(e)) == 1
        assert e.main.endpoint.action == "StopFlow", "a write is opened at its first gap"
        assert e.main.stage == "with"


async def test_ctrl_p_opens_what_was_sent_and_f5_sends_it_again_where_it_went(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await switch_to(e, "dev")
        await open_endpoint(e, "StopFlow")
        await _select_sent(e, "cxsp")
        assert "cx 查询  sp 审批 " in e.text
        await e.press("enter")
        await e.until_shown("历史：今天 09:42，总部 · prod")
        assert e.main.stage == "with"
        assert e.main.endpoint is not None
        assert e.main.endpoint.action == "DescribeInstanceApproverList"
        assert e.main.where is not None
        assert (e.main.where.env_type, len(calls(e))) == ("dev", 1)
        await _select_sent(e, "cxsp")
        await e.press("f5")
        await e.until_shown("已切换到 总部 · prod（当时发送到此处）")
        await e.settle()
        assert (e.main.where.env_type, len(calls(e))) == ("prod", 2)
        await _select_sent(e, "cxsp")
        await e.session.history.delete([each.id for each in await _kept(e)])
        await e.press("enter")
        await e.until_shown("✗ ")
        assert len(calls(e)) == 2


async def test_f5_in_ctrl_p_only_opens_a_write_that_was_sent(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        await e.press("f5", "y")
        await e.settle()
        await _select_sent(e, "CompleteTask")
        assert "Enter 打开   Esc 关闭" in e.text
        await e.press("f5")
        await e.until_shown("已打开，未发送")
        assert len(calls(e)) == 1


async def _kept(e: Explorer) -> Sequence[HistoryEntry]:
    return (await e.session.history.find(HistoryQuery())).entries


async def _select_sent(e: Explorer, text: str) -> None:
    """Type into Ctrl+P and select the first history entry."""
    await look_up(e, text)
    rows = e.app.screen.query_one(GoToRows)
    async with asyncio.timeout(LONGEST_WORK):
        while not any(each.kind == "history" for each in rows.choices):
            await e.pilot.pause(0.001)
    at = next(i for i, each in enumerate(rows.choices) if each.kind == "history")
    await e.press(*["down"] * at)


async def test_ctrl_p_works_on_every_screen(tmp_path: Path, subtests: pytest.Subtests) -> None:
    calls_of = {"history": "StopFlow", "saved": "StartFlow", "edit_environment": "CompleteTask"}
    async with explorer(tmp_path) as e:
        for command, action in calls_of.items():
            with subtests.test(command):
                if command == "edit_environment":
                    await e.press("f2", "f2")
                else:
                    await look_up(e, f">{command}")
                    await e.press("enter", "f3")
                assert e.app.screen is not e.main
                await look_up(e, action)
                assert isinstance(e.app.screen, GoTo)
                await e.press("enter")
                await e.settle()
                assert e.app.screen is e.main
                assert e.main.endpoint is not None
                assert e.main.endpoint.action == action


async def test_ctrl_p_runs_a_command_and_goes_to_a_place(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await look_up(e, "@dev")
        await e.press("enter")
        assert "dev 体验" in e.rows[0]
        await look_up(e, ">令牌")
        await e.press("enter")
        assert isinstance(e.app.screen, TokenDetails)


async def test_ctrl_p_takes_the_list_of_models_from_anywhere(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f6")
        await look_up(e, ">取模型")
        as_command = e.app.screen.query_one(GoToRows).choice
        e.app.screen.query_one(Field).value = "取模型"
        await e.pilot.pause()
        assert e.app.screen.query_one(GoToRows).choice == as_command
        await e.press("enter")
        await wait_for_models(e)
        assert "已获取 6 个模型" in e.text


async def test_ctrl_t_renews_the_token_and_shows_it_masked_unless_asked(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:

        def shown() -> str:
            return "".join(row.strip().split("  ")[-1] for row in e.rows)

        await e.press("ctrl+t")
        assert "尚未获取令牌" in e.text
        await e.press("1")
        await e.pilot.pause(0.05)
        assert "已刷新" in e.text
        secrets = e.session.network.online.tokens.secrets()
        assert secrets
        for secret in secrets:
            assert secret not in e.text
        assert transport(e).credentials.secret_key not in e.text
        await e.press("escape")
        assert "71h59m 有效" in e.rows[0]
        await e.send()
        token = calls(e)[0].headers["Authorization"].removeprefix("Bearer ")
        await e.press("ctrl+t")
        assert token[:40] not in shown()
        await e.press("2")
        assert token[:40] in shown()
        await e.press("2")
        assert token[:40] not in shown()


async def test_f1_lists_the_keys_of_the_stage(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with explorer(tmp_path) as e:
        for key, place in {"f3": "接口", "f4": "请求", "f6": "响应"}.items():
            with subtests.test(key):
                await e.press(key, "f1")
                assert isinstance(e.app.screen, Help)
                assert f"帮助 · {place}" in e.text
                assert "Space 5" in e.text
                await e.press("escape")
                assert e.app.screen is e.main


async def test_help_says_how_each_action_is_reached(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f6", "f1")
        assert "复制…" not in e.text, "there is no body"
        await e.press("f1")
        await e.send()
        await e.press("0")
        number = next(k for k, action in menu_actions(e).items() if action == "copy_menu")
        await e.press("escape", "f1")
        row = next(row for row in e.rows if "复制…" in row)
        assert f"0 {number} " in row
        assert "其他按键" in e.text
        told = ""
        for _ in range(4):
            await e.press("pagedown")
            told += e.text
        assert "最后到响应" in told
        assert "按 0 列出此处的操作" in told


async def _open_guard(e: Explorer) -> None:
    await open_endpoint(e, "CompleteTask")
    await e.press("f5")


FLOATS: dict[str, tuple[Callable[[Explorer], Awaitable[None]], type[object], str]] = {
    "token": (lambda e: e.press("ctrl+t"), TokenDetails, "令牌 · 总部"),
    "where": (lambda e: e.press("f2"), TargetDialog, "环境"),
    "go to": (lambda e: e.press("ctrl+p"), GoTo, "前往"),
    "guard": (_open_guard, GuardDialog, "发送之前"),
    "menu": (lambda e: e.press("f6", "space"), Menu, "全部按键"),
}


async def test_f1_gives_the_help_of_a_float_and_leads_back_to_it(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        for name, (open_float, kind, title) in FLOATS.items():
            with subtests.test(name):
                await open_float(e)
                await e.press("f1")
                assert isinstance(e.app.screen, Help)
                assert f"帮助 · {title}" in e.text
                assert "Esc" in " ".join(re.split("此处最常用|此处", e.text)[1:])
                await e.press("f1")
                assert isinstance(e.app.screen, kind)
            await e.press("escape")


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_below_a_float_the_footer_offers_only_what_works(
    tmp_path: Path, subtests: pytest.Subtests, size: tuple[int, int]
) -> None:
    async with explorer(tmp_path, size=size) as e:
        before = e.rows[-1]
        for name, (open_float, *_) in FLOATS.items():
            with subtests.test(name):
                await open_float(e)
                await e.pilot.pause()
                footer = e.main.query_one(KeyFooter).render_line(0).text
                right = ["F1", "帮助", *(["Ctrl+Q", "退出"] if size[0] > 100 else [])]
                own = footer.split()[: -len(right)]
                assert footer.split()[-len(right) :] == right
                assert ("Esc" in own) if name == "menu" else not own, "a list has no own keys"
                await e.press("escape")
                if name not in {"menu", "guard"}:
                    assert e.rows[-1] == before


async def test_what_was_searched_for_sets_its_field(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    values = {
        "我已审批的任务": "DONE",
        "待办": "TODO",
        "my approved tasks": "DONE",
        "抄送我的": "CC",
    }
    async with explorer(tmp_path) as e:
        for number, (query, value) in enumerate(values.items(), 1):
            with subtests.test(query):
                await e.press("ctrl+p")
                assert f"PageType {value}" not in e.text
                e.app.screen.query_one(Field).value = query
                await e.pilot.pause()
                assert f"PageType {value}" in e.text
                await e.press("f5")
                await e.settle()
                assert len(calls(e)) == number
                assert json.loads(await calls(e)[-1].aread())["PageType"] == value


async def test_what_a_search_set_is_one_edit(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "ListProcessInstances")
        before = e.main.draft
        assert before is not None
        await look_up(e, "wdyb")
        await e.press("enter")
        assert e.main.draft is not None
        assert '"PageType": "DONE"' in e.main.draft.body
        assert "PageType DONE 已办" in e.rows[-1]
        await e.press("ctrl+z")
        assert e.main.draft == before


async def test_a_query_that_names_a_command_lists_it_first(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    commands = {
        "断言": "assert_value", "assert": "assert_value", "比较": "compare", "对比": "compare",
        "运行": "run_saved", "导出": "export_saved", "换环境": "where", "切换环境": "where",
        "curl": "copy_curl", "保存": "save", "history": "history", "删除": "remove_saved",
    }  # fmt: skip
    async with explorer(tmp_path) as e:
        await e.press("ctrl+p")
        for query, command in commands.items():
            with subtests.test(query):
                for prefix in ("", ">"):
                    e.app.screen.query_one(Field).value = f"{prefix}{query}"
                    await e.pilot.pause()
                    choices = e.app.screen.query_one(GoToRows).choices
                    named = [each.action for each in choices if each.kind == "command"]
                    assert choices[0].kind == "command", choices[0]
                    assert command in named[:4]


async def test_a_command_of_another_place_opens_that_first(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await look_up(e, ">remove_entry")
        await e.press("enter")
        await e.until_shown("历史：“删除”当前不可用")
        await e.press("f6")
        await look_up(e, ">new_folder")
        await e.press("enter")
        async with asyncio.timeout(LONGEST_WORK):
            while not isinstance(e.app.screen, SaveDialog):
                await e.pilot.pause()


async def test_the_synonyms_are_of_commands() -> None:
    synonyms = read_packaged_toml("i18n/words/command_synonyms.toml", dict[str, str])
    assert synonyms.keys() <= COMMANDS.keys()
