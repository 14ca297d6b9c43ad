"""The rounds of a monitor: their results, the latest marks, and the first failures."""

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
"""The greatest number of marks that are kept of each request, and of the rounds."""
MOST_CODES = 10
"""The greatest number of codes that are kept of one failure over several rounds."""
OK_CODE, OTHER_CODE = "ok", "other"


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One round, in which every chosen request is sent once."""

    number: int
    """The number of the round, from 1."""
    at: float
    """When the round began: wall clock, in seconds since the epoch."""
    elapsed: float
    """The duration in seconds."""
    results: tuple[RunResult, ...]
    error: WedaError | None = None
    """Why no request of the round was sent, masked. Each result has the same error."""
    is_stopped: bool = False
    """Whether the round was stopped from outside."""
    stop: RunStop | None = None
    """Why the round stopped by itself, if it did."""
    skipped: int = 0
    """Slots that passed before the round, while the previous round ran or the machine slept."""
    skipped_since: float = 0.0
    """The time of the first skipped slot: wall clock."""
    changed: tuple[str, ...] = ()
    """The files whose change started the round."""
    token_ends: Mapping[TokenKind, float] = {}
    """When the existing tokens expire: wall clock."""
    certificate_ends: float | None = None
    """When the server's last seen certificate expires: wall clock; ``None`` if none was seen."""

    @property
    def tally(self) -> Tally:
        """The number of results, by outcome."""
        return tally(self.results, self.elapsed)

    @property
    def cut_by(self) -> WedaError | None:
        """Why the round is incomplete, other than by a stop.

        Nothing was sent, or a route was refused.
        """
        refused = (each.error for each in self.results if isinstance(each.error, RouteError))
        return self.error or next(refused, None)

    @property
    def mark(self) -> str:
        """The mark in a list: ✓, ✗, or – for a stopped round."""
        return "–" if self.is_stopped else "✓" if self.tally.ok else "✗"

    @property
    def token_end(self) -> float | None:
        """When the first of the tokens expires."""
        return min(self.token_ends.values(), default=None)


RequestKey = tuple[str, int | None]
"""The path of a request, and the number of its data row."""


def key_of_result(result: RunResult) -> RequestKey:
    """Return the key that the results of one request share in all rounds."""
    return result.path, result.row


def code_of(result: RunResult) -> str:
    """Return the code of a result: ``ok``, a code of the server or the program, or the cause."""
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
    """Return the code of a result for use as a metric label.

    The number of values is bounded: a server cannot add any.
    """
    code = code_of(result)
    return code if code in _BOUNDED else OTHER_CODE


class FirstRed(msgspec.Struct, frozen=True, kw_only=True):
    """The first failure of a request after it passed, and what changed in between."""

    result: RunResult
    at: float
    """When the request failed: wall clock, in seconds since the epoch."""
    good: RunResult | None = None
    """The last result that passed; ``None`` if there is none."""
    good_at: float = 0.0
    answers: JsonComparison | None = None
    """The differences between the two responses, masked; ``None`` if one of them is missing."""
    changed: tuple[str, ...] = ()
    """Files whose change began the round."""
    codes: tuple[str, ...] = ()
    """The codes of the rounds until the request passed again, each once."""
    green_at: float | None = None
    """When the request passed again; ``None`` while it fails."""


class RequestLog:
    """The history of one request over the rounds."""

    def __init__(self, result: RunResult) -> None:
        self.last = result
        self.marks = ""
        """One character for each round, the newest last."""
        self.first_red: FirstRed | None = None
        self.good: RunResult | None = None
        """The last result that passed, with the kept part of its body."""
        self.good_at = 0.0


class RoundLog:
    """The history of a monitor's rounds.

    Bodies are kept of the last round and of the last results that passed.
    """

    def __init__(self) -> None:
        self.last: Round | None = None
        """The last round that was not stopped."""
        self.marks = ""
        """One character for each round, the newest last."""
        self.rounds = self.failed = self.skipped = 0
        self.requests: dict[RequestKey, RequestLog] = {}

    def add(self, round_: Round) -> Sequence[RequestLog]:
        """Record a round; return the requests that newly failed, not yet compared.

        The results of a stopped round are ignored.
        """
        self.skipped += round_.skipped
        self.marks = _added(self.marks, round_.mark)
        if round_.is_stopped:
            return ()
        self.rounds += 1
        self.failed += not round_.tally.ok
        self.last = round_
        if round_.error is None and not round_.tally.skipped:  # without a result, a request is gone
            sent = set(map(key_of_result, round_.results))
            self.requests = {key: log for key, log in self.requests.items() if key in sent}
        return [log for each in round_.results if (log := self._note(each, round_)) is not None]

    def _note(self, result: RunResult, round_: Round) -> RequestLog | None:
        """Record a result; return the log of the request if it newly failed.

        A request that was not sent because another one failed counts neither as failed nor as
        passed.
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
