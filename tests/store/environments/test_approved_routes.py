"""Approvals are private to this machine, and a damaged file is no approval."""

import os
import stat
from pathlib import Path

import msgspec
import pytest

from weda_tui.core.environments.route import Route
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.environments.approved_routes import Approval, ApprovedRoutes

ROUTE = Route(scheme="https", host="weda.example.cn", port=443)
LAX = msgspec.structs.replace(ROUTE, verify_tls=False)
FIRST = Approval("secret_key:hq", "hq", ROUTE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "approved_routes.json"


def test_what_is_approved_is_there_for_other_processes(path: Path) -> None:
    store, other = ApprovedRoutes(path), ApprovedRoutes(path)
    assert other.load() == ()
    store.approve([FIRST])
    assert other.load() == store.load() == (FIRST,)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_each_route_that_was_approved_is_kept_once(path: Path) -> None:
    store = ApprovedRoutes(path)
    elsewhere = Approval("secret_key:hq", "hq", msgspec.structs.replace(ROUTE, host="other.cn"))
    password, later = Approval("password:hq", "hq", ROUTE), Approval("secret_key:hq", "hq", LAX)
    store.approve([FIRST, elsewhere, password])
    store.approve([later])
    assert store.load() == (FIRST, elsewhere, password, later)
    store.approve([FIRST])
    assert store.load() == (elsewhere, password, later, FIRST), "the latest is the last"


def test_approvals_can_be_dropped(path: Path) -> None:
    store = ApprovedRoutes(path)
    later, other = Approval("secret_key:hq", "hq", LAX), Approval("env:WEDA_KEY", "ci", ROUTE)
    store.approve([FIRST, later, other])
    for _ in range(2):
        store.drop(lambda each: each == FIRST)
        assert store.load() == (later, other)


def test_a_workspace_stays_known_once_none_of_its_approvals_is_left(path: Path) -> None:
    store, other = ApprovedRoutes(path), ApprovedRoutes(path)
    here = msgspec.structs.replace(FIRST, workspace="here")
    store.approve([here])
    other.drop(lambda each: each == here)
    assert store.load() == ()
    assert (store.knows("here"), store.knows("there")) == (True, False)
    unmarked = {"approvals": [msgspec.to_builtins(here)]}
    path.write_bytes(msgspec.json.encode(unmarked))  # a file of an earlier version
    store.drop(lambda each: each == here)
    assert other.knows("here")


def test_an_approval_of_an_earlier_version_is_of_no_workspace(path: Path) -> None:
    store = ApprovedRoutes(path)
    path.parent.mkdir()
    earlier = {
        "approvals": [{"source": "a", "environment": "b", "route": msgspec.to_builtins(ROUTE)}]
    }
    path.write_bytes(msgspec.json.encode(earlier))
    assert [each.workspace for each in store.load()] == [""]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 40,
        b"[]",
        b'{"approvals":[{"source":"secret_key:hq"}]}',
        b'{"approvals":[],"more":1}',
        b"[" * 100_000,
        b'{"approvals":[]',
        b"\xff\xfe",
    ],
)
def test_a_damaged_file_is_an_error_that_names_it_and_stays(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = ApprovedRoutes(path)
    for attempt in (store.load, lambda: store.approve([FIRST])):
        with pytest.raises(FileError) as damaged:
            attempt()
        assert damaged.value.code is ErrorCode.FILE_UNREADABLE
        assert damaged.value.parameters["file"] == str(path)
        assert damaged.value.parameters["approvals"] == str(path)
    assert path.read_bytes() == content


def test_a_file_that_gets_damaged_later_is_noticed(path: Path) -> None:
    store = ApprovedRoutes(path)
    store.approve([FIRST])
    assert store.load() == (FIRST,)
    path.write_bytes(b"{}")
    with pytest.raises(FileError):
        store.load()


def test_a_symlink_is_refused(path: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "workspace.json"
    ApprovedRoutes(theirs).approve([FIRST])
    path.parent.mkdir()
    path.symlink_to(theirs)
    with pytest.raises(FileError) as refused:
        ApprovedRoutes(path).load()
    assert refused.value.code is ErrorCode.FILE_UNREADABLE
    with pytest.raises(FileError):
        ApprovedRoutes(path).approve([FIRST])
