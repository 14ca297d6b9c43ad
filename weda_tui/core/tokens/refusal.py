"""A lasting refusal of a token endpoint, as processes share it.

A deployment locks a user or a key that is refused too often. So a refusal holds for a while for
whoever would make the same call: the same address, identity and secret. The secret itself is not
kept: only a salted, slow digest of the call is.
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
"""What does not pass by itself; asking again brings a captcha (auth pages, sign-in)."""
HOLDS_FOR = 60.0
"""Seconds."""
_ROUNDS = 200_000
"""Of PBKDF2: about 0.1 s, so that a password cannot be guessed from its digest in bulk."""
_CLOCK_TOLERANCE = 1.0
"""Seconds a refusal may seem to be from the future."""


class TokenRefusal(msgspec.Struct, frozen=True):
    """A refusal, when it came, and the digest of the call that was refused."""

    at: float
    """Wall clock, seconds since the epoch."""
    salt: bytes
    digest: bytes
    problem: Problem

    def is_recent(self, now: float) -> bool:
        """Return whether the refusal still holds at ``now``, by the wall clock."""
        return self.at - _CLOCK_TOLERANCE <= now < self.at + HOLDS_FOR

    def is_of(self, call: PreparedRequest) -> bool:
        """Return whether this very call was refused. Takes about 0.1 s."""
        return _digest(call, self.salt) == self.digest

    def error(self) -> TokenError:
        """Return the failure that the refused call met."""
        problem = self.problem
        error = TokenError(ErrorCode(problem.code), **problem.parameters)
        error.detail, error.delivery = problem.detail, problem.delivery
        return error


def refusal_of(
    error: TokenError, call: PreparedRequest, masker: Masker, *, now: float
) -> TokenRefusal:
    """Return what is shared of a refusal of ``call``. Takes about 0.1 s."""
    salt = os.urandom(16)
    return TokenRefusal(now, salt, _digest(call, salt), Problem.of(error.masked(masker)))


def _digest(call: PreparedRequest, salt: bytes) -> bytes:
    parts = (call.method, call.url, *(f"{name}: {value}" for name, value in call.headers))
    whole = repr(parts).encode() + call.body
    return hashlib.pbkdf2_hmac("sha256", whole, salt, _ROUNDS)
