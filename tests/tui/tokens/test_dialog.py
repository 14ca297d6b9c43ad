"""The token dialog of a target: everything known about its tokens, and the actions on them."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.weda import (
    HOST,
    PASSWORD,
    REFRESH_PATH,
    SECRET,
    SIGN_IN_PATH,
    Weda,
    environment,
    open_session,
    place_of_user,
)
from tests.tui.host import MARKUP, Host, answers_to, hosted, shown
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import EN, ZH
from weda_tui.session import Session
from weda_tui.tui.tokens import dialog as token_details
from weda_tui.tui.tokens.dialog import REVEALED, TokenDetails
from weda_tui.tui.widgets.messages import CopyRequested


@pytest.fixture
def weda() -> Weda:
    return Weda()


@pytest.fixture
async def session(tmp_path: Path, weda: Weda) -> AsyncIterator[Session]:
    session = open_session(tmp_path, weda)
    yield session
    await session.aclose()


@pytest.fixture
def where(session: Session) -> Target:
    return Target(session.environments.save(environment("HQ [b]"), secret=SECRET), "prod")


def copied(app: Host) -> list[tuple[str, str]]:
    return [(m.text, m.what) for m in app.heard if isinstance(m, CopyRequested)]


async def test_without_a_token_only_a_new_one_can_be_had(session: Session, where: Target):
    async with shown(TokenDetails(session, where, EN)) as (app, pilot, answers):
        assert "Token · HQ [b]" in app.text
        assert "No token fetched yet" in app.text
        assert "1 fetch now   ↑↓ other token   Esc close" in app.text
        await pilot.press("2", "3", "4", "5", "6", "enter")
        assert copied(app) == []
        assert "hide" not in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_renew_copy_and_forget(session: Session, where: Target, weda: Weda):
    async with shown(TokenDetails(session, where, EN)) as (app, pilot, _):
        await pilot.press("1")
        await app.workers.wait_for_complete()
        await pilot.pause()
        value = "token-1-" + "x" * 40
        for part in (
            "Renewed",
            "72h00m",
            "POST https://weda.example.cn/auth/v1/token/clientCredential",
            "259200 s = 72h00m, from expires_in",
            "HTTP 200",
            "48 characters",
            "SecretId AKID-1…7890",
            "readable by you only, 0600",
            "today ",
        ):
            assert part in app.text
        assert value not in app.text
        assert "token-1-xx••••" in app.text
        await pilot.press("3", "４")
        await pilot.pause()
        assert copied(app) == [(value, "value"), (f"Authorization: Bearer {value}", "header")]
        await pilot.press("6")
        await pilot.pause()
        assert "Cleared; the next request fetches a new one" in app.text
        assert "No token fetched yet" in app.text
        assert len(weda.token_calls) == 1


async def test_a_tick_while_the_app_ends_is_no_fault(session: Session, where: Target):
    async with shown(TokenDetails(session, where, EN)) as (app, pilot, _):
        details = app.screen
        assert isinstance(details, TokenDetails)
        await details.query("*").remove()
        details._redraw()
        await pilot.pause()
        assert app.is_running


async def test_a_token_shown_hides_by_itself(
    session: Session, where: Target, monkeypatch: pytest.MonkeyPatch
):
    token = await session.tokens.renew(where.environment)
    details = TokenDetails(session, where, EN)
    async with shown(details) as (app, pilot, _):
        timers: list[tuple[float, Callable[[], None]]] = []
        real = details.set_timer

        def set_timer(seconds: float, then: Callable[[], None]):
            timers.append((seconds, then))
            return real(3600.0, then)

        monkeypatch.setattr(details, "set_timer", set_timer)
        await pilot.press("2")
        await pilot.pause()
        assert token.value in app.text
        assert "2 hide" in app.text
        assert [seconds for seconds, _ in timers] == [REVEALED]
        timers[0][1]()
        await pilot.pause()
        assert token.value not in app.text
        assert "2 show 10 s" in app.text


async def test_hiding_by_hand_stops_the_clock_of_that_showing(
    session: Session, where: Target, monkeypatch: pytest.MonkeyPatch
):
    token = await session.tokens.renew(where.environment)
    monkeypatch.setattr(token_details, "REVEALED", 0.05)
    details = TokenDetails(session, where, EN)
    async with shown(details) as (app, pilot, _):
        details.action_reveal()
        first = details._hiding
        assert first is not None
        details.action_reveal()
        await pilot.pause()
        assert token.value not in app.text
        assert first._task is None or first._task.cancelling() or first._task.done()
        monkeypatch.setattr(token_details, "REVEALED", 3600.0)
        await pilot.press("２")
        await pilot.pause(0.1)
        assert token.value in app.text, "the first showing's end does not end the second"


async def test_on_a_narrow_screen_no_key_is_cut(session: Session, where: Target):
    await session.tokens.renew(where.environment)
    async with shown(TokenDetails(session, where, EN), size=(52, 30)) as (app, _, _):
        for key in ("1 renew now", "2 show 10 s", "4 copy header", "6 clear", "Esc close"):
            assert key in app.text


async def test_why_there_is_no_new_token(session: Session, where: Target, weda: Weda):
    weda.token_answer = lambda _: httpx.Response(
        401, json={"error": "invalid_client", "error_description": f"[/api] {SECRET}"}
    )
    async with shown(TokenDetails(session, where, EN)) as (app, pilot, _):
        await pilot.press("1")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "✗ " in app.text
        assert SECRET not in app.text
        weda.token_answer = weda._token
        await pilot.press("１")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "✗" not in app.text
        assert "Renewed" in app.text


async def test_a_token_without_a_lifetime_and_a_server_with_another_clock(
    session: Session, where: Target, weda: Weda
):
    date = "Fri, 15 Jan 2027 08:05:00 GMT"
    weda.token_answer = lambda _: httpx.Response(
        200, json={"access_token": "short-token"}, headers={"Date": date}
    )
    await session.tokens.renew(where.environment)
    details = TokenDetails(session, where, ZH)
    async with shown(details, size=(80, 30)) as (app, pilot, _):
        assert "3600 s：响应中没有 expires_in，按 1 小时计算" in app.text
        assert "时钟相差 300.0 s" in app.text
        assert "short-token" not in app.text
        assert "••••••••••••   11 个字符" in app.text
        weda.passed = 86400.0
        details._redraw()
        await pilot.pause()
        assert "✗ 已到期" in app.text
        assert "今天" not in app.text


async def test_a_click_on_a_key_acts(session: Session, where: Target):
    token = await session.tokens.renew(where.environment)
    async with shown(TokenDetails(session, where, EN)) as (app, pilot, answers):
        for word, is_shown in (("2 show", True), ("2 hide", False)):
            y = next(i for i, row in enumerate(app.rows) if word in row)
            await pilot.click(offset=(app.rows[y].index(word) + 2, y))
            await pilot.pause()
            assert (token.value in app.text) is is_shown
        y = next(i for i, row in enumerate(app.rows) if "Esc close" in row)
        await pilot.click(offset=(app.rows[y].index("Esc close") + 2, y))
        await pilot.pause()
        assert answers == [None]


async def test_text_from_outside_is_shown_literally(session: Session, where: Target):
    async with hosted(size=(120, 36)) as (app, pilot):
        for text in MARKUP:
            odd = msgspec.structs.replace(where.environment, name=text, secret_id=text)
            assert (
                await answers_to(app, pilot, TokenDetails(session, Target(odd, "prod"), EN)) == []
            )
            assert f"Token · {strip_control_characters(text)}" in app.text
            await pilot.press("escape")


async def test_how_a_token_was_fetched_is_shown_step_by_step_and_masked(
    session: Session, where: Target
):
    dialog = TokenDetails(session, where, EN)
    async with shown(dialog) as (app, pilot, answers):
        await pilot.press("5")
        assert "view steps" not in app.text, "there is nothing yet"
        await pilot.press("1")
        await app.workers.wait_for_complete()
        await pilot.press("5")
        await pilot.pause()
        await pilot.pause()
        assert "How the token was fetched · HQ [b] · key token" in app.text
        assert "Step 1 of 1" in app.text
        assert "POST https://weda.example.cn/auth/v1/token/clientCredential" in app.text
        assert "Authorization: Basic ••••••••" in app.text
        assert '{"grant_type":"client_credentials"}' in app.text
        assert "HTTP 200 OK" in app.text
        assert '"access_token": "••••••••"' in app.text
        assert '"expires_in": 259200' in app.text
        await pilot.press("2", "6", "1")
        assert "token-1" not in app.text
        assert session.tokens.status(where.environment, TokenKind.KEY).token is not None
        await pilot.press("escape")
        await pilot.pause()
        assert "Step 1" not in app.text
        assert "5 view steps" in app.text
        assert answers == []
        await pilot.press("down")
        assert "› user token" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_a_call_that_gave_no_token_is_shown_too(session: Session, where: Target, weda: Weda):
    said = {"error": "invalid_client", "error_description": f"bad {SECRET}"}
    weda.token_answer = lambda _: httpx.Response(401, json=said)
    async with shown(TokenDetails(session, where, EN)) as (app, pilot, _):
        await pilot.press("1")
        await app.workers.wait_for_complete()
        await pilot.press("5")
        await pilot.pause()
        await pilot.pause()
        assert "HTTP 401" in app.text
        assert '"error_description": "••••••••"' in app.text
        assert "✗" in app.text
        assert SECRET not in app.text


async def test_both_calls_of_a_dead_refresh_token_are_steps(session: Session, weda: Weda):
    where = place_of_user(session)
    await session.tokens.renew(where.environment, TokenKind.USER)
    good = weda.user_answer

    def refuse_refreshing(request: httpx.Request) -> httpx.Response:
        if request.url.path == REFRESH_PATH:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return good(request)

    weda.user_answer = refuse_refreshing
    await session.tokens.renew(where.environment, TokenKind.USER)
    first, second = session.tokens.steps(where.environment, TokenKind.USER)
    assert (first.request.url, second.request.url) == (
        f"{HOST}{REFRESH_PATH}",
        f"{HOST}{SIGN_IN_PATH}",
    )
    assert first.error is not None
    assert second.error is None
    text = f"{first.request.body}{second.request.body}{second.response}"
    assert PASSWORD not in text
    assert "refresh-" not in text
    assert "user-" not in text


async def test_a_token_of_an_earlier_run_has_no_steps(tmp_path: Path, weda: Weda):
    first = open_session(tmp_path, weda)
    where = Target(first.environments.save(environment("HQ"), secret=SECRET), "prod")
    await first.tokens.renew(where.environment)
    await first.aclose()
    later = open_session(tmp_path, weda)
    async with shown(TokenDetails(later, where, EN)) as (app, pilot, _):
        await pilot.press("5")
        await pilot.pause()
        await pilot.pause()
        assert "was not fetched in this session" in app.text
    await later.aclose()
