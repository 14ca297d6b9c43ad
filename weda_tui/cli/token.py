"""``token``: prints the access tokens unmasked, for other programs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, environment_option, flag, json_option, option
from weda_tui.cli.environments.routes import report_status
from weda_tui.cli.errors_output import refuse
from weda_tui.cli.exit_status import ExitStatus, exit_status
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.route import is_fingerprint_of
from weda_tui.core.errors import ErrorCode, RouteError, WedaError
from weda_tui.core.tokens.access_token import (
    KINDS,
    AccessToken,
    TokenState,
    bearer,
    find_fault,
    renewal_margin,
)
from weda_tui.i18n.quantities import time_left
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


def build(strings: Strings) -> click.Command:
    """Return ``token``."""
    examples = (
        "weda-tui token --json",
        "weda-tui token --json | jq -r .user.value",
        'curl -H "Authorization: $(weda-tui token --env hq --route "$WEDA_ROUTE")" …',
    )
    return CliCommand(
        "token",
        HelpPage(strings, (strings.cli.program.token, strings.cli.token.details), examples),
        _print_token,
        [
            environment_option(strings),
            flag("--user is_user", strings.cli.token.user),
            flag("--refresh", strings.cli.token.refresh),
            option("--route", "FINGERPRINT", strings.cli.token.route),
            json_option(strings),
        ],
    )


def _print_token(
    env: str | None, is_user: bool, refresh: bool, route: str | None, as_json: bool
) -> int:
    session = open_session()
    where = session.environments.where_exactly(env, needs_env_type=False)
    status = session.routes.describe(where.environment)
    if route is not None and not is_fingerprint_of(route, status):
        name = where.environment.name
        raise RouteError(ErrorCode.ROUTE_OTHER_THAN_COPIED, environment=name)
    kind = TokenKind.USER if is_user else TokenKind.KEY
    kinds = _wanted_kinds(where, KINDS if as_json else (kind,))
    report_status(status)
    got = run(session, lambda session: _get(session, where, kinds, refresh=refresh))
    errors = [each for each in got.values() if isinstance(each, WedaError)]
    tokens = {kind: each for kind, each in got.items() if isinstance(each, AccessToken)}
    if not tokens:
        raise errors[0]
    if as_json:
        output.json_line(_described(tokens, where, session))
    else:
        output.data(bearer(tokens[kind]))
    _print_tokens(tokens, where, session)
    for error in errors:
        refuse(error, current().strings)
    return exit_status(errors[0]) if errors else ExitStatus.OK


def _wanted_kinds(where: Target, wanted: Sequence[TokenKind]) -> list[TokenKind]:
    """Return the kinds for which there are credentials. Raises ``FileError`` without any."""
    lacks = {kind: find_fault(where.environment, kind) for kind in wanted}
    kinds = [kind for kind, lack in lacks.items() if lack is None]
    if not kinds:
        raise next(lack for lack in lacks.values() if lack is not None)
    return kinds


async def _get(
    session: Session, where: Target, kinds: Sequence[TokenKind], *, refresh: bool
) -> dict[TokenKind, AccessToken | WedaError]:
    """Return the token of each kind, or the error that prevents it."""
    got: dict[TokenKind, AccessToken | WedaError] = {}
    for kind in kinds:
        fetch = session.tokens.renew if refresh else session.tokens.get
        try:
            good = None if refresh else _good_token(session, where, kind)
            got[kind] = good or await fetch(where.environment, kind)
        except WedaError as error:
            got[kind] = error
    return got


def _good_token(session: Session, where: Target, kind: TokenKind) -> AccessToken | None:
    """Return the token that a send would use, without loading the modules of a call.

    Raises ``WedaError`` if the route of the token is not approved.
    """
    status = session.tokens.status(where.environment, kind)
    is_alive = status.state in {TokenState.VALID, TokenState.EXPIRING}
    if status.token is None or not is_alive:
        return None
    session.approvals.check(session.routes.status(where.environment, kind))
    return status.token if status.remaining > renewal_margin(status.token.lifetime) else None


def _print_tokens(tokens: Mapping[TokenKind, AccessToken], where: Target, session: Session) -> None:
    words = current().strings.cli.token
    for kind, token in tokens.items():
        sentence = words.user_left if kind is TokenKind.USER else words.left
        left = time_left(_remaining(token, session))
        output.talk(sentence.format(environment=where.environment.name, left=left))


def _described(
    tokens: Mapping[TokenKind, AccessToken], where: Target, session: Session
) -> dict[str, Any]:
    """Return the key's token and, as ``user``, the user's token; ``None`` for a missing token."""
    by_user = tokens.get(TokenKind.USER)
    user = None
    if by_user is not None:
        user = {"username": where.environment.username, **_fields(by_user, session)}
    by_key = _fields(tokens.get(TokenKind.KEY), session)
    return {"environment": where.environment.name, **by_key, "user": user}


def _fields(token: AccessToken | None, session: Session) -> dict[str, str | int | None]:
    if token is None:
        return dict.fromkeys(("issuedAt", "expiresAt", "lifetime", "remaining", "value"))
    return {
        "issuedAt": _utc(token.issued_at),
        "expiresAt": _utc(token.expires_at),
        "lifetime": int(token.lifetime),
        "remaining": int(_remaining(token, session)),
        "value": token.value,
    }


def _remaining(token: AccessToken, session: Session) -> float:
    return max(0.0, token.expires_at - session.clock.wall())


def _utc(seconds: float) -> str:
    """Return ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
