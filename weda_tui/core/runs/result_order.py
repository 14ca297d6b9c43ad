"""The results of a running run, always in the order of its report."""

from bisect import insort

from weda_tui.core.runs.results import RunResult

Order = tuple[int, int]
"""The position of a result in the report."""


class LiveResults:
    """A sorted collection of the results of requests that have begun or ended, with counts."""

    def __init__(self) -> None:
        self._orders: list[Order] = []
        self._results: dict[Order, RunResult] = {}
        self._running: set[Order] = set()
        self.done = 0
        """The number of requests that have ended, without dependencies."""
        self.passed = 0
        self.failed = 0

    def begin(self, result: RunResult) -> None:
        """Add a request that is being sent."""
        self._running.add(result.order)
        self._put(result)

    def end(self, result: RunResult) -> None:
        """Add the final result of a request, whether it was sent or not."""
        self._running.discard(result.order)
        self._put(result)
        self.done += not result.is_dependency
        self.passed += result.ok
        self.failed += not result.ok

    @property
    def results(self) -> tuple[RunResult, ...]:
        """The results of the requests that have begun or ended."""
        return tuple(map(self._results.__getitem__, self._orders))

    @property
    def running(self) -> frozenset[Order]:
        """The positions of the requests that are being sent."""
        return frozenset(self._running)

    def _put(self, result: RunResult) -> None:
        if result.order not in self._results:
            insort(self._orders, result.order)
        self._results[result.order] = result
