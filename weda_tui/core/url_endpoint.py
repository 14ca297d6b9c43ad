"""The endpoint of a request that names none: the one that its URL names, or one of its own."""

import re

from weda_tui.core import template
from weda_tui.core.catalogue import Catalogue, PathTemplate
from weda_tui.core.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind

_ORIGIN = re.compile(r"(?:https?://[^/?#]*|\{\{[^{}]*\}\})", re.IGNORECASE)


def endpoint_of_url(catalogue: Catalogue, method: str, url: str) -> Endpoint:
    """Return what a URL with variables in it calls.

    One that nobody documents is a write at least, as ``target.find_target`` has it, and takes the
    deployment's token.
    """
    path = "/" + re.split(r"[?#]", _ORIGIN.sub("", url.strip(), count=1))[0].strip("/")
    segments = tuple(template.VARIABLE.sub("x", part).casefold() for part in path.split("/")[1:])
    fitting = [each for each in catalogue.templates if each.fits(segments)]
    same = [each for each in fitting if each.endpoint.method == method.upper()]
    if same:
        return max(same, key=_literals).endpoint
    return Endpoint(
        id="",
        module="",
        group="",
        method=method,
        path=path,
        title=Bilingual(path, path),
        effect=Effect.DESTRUCTIVE if method.upper() == "DELETE" else Effect.WRITE,
        confidence=Confidence.OWN,
        token_kind=TokenKind.KEY,
    )


def _literals(found: PathTemplate) -> int:
    return found.literals
