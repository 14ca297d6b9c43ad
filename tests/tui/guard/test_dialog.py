"""The question before a write: which keys do not answer it, and which do."""

import msgspec
import pytest
from rich.cells import cell_len

from tests.tui.host import MARKUP, answers_to, hosted, shown
from tests.tui.views.values import EN, ZH, endpoint, preflight, where
from weda_tui.core.catalogue.endpoint import Bilingual, Effect
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.affected_records import AffectedRecords
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.tui.guard.dialog import GuardDialog, GuardPreview
from weda_tui.tui.widgets.field import Field

HARMLESS = ("enter", "f5", "space", "ctrl+r", "ctrl+j", "enter")


def dialog(
    decision: GuardDecision = GuardDecision.ASK, strings: Strings = ZH, **changes: object
) -> GuardDialog:
    effect = Effect.DESTRUCTIVE if decision is GuardDecision.ASK_NAME else Effect.WRITE
    return GuardDialog(preflight(effect, decision=decision, **changes), strings)


async def test_enter_and_f5_never_send():
    async with hosted(size=(120, 36)) as (app, pilot):
        for decision in (GuardDecision.ASK, GuardDecision.ASK_NAME):
            answers = await answers_to(app, pilot, dialog(decision), *HARMLESS)
            assert answers == []
            await pilot.press("escape")
            await pilot.pause()
            assert answers == [None]


async def test_yes_answers_once_however_often_it_is_pressed():
    async with hosted(size=(120, 36)) as (app, pilot):
        for keys in ("y", "ctrl+y", "y y", "ctrl+y y ctrl+y"):
            assert await answers_to(app, pilot, dialog(), *keys.split()) == [GuardDecision.ASK], (
                keys
            )
            assert len(app.screen_stack) == 1


async def test_two_answers_in_one_breath_are_one():
    asked = dialog()
    async with shown(asked) as (_, pilot, answers):
        asked.action_yes()
        asked.action_send()
        await pilot.pause()
        assert answers == [GuardDecision.ASK]


async def test_a_name_must_be_exact():
    asked = dialog(GuardDecision.ASK_NAME, where=where(name="hq-prod", guard=Guard.TYPE_NAME))
    async with shown(asked) as (app, pilot, answers):
        assert app.focused is asked.query_one(Field)
        assert "还差 7 个字符" in app.text
        for typed, left in (("hq", 5), ("x", 5), ("y", 5)):
            await pilot.press(*typed, "ctrl+y", "enter")
            assert f"还差 {left} 个字符" in app.text
        asked.query_one(Field).value = "hq-prods"
        await pilot.pause()
        assert "还差 1 个字符" in app.text, "more than the name is not the name"
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert answers == []
        await pilot.press("end", "backspace")
        assert "还差" not in app.text
        await pilot.press("enter", "f5")
        await pilot.pause()
        assert answers == []
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert answers == [GuardDecision.ASK_NAME]


async def test_the_case_of_a_name_counts():
    async with shown(dialog(GuardDecision.ASK_NAME, where=where(name="HQ"))) as (
        app,
        pilot,
        answers,
    ):
        await pilot.press("h", "q", "ctrl+y")
        await pilot.pause()
        assert answers == []
        assert "还差 2 个字符" in app.text


async def test_y_is_a_letter_where_a_name_is_asked():
    asked = dialog(GuardDecision.ASK_NAME, where=where(name="y"))
    async with shown(asked) as (_, pilot, answers):
        asked.action_yes()
        await pilot.press("y")
        await pilot.pause()
        assert answers == []
        assert asked.query_one(Field).value == "y"
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert answers == [GuardDecision.ASK_NAME]


@pytest.mark.parametrize(
    ("word", "answer"),
    [("发送到 prod", [GuardDecision.ASK]), ("Esc 不发送", [None]), ("预览", [GuardPreview.SHOWN])],
)
async def test_the_answers_can_be_clicked(
    word: str, answer: list[GuardDecision | GuardPreview | None]
):
    async with shown(dialog()) as (app, pilot, answers):
        y = next(i for i, row in enumerate(app.rows) if word in row)
        x = cell_len(app.rows[y][: app.rows[y].index(word)])
        await pilot.click(offset=(x + 1, y - 2))
        await pilot.pause()
        assert answers == []
        await pilot.click(offset=(x + 1, y))
        await pilot.pause()
        assert answers == answer


@pytest.mark.parametrize("decision", [GuardDecision.ASK, GuardDecision.ASK_NAME])
async def test_f8_wants_to_see_what_would_leave(decision: GuardDecision):
    async with hosted(size=(120, 36)) as (app, pilot):
        assert await answers_to(app, pilot, dialog(decision), "f8", "f8") == [GuardPreview.SHOWN]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize("env_type", ["dev", "production-in-the-east"])
async def test_every_answer_is_whole_on_a_small_screen(strings: Strings, env_type: str):
    for decision in (GuardDecision.ASK, GuardDecision.ASK_NAME):
        asked = dialog(decision, strings, where=where(env_type=env_type))
        async with shown(asked, size=(80, 24)) as (app, _, _):
            words = strings.tui.guard
            for said in (
                f"Esc {words.dont}",
                words.send_to.format(env_type=env_type),
                f"F8 {strings.tui.keys.show}",
                words.enter_never,
            ):
                assert said in app.text


async def test_the_alias_is_as_good_as_the_name():
    place = where(name="总部")
    place = Target(msgspec.structs.replace(place.environment, alias="hq"), "prod")
    async with shown(dialog(GuardDecision.ASK_NAME, where=place)) as (app, pilot, answers):
        assert "输入 总部 或其别名 hq 后才能发送" in app.text
        await pilot.press("h", "ctrl+y")
        await pilot.pause()
        assert "还差 1 个字符" in app.text
        assert answers == []
        await pilot.press("q")
        await pilot.pause()
        assert "名称正确" in app.text
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert answers == [GuardDecision.ASK_NAME]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize("is_many", [False, True])
async def test_an_empty_where_is_said_in_the_dialog(strings: Strings, is_many: bool):
    reach = AffectedRecords(is_open=True, is_many=is_many)
    async with shown(dialog(GuardDecision.ASK_NAME, strings, reach=reach), size=(80, 24)) as (
        app,
        _,
        _,
    ):
        words = strings.explanation
        assert (words.open_many if is_many else words.open_one) in app.text
        assert (words.of_all in app.text) is is_many


@pytest.mark.parametrize("strings", [ZH, EN])
async def test_a_body_that_may_be_a_second_request_is_said_in_the_dialog(strings: Strings):
    asked = dialog(strings=strings, holds_request=True)
    async with shown(asked, size=(80, 30)) as (app, _, _):
        assert "! " + strings.explanation.request_inside[:12] in app.text


async def test_one_character_is_not_many():
    async with shown(dialog(GuardDecision.ASK_NAME, EN, where=where(name="HQ"))) as (app, pilot, _):
        assert "2 more to type" in app.text
        await pilot.press("H")
        await pilot.pause()
        assert "1 more to type" in app.text


async def test_a_click_on_send_waits_for_the_name():
    async with shown(dialog(GuardDecision.ASK_NAME)) as (app, pilot, answers):
        y = next(i for i, row in enumerate(app.rows) if "Ctrl+Y" in row)
        await pilot.click(offset=(app.rows[y].index("Ctrl+Y") + 4, y))
        await pilot.pause()
        assert answers == []


async def test_it_says_what_will_happen_and_where():
    async with shown(dialog()) as (app, _, _):
        for part in (
            "! 确认写操作",
            "操作保护：总部 · prod 写前确认",
            "将在 总部   prod 正式  执行：终止流程 [/api]。",
            "环境        总部 › prod   https://weda.example.cn",
            "接口        终止流程 [/api]  StopFlow   写",
            "请求        {",
            '"a": "[bold]中"',
            "令牌        1h00m 有效",
            "Esc 不发送",
            "y 或 Ctrl+Y 发送到 prod",
            "Enter 不会发送",
        ):
            assert part in app.text
        assert "不可恢复" not in app.text


async def test_what_cannot_be_undone_says_so():
    async with shown(dialog(GuardDecision.ASK_NAME, EN)) as (app, _, _):
        assert "! Type the name to send" in app.text
        assert "Cannot be undone." in app.text
        assert EN.tui.guard.after_destructive in app.text
        assert "Type 总部 to enable sending" in app.text


async def test_a_repetition_says_so():
    async with shown(dialog(repeated_after=3.0)) as (app, _, _):
        assert "! 刚刚发送过相同的请求" in app.text


async def test_without_a_body_it_says_so():
    empty = PreparedRequest(method="POST", url="https://a.b", headers=(), body=b"  \n")
    async with hosted(size=(120, 36)) as (app, pilot):
        for request in (None, empty):
            assert await answers_to(app, pilot, dialog(request=request)) == []
            assert "请求        没有正文" in app.text
            await pilot.press("escape")


def sending(body: bytes) -> PreparedRequest:
    return PreparedRequest(method="POST", url="https://a.b", headers=(), body=body)


LONG = sending(b"\n".join(b"%d," % i for i in range(100, 160)))


async def test_a_body_is_shown_whole_where_there_is_room_for_it():
    body = sending(b"\n".join(b"%d," % i for i in range(100, 124)))
    async with shown(dialog(request=body), size=(160, 48)) as (app, _, _):
        assert "100," in app.text
        assert "123," in app.text
        assert "PgDn" not in app.text, "nothing is left to scroll to"


@pytest.mark.parametrize("decision", [GuardDecision.ASK, GuardDecision.ASK_NAME])
@pytest.mark.parametrize("size", [(80, 24), (72, 20), (160, 48)])
async def test_a_longer_body_scrolls_to_its_end_and_back(
    decision: GuardDecision, size: tuple[int, int]
):
    async with shown(dialog(decision, request=LONG), size=size) as (app, pilot, answers):
        assert "100," in app.text
        assert "159," not in app.text
        assert "↑↓ PgUp PgDn 滚动" in app.text
        assert "第 1–" in app.text
        await pilot.press("down")
        await pilot.pause()
        assert "100," not in app.text
        assert "第 2–" in app.text
        await pilot.press(*["pagedown"] * 60)
        await pilot.pause()
        assert "159," in app.text
        assert "60 行，共 60 行" in app.text
        await pilot.press(*["pageup"] * 60, "down", "up")
        await pilot.pause()
        assert "100," in app.text
        assert answers == [], "nothing was sent on the way"
        assert "Enter 不会发送" in app.text


async def test_where_room_is_short_the_body_comes_before_what_every_guard_says():
    once = ZH.tui.guard.after_once
    for body, repeated, says in (
        (LONG, None, False),
        (LONG, 3.0, True),
        (sending(b"1"), None, True),
    ):
        async with shown(dialog(request=body, repeated_after=repeated), size=(80, 24)) as (
            app,
            _,
            _,
        ):
            assert (once in app.text) is says


async def test_a_long_line_of_a_body_goes_on_below():
    line = '{"Comment":"' + "审批" * 60 + '终"}'
    async with shown(dialog(request=sending(line.encode())), size=(80, 24)) as (app, _, _):
        assert '终"}' in app.text
        assert "…" not in app.text


async def test_a_narrower_window_still_shows_the_answers():
    async with shown(dialog(GuardDecision.ASK_NAME, request=LONG), size=(160, 48)) as (
        app,
        pilot,
        _,
    ):
        await pilot.resize_terminal(80, 24)
        assert "Esc 不发送" in app.text
        assert "100," in app.text
        assert "Enter 不会发送" in app.text


async def test_on_a_small_screen_the_answers_are_still_seen():
    async with shown(dialog(GuardDecision.ASK_NAME), size=(80, 24)) as (app, _, _):
        assert "Esc 不发送" in app.text
        assert "发送到 prod" in app.text


async def test_text_from_outside_is_shown_literally():
    async with hosted(size=(120, 36)) as (app, pilot):
        for markup in MARKUP:
            at = where(name=markup)
            odd = msgspec.structs.replace(at.environment, host=markup)
            request = PreparedRequest(method="POST", url=markup, headers=(), body=markup.encode())
            asked = dialog(
                GuardDecision.ASK_NAME,
                EN,
                where=msgspec.structs.replace(at, environment=odd),
                endpoint=endpoint(Effect.DESTRUCTIVE, title=Bilingual(markup, markup)),
                request=request,
            )
            assert await answers_to(app, pilot, asked) == []
            assert app.text.count(strip_control_characters(markup)) >= 4
            await pilot.press("escape")
