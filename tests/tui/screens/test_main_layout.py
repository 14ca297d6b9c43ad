"""Widths, mouse and window sizes: nothing is rebuilt or lost."""

import asyncio
from pathlib import Path

import pytest
from textual.strip import Strip

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import calls, open_endpoint, open_json
from weda_tui.core.sending.exchange import Idle, Phase, Sending
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.environments.target_dialog import TargetDialog
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.tokens.dialog import TokenDetails
from weda_tui.tui.widgets.code_area import JsonArea, UrlArea
from weda_tui.tui.widgets.drawing import palette


def widths(e: Explorer) -> tuple[int, int, int]:
    panes = ("#tree-pane", "#editor", "#response")
    what, with_what, result = (e.main.query_one(pane).region.width for pane in panes)
    return what, with_what, result


async def test_angle_brackets_move_the_rule_left_of_the_focused_stage_for_good(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        assert widths(e) == (38, 48, 74)
        await e.press("f6", "less_than_sign")
        assert widths(e) == (38, 44, 78)
        await e.press("greater_than_sign", "greater_than_sign")
        assert widths(e) == (38, 52, 70)
        await e.press("f4", "less_than_sign")
        assert widths(e) == (34, 52, 74)
    async with explorer(tmp_path, environments="none") as e:
        assert widths(e) == (34, 52, 74), "kept for the next start"


async def test_no_column_gets_narrower_than_its_minimum(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(140, 24)) as e:
        await e.press("f6")
        await e.type("<" * 4)
        assert widths(e)[1] == 36
        await e.type(">" * 6)
        assert widths(e)[2] == 48


async def test_the_mouse_drags_a_rule_and_a_double_click_puts_it_back(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        pilot = e.pilot
        await pilot.mouse_down(offset=(86, 20))
        await pilot.hover(offset=(96, 20))
        assert not e.session.settings.preferences.widths, "kept when the rule is let go"
        await pilot.mouse_up(offset=(96, 20))
        assert widths(e) == (38, 58, 64)
        assert e.session.settings.preferences.widths
        await pilot.hover(offset=(110, 20))
        assert widths(e) == (38, 58, 64), "let go is let go"
        await pilot.click(offset=(96, 20), times=2)
        assert widths(e) == (38, 48, 74)


def place_of(e: Explorer, text: str, *, below: int = 0) -> tuple[int, int]:
    """Return the cell at which a text starts on the screen."""
    from rich.cells import cell_len

    for y, row in enumerate(e.rows):
        if y >= below and text in row:
            return cell_len(row[: row.index(text)]), y
    raise AssertionError(text)


async def test_a_click_does_what_is_written_there(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:

        async def click(text: str, *, below: int = 0) -> None:
            await e.pilot.click(offset=place_of(e, text, below=below))
            await e.pilot.pause()

        for text, dialog in (("尚未获取", TokenDetails), ("prod 正式", TargetDialog)):
            with subtests.test(text):
                await click(text)
                assert isinstance(e.app.screen, dialog)
            await e.press("escape")
        with subtests.test("a tab"):
            assert "Bearer {{access_token}}" not in e.text
            await click("认证")
            assert "Bearer {{access_token}}" in e.text
        with subtests.test("a key of the footer"):
            await click("F8", below=47)
            assert "– 未发送" in e.text
        with subtests.test("the send chip"):
            await click("F5 发送")
            await e.settle()
            assert len(calls(e)) == 1
        with subtests.test("a row of the tree"):
            await click("发起流程")
            assert e.main.endpoint is not None
            assert e.main.endpoint.action == "StartFlow"


@pytest.mark.parametrize("size", [(60, 18), (71, 40), (160, 19)])
async def test_a_window_too_small_says_how_large_it_must_be(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with explorer(tmp_path, size=size) as e:
        assert "窗口太小，至少需要 72x20" in e.text
        await e.send()
        assert len(calls(e)) == 1, "keys still work"
        assert "✓ 成功" in e.text
        await e.press("f6")
        body = e.main.query_one(BodyView)
        assert body.region.bottom == size[1] - (2 if size[1] < 34 else 5), "no row is wasted"
        assert body.size.height >= min(size[1] - 9, 20)


async def test_a_wide_answer_keeps_the_call_and_what_was_sent_in_one_row(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await open_json(e, "GetFlowInstanceTasks")
        e.main.query_one(JsonArea).load_text('{"InstanceId": "1700000000000000001"}')
        await e.send()
        assert e.rows[2].startswith(" F3 查询流程任务  GetFlowInstanceTasks")
        await e.press("f6")
        assert e.main.query_one("#stages").has_class("-zoom")
        assert e.rows[2].startswith(" F3 查询流程任务   F4 InstanceId 1700000000000000001")
        assert e.rows[2].endswith("POST 只读")
        assert e.rows[3].startswith(" F6  ✓ 成功")
        assert e.rows[-2].startswith(" F7 "), "one row"
        assert "─" not in e.rows[-3]


async def test_a_running_send_shows_its_seconds_at_every_size(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        clock = e.session.clock.monotonic
        for size in ((160, 48), (100, 30), (80, 24), (60, 18)):
            await e.pilot.resize_terminal(*size)
            for stage in ("f6", "f4"):
                await e.press(stage)
                e.main.controllers.answer.show(Sending(phase=Phase.WAITING, since=clock() - 3.2))
                await e.pilot.pause(0.25)
                assert "Esc 取消" in e.text, (size, stage)
                assert "等待响应 3.2 s" in e.text, (size, stage)
                e.main.controllers.answer.show(Idle())
                await e.pilot.pause()
                assert "3.2 s" not in e.text, (size, stage)


@pytest.mark.parametrize("size", [(160, 48), (100, 30)])
async def test_a_menu_stands_over_the_focused_pane_with_a_blank_column_around(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with explorer(tmp_path, size=size) as e:
        for keys, pane in (("f6", "#response"), ("f3 down", "#tree-pane")):
            await e.press("f6", *keys.split(), "space")
            assert isinstance(e.app.screen, Menu)
            panel = e.app.screen.query_one(".panel").region
            assert panel.x == min(e.main.query_one(pane).region.x + 1, size[0] - 61)
            assert panel.bottom == size[1] - 1
            strips = e.app.screen._compositor.render_strips()[panel.y : panel.bottom]
            sides = {s.crop(x, x + 1).text for s in strips for x in (panel.x - 1, panel.right)}
            assert sides <= {" ", ""}
            await e.press("escape")


async def test_a_menu_stands_where_the_pane_is_that_was_zoomed_just_before(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(160, 48)) as e:
        await e.press("f6")
        with e.app.batch_update():  # no layout happens meanwhile, as on a busy machine
            await e.main.run_command("result")
            await e.main.run_command("menu")
            await asyncio.sleep(0.05)
            assert isinstance(e.app.screen, Menu)
        await e.pilot.pause()
        assert e.main.query_one("#response").region.x == 0
        assert e.app.screen.query_one(".panel").region.x == 1


async def test_a_menu_that_is_too_long_scrolls(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await e.press("f6", "space", "end")
        assert "› q  退出" in e.text


async def test_the_heading_of_the_focused_pane_is_a_bar(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        for key, heading in (("f3", "what"), ("f4", "with"), ("f6", "result")):
            await e.press(key)
            strips = e.main._compositor.render_strips()
            filled = [
                name
                for name in ("what", "with", "result")
                if fills(e, strips, name) == {palette.PALETTES[palette.DARK]["sel"]}
            ]
            assert filled == [heading]


def fills(e: Explorer, strips: list[Strip], stage: str) -> set[str]:
    """Return the background colours of the heading of a stage."""
    region = e.main.query_one(f"#{stage}-heading").region
    segments = strips[region.y].crop(region.x, region.right)
    return {each.style.bgcolor.name for each in segments if each.style and each.style.bgcolor}


async def test_without_the_focus_the_key_of_the_answer_is_dim(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(100, 30)) as e:
        await e.send()
        colours = palette.PALETTES[palette.DARK]
        for key, role in (("f6", "focus"), ("f4", "dim")):
            await e.press(key)
            region = e.main.query_one("#verdict").region
            row = e.main._compositor.render_strips()[region.y].crop(region.x, region.x + 4)
            assert row.text == " F6 "
            assert {s.style.color.name for s in row if s.style and s.style.color} == {colours[role]}


def around(e: Explorer, body: BodyView) -> list[str]:
    """Return the screen without the body, which may have scrolled."""
    strips = e.app.screen._compositor.render_strips()
    region = body.region
    return [
        strip.crop(0, region.x).text if region.y <= y < region.bottom else strip.text
        for y, strip in enumerate(strips)
    ]


async def test_a_resize_loses_nothing(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "DescribeInstanceApproverList")
        await e.press("enter")
        await e.type('{"a": 1}')
        await e.send()
        await e.press("f6", "down", "down")
        body = e.main.query_one(BodyView)
        before, cursor = around(e, body), body.cursor
        for size in ((80, 24), (60, 18), (100, 30), (160, 48)):
            await e.pilot.resize_terminal(*size)
            await e.pilot.pause()
            assert e.app.screen.size == size
        assert around(e, body) == before
        assert e.main.query_one(BodyView) is body
        assert (body.cursor, body.has_focus) == (cursor, True)
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": 1}'
        await e.press("f4", "ctrl+z")
        assert e.main.draft.body != '{"a": 1}', "undo is still there"


async def test_the_whole_url_is_on_the_screen_in_each_width(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(120, 36)) as e:
        for size in ((120, 36), (100, 30), (160, 48), (100, 30)):
            await e.pilot.resize_terminal(*size)
            region = e.main.query_one(UrlArea).region
            strips = e.app.screen._compositor.render_strips()[region.y : region.bottom]
            shown = "".join(strip.crop(region.x, region.right).text.strip() for strip in strips)
            assert shown == (
                "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList"
            ), size


async def test_the_url_is_drawn_in_the_width_of_a_window_that_was_made_wider(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, size=(160, 48)) as e:
        wide = e.rows
        await e.pilot.resize_terminal(80, 24)
        await e.pilot.resize_terminal(160, 48)
        assert e.rows == wide
