"""Access tokens of both kinds, signed as WeDa signs its own: JWT, HS256.

The token of a key (SecretId and SecretKey) is accepted by workflow, permissions and OData, the
token of a user (user name and password) by the data models and the storage (guide, 4.1 and 4.2).

Messages after ``access token verify failed:`` are those of the JSON web token package for Node.js.
The guide's example (``jwt expired``) shows that the gateway uses this package.
"""

import base64
import binascii
import hmac
import random
import string
from collections.abc import Callable
from enum import StrEnum

import jwt
import msgspec

from weda_tui.core.clock import Clock
from weda_tui.sandbox.server.refusal import GatewayError

DEFAULT_LIFETIME = 259200
"""Seconds (guide, 1.2.2)."""
DEFAULT_USER_LIFETIME = 7200
"""Seconds (public sign-in page)."""
_ALGORITHM = "HS256"
_LETTERS = string.ascii_letters + string.digits


class SandboxCredentials(msgspec.Struct, frozen=True, kw_only=True):
    """The credentials of a sandbox, and the key that signs its tokens."""

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


def new_credentials(seed: int | None) -> SandboxCredentials:
    """Return the credentials of a seed; without a seed, credentials that cannot be guessed."""
    chance = random.SystemRandom() if seed is None else random.Random(f"credentials {seed}")  # noqa: S311

    def letters(count: int) -> str:
        return "".join(chance.choices(_LETTERS, k=count))

    return SandboxCredentials(
        env_id=f"software-{letters(12).lower()}",
        secret_id=f"AKID{letters(32)}",
        secret_key=letters(32),
        username="admin",
        password=letters(16),
        signing_key=chance.randbytes(32),
    )


class SandboxTokenKind(StrEnum):
    """The kind of a token; the value is its name in refusals."""

    KEY = "client_credentials"
    USER = "user"


class Holder(msgspec.Struct, frozen=True):
    """The key or the user to which a valid token was issued."""

    kind: SandboxTokenKind
    subject: str
    """A SecretId, or a user's id."""
    session: str = ""
    """The session of a user's token."""


class SandboxTokens:
    """Issues and checks the tokens of one deployment; lifetimes are in seconds."""

    def __init__(
        self,
        credentials: SandboxCredentials,
        clock: Clock,
        lifetime: int,
        user_lifetime: int = DEFAULT_USER_LIFETIME,
    ) -> None:
        self._credentials = credentials
        self._clock = clock
        self.lifetime = lifetime
        self.user_lifetime = user_lifetime
        self.is_signed_in: Callable[[str], bool] = lambda _: True
        """Returns whether a session has not ended."""

    def issue(self, token_id: str) -> str:
        """Return a new token of the key, valid for ``lifetime`` of wall clock time from now."""
        return self._sign(
            SandboxTokenKind.KEY, self._credentials.secret_id, token_id, self.lifetime
        )

    def issue_to_user(self, token_id: str, user_id: str, session: str) -> str:
        """Return a new token of a user, valid for ``user_lifetime`` from now."""
        return self._sign(SandboxTokenKind.USER, user_id, token_id, self.user_lifetime, sid=session)

    def _sign(
        self, kind: SandboxTokenKind, subject: str, token_id: str, lifetime: int, **more: str
    ) -> str:
        now = int(self._clock.wall())
        claims = {
            "iss": "weda",
            "sub": subject,
            "aud": self._credentials.env_id,
            "iat": now,
            "exp": now + lifetime,
            "jti": token_id,
            "grant_type": kind.value,
            **more,
        }
        return jwt.encode(claims, self._credentials.signing_key, algorithm=_ALGORITHM)

    def check(self, authorization: str, wanted: SandboxTokenKind = SandboxTokenKind.KEY) -> Holder:
        """Return the holder of a valid ``Bearer`` token, or raise ``GatewayError``.

        The code is ``PERMISSION_DENIED`` for a token of the other kind (the message is the one that
        a public repository reports; the code is not documented), ``INVALID_ACCESS_TOKEN``
        otherwise.
        """
        holder = self.holder(authorization)
        if holder.kind is not wanted:
            message = f"want {wanted} token but you got {holder.kind} token"
            raise GatewayError("PERMISSION_DENIED", message)
        return holder

    def holder(self, authorization: str) -> Holder:
        """Return the holder of a valid token of either kind, or raise ``GatewayError``."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _refused("jwt must be provided")
        claims = self._claims(token.strip())
        expires_at = claims["exp"]
        if not isinstance(expires_at, int | float):
            raise _refused("invalid exp value")
        if self._clock.wall() >= expires_at:
            raise _refused("jwt expired")
        kind = SandboxTokenKind(str(claims.get("grant_type", SandboxTokenKind.KEY)))
        holder = Holder(kind, str(claims.get("sub", "")), str(claims.get("sid", "")))
        if kind is SandboxTokenKind.USER and not self.is_signed_in(holder.session):
            raise _refused("jwt revoked")
        return holder

    def _claims(self, token: str) -> dict[str, object]:
        try:
            return jwt.decode(
                token,
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


def _refused(reason: str) -> GatewayError:
    return GatewayError("INVALID_ACCESS_TOKEN", f"access token verify failed: {reason}")
