import asyncio
import base64
import json
from collections.abc import Awaitable
from typing import Any

import httpx
import msgspec
import pytest

from tests.gateway.conftest import environment_at, route_to
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode, FileError, NotReachableError, TokenError
from weda_tui.core.tokens.access_token import AccessToken, TokenKey, TokenState, key_of
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.token_requests import Credentials
from weda_tui.gateway.tokens import SHORTEST_RENEWAL, StoreToken, TokenManager

HOST = "https://weda.example.cn"
ENVIRONMENT = environment_at(HOST)
CREDENTIALS = Credentials(route_to(ENVIRONMENT), TokenKind.KEY, "s3cret")
KEY = key_of(ENVIRONMENT, TokenKind.KEY, route_to(ENVIRONMENT).fingerprint)
DAY = 86400.0


class Deployment:
    """A token endpoint, a wall clock and a monotonic clock, and the tokens that were stored."""

    def __init__(self, *answers: dict[str, Any] | httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.arrived = asyncio.Event()
        self.cancelled = asyncio.Event()
        self.wall = 1_800_000_000.0
        self.monotonic = 50.0
        self.kept: list[tuple[TokenKey, AccessToken | None]] = []

    def pass_time(self, seconds: float, *, wall: float | None = None) -> None:
        self.monotonic += seconds
        self.wall += seconds if wall is None else wall

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.arrived.set()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        answer = self.answers.pop(0) if self.answers else {"access_token": "extra"}
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    def keep(self, key: TokenKey, token: AccessToken | None, *, only_over: str = "") -> None:
        self.kept.append((key, token))

    def manager(
        self,
        saved: AccessToken | None = None,
        keep: StoreToken | None = None,
        key: TokenKey | None = None,
    ) -> TokenManager:
        clock = Clock(wall=lambda: self.wall, monotonic=lambda: self.monotonic)
        gateway = Gateway(clock, transport=httpx.MockTransport(self.answer))
        return TokenManager(
            gateway, clock, saved={key or KEY: saved} if saved else {}, keep=keep or self.keep
        )


def issued(value: str, expires_in: object = 259200) -> dict[str, Any]:
    return {"token_type": "Bearer", "access_token": value, "expires_in": expires_in}


def saved_token(age: float, lifetime: float = 3 * DAY) -> AccessToken:
    return AccessToken(
        value="saved",
        issued_at=1_800_000_000.0 - age,
        lifetime=lifetime,
        lifetime_given=True,
        url=HOST,
        status=200,
        elapsed=0.1,
    )


async def gather(*calls: Awaitable[AccessToken]) -> list[AccessToken | BaseException]:
    return await asyncio.gather(*calls, return_exceptions=True)


async def test_the_call_is_the_one_of_the_guide() -> None:
    deployment = Deployment(issued("t1"))
    token = await deployment.manager().get(CREDENTIALS)
    request = deployment.requests[0]
    assert (request.method, str(request.url)) == ("POST", f"{HOST}/auth/v1/token/clientCredential")
    basic = base64.b64encode(b"AKID-1:s3cret").decode()
    assert request.headers["Authorization"] == f"Basic {basic}"
    assert request.headers["Content-Type"] == "application/json"
    assert json.loads(request.content) == {"grant_type": "client_credentials"}
    assert token.value == "t1"
    assert deployment.kept == [(KEY, token)]


async def test_the_secret_is_not_in_any_repr() -> None:
    assert "s3cret" not in repr(CREDENTIALS)
    assert "s3cret" not in f"{[CREDENTIALS]!s}"


async def test_a_good_token_is_used_again_until_sixty_seconds_before_its_end() -> None:
    deployment = Deployment(issued("t1"), issued("t2"))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    deployment.pass_time(3 * DAY - 61)
    assert (await manager.get(CREDENTIALS)).value == "t1"
    deployment.pass_time(1)
    assert (await manager.get(CREDENTIALS)).value == "t2"
    assert len(deployment.requests) == 2


async def test_the_wall_clock_of_this_machine_does_not_matter_within_a_process() -> None:
    deployment = Deployment(issued("t1"), issued("t2"))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    deployment.pass_time(10, wall=400 * DAY)
    assert (await manager.get(CREDENTIALS)).value == "t1"
    deployment.pass_time(3 * DAY, wall=-400 * DAY)
    assert (await manager.get(CREDENTIALS)).value == "t2"


@pytest.mark.parametrize(
    ("age", "lifetime", "value"),
    [
        (DAY, 3 * DAY, "saved"),
        (3 * DAY - 61, 3 * DAY, "saved"),
        (3 * DAY - 60, 3 * DAY, "new"),
        (400 * DAY, 3 * DAY, "new"),
        (-1, 3 * DAY, "saved"),
        (-2, 3 * DAY, "new"),
        (-400 * DAY, 3 * DAY, "new"),
        (0, 0.0, "new"),
    ],
)
async def test_a_saved_token_is_used_while_it_can_be_good(
    age: float, lifetime: float, value: str
) -> None:
    manager = Deployment(issued("new")).manager(saved_token(age, lifetime))
    assert (await manager.get(CREDENTIALS)).value == value


async def test_a_saved_token_from_the_future_never_outlives_its_lifetime() -> None:
    manager = Deployment().manager(saved_token(-1, 100.0))
    assert manager.status(KEY).remaining == 100.0


@pytest.mark.parametrize("expires_in", [None, "x", 0, 1, 30, -5, 0.001, 10**18, True, "30", []])
async def test_whatever_expires_in_says_one_get_is_at_most_one_call(expires_in: object) -> None:
    deployment = Deployment(issued("t1", expires_in), issued("t2", expires_in))
    manager = deployment.manager()
    assert (await manager.get(CREDENTIALS)).value == "t1"
    assert len(deployment.requests) == 1
    await manager.get(CREDENTIALS)
    assert len(deployment.requests) == 1
    due = manager.next_renewal(KEY)
    assert due is not None
    assert due >= SHORTEST_RENEWAL


async def test_a_slow_answer_counts_against_the_life_of_its_token() -> None:
    deployment = Deployment(issued("t1", 1000))
    manager = deployment.manager()
    deployment.gate.clear()
    call = asyncio.ensure_future(manager.get(CREDENTIALS))
    await deployment.arrived.wait()
    deployment.pass_time(15)
    deployment.gate.set()
    assert (await call).elapsed == 15
    assert manager.status(KEY).remaining == 985


async def test_twenty_who_ask_for_a_cold_token_share_one_call() -> None:
    deployment = Deployment(issued("t1"))
    manager = deployment.manager()
    tokens = await gather(*(manager.get(CREDENTIALS, force=n % 2 == 0) for n in range(20)))
    assert {token.value for token in tokens if isinstance(token, AccessToken)} == {"t1"}
    assert len(tokens) == 20
    assert len(deployment.requests) == 1


async def test_another_secret_is_not_answered_by_the_call_in_the_air() -> None:
    refusal = httpx.Response(401, json={"error": "invalid_client"})
    deployment = Deployment(issued("t1"), refusal)
    manager = deployment.manager()
    deployment.gate.clear()
    first = asyncio.ensure_future(manager.get(CREDENTIALS))
    await deployment.arrived.wait()
    deployment.arrived.clear()
    other = Credentials(route_to(ENVIRONMENT), TokenKind.KEY, "another")
    second = asyncio.ensure_future(manager.get(other, force=True))
    await asyncio.wait_for(deployment.arrived.wait(), 5)
    deployment.gate.set()
    assert (await first).value == "t1"
    with pytest.raises(TokenError):
        await second
    basics = [request.headers["Authorization"].split()[1] for request in deployment.requests]
    assert [base64.b64decode(basic) for basic in basics] == [b"AKID-1:s3cret", b"AKID-1:another"]


async def test_one_failed_call_fails_all_who_wait_and_the_next_one_asks_again() -> None:
    deployment = Deployment(httpx.Response(401, json={"error": "invalid_client"}), issued("t1"))
    manager = deployment.manager()
    errors = await gather(*(manager.get(CREDENTIALS) for _ in range(20)))
    assert len({id(error) for error in errors}) == 1
    assert isinstance(errors[0], TokenError)
    assert errors[0].code is ErrorCode.TOKEN_WRONG_SECRET
    assert len(deployment.requests) == 1
    assert (await manager.get(CREDENTIALS)).value == "t1"


async def test_other_deployments_and_keys_have_their_own_tokens() -> None:
    deployment = Deployment(issued("a"), issued("b"), issued("c"))
    manager = deployment.manager()
    other_host = Credentials(route_to(environment_at("https://other.cn")), TokenKind.KEY, "s3cret")
    other_id = Credentials(
        route_to(environment_at(HOST, secret_id="AKID-2")), TokenKind.KEY, "s3cret"
    )
    values = [(await manager.get(c)).value for c in (CREDENTIALS, other_host, other_id)]
    assert values == ["a", "b", "c"]
    assert [request.url.host for request in deployment.requests][1] == "other.cn"


async def test_one_who_stops_waiting_does_not_stop_the_others() -> None:
    deployment = Deployment(issued("t1"))
    deployment.gate.clear()
    manager = deployment.manager()
    first, second = (asyncio.ensure_future(manager.get(CREDENTIALS)) for _ in range(2))
    await deployment.arrived.wait()
    first.cancel()
    await asyncio.wait([first])
    assert first.cancelled()
    deployment.gate.set()
    assert (await second).value == "t1"
    assert not deployment.cancelled.is_set()


async def test_the_last_who_stops_waiting_stops_the_call() -> None:
    deployment = Deployment(issued("t1"))
    deployment.gate.clear()
    manager = deployment.manager()
    waiting = [asyncio.ensure_future(manager.get(CREDENTIALS)) for _ in range(2)]
    await deployment.arrived.wait()
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)
    assert manager.status(KEY).state is TokenState.NONE
    await deployment.cancelled.wait()
    deployment.gate.set()
    assert (await manager.get(CREDENTIALS)).value == "t1"
    assert len(deployment.requests) == 2


async def test_a_token_is_ready_only_while_it_is_good() -> None:
    deployment = Deployment(issued("t1"))
    manager = deployment.manager()
    assert manager.ready(KEY) is None
    token = await manager.get(CREDENTIALS)
    assert manager.ready(KEY) == token
    deployment.pass_time(3 * DAY - 60)
    assert manager.ready(KEY) is None
    assert len(deployment.requests) == 1


async def test_force_asks_again_and_a_failure_leaves_the_old_token() -> None:
    deployment = Deployment(issued("t1"), issued("t2"), httpx.Response(503))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    assert (await manager.get(CREDENTIALS, force=True)).value == "t2"
    with pytest.raises(TokenError):
        await manager.get(CREDENTIALS, force=True)
    assert (await manager.get(CREDENTIALS)).value == "t2"
    assert len(deployment.requests) == 3


async def test_failures_of_the_network_pass_through() -> None:
    manager = Deployment(httpx.ConnectError("x")).manager()
    with pytest.raises(NotReachableError):
        await manager.get(CREDENTIALS)


async def test_a_token_that_the_server_refused_is_replaced_once() -> None:
    deployment = Deployment(issued("t1"), issued("t2"))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    manager.refuse(KEY, "t1")
    assert manager.status(KEY).state is TokenState.REFUSED
    assert manager.next_renewal(KEY) is None
    assert deployment.kept[-1] == (KEY, None)
    assert (await manager.get(CREDENTIALS)).value == "t2"
    manager.refuse(KEY, "t1")
    assert manager.status(KEY).state is TokenState.VALID
    assert (await manager.get(CREDENTIALS)).value == "t2"


async def test_a_server_that_gives_the_refused_token_again_is_believed() -> None:
    deployment = Deployment(issued("t1"), issued("t1"))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    manager.refuse(KEY, "t1")
    assert (await manager.get(CREDENTIALS)).value == "t1"
    assert manager.status(KEY).state is TokenState.VALID


async def test_a_forgotten_token_is_not_brought_back_by_a_call_in_the_air() -> None:
    deployment = Deployment(issued("t1"))
    deployment.gate.clear()
    manager = deployment.manager()
    waiting = asyncio.ensure_future(manager.get(CREDENTIALS))
    await deployment.arrived.wait()
    manager.forget(KEY)
    deployment.gate.set()
    assert (await waiting).value == "t1"
    assert manager.status(KEY).state is TokenState.NONE
    assert deployment.kept == [(KEY, None)]
    assert [*manager.secrets()] == ["t1"]


async def test_the_status_follows_a_token_through_its_life() -> None:
    deployment = Deployment(issued("t1"), issued("t2"))
    manager = deployment.manager()
    assert manager.status(KEY).state is TokenState.NONE
    assert manager.next_renewal(KEY) is None
    deployment.gate.clear()
    call = asyncio.ensure_future(manager.get(CREDENTIALS))
    await deployment.arrived.wait()
    assert manager.status(KEY).state is TokenState.RENEWING
    deployment.gate.set()
    token = await call
    status = manager.status(KEY)
    assert (status.state, status.token, status.share_left) == (TokenState.VALID, token, 1.0)
    assert manager.next_renewal(KEY) == 3 * DAY - 60
    deployment.pass_time(3 * DAY - 200)
    assert manager.status(KEY).state is TokenState.EXPIRING
    assert manager.status(KEY).remaining == 200
    deployment.pass_time(300)
    assert manager.status(KEY).state is TokenState.EXPIRED
    assert manager.status(KEY).remaining == 0
    assert manager.next_renewal(KEY) == 0


async def test_every_token_seen_is_named_for_masking() -> None:
    deployment = Deployment(issued("t1"), issued("t2"))
    manager = deployment.manager(saved_token(DAY))
    await manager.get(CREDENTIALS, force=True)
    await manager.get(CREDENTIALS, force=True)
    manager.forget(KEY)
    assert manager.secrets() == dict.fromkeys(("saved", "t1", "t2"), KEY.route)


async def test_a_token_that_cannot_be_kept_is_used_all_the_same() -> None:
    def fail(*_: object, **__: object) -> None:
        raise FileError(ErrorCode.FILE_UNWRITABLE, file="tokens.json", reason="disk full")

    deployment = Deployment(issued("t1"), issued("t2"))
    manager = deployment.manager(keep=fail)
    assert (await manager.get(CREDENTIALS)).value == "t1"
    manager.refuse(KEY, "t1")
    assert (await manager.get(CREDENTIALS)).value == "t2"
    with pytest.raises(FileError):
        manager.forget(KEY)
    assert manager.status(KEY).state is TokenState.NONE


async def test_the_deadline_of_the_environment_holds_for_the_token_call() -> None:
    deployment = Deployment()
    deployment.gate.clear()
    hasty = Credentials(
        route_to(msgspec.structs.replace(ENVIRONMENT, timeout=0.02)), TokenKind.KEY, "s3cret"
    )
    with pytest.raises(Exception, match="timed_out") as caught:
        await deployment.manager().get(hasty)
    assert getattr(caught.value, "code", None) is ErrorCode.TIMED_OUT
