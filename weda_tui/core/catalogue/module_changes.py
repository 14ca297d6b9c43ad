"""The differences between two versions of a module: new, changed and removed calls."""

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Module

PARTS = (
    "method",
    "path",
    "title",
    "summary",
    "group",
    "effect",
    "token_kind",
    "parameters",
    "body",
    "response",
)
"""The fields and properties of ``Endpoint`` by which two versions of a call are compared."""


class ChangedEndpoint(msgspec.Struct, frozen=True):
    """A call that differs from its previous version."""

    before: Endpoint
    after: Endpoint
    parts: tuple[str, ...]
    """The names from ``PARTS`` that differ, in the order of ``PARTS``."""


class ModuleChanges(msgspec.Struct, frozen=True, kw_only=True):
    """The changes that a new version of a module contains."""

    new: tuple[Endpoint, ...] = ()
    changed: tuple[ChangedEndpoint, ...] = ()
    gone: tuple[Endpoint, ...] = ()
    same: int = 0
    """How many calls are unchanged."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no difference."""
        return not (self.new or self.changed or self.gone)


def compare(before: Module | None, after: Module) -> ModuleChanges:
    """Compare the calls of two modules by their ids; reads the details of all calls."""
    old = {endpoint.id: endpoint for endpoint in before.endpoints} if before else {}
    new: list[Endpoint] = []
    changed: list[ChangedEndpoint] = []
    same = 0
    for endpoint in after.endpoints:
        known = old.pop(endpoint.id, None)
        if known is None:
            new.append(endpoint)
        elif parts := tuple(part for part in PARTS if _differs(known, endpoint, part)):
            changed.append(ChangedEndpoint(known, endpoint, parts))
        else:
            same += 1
    return ModuleChanges(
        new=tuple(new), changed=tuple(changed), gone=tuple(old.values()), same=same
    )


def _differs(before: Endpoint, after: Endpoint, part: str) -> bool:
    one: object = getattr(before, part)
    other: object = getattr(after, part)
    return one != other
