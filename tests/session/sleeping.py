"""Sleeping without a wait: what the session would sleep is told, and takes no time."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest


def sleep_at_once(monkeypatch: pytest.MonkeyPatch, on_sleep: Callable[[float], None]) -> None:
    """Have every sleep of this thread call ``on_sleep`` with its seconds and be over.

    A sandbox in a thread of its own, which another test may have left running, sleeps as ever.
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
