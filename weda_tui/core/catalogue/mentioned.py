"""The endpoint that a text speaks of: a log line or a dump that names the path of a call."""

import re

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue

LARGEST = 256 * 1024
"""Characters that are searched."""
_PATH = re.compile(
    r"(?:\b(?P<method>GET|POST|PUT|PATCH|DELETE)\b[^\w/]{0,4})?"
    r"(?:https?://[^\s/\"'<>]+|(?<![\w/.]))(?P<path>(?:/[^\s/?#\"'<>,)\]]+)+)"
)
_LEAST = 2
"""Segments of a template that must be more than a parameter: a file's path is no call."""


def find_mentioned(text: str, catalogue: Catalogue) -> Endpoint | None:
    """Return the only endpoint whose path stands in a text; ``None`` for none and for several."""
    found: dict[str, Endpoint] = {}
    for match in _PATH.finditer(text[:LARGEST]):
        path = tuple(part.casefold() for part in match["path"].split("/") if part)
        fitting = [each for each in catalogue.fitting(path) if each.literals >= _LEAST]
        most = max((each.literals for each in fitting), default=0)
        near = [each.endpoint for each in fitting if each.literals == most]
        said = [each for each in near if each.method == match["method"]] or near
        found |= {each.id: each for each in said}
    return next(iter(found.values())) if len(found) == 1 else None
