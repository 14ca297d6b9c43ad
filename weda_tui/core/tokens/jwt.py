"""The expiry that a token claims itself: many tokens are JSON Web Tokens (RFC 7519)."""

import json
from base64 import urlsafe_b64decode
from typing import Any

_BEARER = "bearer "
_LONGEST = 16 * 1024
"""The longest token, in characters, that is decoded."""


def expiry_of(authorization: str) -> float | None:
    """Return the ``exp`` claim of a Bearer header, in seconds since the epoch.

    Returns ``None`` for any other header, and for a token that is not a JWT or has no such claim.
    The signature is not checked: the server does that.
    """
    scheme, token = authorization[: len(_BEARER)], authorization[len(_BEARER) :].strip()
    parts = token.split(".")
    if scheme.lower() != _BEARER or len(parts) != 3 or len(token) > _LONGEST:
        return None
    try:
        claims: Any = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        expiry: Any = claims.get("exp")
    except (ValueError, AttributeError, RecursionError):
        return None
    is_number = isinstance(expiry, int | float) and not isinstance(expiry, bool)
    return float(expiry) if is_number and 0 < expiry < 2**53 else None
