"""The first key after entering a stage: only a widget that looks like a field accepts text."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.runs.test_dialog import until_quiet
from tests.tui.screens.network import calls, open_endpoint, transport
from tests.tui.screens.test_main_races import burst
from tests.tui.sending.test_dependencies_first import given
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.environments.deployment import Target
from weda_tui.core.sending.exchange import Answered, Idle
from weda_tui.tui.doctor.error_book_dialog import ErrorBookDialog
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.widgets.code_area import CodeArea
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.tabs import Tabs
from weda_tui.tui.widgets.type_ahead import takes_text

EXAMPLE = "DescribeInstanceApproverList"
NOTHING, FORM = "DescribeInstanceStarterList", "CompleteTask"
FREE = 'method = "GET"\nurl = "{{vars.host}}/a"\n'
EMPTY = 'endpoint = "workflow.DescribeInstanceStarterList"\n'

Way = Callable[[Explorer], Awaitable[None]]


def looks_like_a_field(e: Explorer) -> bool:
    """Return whether the focused widget visibly accepts text: a field, or a text to edit."""
    focused = e.app.focused
    return isinstance(focused, Field) or (isinstance(focused, CodeArea) and bool(focused.text))


async def at_the_start(_: Explorer) -> None:
    """Do nothing: the guide's example, which has no parameters, is open."""


async def by_f4(e: Explorer) -> None:
    await e.press("f6", "f4")


async def search_and_open(e: Explorer, key: str, action: str) -> None:
    await e.press(key)
    field = e.app.focused
    assert isinstance(field, Field)
    field.value = action
    await e.pilot.pause()
    await e.press("enter")


async def by_the_tree(e: Explorer) -> None:
    await search_and_open(e, "f3", NOTHING)


async def by_the_palette(e: Explorer) -> None:
    await search_and_open(e, "ctrl+p", EXAMPLE)


async def by_tabs(e: Explorer) -> None:
    await e.press("f4", "right_square_bracket", "left_square_bracket", "f6", "f4")


async def by_a_tab_of_a_form(e: Explorer) -> None:
    """Open the JSON tab, which stays open for the next endpoint; a GET endpoint has no JSON."""
    await open_endpoint(e, FORM)
    await e.press("escape", "right_square_bracket")
    e.main.controllers.open_endpoint(e.session.modules.catalogue.get("model.listSimple"))
    await e.pilot.pause()


async def by_a_saved_request(e: Explorer) -> None:
    await e.main.controllers.opening.open_now("审批/a")


async def by_a_free_call(e: Explorer) -> None:
    await e.main.controllers.opening.open_now("审批/b")


async def by_an_entry(e: Explorer) -> None:
    await e.send()
    await open_endpoint(e, FORM)
    e.main.controllers.history.open_entry(await e.session.history.read(1))


async def by_the_way_back(e: Explorer) -> None:
    assert e.main.endpoint is not None
    assert e.main.draft is not None
    e.main.controllers.links.remember(e.main.endpoint, e.main.draft)
    await open_endpoint(e, FORM)
    await e.press("alt+left")
    await until_quiet(e)
    await e.press("f4")


async def by_a_title_only(e: Explorer) -> None:
    e.main.controllers.open_endpoint(
        e.session.modules.catalogue.get("permissions.title.deleteUser")
    )


WAYS = [
    at_the_start, by_f4, by_tabs, by_the_tree, by_the_palette, by_a_saved_request, by_an_entry,
    by_the_way_back, by_a_title_only, by_a_tab_of_a_form,
]  # fmt: skip
"""Each way leads to another endpoint than the way before, or enters the open one again."""
LOOKS: list[tuple[tuple[int, int], Language]] = [
    ((160, 48), "zh"), ((123, 31), "en"), ((80, 24), "zh"),
]  # fmt: skip
"""Wide, medium and narrow."""


@pytest.mark.parametrize(("size", "language"), LOOKS)
async def test_a_letter_types_nothing_where_nothing_looks_like_a_field(
    tmp_path: Path, subtests: pytest.Subtests, size: tuple[int, int], language: Language
) -> None:
    given(tmp_path, a=EMPTY)
    async with explorer(tmp_path, size=size, language=language) as e:
        for way in WAYS:
            with subtests.test(way.__name__):
                await way(e)
                await e.pilot.pause()
                assert not takes_text(e.app.focused)
                before = e.main.draft
                assert before is not None
                await e.type("x5Q")
                assert e.main.draft == before
                await e.press("space")
                assert isinstance(e.app.screen, Menu)
                assert e.main.draft == before
            await e.press("escape")


async def test_space_5_sends_as_f5_does(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        for way in (at_the_start, by_f4, by_the_tree, by_the_palette, by_an_entry):
            with subtests.test(way.__name__):
                await way(e)
                before = len(calls(e))
                await e.press("space", "5")
                await e.settle()
                assert len(calls(e)) == before + 1
                assert isinstance(e.main.send_state, Answered)
                assert e.main.send_state.exchange.request.body == b""


@pytest.mark.parametrize(("size", "language"), LOOKS)
async def test_what_takes_text_on_a_stage_looks_like_a_field(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    given(tmp_path, b=FREE)
    async with explorer(tmp_path, size=size, language=language) as e:
        await by_a_free_call(e)
        assert looks_like_a_field(e), "its address"
        for action in (NOTHING, FORM):
            await open_endpoint(e, action)
            for stage in ("f3", "f4", "f6"):
                await e.press(stage)
                assert not e.main.query_one("#stages").has_class("-zoom")
                is_field = stage == "f3" or (stage == "f4" and action == FORM)
                assert looks_like_a_field(e) is is_field, (action, stage)
                assert is_field or not takes_text(e.app.focused), (action, stage)


async def test_enter_goes_into_an_empty_text_which_is_a_field_then(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        assert isinstance(e.app.focused, Tabs)
        assert "Enter 编辑" in e.rows[-1]
        await e.press("enter")
        area = e.app.focused
        assert isinstance(area, CodeArea)
        assert area.has_class("-empty")
        assert area.styles.background.hex == "#282B2F"
        await e.type("[1]")
        assert not area.has_class("-empty")
        assert e.main.draft is not None
        assert e.main.draft.body == "[1]"
        await e.press("f6", "f4")
        assert e.app.focused is area, "a text that is there is gone into"


async def test_a_key_before_the_stages_are_there_opens_no_field(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        e.main.accepts_keys = False
        burst(e, "space", "5")
        await e.pilot.pause()
        assert isinstance(e.app.screen, MainScreen), "a menu waits until its keys are there"
        assert e.main.draft is not None
        assert e.main.draft.body == ""
        e.main.accepts_keys = True
        e.app.post_message(e.main.Ready())
        await e.pilot.pause()
        await e.settle()
        assert isinstance(e.main.send_state, Answered)


def anywhere(_: Target | None) -> bool:
    """Treat every target as the sandbox, which this explorer uses."""
    return True


async def open_book(e: Explorer, code: str) -> None:
    await e.main.controllers.error_book.show(code)
    await e.pilot.pause()
    assert isinstance(e.app.screen, ErrorBookDialog)


async def test_f5_in_the_book_asks_only_before_edits_go_out_of_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path) as e:
        monkeypatch.setattr(e.main.controllers.error_book, "_is_sandbox", anywhere)
        await open_endpoint(e, FORM)
        await e.press("1", "2")
        assert e.main.draft is not None
        edited = e.main.draft
        await open_book(e, "SYS_ERR")
        await e.press("f5")
        assert isinstance(e.app.screen, ErrorBookDialog)
        assert "再按一次 F5 打开另一个接口；“完成审批任务”中未保存的修改会保留。" in e.text
        assert not transport(e).requests
        await e.press("f5")
        async with asyncio.timeout(LONGEST_WORK):
            while isinstance(e.main.send_state, Idle):
                await e.pilot.pause()
        await e.settle()
        assert len(calls(e)) == 1
        await open_endpoint(e, FORM)
        assert e.main.draft == edited
        await open_endpoint(e, "StopFlow")
        await open_book(e, "SYS_ERR")
        await e.press("f5")
        assert isinstance(e.app.screen, MainScreen), "without edits it does not ask"
