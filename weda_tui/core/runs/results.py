"""The results of a run of saved requests, and the choices made for the run."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import Assertion, SavedRequest
from weda_tui.core.errors import Delivery, WedaError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.runs.answer_values import Capture, Missing
from weda_tui.core.runs.assertions import IMPLIED, AssertionHeld, Judgement
from weda_tui.core.runs.choices import LoadChoice, MonitorChoice, RunWay
from weda_tui.core.sending.exchange import Exchange

Row = Mapping[str, str]
"""The values of one data row by column name."""


class Check(msgspec.Struct, frozen=True):
    """An assertion and its judgement."""

    assertion: Assertion
    judgement: Judgement

    @property
    def ok(self) -> bool:
        """Whether the assertion holds; an assertion that cannot be judged does not."""
        return isinstance(self.judgement, AssertionHeld)


class RunFailureCause(StrEnum):
    """Why a request of a run did not pass."""

    NONE = "none"
    ERROR = "error"
    """There was no response."""
    VERDICT = "verdict"
    """The response is no verified success, and no assertion in the file is about the verdict."""
    ASSERTION = "assertion"
    CAPTURE = "capture"
    """The response lacks a value that later requests need."""
    SKIPPED = "skipped"
    """It was not sent, because a request that it depends on failed or the run ended before."""
    EARLIER = "earlier"
    """Its row was sent before the run was resumed, and did not succeed."""


class RowOutcome(StrEnum):
    """The outcome of a data row."""

    SUCCESS = "success"
    FAILURE = "failure"
    """The row was answered and did not pass, and no write of it was executed."""
    EXECUTED = "executed"
    """The row did not pass, but a write of it was executed; sending it again would write twice."""
    UNKNOWN = "unknown"
    """It is unknown whether the row was executed."""
    NOT_SENT = "not-sent"


class EarlierEnd(msgspec.Struct, frozen=True):
    """The outcome of a row that was sent before its run was resumed."""

    outcome: RowOutcome
    code: str = ""


class RunEntry(msgspec.Struct, frozen=True):
    """A request that a run will send, with its data row."""

    saved: SavedRequest
    row: int | None = None
    """The number of the row, from 1."""
    values: Row = {}


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one request of a run."""

    order: tuple[int, int]
    """The position in a report: the number of the entry, then dependencies before their request."""
    path: str
    title: str
    row: int | None = None
    is_dependency: bool = False
    """Whether the request was sent because another request depends on it."""
    exchange: Exchange | None = None
    """The last exchange; its request is masked, its response is as received."""
    size: int = 0
    """The size of the response body in bytes."""
    has_body: bool = True
    """Whether the body is still kept; a long run keeps only the first bodies."""
    error: WedaError | None = None
    """Why there was no response; masked."""
    blocked_by: str = ""
    """The path of the request whose failure prevented this one from being sent."""
    is_unsent: bool = False
    """Whether the run ended before the request was sent."""
    is_stopped: bool = False
    """Whether the run was stopped while the request was being sent; it may still have arrived."""
    checks: tuple[Check, ...] = ()
    captures: tuple[Capture, ...] = ()
    """The captured values as received; they have to be masked before they are shown."""
    attempts: int = 0
    """The number of times the request was sent."""
    is_write: bool = False
    """Whether the call writes."""
    delivery: Delivery = Delivery.NOT_SENT
    """How far the request got, if there was no response."""
    elapsed: float = 0.0
    """The total duration in seconds, including the waits of a poll."""
    earlier: EarlierEnd | None = None
    """The outcome of a row that was sent before the run was resumed; nothing else is known."""

    @property
    def cause(self) -> RunFailureCause:
        """The first cause that explains why the request did not pass."""
        if self.blocked_by or self.is_unsent or self.is_stopped:
            return RunFailureCause.SKIPPED
        if self.earlier is not None:
            return RunFailureCause.EARLIER
        if self.error is not None:
            return RunFailureCause.ERROR
        failed = [check for check in self.checks if not check.ok]
        if failed:
            return (
                RunFailureCause.VERDICT
                if failed[0].assertion == IMPLIED
                else RunFailureCause.ASSERTION
            )
        has_missed = any(isinstance(each, Missing) for each in self.captures)
        return RunFailureCause.CAPTURE if has_missed else RunFailureCause.NONE

    @property
    def ok(self) -> bool:
        """Whether the request passed."""
        return self.cause is RunFailureCause.NONE

    @property
    def mark(self) -> str:
        """The mark in a list: ✓, ✗, or – for a request that was not sent."""
        if self.ok:
            return "✓"
        return "–" if self.cause is RunFailureCause.SKIPPED else "✗"


class Tally(msgspec.Struct, frozen=True):
    """The number of results of a run, by outcome."""

    passed: int
    failed: int
    skipped: int
    elapsed: float
    """The duration in seconds."""

    @property
    def ok(self) -> bool:
        """Whether every request passed."""
        return self.failed == 0 and self.skipped == 0


def tally(results: Sequence[RunResult], elapsed: float) -> Tally:
    """Count results by outcome."""
    skipped = sum(result.cause is RunFailureCause.SKIPPED for result in results)
    passed = sum(result.ok for result in results)
    return Tally(passed, len(results) - passed - skipped, skipped, elapsed)


def first_failure(results: Sequence[RunResult]) -> RunResult | None:
    """Return the first sent request that failed, in report order; else the first one not sent."""
    ordered = sorted(results, key=lambda result: result.order)
    failed = [result for result in ordered if not result.ok]
    sent = (result for result in failed if result.cause is not RunFailureCause.SKIPPED)
    return next(sent, failed[0] if failed else None)


class Write(msgspec.Struct, frozen=True):
    """A call of a run that writes, about which a guard asks."""

    path: str
    env_type: str
    """The env type in the resolved URL."""
    effect: Effect
    decision: GuardDecision
    """The decision of the guard; ``SEND`` if it does not ask."""


class Consent(msgspec.Struct, frozen=True):
    """The user's consent, given once for a whole run."""

    decision: GuardDecision = GuardDecision.SEND
    """The strictest question that the user answered."""
    writes: frozenset[Write] | None = frozenset()
    """The calls that the question was about; ``None`` for all calls of the run."""

    def covers(self, write: Write) -> bool:
        """Return whether the user agreed to a call."""
        return self.writes is None or write in self.writes


def strictest(writes: Sequence[Write]) -> GuardDecision:
    """Return the strictest question to ask before a run with these calls.

    A refused call needs no question.
    """
    asked = [write.decision for write in writes if write.decision is not GuardDecision.REFUSE]
    result = GuardDecision.SEND
    for each in asked:
        result = stricter(result, each)
    return result


MOST_PARALLEL = 32
"""The greatest number of requests sent in parallel."""
HIGHEST_RATE = 1000
"""The greatest rate in requests per second."""


RATES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, HIGHEST_RATE)
"""Rates that are offered; 0 for the default."""


class RunChoice(msgspec.Struct, frozen=True):
    """The settings of a run, chosen before it begins."""

    data: str = ""
    """The data file; empty for none."""
    parallel: int = 1
    """The number of requests sent in parallel."""
    bail: bool = False
    """Whether the run ends at the first failure."""
    junit: str = ""
    """The file for the results as JUnit XML; empty for none."""
    rate: int = 0
    """Requests per second of a run over rows; 0 for a default that depends on what is sent."""
    report: str = ""
    """The file for a report with one line for each row; empty for none."""
    way: RunWay = RunWay.ONCE
    monitor: MonitorChoice = MonitorChoice()
    load: LoadChoice = LoadChoice()

    def stepped(self, by: int) -> "RunChoice":
        """Return the choice with more or fewer parallel requests, from 1 to ``MOST_PARALLEL``."""
        parallel = max(1, min(self.parallel + by, MOST_PARALLEL))
        return msgspec.structs.replace(self, parallel=parallel)

    def at_other_rate(self, by: int) -> "RunChoice":
        """Return the choice with the next higher or lower rate, with wrap-around."""
        at = RATES.index(self.rate) if self.rate in RATES else 0
        return msgspec.structs.replace(self, rate=RATES[(at + by) % len(RATES)])

    def doubled(self) -> "RunChoice":
        """Return the choice with twice as many parallel requests; the maximum is followed by 1."""
        is_most = self.parallel >= MOST_PARALLEL
        return msgspec.structs.replace(
            self, parallel=1 if is_most else min(self.parallel * 2, MOST_PARALLEL)
        )
