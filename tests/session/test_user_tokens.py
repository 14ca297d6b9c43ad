"""The token of a user in a session: fetched, stored, renewed, masked, and reported if missing."""

import asyncio
import json
import os
import stat
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.sandbox.worlds import world_of
from tests.session.sending.test_preflight import with_kind
from tests.session.sending.test_sender import answered, failed
from tests.session.sleeping import sleep_at_once
from tests.session.weda import (
    EXPIRED_ANSWER,
    PASSWORD,
    READ,
    REFRESH_PATH,
    SECRET,
    SIGN_IN_PATH,
    Weda,
    draft,
    environment,
    open_session,
    place,
    place_of_user,
)
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import SecretRef, Target
from weda_tui.core.environments.route import ALL_USES
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Failed
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.i18n.phrases.errors import explain_verdict
from weda_tui.i18n.strings import ZH
from weda_tui.sandbox.server.app import build_app
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.store.tokens import TokenFile

USER = TokenKind.USER
LIST = "model.list"


def list_draft(session: Session, **changes: object) -> RequestDraft:
    url = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/sys_user/list"
    return draft(session, LIST, **{"url": url, "body": "{}", **changes})


def paths_of(requests: list[httpx.Request]) -> list[str]:
    return [request.url.path for request in requests]


async def test_a_call_on_a_model_signs_in_and_carries_the_users_token(session: Session, weda: Weda):
    where = place_of_user(session)
    for _ in range(2):
        answered(await session.sending.send(list_draft(session), where))
    assert [call.headers["Authorization"][:14] for call in weda.calls] == ["Bearer user-1-"] * 2
    assert paths_of(weda.user_calls) == [SIGN_IN_PATH]
    assert json.loads(weda.user_calls[0].content) == {"username": "zhangwei", "password": PASSWORD}
    assert weda.token_calls == []


async def test_twenty_calls_at_once_sign_in_once(session: Session, weda: Weda):
    where = place_of_user(session)
    sends = (session.sending.send(list_draft(session), where) for _ in range(20))
    for state in await asyncio.gather(*sends):
        answered(state)
    assert len(weda.user_calls) == 1
    assert len(weda.calls) == 20


async def test_it_is_kept_for_the_next_start_with_its_refresh_token(tmp_path: Path, weda: Weda):
    first = open_session(tmp_path, weda)
    where = place_of_user(first)
    answered(await first.sending.send(list_draft(first), where))
    await first.aclose()
    tokens = first.paths.tokens
    assert os.name == "nt" or stat.S_IMODE(tokens.stat().st_mode) == 0o600
    later = open_session(tmp_path, weda)
    assert later.tokens.status(where.environment, USER).state is TokenState.VALID
    answered(await later.sending.send(list_draft(later), where))
    assert len(weda.user_calls) == 1
    weda.passed += 7200.0 - 60.0
    answered(await later.sending.send(list_draft(later), where))
    assert paths_of(weda.user_calls) == [SIGN_IN_PATH, REFRESH_PATH]
    assert json.loads(weda.user_calls[1].content)["refresh_token"].startswith("refresh-1-")
    await later.aclose()


async def test_a_refused_token_is_renewed_at_the_next_send(session: Session, weda: Weda):
    where = place_of_user(session)
    good = weda.call_answer
    weda.call_answer = lambda _: httpx.Response(200, json=EXPIRED_ANSWER)
    answered(await session.sending.send(list_draft(session), where))
    assert session.tokens.status(where.environment, USER).state is TokenState.REFUSED
    assert session.tokens.status(where.environment, TokenKind.KEY).state is TokenState.NONE
    weda.call_answer = good
    answered(await session.sending.send(list_draft(session), where))
    assert session.tokens.status(where.environment, USER).state is TokenState.VALID


async def test_a_sign_in_that_was_ended_counts_as_refused(session: Session, weda: Weda):
    where = place_of_user(session)
    weda.call_answer = lambda _: httpx.Response(
        401, json={"error": "unauthenticated", "error_description": "jwt revoked"}
    )
    answered(await session.sending.send(draft(session, "auth.me"), where))
    assert session.tokens.status(where.environment, USER).state is TokenState.REFUSED


# -- what is missing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes", [{}, {"username": "zhangwei"}, {"password": SecretRef("env", "PW")}]
)
async def test_without_a_user_the_preflight_says_what_the_send_says(
    session: Session, weda: Weda, changes: dict[str, object]
):
    lacking = msgspec.structs.replace(environment(), **changes)
    where = Target(session.environments.save(lacking, secret=SECRET), "dev")
    preflight = session.sending.preflight(list_draft(session), where)
    state = await session.sending.send(list_draft(session), where)
    assert isinstance(state, Failed)
    assert isinstance(state.error, FileError)
    assert failed(state) is ErrorCode.NO_USER
    assert preflight.error is not None
    assert (preflight.error.code, preflight.error.parameters) == (
        state.error.code,
        state.error.parameters,
    )
    assert preflight.request is not None, "it can be looked at all the same"
    assert weda.user_calls == weda.token_calls == weda.calls == []


@pytest.mark.parametrize("kind", [TokenKind.KEY, TokenKind.BASIC])
async def test_without_a_key_the_preflight_says_what_the_send_says(
    session: Session, weda: Weda, kind: TokenKind
):
    bare = msgspec.structs.replace(environment(), secret_id="", username="zhangwei")
    where = Target(session.environments.save(bare, secret="", password=PASSWORD), "dev")
    answered(await session.sending.send(list_draft(session), where))
    weda.calls.clear()
    asked = draft(session, with_kind(session, kind))
    preflight, state = (
        session.sending.preflight(asked, where),
        await session.sending.send(asked, where),
    )
    assert preflight.error is not None
    assert preflight.error.code is failed(state) is ErrorCode.NO_KEY
    assert weda.token_calls == weda.calls == []


async def test_a_password_whose_variable_is_not_set_is_named(session: Session, weda: Weda):
    named = msgspec.structs.replace(
        environment(), username="zhangwei", password=SecretRef("env", "WEDA_PW")
    )
    where = Target(session.environments.save(named, secret=SECRET), "dev")
    state = await session.sending.send(list_draft(session), where)
    assert isinstance(state, Failed)
    assert failed(state) is ErrorCode.PASSWORD_MISSING
    assert state.error.parameters == {"environment": "总部", "ref": "env:WEDA_PW"}


async def test_an_authorization_of_ones_own_needs_no_credentials(session: Session, weda: Weda):
    where = place(session)
    own = list_draft(session, headers=(("authorization", "Bearer mine"),))
    preflight = session.sending.preflight(own, where)
    assert (preflight.error, preflight.token.state) == (None, TokenState.NOT_NEEDED)
    weda.call_answer = lambda _: httpx.Response(200, json=EXPIRED_ANSWER)
    answered(await session.sending.send(own, where))
    assert weda.calls[0].headers["Authorization"] == "Bearer mine"
    assert weda.user_calls == weda.token_calls == []


async def test_a_refused_authorization_of_ones_own_says_nothing_of_our_token(
    session: Session, weda: Weda
):
    where = place(session)
    await session.tokens.renew(where.environment)
    weda.call_answer = lambda _: httpx.Response(200, json=EXPIRED_ANSWER)
    answered(
        await session.sending.send(
            draft(session, headers=(("Authorization", "Bearer mine"),)), where
        )
    )
    assert session.tokens.status(where.environment, TokenKind.KEY).state is TokenState.VALID


async def test_the_variable_in_a_header_of_ones_own_is_the_token_of_the_call(
    session: Session, weda: Weda
):
    where = place_of_user(session)
    own = list_draft(session, headers=(("Authorization", "Bearer {{access_token}}"),))
    answered(await session.sending.send(own, where))
    assert weda.calls[0].headers["Authorization"].startswith("Bearer user-1-")


async def test_where_no_token_is_sent_the_variable_has_no_value(session: Session):
    where = place(session)
    none = draft(
        session, with_kind(session, TokenKind.NONE), headers=(("X-Token", "{{access_token}}"),)
    )
    preflight, state = (
        session.sending.preflight(none, where),
        await session.sending.send(none, where),
    )
    assert preflight.error is not None
    assert preflight.error.code is failed(state) is ErrorCode.VARIABLE_UNKNOWN


# -- whose it is -----------------------------------------------------------------------------


async def test_an_env_secret_that_was_never_checked_does_not_share_a_token(
    tmp_path: Path, weda: Weda
):
    environ = {"WEDA_KEY": "another-key", "WEDA_PW": "another-password"}
    session = open_session(tmp_path, weda, environ=environ)
    first = place_of_user(session)
    await session.tokens.renew(first.environment)
    await session.tokens.renew(first.environment, USER)
    other = msgspec.structs.replace(
        environment("B"),
        username="zhangwei",
        secret_key=SecretRef("env", "WEDA_KEY"),
        password=SecretRef("env", "WEDA_PW"),
    )
    second = Target(session.environments.save(other, secret="", approves=ALL_USES), "dev")
    for kind in (TokenKind.KEY, USER):
        assert session.tokens.status(second.environment, kind).state is TokenState.NONE
    answered(await session.sending.send(draft(session, READ), second))
    answered(await session.sending.send(list_draft(session), second))
    assert len(weda.token_calls) == 2
    assert json.loads(weda.user_calls[-1].content)["password"] == "another-password"
    await session.aclose()
    later = open_session(tmp_path, weda, environ=environ)
    assert (
        later.tokens.status(second.environment, USER).token
        != later.tokens.status(first.environment, USER).token
    )
    await later.aclose()


async def test_another_user_has_another_token(session: Session):
    where = place_of_user(session)
    await session.tokens.renew(where.environment, USER)
    changed = msgspec.structs.replace(where.environment, username="lisi")
    saved = session.environments.save(changed, secret="", replaces=where.environment)
    assert session.tokens.status(saved, USER).state is TokenState.NONE
    back = session.environments.save(where.environment, secret="", replaces=saved)
    assert session.tokens.status(back, USER).state is TokenState.NONE


@pytest.mark.parametrize("is_online", [True, False])
async def test_a_token_follows_its_environment_to_another_name(
    tmp_path: Path, weda: Weda, is_online: bool
):
    session = open_session(tmp_path, weda)
    where = place_of_user(session)
    await session.tokens.renew(where.environment, USER)
    if not is_online:
        await session.aclose()
        session = open_session(tmp_path, weda)
    renamed = msgspec.structs.replace(where.environment, name="HQ")
    saved = Target(session.environments.save(renamed, secret="", replaces=where.environment), "dev")
    assert session.tokens.status(saved.environment, USER).state is TokenState.VALID
    await session.aclose()
    later = open_session(tmp_path, weda)
    assert later.tokens.status(saved.environment, USER).state is TokenState.VALID
    assert later.tokens.status(where.environment, USER).state is TokenState.NONE
    answered(await later.sending.send(list_draft(later), saved))
    assert len(weda.user_calls) == 1
    await later.aclose()


async def test_without_its_user_an_environment_keeps_neither_password_nor_token(
    session: Session, weda: Weda
):
    where = place_of_user(session)
    await session.tokens.renew(where.environment, USER)
    await session.tokens.renew(where.environment)
    bare = msgspec.structs.replace(where.environment, username="", password=None)
    saved = session.environments.save(bare, secret="", replaces=where.environment)
    assert PASSWORD not in session.paths.secrets.read_text("utf-8")
    assert session.tokens.status(where.environment, USER).state is TokenState.NONE
    assert session.tokens.status(saved, TokenKind.KEY).state is TokenState.VALID


async def test_a_removed_environment_takes_password_and_tokens_along(session: Session):
    where = place_of_user(session)
    token = await session.tokens.renew(where.environment, USER)
    session.environments.trash.remove(where.environment)
    await session.aclose()
    assert PASSWORD not in session.paths.secrets.read_text("utf-8")
    file = TokenFile(session.paths.tokens)
    assert file.load() == {}
    assert {token.value, token.refresh_token} <= file.load_values(), "to be masked"


# -- in the background -----------------------------------------------------------------------


async def test_both_tokens_are_renewed_a_minute_early(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    def note(seconds: float) -> None:
        weda.passed += seconds

    where = place_of_user(session)
    await session.tokens.renew(where.environment)
    await session.tokens.renew(where.environment, USER)
    sleep_at_once(monkeypatch, note)
    attempts = session.renewals.keep_fresh(where.environment)
    for renewal in (1, 2):
        assert await anext(attempts) is None
        assert renewal * 7140.0 - 1e-6 <= weda.passed < renewal * 7200.0
    assert paths_of(weda.user_calls) == [SIGN_IN_PATH, REFRESH_PATH, REFRESH_PATH]
    assert len(weda.token_calls) == 1
    while len(weda.token_calls) == 1:
        assert await anext(attempts) is None
    assert 259200.0 - 60.0 - 1e-6 <= weda.passed < 259200.0


async def test_a_password_that_is_wrong_is_not_tried_until_a_captcha_is_asked_for(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    class EnoughError(Exception):
        pass

    def note(seconds: float) -> None:
        weda.passed += seconds
        if weda.passed > 3 * 7200:
            raise EnoughError

    where = place_of_user(session)
    await session.tokens.renew(where.environment, USER)
    weda.user_answer = lambda _: httpx.Response(400, json={"error": "invalid_grant"})
    sleep_at_once(monkeypatch, note)
    with pytest.raises(EnoughError):
        async for _ in session.renewals.keep_fresh(where.environment):
            pass
    assert paths_of(weda.user_calls).count(SIGN_IN_PATH) <= 3
    error = session.tokens.status(where.environment, USER).error
    assert error is not None
    assert error.code is ErrorCode.TOKEN_WRONG_PASSWORD


# -- masked ----------------------------------------------------------------------------------


async def test_the_password_is_masked_by_value(session: Session, weda: Weda):
    where = place_of_user(session)
    weda.user_answer = lambda _: httpx.Response(
        400, json={"error": "invalid_grant", "error_description": f"bad {PASSWORD}"}
    )
    state = await session.sending.send(list_draft(session), where)
    assert isinstance(state, Failed)
    assert state.error.parameters["detail"] == f"invalid_grant: bad {MASK}"
    assert session.tokens.masker().text(f"a {PASSWORD} b") == f"a {MASK} b"


@pytest.mark.parametrize("field", ["value", "refresh_token"])
async def test_both_tokens_of_a_user_are_masked_by_value(tmp_path: Path, weda: Weda, field: str):
    first = open_session(tmp_path, weda)
    where = place_of_user(first)
    old = await first.tokens.renew(where.environment, USER)
    new = await first.tokens.renew(where.environment, USER)
    seen = [getattr(token, field) for token in (old, new)]
    assert len(set(seen)) == 2
    await first.aclose()
    later = open_session(tmp_path, weda)
    assert first.tokens.masker().text(" ".join(seen)) == f"{MASK} {MASK}"
    assert later.tokens.masker().text(seen[1]) == MASK, "also before anything connects"
    later.environments.trash.remove(where.environment)
    assert later.tokens.masker().text(seen[1]) == MASK, "also when it is gone"
    await later.aclose()


@pytest.mark.parametrize("secret", [SECRET, PASSWORD])
async def test_what_a_hand_written_call_repeats_is_masked(
    session: Session, weda: Weda, secret: str
):
    where = place_of_user(session)
    body = json.dumps({"username": "zhangwei", "password": secret})
    weda.user_answer = lambda _: httpx.Response(
        400, json={"error": "invalid_grant", "error_description": secret}
    )
    exchange = answered(await session.sending.send(draft(session, "auth.signin", body=body), where))
    assert secret.encode() not in exchange.request.body
    assert MASK.encode() in exchange.request.body
    assert exchange.verdict.message == MASK


@pytest.mark.parametrize("endpoint", ["auth.signin", "auth.refresh", "auth.clientCredential"])
async def test_what_an_auth_call_by_hand_brings_back_is_masked(
    session: Session, weda: Weda, endpoint: str
):
    where = place_of_user(session)
    tokens = {"access_token": "by-hand-access/1", "refresh_token": "by-hand-refresh/2"}
    weda.token_answer = weda.user_answer = lambda _: httpx.Response(200, json=tokens)
    typed = json.dumps({"username": "u", "password": "typed-word", "refresh_token": "typed-old"})
    exchange = answered(await session.sending.send(draft(session, endpoint, body=typed), where))
    hidden = session.tokens.masker().data(exchange.response.body)
    assert b"by-hand" not in hidden
    assert hidden.count(MASK.encode()) == 2
    assert b"typed" not in exchange.request.body
    shown = session.sending.preflight(draft(session, endpoint, body=typed), where).request
    assert shown is not None
    assert b"typed" not in shown.body


async def test_an_authorization_of_ones_own_is_masked(session: Session, weda: Weda):
    where = place_of_user(session)
    weda.call_answer = lambda r: httpx.Response(200, json={"data": r.headers["Authorization"]})
    own = draft(session, READ, headers=(("Authorization", "Bearer by-hand-token"),))
    shown = session.sending.preflight(own, where).request
    assert shown is not None
    assert shown.headers == (("Authorization", f"Bearer {MASK}"),)
    exchange = answered(await session.sending.send(own, where))
    assert exchange.request.headers == shown.headers
    assert b"by-hand" not in session.tokens.masker().data(exchange.response.body)


# -- over the sandbox ------------------------------------------------------------------------


def over_the_sandbox(folder: Path) -> tuple[Session, Target]:
    clock = Clock(wall=lambda: 1_800_000_000.0)
    world = world_of(7, 1_800_000_000.0)
    session = Session(
        Paths(workspace=folder / "workspace", state=folder / "state"),
        environ={},
        clock=clock,
        use_keyring=False,
        transport=httpx.ASGITransport(app=build_app(world, clock=clock)),
    )
    credentials = world.credentials
    named = msgspec.structs.replace(
        environment(), secret_id=credentials.secret_id, username=credentials.username
    )
    saved = session.environments.save(
        named, secret=credentials.secret_key, password=credentials.password
    )
    return session, Target(saved, "dev")


async def test_models_and_storage_answer_over_the_sandbox(tmp_path: Path):
    session, where = over_the_sandbox(tmp_path)
    exchange = answered(await session.sending.send(list_draft(session), where))
    assert exchange.verdict.ok
    upload = draft(session, "storage.getUploadInfo", body='[{"objectId":"a.txt"}]')
    assert answered(await session.sending.send(upload, where)).verdict.ok
    assert answered(await session.sending.send(draft(session, READ), where)).verdict.ok
    await session.aclose()


async def test_a_token_of_the_other_kind_is_told_in_words(tmp_path: Path):
    session, where = over_the_sandbox(tmp_path)
    tokens = {
        kind: (await session.tokens.renew(where.environment, kind)).value
        for kind in (TokenKind.KEY, USER)
    }
    by_key = list_draft(session, headers=(("Authorization", f"Bearer {tokens[TokenKind.KEY]}"),))
    verdict = answered(await session.sending.send(by_key, where)).verdict
    assert explain_verdict(verdict, ZH) == ZH.token_kinds.user_wanted
    by_user = draft(session, READ, headers=(("Authorization", f"Bearer {tokens[USER]}"),))
    verdict = answered(await session.sending.send(by_user, where)).verdict
    assert explain_verdict(verdict, ZH) == ZH.token_kinds.key_wanted
    assert session.tokens.status(where.environment, USER).state is TokenState.VALID
    await session.aclose()


async def test_after_signing_out_a_call_signs_in_again(tmp_path: Path):
    session, where = over_the_sandbox(tmp_path)
    await session.tokens.renew(where.environment, USER)
    answered(await session.sending.send(draft(session, "auth.revoke", body="{}"), where))
    listed = answered(await session.sending.send(list_draft(session), where))
    assert listed.verdict.ok
    assert listed.is_replay
    await session.aclose()
