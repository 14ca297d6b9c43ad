import asyncio
from pathlib import Path

import httpx
import pytest

from tests.gateway.conftest import Send, environment_at, route_to
from tests.gateway.faulty_server import canned, ok
from weda_tui.core.errors import Delivery, ErrorCode, FileError, LimitError, NotReachableError
from weda_tui.gateway.connections import ConnectionPools, proxy_for
from weda_tui.gateway.name_lookup import look_up
from weda_tui.gateway.system_proxy import seen_proxy_logins
from weda_tui.session.routes import system_proxy_of


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://10.20.4.18:8080/x", "http://web:3128"),
        ("https://weda.example.cn/x", "http://tls:3128"),
        ("http://localhost:8080", ""),
        ("http://weda.localhost", ""),
        ("http://127.3.2.1", ""),
        ("http://[::1]:8080", ""),
        ("http://weda.inside.cn", ""),
        ("http://weda.outside.cn", "http://web:3128"),
        ("http://weda.port.cn:81", ""),
        ("http://weda.port.cn:82", "http://web:3128"),
        ("http://172.16.9.9", ""),
        ("http://172.17.9.9", "http://web:3128"),
    ],
)
def test_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch, url: str, proxy: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", "web:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://tls:3128")
    monkeypatch.setenv("ALL_PROXY", "socks5://all:1080")
    monkeypatch.setenv("NO_PROXY", "inside.cn, weda.port.cn:81, 172.16.0.0/16, fe80::/10")
    assert proxy_for(httpx.URL(url)) == proxy


def test_all_proxy_is_for_what_has_no_proxy_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://all:1080")
    assert proxy_for(httpx.URL("https://weda.example.cn")) == "http://all:1080"


async def test_a_plain_request_goes_through_the_proxy(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = canned(ok(b"[1]"))
    async with proxy.listen() as address:
        monkeypatch.setenv("http_proxy", address.replace("//", "//user:hush@"))
        response = await send("http://weda.invalid", path="/a%2fb?c")
    assert response.body == b"[1]"
    assert proxy.requests[0].startswith(b"POST http://weda.invalid/a%2fb?c HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic dXNlcjpodXNo\r\n" in proxy.requests[0]


async def test_loopback_never_goes_through_a_proxy(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with canned(ok(b"{}")).listen() as host:
        assert (await send(host)).status == 200


async def test_a_tunnel_that_is_refused_names_the_proxy_without_its_password(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = canned(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
    async with proxy.listen() as address:
        monkeypatch.setenv("https_proxy", address.replace("//", "//user:hush@"))
        with pytest.raises(NotReachableError) as caught:
            await send("https://weda.invalid")
    assert caught.value.code is ErrorCode.PROXY_AUTH
    assert caught.value.parameters == {"proxy": address}
    assert caught.value.delivery is Delivery.NOT_SENT
    assert proxy.requests[0].startswith(b"CONNECT weda.invalid:443 HTTP/1.1\r\n")


async def test_a_tunnel_that_is_denied_says_why(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = canned(b"HTTP/1.1 403 Not allowed\r\nContent-Length: 0\r\n\r\n")
    async with proxy.listen() as address:
        monkeypatch.setenv("https_proxy", address)
        with pytest.raises(NotReachableError) as caught:
            await send("https://weda.invalid")
    assert caught.value.code is ErrorCode.PROXY_DENIED
    assert caught.value.parameters == {"proxy": address, "reason": "403 Not allowed"}


async def test_a_proxy_that_says_nothing_did_not_pass_the_call_on(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = canned(b"", then_close=False)
    async with proxy.listen() as address:
        monkeypatch.setenv("https_proxy", address)
        with pytest.raises(LimitError) as caught:
            await send("https://weda.invalid", timeout=0.2)
    assert caught.value.code is ErrorCode.CONNECT_TIMED_OUT
    assert caught.value.delivery is Delivery.NOT_SENT


@pytest.mark.parametrize(
    ("proxy", "code"),
    [
        ("http://127.0.0.1:9", ErrorCode.PROXY_REFUSED),
        ("http://nowhere.invalid:9", ErrorCode.PROXY_NAME),
        ("ftp://127.0.0.1:9", ErrorCode.PROXY_FAILED),
        ("http://ü:99999999", ErrorCode.PROXY_NAME),
        ("http://\udcff:9", ErrorCode.PROXY_FAILED),
    ],
)
async def test_a_proxy_that_is_not_there_or_none_at_all(
    send: Send, monkeypatch: pytest.MonkeyPatch, proxy: str, code: ErrorCode
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(NotReachableError) as caught:
        await send("http://weda.invalid")
    assert caught.value.code is code
    assert caught.value.parameters == {"proxy": proxy}


@pytest.mark.parametrize(
    "proxy",
    [
        *("http://h:x", "http://[::1", "http://[SECRET", "SECRET:x", "http://"),
        *(f"http://u:SECRET{sign}PX@10.0.0.1:1" for sign in "/?#"),
        *(f"http://u:123{sign}SECRET@10.0.0.1:1" for sign in "/?#"),
        "u:SECRET/PX@10.0.0.1",
    ],
)
async def test_a_proxy_that_cannot_be_read_is_not_repeated(
    send: Send, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    environment = environment_at("http://weda.invalid")
    for looking in (send(environment.host), look_up(environment)):
        with pytest.raises(NotReachableError) as caught:
            await looking
        assert caught.value.code is ErrorCode.PROXY_INVALID
        assert caught.value.parameters == {}
        assert caught.value.detail == ""
    assert "SECRET" not in system_proxy_of(environment)


@pytest.mark.parametrize(
    ("proxy", "login"),
    [
        ("http://joe:p4ss@web:3128", ("joe", "p4ss")),
        ("joe:p4ss@web:3128", ("joe", "p4ss")),
        ("socks5://joe:p%40ss%2Fword@web:1080", ("joe", "p@ss/word")),
        ("http://joe:p4/ss?x://y@z@web:3128", ("joe", "p4/ss?x://y@z")),
        ("http://a-key@web:3128", ("", "a-key")),
        ("http://web:3128", None),
        ("web:3128", None),
    ],
)
def test_the_login_of_a_proxy_is_known(
    monkeypatch: pytest.MonkeyPatch, proxy: str, login: tuple[str, str] | None
) -> None:
    for name in ("HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
        assert seen_proxy_logins() == ((login,) if login else ())
        monkeypatch.delenv(name)
    assert seen_proxy_logins() == ()


async def test_a_broken_ca_file_is_named_and_may_be_mended(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    environment = environment_at("https://h", ca_file=str(ca_file))
    pools = ConnectionPools()
    for content in (None, b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        if content is not None:
            ca_file.write_bytes(content)
        with pytest.raises(FileError) as caught:
            await pools.get(httpx.URL("https://h"), route_to(environment))
        assert caught.value.code is ErrorCode.CA_FILE_INVALID
        assert caught.value.parameters == {"file": str(ca_file)}


async def test_pools_are_kept_per_origin_and_tls_setting() -> None:
    pools = ConnectionPools()
    strict, lax = environment_at("https://h"), environment_at("https://h", verify_tls=False)
    first, again = await asyncio.gather(
        pools.get(httpx.URL("https://h/a"), route_to(strict)),
        pools.get(httpx.URL("https://h/b"), route_to(strict)),
    )
    assert first is again
    assert await pools.get(httpx.URL("https://h/a"), route_to(lax)) is not first
    assert await pools.get(httpx.URL("https://other/a"), route_to(strict)) is not first
    await pools.aclose()


async def test_an_environment_without_a_proxy_does_not_follow_the_system(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(NotReachableError) as caught:
        await send("http://weda.invalid", proxy="none")
    assert caught.value.code is ErrorCode.DNS_FAILED


async def test_a_proxy_of_the_environments_own_comes_before_the_systems(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "weda.invalid")
    proxy = canned(ok(b"[1]"), ok(b"[2]"))
    async with proxy.listen() as address:
        assert (await send("http://weda.invalid", proxy=address)).body == b"[1]"
    assert proxy.requests[0].startswith(b"POST http://weda.invalid/")
