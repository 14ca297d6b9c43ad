"""The two tokens that WHERE shows: that of the selected call, and the other one."""

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.quantities import time_left
from weda_tui.session import Session


def tokens_of(
    session: Session, where: Target | None, endpoint: Endpoint | None
) -> tuple[TokenStatus, TokenStatus]:
    """Return the state of the token that an endpoint needs at a place, and of the other one."""
    kind = endpoint.token_kind if endpoint is not None else TokenKind.KEY
    other = TokenKind.KEY if kind is TokenKind.USER else TokenKind.USER
    environment, tokens = where and where.environment, session.tokens
    return tokens.status(environment, kind), tokens.status(environment, other)


def looks_the_same(one: TokenStatus | None, other: TokenStatus | None) -> bool:
    """Return whether two states are drawn in the same words."""
    return _look(one) == _look(other)


def _look(status: TokenStatus | None) -> tuple[str, str, str] | None:
    return status and (status.kind, status.state, time_left(status.remaining))
