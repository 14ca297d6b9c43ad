"""The wait of every pilot test: it ends with the work, or fails with a message."""

import asyncio
import threading

import pytest

from tests.tui import steady
from tests.tui.steady import hold, until_idle


async def test_it_waits_for_what_follows_from_what_follows() -> None:
    done: list[int] = []

    def go_on(step: int) -> None:
        done.append(step)
        if step < 20:
            asyncio.get_running_loop().call_soon(go_on, step + 1)

    asyncio.get_running_loop().call_soon(go_on, 1)
    await until_idle()
    assert len(done) == 20


async def test_it_waits_for_threads_but_not_for_one_that_is_held() -> None:
    may_go_on, has_begun = threading.Event(), threading.Event()
    done: list[str] = []

    def work() -> None:
        has_begun.set()
        hold(may_go_on)
        done.append("held")

    task = asyncio.create_task(asyncio.to_thread(work))
    await until_idle()
    assert has_begun.is_set()
    assert done == []
    may_go_on.set()
    await task
    assert done == ["held"]


async def test_work_without_end_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "LONGEST_WORK", 0.02)
    loop = asyncio.get_running_loop()
    handle: list[asyncio.Handle] = []

    def again() -> None:
        handle[:] = [loop.call_soon(again)]

    again()
    with pytest.raises(TimeoutError, match="still at work: 1 calls"):
        await until_idle()
    handle[0].cancel()
