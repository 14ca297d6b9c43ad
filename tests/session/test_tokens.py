"""The tokens of a session: status without a connection, renewal, removal, background renewal."""

import asyncio
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from tests.session.sleeping import sleep_at_once
from tests.session.weda import SECRET, Weda, open_session, place
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, TokenError
from weda_tui.core.masking import MASK
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.session import Session
from weda_tui.store.tokens import TokenFile

LIFETIME = 259200.0


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch, weda: Weda) -> list[float]:
    """The lengths of the session's sleeps, which take no time and advance the clock."""
    slept: list[float] = []

    def note(seconds: float) -> None:
        slept.append(seconds)
        weda.passed += seconds

    sleep_at_once(monkeypatch, note)
    return slept


def state_of(session: Session, where: Target) -> TokenState:
    return session.tokens.status(where.environment, TokenKind.KEY).state


async def test_a_kept_token_has_a_status_before_anything_connects(tmp_path: Path, weda: Weda):
    first = open_session(tmp_path, weda)
    where = place(first)
    token = await first.tokens.renew(where.environment)
    await first.aclose()
    later = open_session(tmp_path, weda)
    weda.passed = 1000.0
    status = later.tokens.status(where.environment, TokenKind.KEY)
    assert (status.state, status.token) == (TokenState.VALID, token)
    assert status.remaining == LIFETIME - 1000.0
    weda.passed = LIFETIME
    assert state_of(later, where) is TokenState.EXPIRED
    weda.passed = -5.0
    assert state_of(later, where) is TokenState.NONE, "a token from the future is not trusted"
    assert not later.network.is_online
    await later.aclose()


async def test_a_forgotten_token_is_gone_at_the_next_start_too(tmp_path: Path, weda: Weda):
    session = open_session(tmp_path, weda)
    where = place(session)
    await session.tokens.renew(where.environment)
    assert state_of(session, where) is TokenState.VALID
    await session.tokens.forget(where.environment)
    assert state_of(session, where) is TokenState.NONE
    await session.aclose()
    later = open_session(tmp_path, weda)
    assert state_of(later, where) is TokenState.NONE


async def test_a_token_that_cannot_be_forgotten_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object, **__: object) -> None:
        raise FileError(ErrorCode.FILE_UNWRITABLE, file="tokens.json", reason="read-only")

    where = place(session)
    monkeypatch.setattr(TokenFile, "put", refuse)
    await session.tokens.renew(where.environment)
    with pytest.raises(FileError) as told:
        await session.tokens.forget(where.environment)
    assert told.value.code is ErrorCode.FILE_UNWRITABLE


async def test_a_bug_while_a_token_is_written_is_not_swallowed(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    where = place(session)
    monkeypatch.setattr(TokenFile, "put", broken)
    await session.tokens.renew(where.environment)
    with pytest.raises(ZeroDivisionError):
        await session.aclose()


async def test_a_renewal_that_fails_keeps_the_old_token(session: Session, weda: Weda):
    where = place(session)
    old = await session.tokens.renew(where.environment)
    weda.token_answer = lambda _: httpx.Response(401, json={"error": "invalid_client"})
    with pytest.raises(TokenError) as refused:
        await session.tokens.renew(where.environment)
    assert refused.value.code is ErrorCode.TOKEN_WRONG_SECRET
    assert session.tokens.status(where.environment, TokenKind.KEY).token == old


async def test_a_secret_that_the_server_echoes_is_masked(session: Session, weda: Weda):
    weda.token_answer = lambda _: httpx.Response(
        401, json={"error": "invalid_client", "error_description": f"bad key {SECRET}"}
    )
    with pytest.raises(TokenError) as refused:
        await session.tokens.renew(place(session).environment)
    assert refused.value.parameters["detail"] == f"invalid_client: bad key {MASK}"


async def test_everything_seen_is_masked(tmp_path: Path, weda: Weda):
    first = open_session(tmp_path, weda)
    where = place(first)
    kept = await first.tokens.renew(where.environment)
    await first.aclose()
    session = open_session(tmp_path, weda)
    assert session.tokens.masker().text(f"a {kept.value} b") == f"a {MASK} b"
    session.tokens.secrets.see(where.environment, TokenKind.KEY, "typed-just-now")
    fresh = await session.tokens.renew(where.environment)
    text = f"{kept.value} {fresh.value} typed-just-now"
    assert session.tokens.masker().text(text) == f"{MASK} {MASK} {MASK}"
    await session.aclose()


async def test_a_token_that_cannot_be_kept_is_used_all_the_same(session: Session):
    where = place(session)
    session.paths.tokens.mkdir(parents=True)
    await session.tokens.renew(where.environment)
    assert state_of(session, where) is TokenState.VALID


async def test_warming_up_connects_nowhere(session: Session, weda: Weda):
    await session.warm_up()
    assert weda.token_calls == []
    assert state_of(session, place(session)) is TokenState.NONE


async def test_a_session_that_never_sent_closes(tmp_path: Path):
    await open_session(tmp_path).aclose()


# -- in the background -----------------------------------------------------------------------


async def test_a_living_token_is_renewed_a_minute_early(
    session: Session, weda: Weda, slept: list[float]
):
    where = place(session)
    await session.tokens.renew(where.environment)
    attempts = session.renewals.keep_fresh(where.environment)
    assert await anext(attempts) is None
    assert len(weda.token_calls) == 2
    assert LIFETIME - 60.0 - 1e-6 <= weda.passed < LIFETIME
    assert max(slept) == 30.0
    assert await anext(attempts) is None
    assert len(weda.token_calls) == 3


async def test_a_renewal_that_failed_is_tried_again_later_and_later(
    session: Session, weda: Weda, slept: list[float]
):
    where = place(session)
    await session.tokens.renew(where.environment)
    good = weda.token_answer
    weda.token_answer = lambda _: httpx.Response(500, json={"code": "SYS_ERR", "message": "busy"})
    attempts = session.renewals.keep_fresh(where.environment)
    failed_at: list[float] = []
    for _ in range(3):
        error = await anext(attempts)
        assert error is not None
        assert error.code is ErrorCode.TOKEN_SERVER_ERROR
        failed_at.append(weda.passed)
    assert [b - a for a, b in pairwise(failed_at)] == pytest.approx([7.5, 15.0])
    weda.token_answer = good
    assert await anext(attempts) is None
    assert weda.passed == pytest.approx(failed_at[-1] + 30.0)
    assert state_of(session, where) is TokenState.VALID


async def test_what_the_server_asks_for_is_waited_for_in_the_background(
    session: Session, weda: Weda, slept: list[float]
):
    where = place(session)
    await session.tokens.renew(where.environment)
    good = weda.token_answer
    weda.token_answer = lambda _: httpx.Response(429, headers={"Retry-After": "33"})
    attempts = session.renewals.keep_fresh(where.environment)
    error = await anext(attempts)
    assert error is not None
    assert error.code is ErrorCode.TOKEN_RATE_LIMITED
    failed_at = weda.passed
    weda.token_answer = good
    assert await anext(attempts) is None
    assert weda.passed == pytest.approx(failed_at + 33.0)


async def test_a_secret_that_is_wrong_is_not_tried_again_until_the_token_changes(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    is_standing = False

    def note(seconds: float) -> None:  # a fetched token does not age while others wait
        weda.passed += 0.0 if is_standing else seconds

    sleep_at_once(monkeypatch, note)
    where = place(session)
    await session.tokens.renew(where.environment)
    good = weda.token_answer
    weda.token_answer = lambda _: httpx.Response(401, json={"error": "invalid_client"})
    attempts = session.renewals.keep_fresh(where.environment)
    error = await anext(attempts)
    assert error is not None
    calls = len(weda.token_calls)
    weda.token_answer = good
    waiting = asyncio.ensure_future(anext(attempts))
    for _ in range(200):
        await asyncio.sleep(0)
    assert len(weda.token_calls) == calls
    is_standing = True
    await session.tokens.renew(where.environment)
    is_standing = False
    assert await waiting is None


class EnoughError(Exception):
    """Ends an endless loop."""


@pytest.mark.parametrize("has_token", [False, True])
async def test_without_a_living_token_nothing_connects(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch, has_token: bool
):
    where = place(session)
    if has_token:
        await session.tokens.renew(where.environment)
        weda.passed += LIFETIME + 1
    slept: list[float] = []

    def note(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise EnoughError

    before = len(weda.token_calls)
    attempts = session.renewals.keep_fresh(where.environment)
    sleep_at_once(monkeypatch, note)
    with pytest.raises(EnoughError):
        await anext(attempts)
    assert slept == [1.0, 1.0, 1.0]
    assert len(weda.token_calls) == before
