"""What is said of a route on stderr: what is unusual about it, and who could read what is sent."""

from collections.abc import Iterable

from weda_tui.cli import output
from weda_tui.cli.invocation import current
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import RouteError
from weda_tui.core.tokens.access_token import find_lack
from weda_tui.i18n.phrases.routes import approval_title, risk_lines, route_words, unusual_line
from weda_tui.session import Preflight, Session


def report_route(session: Session, environment: Environment) -> None:
    """Say on one line what is unusual about the route of an environment; nothing of most."""
    report_status(session.routes.describe(environment))


def report_status(status: RouteStatus | None) -> None:
    """Say the same of a route that is known already."""
    if status is not None and (line := unusual_line(status, current().strings)):
        output.talk(f"! {line}")


def report_export_route(session: Session, environment: Environment) -> None:
    """Say what is unusual about the route of what is exported, and that it is not approved.

    A program of an export sends the key of whoever runs it, so a route that was approved under
    this name before counts also where the file names no secret any more.
    """
    status, strings = session.routes.status(environment), current().strings
    report_status(status)
    if not status.uses:
        changed = session.routes.status(environment, TokenKind.KEY, TokenKind.USER)
        status = changed if changed.approved is not None else status
    if not status.is_approved:
        title, route = approval_title(status, strings), route_words(status.route, strings)
        output.talk(f"! {strings.imported.part_of.format(path=title, what=route)}")


def report_risks(session: Session, environments: Iterable[Environment]) -> None:
    """Say which environments let others read what is sent there."""
    for environment in environments:
        status = session.routes.describe(environment)
        for line in risk_lines(status, current().strings):
            output.talk(line)


def check_sendable(session: Session, preflight: Preflight) -> None:
    """Raise ``WedaError`` where a request cannot be sent as it is."""
    if isinstance(preflight.error, RouteError) and preflight.route is not None:
        session.approvals.check(preflight.route)
    if preflight.error is not None:
        raise preflight.error


def check_route(session: Session, environment: Environment, *kinds: TokenKind) -> None:
    """Stop before anything is sent where the route is not approved for calls of some kinds.

    Raises ``WedaError``; what the environment has no credentials for is no matter of its route.
    """
    able = [kind for kind in kinds if find_lack(environment, kind) is None]
    session.approvals.check(session.routes.status(environment, TokenKind.NONE, *able))
