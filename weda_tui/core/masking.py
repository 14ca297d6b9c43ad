"""Hides secrets by value, in every spelling in which they travel."""

import base64
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "••••••••"
SHORTEST_SECRET = 4
"""Shorter values are not hidden: they would black out ordinary text."""


class Masker:
    """Replaces every known secret in text or bytes: raw, JSON, base64 (also Basic), URL, hex."""

    def __init__(self, secrets: Iterable[str] = (), basic: Iterable[tuple[str, str]] = ()) -> None:
        """``secrets`` are values; ``basic`` are (user, secret) pairs that a Basic header joins."""
        spellings: set[str] = set()
        for secret in secrets:
            if len(secret) >= SHORTEST_SECRET:
                spellings |= _spellings(secret)
        for user, secret in basic:
            if len(secret) >= SHORTEST_SECRET:
                spellings |= _spellings(secret)
                pair = f"{user}:{secret}".encode("utf-8", "surrogatepass")
                spellings.add(base64.b64encode(pair).decode())
        self._spellings = sorted(spellings, key=len, reverse=True)

    def text(self, text: str) -> str:
        """Return ``text`` with every secret replaced by ``MASK``."""
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text

    def data(self, data: bytes) -> bytes:
        """Return UTF-8 ``data`` with every secret replaced by ``MASK``."""
        for spelling in self._spellings:
            data = data.replace(spelling.encode("utf-8", "surrogatepass"), MASK.encode())
        return data


def _spellings(secret: str) -> set[str]:
    raw = secret.encode("utf-8", "surrogatepass")
    encoded = base64.b64encode(raw).decode()
    url_safe = base64.urlsafe_b64encode(raw).decode()
    quoted = quote(raw, safe="")
    return {
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        quoted,
        re.sub("%..", lambda match: match[0].lower(), quoted),
        quote_plus(raw),
        encoded,
        encoded.rstrip("="),
        url_safe,
        url_safe.rstrip("="),
        raw.hex(),
        raw.hex().upper(),
    }
