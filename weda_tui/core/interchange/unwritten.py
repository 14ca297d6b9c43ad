"""Parts of a request that another format cannot hold, so that nothing is lost silently."""

from enum import StrEnum

import msgspec


class UnwrittenPart(StrEnum):
    """A part of a request without its own name. Each value names a field of ``i18n``'s parts."""

    BODY = "body"
    BINARY = "binary"
    """Bytes of a body that are not UTF-8."""
    TOKENS = "tokens"
    """The masking of tokens in a response."""


class Unwritten(msgspec.Struct, frozen=True):
    """A request, or a part of it, that an export omits or that is sent differently."""

    path: str
    what: str = ""
    """As a request or a file spells it, or an ``UnwrittenPart``; empty for the whole request."""


class ReplacedEnvType(msgspec.Struct, frozen=True):
    """A request whose URL names an env type that the export replaces."""

    path: str
    named: str
    """As in the URL: ``dev``, or a variable."""
    sent: str
    """The replacement: the chosen env type, or the variable for it."""
