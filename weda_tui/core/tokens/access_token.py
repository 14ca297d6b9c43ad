"""An access token, whose it is, and how long it is good for.

Facts: ``POST {host}/auth/v1/token/clientCredential`` with the Basic header of the plain
``SecretId:SecretKey`` and a JSON body answers ``access_token`` and ``expires_in`` (259200 s =
72 h), without a refresh token; the guide's script renews 60 s early and takes 3600 s when
``expires_in`` is missing (private-deployment guide, 1.2). ``POST {host}/auth/v1/signin`` with user
name and password answers a token of 7200 s and a refresh token, which is good for one renewal
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
"""Seconds, when the answer does not say."""
LONGEST_LIFETIME = 366 * 86400.0
"""Seconds; a longer claim is cut to this."""
LONGEST_TOKEN = 16 * 1024
"""Characters; what is longer fits no header of a server and is no token."""
REFRESHABLE = 31 * 86400.0
"""Seconds after which a refresh token, or a token that does not say its end, counts as dead."""

_END_OF_TIME = 250_000_000_000.0
"""Seconds since the epoch, in the year 9892: no date lies further on."""


KINDS = (TokenKind.KEY, TokenKind.USER)
"""The kinds of token there are to be had."""


class TokenKey(msgspec.Struct, frozen=True):
    """Whose token it is: one per deployment, kind and credential."""

    host: str
    kind: TokenKind
    identity: str
    """SecretId, or the user name."""
    secret: str
    """Where its secret is: ``env:NAME``, else the environment that keeps it. A token never serves
    an environment with a secret of its own, which may be a wrong one."""
    route: str = ""
    """The fingerprint of the route that it was obtained over and may be sent over."""


def key_of(environment: Environment, kind: TokenKind, route: str) -> TokenKey:
    """Return whose token an environment's credentials give, over the route of a fingerprint.

    ``kind`` is one of ``KINDS``.
    """
    reference = environment.secret_ref(secret_name(kind))
    is_variable = reference is not None and reference.kind == "env"
    secret = str(reference) if is_variable else environment.name
    return TokenKey(environment.host, kind, identity_of(environment, kind), secret, route)


def secret_name(kind: TokenKind) -> SecretName:
    """Return which secret a call of this kind stands on."""
    return SecretName.PASSWORD if kind is TokenKind.USER else SecretName.KEY


def identity_of(environment: Environment, kind: TokenKind) -> str:
    """Return whom a token of this kind stands for: SecretId or user name, empty for nobody."""
    return environment.username if kind is TokenKind.USER else environment.secret_id


def find_lack(environment: Environment, kind: TokenKind) -> FileError | None:
    """Return what an environment lacks for a call of this kind: ``NO_KEY`` or ``NO_USER``."""
    if kind is TokenKind.NONE:
        return None
    is_named = bool(identity_of(environment, kind))
    if is_named and environment.secret_ref(secret_name(kind)) is not None:
        return None
    code = ErrorCode.NO_USER if kind is TokenKind.USER else ErrorCode.NO_KEY
    return FileError(code, environment=environment.name)


def basic_authorization(user: str, secret: str) -> str:
    """Return an Authorization header of plain ``user:secret``, nothing URL-encoded."""
    return f"Basic {base64.b64encode(wire_bytes(f'{user}:{secret}')).decode()}"


class AccessToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token as the token endpoint gave it, and what is known of that answer."""

    value: str
    refresh_token: str = ""
    """Good for one renewal without the password; empty for a key's token."""
    issued_at: float
    """Wall clock, seconds since the epoch, of this machine."""
    lifetime: float
    """Seconds."""
    lifetime_given: bool
    """Whether ``expires_in`` said so; else ``DEFAULT_LIFETIME``."""
    url: str
    status: int
    elapsed: float
    """Seconds the token call took."""
    clock_skew: float | None = None
    """Seconds the server's clock (its ``Date`` header) is ahead of ours, if it told."""

    @property
    def expires_at(self) -> float:
        """Wall clock, seconds since the epoch."""
        return self.issued_at + self.lifetime

    def __repr__(self) -> str:
        return f"AccessToken(issued_at={self.issued_at}, lifetime={self.lifetime})"


def ends_of(token: AccessToken) -> dict[str, float]:
    """Return what of a token nobody may read, each with its end: wall clock, seconds."""
    ends = {token.value: token.expires_at, token.refresh_token: token.issued_at + REFRESHABLE}
    return {value: end for value, end in ends.items() if value}


def bearer(token: AccessToken) -> str:
    """Return the Authorization header of a call with a token."""
    return f"Bearer {token.value}"


def is_usable(token: AccessToken) -> bool:
    """Return whether a token from a file can be one: it fits a header, its times fit a clock."""
    has_times = 0 <= token.issued_at < _END_OF_TIME and 0 <= token.lifetime <= LONGEST_LIFETIME
    return has_times and re.fullmatch(r"[\x21-\x7e]+", token.value) is not None


class TokenState(StrEnum):
    """What the gauge says."""

    NONE = "none"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RENEWING = "renewing"
    REFUSED = "refused"
    NOT_NEEDED = "not-needed"


class TokenStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A token as of now: what the gauge and the details draw."""

    kind: TokenKind
    state: TokenState
    remaining: float = 0.0
    """Seconds until its end, never negative."""
    token: AccessToken | None = None
    error: WedaError | None = None
    """Why the last call for one gave none."""

    @property
    def share_left(self) -> float:
        """Between 0 and 1."""
        if self.token is None or self.token.lifetime <= 0:
            return 0.0
        return min(1.0, self.remaining / self.token.lifetime)


def lifetime_of(expires_in: object) -> tuple[float, bool]:
    """Read ``expires_in`` as it came: (seconds, whether it was given).

    Numbers and strings of digits count, bounded by ``LONGEST_LIFETIME``; anything else, zero and
    below are "not given", so that no answer makes us ask in a loop.
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
    """Return how many seconds before its end a token is renewed: 60, from a life of 120 up.

    Of a shorter life a smaller share, down to a twentieth: it is to serve for nearly all of it, and
    a call that meets its end is sent again.
    """
    return min(RENEW_EARLY, max(lifetime / 20, lifetime * lifetime / (4 * RENEW_EARLY)))


def state_of(remaining: float, lifetime: float) -> TokenState:
    """Return valid, expiring (under 5 % or 5 minutes) or expired."""
    if remaining <= 0:
        return TokenState.EXPIRED
    if remaining < min(300.0, lifetime * 0.5) or remaining < lifetime * 0.05:
        return TokenState.EXPIRING
    return TokenState.VALID
