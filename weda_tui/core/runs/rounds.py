"""The rounds of a monitor: what each came to, the last marks, what turned red first."""

from collections.abc import Mapping, Sequence

import msgspec

from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.comparison.json_diff import JsonComparison
from weda_tui.core.errors import ErrorCode, RouteError, WedaError
from weda_tui.core.runs.results import RunFailureCause, RunResult, Tally, tally
from weda_tui.core.runs.stops import RunStop

MOST_MARKS = 200
"""Verdicts that are kept of each request, and of the rounds."""
MOST_CODES = 10
"""Codes that are kept of one failure over several rounds."""
OK_CODE, OTHER_CODE = "ok", "other"


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One round: every request that was chosen, once."""

    number: int
    """From 1."""
    at: float
    """When it began: wall clock, seconds since the epoch."""
    elapsed: float
    """Seconds."""
    results: tuple[RunResult, ...]
    error: WedaError | None = None
    """Why nothing of it was sent; masked. Each result has it, too."""
    is_stopped: bool = False
    """Whether somebody stopped it."""
    stop: RunStop | None = None
    """Why it stopped by itself, where it did."""
    skipped: int = 0
    """Slots that passed before it while the round before was running, or the machine slept."""
    skipped_since: float = 0.0
    """When the first of them was: wall clock."""
    changed: tuple[str, ...] = ()
    """Files whose change began it."""
    token_ends: Mapping[TokenKind, float] = {}
    """When the tokens end that there are: wall clock."""
    certificate_ends: float | None = None
    """When the server's certificate ends, as seen last: wall clock; ``None`` where none was."""

    @property
    def tally(self) -> Tally:
        """The round in numbers."""
        return tally(self.results, self.elapsed)

    @property
    def cut_by(self) -> WedaError | None:
        """Why it is not whole, where that was no stop: nothing was sent, or a route was refused."""
        refused = (each.error for each in self.results if isinstance(each.error, RouteError))
        return self.error or next(refused, None)

    @property
    def mark(self) -> str:
        """What stands before it in a list: ✓, ✗, or – for one that was stopped."""
        return "–" if self.is_stopped else "✓" if self.tally.ok else "✗"

    @property
    def token_end(self) -> float | None:
        """When the first of the tokens ends."""
        return min(self.token_ends.values(), default=None)


RequestKey = tuple[str, int | None]
"""The path of a request, and its row of data."""


def key_of_result(result: RunResult) -> RequestKey:
    """Return what the results of one request in each round have in common."""
    return result.path, result.row


def code_of(result: RunResult) -> str:
    """Return what a request ended with: ``ok``, a code of the server or of ours, or the cause."""
    if result.ok:
        return OK_CODE
    if result.error is not None:
        return result.error.code.value
    exchange = result.exchange
    if result.cause is RunFailureCause.VERDICT and exchange is not None and exchange.verdict.code:
        return exchange.verdict.code
    return result.cause.value


_BOUNDED = frozenset({OK_CODE, *DOCUMENTED, *Foreign, *ErrorCode, *RunFailureCause})


def bounded_code(result: RunResult) -> str:
    """Return the code for a label, of which there may be only so many: no server makes up one."""
    code = code_of(result)
    return code if code in _BOUNDED else OTHER_CODE


class FirstRed(msgspec.Struct, frozen=True, kw_only=True):
    """The failure that a request turned red with, and what changed since it passed."""

    result: RunResult
    at: float
    """Wall clock, seconds since the epoch."""
    good: RunResult | None = None
    """The last that passed; ``None`` where none did."""
    good_at: float = 0.0
    answers: JsonComparison | None = None
    """What the responses differ in, masked; ``None`` where one of the two is missing."""
    changed: tuple[str, ...] = ()
    """Files whose change began the round."""
    codes: tuple[str, ...] = ()
    """What it ended with in each round until it passed again, each code once."""
    green_at: float | None = None
    """When it passed again; ``None`` while it fails."""


class RequestLog:
    """How one request went over the rounds."""

    def __init__(self, result: RunResult) -> None:
        self.last = result
        self.marks = ""
        """One character a round, the newest last."""
        self.first_red: FirstRed | None = None
        self.good: RunResult | None = None
        """The last that passed, with as much of its body as is kept."""
        self.good_at = 0.0


class RoundLog:
    """What a monitor knows of its rounds. Bodies are kept of the last round and of last passes."""

    def __init__(self) -> None:
        self.last: Round | None = None
        """The last round that nobody stopped."""
        self.marks = ""
        """One character a round, the newest last."""
        self.rounds = self.failed = self.skipped = 0
        self.requests: dict[RequestKey, RequestLog] = {}

    def add(self, round_: Round) -> Sequence[RequestLog]:
        """Note a round; return the requests that have just turned red, not compared yet.

        One that was stopped says nothing of the requests.
        """
        self.skipped += round_.skipped
        self.marks = _added(self.marks, round_.mark)
        if round_.is_stopped:
            return ()
        self.rounds += 1
        self.failed += not round_.tally.ok
        self.last = round_
        if round_.error is None and not round_.tally.skipped:  # what has no result is gone
            sent = set(map(key_of_result, round_.results))
            self.requests = {key: log for key, log in self.requests.items() if key in sent}
        return [log for each in round_.results if (log := self._note(each, round_)) is not None]

    def _note(self, result: RunResult, round_: Round) -> RequestLog | None:
        """Note a result; return the log of a request that has just turned red.

        What was not sent since another request failed neither turns red nor passes.
        """
        at = round_.at
        log = self.requests.setdefault(key_of_result(result), RequestLog(result))
        log.last = result
        log.marks = _added(log.marks, result.mark)
        red = log.first_red
        is_red = red is not None and red.green_at is None
        if result.ok:
            log.good, log.good_at = result, at
            if red is not None and is_red:
                log.first_red = msgspec.structs.replace(red, green_at=at)
            return None
        if result.cause is RunFailureCause.SKIPPED:
            return None
        code = code_of(result)
        if red is not None and is_red:
            codes = tuple(dict.fromkeys((*red.codes, code)))[:MOST_CODES]
            log.first_red = msgspec.structs.replace(red, codes=codes)
            return None
        log.first_red = FirstRed(
            result=result, at=at, codes=(code,),
            good=log.good, good_at=log.good_at, changed=round_.changed,
        )  # fmt: skip
        return log


def _added(marks: str, mark: str) -> str:
    return f"{marks}{mark}"[-MOST_MARKS:]
