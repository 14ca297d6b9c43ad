"""What is said of a route on stderr: what is unusual about it, and who could read what is sent."""

from collections.abc import Iterable

from weda_tui.cli import output
from weda_tui.cli.invocation import current
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import RouteError
from weda_tui.core.tokens.access_token import find_lack
from weda_tui.i18n.phrases.routes import risk_lines, unapproved_line, unusual_line
from weda_tui.session import Session
from weda_tui.session.sending.preflight import Preflight


def report_route(session: Session, environment: Environment) -> None:
    """Say on one line what is unusual about the route of an environment; nothing of most."""
    report_status(session.routes.describe(environment))


def report_status(status: RouteStatus | None) -> None:
    """Say the same of a route that is known already."""
    if status is not None and (line := unusual_line(status, current().strings)):
        output.talk(f"! {line}")


def report_export_route(status: RouteStatus | None) -> None:
    """Say what is unusual about the route of what is exported, and that it is not approved."""
    report_status(status)
    if status is not None and (line := unapproved_line(status, current().strings)):
        output.talk(f"! {line}")


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
