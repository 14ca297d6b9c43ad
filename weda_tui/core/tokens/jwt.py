"""When a token ends by its own claim: many are JSON Web Tokens (RFC 7519), which say it."""

import json
from base64 import urlsafe_b64decode
from typing import Any

_BEARER = "bearer "
_LONGEST = 16 * 1024
"""Characters of a token that is read."""


def expiry_of(authorization: str) -> float | None:
    """Return the ``exp`` claim of a Bearer header, seconds since the epoch.

    ``None`` for any other header, and for a token that is no JWT or has no such claim. Its
    signature is not checked: the server does that.
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
