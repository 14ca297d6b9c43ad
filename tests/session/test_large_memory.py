"""Memory of megabytes goes in steps, and goes wholly."""

import threading
import weakref

import pytest

from weda_tui.session.large_memory import STEP, LargeMemory


def test_it_is_read_and_written_like_any_other():
    memory = LargeMemory(10)
    memory.write(b"abc")
    assert memory[:4] == b"abc\0"
    assert len(memory) == 10


@pytest.mark.parametrize("size", [1, STEP, 3 * STEP + 5])
def test_it_goes_with_its_last_user(size: int):
    memory = LargeMemory(size)
    memory.write(b"x")
    is_gone = threading.Event()
    watched = weakref.ref(memory, lambda _: is_gone.set())
    del memory
    assert is_gone.wait(10)
    assert watched() is None


def test_much_of_it_is_given_back_in_a_thread():
    steps: list[tuple[int, int]] = []

    class Watched(LargeMemory):
        def madvise(self, option: int, start: int = 0, length: int = 0) -> None:
            steps.append((threading.get_ident(), start))
            super().madvise(option, start, length)

    memory = Watched(2 * STEP + 1)
    is_gone = threading.Event()
    watched = weakref.ref(memory, lambda _: is_gone.set())
    del memory
    assert is_gone.wait(10)
    assert watched() is None
    assert [start for _, start in steps] == [0, STEP, 2 * STEP]
    assert threading.get_ident() not in {thread for thread, _ in steps}


def test_where_no_thread_can_be_had_it_goes_in_one(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("weda_tui.session.large_memory._thread.start_new_thread", refuse)
    faults: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", faults.append)
    memory = LargeMemory(2 * STEP)
    watched = weakref.ref(memory)
    del memory
    assert watched() is None
    assert faults == []


def test_closed_by_hand_it_is_gone_at_once():
    memory = LargeMemory(2 * STEP)
    memory.close()
    watched = weakref.ref(memory)
    del memory
    assert watched() is None
