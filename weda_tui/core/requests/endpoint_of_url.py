"""What a request calls and does, by what stands in it before its variables have values."""

import re

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.guard.method_overrides import find_overrides, holds_request
from weda_tui.core.guard.resolved_call import effect_of_path, worse
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.free_call import free_call
from weda_tui.core.text import template

_ORIGIN = re.compile(r"https?://[^/?#]*|\{\{[^{}]*\}\}", re.IGNORECASE)


def endpoint_of_url(
    catalogue: Catalogue, method: str, url: str, environment: Environment | None = None
) -> Endpoint:
    """Return what a URL with variables in it calls, a ``free_call`` where nobody documents that.

    A read is known as one also while the values of its variables are still to be captured. The
    prefix of ``environment`` is no part of a call's path.
    """
    fitting = catalogue.fitting(tuple(part.casefold() for part in _path(url, environment)))
    same = [each for each in fitting if each.endpoint.method == method.upper()]
    if same:
        return max(same, key=lambda found: found.literals).endpoint
    return free_call(method, effect=effect_of_url(catalogue, method, url, environment))


def effect_of_url(
    catalogue: Catalogue, method: str, url: str, environment: Environment | None = None
) -> Effect:
    """Return what calling a URL with variables in it does, as far as that is known."""
    return effect_of_path(catalogue, method, _path(url, environment))


def effect_of_draft(catalogue: Catalogue, draft: RequestDraft) -> Effect:
    """Return what sending a draft with an address does, as far as that is known.

    Headers, the query and the body may name another method, and the body may hold a second request:
    see ``find_target``, which knows the values too.
    """
    body = draft.body.encode("utf-8", "replace")
    effect = Effect.WRITE if holds_request(body) else Effect.READ
    for method in (draft.method, *find_overrides(draft.url, draft.headers, body)):
        effect = worse(effect, effect_of_url(catalogue, method, draft.url))
    return effect


def _path(url: str, environment: Environment | None) -> tuple[str, ...]:
    """Return the segments of a path, with something in place of each variable."""
    path = re.split(r"[?#]", _ORIGIN.sub("", url.strip(), count=1))[0]
    parts = tuple(part for part in path.split("/") if part)
    if environment is not None and not url.lstrip().startswith("{"):
        parts = environment.below_prefix(parts)
    return tuple(template.VARIABLE.sub("x", part) for part in parts)
