"""Ledger files are private, held by one process, complete except for a torn end, and cleaned up."""

import errno
import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.runs.ledger import LedgerHead, LedgerPart, LedgerRow, RowState
from weda_tui.store.runs import ledgers
from weda_tui.store.runs.ledgers import MOST_READS, MOST_WRITES, LedgerFile

HEAD = LedgerHead(key="00", parts={LedgerPart.DATA: "1"}, rows=2, is_write=True)
SENDING = LedgerRow(row=1, hash="h", state=RowState.SENDING)
DONE = LedgerRow(row=1, hash="h", state=RowState.DONE, code="a\rb\u2028")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "w"


def test_what_is_written_is_read_and_the_last_line_of_a_row_counts(folder: Path) -> None:
    file = LedgerFile(folder, "a")
    assert file.lock()
    assert file.load() is None
    file.begin(HEAD)
    file.append(SENDING, durable=True)
    file.append(DONE, durable=False)
    file.close()
    known = LedgerFile(folder, "a").load()
    assert known is not None
    assert (known.head, known.rows) == (HEAD, {1: DONE})


def test_rows_stand_in_the_order_of_their_last_lines(folder: Path) -> None:
    file = LedgerFile(folder, "a")
    file.begin(HEAD)
    for row in (1, 2, 1):
        file.append(LedgerRow(row=row, hash="h", state=RowState.SENDING), durable=False)
    file.close()
    known = file.load()
    assert known is not None
    assert [*known.rows] == [2, 1]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_nobody_else_reads_it(folder: Path) -> None:
    file = LedgerFile(folder, "a")
    file.lock()
    file.begin(HEAD)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600, 0o600]


def test_two_runs_of_one_ledger_cannot_go_at_once(folder: Path) -> None:
    one, other = LedgerFile(folder, "a"), LedgerFile(folder, "a")
    assert one.lock()
    assert one.lock()
    assert not other.lock()
    assert LedgerFile(folder, "b").lock()
    one.close()
    assert other.lock()


def test_a_torn_last_line_is_cut_off_and_a_damaged_one_is_refused(folder: Path) -> None:
    file = LedgerFile(folder, "a")
    file.begin(HEAD)
    file.append(SENDING, durable=True)
    file.close()
    path = folder / "a.jsonl"
    with path.open("ab") as stream:
        stream.write(b'{"row":2,"ha')
    known = file.load()
    assert known is not None
    assert known.rows == {1: SENDING}
    file.go_on()
    file.append(DONE, durable=False)
    file.close()
    known = file.load()
    assert known is not None
    assert known.rows == {1: DONE}
    with path.open("ab") as stream:
        stream.write(b"torn\n")
    with pytest.raises(FileError) as caught:
        file.load()
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_a_full_disk_leaves_no_half_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = LedgerFile(folder, "a")
    file.begin(HEAD)
    write, calls = os.write, 0

    def write_some(descriptor: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, data[:5])

    monkeypatch.setattr(ledgers.os, "write", write_some)
    with pytest.raises(FileError):
        file.append(SENDING, durable=True)
    monkeypatch.undo()
    file.append(DONE, durable=True)
    known = file.load()
    assert known is not None
    assert known.rows == {1: DONE}


def test_the_ledgers_of_other_names_are_found_by_their_heads(folder: Path) -> None:
    for name in ("a", "ab", "c"):
        file = LedgerFile(folder, name)
        file.begin(HEAD)
        if name == "c":
            file.finish()
        file.close()
    (folder / "d.jsonl").write_text("none\n", encoding="utf-8")
    (folder / "e.jsonl").symlink_to(folder / "ab.jsonl")
    found = [*LedgerFile(folder, "a").find_others(finished=False)]
    assert [(each.path.name, each.head) for each in found] == [("ab.jsonl", HEAD)]
    (done,) = LedgerFile(folder, "a").find_others(finished=True)
    known = done.load()
    assert known is not None
    assert (known.head, done.path.name) == (HEAD, "c.done.jsonl")
    assert [*LedgerFile(folder / "none", "a").find_others(finished=False)] == []


def test_every_finished_ledger_of_a_name_is_found_by_it_alone(folder: Path) -> None:
    for key in ("00", "11"):
        file = LedgerFile(folder, "a")
        file.begin(replace(HEAD, key=key))
        file.finish()
        file.close()
    (folder / "ab.done.jsonl").write_bytes((folder / "a.done.jsonl").read_bytes())
    assert sorted(each.head.key for each in file.find_finished()) == ["00", "11"]
    assert [each.path.name for each in file.find_others(finished=True)] == ["ab.done.jsonl"]


def finish(folder: Path, name: str, at: int, *, is_write: bool) -> None:
    file = LedgerFile(folder, name)
    file.begin(replace(HEAD, is_write=is_write))
    file.finish()
    assert file.load() is None
    os.utime(folder / f"{name}.done.jsonl", (at, at))


@pytest.mark.parametrize(("is_write", "most"), [(False, MOST_READS), (True, MOST_WRITES)])
def test_a_finished_ledger_is_out_of_the_way_and_old_ones_go(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_write: bool, most: int
) -> None:
    if is_write:  # fewer files than the program keeps
        monkeypatch.setattr(ledgers, "MOST_WRITES", most := 5)
    for number in range(most + 3):
        finish(folder, f"n{number}", number, is_write=is_write)
    assert len([*folder.glob("*.done.jsonl")]) == most
    assert not (folder / "n0.done.jsonl").exists()


def test_runs_that_read_remove_no_ledger_of_one_that_wrote(folder: Path) -> None:
    finish(folder, "w", 1, is_write=True)
    (folder / "damaged.done.jsonl").write_text("{", encoding="utf-8")
    os.utime(folder / "damaged.done.jsonl", (1, 1))
    for number in range(2, MOST_READS + 5):
        finish(folder, f"n{number}", number, is_write=False)
    assert (folder / "w.done.jsonl").exists()
    assert (folder / "damaged.done.jsonl").exists()


def test_of_a_name_one_ledger_of_a_read_is_kept_and_every_one_of_a_write(folder: Path) -> None:
    for number in range(1, 4):
        finish(folder, "r", number, is_write=False)
        finish(folder, "w", number, is_write=True)
    assert [path.name for path in folder.glob("r*.done.jsonl")] == ["r.done.jsonl"]
    assert len([*folder.glob("w*.done.jsonl")]) == 3
