"""What another format cannot hold of a request: named, so that nothing is lost in silence."""

from enum import StrEnum

import msgspec


class UnwrittenPart(StrEnum):
    """A part of a request that has no name of its own. Each names a field of ``i18n``'s parts."""

    BODY = "body"
    BINARY = "binary"
    """Bytes of a body that are no UTF-8."""
    TOKENS = "tokens"
    """That nobody sees the tokens of an answer."""


class Unwritten(msgspec.Struct, frozen=True):
    """A request, or one thing of it, that an export left out or that is sent otherwise."""

    path: str
    what: str = ""
    """As a request or a file spells it, or a ``UnwrittenPart``; empty for all of the request."""


class ReplacedEnvType(msgspec.Struct, frozen=True):
    """A request whose address names an env type that the export does not keep."""

    path: str
    named: str
    """As the address has it: ``dev``, or a variable."""
    sent: str
    """What stands in its place: the chosen one, or the variable for it."""
