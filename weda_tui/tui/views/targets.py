"""Draws a target as runs: its env type, its guard, and the gauges of its tokens."""

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.tokens.access_token import TokenState, TokenStatus
from weda_tui.i18n.phrases.facts import env_type_words, guard_mark, guard_words, token_state_words
from weda_tui.i18n.quantities import time_left
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Run

_STATE_STYLE = {
    TokenState.VALID: ("", "dim"),
    TokenState.RENEWING: ("~ ", "focus"),
    TokenState.EXPIRING: ("! ", "caution"),
    TokenState.EXPIRED: ("✗ ", "fail"),
    TokenState.REFUSED: ("✗ ", "fail"),
    TokenState.NONE: ("", "faint"),
    TokenState.NOT_NEEDED: ("", "faint"),
}
"""The mark before the state of a token, and its role."""


def is_dangerous(where: Target) -> bool:
    """Return whether the frame warns: for prod, and for every target with a guard."""
    return where.env_type == "prod" or where.guard is not Guard.NONE


def env_type_role(env_type: str) -> str:
    """Return *caution* for prod, *text* for other env types."""
    return "caution" if env_type == "prod" else "text"


def env_type_chip(env_type: str, strings: Strings, action: str = "") -> Run:
    """Return the filled chip of an env type: *caution* for prod, *dim* for other env types."""
    word = env_type_words(env_type, strings)
    text = f" {env_type} {word} " if word else f" {env_type} "
    return Run(text, "chip-caution" if env_type == "prod" else "chip-dim", action)


def guard_run(where: Target, strings: Strings, *, with_word: bool = True) -> list[Run]:
    """Return the mark and the word of the guard; nothing for a target without a guard."""
    mark = guard_mark(where.guard)
    if not mark:
        return []
    role = "text" if where.guard is Guard.READ_ONLY else "caution"
    return [Run(f"{mark} {guard_words(where.guard, strings)}" if with_word else mark, role)]


def gauge_bar(status: TokenStatus, width: int) -> list[Run]:
    """Return the bar: ``━`` for the time left, ``─`` for the time spent, ``╌`` while renewing."""
    _, role = _STATE_STYLE[status.state]
    if status.state is TokenState.RENEWING:
        return [Run("╌" * width, role)]
    full = round(status.share_left * width)
    if status.share_left > 0:
        full = max(1, full)
    return [Run("━" * full, role), Run("─" * (width - full), "faint")]


def other_token(status: TokenStatus, strings: Strings) -> list[Run]:
    """Return the token that is not selected, in *faint*; nothing if there is none."""
    if status.state in {TokenState.NONE, TokenState.NOT_NEEDED}:
        return []
    words = strings.tui.where
    name = words.other_user if status.kind is TokenKind.USER else words.other_key
    is_alive = status.state in {TokenState.VALID, TokenState.EXPIRING}
    text = time_left(status.remaining) if is_alive else token_state_words(status.state, strings)
    return [Run(f"   {name} {text}", "faint")]


def gauge_state(status: TokenStatus, strings: Strings) -> list[Run]:
    """Return the time left and the state in words, readable without colours."""
    mark, role = _STATE_STYLE[status.state]
    word = token_state_words(status.state, strings)
    if status.state in {TokenState.NONE, TokenState.NOT_NEEDED, TokenState.RENEWING}:
        return [Run(mark + word, role)]
    left_role = "text bold" if status.state is TokenState.VALID else f"{role} bold"
    return [Run(time_left(status.remaining), left_role), Run(f" {mark}{word}", role)]
