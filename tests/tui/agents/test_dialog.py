"""The dialog with the question of an agent: only keys typed after it is shown answer it."""

from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.tui.agents.values import STOP, question, write
from tests.tui.host import Host, hosted, shown
from tests.tui.views.values import EN, ZH
from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
from weda_tui.i18n.strings import Strings
from weda_tui.tui.agents.dialog import QUIET_CHECKS, AgentQuestionDialog
from weda_tui.tui.agents.view import ShownQuestion
from weda_tui.tui.widgets.field import Field

YES, NO = (PersonAnswer(seal=question().seal, is_yes=is_yes) for is_yes in (True, False))
HARMLESS = ("enter", "f5", "space", "ctrl+r", "ctrl+j", "enter", "tab")


def dialog(asked: AgentQuestion | None = None, strings: Strings = ZH) -> AgentQuestionDialog:
    asked = asked or question()
    read = ShownQuestion.read(asked, [None] * len(asked.writes))
    return AgentQuestionDialog(read, lambda: 272.4, strings)


def settle(asked: AgentQuestionDialog) -> None:
    """Let the time pass in which the dialog ignores keys."""
    for _ in range(QUIET_CHECKS):
        asked._unlock()


async def answer(app: Host, pilot: Pilot[int], asked: AgentQuestionDialog, *keys: str) -> Any:
    """Return the answers that keys give to the dialog; return ``()`` if they leave it open."""
    answers: list[object] = []
    app.push_screen(asked, answers.append)
    await pilot.pause()
    settle(asked)
    await pilot.press(*keys)
    await pilot.pause()
    if not answers:
        asked.withdraw()
        await pilot.pause()
        assert answers == [None]
        return ()
    return answers


async def test_y_is_yes_and_escape_is_no_and_enter_is_neither():
    async with hosted(size=(120, 36)) as (app, pilot):
        for keys, answers in (
            (("y",), [YES]),
            (("ctrl+y",), [YES]),
            (("y", "y", "ctrl+y"), [YES]),
            (("escape",), [NO]),
            (HARMLESS, ()),
            ((*HARMLESS, "escape"), [NO]),
        ):
            assert await answer(app, pilot, dialog(), *keys) == answers, keys


async def test_what_was_typed_before_it_stood_answers_nothing():
    asked = dialog()
    async with shown(asked) as (_, pilot, answers):
        asked._unlock()
        for key in ("y", "ctrl+y", "escape", "enter", "y"):
            await pilot.press(key)
        asked.query_one("#agent-foot").post_message(_press("send"))
        await pilot.pause()
        assert answers == []
        for _ in range(QUIET_CHECKS - 1):
            asked._unlock()
        await pilot.press("y")
        await pilot.pause()
        assert answers == [], "who goes on typing has not read it"
        settle(asked)
        await pilot.press("y")
        await pilot.pause()
        assert answers == [YES]


def _press(action: str) -> Any:
    from weda_tui.tui.widgets.lines import Lines

    return Lines.Pressed(action)


async def test_the_moment_without_keys_comes_by_itself():
    asked = dialog()
    async with shown(asked) as (_, pilot, answers):
        while not asked._is_settled:
            await pilot.pause(0.05)
        await pilot.press("y")
        await pilot.pause()
        assert answers == [YES]


async def test_a_name_is_typed_into_a_field_that_takes_nothing_from_before():
    asked = dialog(question(STOP))
    async with shown(asked) as (app, pilot, answers):
        await pilot.press("总", "y", "ctrl+y")
        assert asked.query_one(Field).value == ""
        settle(asked)
        await pilot.pause()
        assert app.focused is asked.query_one(Field)
        await pilot.press("总", "y", "ctrl+y", "enter")
        await pilot.pause()
        assert answers == []
        assert "还差 1 个字符" in app.text
        await pilot.press("backspace", "部", "ctrl+y")
        await pilot.pause()
        assert answers == [PersonAnswer(seal=question().seal, is_yes=True, typed="总部")]


async def test_one_that_nobody_waits_for_answers_nothing_not_even_no():
    asked = dialog()
    async with shown(asked) as (_, pilot, answers):
        asked.withdraw()
        await pilot.pause()
        assert answers == [None]


@pytest.mark.parametrize(("word", "reply"), [("发送这一次", YES), ("Esc 拒绝", NO)])
async def test_the_answers_can_be_clicked(word: str, reply: PersonAnswer):
    asked = dialog()
    async with shown(asked) as (app, pilot, answers):
        settle(asked)
        y = next(i for i, row in enumerate(app.rows) if word in row)
        await pilot.click(offset=(cell_len(app.rows[y][: app.rows[y].index(word)]) + 1, y))
        await pilot.pause()
        assert answers == [reply]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_answers_and_time_are_on_the_screen_whatever_is_asked(
    strings: Strings, size: tuple[int, int]
):
    words, guard = strings.agents.dialog, strings.tui.guard
    many = [write(path=f"folder/request {number}") for number in range(40)]
    for asked in (
        question(*many, reason="why " * 100),
        question(STOP, write(env_type="dev"), client="c" * 100),
    ):
        async with shown(dialog(asked, strings), size=size) as (app, _, _):
            for said in (
                f"Esc {words.decline}",
                "Ctrl+Y",
                guard.enter_never,
                words.time_left.format(time="4m32s"),
                words.says,
            ):
                assert said in app.text
            assert all(cell_len(row) <= size[0] for row in app.rows)
