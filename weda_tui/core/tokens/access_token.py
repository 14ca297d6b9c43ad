"""An access token, whose token it is, and how long it is valid.

Facts: ``POST {host}/auth/v1/token/clientCredential`` with the Basic header of the plain
``SecretId:SecretKey`` and a JSON body returns ``access_token`` and ``expires_in`` (259200 s = 72
h), without a refresh token; the guide's script renews 60 s early and assumes 3600 s when
``expires_in`` is missing (private-deployment guide, 1.2). ``POST {host}/auth/v1/signin`` with user
name and password returns a token of 7200 s and a refresh token, which is valid for one renewal
(public pages on sign-in and refresh).
"""

import base64
import math
import re
from enum import StrEnum

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, SecretName
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.wire_text import wire_bytes

RENEW_EARLY = 60.0
"""Seconds before its end at which a token counts as expired."""
DEFAULT_LIFETIME = 3600.0
"""The lifetime in seconds when the response does not give one."""
LONGEST_LIFETIME = 366 * 86400.0
"""The longest lifetime in seconds; a longer one is reduced to this."""
LONGEST_TOKEN = 16 * 1024
"""The longest token in characters; a longer text fits no server's header limit and is no token."""
REFRESHABLE = 31 * 86400.0
"""Seconds after which a refresh token, or a token without an expiry, counts as expired."""

_END_OF_TIME = 250_000_000_000.0
"""Seconds since the epoch, in the year 9892, beyond any valid date."""


KINDS = (TokenKind.KEY, TokenKind.USER)
"""The kinds of token that can be requested."""


class TokenKey(msgspec.Struct, frozen=True):
    """Whose token it is: there is one per deployment, kind and credential."""

    host: str
    kind: TokenKind
    identity: str
    """SecretId, or the user name."""
    secret: str
    """Where its secret is stored: ``env:NAME``, else the name of the environment.

    A token is never used for another environment with its own secret, which may be wrong.
    """
    route: str = ""
    """The fingerprint of the route over which the token was obtained and may be sent."""


def key_of(environment: Environment, kind: TokenKind, route: str) -> TokenKey:
    """Return the key of the token that an environment's credentials give.

    ``kind`` is one of ``KINDS``; ``route`` is a fingerprint.
    """
    reference = environment.secret_ref(secret_name(kind))
    is_variable = reference is not None and reference.kind == "env"
    secret = str(reference) if is_variable else environment.name
    return TokenKey(environment.host, kind, identity_of(environment, kind), secret, route)


def secret_name(kind: TokenKind) -> SecretName:
    """Return which secret a call of this kind needs."""
    return SecretName.PASSWORD if kind is TokenKind.USER else SecretName.KEY


def identity_of(environment: Environment, kind: TokenKind) -> str:
    """Return the identity of a token of this kind: SecretId or user name, empty if not set."""
    return environment.username if kind is TokenKind.USER else environment.secret_id


def find_fault(environment: Environment, kind: TokenKind) -> FileError | None:
    """Return what an environment lacks for a call of this kind: ``NO_KEY`` or ``NO_USER``."""
    if kind is TokenKind.NONE:
        return None
    is_named = bool(identity_of(environment, kind))
    if is_named and environment.secret_ref(secret_name(kind)) is not None:
        return None
    code = ErrorCode.NO_USER if kind is TokenKind.USER else ErrorCode.NO_KEY
    return FileError(code, environment=environment.name)


def basic_authorization(user: str, secret: str) -> str:
    """Return a Basic Authorization header of plain ``user:secret``, without URL encoding."""
    return f"Basic {base64.b64encode(wire_bytes(f'{user}:{secret}')).decode()}"


class AccessToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token as the token endpoint returned it, with facts about that response."""

    value: str
    refresh_token: str = ""
    """Valid for one renewal without the password; empty for a key's token."""
    issued_at: float
    """Wall clock, seconds since the epoch, of this machine."""
    lifetime: float
    """Seconds."""
    lifetime_given: bool
    """Whether the lifetime is from ``expires_in``; otherwise it is ``DEFAULT_LIFETIME``."""
    url: str
    status: int
    elapsed: float
    """Seconds the token call took."""
    clock_skew: float | None = None
    """Seconds by which the server's clock is ahead of ours, by its ``Date`` header, if it sent one.
    """

    @property
    def expires_at(self) -> float:
        """Wall clock, seconds since the epoch."""
        return self.issued_at + self.lifetime

    def __repr__(self) -> str:
        return f"AccessToken(issued_at={self.issued_at}, lifetime={self.lifetime})"


def ends_of(token: AccessToken) -> dict[str, float]:
    """Return the secret values of a token, each with its expiry: wall clock, seconds."""
    ends = {token.value: token.expires_at, token.refresh_token: token.issued_at + REFRESHABLE}
    return {value: end for value, end in ends.items() if value}


def bearer(token: AccessToken) -> str:
    """Return the Authorization header for a token."""
    return f"Bearer {token.value}"


def is_usable(token: AccessToken) -> bool:
    """Return whether a token read from a file fits a header and has possible times."""
    has_times = 0 <= token.issued_at < _END_OF_TIME and 0 <= token.lifetime <= LONGEST_LIFETIME
    return has_times and re.fullmatch(r"[\x21-\x7e]+", token.value) is not None


class TokenState(StrEnum):
    """The state that the token gauge shows."""

    NONE = "none"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RENEWING = "renewing"
    REFUSED = "refused"
    NOT_NEEDED = "not-needed"


class TokenStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A token at this moment, as the gauge and the details show it."""

    kind: TokenKind
    state: TokenState
    remaining: float = 0.0
    """Seconds until the token expires, never negative."""
    token: AccessToken | None = None
    error: WedaError | None = None
    """Why the last token call failed."""

    @property
    def share_left(self) -> float:
        """The remaining share of the lifetime, between 0 and 1."""
        if self.token is None or self.token.lifetime <= 0:
            return 0.0
        return min(1.0, self.remaining / self.token.lifetime)


def lifetime_of(expires_in: object) -> tuple[float, bool]:
    """Return the lifetime of a raw ``expires_in``: (seconds, whether it was given).

    Numbers and strings of digits count, limited to ``LONGEST_LIFETIME``. Anything else, zero and
    negative numbers count as "not given", so that no response makes us ask in a loop.
    """
    seconds: float | None = None
    if isinstance(expires_in, str):
        try:
            seconds = float(expires_in)
        except ValueError:
            seconds = None
    elif isinstance(expires_in, int | float) and not isinstance(expires_in, bool):
        try:
            seconds = float(expires_in)
        except OverflowError:
            seconds = LONGEST_LIFETIME if expires_in > 0 else 0.0
    if seconds is None or math.isnan(seconds) or seconds <= 0:
        return DEFAULT_LIFETIME, False
    return min(seconds, LONGEST_LIFETIME), True


def renewal_margin(lifetime: float) -> float:
    """Return how many seconds before its expiry a token is renewed.

    These are 60 s for a lifetime of 120 s or more. For a shorter lifetime it is a smaller share,
    down to a twentieth, so that the token is used for nearly all of its lifetime. A call that is
    refused because the token expired is sent again.
    """
    return min(RENEW_EARLY, max(lifetime / 20, lifetime * lifetime / (4 * RENEW_EARLY)))


def state_of(remaining: float, lifetime: float) -> TokenState:
    """Return whether a token is valid, expiring or expired.

    It is expiring in the last 5 % of its lifetime, and in the last 5 minutes or, for a short
    lifetime, in its second half.
    """
    if remaining <= 0:
        return TokenState.EXPIRED
    if remaining < min(300.0, lifetime * 0.5) or remaining < lifetime * 0.05:
        return TokenState.EXPIRING
    return TokenState.VALID
