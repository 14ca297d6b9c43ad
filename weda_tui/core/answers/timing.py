"""Where the time of a call went, span by span."""

from enum import StrEnum

import msgspec


class TimingStep(StrEnum):
    """What a call does between leaving and its answer's last byte, in this order."""

    CONNECT = "connect"
    """The name is looked up and a connection made; through a proxy, one to the proxy."""
    TUNNEL = "tunnel"
    """A proxy is asked for the way."""
    TLS = "tls"
    SEND = "send"
    WAIT = "wait"
    """From the last byte out to the end of the answer's headers."""
    RECEIVE = "receive"


class Span(msgspec.Struct, frozen=True):
    """One step of a call."""

    step: TimingStep
    begin: float
    """Seconds since the call began."""
    seconds: float


class Stopwatch:
    """Collects spans; each begins where the one before ended, unless it is said otherwise."""

    def __init__(self, now: float) -> None:
        """``now`` is a monotonic clock's, in seconds, as everywhere here."""
        self._begun = self._at = now
        self._spans: list[Span] = []

    def begin(self, now: float) -> None:
        """Begin what the next ``end`` names."""
        self._at = now

    def end(self, step: TimingStep, now: float) -> None:
        """End a step. Of one that comes twice (another address is tried) it is one span."""
        if self._spans and self._spans[-1].step is step:
            self._at = self._begun + self._spans.pop().begin
        self._spans.append(Span(step, self._at - self._begun, max(0.0, now - self._at)))
        self._at = now

    @property
    def spans(self) -> tuple[Span, ...]:
        """What ended so far."""
        return tuple(self._spans)
