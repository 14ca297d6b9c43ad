"""Only plain files inside the workspace can be used in a body."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import body_sources
from weda_tui.store.body_sources import BodySources


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "uploads" / "深").mkdir(parents=True)
    (folder / "uploads" / "深" / "a b.bin").write_bytes(b"\x00\xff")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("token = canary")
    (folder / ".env").write_text("canary")
    (tmp_path / "id_rsa").write_text("canary")
    (folder / "state").mkdir()
    (folder / "state" / "tokens.json").write_text("canary")
    return folder


@pytest.fixture
def sources(root: Path) -> BodySources:
    return BodySources(root, root / "state")


def refused(sources: BodySources, name: str) -> FileError:
    with pytest.raises(FileError) as size:
        sources.size(name)
    with pytest.raises(FileError) as read:
        sources.read(name)
    assert size.value.code is read.value.code
    return read.value


def test_a_file_of_the_workspace_is_read(sources: BodySources) -> None:
    assert sources.read("uploads/深/a b.bin") == b"\x00\xff"
    assert sources.size("uploads/深/a b.bin") == 2


def test_what_is_not_there_is_named(sources: BodySources) -> None:
    error = refused(sources, "uploads/none.pdf")
    assert error.code is ErrorCode.FILE_UNREADABLE
    assert error.parameters["file"] == "uploads/none.pdf"


@pytest.mark.parametrize(
    "name",
    [
        "../id_rsa",
        "uploads/../../id_rsa",
        "uploads/../uploads/深/a b.bin",
        "./uploads",
        "/etc/passwd",
        "//etc/passwd",
        "uploads//深",
        "~/.ssh/id_rsa",
        ".env",
        ".git/config",
        "uploads/.hidden",
        "C:/Users/x",
        "uploads\\..\\..\\id_rsa",
        "file:///etc/passwd",
        "uploads/a\0b",
        "uploads",
        "uploads/深",
        "state/tokens.json",
    ],
)
def test_what_is_no_plain_file_of_the_workspace_is_refused(sources: BodySources, name: str) -> None:
    assert refused(sources, name).code in {ErrorCode.BODY_FILE_OUTSIDE, ErrorCode.FILE_UNREADABLE}


@pytest.mark.parametrize("target", ["id_rsa", "workspace/.git/config", "workspace/.env",
                                    "workspace/state/tokens.json"])  # fmt: skip
def test_a_link_that_leads_out_is_refused(
    root: Path, sources: BodySources, tmp_path: Path, target: str
) -> None:
    (root / "link").symlink_to(tmp_path / target)
    (root / "folder").symlink_to((tmp_path / target).parent)
    assert refused(sources, "link").code is ErrorCode.BODY_FILE_OUTSIDE
    name = f"folder/{Path(target).name}"
    assert refused(sources, name).code is ErrorCode.BODY_FILE_OUTSIDE


def test_a_link_inside_the_workspace_is_followed(root: Path, sources: BodySources) -> None:
    (root / "link.bin").symlink_to("uploads/深/a b.bin")
    assert sources.read("link.bin") == b"\x00\xff"
    (root / "loop").symlink_to("loop")
    refused(sources, "loop")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(root: Path, sources: BodySources) -> None:
    os.mkfifo(root / "pipe")
    assert refused(sources, "pipe").code is ErrorCode.BODY_FILE_OUTSIDE


def test_a_file_over_the_limit_is_refused(
    sources: BodySources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_sources, "LARGEST", 1)
    error = refused(sources, "uploads/深/a b.bin")
    assert error.code is ErrorCode.BODY_FILE_TOO_BIG
    assert error.parameters["limit"] == 1


@given(name=st.text(st.sampled_from("./\\~:ax\0"), max_size=12))
@example(name="..")
@example(name="a/../../x")
def test_no_name_leads_out(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "no_name_leads_out"
    root = folder / "a" / "w"
    root.mkdir(parents=True, exist_ok=True)
    for outside in (folder / "x", folder / "a" / "x"):
        outside.write_text("canary")
    with pytest.raises(FileError):
        BodySources(root, folder / "state").read(name)


PEM = b"-----BEGIN {}PRIVATE KEY-----\nMIIcanary\n-----END {}PRIVATE KEY-----\n"


@pytest.mark.parametrize("kind", [b"", b"RSA ", b"EC ", b"ENCRYPTED ", b"OPENSSH "])
@pytest.mark.parametrize("front", [b"", b"Bag Attributes\n", b'{"private_key": "', b"\x00\xff"])
def test_a_file_that_holds_a_private_key_is_refused(
    root: Path, sources: BodySources, kind: bytes, front: bytes
) -> None:
    (root / "uploads" / "report.pdf").write_bytes(front + PEM.replace(b"{}", kind))
    assert refused(sources, "uploads/report.pdf").code is ErrorCode.BODY_FILE_PRIVATE


def test_a_private_key_far_down_in_a_file_is_not_read(root: Path, sources: BodySources) -> None:
    filling = b"x" * body_sources.SEARCHED_BYTES
    for size in (1, 20, len(filling)):
        (root / "uploads" / "report.pdf").write_bytes(filling[:-size] + PEM.replace(b"{}", b""))
        with pytest.raises(FileError) as caught:
            sources.read("uploads/report.pdf")
        assert caught.value.code is ErrorCode.BODY_FILE_PRIVATE


@pytest.mark.parametrize(
    "name", ["me.p12", "ME.PFX", "store.jks", "me.key", "me.p8", "a.pkcs12", "a.keystore", "a.ppk"]
)
def test_a_file_that_is_named_as_keys_are_is_refused(
    root: Path, sources: BodySources, name: str
) -> None:
    (root / "uploads" / name).write_bytes(b"\x30\x82")
    (root / "uploads" / "report.pdf").symlink_to(name)
    for each in (f"uploads/{name}", "uploads/report.pdf"):
        assert refused(sources, each).code is ErrorCode.BODY_FILE_PRIVATE


@pytest.mark.parametrize(
    "begins",
    [b"\xfe\xed\xfe\xed\0\0\0\2", b"\xce\xce\xce\xce\0", b"0\x82\x0a\x51\x02\x01\x030\x82"],
)
def test_a_store_of_keys_is_refused_under_any_name(
    root: Path, sources: BodySources, begins: bytes
) -> None:
    (root / "uploads" / "report.pdf").write_bytes(begins)
    assert refused(sources, "uploads/report.pdf").code is ErrorCode.BODY_FILE_PRIVATE


def test_a_file_that_an_environment_names_is_refused(root: Path) -> None:
    (root / "certs").mkdir()
    (root / "certs" / "me").write_bytes(b"der")
    (root / "link").symlink_to("certs/me")
    sources = BodySources(root, root / "state", lambda: [root / "uploads" / ".." / "link"])
    for name in ("certs/me", "link"):
        assert refused(sources, name).code is ErrorCode.BODY_FILE_PRIVATE
    assert sources.read("uploads/深/a b.bin") == b"\x00\xff"


def test_a_certificate_that_no_environment_names_is_read(root: Path, sources: BodySources) -> None:
    public = b"-----BEGIN CERTIFICATE-----\nMII\n-----BEGIN PUBLIC KEY-----\nMII\n"
    (root / "uploads" / "ca.pem").write_bytes(public)
    assert sources.read("uploads/ca.pem") == public
