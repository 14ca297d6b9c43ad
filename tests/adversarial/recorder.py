"""A listener on the loopback that speaks an attacker's protocols and keeps every byte it receives.

One port is a web server, a TLS server, a forwarding proxy, a CONNECT proxy that opens the tunnel
itself, and a SOCKS5 proxy: the first byte of a connection selects the protocol.
"""

import contextlib
import json
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_TLS, _SOCKS5 = b"\x16", b"\x05"
_PATIENCE = 20.0
"""Seconds for which a connection may be silent."""


class Reply(NamedTuple):
    """The response to a request."""

    body: bytes = b"{}"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


Answers = Callable[[str], Reply]
"""A function that returns the response for the path of a request target."""


def json_reply(value: object) -> Reply:
    return Reply(json.dumps(value).encode())


def redirecting(status: int, location: str) -> Reply:
    return Reply(b"", status, (("Location", location),))


class Recorder:
    """A listener in threads of this process; ``close`` ends the threads."""

    def __init__(
        self,
        answers: Answers,
        tls: ssl.SSLContext | None = None,
        address: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.answers = answers
        self._tls = tls
        self._chunks: list[tuple[bool, bytes]] = []
        self.requests: list[str] = []
        """The first line of each request."""
        self.certificates: list[bytes] = []
        """The certificates that clients presented, in DER."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, port), family=family)
        self.port: int = self._listener.getsockname()[1]
        name = f"[{address}]" if ":" in address else address
        self.place = f"{name}:{self.port}"
        self.base = f"http://{self.place}"
        self.secure = f"https://{self.place}"
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._last: set[Any] = set()
        """The addresses of connections that are made only to wait for all connections before."""
        self._idle: set[socket.socket] = set()
        self._has_client = threading.Condition()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def received(self) -> bytes:
        """Every byte received; bytes that came over TLS are decrypted."""
        return b"".join(data for _, data in list(self._chunks))

    @property
    def in_plain(self) -> bytes:
        """Every byte that was received without TLS."""
        return b"".join(data for is_secure, data in list(self._chunks) if not is_secure)

    def clear(self) -> None:
        """Clear what was received."""
        self._chunks.clear()
        self.requests.clear()
        self.certificates.clear()

    def settle(self) -> None:
        """Wait until everything that clients have sent is read."""
        family = self._listener.family
        with socket.socket(family) as last, self._has_client:
            last.connect(self._listener.getsockname())
            self._last.add(name := last.getsockname())
            assert self._has_client.wait_for(lambda: name not in self._last, _PATIENCE)
        deadline = time.monotonic() + _PATIENCE
        while sum(each.is_alive() for each in self._threads) > self._count_idle():
            assert time.monotonic() < deadline
            threading.Event().wait(0.001)

    def _count_idle(self) -> int:
        """Return the number of open connections whose bytes are all read."""
        idle = list(self._idle)
        try:
            return len(idle) - len(select.select(idle, [], [], 0)[0])
        except (OSError, ValueError):  # a connection was closed meanwhile
            return 0

    def close(self) -> None:
        """Stop listening, and close every connection."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in (self._accepting, *self._threads):
            thread.join(_PATIENCE)

    def _accept(self) -> None:
        while True:
            try:
                connection, client = self._listener.accept()
            except OSError:
                return
            with self._has_client:
                if client in self._last:
                    connection.close()
                    self._last.remove(client)
                    self._has_client.notify_all()
                    continue
            connection.settimeout(_PATIENCE)
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            thread.start()
            self._threads = [*(each for each in self._threads if each.is_alive()), thread]

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            self._speak(connection)
        self._connections.remove(connection)

    def _speak(self, connection: socket.socket) -> None:
        """Detect the protocol of a client, and answer the client."""
        self._wait_for_bytes(connection)
        first = connection.recv(1, socket.MSG_PEEK)
        if first == _TLS and self._tls is None:
            self._read(connection)
        elif first == _TLS and self._tls is not None:
            with self._tls.wrap_socket(connection, server_side=True) as secure:
                if shown := secure.getpeercert(binary_form=True):
                    self.certificates.append(shown)
                self._speak_http(secure)
        elif first == _SOCKS5:
            self._speak_socks(connection)
        else:
            self._speak_http(connection)

    def _speak_socks(self, connection: socket.socket) -> None:
        """Accept any user name and password, and any destination."""
        methods = self._read(connection)
        connection.sendall(b"\x05\x02" if b"\x02" in methods[2:] else b"\x05\x00")
        if b"\x02" in methods[2:]:
            self._read(connection)
            connection.sendall(b"\x01\x00")
        self._read(connection)
        connection.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        self._speak(connection)

    def _speak_http(self, connection: socket.socket) -> None:
        waiting = b""
        while True:
            while b"\r\n\r\n" not in waiting:
                piece = self._read(connection)
                if not piece:
                    return
                waiting += piece
            head, _, waiting = waiting.partition(b"\r\n\r\n")
            waiting = self._skip_body(connection, head, waiting)
            line = head.partition(b"\r\n")[0].decode("latin-1")
            self.requests.append(line)
            method, target, *_ = (*line.split(" "), "", "")
            if method == "CONNECT":
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                self._speak(connection)
                return
            reply = self.answers(urlsplit(target).path)
            fields = (*reply.headers, ("Content-Type", "application/json"))
            head_out = "".join(f"{name}: {value}\r\n" for name, value in fields)
            length = f"Content-Length: {len(reply.body)}\r\n\r\n"
            status = f"HTTP/1.1 {reply.status} X\r\n"
            connection.sendall((status + head_out + length).encode() + reply.body)

    def _skip_body(self, connection: socket.socket, head: bytes, waiting: bytes) -> bytes:
        """Return the bytes that follow the body of a request."""
        size = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                size = int(line.partition(b":")[2])
        while len(waiting) < size:
            piece = self._read(connection)
            if not piece:
                return b""
            waiting += piece
        return waiting[size:]

    def _wait_for_bytes(self, connection: socket.socket) -> None:
        """Wait until a client sends bytes or disconnects; the connection is idle meanwhile."""
        if isinstance(connection, ssl.SSLSocket) and connection.pending():
            return
        self._idle.add(connection)
        try:
            select.select([connection], [], [], _PATIENCE)
        finally:
            self._idle.discard(connection)

    def _read(self, connection: socket.socket) -> bytes:
        self._wait_for_bytes(connection)
        data = connection.recv(65536)
        self._chunks.append((isinstance(connection, ssl.SSLSocket), data))
        return data
