"""``env approve``: the user approves the route of an environment's secrets."""

import sys

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, option
from weda_tui.cli.errors_output import refuse
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import Section, page, page_width
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.environments.route import RouteStatus, RouteUse, is_fingerprint_of
from weda_tui.core.errors import ErrorCode, FileError, RouteError
from weda_tui.i18n.phrases.routes import approval_rows, approval_title, risk_lines
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


def build(strings: Strings) -> click.Command:
    """Return ``env approve``."""
    words = strings.routes.approval
    examples = (
        "weda-tui env approve hq",
        "weda-tui env approve hq --route 7327-881f-8878-5fe5-69ae-cc1c-490c-4333",
    )
    return CliCommand(
        "approve",
        HelpPage(strings, (words.command, words.details), examples),
        _approve,
        [argument("name", "NAME"), route_option(strings)],
    )


def _approve(name: str, route: str | None) -> int:
    session, strings = open_session(), current().strings
    words = strings.routes.approval
    status = session.routes.status(
        session.environments.where_exactly(name, needs_env_type=False).environment
    )
    lacks = _find_lacks(session, status)
    environment, fingerprint = status.environment.name, status.fingerprint
    show_route(status, strings)
    check_fingerprint(route, status)
    if not status.uses:
        output.talk(words.nothing.format(environment=environment))
        return ExitStatus.OK
    if status.is_approved:
        output.talk(words.already.format(environment=environment))
        return ExitStatus.OK
    asked = [each.use for each in status.unapproved if route is not None or each.use not in lacks]
    is_request_alone = bool(lacks) and asked == [RouteUse.REQUEST]
    if not asked or (is_request_alone and not output.is_terminal(sys.stdin)):
        raise next(iter(lacks.values()))
    if route is None and not confirm_route(status, strings, "approve"):
        return ExitStatus.GUARD
    session.environments.reload()
    session.routes.check_shown(
        session.environments.where_exactly(name, needs_env_type=False).environment, status.route
    )
    session.routes.approve(status, asked)
    output.talk(words.done.format(environment=environment, fingerprint=fingerprint))
    for lack in lacks.values():
        refuse(lack, strings)
    return ExitStatus.OK


def _find_lacks(session: Session, status: RouteStatus) -> dict[RouteUse, FileError]:
    """Return the stored secrets that are missing for the address, and so cannot be sent."""
    lacks = session.approvals.secret_faults(status)
    places = {each.use: each.place for each in status.uses}
    return {use: lack for use, lack in lacks.items() if places[use] in {"keyring", "file"}}


def route_option(strings: Strings) -> click.Option:
    """Return ``--route``, the fingerprint of a route that is approved without a question."""
    return option("--route", "FINGERPRINT", strings.routes.approval.route)


def check_fingerprint(typed: str | None, status: RouteStatus) -> None:
    """Raise ``RouteError`` if a typed fingerprint differs from that of the route."""
    if typed is not None and not is_fingerprint_of(typed, status):
        raise RouteError(
            ErrorCode.ROUTE_OTHER_FINGERPRINT,
            environment=status.environment.name,
            fingerprint=status.fingerprint,
            typed=typed,
        )


def confirm_route(status: RouteStatus, strings: Strings, command: str) -> bool:
    """Ask the user whether a shown route is right.

    Raises ``RouteError`` if there is no terminal; ``command`` is the command to which the
    fingerprint can be given instead.
    """
    words = strings.routes.approval
    if not output.is_terminal(sys.stdin):
        raise RouteError(
            ErrorCode.ROUTE_NEEDS_PERSON,
            environment=status.environment.name,
            fingerprint=status.fingerprint,
            command=command,
        )
    is_approved = click.confirm(words.ask, err=True)
    if not is_approved:
        output.talk(words.refused)
    return is_approved


def show_route(status: RouteStatus, strings: Strings) -> None:
    """Show a route, what would be sent over it, and what has changed since the approval."""
    section = Section(approval_title(status, strings), approval_rows(status, strings))
    output.talk(page("", (), [section], page_width()).lstrip("\n"))
    for line in risk_lines(status, strings):
        output.talk(line)
