"""What is known of requests that others may need: how they went, what they captured, by place."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import msgspec

from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.runs.answer_values import Capture, Taken

FRESH = 600.0
"""Seconds for which captured values are good."""
_STRONGER = frozenset({VariableOrigin.CAPTURED, VariableOrigin.SET, VariableOrigin.BUILT_IN})


class SentRequest(msgspec.Struct, frozen=True):
    """How a request went that others may depend on."""

    ok: bool
    at: float
    """Monotonic clock, seconds."""


class Scope:
    """What is known in one row of data at one place, over one route."""

    def __init__(self) -> None:
        self.sent: dict[str, SentRequest] = {}
        self.captured: dict[str, dict[str, str]] = {}
        """Values by the path they came from, the latest last."""
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def layers(self) -> tuple[VariableLayer, ...]:
        """The captured values, weakest first."""
        return tuple(
            VariableLayer(VariableOrigin.CAPTURED, values, path)
            for path, values in self.captured.items()
        )

    def note(self, path: str, sent: SentRequest, captures: Iterable[Capture]) -> None:
        """Keep how a request went; what it captured before is gone."""
        self.sent[path] = sent
        self.captured.pop(path, None)
        taken = {each.name: each.value for each in captures if isinstance(each, Taken)}
        if taken:
            self.captured[path] = taken

    def is_fresh(self, path: str, now: float) -> bool:
        """Return whether a request went well, and of late."""
        sent = self.sent.get(path)
        return sent is not None and sent.ok and now - sent.at < FRESH


class Memory:
    """What was captured, by place, route and row.

    An answer may hold a token, so what was captured over one route is used over no other.

    A run has one of its own, kept by whoever runs the failed ones again; a session has one of
    what was sent without data, for the requests that are sent one by one.
    """

    def __init__(self, fingerprint: Callable[[Environment], str]) -> None:
        """``fingerprint`` returns that of an environment's route now."""
        self._fingerprint = fingerprint
        self._scopes: dict[tuple[str, str, str, int | None], Scope] = {}

    def scope(self, where: Target, row: int | None = None) -> Scope:
        """Return what is known of a row at a place."""
        environment = where.environment
        key = (environment.name, self._fingerprint(environment), where.env_type, row)
        return self._scopes.setdefault(key, Scope())

    def forget_failures(self) -> None:
        """Let what failed be sent again."""
        for scope in self._scopes.values():
            scope.sent = {path: sent for path, sent in scope.sent.items() if sent.ok}

    def captured(self, where: Target, row: int | None = None) -> Mapping[str, str]:
        """Return the values of a row at a place."""
        scope = self.scope(where, row)
        return {name: value for each in scope.captured.values() for name, value in each.items()}

    def over(self, layers: tuple[VariableLayer, ...], where: Target) -> tuple[VariableLayer, ...]:
        """Return the variables of a request with what was captured at a place.

        A request of a run, which has a layer for its row, brings what counts itself.
        """
        if any(layer.origin is VariableOrigin.ROW for layer in layers):
            return layers
        more = tuple(layer for layer in self.scope(where).layers if layer not in layers)
        at = next((n for n, each in enumerate(layers) if each.origin in _STRONGER), len(layers))
        return (*layers[:at], *more, *layers[at:])
