"""The files of a route are read once: a connection uses exactly the hashed content."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.gateway.authority import Authority
from tests.gateway.conftest import Send, environment_at, route_to
from tests.gateway.faulty_server import canned, ok
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import UNREADABLE
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.connections import _tls_for
from weda_tui.gateway.private_copy import private_copy
from weda_tui.gateway.route_files import find_route, load_route


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def test_a_ca_file_that_is_replaced_after_it_was_checked_is_not_read(
    authority: Authority,
) -> None:
    own = authority.ca_file.read_bytes()
    async with canned(ok(b"[1]")).listen(authority.server()) as host:
        route = route_to(environment_at(host, ca_file=str(authority.ca_file)))
        authority.ca_file.write_bytes(b"replaced")
        request = PreparedRequest(method="GET", url=host, headers=(), body=b"")
        gateway = Gateway(Clock())
        answer = await gateway.exchange(request, route, started=0.0, on_progress=lambda _: None)
        await gateway.aclose()
    assert answer.body == b"[1]"
    authority.ca_file.write_bytes(own)


def test_a_client_certificate_is_shown_only_over_a_route_that_is_open_for_it(
    authority: Authority,
) -> None:
    own = str(authority.client())
    environment = environment_at("https://weda.cn", client_certificate=own)
    url = httpx.URL("https://weda.cn/x")
    assert _tls_for(url, route_to(environment)).client_certificate.path == own
    closed = load_route(environment, Path())
    assert not _tls_for(url, closed).client_certificate.path


@pytest.mark.parametrize("field", ["ca_file", "client_certificate", "client_key"])
def test_a_file_that_is_no_pem_has_no_digest_to_guess_it_by(tmp_path: Path, field: str) -> None:
    (tmp_path / "secrets.json").write_text('{"http://h hq/password":"Summer2026!"}', "utf-8")
    environment = environment_at("https://h", **{"ca_file": "", field: "secrets.json"})
    route = load_route(environment, tmp_path).route
    assert UNREADABLE in {route.ca, route.client_certificate}
    assert find_route(environment, tmp_path) == route


def test_the_digest_follows_the_content_not_the_name(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    environment = environment_at("https://h", ca_file=str(ca))
    seen = {load_route(environment, tmp_path).route.ca}
    assert seen == {UNREADABLE}
    for content in (b"one", b"two"):
        ca.write_bytes(b"-----BEGIN CERTIFICATE----- " + content)
        loaded = load_route(environment, tmp_path)
        assert find_route(environment, tmp_path) == loaded.route
        seen.add(loaded.route.ca)
    assert len(seen) == 3
    assert load_route(environment_at("https://h", ca_file=""), tmp_path).route.ca == ""


def _digest(environment: Environment, into: list[str]) -> None:
    into.append(load_route(environment, Path()).route.ca)


@pytest.mark.skipif(os.name != "posix", reason="a pipe with a name")
def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pem"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero"), Path("/dev/stdin")):
        environment = environment_at("https://h", ca_file=str(path))
        done: list[str] = []
        reader = threading.Thread(target=_digest, args=(environment, done), daemon=True)
        reader.start()
        reader.join(10)
        assert done == [UNREADABLE]


async def test_a_ca_file_without_a_certificate_does_not_stand_for_the_systems(
    tmp_path: Path, send: Send
) -> None:
    ca = tmp_path / "ca.pem"
    for content in (b"", b"\n\n", "# 只有注释\n".encode()):
        ca.write_bytes(content)
        with pytest.raises(FileError) as refused:
            await send("https://127.0.0.1:9", ca_file=str(ca))
        assert refused.value.code is ErrorCode.CA_FILE_INVALID


@pytest.mark.parametrize("field", ["ca_file", "client_certificate", "client_key"])
async def test_a_file_whose_digest_tells_nothing_is_not_used(
    send: Send, authority: Authority, field: str
) -> None:
    own = {"client_certificate": str(authority.client()), "ca_file": str(authority.ca_file)}
    twin = Path(own.get(field, own["client_certificate"])).with_name("twin.pem")
    whole = Path(own.get(field, own["client_certificate"])).read_bytes()
    twin.write_bytes(whole.replace(b"-----BEGIN ", b"-----BEGIN\xff "))
    async with canned(ok(b"[1]")).listen(authority.server()) as host:
        with pytest.raises(FileError) as refused:
            await send(host, **{**own, field: str(twin)})
    codes = {ErrorCode.CA_FILE_INVALID, ErrorCode.CLIENT_CERTIFICATE_INVALID}
    assert refused.value.code in codes


async def test_text_around_the_certificates_may_be_in_any_encoding(
    send: Send, authority: Authority
) -> None:
    whole = "公司根证书\n".encode("gbk") + authority.ca_file.read_bytes() + "尾注\n".encode()
    authority.ca_file.write_bytes(whole)
    async with canned(ok(b"[1]")).listen(authority.server()) as host:
        assert (await send(host, ca_file=str(authority.ca_file))).body == b"[1]"


def _in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the system unchanged."""


def _on_another_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weda_tui.gateway.private_copy.sys.platform", "darwin")


def _without_memfd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)


def _with_refused_memfd(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> int:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(os, "memfd_create", refuse, raising=False)


@pytest.mark.parametrize(
    "prepare", [_in_memory, _on_another_system, _without_memfd, _with_refused_memfd]
)
def test_a_private_copy_holds_the_bytes_and_does_not_stay(
    monkeypatch: pytest.MonkeyPatch, prepare: Callable[[pytest.MonkeyPatch], None]
) -> None:
    prepare(monkeypatch)
    is_named = prepare is not _in_memory
    with private_copy(b"-----key-----") as path:
        assert Path(path).read_bytes() == b"-----key-----"
        assert not is_named or os.name != "posix" or Path(path).stat().st_mode & 0o077 == 0
    assert not is_named or not Path(path).exists()


def test_of_a_file_its_certificates_alone_are_passed_on(
    authority: Authority, tmp_path: Path
) -> None:
    own = authority.ca_file.read_text("ascii")
    key = "-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----\n"
    both = tmp_path / "both.pem"
    both.write_text(f"subject=甲\n{own}{key}# s3cret\n{own}", "utf-8")
    found = load_route(environment_at("https://h", ca_file=str(both)), tmp_path).ca.certificates
    assert found == own * 2
    assert not load_route(environment_at("https://h"), tmp_path).ca.certificates


@pytest.mark.parametrize(
    "text",
    [
        "s3cret",
        "-----BEGIN CERTIFICATE-----\nczNjcmV0\n-----END CERTIFICATE-----\n",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nczNjcmV0\n-----END OPENSSH PRIVATE KEY-----\n",
    ],
)
def test_a_file_without_a_certificate_has_nothing_to_pass_on(tmp_path: Path, text: str) -> None:
    (tmp_path / "ca.pem").write_text(text, "utf-8")
    route = load_route(environment_at("https://h", ca_file="ca.pem"), tmp_path)
    with pytest.raises(FileError) as caught:
        _ = route.ca.certificates
    assert caught.value.code is ErrorCode.CA_FILE_INVALID
