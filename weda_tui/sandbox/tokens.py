"""Access tokens, signed as WeDa signs its own: JWT, HS256.

Messages after ``access token verify failed:`` are those of the JSON web token package for Node,
which the guide's example (``jwt expired``) shows to be behind the gateway.
"""

import base64
import binascii
import hmac
import random
import string

import jwt
import msgspec

from weda_tui.core.clock import Clock
from weda_tui.sandbox.refusal import GatewayError

DEFAULT_LIFETIME = 259200
"""Seconds (guide, 1.2.2)."""
_ALGORITHM = "HS256"
_LETTERS = string.ascii_letters + string.digits


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a sandbox, and the key that signs its tokens."""

    env_id: str
    secret_id: str
    secret_key: str
    username: str
    password: str
    signing_key: bytes

    def __repr__(self) -> str:
        return f"Credentials(env_id={self.env_id!r}, secret_id={self.secret_id!r})"

    def match(self, authorization: str) -> bool:
        """Return whether a header is ``Basic`` with the base64 of ``SecretId:SecretKey``."""
        scheme, _, encoded = authorization.partition(" ")
        try:
            given = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        expected = f"{self.secret_id}:{self.secret_key}".encode()
        return scheme.lower() == "basic" and hmac.compare_digest(given, expected)


def new_credentials(seed: int | None) -> Credentials:
    """Return the credentials of a seed; without one, credentials that nobody can guess."""
    chance = random.SystemRandom() if seed is None else random.Random(f"credentials {seed}")  # noqa: S311

    def letters(count: int) -> str:
        return "".join(chance.choices(_LETTERS, k=count))

    return Credentials(
        env_id=f"lowcode-{letters(10).lower()}",
        secret_id=f"AKID{letters(32)}",
        secret_key=letters(32),
        username="admin",
        password=letters(16),
        signing_key=chance.randbytes(32),
    )


class Tokens:
    """Issues and checks the tokens of one deployment."""

    def __init__(self, credentials: Credentials, clock: Clock, lifetime: int) -> None:
        self._credentials = credentials
        self._clock = clock
        self.lifetime = lifetime
        """Seconds."""

    def issue(self, token_id: str) -> str:
        """Return a new token, good for ``lifetime`` seconds of wall clock from now."""
        now = int(self._clock.wall())
        claims = {
            "iss": "weda",
            "sub": self._credentials.secret_id,
            "aud": self._credentials.env_id,
            "iat": now,
            "exp": now + self.lifetime,
            "jti": token_id,
            "grant_type": "client_credentials",
        }
        return jwt.encode(claims, self._credentials.signing_key, algorithm=_ALGORITHM)

    def check(self, authorization: str) -> None:
        """Accept ``Bearer`` with a live token of this deployment, or raise ``GatewayError``."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _refused("jwt must be provided")
        try:
            claims = jwt.decode(
                token.strip(),
                self._credentials.signing_key,
                algorithms=[_ALGORITHM],
                audience=self._credentials.env_id,
                options={"require": ["exp", "aud"], "verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidSignatureError as error:
            raise _refused("invalid signature") from error
        except jwt.InvalidAudienceError as error:
            raise _refused("jwt audience invalid. expected: " + self._credentials.env_id) from error
        except jwt.InvalidAlgorithmError as error:
            raise _refused("invalid algorithm") from error
        except (jwt.DecodeError, RecursionError) as error:
            raise _refused("jwt malformed") from error
        except jwt.InvalidTokenError as error:
            raise _refused("invalid token") from error
        expires_at: object = claims["exp"]
        if not isinstance(expires_at, int | float):
            raise _refused("invalid exp value")
        if self._clock.wall() >= expires_at:
            raise _refused("jwt expired")


def _refused(reason: str) -> GatewayError:
    return GatewayError("INVALID_ACCESS_TOKEN", f"access token verify failed: {reason}")
