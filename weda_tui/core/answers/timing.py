"""The duration of each step of a call."""

from enum import StrEnum

import msgspec


class TimingStep(StrEnum):
    """A step of a call between its start and the last byte of its response, in this order."""

    CONNECT = "connect"
    """Name lookup and connection; through a proxy, the connection to the proxy."""
    TUNNEL = "tunnel"
    """The proxy is asked to open a tunnel."""
    TLS = "tls"
    SEND = "send"
    WAIT = "wait"
    """From the last byte sent to the end of the response headers."""
    RECEIVE = "receive"


class Span(msgspec.Struct, frozen=True):
    """One step of a call."""

    step: TimingStep
    begin: float
    """Seconds since the call began."""
    seconds: float


class Stopwatch:
    """A recorder of spans.

    Unless ``begin`` is called, a span begins at the end of the previous one.
    """

    def __init__(self, now: float) -> None:
        """``now`` is the time of a monotonic clock in seconds, as in all methods."""
        self._begun = self._at = now
        self._spans: list[Span] = []

    def begin(self, now: float) -> None:
        """Set the beginning of the span that the next ``end`` adds."""
        self._at = now

    def end(self, step: TimingStep, now: float) -> None:
        """End a step. A repeated step (another address is tried) is one span."""
        if self._spans and self._spans[-1].step is step:
            self._at = self._begun + self._spans.pop().begin
        self._spans.append(Span(step, self._at - self._begun, max(0.0, now - self._at)))
        self._at = now

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that have ended."""
        return tuple(self._spans)
