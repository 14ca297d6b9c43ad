"""What is new, changed and gone between two readings of a module."""

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
"""What two readings of a call are compared by: fields and properties of ``Endpoint``."""


class ChangedEndpoint(msgspec.Struct, frozen=True):
    """A call that says something else than before."""

    before: Endpoint
    after: Endpoint
    parts: tuple[str, ...]
    """Those of ``PARTS`` that differ, in their order."""


class ModuleChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What a new reading of a module brings."""

    new: tuple[Endpoint, ...] = ()
    changed: tuple[ChangedEndpoint, ...] = ()
    gone: tuple[Endpoint, ...] = ()
    same: int = 0
    """How many calls are as they were."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.new or self.changed or self.gone)


def compare(before: Module | None, after: Module) -> ModuleChanges:
    """Compare call by call, by their ids; reads the details of all of them."""
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
