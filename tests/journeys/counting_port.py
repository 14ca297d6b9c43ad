"""A port that forwards connections to a server and counts the forwarded requests by path."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 64 * 1024


class CountingPort:
    """A proxy that listens on the loopback address, at ``number``; ``base`` is its URL."""

    def __init__(self, target: str, number: int) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self._listener = socket.create_server(("127.0.0.1", number))
        self.number: int = self._listener.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.number}"
        self._sent: list[bytearray] = []
        self._sockets = [self._listener]
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def count(self, line: str) -> int:
        """Return how often a request line such as ``POST /path`` was forwarded so far."""
        wanted = f"{line} HTTP/1.1\r\n".encode()
        return sum(bytes(each).count(wanted) for each in self._sent)

    def _serve(self) -> None:
        """Accept connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._sockets.append(client)
                server = socket.create_connection(self._target)
                self._sockets.append(server)
                sent = bytearray()
                self._sent.append(sent)
                self._start(client, server, sent)
                self._start(server, client, bytearray())

    def _start(self, one: socket.socket, other: socket.socket, kept: bytearray) -> None:
        thread = threading.Thread(target=_hand_on, args=(one, other, kept), daemon=True)
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """End every connection and accept no more."""
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for each in self._sockets:
            each.close()


def _hand_on(one: socket.socket, other: socket.socket, kept: bytearray) -> None:
    with suppress(OSError):
        while data := one.recv(CHUNK):
            kept += data
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)


@contextmanager
def counting(target: str, number: int = 0) -> Generator[CountingPort]:
    """Run the port in a thread for the duration of the block; ``number`` 0 means any free port."""
    port = CountingPort(target, number)
    try:
        yield port
    finally:
        port.close()
