"""A secret is used only for the host it was given for, and is never stored readable for others."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import keyring
import msgspec
import pytest
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from tests.store.conftest import MemoryKeyring
from tests.store.faults import CALLS, attempt, fail_nth
from weda_tui.core.environments.deployment import Environment, SecretName, SecretRef, split_host
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.secrets import FILE, KEYRING, KeptSecret, SecretStore

SECRET = "z8krbsJ5yKBZQpn74WFkmLPx3密"
HOST = "https://weda.example.cn"
NO_STORE: list[object] = [
    fail.Keyring(),
    null.Keyring(),
    InitError("no bus"),
    RuntimeError("no backend"),
    ImportError("PYTHON_KEYRING_BACKEND"),
    KeyringLocked("locked"),
]

posix = pytest.mark.skipif(os.name != "posix", reason="modes and symlinks")


def environment(ref: SecretRef | None, name: str = "总部", host: str = HOST) -> Environment:
    return Environment(name=name, host=host, env_types=(), secret_key=ref)


def missing(store: SecretStore, asked: Environment) -> FileError:
    with pytest.raises(FileError) as caught:
        store.read(asked)
    assert caught.value.code is ErrorCode.SECRET_MISSING
    return caught.value


def keeps_nothing(monkeypatch: pytest.MonkeyPatch, backend: object) -> None:
    def get_keyring() -> object:
        if isinstance(backend, Exception):
            raise backend
        return backend

    monkeypatch.setattr(keyring, "get_keyring", get_keyring)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "secrets.json"


def test_the_keyring_keeps_it(path: Path, system_keyring: MemoryKeyring):
    store = SecretStore(path, {})
    assert store.save("总部", HOST, SECRET) == KEYRING
    assert list(system_keyring.kept) == [("weda-tui", f"{HOST} 总部")]
    assert not path.exists()
    assert store.read(environment(KEYRING)) == SECRET


@pytest.mark.parametrize("backend", NO_STORE, ids=lambda backend: type(backend).__name__)
def test_without_a_keyring_the_file_keeps_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, backend: object
):
    keeps_nothing(monkeypatch, backend)
    store = SecretStore(path, {})
    assert store.save("总部", HOST, SECRET) == FILE
    assert store.read(environment(FILE)) == SECRET
    assert store.read(environment(KEYRING)) == SECRET
    store.remove("总部", HOST)
    missing(store, environment(FILE))


def test_an_empty_chain_is_no_keyring(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [])
    keeps_nothing(monkeypatch, chainer.ChainerBackend())
    assert SecretStore(path, {}).save("总部", HOST, SECRET) == FILE


@pytest.mark.parametrize(
    "failure", [PasswordSetError("no"), KeyringLocked("no"), OSError("no"), RuntimeError("no")]
)
def test_a_keyring_that_refuses_gives_way_to_the_file(
    path: Path, system_keyring: MemoryKeyring, failure: Exception
):
    system_keyring.failure = failure
    store = SecretStore(path, {})
    assert store.save("总部", HOST, SECRET) == FILE
    assert store.read(environment(FILE)) == SECRET
    store.remove("总部", HOST)
    missing(store, environment(KEYRING))


def test_a_keyring_that_comes_back_takes_the_secret_out_of_the_file(
    path: Path, system_keyring: MemoryKeyring
):
    system_keyring.failure = KeyringLocked("no")
    store = SecretStore(path, {})
    store.save("总部", HOST, "old")
    system_keyring.failure = None
    assert store.save("总部", HOST, SECRET) == KEYRING
    assert b"old" not in path.read_bytes()
    assert store.read(environment(FILE)) == SECRET


def test_without_leave_the_keyring_is_not_asked(path: Path, system_keyring: MemoryKeyring):
    system_keyring.failure = AssertionError("asked")
    store = SecretStore(path, {}, use_keyring=False)
    assert store.save("总部", HOST, SECRET) == FILE
    assert store.read(environment(KEYRING)) == SECRET
    store.remove("总部", HOST)
    missing(store, environment(FILE))


@pytest.mark.parametrize("use_keyring", [True, False])
def test_a_secret_stays_with_the_host_it_was_given_for(path: Path, use_keyring: bool):
    store = SecretStore(path, {}, use_keyring=use_keyring)
    ref = store.save("总部", HOST, SECRET)
    missing(store, environment(ref, host="https://other.example.cn"))
    missing(store, environment(ref, host="http://weda.example.cn"))
    missing(store, environment(ref, name="分部"))


@pytest.mark.parametrize("use_keyring", [True, False])
def test_a_secret_follows_a_rename(path: Path, use_keyring: bool):
    store = SecretStore(path, {}, use_keyring=use_keyring)
    ref = store.save("总部", HOST, SECRET)
    store.rename("总部", "新", HOST)
    assert store.read(environment(ref, name="新")) == SECRET
    missing(store, environment(ref))
    store.rename("新", "新", HOST)
    store.rename("nobody", "x", HOST)
    assert store.read(environment(ref, name="新")) == SECRET


def test_a_variable_answers_its_reference(path: Path):
    store = SecretStore(path, {"KEY": SECRET, "EMPTY": ""})
    assert store.read(environment(SecretRef("env", "KEY"))) == SECRET
    error = missing(store, environment(SecretRef("env", "EMPTY")))
    assert error.parameters == {"environment": "总部", "ref": "env:EMPTY"}
    assert missing(store, environment(None)).parameters == {"environment": "总部", "ref": ""}


def test_the_file_keeps_the_others(path: Path):
    store = SecretStore(path, {}, use_keyring=False)
    store.save("a", HOST, "1")
    store.save("b", HOST, "2")
    store.remove("a", HOST)
    store.remove("a", HOST)
    missing(store, environment(FILE, name="a"))
    assert store.read(environment(FILE, name="b")) == "2"


@posix
def test_the_file_is_private_whatever_the_umask(path: Path, open_umask: None):
    SecretStore(path, {}, use_keyring=False).save("总部", HOST, SECRET)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
def test_a_wider_file_is_narrowed_and_said_so(path: Path):
    SecretStore(path, {}, use_keyring=False).save("总部", HOST, SECRET)
    path.chmod(0o644)
    store = SecretStore(path, {}, use_keyring=False)
    assert not store.narrowed
    assert store.read(environment(FILE)) == SECRET
    assert store.narrowed
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_a_symlinked_store_is_refused(path: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes(msgspec.json.encode({f"{HOST} 总部": SECRET}))
    elsewhere.chmod(0o644)
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    store = SecretStore(path, {}, use_keyring=False)
    with pytest.raises(FileError) as caught:
        store.read(environment(FILE))
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    with pytest.raises(FileError):
        store.save("总部", HOST, "other")
    assert elsewhere.read_bytes() == before
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644


@pytest.mark.parametrize(
    "data", [b"", b"{", bytes(50), b"[]", b'{"a": 1}', b'{"a": "\xff"}', b'{"a":' + b"[" * 50_000]
)
def test_a_corrupt_file_is_named_and_kept(path: Path, data: bytes):
    path.parent.mkdir()
    path.write_bytes(data)
    store = SecretStore(path, {}, use_keyring=False)
    for call in (
        lambda: store.read(environment(FILE)),
        lambda: store.save("总部", HOST, SECRET),
        lambda: store.remove("总部", HOST),
    ):
        with pytest.raises(FileError) as caught:
            call()
        assert caught.value.code is ErrorCode.FILE_UNREADABLE
        assert caught.value.parameters["file"] == str(path)
        assert caught.value.parameters["reason"]
    assert path.read_bytes() == data


def test_a_corrupt_file_does_not_stand_before_the_keyring(path: Path):
    path.parent.mkdir()
    path.write_bytes(b"{")
    store = SecretStore(path, {})
    assert store.save("总部", HOST, SECRET) == KEYRING
    assert store.read(environment(KEYRING)) == SECRET
    assert path.read_bytes() == b"{"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_failing_disk_loses_no_secret(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
):
    store = SecretStore(path, {}, use_keyring=False)
    store.save("a", HOST, SECRET)
    with monkeypatch.context() as patch:
        fail_nth(patch, call, nth)
        error = attempt(lambda: store.save("b", HOST, "2"))
    assert store.read(environment(FILE, name="a")) == SECRET
    if error:
        assert SECRET not in f"{error} {error!r} {error.__context__!r}"
    else:
        assert store.read(environment(FILE, name="b")) == "2"
    assert [p.name for p in path.parent.iterdir()] == ["secrets.json"]


def test_no_repr_shows_a_secret(path: Path):
    store = SecretStore(path, {"KEY": SECRET}, use_keyring=False)
    store.save("总部", HOST, SECRET)
    assert SECRET not in repr(store)


WRITER = """
import sys
from pathlib import Path
from weda_tui.store.secrets import SecretStore
store = SecretStore(Path(sys.argv[1]), {}, use_keyring=False)
for n in range(20):
    store.save(f"{sys.argv[2]}{n}", "http://h", "secret")
assert "keyring" not in sys.modules
"""


def test_two_processes_lose_no_secret_of_each_other(path: Path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(msgspec.json.decode(path.read_bytes(), type=dict[str, str])) == 40


def test_a_secret_that_is_no_text_is_refused_and_loses_no_other(path: Path):
    store = SecretStore(path, {}, use_keyring=False)
    store.save("a", HOST, SECRET)
    with pytest.raises(FileError) as caught:
        store.save("b", HOST, "\udcff\udcfe")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert store.read(environment(FILE, "a")) == SECRET


@pytest.mark.parametrize("use_keyring", [True, False])
def test_the_password_is_kept_beside_the_key(
    path: Path, system_keyring: MemoryKeyring, use_keyring: bool
):
    store = SecretStore(path, {}, use_keyring=use_keyring)
    key, password = SecretName.KEY, SecretName.PASSWORD
    store.save("总部", HOST, SECRET)
    ref = store.save("总部", HOST, "p4ss-word", password)
    both = msgspec.structs.replace(environment(ref), password=ref)
    assert (store.read(both, key), store.read(both, password)) == (SECRET, "p4ss-word")
    store.rename("总部", "HQ", HOST, password)
    renamed = msgspec.structs.replace(both, name="HQ")
    assert store.read(renamed, password) == "p4ss-word"
    assert store.read(both, key) == SECRET, "the key did not follow"
    store.remove("HQ", HOST, password)
    with pytest.raises(FileError) as gone:
        store.read(renamed, password)
    assert gone.value.code is ErrorCode.PASSWORD_MISSING
    assert gone.value.parameters == {"environment": "HQ", "ref": str(ref)}


def test_a_password_may_be_in_a_variable(path: Path):
    store = SecretStore(path, {"PW": "p4ss-word"})
    named = msgspec.structs.replace(environment(None), password=SecretRef("env", "PW"))
    assert store.read(named, SecretName.PASSWORD) == "p4ss-word"


def test_what_is_kept_is_listed_and_read_whatever_a_file_says(tmp_path: Path):
    store = SecretStore(tmp_path / "secrets.json", {"PW": "p4ss-word"}, use_keyring=False)
    store.save("总部 1", f"{HOST}/gw", SECRET)
    store.save("总部 1", HOST, "p4ss-word", SecretName.PASSWORD)
    origin = split_host(HOST)[0]
    assert set(store.load_kept()) == {
        KeptSecret("总部 1", origin, SecretName.KEY, SECRET),
        KeptSecret("总部 1", origin, SecretName.PASSWORD, "p4ss-word"),
    }
    assert store.read_kept("总部 1", origin, SecretName.KEY) == SECRET
    assert store.read_kept("other", origin, SecretName.KEY) == ""
    assert store.read_variable("PW") == "p4ss-word"
