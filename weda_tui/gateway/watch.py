"""How far a call has come, followed inside the HTTP library."""

from typing import Any


class Watch:
    """What is known of a call when it fails."""

    def __init__(self) -> None:
        self.phase: str = "connect"
        """``connect``, ``send`` (a body of some length), ``wait`` or ``receive``."""
        self.received: int = 0
        """Bytes of the answer's body, as they were on the wire."""
        self.first_bytes = b""
        """What came first on a connection that this call opened."""

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Follow a call inside httpcore (its ``trace`` extension)."""
        if event == "http11.send_request_headers.started":
            self.phase = "wait"
        elif event == "connection.connect_tcp.complete":
            self._watch_first_read(info["return_value"])

    def _watch_first_read(self, stream: Any) -> None:
        """Look at what a new connection says first; httpcore forgets it when it is not HTTP."""
        read = stream.read

        async def first_read(max_bytes: int, *options: Any, **named: Any) -> bytes:
            del stream.read
            self.first_bytes = await read(max_bytes, *options, **named)
            return self.first_bytes

        stream.read = first_read
