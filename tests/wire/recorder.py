"""A server on the loopback interface that records each request byte for byte.

Nothing is parsed except what the framing of HTTP/1.1 needs, so that a path with raw UTF-8, a
repeated header or a body of any bytes is recorded exactly as a program sent it.

    with recorder() as server:
        ...                       # programs send to server.host
        server.requests()         # the requests since the last call
"""

import socket
import socketserver
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from io import BufferedIOBase

import msgspec

TOKEN_PATH = b"/auth/v1/token/clientCredential"
TOKEN = "recorded-token-0123456789abcdef"
_ANSWER = b'{"data":{"id":1528933366865600513}}'
_TOKEN_ANSWER = b'{"token_type":"Bearer","access_token":"%s","expires_in":259200}' % TOKEN.encode()


class Recorded(msgspec.Struct, frozen=True):
    """A request as it was received."""

    method: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    """In their order, with repeated headers, and with names as they were sent."""
    body: bytes

    def values(self, name: str) -> list[bytes]:
        """Return the values of a header, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower().encode()]


class Recorder:
    """The requests that a server received."""

    def __init__(self, port: int, *, is_ipv6: bool) -> None:
        address = "[::1]" if is_ipv6 else "127.0.0.1"
        self.host = f"http://{address}:{port}"
        self._lock = threading.Lock()
        self._requests: list[Recorded] = []
        self._token_calls: list[Recorded] = []

    def add(self, request: Recorded) -> None:
        """Record a request; token calls are recorded separately."""
        with self._lock:
            is_token_call = request.target == TOKEN_PATH
            (self._token_calls if is_token_call else self._requests).append(request)

    def requests(self) -> list[Recorded]:
        """Return the requests received since the last call, without token calls."""
        with self._lock:
            found, self._requests = self._requests, []
            return found

    def token_calls(self) -> list[Recorded]:
        """Return the token calls received since the last call."""
        with self._lock:
            found, self._token_calls = self._token_calls, []
            return found


@contextmanager
def recorder(*, is_ipv6: bool = False, pause: float = 0.0) -> Generator[Recorder]:
    """Run a server on a free port of the loopback interface. Raises ``OSError`` without IPv6.

    ``pause`` is the delay before each response, in seconds.
    """

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(ConnectionError):  # a client may disconnect without notice
                while (request := _read_request(self.rfile, self.wfile)) is not None:
                    found.add(request)
                    threading.Event().wait(pause)
                    self.wfile.write(_answer(request))

    class Server(socketserver.ThreadingTCPServer):
        address_family = socket.AF_INET6 if is_ipv6 else socket.AF_INET
        daemon_threads = True
        block_on_close = False

    with Server(("::1" if is_ipv6 else "127.0.0.1", 0), Handler) as server:
        found = Recorder(int(server.server_address[1]), is_ipv6=is_ipv6)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def _answer(request: Recorded) -> bytes:
    """Return a response with a cookie, which no later request may send back."""
    body = _TOKEN_ANSWER if request.target == TOKEN_PATH else _ANSWER
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: trap=1; Path=/\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body)
    )
    return head if request.method == "HEAD" else head + body


def _read_request(source: BufferedIOBase, sink: BufferedIOBase) -> Recorded | None:
    """Return the next request of a connection, or ``None`` at its end."""
    line = source.readline().rstrip(b"\r\n")
    if not line:
        return None
    method, _, rest = line.partition(b" ")
    target = rest.rpartition(b" ")[0]
    headers: list[tuple[bytes, bytes]] = []
    while field := source.readline().rstrip(b"\r\n"):
        name, _, value = field.partition(b":")
        headers.append((name, value.strip(b" \t")))
    framing = {name.lower(): value for name, value in headers}
    if framing.get(b"expect", b"").lower() == b"100-continue":
        sink.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if framing.get(b"transfer-encoding", b"").lower() == b"chunked":
        body = _read_chunks(source)
    else:
        body = source.read(int(framing.get(b"content-length", b"0")))
    return Recorded(method.decode("latin-1"), target, tuple(headers), body)


def _read_chunks(source: BufferedIOBase) -> bytes:
    pieces: list[bytes] = []
    while size := int(source.readline().partition(b";")[0], 16):
        pieces.append(source.read(size))
        source.readline()
    while source.readline().rstrip(b"\r\n"):
        pass
    return b"".join(pieces)
