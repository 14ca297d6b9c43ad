import asyncio
import gc
import weakref

import pytest

from tests.tui.host import hosted
from weda_tui.i18n.language import strings_for
from weda_tui.tui.bodies.reader import BodyReader

LONG = b"[" + b",\n".join(b'{"a": %d}' % number for number in range(100_000)) + b"]"

PATIENCE = 10
"""The maximum wait in seconds, during which the garbage collector is disabled."""


async def test_a_body_is_gone_once_another_is_drawn_in_its_place(subtests: pytest.Subtests):
    reader = BodyReader(strings_for("en"), id="reader")
    async with hosted(reader) as (app, pilot):
        gc.collect()
        gc.disable()
        try:
            for charset in ("utf-8", "utf-16"):
                with subtests.test(charset=charset):
                    reader.show(
                        LONG.decode().encode(charset), f"text/plain; charset={charset}", str
                    )
                    while len(reader.document.source) < len(LONG) or not reader.document.is_settled:
                        await pilot.pause()
                    while any(worker.is_running for worker in app.workers):
                        await pilot.pause()
                    gone = weakref.ref(reader.document)
                    reader.show(b"[]", "", str)
                    async with asyncio.timeout(PATIENCE):  # a thread and the picture release it too
                        while gone() is not None:
                            await pilot.pause()
                    assert len(reader.document.received) == 2
        finally:
            gc.enable()
