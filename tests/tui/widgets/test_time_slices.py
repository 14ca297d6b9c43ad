"""Long work runs in a thread, and its resources are released there."""

import asyncio
import gc
import threading
from collections.abc import Generator

import pytest

from weda_tui.tui.widgets.time_slices import iterate_in_slices, next_slice


def test_a_turn_ends_with_the_steps_or_after_a_few_milliseconds(monkeypatch: pytest.MonkeyPatch):
    steps = iter(range(3))
    assert next_slice(steps) == [0, 1, 2]
    assert next_slice(steps) == []
    monkeypatch.setattr("weda_tui.tui.widgets.time_slices.SLICE", 0)
    assert next_slice(iter(range(3))) == [0]


async def test_each_turn_is_taken_in_a_thread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("weda_tui.tui.widgets.time_slices.SLICE", 0)
    workers: list[threading.Thread] = []

    def work() -> Generator[int, None, None]:
        for number in range(3):
            workers.append(threading.current_thread())
            yield number

    assert [taken async for taken in iterate_in_slices(work())] == [[0], [1], [2]]
    assert threading.current_thread() not in workers


async def test_work_that_is_stopped_in_the_middle_of_a_turn_ends_in_a_thread():
    goes_on, ended = threading.Event(), threading.Event()
    has_begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    enders: list[threading.Thread] = []

    def work() -> Generator[None, None, None]:
        try:
            loop.call_soon_threadsafe(has_begun.set)
            goes_on.wait(10)
            while True:
                yield
        finally:
            enders.append(threading.current_thread())
            ended.set()

    async def go_through() -> None:
        async for _ in iterate_in_slices(work()):
            pass

    task = asyncio.create_task(go_through())
    await has_begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not enders
    goes_on.set()
    assert await asyncio.to_thread(ended.wait, 10)
    assert threading.current_thread() not in enders


async def test_work_that_fails_while_it_ends_does_not_speak_on_the_terminal(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work() -> Generator[None, None, None]:
        try:
            while True:
                yield
        finally:
            loop.call_soon_threadsafe(ended.set)
            raise ValueError

    async def go_through() -> None:
        async for _ in iterate_in_slices(work()):
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await go_through()
    await ended.wait()
    for _ in range(5):
        await asyncio.sleep(0)
    gc.collect()
    assert not caplog.records
    assert capsys.readouterr().err == ""
