"""``env``: the environments of a workspace."""

import sys
from datetime import datetime
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import (
    CliCommand,
    CommandGroup,
    HelpEntry,
    HelpPage,
    argument,
    imported,
    json_option,
    yes_option,
)
from weda_tui.cli.environments.agents import agent_rows, credential_rows
from weda_tui.cli.environments.routes import report_risks
from weda_tui.cli.errors_output import refuse
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import Section, columns, page, page_width
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.environments.deployment import SYSTEM_PROXY, Environment, TokenBody
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import Argument
from weda_tui.i18n.phrases.facts import env_type_words, guard_words
from weda_tui.i18n.quantities import plain_seconds
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.store.environments.files import environment_path


def build(strings: Strings) -> click.Command:
    """Return the group ``env``."""
    words = strings.cli.program
    entries = {
        "list": HelpEntry(words.env_list, _build_list),
        "show": HelpEntry(words.env_show, _build_show),
        "add": imported(words.env_add, ".environments.add"),
        "secret": imported(strings.environments.secret.command, ".environments.secret"),
        "approve": imported(strings.routes.approval.command, ".environments.approve"),
        "agents": imported(strings.agents.levels.command, ".environments.agents"),
        "check": imported(strings.check.command, ".environments.check"),
        "logs": imported(strings.doctor.log.command, ".environments.logs"),
        "remove": HelpEntry(words.env_remove, _build_remove),
        "restore": HelpEntry(strings.environments.trash.restore, _build_restore),
    }
    return CommandGroup("env", HelpPage(strings, (words.env, strings.cli.env.details)), entries)


def _build_list(strings: Strings) -> click.Command:
    words = strings.cli.program.env_list
    return CliCommand("list", HelpPage(strings, (words,)), _list, [json_option(strings)])


def _build_show(strings: Strings) -> click.Command:
    words = strings.cli.program.env_show
    parameters = [_name(), json_option(strings)]
    return CliCommand("show", HelpPage(strings, (words,)), _show, parameters)


def _build_remove(strings: Strings) -> click.Command:
    words = strings.cli.program.env_remove
    return CliCommand(
        "remove", HelpPage(strings, (words,)), _remove, [_name(), yes_option(strings)]
    )


def _name() -> click.Argument:
    return argument("name", "NAME")


def _list(as_json: bool) -> int:
    session, strings = open_session(), current().strings
    environments = session.environments.all
    if as_json:
        described = [_described(environment, session) for environment in environments]
        output.json_line({"environments": described})
    elif environments:
        output.data(
            columns([(e.name, e.host, ", ".join(_env_types(e, strings))) for e in environments])
        )
    report_risks(session, environments)
    if not environments and not session.environments.problems:
        output.talk(strings.cli.env.none)
    for problem in session.environments.problems:
        refuse(problem, strings)
    return ExitStatus.USAGE if session.environments.problems else ExitStatus.OK


def _show(name: str, as_json: bool) -> int:
    session = open_session()
    environment = session.environments.where_exactly(name, needs_env_type=False).environment
    if as_json:
        output.json_line(_described(environment, session))
    else:
        output.data(_page(environment, session, current().strings))
    return ExitStatus.OK


def _remove(name: str, yes: bool) -> int:
    session, strings = open_session(), current().strings
    words, trash = strings.cli.env, strings.environments.trash
    environment = session.environments.where_exactly(name, needs_env_type=False).environment
    if not yes and not output.is_terminal(sys.stdin):
        output.talk(f"✗ {words.not_removed.format(name=name)} {words.yes_needed}")
        return ExitStatus.GUARD
    if not yes and not click.confirm(trash.ask_remove.format(name=name), err=True):
        output.talk(words.not_removed.format(name=name))
        return ExitStatus.GUARD
    session.environments.trash.remove(environment)
    output.talk(trash.removed.format(name=Argument(name)))
    return ExitStatus.OK


def _env_types(environment: Environment, strings: Strings) -> list[str]:
    return [
        f"{setting.name} ({guard_words(setting.guard, strings)})"
        for setting in environment.env_types
    ]


def _page(environment: Environment, session: Session, strings: Strings) -> str:
    status = session.routes.status(environment)
    words, more = strings.cli.env, strings.environments.show
    is_json = environment.token_body is TokenBody.JSON
    is_system = environment.proxy == SYSTEM_PROXY
    rows = [
        (words.address, environment.host),
        (more.alias, environment.alias),
        (words.env_id, environment.env_id),
        *credential_rows(environment, strings),
        (words.timeout, f"{plain_seconds(environment.timeout)} s"),
        (words.tls, words.tls_checked if environment.verify_tls else words.tls_unchecked),
        (words.ca_file, environment.ca_file),
        (more.client_certificate, environment.client_certificate),
        (more.client_key, environment.client_key),
        (more.proxy, "" if is_system else environment.proxy),
        (more.client_id, environment.client_id),
        (more.device_id, environment.device_id),
        (more.token_body, "" if is_json else str(environment.token_body)),
        (strings.routes.shown_fingerprint, _route_words(status, strings)),
        (more.file, strip_control_characters(_file_of(environment, session))),
    ]
    env_types = [
        (
            f"{setting.name} {env_type_words(setting.name, strings)}".rstrip(),
            guard_words(setting.guard, strings),
        )
        for setting in environment.env_types
    ]
    sections = [
        Section(words.env_types, env_types),
        Section(strings.agents.levels.title, agent_rows(environment, session, strings)),
        Section(words.variables, list(environment.variables.items())),
        *(
            Section(more.variables_at.format(env_type=each.name), list(each.variables.items()))
            for each in environment.env_types
        ),
    ]
    facts = Section(environment.name, [row for row in rows if row[1]])
    shown = [section for section in (facts, *sections) if section.rows]
    return page("", (), shown, page_width()).lstrip("\n")


def _file_of(environment: Environment, session: Session) -> str:
    """Return the path of an environment's file."""
    return str(environment_path(session.paths.environments, environment.name))


def _route_words(status: RouteStatus, strings: Strings) -> str:
    """Return the fingerprint of a route, and whether everything sent over it is approved."""
    words = strings.routes.approval
    state = words.is_approved if status.is_approved else words.is_not_approved
    return f"{status.fingerprint} · {state}" if status.uses else status.fingerprint


def _described(environment: Environment, session: Session) -> dict[str, Any]:
    """Return an environment for ``--json``, with the places of its secrets, not the secrets."""
    status = session.routes.status(environment)
    return {
        "name": environment.name,
        "host": environment.host,
        "alias": environment.alias,
        "envId": environment.env_id,
        "envTypes": environment.env_types,
        "secretId": environment.secret_id,
        "secretKey": str(environment.secret_key) if environment.secret_key else None,
        "username": environment.username,
        "password": str(environment.password) if environment.password else None,
        "timeout": environment.timeout,
        "verifyTls": environment.verify_tls,
        "caFile": environment.ca_file,
        "clientCertificate": environment.client_certificate,
        "clientKey": environment.client_key,
        "proxy": environment.proxy,
        "clientId": environment.client_id,
        "deviceId": environment.device_id,
        "tokenBody": environment.token_body,
        "variables": environment.variables,
        "route": status.fingerprint,
        "approved": status.is_approved,
        "file": _file_of(environment, session),
    }


def _build_restore(strings: Strings) -> click.Command:
    words = strings.environments.trash
    parameters = [click.Argument(["name"], metavar="[NAME]", required=False), json_option(strings)]
    page = HelpPage(strings, (words.restore, words.restore_details))
    return CliCommand("restore", page, _restore, parameters)


def _restore(name: str | None, as_json: bool) -> int:
    session, words = open_session(), current().strings.environments.trash
    if name is not None:
        session.environments.trash.restore(name)
        output.talk(words.restored.format(name=Argument(name)))
        return ExitStatus.OK
    removed = session.environments.trash.removed()
    if as_json:
        rows = [{"name": each.name, "removedAt": each.deleted_at} for each in removed]
        output.json_line({"environments": rows})
    elif removed:
        output.data(columns([(each.name, _time(each.deleted_at)) for each in removed]))
    else:
        output.talk(words.empty)
    return ExitStatus.OK


def _time(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M:%S}"
