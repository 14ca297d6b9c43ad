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
        """What came first on a connection that this call opened; once there is TLS, inside it."""

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Follow a call inside httpcore (its ``trace`` extension)."""
        if event == "http11.send_request_headers.started":
            if info["request"].method != b"CONNECT":  # which only asks a proxy for the way
                self.phase = "wait"
        elif event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self.first_bytes = b""
            self._watch_first_read(info["return_value"])

    def _watch_first_read(self, stream: Any) -> None:
        """Look at what a new connection says first; httpcore forgets it when it is not HTTP.

        One that has a socket below is looked at there, since TLS reads past it.
        """
        below = getattr(stream, "_stream", None)
        owner, name = (stream, "read") if below is None else (below, "receive")
        read = getattr(owner, name)

        async def first_read(*given: Any, **named: Any) -> bytes:
            delattr(owner, name)
            self.first_bytes = await read(*given, **named)
            return self.first_bytes

        setattr(owner, name, first_read)
