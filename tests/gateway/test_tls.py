import asyncio
import ssl
from pathlib import Path
from shutil import copyfile

import httpx
import pytest

from tests.gateway.authority import DAY, NOW, Authority, refusing_handshakes
from tests.gateway.conftest import Send, environment_at, route_to
from tests.gateway.faulty_server import FaultyServer, canned, ok
from weda_tui.core.clock import Clock
from weda_tui.core.errors import Delivery, ErrorCode, FileError, NotReachableError
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.connections import ConnectionPools, _Tls
from weda_tui.gateway.route_files import PemFile


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def test_a_private_ca_is_trusted_when_its_file_is_given(
    send: Send, authority: Authority
) -> None:
    server = canned(ok(b"[1]"))
    async with server.listen(authority.server()) as host:
        response = await send(host, ca_file=str(authority.ca_file))
    assert response.body == b"[1]"


async def test_a_response_says_when_the_certificate_ends_that_was_checked(
    send: Send, authority: Authority
) -> None:
    async with canned(ok(b"[1]"), ok(b"[2]")).listen(authority.server()) as host:
        checked = await send(host, ca_file=str(authority.ca_file))
        unchecked = await send(host, verify_tls=False)
    assert checked.certificate_ends is not None
    assert abs(checked.certificate_ends - (NOW + DAY).timestamp()) < 1
    assert unchecked.certificate_ends is None
    async with canned(ok(b"[1]")).listen() as host:
        assert (await send(host)).certificate_ends is None


async def test_a_client_certificate_is_shown_to_a_server_that_asks(
    send: Send, authority: Authority
) -> None:
    own = str(authority.client())
    async with canned(ok(b"[1]")).listen(authority.asking_server()) as host:
        response = await send(host, ca_file=str(authority.ca_file), client_certificate=own)
    assert response.body == b"[1]"


async def test_who_we_are_is_not_told_to_another_host(authority: Authority) -> None:
    own = str(authority.client())
    environment = environment_at("https://weda.cn", verify_tls=False, client_certificate=own)
    pools = ConnectionPools()
    home = await pools.get(httpx.URL("https://weda.cn:443/x"), route_to(environment))
    assert await pools.get(httpx.URL("https://weda.cn/y"), route_to(environment)) is home
    gone = environment_at("https://weda.cn", verify_tls=False, client_certificate="gone.pem")
    with pytest.raises(FileError):
        await pools.get(httpx.URL("https://weda.cn/x"), route_to(gone))
    await pools.get(httpx.URL("https://weda.cn:8443/x"), route_to(gone))
    await pools.get(httpx.URL("https://store.example.org/x"), route_to(gone))
    await pools.aclose()


async def test_a_relative_path_begins_in_the_workspace(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, started = tmp_path / "workspace", tmp_path / "started"
    (workspace / "certs").mkdir(parents=True)
    (started / "certs").mkdir(parents=True)
    monkeypatch.chdir(started)
    environment = environment_at("https://weda.cn", ca_file="certs/ca.pem")
    url = httpx.URL("https://weda.cn/x")

    async def opened() -> None:
        pools = ConnectionPools()
        await pools.get(url, route_to(environment, workspace))
        await pools.aclose()

    with pytest.raises(FileError) as refused:
        await opened()
    assert refused.value.parameters["file"] == str(workspace / "certs/ca.pem")
    copyfile(authority.ca_file, started / "certs/ca.pem")
    await opened()
    (workspace / "certs/ca.pem").write_text("no certificate")
    with pytest.raises(FileError):
        await opened()
    copyfile(authority.ca_file, workspace / "certs/ca.pem")
    await opened()


async def test_a_client_certificate_that_cannot_be_used_is_named(
    send: Send, authority: Authority
) -> None:
    locked = authority.locked_key()
    own = str(authority.client())
    pairs = [("gone.pem", ""), (str(authority.ca_file), ""), (own, str(locked))]
    for certificate, client_key in pairs:
        with pytest.raises(FileError) as caught:
            await send("https://127.0.0.1:9", client_certificate=certificate, client_key=client_key)
        assert caught.value.code is ErrorCode.CLIENT_CERTIFICATE_INVALID
        assert certificate in str(caught.value.parameters["file"])


async def test_checks_are_off_only_when_the_environment_says_so(
    send: Send, authority: Authority
) -> None:
    expired = authority.server("10.9.9.9", starts=NOW - 3 * DAY, ends=NOW - 2 * DAY)
    async with canned(ok(b"[1]")).listen(expired) as host:
        assert (await send(host, verify_tls=False)).status == 200
        with pytest.raises(NotReachableError):
            await send(host)


async def test_each_fault_of_a_certificate_is_told_apart(send: Send, authority: Authority) -> None:
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
        server = canned(ok(b"{}"))
        async with server.listen(context) as host:
            with pytest.raises(NotReachableError) as caught:
                await send(host, ca_file=ca_file)
        assert caught.value.code is code
        assert caught.value.parameters["host"] == "127.0.0.1"
        assert caught.value.delivery is Delivery.NOT_SENT
        assert server.requests == []


async def test_a_refused_handshake_is_told_in_openssls_words(send: Send) -> None:
    async def alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(b"\x15\x03\x03\x00\x02\x02\x46")

    async with FaultyServer(alert).listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("http:", "https:"))
    assert caught.value.code is ErrorCode.TLS_PROTOCOL
    assert caught.value.parameters == {
        "host": "127.0.0.1",
        "reason": "TLSV1_ALERT_PROTOCOL_VERSION",
    }


async def test_https_on_a_port_that_speaks_http(send: Send) -> None:
    async def refuse_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")

    server = FaultyServer(refuse_tls)
    async with server.listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("http:", "https:"))
    assert caught.value.code is ErrorCode.HTTPS_ON_HTTP_PORT
    assert caught.value.parameters == {"host": "127.0.0.1", "port": server.port}


async def test_a_handshake_that_is_cut_is_a_lost_connection(send: Send) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)

    async with FaultyServer(hang_up).listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("http:", "https:"))
    assert caught.value.code is ErrorCode.CONNECTION_LOST


async def test_http_on_a_port_that_speaks_tls(send: Send, authority: Authority) -> None:
    async with canned(ok(b"{}")).listen(authority.server()) as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("https:", "http:"))
    assert caught.value.code in {
        ErrorCode.HTTP_ON_HTTPS_PORT,
        ErrorCode.CONNECTION_LOST,
        ErrorCode.CONNECTION_RESET,
    }  # fmt: skip  (OpenSSL's servers send an alert or just hang up)


async def test_a_server_that_offers_another_version_of_tls(
    send: Send, authority: Authority
) -> None:
    new = authority.server()
    new.minimum_version = ssl.TLSVersion.TLSv1_3
    context = ssl.create_default_context(cafile=str(authority.ca_file))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    old = Gateway(Clock())
    ca = route_to(environment_at("https://h", ca_file=str(authority.ca_file))).ca
    old._pools._contexts[_Tls(True, ca, PemFile(), PemFile())] = context
    with refusing_handshakes(new) as host, pytest.raises(NotReachableError) as caught:
        await send(host, ca_file=str(authority.ca_file), through=old)
    await old.aclose()
    assert caught.value.code is ErrorCode.TLS_PROTOCOL
    assert caught.value.parameters["reason"] == "TLSV1_ALERT_PROTOCOL_VERSION"


async def test_a_server_that_wants_a_certificate_of_the_client(
    send: Send, authority: Authority
) -> None:
    strict = authority.server()
    strict.verify_mode = ssl.CERT_REQUIRED
    strict.load_verify_locations(authority.ca_file)
    with refusing_handshakes(strict) as host, pytest.raises(NotReachableError) as caught:
        await send(host, ca_file=str(authority.ca_file))
    assert caught.value.code is ErrorCode.TLS_CLIENT_WANTED
    assert caught.value.delivery is Delivery.NOT_SENT


async def test_what_a_server_says_inside_of_tls_is_looked_at(
    send: Send, authority: Authority
) -> None:
    mail = canned(b"220 mail ESMTP\r\n")
    async with mail.listen(authority.server()) as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host, ca_file=str(authority.ca_file))
    assert caught.value.parameters["service"] == "SMTP"


async def test_a_call_that_is_cut_off_inside_of_tls_was_sent(
    send: Send, authority: Authority
) -> None:
    async with canned(b"").listen(authority.server()) as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host, ca_file=str(authority.ca_file))
    assert caught.value.code is ErrorCode.CONNECTION_LOST
    assert caught.value.delivery is Delivery.SENT


@pytest.mark.parametrize(
    ("greeting", "service"), [(b"SSH-2.0-OpenSSH_9.6\r\n", "SSH"), (b"220 mail ESMTP\r\n", "SMTP")]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_service_that_greets_first_is_named_whatever_the_scheme(
    send: Send, scheme: str, greeting: bytes, service: str
) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        await reader.read(65536)

    server = FaultyServer(greet)
    async with server.listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("http:", f"{scheme}:"))
    assert caught.value.code is ErrorCode.OTHER_SERVICE
    assert caught.value.parameters == {
        "host": "127.0.0.1", "port": server.port, "service": service,
    }  # fmt: skip
    assert caught.value.delivery is Delivery.NOT_SENT
    assert greeting[:8].decode() in caught.value.detail


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_plain_http_to_a_port_that_speaks_tls_is_named(
    send: Send, authority: Authority, method: str
) -> None:
    """Such a server closes the connection without a message, as a firewall may."""
    server = canned(ok(b"{}"))
    async with server.listen(authority.server()) as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("https", "http"), method=method)
    assert caught.value.code is ErrorCode.HTTP_ON_HTTPS_PORT
    assert caught.value.parameters == {"host": "127.0.0.1", "port": server.port}
    assert caught.value.delivery is Delivery.NOT_SENT
    assert server.requests == []


async def test_a_port_that_wants_a_client_certificate_speaks_tls_too(
    send: Send, authority: Authority
) -> None:
    async with canned(ok(b"{}")).listen(authority.asking_server()) as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("https", "http"))
    assert caught.value.code is ErrorCode.HTTP_ON_HTTPS_PORT


async def test_a_port_that_closes_without_a_word_does_not_speak_tls(send: Send) -> None:
    async with canned(b"", reset=True).listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host)
    assert caught.value.code is ErrorCode.CONNECTION_RESET
    assert caught.value.delivery is Delivery.SENT
