"""The endpoint and the effect of a request whose variables do not have values yet."""

import re
from collections.abc import Collection, Iterator

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.guard.method_overrides import METHODS, find_overrides, holds_request
from weda_tui.core.guard.resolved_call import effect_of_path, worse
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.escapes import path_words
from weda_tui.core.requests.free_call import free_call
from weda_tui.core.text import template

_ORIGIN = re.compile(r"https?://[^/?#]*|\{\{[^{}]*\}\}", re.IGNORECASE)


def endpoint_of_url(
    catalogue: Catalogue, method: str, url: str, environment: Environment | None = None
) -> Endpoint:
    """Return the endpoint that a URL with variables calls, or a ``free_call`` if undocumented.

    A read is recognised even while the values of its variables are still to be captured. The prefix
    of ``environment`` is not a part of a call's path.
    """
    fitting = catalogue.fitting(tuple(part.casefold() for part in _path(url, environment)))
    same = [each for each in fitting if each.endpoint.method == method.upper()]
    if same:
        return max(same, key=lambda found: found.literals).endpoint
    return free_call(method, effect=effect_of_url(catalogue, method, url, environment))


def effect_of_url(
    catalogue: Catalogue, method: str, url: str, environment: Environment | None = None
) -> Effect:
    """Return the effect of calling a URL with variables, as far as it is known."""
    return effect_of_path(catalogue, method, _path(url, environment))


def effect_of_draft(catalogue: Catalogue, draft: RequestDraft) -> Effect:
    """Return the effect of sending a draft that has a URL, as far as it is known.

    Headers, the query and the body may name another method, and the body may contain a second
    request. ``find_target`` judges the same with the values of the variables.
    """
    body = draft.body.encode("utf-8", "replace")
    effect = Effect.WRITE if holds_request(body) else Effect.READ
    for method in (draft.method, *find_overrides(draft.url, draft.headers, body)):
        effect = worse(effect, effect_of_url(catalogue, method, draft.url))
    return effect


def reading_methods(catalogue: Catalogue, url: str) -> tuple[str, ...]:
    """Return the methods with which a URL with variables is a read."""
    return tuple(
        each for each in sorted(METHODS) if effect_of_url(catalogue, each, url) is Effect.READ
    )


def writing_words(
    catalogue: Catalogue, methods: Collection[str], url: str, names: Collection[str]
) -> tuple[str, ...]:
    """Return the words that would turn a read into a write as values of ``names`` in its path.

    ``methods`` are the methods with which the URL is a read. If several values make a write only
    together, the words of each of them are returned.
    """
    path = re.split(r"[?#]", _ORIGIN.sub("", url.strip(), count=1))[0]
    segments = [part for part in path.split("/") if part]
    open_ = [n for n, each in enumerate(segments) if not {*names}.isdisjoint(template.names(each))]
    found: set[str] = set()
    for values in _telling_values(catalogue, len(segments), open_):
        tried = (values.get(n, each) for n, each in enumerate(segments))
        filled = tuple(template.VARIABLE.sub("x", each) for each in tried)
        if any(effect_of_path(catalogue, each, filled) is not Effect.READ for each in methods):
            found |= {max(sorted(path_words(each)), key=len) for each in values.values()}
    return tuple(sorted(found))


def _telling_values(
    catalogue: Catalogue, length: int, open_: Collection[int]
) -> Iterator[dict[int, str]]:
    """Yield segments, by position in the path, that may turn a call into another call."""
    literals = {s for each in catalogue.templates for s in each.segments if isinstance(s, str)}
    for value in sorted({*literals, *catalogue.effects_of_actions, "$batch"} - {""}):
        yield from ({place: value} for place in open_)
    yield from ({place: "('x')"} for place in open_)
    for each in catalogue.templates if len(open_) > 1 else ():
        for start in range(length - len(each.segments) + 1):
            named = enumerate(each.segments, start)
            yield {n: s for n, s in named if n in open_ and s and isinstance(s, str)}


def _path(url: str, environment: Environment | None) -> tuple[str, ...]:
    """Return the segments of a URL's path, with a placeholder for each variable."""
    path = re.split(r"[?#]", _ORIGIN.sub("", url.strip(), count=1))[0]
    parts = tuple(part for part in path.split("/") if part)
    if environment is not None and not url.lstrip().startswith("{"):
        parts = environment.below_prefix(parts)
    return tuple(template.VARIABLE.sub("x", part) for part in parts)
