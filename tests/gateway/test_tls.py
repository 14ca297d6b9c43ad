import asyncio
import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import httpx
import pytest

from tests.gateway.conftest import Send, environment_at
from tests.gateway.faulty_server import FaultyServer, canned, ok
from weda_tui.core.errors import ErrorCode, FileError, NotReachableError
from weda_tui.gateway.routes import Routes

pytest.importorskip("cryptography", reason="it makes the certificates")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


class Authority:
    """A private CA in a folder, and servers with its certificates."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "weda-tui test CA")])
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        certificate = (
            x509.CertificateBuilder(self._name, self._name, self._key.public_key())
            .serial_number(1)
            .not_valid_before(NOW - DAY)
            .not_valid_after(NOW + DAY)
            .add_extension(constraints, critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(
        self,
        address: str = "127.0.0.1",
        *,
        starts: dt.datetime = NOW - DAY,
        ends: dt.datetime = NOW + DAY,
    ) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate = (
            x509.CertificateBuilder(self._name, subject, key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts)
            .not_valid_after(ends)
            .add_extension(names, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        pem = self._folder / "server.pem"
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context

    def client(self) -> Path:
        """Return a file with a key and a certificate of this authority."""
        self.server()
        return (self._folder / "server.pem").rename(self._folder / "client.pem")

    def asking_server(self) -> ssl.SSLContext:
        """Return a server that wants to know who calls."""
        context = self.server()
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(self.ca_file)
        return context


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
    routes = Routes()
    home = await routes.get(httpx.URL("https://weda.cn:443/x"), environment)
    assert await routes.get(httpx.URL("https://weda.cn/y"), environment) is home
    gone = environment_at("https://weda.cn", verify_tls=False, client_certificate="gone.pem")
    with pytest.raises(FileError):
        await routes.get(httpx.URL("https://weda.cn/x"), gone)
    await routes.get(httpx.URL("https://weda.cn:8443/x"), gone)
    await routes.get(httpx.URL("https://store.example.org/x"), gone)
    await routes.aclose()


async def test_a_client_certificate_that_cannot_be_used_is_named(
    send: Send, authority: Authority, tmp_path: Path
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    locked = serialization.BestAvailableEncryption(b"hush")
    (tmp_path / "locked.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    )
    own = str(authority.client())
    pairs = [("gone.pem", ""), (str(authority.ca_file), ""), (own, str(tmp_path / "locked.key"))]
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
        (authority.server(starts=NOW + DAY, ends=NOW + 2 * DAY), known, ErrorCode.TLS_FAILED),
    ]
    for context, ca_file, code in faults:
        server = canned(ok(b"{}"))
        async with server.listen(context) as host:
            with pytest.raises(NotReachableError) as caught:
                await send(host, ca_file=ca_file)
        assert caught.value.code is code
        assert caught.value.parameters["host"] == "127.0.0.1"
        assert server.requests == []


async def test_a_refused_handshake_is_told_in_openssls_words(send: Send) -> None:
    async def alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(b"\x15\x03\x03\x00\x02\x02\x46")

    async with FaultyServer(alert).listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host.replace("http:", "https:"))
    assert caught.value.code is ErrorCode.TLS_FAILED
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
    assert caught.value.code in {ErrorCode.PROTOCOL_ERROR, ErrorCode.CONNECTION_LOST}
