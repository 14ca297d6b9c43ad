"""Names for requests that have no name of their own."""

import re
from urllib.parse import unquote

_LONGEST = 60


def name_for(method: str, url: str) -> str:
    """Return the last path segment without a variable, else the host, else the method."""
    path = re.sub(r"^[a-zA-Z][a-zA-Z0-9+.-]*://", "", url).partition("?")[0].partition("#")[0]
    host, *segments = path.split("/")
    named = next((each for each in reversed(segments) if each and "{{" not in each), host)
    named = unquote(named).rpartition("@")[2]
    return named[:_LONGEST] or method
