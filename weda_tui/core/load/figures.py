"""The figures of a running load test, and the thresholds for them."""

import re
from collections.abc import Collection
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from weda_tui.core.answers.network_words import MAY_HAVE_ARRIVED
from weda_tui.core.errors import ErrorCode
from weda_tui.core.load.plan import NO_RESPONSE

MOST_RATE = 1_000_000
"""The highest rate, in requests a second, that can be set."""
MOST_USERS = 100_000
_UNCERTAIN = {NO_RESPONSE, ErrorCode.PROTOCOL_ERROR, *MAY_HAVE_ARRIVED}
"""Errors of requests that the server may have executed.

Locust does not distinguish a broken response from the response of another service.
"""


class LoadFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one request, or of all requests."""

    name: str = ""
    """The name of the request; empty for all requests."""
    count: int = 0
    failed: int = 0
    waiting: int = 0
    """Requests without a response yet; they are not in ``count``."""
    rate: float = 0.0
    """The current rate in requests a second."""
    mean_rate: float = 0.0
    """The mean rate since the beginning."""
    p50: float = 0.0
    """Milliseconds, rounded by Locust."""
    p95: float = 0.0
    p99: float = 0.0

    @property
    def sent(self) -> int:
        """All requests that were sent, including those without a response yet."""
        return self.count + self.waiting

    @property
    def without_waiting(self) -> "LoadFigures":
        """The figures with the requests without a response counted as failed."""
        return replace(self, count=self.sent, failed=self.failed + self.waiting, waiting=0)

    @property
    def errors(self) -> float:
        """The share of failed requests, in percent."""
        return 100 * self.failed / self.count if self.count else 0.0


class LoadFailure(msgspec.Struct, frozen=True):
    """An error of a request, and how often it occurred."""

    name: str
    code: str
    count: int


class StopKind(StrEnum):
    """Why a load test ends early. Each value names a field of ``i18n``'s stops."""

    RATE_LIMIT = "rate-limit"
    TOKEN_REFUSED = "token-refused"  # noqa: S105 - a reason
    """The deployment refuses a token for the key; another attempt may lock the key."""
    CALLS_REFUSED = "access-token-refused"
    """Calls refuse the access token, and also the token that was fetched in its place."""
    NO_TOKEN = "no-token"  # noqa: S105 - a reason
    """The token call got no response, or the response of a proxy instead of the deployment's."""
    ABANDONED = "abandoned"
    """The process that started the load test has ended."""
    INTERRUPTED = "interrupted"
    """The user stopped it."""
    WORKER_LOST = "worker-lost"
    """A sending process has ended, or does not report any more."""
    OVERDUE = "overdue"
    """It did not end by itself, and was killed."""


class LoadStop(msgspec.Struct, frozen=True):
    """Why a load test ended early."""

    kind: StopKind
    code: str = ""
    """The code of the deployment or of the machine; untrusted."""
    status: int = 0
    """The HTTP status; 0 for none."""


class LoadSample(msgspec.Struct, frozen=True):
    """All figures at one moment, as the locustfile writes them once a second."""

    users: int = 0
    reached: int = 0
    """The most users at the same time so far."""
    seconds: float = 0.0
    """The duration so far, without the waiting for workers and for the last responses."""
    total: LoadFigures = LoadFigures()
    requests: tuple[LoadFigures, ...] = ()
    passed_p95: float = 0.0
    """The p95 of the successful requests only: how fast failures are says nothing about them."""
    failures: tuple[LoadFailure, ...] = ()
    skipped: int = 0
    """Requests that were skipped because a request that they depend on failed."""
    delayed: int = 0
    """Requests that were delayed by the rate limit."""
    refused_user_tokens: int = 0
    """How often calls refused the shared user token; the load test then waits for a new token."""
    stopped: LoadStop | None = None
    """Why the load test ended early."""
    tokens: tuple[str, ...] = ()
    """The tokens received since the previous line: to be masked, never displayed."""

    @property
    def is_limited(self) -> bool:
        """Whether the rate limit determined the rate: most requests were delayed by it."""
        return 2 * self.delayed > self.total.count > 0

    @property
    def without_waiting(self) -> "LoadSample":
        """The sample of killed processes: requests without a response count as failed."""
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
        """Return how many writes of each name may have been executed without a response."""
        found: dict[str, int] = {}
        for each in self.failures:
            if each.name in writes and each.code in _UNCERTAIN:
                found[each.name] = found.get(each.name, 0) + each.count
        return found


class Measure(StrEnum):
    """The figure that a threshold limits."""

    P95 = "p95"
    ERRORS = "errors"


class Threshold(msgspec.Struct, frozen=True):
    """A limit for the p95 of the successful requests, or for the errors of all requests."""

    measure: Measure
    most: float
    """The limit, in milliseconds or percent."""

    def actual(self, sample: LoadSample) -> float | None:
        """Return the figure that is compared with the limit; ``None`` if there is none."""
        total = sample.total
        if self.measure is Measure.P95:
            return sample.passed_p95 if total.count > total.failed else None
        return total.errors if total.count else None

    def holds(self, sample: LoadSample) -> bool:
        """Return whether the threshold is met; never if no request succeeded."""
        actual, total = self.actual(sample), sample.total
        return actual is not None and total.count > total.failed and actual <= self.most

    def shown(self, value: float) -> str:
        """Return a value with its unit: ``300 ms``, ``1.5%``."""
        number = f"{value:.2f}".rstrip("0").rstrip(".")
        return f"{number} ms" if self.measure is Measure.P95 else f"{number}%"


_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%", re.ASCII)


def read_percent(text: str) -> float | None:
    """Return the number before a ``%``, at most 100; ``None`` for any other text."""
    match = _PERCENT.fullmatch(text.strip())
    return float(match[1]) if match and float(match[1]) <= 100 else None
