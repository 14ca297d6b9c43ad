"""Serves one client on stdin and stdout until it disconnects."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from mcp.server.stdio import stdio_server

from weda_tui.i18n.strings import Strings
from weda_tui.mcp.server import AgentServer

if TYPE_CHECKING:  # loaded after the first reply
    from weda_tui.session import Session

_logger = logging.getLogger(__name__)
MOST_THREADS = 32
"""Maximum threads for tools, so that a few slow calls do not block the others."""
_LAST_SECONDS = 5.0
"""Seconds that the process may still run after the client has disconnected."""
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def serve_agent(
    open_session: "Callable[[], Session]",
    strings: Strings,
    environment: str | None,
    env_type: str | None,
) -> int:
    """Serve until stdin ends; return the exit status. Only the protocol is written to stdout."""
    server = AgentServer(open_session, strings, environment, env_type)
    handler = logging.StreamHandler()
    handler.setFormatter(MaskedFormatter(server.hide))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    try:
        asyncio.run(_serve(server))
    except* BrokenPipeError:
        _logger.info("the client went away")
    return 0


async def _serve(server: AgentServer) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(MOST_THREADS))
    built, stopped = server.build(), _stopped_by_signals()
    async with stdio_server() as (incoming, outgoing):
        options = built.create_initialization_options()
        serving = asyncio.ensure_future(built.run(incoming, outgoing, options))
        await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
        await server.aclose()
        if stopped.done():
            os._exit(128 + stopped.result())  # the thread that reads stdin cannot be stopped
        await serving
        _end_soon()


def _end_soon() -> None:
    """End the process even if a thread of a tool does not end: no client awaits its result."""
    timer = threading.Timer(_LAST_SECONDS, os._exit, [0])
    timer.daemon = True
    timer.start()


def _stopped_by_signals() -> asyncio.Future[int]:
    """Return a future that gets the number of the signal that ends the program."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[int] = loop.create_future()

    def stop(number: int) -> None:
        if not stopped.done():
            stopped.set_result(number)

    with suppress(NotImplementedError):  # Windows
        for name in filter(lambda each: hasattr(signal, each), _SIGNALS):
            number = getattr(signal, name)
            loop.add_signal_handler(number, stop, number)
    return stopped


class MaskedFormatter(logging.Formatter):
    """Formats a log record with the secrets that the session knows masked."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as text, with its traceback."""
        return self._hide(super().format(record))
