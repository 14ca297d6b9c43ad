"""What a run knows of its requests: how they went and what they captured, by place and row."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping

import msgspec

from weda_tui.core.environment import Where


class Sent(msgspec.Struct, frozen=True):
    """How a request went that others may depend on."""

    ok: bool
    at: float
    """Monotonic clock, seconds."""


class Scope:
    """What is known in one row of data at one place."""

    def __init__(self) -> None:
        self.sent: dict[str, Sent] = {}
        self.captured: dict[str, dict[str, str]] = {}
        """Values by the path they came from, the latest last."""
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)


class Memory:
    """What was captured, by place and row: kept by whoever runs the failed ones again."""

    def __init__(self) -> None:
        self._scopes: dict[tuple[str, str, str, int | None], Scope] = {}

    def scope(self, where: Where, row: int | None) -> Scope:
        """Return what is known of a row at a place."""
        environment = where.environment
        key = (environment.name, environment.host, where.env_type, row)
        return self._scopes.setdefault(key, Scope())

    def forget_failures(self) -> None:
        """Let what failed be sent again."""
        for scope in self._scopes.values():
            scope.sent = {path: sent for path, sent in scope.sent.items() if sent.ok}

    def captured(self, where: Where, row: int | None = None) -> Mapping[str, str]:
        """Return the values of a row at a place."""
        scope = self.scope(where, row)
        return {name: value for each in scope.captured.values() for name, value in each.items()}
