"""The endpoint that a text mentions: a log line or a dump with the path of a call."""

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
"""The fewest literal segments that a template must have, so that file paths do not match."""


def find_mentioned(text: str, catalogue: Catalogue) -> Endpoint | None:
    """Return the endpoint whose path is in a text; ``None`` if there is none or several."""
    found: dict[str, Endpoint] = {}
    for match in _PATH.finditer(text[:LARGEST]):
        path = tuple(part.casefold() for part in match["path"].split("/") if part)
        fitting = [each for each in catalogue.fitting(path) if each.literals >= _LEAST]
        most = max((each.literals for each in fitting), default=0)
        near = [each.endpoint for each in fitting if each.literals == most]
        exact = [each for each in near if each.method == match["method"]] or near
        found |= {each.id: each for each in exact}
    return next(iter(found.values())) if len(found) == 1 else None
