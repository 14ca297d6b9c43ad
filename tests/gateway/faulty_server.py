"""A server on a real socket that answers with any bytes."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """Return one request, head and body; empty if the connection ended."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.partition(b":")[2]))
    return head


def break_off(writer: asyncio.StreamWriter) -> None:
    """End a connection with a reset, as a firewall does; a close would be a regular end."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class FaultyServer:
    """Listens on the loopback and lets ``answer`` handle each connection."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.requests: list[bytes] = []
        self.connections = 0
        self.received = asyncio.Event()
        """Set when a request has been read."""
        self.hung_up = asyncio.Event()
        """Set when a client has closed its end."""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError, ssl.SSLError):
            await self._answer(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError, ssl.SSLError):
            await writer.wait_closed()
        self._tasks.discard(task)

    @contextlib.asynccontextmanager
    async def listen(self, context: ssl.SSLContext | None = None) -> AsyncGenerator[str]:
        """Yield the address, ``http://127.0.0.1:PORT``."""
        server = await asyncio.start_server(
            self._serve, "127.0.0.1", 0,
            ssl=context, ssl_shutdown_timeout=0.1 if context is not None else None,
        )  # fmt: skip
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        finally:
            server.close()
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await server.wait_closed()


def canned(*answers: bytes, reset: bool = False, then_close: bool = True) -> FaultyServer:
    """Answer the nth request with the nth bytes, then close, reset, or send nothing more."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for data in answers:
            request = await read_request(reader)
            if not request:
                break
            server.requests.append(request)
            server.received.set()
            writer.write(data)
            await writer.drain()
        if reset:
            break_off(writer)
        elif not then_close:
            await reader.read()
            server.hung_up.set()

    server = FaultyServer(answer)
    return server


def ok(body: bytes, *headers: str) -> bytes:
    """Return a complete HTTP response with Content-Length."""
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
