"""``token``: the access token, in the clear, for another program."""

from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.command import Command, Page, environment_option, json_option
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.open_session import open_session, run
from weda_tui.core.access_token import AccessToken, TokenState, renewal_margin
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Where
from weda_tui.i18n.quantities import time_left
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


class TokenFlags(msgspec.Struct, frozen=True):
    """The options of one call."""

    env: str | None
    refresh: bool
    as_json: bool


def build(strings: Strings) -> click.Command:
    """Return ``token``."""
    examples = (
        "weda-tui token --json",
        'curl -H "Authorization: $(weda-tui token)" …',
    )
    return Command(
        "token",
        Page(strings, (strings.cli.program.token, strings.cli.token.details), examples),
        _print_token,
        [
            environment_option(strings),
            click.Option(["--refresh"], is_flag=True, help=strings.cli.token.refresh),
            json_option(strings),
        ],
    )


def _print_token(**given: Any) -> int:
    flags = TokenFlags(**given)
    session = open_session()
    where = session.where_exactly(flags.env)
    token = None if flags.refresh else _good_token(session, where)
    if token is None:
        token = run(session, lambda session: session.renew_token(where.environment))
    remaining = max(0.0, token.expires_at - session.clock.wall())
    if flags.as_json:
        output.json_data(msgspec.json.encode(_described(token, where, remaining)))
    else:
        output.data(f"Bearer {token.value}")
    words = current().strings.cli.token
    output.talk(words.left.format(environment=where.environment.name, left=time_left(remaining)))
    return ExitStatus.OK


def _good_token(session: Session, where: Where) -> AccessToken | None:
    """Return the token there is, unless a send would fetch another one."""
    status = session.token_status(where, TokenKind.KEY)
    is_alive = status.state in {TokenState.VALID, TokenState.EXPIRING}
    if status.token is None or not is_alive:
        return None
    return status.token if status.remaining > renewal_margin(status.token.lifetime) else None


def _described(token: AccessToken, where: Where, remaining: float) -> dict[str, str | int]:
    return {
        "environment": where.environment.name,
        "issuedAt": _utc(token.issued_at),
        "expiresAt": _utc(token.expires_at),
        "lifetime": int(token.lifetime),
        "remaining": int(remaining),
        "value": token.value,
    }


def _utc(seconds: float) -> str:
    """Return ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
