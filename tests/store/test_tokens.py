"""The token cache: shared by every window, private, never larger than the readable size."""

import os
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import msgspec
import pytest

from tests.store.faults import CALLS, attempt, fail_nth
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.tokens.access_token import LONGEST_TOKEN, REFRESHABLE, AccessToken, TokenKey
from weda_tui.store import tokens
from weda_tui.store.atomic import LARGEST
from weda_tui.store.tokens import MOST_MASKED, TokenFile

KEY = TokenKey("https://weda.example.cn", TokenKind.KEY, "AKID1", "总部")
OTHER = TokenKey("https://weda.example.cn", TokenKind.USER, "张三", "env:WEDA_PW")
TOKEN = AccessToken(
    value="eyJ.a.b",
    issued_at=1_800_000_000.25,
    lifetime=259200.0,
    lifetime_given=True,
    url="https://weda.example.cn/auth/v1/token/clientCredential",
    status=200,
    elapsed=0.1,
    clock_skew=-1.5,
)
NEWER = msgspec.structs.replace(TOKEN, value="eyJ.c.d", clock_skew=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "tokens.json"


def test_what_is_put_is_loaded_by_another_window(path: Path):
    TokenFile(path).put(KEY, TOKEN)
    TokenFile(path).put(OTHER, NEWER)
    assert TokenFile(path).load() == {KEY: TOKEN, OTHER: NEWER}
    TokenFile(path).put(KEY, NEWER)
    assert TokenFile(path).load() == {KEY: NEWER, OTHER: NEWER}
    TokenFile(path).put(OTHER, None)
    TokenFile(path).put(OTHER, None)
    assert TokenFile(path).load() == {KEY: NEWER}


def test_a_missing_file_holds_nothing(path: Path):
    assert TokenFile(path).load() == {}
    TokenFile(path).put(KEY, None)
    assert not path.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        bytes(9),
        b"[]",
        b'{"tokens":[{}]}',
        b'{"tokens":"\xff"}',
        b'{"tokens":' + b"[" * 50_000,
    ],
)
def test_a_corrupt_file_gives_no_token_and_is_not_replaced(path: Path, data: bytes):
    """The file may contain values to be masked, so it must not be treated as empty."""
    path.parent.mkdir()
    path.write_bytes(data)
    file = TokenFile(path)
    assert file.load() == {}
    for act in (
        partial(file.put, KEY, TOKEN),
        partial(file.hide, {"a": 1.0}, 0.0),
        file.load_values,
    ):
        with pytest.raises(FileError) as caught:
            act()
        assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert path.read_bytes() == data


def test_values_that_are_only_masked_never_fill_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tokens, "MOST_OTHERS", 3 * LONGEST_TOKEN)
    monkeypatch.setattr(tokens, "MOST_REPLACED", 3 * LONGEST_TOKEN)
    file, short = TokenFile(path), "mask-me-too-0123456789"
    file.put(KEY, TOKEN)
    file.hide({short: TOKEN.expires_at}, TOKEN.issued_at)
    for size in (LARGEST, LONGEST_TOKEN, 1000):
        values = [f"{size}-{n}-".ljust(size, "x") for n in range(60 if size < 9999 else 4)]
        file.hide(dict.fromkeys(values, 1e10), TOKEN.issued_at)
    assert path.stat().st_size < 4 * LONGEST_TOKEN
    values = file.load_values()
    assert {TOKEN.value, short} <= values
    assert {len(each) for each in values} == {len(TOKEN.value), len(short), 1000}
    assert "1000-59-".ljust(1000, "x") in values
    assert "1000-0-".ljust(1000, "x") not in values
    long = [f"{number}-".ljust(LONGEST_TOKEN, "x") for number in range(5)]
    for value in long:
        file.put(KEY, msgspec.structs.replace(TOKEN, value=value))
    assert path.stat().st_size < 8 * LONGEST_TOKEN
    assert [each.value[0] for each in file.load_replaced()] == ["2", "3"]
    with pytest.raises(FileError):
        file.put(KEY, msgspec.structs.replace(TOKEN, value="x" * LARGEST))
    assert file.load()[KEY].value == long[-1]


@pytest.mark.skipif(os.name != "posix", reason="modes and symlinks")
def test_the_file_is_private_and_no_symlink(path: Path, tmp_path: Path, open_umask: None):
    TokenFile(path).put(KEY, TOKEN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    assert TokenFile(path).load() == {KEY: TOKEN}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert TokenFile(path).load() == {}
    with pytest.raises(FileError) as caught:
        TokenFile(path).put(KEY, TOKEN)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_failing_disk_leaves_a_file_that_loads(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
):
    TokenFile(path).put(KEY, TOKEN)
    with monkeypatch.context() as patch:
        fail_nth(patch, call, nth)
        error = attempt(lambda: TokenFile(path).put(KEY, NEWER))
    assert TokenFile(path).load() == {KEY: TOKEN if error else NEWER}
    assert TOKEN.value not in f"{error!r}"
    assert [p.name for p in path.parent.iterdir()] == ["tokens.json"]


WRITER = """
import sys
from pathlib import Path
from weda_tui.core.tokens.access_token import AccessToken, TokenKey
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.store.tokens import TokenFile
token = AccessToken(
    value="t", issued_at=1, lifetime=2, lifetime_given=True, url="", status=200, elapsed=0
)
for n in range(25):
    key = TokenKey("http://h", TokenKind.KEY, f"{sys.argv[2]}{n}", "hq")
    TokenFile(Path(sys.argv[1])).put(key, token)
"""


def test_two_processes_lose_no_token_of_each_other(path: Path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(TokenFile(path).load()) == 50


@pytest.mark.parametrize(
    "change",
    [
        {"value": "eyJ\nX-Evil: 1"},
        {"value": ""},
        {"value": "键"},
        {"lifetime": 1e300},
        {"lifetime": -1.0},
        {"issued_at": 1e300},
        {"issued_at": -1.0},
    ],
)
def test_a_token_that_cannot_be_one_is_not_loaded(path: Path, change: dict[str, object]):
    TokenFile(path).put(OTHER, NEWER)
    TokenFile(path).put(KEY, msgspec.structs.replace(TOKEN, **change))
    assert TokenFile(path).load() == {OTHER: NEWER}


def test_a_token_that_was_renewed_is_known_to_its_end(path: Path):
    file, end = TokenFile(path), TOKEN.expires_at
    file.put(KEY, TOKEN)
    file.put(KEY, NEWER)
    assert TokenFile(path).load_replaced() == [TOKEN]
    file.put(OTHER, None)
    third = msgspec.structs.replace(NEWER, value="eyJ.e.f", issued_at=end - 1)
    file.put(KEY, third)
    assert file.load_replaced() == [TOKEN, NEWER]
    file.put(KEY, msgspec.structs.replace(third, value="eyJ.g.h", issued_at=end))
    assert file.load_replaced() == [third]


def test_a_token_that_was_dropped_is_known_to_its_end(path: Path):
    file, refreshable = TokenFile(path), msgspec.structs.replace(TOKEN, refresh_token="refresh")
    file.put(KEY, refreshable)
    file.put(KEY, None, only_over="another")
    assert file.load_replaced() == []
    file.put(KEY, None, only_over=TOKEN.value)
    file.hide({"captured": TOKEN.expires_at + 1, "older": TOKEN.expires_at}, TOKEN.issued_at)
    assert file.load() == {}
    assert file.load_replaced() == [refreshable]
    assert file.load_values() == {TOKEN.value, "refresh", "captured", "older"}
    file.put(KEY, msgspec.structs.replace(NEWER, issued_at=TOKEN.expires_at))
    assert file.load_values() == {NEWER.value, "refresh", "captured"}
    before = path.stat()
    file.hide({"captured": 0.0}, TOKEN.issued_at)
    assert path.stat() == before
    file.put(KEY, msgspec.structs.replace(NEWER, issued_at=TOKEN.issued_at + REFRESHABLE))
    assert file.load_values() == {NEWER.value}


def test_a_refresh_token_is_masked_to_its_own_end(path: Path):
    file, first = TokenFile(path), msgspec.structs.replace(TOKEN, refresh_token="refresh")
    file.put(KEY, first)
    file.put(KEY, msgspec.structs.replace(NEWER, refresh_token="next"))
    late = msgspec.structs.replace(NEWER, value="eyJ.g.h", issued_at=TOKEN.expires_at + 1)
    file.put(KEY, late)
    assert file.load_values() >= {"refresh", "next"}
    assert TOKEN.value not in file.load_values()


def test_what_is_only_masked_goes_at_its_end_and_is_never_too_many(path: Path):
    file = TokenFile(path)
    file.hide({"ended": 5.0, "valid": 7.0}, 4.0)
    file.hide({f"{number}": 10.0 for number in range(MOST_MASKED)}, 6.0)
    assert len(file.load_values()) == MOST_MASKED
    assert not {"ended", "valid"} & file.load_values()
