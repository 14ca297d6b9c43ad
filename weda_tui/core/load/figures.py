"""The figures of a load test while it goes, and the thresholds that they are held against."""

import re
from collections.abc import Collection
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from weda_tui.core.answers.network_words import MAY_HAVE_ARRIVED
from weda_tui.core.errors import ErrorCode
from weda_tui.core.load.plan import NO_RESPONSE

MOST_RATE = 1_000_000
"""Requests a second that may be asked for."""
MOST_USERS = 100_000
_UNCERTAIN = {NO_RESPONSE, ErrorCode.PROTOCOL_ERROR, *MAY_HAVE_ARRIVED}
"""What a request fails with that may have been executed. Locust does not tell a broken response
from that of another service."""


class LoadFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Those of one request, or of all."""

    name: str = ""
    """Empty for all."""
    count: int = 0
    failed: int = 0
    waiting: int = 0
    """Requests that have no response yet; ``count`` is without them."""
    rate: float = 0.0
    """Requests a second of late."""
    mean_rate: float = 0.0
    """The same since the beginning."""
    p50: float = 0.0
    """Milliseconds, as Locust rounds them."""
    p95: float = 0.0
    p99: float = 0.0

    @property
    def sent(self) -> int:
        """All of them, also those that wait for a response."""
        return self.count + self.waiting

    @property
    def without_waiting(self) -> "LoadFigures":
        """The figures where what waits has failed."""
        return replace(self, count=self.sent, failed=self.failed + self.waiting, waiting=0)

    @property
    def errors(self) -> float:
        """The failed ones, in percent."""
        return 100 * self.failed / self.count if self.count else 0.0


class LoadFailure(msgspec.Struct, frozen=True):
    """What a request failed with, and how often."""

    name: str
    code: str
    count: int


class StopKind(StrEnum):
    """Why a load ends before its time. Each names a field of ``i18n``'s stops."""

    RATE_LIMIT = "rate-limit"
    TOKEN_REFUSED = "token-refused"  # noqa: S105 - a reason
    """The deployment gives no token for the key: another attempt may lock it."""
    CALLS_REFUSED = "access-token-refused"
    """Calls refuse the access token, and the one that was fetched in its place."""
    NO_TOKEN = "no-token"  # noqa: S105 - a reason
    """Nobody answered the call for a token, or a proxy did in place of the deployment."""
    ABANDONED = "abandoned"
    """Whoever started it has ended."""
    INTERRUPTED = "interrupted"
    """A person ended it."""
    WORKER_LOST = "worker-lost"
    """A process that sends has ended, or is not heard any more."""
    OVERDUE = "overdue"
    """It did not end by itself, and was killed."""


class LoadStop(msgspec.Struct, frozen=True):
    """Why a load ended before its time."""

    kind: StopKind
    code: str = ""
    """Of the deployment, or what the machine says; not to be trusted."""
    status: int = 0
    """Of HTTP; 0 for none."""


class LoadSample(msgspec.Struct, frozen=True):
    """Everything at one moment, as the locustfile writes it once a second."""

    users: int = 0
    reached: int = 0
    """The most users that there were at the same time."""
    seconds: float = 0.0
    """How long it goes; waiting for workers and for the last responses is not counted."""
    total: LoadFigures = LoadFigures()
    requests: tuple[LoadFigures, ...] = ()
    passed_p95: float = 0.0
    """Of the requests that passed alone: how fast a failure is says nothing of a success."""
    failures: tuple[LoadFailure, ...] = ()
    skipped: int = 0
    """Requests that were left out: one that they depend on failed."""
    delayed: int = 0
    """Requests that waited for the ceiling of the rate."""
    refused_user_tokens: int = 0
    """How often calls refused the user token that all have: each time it waits for another one."""
    stopped: LoadStop | None = None
    """Why it ended before its time."""
    tokens: tuple[str, ...] = ()
    """Those that it got since the line before: to be masked, and never shown."""

    @property
    def is_limited(self) -> bool:
        """Whether the ceiling set the rate: most requests waited for it."""
        return 2 * self.delayed > self.total.count > 0

    @property
    def without_waiting(self) -> "LoadSample":
        """The sample where what waits has failed: that of processes that were killed."""
        unanswered = (
            LoadFailure(e.name, NO_RESPONSE, e.waiting) for e in self.requests if e.waiting
        )
        return replace(
            self,
            total=self.total.without_waiting,
            requests=tuple(each.without_waiting for each in self.requests),
            failures=(*self.failures, *unanswered),
        )

    def uncertain(self, writes: Collection[str]) -> dict[str, int]:
        """Return which writes may have been executed without a response, and how many."""
        found: dict[str, int] = {}
        for each in self.failures:
            if each.name in writes and each.code in _UNCERTAIN:
                found[each.name] = found.get(each.name, 0) + each.count
        return found


class Measure(StrEnum):
    """What a threshold is for."""

    P95 = "p95"
    ERRORS = "errors"


class Threshold(msgspec.Struct, frozen=True):
    """What must not be exceeded: by the requests that passed, or by all."""

    measure: Measure
    most: float
    """Milliseconds, or percent."""

    def actual(self, sample: LoadSample) -> float | None:
        """Return the figure that is held against it; ``None`` where there is none."""
        total = sample.total
        if self.measure is Measure.P95:
            return sample.passed_p95 if total.count > total.failed else None
        return total.errors if total.count else None

    def holds(self, sample: LoadSample) -> bool:
        """Return whether it is met; where no request passed, none is."""
        actual, total = self.actual(sample), sample.total
        return actual is not None and total.count > total.failed and actual <= self.most

    def shown(self, value: float) -> str:
        """Return a value of its kind: ``300 ms``, ``1.5%``."""
        number = f"{value:.2f}".rstrip("0").rstrip(".")
        return f"{number} ms" if self.measure is Measure.P95 else f"{number}%"


_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%", re.ASCII)


def read_percent(text: str) -> float | None:
    """Return the number before a ``%``, at most 100; ``None`` for another text."""
    match = _PERCENT.fullmatch(text.strip())
    return float(match[1]) if match and float(match[1]) <= 100 else None
