"""An address as it is sent: percent-encoded, its dots followed, without a fragment."""

import re

import httpx

_ORIGIN = re.compile(r"(https?://[^/?#\\]*)(.*)", re.IGNORECASE | re.DOTALL)


def wire_address(url: str) -> str:
    """Return the address that a request to ``url`` asks for.

    The origin stays as it is. What is no address, longer than one can be, or no text that has bytes
    (a lone surrogate), is returned unchanged.
    """
    match = _ORIGIN.fullmatch(url)
    if match is None:
        return url
    try:
        return match[1] + httpx.URL(f"http://host{match[2]}").raw_path.decode("ascii")
    except (httpx.InvalidURL, UnicodeEncodeError):
        return url
