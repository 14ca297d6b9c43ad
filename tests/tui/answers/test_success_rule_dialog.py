import asyncio
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.session.weda import READ, Weda, open_session
from tests.tui.host import MARKUP, Host, answers_to, hosted, shown
from tests.tui.steady import LONGEST_WORK, hold, type_text
from weda_tui.core.sending.exchange import Response
from weda_tui.i18n.strings import ZH
from weda_tui.session import Session
from weda_tui.tui.answers.success_rule_dialog import SuccessRuleDialog, example_for
from weda_tui.tui.widgets.field import Field


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_session(tmp_path, Weda())


def response(body: bytes = b'{"state": "done", "n": 1}') -> Response:
    return Response(status=200, reason="", headers=(), body=body)


def dialog(
    session: Session, rule: str = "", body: bytes = b'{"state": "done"}'
) -> SuccessRuleDialog:
    return SuccessRuleDialog(session, READ, rule, response(body), ZH)


async def test_a_rule_is_tried_while_it_is_typed_and_kept(session: Session) -> None:
    async with shown(dialog(session)) as (app, pilot, answers):
        await pilot.pause()
        assert '例如 $.state == "done"' in app.text
        await type_text(pilot, "$.state == 'lost'")
        assert "✗ 对当前响应不成立" in app.text
        await pilot.press("ctrl+u")
        await type_text(pilot, "$.state == 'done'")
        assert "✓ 对当前响应成立" in app.text
        await pilot.press("enter")
        await pilot.pause()
    assert answers == ["$.state == 'done'"]
    assert session.judging.rule_of(READ) == "$.state == 'done'"


async def test_tab_takes_the_example_and_what_cannot_be_read_is_refused_in_place(
    session: Session,
) -> None:
    async with shown(dialog(session)) as (app, pilot, answers):
        await pilot.pause()
        await pilot.press("tab")
        await pilot.pause()
        assert "✓ 对当前响应成立" in app.text
        await pilot.press("=", "ctrl+s")
        await pilot.pause()
        assert "个字符起无效" in app.text
        await pilot.press("escape")
    assert answers == [None]
    assert not session.paths.rules.exists()


async def test_saved_empty_the_rule_goes(session: Session) -> None:
    session.judging.save_rule(READ, "$.state", known="")
    async with shown(dialog(session, "$.state")) as (app, pilot, answers):
        await pilot.press("ctrl+u")
        await pilot.pause()
        assert "即删除规则" in app.text
        await pilot.press("enter")
        await pilot.pause()
    assert answers == [""]
    assert session.judging.rule_of(READ) == ""


async def test_a_rule_that_changed_on_the_disk_is_not_overwritten(session: Session) -> None:
    async with shown(dialog(session)) as (app, pilot, answers):
        session.judging.save_rule(READ, "$.theirs", known="")
        await pilot.press(*"$.mine", "enter")
        await pilot.pause()
        assert "success.toml" in app.text
        await pilot.press("escape")
    assert answers == [None]
    assert session.judging.rule_of(READ) == "$.theirs"


async def test_an_answer_without_a_plain_field_has_no_example(session: Session) -> None:
    async with hosted(size=(80, 24)) as (app, pilot):
        for body in (b"", b"<html>", b"[1]", b'{"a b": 1, "c": {}}', b'{"a": "\\n"}'):
            assert example_for(body) == ""
            assert await answers_to(app, pilot, dialog(session, body=body)) == []
            assert "Tab" not in app.text, body


async def test_words_of_outside_are_no_markup(session: Session) -> None:
    async with hosted(size=(120, 36)) as (app, pilot):
        for text in MARKUP:
            assert await answers_to(app, pilot, dialog(session, text), "escape") == [None], text


async def test_a_rule_still_being_tried_does_not_hide_why_it_was_not_saved(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_saved = threading.Event()
    try_rule = session.judging.try_rule

    def try_late(rule: str, of: Response) -> bool | None:
        hold(is_saved)
        return try_rule(rule, of)

    async with shown(dialog(session)) as (app, pilot, _):
        await pilot.pause()
        session.judging.save_rule(READ, "$.theirs", known="")
        monkeypatch.setattr(session.judging, "try_rule", try_late)
        app.screen.query_one(Field).value = "$.mine"
        await pilot.press("enter")
        async with asyncio.timeout(LONGEST_WORK):
            while "success.toml" not in app.text:  # noqa: ASYNC110 - a thread gets there
                await asyncio.sleep(0.001)
        is_saved.set()
        await pilot.pause()
        assert "success.toml" in app.text


SHORT = "f3canaryA1b2C3d4E5f6G7h8I9j0K1l2"


async def refuse_rule(app: Host, pilot: Pilot[int], rule: str) -> None:
    """Try to save a rule, see that it is refused, and leave the dialog."""
    app.screen.query_one(Field).value = rule
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()
    assert "未保存" in app.text
    await pilot.press("escape")
    await pilot.pause()


async def test_no_example_shows_a_token_and_no_rule_keeps_one(
    session: Session, subtests: pytest.Subtests
) -> None:
    session.tokens.see([SHORT])
    async with hosted(size=(120, 36)) as (app, pilot):
        for name in ("jwt", "token", "data"):
            with subtests.test(name=name):
                body = f'{{"{name}": "{SHORT}", "state": "done"}}'.encode()
                answers = await answers_to(app, pilot, dialog(session, body=body))
                assert SHORT not in app.text
                assert '例如 $.state == "done"' in app.text
                await refuse_rule(app, pilot, f"$.{name} == '{SHORT}'")
                assert answers == [None]
                assert not session.paths.rules.exists()


async def test_a_token_of_the_answer_itself_is_no_example_and_no_rule(session: Session) -> None:
    body = f'{{"token": "{SHORT}"}}'.encode()
    assert example_for(body) == ""
    async with shown(dialog(session, body=body)) as (app, pilot, answers):
        await refuse_rule(app, pilot, f"$.token == '{SHORT}'")
    assert answers == [None]
