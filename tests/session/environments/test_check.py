"""The check of an environment over real sockets, and the actions that it must not perform."""

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import aclosing
from email.utils import formatdate
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.gateway.authority import DAY, NOW, Authority
from tests.gateway.faulty_server import FaultyServer, canned, ok, read_request
from tests.session.weda import PASSWORD, SECRET, Weda, environment, open_session, place_of_user
from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.clock import Clock
from weda_tui.core.environments.check import (
    READS,
    Fact,
    FactCode,
    Faulty,
    Passed,
    Skipped,
    StepResult,
    Warned,
    first_fault,
    plan_steps,
)
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.masking import MASK
from weda_tui.sandbox.server.sockets import SandboxInfo, background
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.store.tokens import TokenFile


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxInfo]:
    with background(seed=7) as info:
        yield info


def online(folder: Path, clock: Clock | None = None) -> Session:
    """Open a session that uses the real network."""
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    return Session(paths, environ={}, use_keyring=False, clock=clock)


def never_saved(host: str, **changes: object) -> Environment:
    return msgspec.structs.replace(environment(host=host), timeout=5.0, **changes)


async def check(
    session: Session, tried: Environment, secret: str = SECRET, password: str = ""
) -> dict[str, StepResult]:
    """Return every result by the name of its step, and close the session."""
    results: dict[str, StepResult] = {}
    async for result in session.checks.run(tried, secret=secret, password=password):
        assert result.step not in [each.step for each in results.values()]
        results[result.step.subject or result.step.kind.value] = result
    await session.aclose()
    assert {each.step for each in results.values()} == set(plan_steps(tried))
    return results


def fault(result: StepResult) -> ErrorCode | str:
    assert isinstance(result.outcome, Faulty), result
    return result.outcome.fault.code


def found(result: StepResult) -> Fact:
    assert isinstance(result.outcome, Passed | Warned | Skipped), result
    return result.outcome.fact


def after(results: dict[str, StepResult], name: str) -> set[FactCode]:
    """Return the fact codes of the steps after the named step."""
    names = list(results)
    return {found(results[each]).code for each in names[names.index(name) + 1 :]}


async def test_a_deployment_that_works_passes_step_by_step(
    tmp_path: Path, sandbox: SandboxInfo
) -> None:
    tried = never_saved(
        sandbox.base, secret_id=sandbox.secret_id, username=sandbox.username, secret_key=None
    )
    results = await check(online(tmp_path), tried, sandbox.secret_key, sandbox.password)
    assert list(results)[:7] == [
        "address", "port", "tls", "http", "clock", "key-token", "user-token",
    ]  # fmt: skip
    skipped = [name for name, each in results.items() if not isinstance(each.outcome, Passed)]
    assert skipped == ["tls"], "it has none"
    assert found(results["prod"]).values == {"module": "workflow"}
    assert {read.module for read in READS} <= set(results)
    assert first_fault(plan_steps(tried), results.values()) is None
    [file] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert TokenFile(file).load() == {}, "it is masked and sent with nothing"


async def test_a_refused_port_leaves_dashes(tmp_path: Path) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        results = await check(online(tmp_path), never_saved(host))
    assert found(results["address"]).code is FactCode.IS_IP
    assert fault(results["port"]) is ErrorCode.CONNECTION_REFUSED
    assert after(results, "port") == {FactCode.NOT_REACHED}


async def test_a_name_that_leads_nowhere_is_the_first_cross(tmp_path: Path) -> None:
    results = await check(online(tmp_path), never_saved("https://weda.invalid"))
    assert fault(results["address"]) is ErrorCode.DNS_FAILED
    assert after(results, "address") == {FactCode.NOT_REACHED}


async def test_a_name_says_where_it_leads(tmp_path: Path) -> None:
    async with canned(b"").listen() as host:
        results = await check(online(tmp_path), never_saved(host.replace("127.0.0.1", "localhost")))
    assert "127.0.0.1" in str(found(results["address"]).values["addresses"])


async def test_each_fault_of_a_certificate_stands_at_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    known = str(authority.ca_file)
    faults = [
        (authority.server(), "", ErrorCode.TLS_UNKNOWN_CA),
        (authority.server("10.9.9.9"), known, ErrorCode.TLS_WRONG_HOST),
        (authority.server(starts=NOW - 3 * DAY, ends=NOW - DAY), known, ErrorCode.TLS_EXPIRED),
        (
            authority.server(starts=NOW + DAY, ends=NOW + 2 * DAY),
            known,
            ErrorCode.TLS_NOT_YET_VALID,
        ),
    ]
    for context, ca_file, code in faults:
        async with canned(ok(b"{}")).listen(context) as host:
            results = await check(online(tmp_path / "none"), never_saved(host, ca_file=ca_file))
        assert isinstance(results["port"].outcome, Passed)
        assert fault(results["tls"]) is code
        assert after(results, "tls") == {FactCode.NOT_REACHED}


REFUSAL = b'{"code":"INVALID_ACCESS_TOKEN","requestId":"r","message":"no token"}'


@pytest.mark.parametrize(("days", "code"), [(200, FactCode.TLS_GOOD), (5, FactCode.TLS_ENDS_SOON)])
async def test_a_good_certificate_says_how_long_it_lasts(
    tmp_path: Path, days: int, code: FactCode
) -> None:
    authority = Authority(tmp_path)
    server = authority.server(ends=NOW + (days + 0.5) * DAY)
    async with canned(ok(REFUSAL)).listen(server) as host:
        results = await check(
            online(tmp_path / "none"), never_saved(host, ca_file=str(authority.ca_file))
        )
    assert found(results["tls"]) == Fact(code, {"version": "TLSv1.3", "days": days})
    assert isinstance(results["http"].outcome, Passed)


async def test_a_certificate_nobody_checked_is_not_called_good(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with canned(ok(REFUSAL)).listen(authority.server("10.9.9.9")) as host:
        results = await check(online(tmp_path / "none"), never_saved(host, verify_tls=False))
    assert isinstance(results["tls"].outcome, Warned)
    assert found(results["tls"]).code is FactCode.TLS_UNCHECKED


PAGE = b"<html><form><input type=password></form></html>"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (ok(PAGE, "Content-Type: text/html"), "LOGIN_PAGE"),
        (ok(b"<html>It works!</html>", "Content-Type: text/html"), "HTML"),
        (ok(b'{"status":"UP"}'), ""),
        (b"HTTP/1.1 302 Found\r\nLocation: https://sso.cn/\r\nContent-Length: 0\r\n\r\n",
         "REDIRECT_TO_SIGN_IN"),
        (b"HTTP/1.1 400 No\r\nContent-Length: 31\r\n\r\nHTTP request to an HTTPS server",
         "HTTP_ON_HTTPS_PORT"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", ErrorCode.OTHER_SERVICE),
        (b"\x15\x03\x01\x00\x02\x02\x16", ErrorCode.HTTP_ON_HTTPS_PORT),
        (b"", ErrorCode.CONNECTION_LOST),
    ],
)  # fmt: skip
async def test_who_does_not_speak_weda_gets_no_secret(
    tmp_path: Path, answer: bytes, code: ErrorCode | str
) -> None:
    server = canned(answer)
    async with server.listen() as host:
        results = await check(online(tmp_path), never_saved(host))
    assert isinstance(results["port"].outcome, Passed)
    assert fault(results["http"]) == code
    assert after(results, "http") == {FactCode.NOT_WEDA}
    assert len(server.requests) == 1
    assert b"authorization" not in server.requests[0].lower()


async def test_an_https_port_that_hangs_up_on_http_is_told_by_a_second_look(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with canned(ok(b"{}")).listen(authority.server()) as host:
        results = await check(online(tmp_path / "none"), never_saved(host.replace("https", "http")))
    assert fault(results["http"]) is ErrorCode.HTTP_ON_HTTPS_PORT


async def test_a_port_that_hangs_up_is_asked_once_whether_it_speaks_tls(tmp_path: Path) -> None:
    server = canned()
    async with server.listen() as host:
        results = await check(online(tmp_path), never_saved(host))
    assert fault(results["http"]) in {ErrorCode.CONNECTION_LOST, ErrorCode.CONNECTION_RESET}
    assert server.connections == 2


async def test_https_on_a_port_of_http_stands_at_tls(tmp_path: Path) -> None:
    async def refuse_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")

    async with FaultyServer(refuse_tls).listen() as host:
        results = await check(online(tmp_path), never_saved(host.replace("http", "https")))
    assert fault(results["tls"]) is ErrorCode.HTTPS_ON_HTTP_PORT


async def test_a_silent_server_ends_at_the_time_limit(tmp_path: Path) -> None:
    async with canned(b"", then_close=False).listen() as host:
        tried = msgspec.structs.replace(never_saved(host), timeout=1.5)
        results = await check(online(tmp_path), tried)
    assert fault(results["http"]) is ErrorCode.TIMED_OUT


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(0, FactCode.CLOCK_GOOD), (400, FactCode.CLOCK_SLOW), (-400, FactCode.CLOCK_FAST)],
)
async def test_clocks_are_compared_with_tolerance(
    tmp_path: Path, ahead: int, code: FactCode
) -> None:
    dated = ok(REFUSAL, "Date: Wed, 25 Nov 2026 01:42:18 GMT")
    clock = Clock(wall=lambda: 1_795_570_938.0 - ahead)
    async with canned(dated).listen() as host:
        results = await check(online(tmp_path, clock), never_saved(host))
    assert found(results["clock"]).code is code
    assert isinstance(results["clock"].outcome, Passed if ahead == 0 else Warned)


async def test_a_slow_answer_is_no_difference_of_clocks(tmp_path: Path, weda: Weda) -> None:
    """The server writes the date and then waits for three seconds."""

    def answer(_: httpx.Request) -> httpx.Response:
        date = formatdate(weda.clock.wall(), usegmt=True)
        weda.passed += 3.0
        return httpx.Response(400, content=REFUSAL, headers={"Date": date})

    weda.call_answer = answer
    results = await check(open_session(tmp_path, weda), never_saved("https://weda.example.cn"))
    assert found(results["clock"]).values == {"skew": 0.0, "uncertainty": 2.5}


async def test_the_proxy_is_named_and_its_refusal_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = canned(b"HTTP/1.1 403 No way\r\nContent-Length: 0\r\n\r\n")
    async with proxy.listen() as address:
        monkeypatch.setenv("https_proxy", address.replace("//", "//user:hush@"))
        results = await check(online(tmp_path), never_saved("https://weda.invalid"))
    assert found(results["address"]).values["proxy"] == address, "without its password"
    assert fault(results["port"]) is ErrorCode.PROXY_DENIED


async def test_closing_the_iterator_hangs_up(tmp_path: Path) -> None:
    server = canned(b"", then_close=False)
    session = online(tmp_path)
    async with server.listen() as host:
        async with aclosing(session.checks.run(never_saved(host), secret=SECRET)) as results:
            async for result in results:
                if result.step.kind.value == "tls":
                    break
            await server.received.wait()
        async with asyncio.timeout(60):
            await server.hung_up.wait()
    await session.aclose()


# -- over a WeDa in this process -------------------------------------------------------------


async def test_a_kind_without_credentials_is_a_dash_and_so_are_its_modules(
    tmp_path: Path, weda: Weda
) -> None:
    results = await check(open_session(tmp_path, weda), never_saved("https://weda.example.cn"))
    assert found(results["user-token"]).code is FactCode.NO_USER
    assert found(results["model"]).code is FactCode.NO_USER_TOKEN
    assert isinstance(results["permissions"].outcome, Passed)
    assert not weda.user_calls


async def test_a_user_alone_is_enough_to_know_the_env_types(tmp_path: Path, weda: Weda) -> None:
    tried = never_saved("https://weda.example.cn", secret_id="", username="zhangwei")
    weda.call_answer = lambda _: httpx.Response(200, json={"data": {}, "requestId": "r"})
    results = await check(open_session(tmp_path, weda), tried, "", PASSWORD)
    assert found(results["key-token"]).code is FactCode.NO_KEY
    assert found(results["dev"]).values == {"module": "model"}
    assert found(results["odata"]).code is FactCode.NO_KEY_TOKEN


@pytest.mark.parametrize("secret_id", ["AKID8fW2mT7c", ""])
async def test_an_environment_without_its_secret_does_not_work(
    tmp_path: Path, weda: Weda, secret_id: str
) -> None:
    tried = never_saved("https://weda.example.cn", secret_id=secret_id, secret_key=None)
    results = await check(open_session(tmp_path, weda), tried, "")
    outcome = results["key-token"].outcome
    assert isinstance(outcome, Faulty)
    assert isinstance(outcome.fault, FileError)
    assert outcome.fault.code is ErrorCode.NO_KEY


@pytest.mark.parametrize("code", ["INVALID_ENV", "INVALID_ENV_STATUS"])
async def test_an_env_type_that_the_gateway_does_not_know_is_a_cross(
    tmp_path: Path, weda: Weda, code: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "/dev/" in request.url.path:
            return httpx.Response(200, json={"code": code, "requestId": "r", "message": "dev"})
        return httpx.Response(200, json={"Response": {"Data": {}}})

    weda.call_answer = answer
    tried = never_saved("https://weda.example.cn")
    results = await check(open_session(tmp_path, weda), tried)
    assert isinstance(results["prod"].outcome, Passed)
    assert fault(results["dev"]) == code
    first = first_fault(plan_steps(tried), results.values())
    assert isinstance(first, Verdict)


async def test_a_refused_secret_is_masked_and_the_rest_are_dashes(
    tmp_path: Path, weda: Weda
) -> None:
    weda.token_answer = lambda _: httpx.Response(
        401, json={"error": "invalid_client", "error_description": f"wrong {SECRET}"}
    )
    results = await check(open_session(tmp_path, weda), never_saved("https://weda.example.cn"))
    assert fault(results["key-token"]) is ErrorCode.TOKEN_WRONG_SECRET
    outcome = results["key-token"].outcome
    assert isinstance(outcome, Faulty)
    assert isinstance(outcome.fault, WedaError)
    assert SECRET not in str(outcome.fault)
    assert found(results["prod"]).code is FactCode.NO_TOKEN


async def test_an_echoed_token_of_a_check_is_masked(tmp_path: Path, weda: Weda) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        said = request.headers.get("authorization", "")
        return httpx.Response(200, json={"code": "SYS_ERR", "requestId": "r", "message": said})

    weda.call_answer = echo
    results = await check(open_session(tmp_path, weda), never_saved("https://weda.example.cn"))
    outcome = results["permissions"].outcome
    assert isinstance(outcome, Faulty)
    assert "token-1" not in str(outcome.fault)


async def test_a_check_leaves_the_tokens_there_are_alone(tmp_path: Path, weda: Weda) -> None:
    first = open_session(tmp_path, weda)
    saved = place_of_user(first).environment
    token = await first.tokens.renew(saved)
    await first.aclose()
    file = first.paths.tokens

    def kept() -> tuple[object, dict[Path, bytes]]:
        files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        del files[file]
        return TokenFile(file).load(), files

    before = kept()
    session = open_session(tmp_path, weda)
    async for _ in session.checks.run(saved):
        pass
    await session.aclose()
    assert len(weda.token_calls) == 2, "a token is fetched to see that it is given"
    assert session.tokens.masker().text(token.value) != token.value
    assert before == kept()


async def test_the_token_of_a_check_is_kept_once_its_secret_is(tmp_path: Path, weda: Weda) -> None:
    session = open_session(tmp_path, weda)
    tried = never_saved("https://weda.example.cn")
    async for _ in session.checks.run(tried, secret=SECRET):
        pass
    saved = await session.environments.store(tried, secret=SECRET)
    assert await session.tokens.get(
        saved, session.modules.catalogue.get(READS[1].endpoint).token_kind
    )
    await session.aclose()
    assert len(weda.token_calls) == 1


async def test_a_kept_secret_is_not_tried_at_another_host(tmp_path: Path, weda: Weda) -> None:
    session = open_session(tmp_path, weda)
    saved = place_of_user(session).environment
    moved = msgspec.structs.replace(saved, host="https://elsewhere.example.org")
    results = {
        result.step.kind.value: result
        async for result in session.checks.run(moved, replaces=saved)
        if not result.step.subject
    }
    await session.aclose()
    assert fault(results["key-token"]) is ErrorCode.SECRET_MISSING
    assert not weda.token_calls


async def test_every_call_of_a_check_is_one_that_reads(tmp_path: Path, weda: Weda) -> None:
    session = open_session(tmp_path, weda)
    effects = {session.modules.catalogue.get(read.endpoint).effect.value for read in READS}
    assert effects == {"read"}
    await session.aclose()


async def test_an_endless_number_of_bytes_is_no_answer(tmp_path: Path) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n{")
        await writer.drain()
        await reader.read()

    async with FaultyServer(drip).listen() as host:
        tried = msgspec.structs.replace(never_saved(host), timeout=1.5)
        results = await check(online(tmp_path), tried)
    assert fault(results["http"]) is ErrorCode.ANSWER_TIMED_OUT


async def test_the_kept_secret_is_masked_in_the_first_answer_as_in_a_send(tmp_path: Path) -> None:
    weda, first = Weda(), open_session(tmp_path)
    saved = place_of_user(first).environment
    await first.aclose()
    said = {"code": SECRET, "message": f"refused {SECRET} {PASSWORD}"}
    answers = (
        httpx.Response(403, json={"message": said["message"]}),
        httpx.Response(200, json=said),
    )
    for answer in answers:
        weda.call_answer = lambda _, answer=answer: answer
        session = open_session(tmp_path, weda)
        results = [each async for each in session.checks.run(saved)]
        await session.aclose()
        assert MASK in str(results)
        assert SECRET not in str(results)
        assert PASSWORD not in str(results)
