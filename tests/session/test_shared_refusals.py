"""A refusal of the token endpoint applies for a minute to every process with the same request."""

import asyncio
import os
import stat
import threading
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.weda import (
    PASSWORD,
    READ,
    SECRET,
    Weda,
    draft,
    environment,
    open_session,
    place,
    place_of_user,
)
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target, TokenBody
from weda_tui.core.errors import ErrorCode, TokenError, WedaError
from weda_tui.core.load.figures import LoadStop, StopKind
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.tokens.access_token import AccessToken, TokenKey, TokenState, key_of
from weda_tui.core.tokens.refusal import LASTS_FOR
from weda_tui.session import Session
from weda_tui.session.load.plan import note_stop
from weda_tui.store.tokens import TokenFile


def refuse(_: httpx.Request) -> httpx.Response:
    return httpx.Response(401, json={"error": "invalid_client", "error_description": "no such key"})


def code_of(result: Answered | Failed) -> ErrorCode | None:
    return result.error.code if isinstance(result, Failed) else None


def refusal_file(session: Session) -> Path:
    (found,) = (session.paths.state / "token-turns").glob("*.refusal")
    return found


async def test_a_second_process_takes_the_refusal_of_the_first(tmp_path: Path, weda: Weda):
    weda.token_answer = refuse
    first, second = open_session(tmp_path, weda), open_session(tmp_path, weda)
    where = place(first)
    request = draft(first, READ)
    results = [await each.sending.send(request, where) for each in (first, second, second)]
    assert len(weda.token_calls) == 1
    assert [code_of(each) for each in results] == [ErrorCode.TOKEN_WRONG_SECRET] * 3
    assert {str(each.error) for each in results if isinstance(each, Failed)} == {
        str(results[0].error) if isinstance(results[0], Failed) else ""
    }
    assert second.tokens.status(where.environment, TokenKind.KEY).state is TokenState.NONE
    await first.aclose()
    await second.aclose()


async def test_what_another_program_was_refused_holds_too(session: Session, weda: Weda):
    where = place(session)
    assert code_of(await session.sending.send(draft(session, READ), where)) is None
    refused = LoadStop(StopKind.TOKEN_REFUSED, "invalid_client", 400)
    for stop in (
        None,
        LoadStop(StopKind.NO_TOKEN, "x"),
        msgspec.structs.replace(refused, code="HTTP 500", status=500),
    ):
        await note_stop(session, where, stop)
    assert code_of(await session.sending.send(draft(session, READ), where)) is None
    await note_stop(session, where, refused)
    found = await session.sending.send(draft(session, READ), where)
    assert code_of(found) is ErrorCode.TOKEN_WRONG_SECRET
    assert len(weda.token_calls) == 1


async def test_a_dropped_token_is_not_taken_again_while_its_file_is_written(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    put = TokenFile.put

    def put_slowly(
        file: TokenFile, key: TokenKey, token: AccessToken | None, *, only_over: str = ""
    ) -> None:
        threading.Event().wait(0.3)
        put(file, key, token, only_over=only_over)

    where = place(session)
    await session.sending.send(draft(session, READ), where)
    monkeypatch.setattr(TokenFile, "put", put_slowly)
    session.tokens.drop(where.environment)
    await session.sending.send(draft(session, READ), where)
    assert len(weda.token_calls) == 2


async def test_many_at_once_make_one_call(tmp_path: Path, weda: Weda):
    weda.token_answer = refuse
    sessions = [open_session(tmp_path, weda) for _ in range(10)]
    where = place(sessions[0])
    sends = (each.sending.send(draft(each, READ), where) for each in sessions)
    results = await asyncio.gather(*sends)
    assert {code_of(each) for each in results} == {ErrorCode.TOKEN_WRONG_SECRET}
    assert len(weda.token_calls) == 1
    for each in sessions:
        await each.aclose()


async def test_after_a_minute_the_call_is_made_again(session: Session, weda: Weda):
    weda.token_answer = refuse
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    weda.passed += LASTS_FOR - 1
    await session.sending.send(draft(session, READ), where)
    assert len(weda.token_calls) == 1
    weda.passed += 1
    await session.sending.send(draft(session, READ), where)
    assert len(weda.token_calls) == 2


async def test_another_secret_is_tried_at_once_and_its_success_ends_the_refusal(
    tmp_path: Path, weda: Weda
):
    good, weda.token_answer = weda.token_answer, refuse
    session = open_session(tmp_path, weda)
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    path = refusal_file(session)
    weda.token_answer = good
    saved = session.environments.save(environment(), secret="another", replaces=where.environment)
    result = await session.sending.send(draft(session, READ), Target(saved, "dev"))
    assert isinstance(result, Answered)
    assert not path.exists()
    await session.aclose()


async def test_the_same_secret_typed_again_is_tried_at_once(tmp_path: Path, weda: Weda):
    weda.token_answer = refuse
    session = open_session(tmp_path, weda)
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    saved = session.environments.save(environment(), secret=SECRET, replaces=where.environment)
    await session.sending.send(draft(session, READ), Target(saved, "dev"))
    assert len(weda.token_calls) == 2
    await session.aclose()


async def test_another_form_of_the_call_is_another_call(tmp_path: Path, weda: Weda):
    weda.token_answer = refuse
    session = open_session(tmp_path, weda)
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    form = msgspec.structs.replace(where.environment, token_body=TokenBody.FORM)
    await session.sending.send(draft(session, READ), Target(form, "dev"))
    assert len(weda.token_calls) == 2
    await session.aclose()


async def test_who_asks_for_a_new_token_asks_the_server(session: Session, weda: Weda):
    good, weda.token_answer = weda.token_answer, refuse
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    with pytest.raises(TokenError):
        await session.tokens.renew(where.environment)
    assert len(weda.token_calls) == 2
    weda.token_answer = good
    await session.tokens.renew(where.environment)
    assert isinstance(await session.sending.send(draft(session, READ), where), Answered)
    assert len(weda.token_calls) == 3


async def test_a_fault_that_may_pass_is_not_shared(session: Session, weda: Weda):
    weda.token_answer = lambda _: httpx.Response(503, json={"code": "SYS_ERR", "message": "m"})
    where = place(session)
    for _ in range(2):
        result = await session.sending.send(draft(session, READ), where)
        assert code_of(result) is ErrorCode.TOKEN_SERVER_ERROR
    assert len(weda.token_calls) == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("wrong_password", ErrorCode.TOKEN_WRONG_PASSWORD),
        ("captcha_required", ErrorCode.TOKEN_CAPTCHA),
        ("user_blocked", ErrorCode.TOKEN_USER_BLOCKED),
    ],
)
async def test_a_refused_password_is_not_sent_again(
    session: Session, weda: Weda, error: str, code: ErrorCode
):
    weda.user_answer = lambda _: httpx.Response(400, json={"error": error})
    where = place_of_user(session)
    for _ in range(3):
        with pytest.raises(WedaError) as refused:
            await session.tokens.get(where.environment, TokenKind.USER)
        assert refused.value.code is code
    assert len(weda.user_calls) == 1


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing")
async def test_what_is_kept_is_private_and_has_no_secret(session: Session, weda: Weda):
    where = place_of_user(session)
    weda.token_answer = lambda _: httpx.Response(
        401, json={"error": "invalid_client", "error_description": f"not {SECRET}"}
    )
    weda.user_answer = lambda _: httpx.Response(
        400, json={"error": "wrong_password", "error_description": f"not {PASSWORD}"}
    )
    for kind in (TokenKind.KEY, TokenKind.USER):
        with pytest.raises(WedaError):
            await session.tokens.get(where.environment, kind)
    files = [*(session.paths.state / "token-turns").glob("*.refusal")]
    assert len(files) == 2
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert SECRET not in file.read_text()
        assert PASSWORD not in file.read_text()
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


async def test_a_refusal_of_a_newer_version_holds_nobody_up(session: Session, weda: Weda):
    weda.token_answer = refuse
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    file = refusal_file(session)
    file.write_bytes(file.read_bytes().replace(b"token_wrong_secret", b"token_unheard_of"))
    await session.sending.send(draft(session, READ), where)
    assert len(weda.token_calls) == 2


@pytest.mark.parametrize("data", [b"", b"{", bytes(9), b"\xff\xfe", b"[" * 100_000])
async def test_a_broken_file_holds_nobody_up(session: Session, weda: Weda, data: bytes):
    weda.token_answer = refuse
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    refusal_file(session).write_bytes(data)
    await session.sending.send(draft(session, READ), where)
    assert len(weda.token_calls) == 2


async def test_where_nothing_can_be_kept_each_asks(session: Session, weda: Weda):
    weda.token_answer = refuse
    where = place(session)
    key = key_of(where.environment, TokenKind.KEY, session.routes.fingerprint(where.environment))
    session.network.file.refusal_path(key).mkdir(parents=True)
    for _ in range(2):
        result = await session.sending.send(draft(session, READ), where)
        assert code_of(result) is ErrorCode.TOKEN_WRONG_SECRET
    assert len(weda.token_calls) == 2
