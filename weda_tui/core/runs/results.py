"""A run: saved requests sent one after the other, each with what it came to."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import Assertion, SavedRequest
from weda_tui.core.errors import Delivery, WedaError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.runs.answer_values import Capture, Missed
from weda_tui.core.runs.assertions import IMPLIED, AssertionHeld, Judgement
from weda_tui.core.runs.choices import LoadChoice, MonitorChoice, RunWay
from weda_tui.core.sending.exchange import Exchange

Row = Mapping[str, str]
"""Values of one row of data by the names of their columns."""


class Check(msgspec.Struct, frozen=True):
    """An assertion and how it went."""

    assertion: Assertion
    judgement: Judgement

    @property
    def ok(self) -> bool:
        """Whether it holds; what nobody can judge does not."""
        return isinstance(self.judgement, AssertionHeld)


class RunFailureCause(StrEnum):
    """Why a request of a run did not pass."""

    NONE = "none"
    ERROR = "error"
    """No answer came."""
    VERDICT = "verdict"
    """The answer is no verified success, and nothing in the file asks for another verdict."""
    ASSERTION = "assertion"
    CAPTURE = "capture"
    """What later requests need is not in the answer."""
    SKIPPED = "skipped"
    """It was not sent: a request that it depends on failed, or the run ended before it."""
    EARLIER = "earlier"
    """Its row was sent before the run was resumed, and did not succeed."""


class RowOutcome(StrEnum):
    """What a row of data came to."""

    SUCCESS = "success"
    FAILURE = "failure"
    """It was answered and did not pass, and no write of it was executed."""
    EXECUTED = "executed"
    """It did not pass, although a write of it was executed: sent again, it would write twice."""
    UNKNOWN = "unknown"
    """Nobody knows whether it was executed."""
    NOT_SENT = "not-sent"


class EarlierEnd(msgspec.Struct, frozen=True):
    """What a row came to that was sent before its run was resumed."""

    outcome: RowOutcome
    code: str = ""


class RunEntry(msgspec.Struct, frozen=True):
    """A request that a run will send, with its row of data."""

    saved: SavedRequest
    row: int | None = None
    """From 1."""
    values: Row = {}


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one request of a run came to."""

    order: tuple[int, int]
    """Where it stands in a report: the number of its entry, and in that, dependencies first."""
    path: str
    title: str
    row: int | None = None
    is_dependency: bool = False
    """Whether another request asked for it."""
    exchange: Exchange | None = None
    """The last answer; its request is masked, the answer is as received."""
    size: int = 0
    """Bytes of the answer's body."""
    has_body: bool = True
    """Whether the body is still kept; of a long run only the first are."""
    error: WedaError | None = None
    """Why no answer came; masked."""
    blocked_by: str = ""
    """Path of the request whose failure kept this one from being sent."""
    is_unsent: bool = False
    """Whether the run ended before it was sent."""
    is_stopped: bool = False
    """Whether the run was stopped while it was on its way: it may have arrived all the same."""
    checks: tuple[Check, ...] = ()
    captures: tuple[Capture, ...] = ()
    """Values as received: mask them before they are shown."""
    attempts: int = 0
    """How often it was sent."""
    is_write: bool = False
    """Whether the call changes something."""
    delivery: Delivery = Delivery.NOT_SENT
    """How far it came, where no answer did."""
    elapsed: float = 0.0
    """Seconds in all, the waits of a poll included."""
    earlier: EarlierEnd | None = None
    """What the row came to, where that is all that is known: it was sent earlier."""

    @property
    def cause(self) -> RunFailureCause:
        """Why it did not pass; the first that applies."""
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
        has_missed = any(isinstance(each, Missed) for each in self.captures)
        return RunFailureCause.CAPTURE if has_missed else RunFailureCause.NONE

    @property
    def ok(self) -> bool:
        """Whether it passed."""
        return self.cause is RunFailureCause.NONE

    @property
    def mark(self) -> str:
        """What stands before it in a list: ✓, ✗, or – for one that was not sent."""
        if self.ok:
            return "✓"
        return "–" if self.cause is RunFailureCause.SKIPPED else "✗"


class Tally(msgspec.Struct, frozen=True):
    """A run in numbers."""

    passed: int
    failed: int
    skipped: int
    elapsed: float
    """Seconds."""

    @property
    def ok(self) -> bool:
        """Whether all that was asked for passed."""
        return self.failed == 0 and self.skipped == 0


def tally(results: Sequence[RunResult], elapsed: float) -> Tally:
    """Count results."""
    skipped = sum(result.cause is RunFailureCause.SKIPPED for result in results)
    passed = sum(result.ok for result in results)
    return Tally(passed, len(results) - passed - skipped, skipped, elapsed)


def first_failure(results: Sequence[RunResult]) -> RunResult | None:
    """Return the first in the order of the report that was sent and failed; else one not sent."""
    ordered = sorted(results, key=lambda result: result.order)
    failed = [result for result in ordered if not result.ok]
    sent = (result for result in failed if result.cause is not RunFailureCause.SKIPPED)
    return next(sent, failed[0] if failed else None)


class Write(msgspec.Struct, frozen=True):
    """A call of a run that changes something: what a guard asks about."""

    path: str
    env_type: str
    """The one that the resolved URL names."""
    effect: Effect
    decision: GuardDecision
    """What the guard says to it; ``SEND`` where it asks nothing."""


class Consent(msgspec.Struct, frozen=True):
    """What the user has agreed to, once for a run."""

    decision: GuardDecision = GuardDecision.SEND
    """The strictest question that was answered."""
    writes: frozenset[Write] | None = frozenset()
    """The calls that it was about; ``None`` for whatever the run sends."""

    def covers(self, write: Write) -> bool:
        """Return whether a call was agreed to."""
        return self.writes is None or write in self.writes


def strictest(writes: Sequence[Write]) -> GuardDecision:
    """Return what is asked before a run with these calls; one that is refused asks nothing."""
    asked = [write.decision for write in writes if write.decision is not GuardDecision.REFUSE]
    result = GuardDecision.SEND
    for each in asked:
        result = stricter(result, each)
    return result


MOST_PARALLEL = 32
"""Requests that may be on their way at once."""
HIGHEST_RATE = 1000
"""Requests a second that may be asked for."""


RATES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, HIGHEST_RATE)
"""Rates that are offered; 0 for the default."""


class RunChoice(msgspec.Struct, frozen=True):
    """How a run is to go, as it is chosen before it begins."""

    data: str = ""
    """The file of the rows; empty for none."""
    parallel: int = 1
    """Requests that are on their way at once."""
    bail: bool = False
    """Whether the first failure is the last request."""
    junit: str = ""
    """The file that the results are written to as JUnit XML; empty for none."""
    rate: int = 0
    """Requests a second of a run over rows; 0 for what is right for what it sends."""
    report: str = ""
    """The file that gets a line for each row; empty for none."""
    way: RunWay = RunWay.ONCE
    monitor: MonitorChoice = MonitorChoice()
    load: LoadChoice = LoadChoice()

    def stepped(self, by: int) -> "RunChoice":
        """Return it with more or fewer requests at once, from 1 to ``MOST_PARALLEL``."""
        parallel = max(1, min(self.parallel + by, MOST_PARALLEL))
        return msgspec.structs.replace(self, parallel=parallel)

    def at_other_rate(self, by: int) -> "RunChoice":
        """Return it with a higher or a lower rate; the ends meet."""
        at = RATES.index(self.rate) if self.rate in RATES else 0
        return msgspec.structs.replace(self, rate=RATES[(at + by) % len(RATES)])

    def doubled(self) -> "RunChoice":
        """Return it with twice as many at once; behind the most comes one."""
        is_most = self.parallel >= MOST_PARALLEL
        return msgspec.structs.replace(
            self, parallel=1 if is_most else min(self.parallel * 2, MOST_PARALLEL)
        )
