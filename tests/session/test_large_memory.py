"""Memory of megabytes goes in steps, and goes wholly."""

import gc
import threading
import weakref

import pytest

from weda_tui.session.large_memory import STEP, LargeMemory


def given_back() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if "_give_back" in each.name]


def test_it_is_read_and_written_like_any_other():
    memory = LargeMemory(10)
    memory.write(b"abc")
    assert memory[:4] == b"abc\0"
    assert len(memory) == 10


@pytest.mark.parametrize("size", [1, STEP, 3 * STEP + 5])
def test_it_goes_with_its_last_user(size: int):
    memory = LargeMemory(size)
    memory.write(b"x")
    gone = weakref.ref(memory)
    del memory
    for thread in given_back():
        thread.join(10)
    assert gone() is None


def test_much_of_it_is_given_back_in_a_thread(monkeypatch: pytest.MonkeyPatch):
    steps: list[tuple[threading.Thread, int]] = []

    class Watched(LargeMemory):
        def madvise(self, option: int, start: int = 0, length: int = 0) -> None:
            steps.append((threading.current_thread(), start))
            super().madvise(option, start, length)

    memory = Watched(2 * STEP + 1)
    del memory
    gc.collect()
    for thread in given_back():
        thread.join(10)
    assert [start for _, start in steps] == [0, STEP, 2 * STEP]
    assert threading.current_thread() not in {thread for thread, _ in steps}


def test_closed_by_hand_it_is_gone_at_once():
    memory = LargeMemory(2 * STEP)
    memory.close()
    before = threading.active_count()
    del memory
    assert threading.active_count() == before
