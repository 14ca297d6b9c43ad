"""What this run has seen: how the last call of each endpoint in each place ended."""

from collections.abc import Mapping

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.environments.deployment import Target
from weda_tui.core.sending.exchange import Answered, Cancelled, Settled

KEPT = 12
"""Answers that are kept whole, the latest ones; how a call went is kept of all."""


_Place = tuple[str, str, str]


class Answers:
    """The answers of one run, by place and endpoint."""

    def __init__(self) -> None:
        self._latest: dict[tuple[_Place, str], Settled] = {}
        self._marks: dict[_Place, dict[str, Mark]] = {}

    def keep(self, where: Target, endpoint_id: str, result: Settled) -> None:
        """Keep how a call of ``where`` ended in place of the time before.

        A cancelled read changed nothing, so the answer before it stays. A cancelled write may have
        arrived: it is kept, and the mark of the verdict before it stays.
        """
        if isinstance(result, Cancelled) and not result.is_write:
            return
        place = _place(where)
        self._latest.pop((place, endpoint_id), None)
        self._latest[(place, endpoint_id)] = result
        while len(self._latest) > KEPT:
            self._latest.pop(next(iter(self._latest)))
        if isinstance(result, Cancelled):
            return
        mark = result.exchange.verdict.mark if isinstance(result, Answered) else Mark.FAILURE
        self._marks[place] = {**self._marks.get(place, {}), endpoint_id: mark}

    def latest(self, where: Target | None, endpoint_id: str) -> Settled | None:
        """Return how an endpoint's last call in a place ended, if that is still kept."""
        return self._latest.get((_place(where), endpoint_id)) if where else None

    def bodies_of(self, where: Target) -> list[tuple[bytes, float]]:
        """Return the bodies that are kept of a place and when they were asked for, newest first."""
        place = _place(where)
        return [
            (result.exchange.response.body, result.exchange.started_at)
            for key, result in reversed(self._latest.items())
            if key[0] == place and isinstance(result, Answered)
        ]

    def marks(self, where: Target | None) -> Mapping[str, Mark]:
        """Return how the last call of each endpoint went in a place."""
        return self._marks.get(_place(where), {}) if where else {}


def _place(where: Target) -> _Place:
    """Return what makes a place: under another address the same name is another one."""
    return (where.environment.name, where.environment.host, where.env_type)
