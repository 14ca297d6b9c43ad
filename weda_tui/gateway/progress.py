"""Follows the progress of a call with the trace events of the HTTP library."""

import ssl
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

import httpx

from weda_tui.core.answers.timing import Stopwatch, TimingStep
from weda_tui.core.clock import Clock
from weda_tui.gateway.stray_bytes import StrayBytes, Tap, tap_of


class Milestone(StrEnum):
    """A stage of a call that opens a connection."""

    STARTED = "started"
    """The first connection is about to be opened."""
    CONNECTED = "connected"
    """The server is connected, directly or through a proxy tunnel."""
    SECURED = "secured"
    """TLS is established, and the certificate is valid."""


class Security(NamedTuple):
    """The properties of a TLS connection."""

    version: str
    """For example ``TLSv1.3``."""
    ends_at: float | None
    """When the server's certificate expires, seconds since the epoch; ``None`` if unchecked."""


OnMilestone = Callable[[Milestone, Security | None], None]


_STEPS = {
    "connect_tcp.complete": TimingStep.CONNECT,
    "start_tls.complete": TimingStep.TLS,
    "send_request_body.complete": TimingStep.SEND,
    "receive_response_headers.complete": TimingStep.WAIT,
}
"""Events of the HTTP library, each with the step that it ends."""

_IS_HTTP = frozenset(
    {
        "http11.send_request_headers.started",
        "http11.send_request_body.complete",
        "http11.receive_response_headers.complete",
    }
)
"""The HTTP events that count on an open connection; all others are ignored."""

_WAYS = frozenset({"connect_tcp.complete", "start_tls.complete"})
"""Events of the HTTP library that open a connection, whose first bytes are then recorded."""


class Watch:
    """The progress of a call, as needed to explain a failure."""

    on_milestone: OnMilestone | None = None
    _asks_proxy = False
    """Whether the current request is only the ``CONNECT`` to a proxy."""
    is_tunnelled = False
    """Whether the call goes through a proxy tunnel (``CONNECT``)."""

    is_written = False
    """Whether the whole request was sent."""
    on_written: Callable[[], None] | None = None

    def __init__(self, clock: Clock, stray: StrayBytes) -> None:
        """``stray`` counts the unrequested bytes of servers, for all calls of a gateway."""
        self._clock, self._stray = clock, stray
        self._stray_before = stray.count
        self.stopwatch = Stopwatch(clock.monotonic())
        self.phase: str = "connect"
        """``connect``, ``send`` (a body of some length), ``wait`` or ``receive``."""
        self.received: int = 0
        """Bytes of the response's body, as received on the wire."""
        self.has_connected = False
        """Whether the call opened a connection of its own."""
        self.first_bytes = b""
        """The first bytes received on a connection that this call opened; with TLS, inside it."""

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Handle a trace event of httpcore (its ``trace`` extension)."""
        layer, _, name = event.partition(".")
        if layer == "http11" and event not in _IS_HTTP:
            return
        if name == "send_request_headers.started":
            self._asks_proxy = info["request"].method == b"CONNECT"
            if not self._asks_proxy:
                self.phase = "wait"
        elif name == "send_request_body.complete" and not self._asks_proxy:
            self.is_written = True
            if self.on_written is not None:
                self.on_written()
        elif name in _WAYS:
            self.first_bytes, self.has_connected = b"", True
            Tap(info["return_value"], self._stray)
            self._watch_first_read(info["return_value"])
        self._time(layer, name)
        if self.on_milestone is not None:
            self._report_milestone(self.on_milestone, event, info)

    @staticmethod
    def certificate_ends(answer: httpx.Response) -> float | None:
        """Return when the certificate of a response's connection expires; see ``Security``."""
        stream = answer.extensions.get("network_stream")
        agreed = stream.get_extra_info("ssl_object") if stream is not None else None
        return _end_of_certificate(agreed) if agreed is not None else None

    def begin_answer(self, answer: httpx.Response, method: str) -> Tap | None:
        """Follow a response from its head on; return the tap to be finished after reading it.

        ``None`` if there is no real connection.
        """
        tap = tap_of(answer.extensions.get("network_stream"))
        if tap is not None:
            tap.begin(method)
        return tap

    @property
    def has_stray_bytes(self) -> bool:
        """Whether a server has sent unrequested bytes since the call began."""
        return self._stray.count > self._stray_before

    def _time(self, layer: str, name: str) -> None:
        """Record the time of a step that begins or ends."""
        step, now = _STEPS.get(name), self._clock.monotonic()
        if step is not None:
            is_of_tunnel = self._asks_proxy and layer == "http11"
            self.stopwatch.end(TimingStep.TUNNEL if is_of_tunnel else step, now)
        else:
            self.stopwatch.begin(now)

    def _report_milestone(self, tell: OnMilestone, event: str, info: dict[str, Any]) -> None:
        way = "proxy.start_tls.started" if self.is_tunnelled else "connection.connect_tcp.complete"
        tls = "proxy" if self.is_tunnelled else "connection"
        if event == "connection.connect_tcp.started":
            tell(Milestone.STARTED, None)
        elif event == way:
            tell(Milestone.CONNECTED, None)
        elif event == f"{tls}.start_tls.complete":
            secured = info["return_value"].get_extra_info("ssl_object")
            tell(Milestone.SECURED, _security(secured))

    def _watch_first_read(self, stream: Any) -> None:
        """Record the first bytes of a new connection; httpcore discards them unless they are HTTP.

        If the stream wraps a socket stream, the first read of the socket stream is recorded, since
        TLS reads from it directly.
        """
        below = getattr(stream, "_stream", None)
        owner, name = (stream, "read") if below is None else (below, "receive")
        read = getattr(owner, name)

        async def first_read(*given: Any, **named: Any) -> bytes:
            setattr(owner, name, read)
            self.first_bytes = await read(*given, **named)
            return self.first_bytes

        setattr(owner, name, first_read)


def _security(agreed: ssl.SSLObject) -> Security:
    return Security(agreed.version() or "", _end_of_certificate(agreed))


def _end_of_certificate(agreed: ssl.SSLObject) -> float | None:
    """Return when the server's certificate expires, ``None`` if it was not checked."""
    certificate = agreed.getpeercert() or {}
    ends = certificate.get("notAfter")
    return ssl.cert_time_to_seconds(ends) if isinstance(ends, str) else None
