"""The endpoint of a request that names none: the one that its URL names before it is resolved."""

import re

from weda_tui.core import template
from weda_tui.core.catalogue import Catalogue, PathTemplate
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.environment import Environment
from weda_tui.core.free_call import free_call

_ORIGIN = re.compile(r"https?://[^/?#]*|\{\{[^{}]*\}\}", re.IGNORECASE)


def endpoint_of_url(
    catalogue: Catalogue, method: str, url: str, environment: Environment | None = None
) -> Endpoint:
    """Return what a URL with variables in it calls, a ``free_call`` where nobody documents that.

    A read is known as one also while the values of its variables are still to be captured. The
    prefix of ``environment`` is no part of a call's path.
    """
    path = re.split(r"[?#]", _ORIGIN.sub("", url.strip(), count=1))[0]
    parts = tuple(part for part in path.split("/") if part)
    if environment is not None and not url.lstrip().startswith("{"):
        parts = environment.below_prefix(parts)
    segments = tuple(template.VARIABLE.sub("x", part).casefold() for part in parts)
    fitting = catalogue.fitting(segments)
    same = [each for each in fitting if each.endpoint.method == method.upper()]
    return max(same, key=_literals).endpoint if same else free_call(method)


def _literals(found: PathTemplate) -> int:
    return found.literals
