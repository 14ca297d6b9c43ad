"""No secret appears on a screen, in a picture of it, in a copied text or in a ``repr``."""

import json
import os
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.canaries import (
    ACCESS,
    PASSWORD,
    REFRESH,
    SECRET_ID,
    SECRET_KEY,
    SECRETS,
    USER_ACCESS,
    answer_to,
    leaking_files,
    leaks,
)
from tests.tui.explorer import Explorer, explorer
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.tui.bodies.reader import BodyReader


def echo(request: httpx.Request) -> httpx.Response:
    status, body = answer_to(request.url.path)
    headers = {
        "X-Echo": json.dumps(list(SECRETS)),
        "X-Sent": request.headers.get("Authorization", ""),
    }
    return httpx.Response(status, json=body, headers=headers)


@pytest.fixture(params=[(160, 48), (80, 24)], ids=str)
async def e(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncGenerator[Explorer]:
    async with explorer(tmp_path, size=request.param, before=echo) as running:
        [kept] = running.session.environments.all
        changed = msgspec.structs.replace(kept, secret_id=SECRET_ID, username="zhangwei")
        running.session.environments.save(
            changed, secret=SECRET_KEY, password=PASSWORD, replaces=kept
        )
        running.main.controllers.reload_files()
        yield running


NARROW = pytest.mark.parametrize("e", [(80, 24)], ids=str, indirect=True)


async def fetch_both(e: Explorer) -> None:
    """Let the session know every secret that the server repeats."""
    where = e.main.where
    assert where is not None
    for kind in (TokenKind.KEY, TokenKind.USER):
        await e.session.tokens.renew(where.environment, kind)


def check(e: Explorer, secrets: tuple[str, ...] = SECRETS, *, picture: bool = True) -> None:
    """Check the screen as text and picture, the title, and the ``repr`` of the state."""
    assert leaks(e.text, secrets) == []
    assert not picture or leaks(e.app.export_screenshot(), secrets) == []
    assert leaks(f"{e.app.title} {e.app.sub_title}", secrets) == []
    assert leaks(repr(e.main.send_state), secrets) == []
    assert leaks(repr(e.main.preflight), secrets) == []


async def walk(e: Explorer, secrets: tuple[str, ...] = SECRETS) -> None:
    """Check every tab of the response to its end, and the output of F8."""
    check(e, secrets)
    await e.press("f6")
    for _ in range(3):
        before = ""
        while (text := e.text) != before:
            before = text
            await e.press("pagedown")
            check(e, secrets, picture=False)
        await e.press("right_square_bracket")
        check(e, secrets)
    await e.press("f8")
    check(e, secrets)


async def test_no_screen_of_an_answer_or_of_a_failure_shows_a_secret(e: Explorer):
    await fetch_both(e)
    await e.send()
    assert isinstance(e.main.send_state, Answered)
    assert e.main.send_state.exchange.verdict.ok
    await walk(e)
    await e.press("f4")
    e.main.controllers.open_endpoint(e.session.modules.catalogue.get("workflow.StopFlow"))
    where = e.main.where
    assert where is not None
    e.main.where = msgspec.structs.replace(where, env_type="dev")
    await e.pilot.pause()
    await e.send()
    await e.send()
    assert isinstance(e.main.send_state, Answered), e.text
    assert not e.main.send_state.exchange.verdict.ok
    await walk(e)


async def test_no_auth_call_by_hand_shows_the_tokens_of_its_answer(
    e: Explorer, subtests: pytest.Subtests
):
    calls = {
        "auth.clientCredential": (SECRET_KEY, ACCESS),
        "auth.signin": (USER_ACCESS, REFRESH),
        "auth.refresh": (USER_ACCESS, REFRESH),
    }
    for endpoint, secrets in calls.items():
        with subtests.test(endpoint):
            e.main.controllers.open_endpoint(e.session.modules.catalogue.get(endpoint))
            await e.pilot.pause()
            await e.send()
            await e.send()
            assert isinstance(e.main.send_state, Answered), e.text
            assert e.main.send_state.exchange.endpoint_id == endpoint
            await walk(e, secrets)
        await e.press("f4")


async def test_no_token_details_show_a_secret_unasked(e: Explorer):
    await fetch_both(e)
    await e.press("ctrl+t")
    for key in ("down", "up", "5", "pagedown", "pagedown", "escape", "down", "5", "pagedown"):
        await e.press(key)
        check(e)


@NARROW
async def test_what_is_copied_and_kept_holds_no_secret(
    e: Explorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    copied: list[str] = []

    def keep(_: Path, text: str) -> None:
        copied.append(text)

    def copy(_: object, text: str) -> None:
        copied.append(text)

    monkeypatch.setattr("weda_tui.tui.app.keep_copy", keep)
    monkeypatch.setattr(type(e.app), "copy_to_clipboard", copy)
    await fetch_both(e)
    await e.send()
    await e.press("f6", "y")
    e.main.query_one(BodyReader).copying.copy_body()
    await e.pilot.pause()
    assert leaks("".join(copied)) == []
    assert leaking_files(tmp_path / "workspace") == {}
    assert set(leaking_files(tmp_path / "state")) == {"secrets.json", "tokens.json"}


@NARROW
async def test_no_value_of_the_program_says_a_secret_by_its_repr(e: Explorer):
    where = e.main.where
    assert where is not None
    session = e.session
    typed = draft_for(session.modules.catalogue.get("auth.signin"))
    typed = msgspec.structs.replace(
        typed,
        body=json.dumps({"username": "u", "password": PASSWORD}),
        headers=(("Authorization", f"Bearer {ACCESS}"),),
    )
    token = await session.tokens.renew(where.environment)
    state = await session.sending.send(typed, where)
    assert isinstance(state, Answered)
    values = (
        *(typed, token, state, state.exchange, state.exchange.response, state.exchange.request),
        *(session, session.environments.all, session.tokens.steps(where.environment)),
        *(
            session.tokens.status(where.environment, TokenKind.KEY),
            session.sending.preflight(typed, where),
            where,
        ),
        *(session.tokens, session.network.online.tokens, session.tokens.masker()),
        *(vars(session.network.online.tokens)["_held"], session.secrets.store),
    )
    for value in values:
        assert leaks(f"{value!r} {value!s} {[value]}") == [], type(value)
    assert leaks(token.value) != [], "there is one to be said"


@NARROW
@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing there")
async def test_a_file_that_others_could_read_is_closed_with_a_word(e: Explorer, tmp_path: Path):
    (tmp_path / "state" / "secrets.json").chmod(0o644)
    await e.send()
    assert "secrets.json 原来可被其他用户读取，已改为 0600" in e.rows[-1]
    assert e.session.narrowed == (tmp_path / "state" / "secrets.json",)
