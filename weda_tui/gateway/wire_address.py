"""A URL as it is sent: percent-encoded, its dot segments resolved, without a fragment."""

import re

import httpx

_ORIGIN = re.compile(r"(https?://[^/?#\\]*)(.*)", re.IGNORECASE | re.DOTALL)


def wire_address(url: str) -> str:
    """Return the URL that a request to ``url`` is sent to.

    The origin is not changed. Text that is not a URL, is too long for one or cannot be encoded (a
    lone surrogate) is returned unchanged.
    """
    match = _ORIGIN.fullmatch(url)
    if match is None:
        return url
    try:
        return match[1] + httpx.URL(f"http://host{match[2]}").raw_path.decode("ascii")
    except (httpx.InvalidURL, UnicodeEncodeError):
        return url
