"""A server that keeps every connection open, and records the connection of each request."""

from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple

_ANSWER = b'{"access_token": "given-token-0123456789", "expires_in": 7200, "data": {"v": "HTTP/1"}}'


class Arrived(NamedTuple):
    """A request as it was received."""

    connection: int
    """The port of the client."""
    method: str
    path: str
    is_last: bool
    """Whether the client announced that it closes the connection."""


@contextmanager
def keeping_server() -> Generator[tuple[str, list[Arrived]]]:
    """Yield the address of a server, and the list in which it records requests."""
    seen: list[Arrived] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_last = self.headers.get("Connection", "").lower() == "close"
            seen.append(Arrived(self.client_address[1], self.command, self.path, is_last))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(_ANSWER)))
            self.end_headers()
            self.wfile.write(_ANSWER)
            self.close_connection = False  # whatever the client asked for

        do_POST = do_DELETE = do_GET  # noqa: N815 - names of the library

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()
        thread.join()
