"""Calls that are not in the catalogue: only their method and URL describe them."""

from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.text import template

FREE_CALL = Endpoint(
    id="",
    module="",
    group="",
    method="GET",
    path=f"{{{{{template.HOST}}}}}/",
    title=Bilingual(),
    effect=Effect.WRITE,
    confidence=Confidence.OWN,
    token_kind=TokenKind.KEY,
)
"""The endpoint that is used for a draft without one.

``core.guard.resolved_call`` determines from the path what such a call does.
"""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def undocumented_effect(method: str) -> Effect:
    """Return the effect of a call that is not in the catalogue, judged by its method."""
    name = method.upper()
    if name in _READING:
        return Effect.READ
    return Effect.DESTRUCTIVE if name == "DELETE" else Effect.WRITE


def call_name(method: str, url: str) -> str:
    """Return ``GET /path``, the display name of a call without a title."""
    path = urlsplit(url).path if url else ""
    return f"{method} {path or '/'}"


def free_call(method: str, title: str = "", effect: Effect | None = None) -> Endpoint:
    """Return an endpoint for a call that is not in the catalogue.

    Unless ``effect`` is given, the method determines it.
    """
    effect = effect or undocumented_effect(method)
    if effect is FREE_CALL.effect and not title:
        return FREE_CALL
    return msgspec.structs.replace(
        FREE_CALL, method=method or FREE_CALL.method, title=Bilingual(title, title), effect=effect
    )
