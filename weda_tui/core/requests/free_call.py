"""A request that no endpoint of the catalogue stands for: its address says everything."""

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
"""What a draft without an endpoint is; its path says what it does: ``core.guard.resolved_call``."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def undocumented_effect(method: str) -> Effect:
    """Return what a call does that no catalogue knows, as far as its method says."""
    name = method.upper()
    if name in _READING:
        return Effect.READ
    return Effect.DESTRUCTIVE if name == "DELETE" else Effect.WRITE


def call_name(method: str, url: str) -> str:
    """Return ``GET /path``: the name of a call that has none."""
    path = urlsplit(url).path if url else ""
    return f"{method} {path or '/'}"


def free_call(method: str, title: str = "", effect: Effect | None = None) -> Endpoint:
    """Return the endpoint of a call that no catalogue knows; its method says what it does."""
    effect = effect or undocumented_effect(method)
    if effect is FREE_CALL.effect and not title:
        return FREE_CALL
    return msgspec.structs.replace(
        FREE_CALL, method=method or FREE_CALL.method, title=Bilingual(title, title), effect=effect
    )
