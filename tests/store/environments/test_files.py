"""A folder of environments: broken files are named, and no save overwrites another's change."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.store.faults import CALLS, attempt, fail_nth
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.store.environments.files import (
    environment_path,
    load_environments,
    remove_environment,
    save_environment,
)

ENVIRONMENT = Environment(
    name="总部",
    host="https://weda.example.cn",
    env_types=(EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.NONE)),
)


def named(name: str, host: str = "https://weda.example.cn") -> Environment:
    return msgspec.structs.replace(ENVIRONMENT, name=name, host=host)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(folder: Path, environment: Environment, **known: str | None) -> FileError:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(FileError) as caught:
        save_environment(folder, environment, **known)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    return caught.value


def test_what_is_saved_is_loaded(tmp_path: Path):
    folder = tmp_path / "工作区" / "environments"
    texts = {name: save_environment(folder, named(name)) for name in ("总部", "b 分部", "a")}
    loaded = load_environments(folder)
    assert [environment.name for environment in loaded.environments] == ["a", "b 分部", "总部"]
    assert loaded.environments[2] == ENVIRONMENT
    assert loaded.texts == texts
    assert loaded.problems == ()
    assert names(folder) == ["a.toml", "b 分部.toml", "总部.toml"]


def test_a_missing_folder_is_empty(tmp_path: Path):
    assert load_environments(tmp_path / "missing").environments == ()
    (tmp_path / "file").write_bytes(b"")
    (problem,) = load_environments(tmp_path / "file").problems
    assert problem.code is ErrorCode.FILE_UNREADABLE


def test_broken_files_are_named_and_the_rest_opens(tmp_path: Path):
    save_environment(tmp_path, ENVIRONMENT)
    broken: dict[str, bytes] = {
        "cut.toml": b'host = "http://h',
        "empty.toml": b"",
        "gbk.toml": 'host = "http://h"\n# 总部'.encode("gbk"),
        "twice.toml": b'host = "http://h"\nhost = "http://h"',
        "utf16.toml": 'host = "http://h"'.encode("utf-16"),
        "zeroed.toml": bytes(100),
        "a\tb.toml": b'host = "http://h"',
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / ".cut.toml.tmp").write_bytes(b"x")
    (tmp_path / "README.md").write_bytes(b"x")
    loaded = load_environments(tmp_path)
    assert loaded.environments == (ENVIRONMENT,)
    problems = {
        str(p.parameters.get("file", p.parameters.get("text"))): (p.code, p.parameters.get("line"))
        for p in loaded.problems
    }
    assert problems == {
        "cut.toml": (ErrorCode.TOML_SYNTAX, 1),
        "empty.toml": (ErrorCode.TOML_MISSING_KEY, None),
        "gbk.toml": (ErrorCode.TOML_SYNTAX, 2),
        "twice.toml": (ErrorCode.TOML_SYNTAX, 2),
        "utf16.toml": (ErrorCode.TOML_SYNTAX, 1),
        "zeroed.toml": (ErrorCode.TOML_SYNTAX, 1),
        "a\tb": (ErrorCode.NAME_INVALID, None),
        str(tmp_path / "folder.toml"): (ErrorCode.FILE_UNREADABLE, None),
    }
    for name, data in broken.items():
        assert (tmp_path / name).read_bytes() == data


@pytest.mark.parametrize("data", [b'host = "http://h', b"\xff", b'hots = "x"'])
def test_a_broken_file_is_never_overwritten(tmp_path: Path, data: bytes):
    (tmp_path / "总部.toml").write_bytes(data)
    assert refused(tmp_path, ENVIRONMENT).code is ErrorCode.FILE_EXISTS
    known = data.decode(errors="replace")
    assert refused(tmp_path, ENVIRONMENT, known_text=known).code.startswith("toml_")


@pytest.mark.parametrize("known", [None, 'host = "http://old"\n'])
def test_a_save_over_another_change_is_refused(tmp_path: Path, known: str | None):
    (tmp_path / "总部.toml").write_text('host = "http://other"\n', encoding="utf-8")
    error = refused(tmp_path, ENVIRONMENT, known_text=known)
    assert error.code is (ErrorCode.FILE_CHANGED if known else ErrorCode.FILE_EXISTS)
    assert error.parameters["file"] == "总部.toml"


def test_a_file_that_somebody_removed_is_not_silently_back(tmp_path: Path):
    text = save_environment(tmp_path, ENVIRONMENT)
    remove_environment(tmp_path, "总部")
    assert refused(tmp_path, ENVIRONMENT, known_text=text).code is ErrorCode.FILE_CHANGED


def test_saves_follow_one_another(tmp_path: Path):
    text = save_environment(tmp_path, ENVIRONMENT)
    changed = msgspec.structs.replace(ENVIRONMENT, timeout=5.0)
    text = save_environment(tmp_path, changed, known_text=text)
    assert save_environment(tmp_path, changed, known_text=text) == text
    assert load_environments(tmp_path).environments == (changed,)


def test_bom_line_ends_and_comments_are_kept(tmp_path: Path):
    data = '\ufeff# 内网\r\nhost = "http://h"\r\n'.encode()
    (tmp_path / "总部.toml").write_bytes(data)
    known = load_environments(tmp_path).texts["总部"]
    save_environment(tmp_path, named("总部", "http://neu"), known_text=known)
    new = (tmp_path / "总部.toml").read_bytes()
    assert new.startswith(data.replace(b"http://h", b"http://neu"))
    assert new.count(b"\n") == new.count(b"\r\n")


def test_a_rename_moves_the_file_with_its_comments(tmp_path: Path):
    (tmp_path / "old.toml").write_text('# here\nhost = "http://h"\n', encoding="utf-8")
    known = load_environments(tmp_path).texts["old"]
    text = save_environment(tmp_path, named("新"), renamed_from="old", known_text=known)
    assert names(tmp_path) == ["新.toml"]
    assert text.startswith("# here\n")


def test_a_rename_may_change_the_case_only(tmp_path: Path):
    text = save_environment(tmp_path, named("prod"))
    save_environment(tmp_path, named("Prod"), renamed_from="prod", known_text=text)
    assert names(tmp_path) == ["Prod.toml"]


def test_a_rename_takes_nobodys_name_and_no_changed_file(tmp_path: Path):
    text = save_environment(tmp_path, named("a"))
    save_environment(tmp_path, named("B"))
    taken = refused(tmp_path, named("b"), renamed_from="a", known_text=text)
    assert (taken.code, taken.parameters) == (ErrorCode.FILE_EXISTS, {"file": "B.toml"})
    changed = refused(tmp_path, named("c"), renamed_from="a", known_text=text + "#")
    assert changed.code is ErrorCode.FILE_CHANGED
    assert refused(tmp_path, named("c"), renamed_from="a").code is ErrorCode.FILE_CHANGED


@pytest.mark.parametrize("other", ["Prod", "PROD", "prod"])
def test_names_that_differ_only_in_case_collide(tmp_path: Path, other: str):
    save_environment(tmp_path, named("prod"))
    assert refused(tmp_path, named(other)).code is ErrorCode.FILE_EXISTS


def test_names_that_look_the_same_collide(tmp_path: Path):
    save_environment(tmp_path, named("caf\u00e9"))
    assert refused(tmp_path, named("cafe\u0301")).code is ErrorCode.FILE_EXISTS


@pytest.mark.parametrize(
    "name",
    [
        *["", " ", "a ", " a", ".", "..", ".a", "a.", "a/b", "a\\b", "../a", "C:", "a\x00", "a\nb"],
        *["a\x1b[m", "a*", "a?", 'a"', "a<", "a>", "a|", "\u202ea", "a\u200bb", "a\ud800", "CON"],
        *["nul", "Com1", "lpt9.x", "AUX.toml", "x" * 201, "微" * 67],
    ],
)
def test_a_name_that_is_no_file_name_everywhere_is_refused(tmp_path: Path, name: str):
    assert refused(tmp_path, named(name)).code is ErrorCode.NAME_INVALID
    with pytest.raises(FileError):
        remove_environment(tmp_path, name)


@pytest.mark.parametrize(
    "name", ["总部", "a b", "a.b", "console", "com10", "x" * 200, "微" * 66, "🙂"]
)
def test_ordinary_names_are_file_names(tmp_path: Path, name: str):
    save_environment(tmp_path, named(name))
    assert environment_path(tmp_path, name).name == f"{name}.toml"
    assert load_environments(tmp_path).environments == (named(name),)


def test_an_environment_that_no_file_may_hold_is_not_written(tmp_path: Path):
    bad_host = refused(tmp_path, named("a", "weda"))
    assert (bad_host.code, bad_host.parameters["key"]) == (ErrorCode.TOML_BAD_VALUE, "host")
    surrogate = msgspec.structs.replace(ENVIRONMENT, env_id="\ud800")
    bad_id = refused(tmp_path, surrogate)
    assert (bad_id.code, bad_id.parameters["key"]) == (ErrorCode.TOML_BAD_VALUE, "env_id")


def test_a_removal_returns_what_was_there(tmp_path: Path):
    (tmp_path / "总部.toml").write_bytes(b"\xff")
    assert remove_environment(tmp_path, "总部") == b"\xff"
    assert names(tmp_path) == []
    save_environment(tmp_path, ENVIRONMENT)
    with pytest.raises(FileError) as caught:
        remove_environment(tmp_path, "总布")
    assert caught.value.code is ErrorCode.ENVIRONMENT_UNKNOWN
    assert caught.value.parameters == {"name": "总布", "nearest": "总部"}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5])
def test_a_failing_disk_leaves_the_environment_as_before_or_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
):
    text = save_environment(tmp_path, ENVIRONMENT)
    changed = named("总部", "http://neu")
    with monkeypatch.context() as patch:
        fail_nth(patch, call, nth)
        error = attempt(lambda: save_environment(tmp_path, changed, known_text=text))
    expected = ENVIRONMENT if error else changed
    assert error is None or error.code in {ErrorCode.FILE_UNWRITABLE, ErrorCode.FILE_UNREADABLE}
    assert load_environments(tmp_path).environments == (expected,)
    assert names(tmp_path) == ["总部.toml"]


@pytest.mark.skipif(os.name != "posix", reason="symlinks")
def test_a_symlinked_environment_stays_one(tmp_path: Path):
    folder = tmp_path / "environments"
    folder.mkdir()
    (tmp_path / "shared.toml").write_text('host = "http://h"\n', encoding="utf-8")
    (folder / "总部.toml").symlink_to(tmp_path / "shared.toml")
    known = load_environments(folder).texts["总部"]
    save_environment(folder, ENVIRONMENT, known_text=known)
    assert (folder / "总部.toml").is_symlink()
    assert "https://weda.example.cn" in (tmp_path / "shared.toml").read_text(encoding="utf-8")


WRITER = """
import sys
from pathlib import Path
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Guard
from weda_tui.store.environments.files import save_environment
for n in range(20):
    env_types = (EnvTypeSetting("dev", Guard.NONE),)
    environment = Environment(name=f"{sys.argv[2]}{n}", host="http://h", env_types=env_types)
    save_environment(Path(sys.argv[1]), environment)
"""


def test_parallel_writers_all_land(tmp_path: Path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "ab"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(load_environments(tmp_path).environments) == 40


def test_a_folder_or_file_that_cannot_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    text = save_environment(tmp_path, ENVIRONMENT)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", deny)
        with pytest.raises(FileError) as caught:
            remove_environment(tmp_path, "总部")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert caught.value.parameters["reason"] == os.strerror(errno.EACCES)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", deny)
        assert load_environments(tmp_path).problems[0].code is ErrorCode.FILE_UNREADABLE
        with pytest.raises(FileError) as caught:
            save_environment(tmp_path, ENVIRONMENT, known_text=text)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert load_environments(tmp_path).environments == (ENVIRONMENT,)
