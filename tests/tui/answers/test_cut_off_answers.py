"""The received part of an interrupted response is shown, marked as partial and saved unchanged."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from tests.tui.explorer import explorer
from tests.tui.screens.network import answering
from weda_tui.core.sending.exchange import Failed
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.widgets.field import Field

BODY = b'{"Response":{"Data":[' + b",".join(b'{"Id":%d}' % n for n in range(4000)) + b"]}}"
CUT = gzip.compress(BODY, mtime=0)[:-2000]


class BrokenOff(httpx.AsyncByteStream):
    """A body whose stream ends before its data is complete."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._data), 1000):
            yield self._data[at : at + 1000]


def cut_gzip() -> httpx.Response:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return httpx.Response(200, headers=headers, stream=BrokenOff(CUT))


async def test_a_gzip_that_is_cut_off_shows_and_saves_what_came(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24), before=answering(cut_gzip)) as e:
        await e.send()
        assert isinstance(e.main.send_state, Failed)
        reader = e.main.query_one(BodyReader)
        shown = bytes(reader.document.received)
        assert len(shown) > 10_000
        assert BODY.startswith(shown)
        for size in ((80, 24), (160, 48)):
            await e.pilot.resize_terminal(*size)
            assert '"Response"' in e.text
            assert "HTTP 200，不完整" in e.text
        await e.press("f6", "tab", "s")
        file = tmp_path / "part.json"
        e.app.screen.query_one("#save-path", Field).value = str(file)
        await e.press("enter")
        assert file.read_bytes() == shown
