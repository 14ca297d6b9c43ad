"""Renewing tokens in the background.

living ── due ──► renewed ──► living
             └──► failed ── back off ──► due      a fault that may pass
                    └── the token changes ──► …   a secret that is wrong stays wrong
"""

import asyncio
from collections.abc import AsyncIterator, Callable

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.tokens.access_token import KINDS, AccessToken, find_lack
from weda_tui.core.tokens.back_off import back_off
from weda_tui.core.tokens.refusal import LASTING
from weda_tui.session.tokens import Tokens

LONGEST_SLEEP = 30.0
"""Seconds after which a token is looked at again, so that a suspended machine is noticed."""

_HOPELESS = LASTING | {ErrorCode.ROUTE_NOT_APPROVED, ErrorCode.ROUTE_CHANGED}
"""What does not pass by itself; nobody is asked for an approval in the background."""


class _Trouble(msgspec.Struct):
    """How the renewals of one token have failed."""

    failures: int = 0
    until: float = 0.0
    """Monotonic clock, seconds."""
    without: AccessToken | None = None
    """The token whose renewal is hopeless."""


async def keep_fresh(
    tokens: Tokens, clock: Clock, random: Callable[[], float], environment: Environment
) -> AsyncIterator[WedaError | None]:
    """Renew living tokens shortly before they expire, for as long as this is iterated.

    A token that is dead already waits for the next send: opening the program connects nowhere.
    Yields after each attempt: ``None`` for a new token, else why there is none. ``random`` spreads
    the attempts after a failure, see ``back_off``.
    """
    troubles = {kind: _Trouble() for kind in KINDS if find_lack(environment, kind) is None}
    while troubles:
        waits = {kind: _wait(tokens, clock, environment, kind, troubles[kind]) for kind in troubles}
        due = [kind for kind, wait in waits.items() if wait <= 0]
        if not due:
            await asyncio.sleep(min(*waits.values(), LONGEST_SLEEP))
        for kind in due:
            error = await tokens.renew_early(environment, kind)
            troubles[kind] = _after(error, troubles[kind], clock, random)
            if error is not None and error.code in _HOPELESS:
                troubles[kind].without = tokens.status(environment, kind).token
            yield error


def _wait(
    tokens: Tokens, clock: Clock, environment: Environment, kind: TokenKind, trouble: _Trouble
) -> float:
    """Return the seconds until a token is to be renewed, as far as can be said now."""
    if trouble.without is not None:
        if tokens.status(environment, kind).token == trouble.without:
            return LONGEST_SLEEP
        trouble.without, trouble.failures, trouble.until = None, 0, 0.0
    due = tokens.until_renewal(environment, kind)
    return max(due, trouble.until - clock.monotonic())


def _after(
    error: WedaError | None, before: _Trouble, clock: Clock, random: Callable[[], float]
) -> _Trouble:
    if error is None:
        return _Trouble()
    failures = before.failures + 1
    asked_for = error.parameters.get("retry_after", 0)
    pause = back_off(failures, random, float(asked_for))
    return _Trouble(failures, clock.monotonic() + pause)
