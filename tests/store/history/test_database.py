import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.recordings import EXPIRED, NOW, environment, record
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.history.entry import (
    FAILURES,
    FileJudgement,
    HistoryLimits,
    HistoryQuery,
    HistoryRecord,
    SendEnding,
)
from weda_tui.store.history.database import HistoryFile

DAY = 86400.0


@pytest.fixture(params=[True, False], ids=["trigrams", "plain"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> HistoryFile:
    path = tmp_path / "state" / "history.sqlite3"
    return HistoryFile(path, HistoryLimits(), trigrams=request.param)


def keep(file: HistoryFile, *records: HistoryRecord, now: float = NOW) -> None:
    file.add(records, now=now)


def found(file: HistoryFile, *words: str, **more: object) -> list[int]:
    query = HistoryQuery(words=words, **more)  # pyright: ignore[reportArgumentType]
    return [entry.id for entry in file.find(query).entries]


def test_newest_first_and_whole_again(file: HistoryFile) -> None:
    first, second = record(), record(EXPIRED)
    keep(file, first, second)
    page = file.find(HistoryQuery())
    assert [entry.id for entry in page.entries] == [2, 1]
    assert page.kept == 2
    back = file.read(2)
    assert (back.draft, back.request, back.response) == (
        second.draft, second.request, second.response,
    )  # fmt: skip
    with pytest.raises(FileError) as caught:
        file.read(9)
    assert caught.value.code is ErrorCode.HISTORY_UNKNOWN


def test_words_are_found_wherever_they_stand(file: HistoryFile) -> None:
    answer = '{"data": {"records": [{"name": "服务器采购框架", "rate": "100%_!"}]}}'
    keep(file, record(), record(answer), record(EXPIRED, body='{"note": "Grüße"}'))
    assert found(file, "采购") == [2]
    assert found(file, "购") == [2]
    assert found(file, "购采") == []
    assert found(file, "流程任务") == [3, 2, 1]
    assert found(file, "flow TASKS") == [3, 2, 1]
    assert found(file, "flow tasks", "expired") == [3]
    assert found(file, "getflowinstance") == [3, 2, 1]
    assert found(file, "1893450276618240001") == [2, 1]
    assert found(file, "0%_!") == [2]
    assert found(file, "%_") == [2]
    assert found(file, 'a"b') == []
    assert found(file, "r-2") == [3]
    assert found(file, "st", "采购") == [2]


def test_filters_narrow_with_and_without_words(file: HistoryFile) -> None:
    branch = environment("分部", "https://branch.example.cn")
    keep(
        file,
        record(),
        record(EXPIRED, env_type="prod"),
        record(EXPIRED, place=branch),
        record(None),
    )
    assert found(file, marks=FAILURES) == [4, 3, 2]
    assert found(file, marks=(SendEnding.OK,)) == [1]
    assert found(file, environment="分部") == [3]
    assert found(file, "任务", environment="总部", marks=FAILURES) == [4, 2]
    assert found(file, "任务", env_type="prod") == [2]
    assert found(file, host="https://branch.example.cn", endpoint_id="workflow.X") == []
    assert found(file, "任务", host="https://weda.example.cn", limit=1) == [4]


def test_a_time_narrows(file: HistoryFile) -> None:
    keep(file, record(at=NOW - DAY), record(at=NOW))
    assert found(file, since=NOW - 60) == [2]
    assert found(file, until=NOW) == [1]


def test_what_is_deleted_is_gone_and_can_come_back(file: HistoryFile) -> None:
    keep(file, record(), record(EXPIRED), record())
    gone = file.read(2)
    assert file.delete([2]) == 1
    assert found(file) == [3, 1]
    assert found(file, "expired") == []
    file.add([gone], now=NOW)
    assert found(file) == [3, 2, 1]
    assert found(file, "expired") == [2]
    assert file.delete_matching(HistoryQuery(marks=FAILURES)) == 1
    assert file.clear() == 2
    assert file.find(HistoryQuery()).kept == 0
    keep(file, record())
    assert found(file) == [4]


def test_the_oldest_go_by_count_and_by_age(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "h.sqlite3", HistoryLimits(count=10, age=30 * DAY))
    keep(file, *(record(at=NOW - 40 * DAY) for _ in range(3)))
    keep(file, *(record() for _ in range(300)))
    assert len(found(file)) <= 10 + 100
    file.close()
    again = HistoryFile(tmp_path / "h.sqlite3", HistoryLimits(count=10, age=30 * DAY))
    keep(again, record(), now=NOW)
    assert found(again) == list(range(304, 294, -1))


def test_the_oldest_go_when_the_file_is_too_big(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "h.sqlite3", HistoryLimits(size=500_000))
    for _ in range(10):
        keep(file, *(record("x" * 4000) for _ in range(100)))
    numbers = found(file, limit=5000)
    assert numbers == list(range(1000, 1000 - len(numbers), -1))
    assert 50 < len(numbers) < 150
    assert (tmp_path / "h.sqlite3").stat().st_size < 5_000_000


@pytest.mark.skipif(os.name != "posix", reason="modes mean nothing there")
@pytest.mark.usefixtures("open_umask")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "history.sqlite3"
    file = HistoryFile(path, HistoryLimits())
    keep(file, record())
    for each in path.parent.glob("history*"):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600, each
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    file.close()
    keep(HistoryFile(path, HistoryLimits()), record())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_symlink_in_its_place_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.touch()
    (tmp_path / "h.sqlite3").symlink_to(other)
    with pytest.raises(FileError) as caught:
        keep(HistoryFile(tmp_path / "h.sqlite3", HistoryLimits()), record())
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE


@pytest.mark.parametrize("damage", [b"not a database at all" * 100, b"\0" * 8192])
def test_a_damaged_file_is_put_aside_and_named(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "history.sqlite3"
    path.write_bytes(damage)
    file = HistoryFile(path, HistoryLimits())
    keep(file, record())
    aside = tmp_path / "history.broken-1.sqlite3"
    assert file.put_aside == aside
    assert aside.read_bytes() == damage
    assert found(file) == [1]


def test_a_file_damaged_in_its_middle_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    file = HistoryFile(path, HistoryLimits())
    keep(file, *(record() for _ in range(300)))
    file.close()
    data = bytearray(path.read_bytes())
    data[4096:-4096] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    broken = HistoryFile(path, HistoryLimits())
    assert broken.find(HistoryQuery(words=("任务",))).entries == ()
    assert broken.put_aside is not None


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(FileError) as caught:
        keep(HistoryFile(path, HistoryLimits()), record())
    assert caught.value.code is ErrorCode.HISTORY_NEWER
    assert path.read_bytes() == before


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").mkdir()
    with pytest.raises(FileError) as caught:
        keep(HistoryFile(tmp_path / "history.sqlite3", HistoryLimits()), record())
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE


def test_two_windows_write_to_one_file(tmp_path: Path) -> None:
    one = HistoryFile(tmp_path / "h.sqlite3", HistoryLimits())
    two = HistoryFile(tmp_path / "h.sqlite3", HistoryLimits())
    keep(one, record())
    keep(two, record(EXPIRED))
    keep(one, record())
    assert found(one) == found(two) == [3, 2, 1]


def test_what_was_written_outlives_a_killed_process(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path;"
        "from tests.core.recordings import *;"
        "from weda_tui.store.history.database import HistoryFile;"
        "from weda_tui.core.history.entry import HistoryLimits;"
        "HistoryFile(Path(sys.argv[1]), HistoryLimits()).add([record()], now=NOW); os._exit(9)"
    )
    path = tmp_path / "h.sqlite3"
    run = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert run.returncode == 9
    assert found(HistoryFile(path, HistoryLimits())) == [1]


def test_an_entry_of_a_later_program_is_not_shown(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "h.sqlite3", HistoryLimits())
    keep(file, record(), record())
    file.close()
    with sqlite3.connect(tmp_path / "h.sqlite3") as connection:
        connection.execute("UPDATE entries SET entry = x'ff' WHERE id = 1")
    connection.close()
    assert found(HistoryFile(tmp_path / "h.sqlite3", HistoryLimits())) == [2]


def test_each_saved_request_has_its_last_result_and_keeps_it_when_it_moves(
    file: HistoryFile,
) -> None:
    keep(
        file,
        record(saved="w/审批/a"),
        record(EXPIRED, saved="w/审批/a"),
        record(saved="w/审批/b"),
        record(saved="v/审批/a"),
        record(),
    )
    assert found(file, saved="w/审批/a") == [2, 1]
    assert {path: each.ending for path, each in file.last_of_saved("w").items()} == {
        "审批/a": SendEnding.FAILED,
        "审批/b": SendEnding.OK,
    }
    file.follow_saved("w/审批/a", "w/别处/c")
    file.follow_saved("w/审批", "w/新")
    assert set(file.last_of_saved("w")) == {"别处/c", "新/b"}
    assert found(file, saved="w/别处/c") == [2, 1]
    assert file.read(2).entry.saved == "w/别处/c"
    assert set(file.last_of_saved("v")) == {"审批/a"}


def test_what_a_file_says_of_its_answer_is_its_last_result(file: HistoryFile) -> None:
    keep(file, record(saved="w/a"), record(EXPIRED, saved="w/b"), record(saved="w/c"))
    file.judge(
        [
            FileJudgement("w/a", NOW, False),
            FileJudgement("w/b", NOW, True),
            FileJudgement("w/d", NOW, True),
        ]
    )
    last = {path: each.ending for path, each in file.last_of_saved("w").items()}
    assert last == {"a": SendEnding.FAILED, "b": SendEnding.OK, "c": SendEnding.OK}
    assert [file.read(number).entry.held for number in (1, 2, 3)] == [False, True, None]
    assert file.read(1).entry.ending is SendEnding.OK


@pytest.mark.parametrize("version", [1, 2])
def test_a_file_of_before_keeps_its_entries(tmp_path: Path, version: int) -> None:
    path = tmp_path / "h.sqlite3"
    file = HistoryFile(path, HistoryLimits())
    keep(file, record(), record(EXPIRED))
    file.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP INDEX by_agent")
        connection.execute("ALTER TABLE entries DROP COLUMN agent")
        if version == 1:
            connection.execute("DROP INDEX by_saved")
            connection.execute("ALTER TABLE entries DROP COLUMN saved")
            connection.execute("ALTER TABLE entries DROP COLUMN held")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    again = HistoryFile(path, HistoryLimits())
    keep(again, record(saved="w/a", agent="Cursor"))
    assert found(again) == [3, 2, 1]
    assert found(again, saved="w/a") == [3]
    assert found(again, is_by_agent=True) == [3]
    assert (again.read(1).entry.saved, again.read(1).entry.agent) == ("", "")


def test_what_agents_sent_is_found_by_itself(file: HistoryFile) -> None:
    keep(file, record(), record(agent="Cursor"), record(EXPIRED, agent="Claude Code"))
    assert found(file, is_by_agent=True) == [3, 2]
    assert found(file, "expired", is_by_agent=True) == [3]
    assert found(file, marks=FAILURES, is_by_agent=True) == [3]
    assert file.read(2).entry.agent == "Cursor"
