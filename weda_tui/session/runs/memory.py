"""The memory of requests that others may depend on: how they went and what they captured."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import msgspec

from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.runs.answer_values import Capture, Captured

FRESH = 600.0
"""Seconds for which captured values are valid."""
_STRONGER = frozenset({VariableOrigin.CAPTURED, VariableOrigin.SET, VariableOrigin.BUILT_IN})


class SentRequest(msgspec.Struct, frozen=True):
    """How a request went that others may depend on."""

    ok: bool
    at: float
    """Monotonic clock, seconds."""


class Scope:
    """The memory for one row of data at one target, over one route."""

    def __init__(self) -> None:
        self.sent: dict[str, SentRequest] = {}
        self.captured: dict[str, dict[str, str]] = {}
        """Captured values by the path of their request, the latest last."""
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def layers(self) -> tuple[VariableLayer, ...]:
        """The captured values, weakest first."""
        return tuple(
            VariableLayer(VariableOrigin.CAPTURED, values, path)
            for path, values in self.captured.items()
        )

    def note(self, path: str, sent: SentRequest, captures: Iterable[Capture]) -> None:
        """Store how a request went and what it captured, replacing what it captured before."""
        self.sent[path] = sent
        self.captured.pop(path, None)
        taken = {each.name: each.value for each in captures if isinstance(each, Captured)}
        if taken:
            self.captured[path] = taken

    def is_fresh(self, path: str, now: float) -> bool:
        """Return whether a request passed recently enough."""
        sent = self.sent.get(path)
        return sent is not None and sent.ok and now - sent.at < FRESH


class Memory:
    """Captured values, by target, route and row.

    A response may contain a token, so what was captured over one route is used over no other route.

    A run has a memory of its own, which is kept to run the failed requests again. A session has a
    memory of what was sent without data, for the requests that are sent one by one.
    """

    def __init__(self, fingerprint: Callable[[Environment], str]) -> None:
        """``fingerprint`` returns the fingerprint of an environment's current route."""
        self._fingerprint = fingerprint
        self._scopes: dict[tuple[str, str, str, int | None], Scope] = {}

    def scope(self, where: Target, row: int | None = None) -> Scope:
        """Return the memory of a row at a target."""
        environment = where.environment
        key = (environment.name, self._fingerprint(environment), where.env_type, row)
        return self._scopes.setdefault(key, Scope())

    def forget_failures(self) -> None:
        """Forget failed requests, so that they are sent again."""
        for scope in self._scopes.values():
            scope.sent = {path: sent for path, sent in scope.sent.items() if sent.ok}

    def captured(self, where: Target, row: int | None = None) -> Mapping[str, str]:
        """Return the captured values of a row at a target."""
        scope = self.scope(where, row)
        return {name: value for each in scope.captured.values() for name, value in each.items()}

    def over(self, layers: tuple[VariableLayer, ...], where: Target) -> tuple[VariableLayer, ...]:
        """Return the variables of a request, with the values captured at a target added.

        The layers of a request in a run include one for its row and already have the right values.
        """
        if any(layer.origin is VariableOrigin.ROW for layer in layers):
            return layers
        more = tuple(layer for layer in self.scope(where).layers if layer not in layers)
        at = next((n for n, each in enumerate(layers) if each.origin in _STRONGER), len(layers))
        return (*layers[:at], *more, *layers[at:])
