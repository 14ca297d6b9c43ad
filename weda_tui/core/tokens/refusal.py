"""A lasting refusal of a token endpoint, as processes share it.

A deployment locks a user or a key that is refused too often. So for a while a refusal also applies
to any process that would make the same call: the same address, identity and secret. The secret is
not stored, only a salted, slow digest of the call.
"""

import hashlib
import os

import msgspec

from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.history.entry import Problem
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest

LASTING = frozenset(
    {
        ErrorCode.TOKEN_WRONG_SECRET,
        ErrorCode.TOKEN_WRONG_PASSWORD,
        ErrorCode.TOKEN_CAPTCHA,
        ErrorCode.TOKEN_SIGN_IN_OFF,
        ErrorCode.TOKEN_USER_BLOCKED,
    }
)
"""Errors that do not pass by themselves; a repeated call leads to a captcha (auth pages, sign-in).
"""
LASTS_FOR = 60.0
"""Seconds that a refusal lasts."""
_ROUNDS = 200_000
"""Rounds of PBKDF2: about 0.1 s, so that a password cannot be guessed from its digest in bulk."""
_CLOCK_TOLERANCE = 1.0
"""Seconds by which a refusal may seem to be in the future."""


class TokenRefusal(msgspec.Struct, frozen=True):
    """A refusal, its time, and the digest of the refused call."""

    at: float
    """Wall clock, seconds since the epoch."""
    salt: bytes
    digest: bytes
    problem: Problem

    def is_recent(self, now: float) -> bool:
        """Return whether the refusal still applies at ``now``, wall clock."""
        return self.at - _CLOCK_TOLERANCE <= now < self.at + LASTS_FOR

    def is_of(self, call: PreparedRequest) -> bool:
        """Return whether exactly this call was refused. Takes about 0.1 s."""
        return _digest(call, self.salt) == self.digest

    def error(self) -> TokenError:
        """Return the error of the refused call."""
        problem = self.problem
        error = TokenError(ErrorCode(problem.code), **problem.parameters)
        error.detail, error.delivery = problem.detail, problem.delivery
        return error


def refusal_of(
    error: TokenError, call: PreparedRequest, masker: Masker, *, now: float
) -> TokenRefusal:
    """Return the refusal of ``call`` for other processes. Takes about 0.1 s."""
    salt = os.urandom(16)
    return TokenRefusal(now, salt, _digest(call, salt), Problem.of(error.masked(masker)))


def _digest(call: PreparedRequest, salt: bytes) -> bytes:
    parts = (call.method, call.url, *(f"{name}: {value}" for name, value in call.headers))
    whole = repr(parts).encode() + call.body
    return hashlib.pbkdf2_hmac("sha256", whole, salt, _ROUNDS)
