"""The results of a run while it goes, always in the order of the report."""

from bisect import insort

from weda_tui.core.runs.results import RunResult

Order = tuple[int, int]
"""Where a result stands in the report."""


class LiveResults:
    """Takes results as they begin and end; the counts cost nothing to read."""

    def __init__(self) -> None:
        self._orders: list[Order] = []
        self._results: dict[Order, RunResult] = {}
        self._running: set[Order] = set()
        self.done = 0
        """Requests that were asked for and have ended."""
        self.passed = 0
        self.failed = 0

    def begin(self, result: RunResult) -> None:
        """Take a request that is on its way."""
        self._running.add(result.order)
        self._put(result)

    def end(self, result: RunResult) -> None:
        """Take what a request came to, sent or not."""
        self._running.discard(result.order)
        self._put(result)
        self.done += not result.is_dependency
        self.passed += result.ok
        self.failed += not result.ok

    @property
    def results(self) -> tuple[RunResult, ...]:
        """Those that have begun or ended."""
        return tuple(map(self._results.__getitem__, self._orders))

    @property
    def running(self) -> frozenset[Order]:
        """The orders of those that are on their way."""
        return frozenset(self._running)

    def _put(self, result: RunResult) -> None:
        if result.order not in self._results:
            insort(self._orders, result.order)
        self._results[result.order] = result
