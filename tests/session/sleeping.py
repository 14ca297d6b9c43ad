"""Sleep without waiting: each sleep is reported and takes no time."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest


def sleep_at_once(monkeypatch: pytest.MonkeyPatch, on_sleep: Callable[[float], None]) -> None:
    """Replace every sleep of this thread by a call of ``on_sleep`` with the seconds.

    Other threads, such as a sandbox that another test may have left running, sleep as usual.
    """
    real: Callable[[float], Awaitable[None]] = asyncio.sleep
    here = threading.get_ident()

    async def sleep(seconds: float) -> None:
        if threading.get_ident() != here:
            await real(seconds)
            return
        on_sleep(seconds)
        await real(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
