"""Messages about a route: what is unusual, and who could read the sent data."""

from collections.abc import Iterable

from weda_tui.cli import output
from weda_tui.cli.invocation import current
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import RouteError
from weda_tui.core.tokens.access_token import find_fault
from weda_tui.i18n.phrases.routes import risk_lines, unapproved_line, unusual_line
from weda_tui.session import Session
from weda_tui.session.sending.preflight import Preflight


def report_route(session: Session, environment: Environment) -> None:
    """Show in one line what is unusual about the route of an environment, if anything."""
    report_status(session.routes.describe(environment))


def report_status(status: RouteStatus | None) -> None:
    """Show in one line what is unusual about a known route, if anything."""
    if status is not None and (line := unusual_line(status, current().strings)):
        output.talk(f"! {line}")


def report_export_route(status: RouteStatus | None) -> None:
    """Show what is unusual about the route of an export, and that it is not approved, if so."""
    report_status(status)
    if status is not None and (line := unapproved_line(status, current().strings)):
        output.talk(f"! {line}")


def report_risks(session: Session, environments: Iterable[Environment]) -> None:
    """Show which environments let others read the sent data."""
    for environment in environments:
        status = session.routes.describe(environment)
        for line in risk_lines(status, current().strings):
            output.talk(line)


def check_sendable(session: Session, preflight: Preflight) -> None:
    """Raise ``WedaError`` if a request cannot be sent as it is."""
    if isinstance(preflight.error, RouteError) and preflight.route is not None:
        session.approvals.check(preflight.route)
    if preflight.error is not None:
        raise preflight.error


def check_route(session: Session, environment: Environment, *kinds: TokenKind) -> None:
    """Check before sending that the route is approved for the given kinds of token.

    Kinds without credentials in the environment are not checked. Raises ``WedaError``.
    """
    able = [kind for kind in kinds if find_fault(environment, kind) is None]
    session.approvals.check(session.routes.status(environment, TokenKind.NONE, *able))
