"""``env secret``: a secret of an environment, given by any way but the command line.

The secret is referred to by a REF, typed without echo, or read as a line of stdin.
"""

import sys
from collections.abc import Sequence
from typing import Any

import click
import msgspec
from msgspec.structs import replace

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, option
from weda_tui.cli.environments.approve import (
    check_fingerprint,
    confirm_route,
    route_option,
    show_route,
)
from weda_tui.cli.environments.routes import report_status
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import (
    Environment,
    SecretName,
    SecretRef,
    parse_secret_ref,
)
from weda_tui.core.environments.route import Route, RouteUse
from weda_tui.core.errors import WedaError
from weda_tui.i18n.phrases.routes import route_words, status_uses_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session

PROMPT = SecretRef("prompt")
"""The REF of a secret that is not stored: each run that needs the secret asks for it."""
KEPT = "keyring"
"""The REF of a secret that the program stores, in the keyring or in its private file."""
LONGEST_SECRET = 64 * 1024
"""Maximum characters of a secret on stdin."""


def _secret_option(name: str, help_: str) -> click.Option:
    """Return ``--NAME [REF]``; without a REF the program asks for the secret and stores it."""
    return option(name, "[REF]", help_, is_flag=False, flag_value=KEPT, default="")


def is_reference(text: str) -> bool:
    """Return whether a text is a valid REF."""
    try:
        parse_secret_ref(text)
    except WedaError:
        return False
    return True


def reference_of(text: str) -> SecretRef | None:
    """Return the reference to a secret, ``None`` if the program stores the secret itself.

    Raises ``WedaError`` (``SECRET_REF_INVALID``).
    """
    reference = parse_secret_ref(text) if text else None
    return None if reference is None or reference.is_kept else reference


def ask_secret(name: SecretName, reference: SecretRef | None, strings: Strings) -> str:
    """Return a secret typed without echo, else the next line of stdin; empty if none is stored.

    ``reference`` says where the secret is, ``None`` if the program stores it. Raises
    ``click.UsageError``.
    """
    words, is_key = strings.cli.env, name is SecretName.KEY
    is_terminal = output.is_terminal(sys.stdin)
    if reference is not None and (reference != PROMPT or is_terminal):
        return ""
    if is_terminal:
        prompt = words.ask_secret_key if is_key else words.ask_password
        return click.prompt(prompt, hide_input=True, err=True)
    try:
        line = sys.stdin.readline(LONGEST_SECRET) if sys.stdin is not None else ""
        secret = line.encode().decode().strip()
    except UnicodeError:
        raise click.UsageError(words.secret_not_text) from None
    if not secret and reference is None:
        raise click.UsageError(words.no_secret_given if is_key else words.no_password_given)
    return secret


def where_kept(
    name: SecretName, reference: SecretRef | None, session: Session, strings: Strings
) -> str:
    """Return a sentence that says where a secret is stored."""
    words = strings.cli.env
    if reference is None:
        return words.no_secret
    what = words.secret_key_name if name is SecretName.KEY else words.password_name
    if reference == PROMPT:
        return words.kept_nowhere.format(secret=what)
    if reference.kind == "env":
        return words.kept_in_variable.format(secret=what, variable=reference.variable)
    if reference.kind == "file":
        return words.kept_in_file.format(secret=what, file=session.paths.secrets)
    return words.kept_in_keyring.format(secret=what)


def secret_options(strings: Strings) -> list[click.Parameter]:
    """Return the options for the owners of secrets, and for the places of the secrets."""
    words = strings.cli.env
    return [
        option("--secret-id", "ID", words.secret_id, default=""),
        _secret_option("--secret-key", words.secret_key),
        option("--username", "U", words.username, default=""),
        _secret_option("--password", words.password),
    ]


class SecretFlags(msgspec.Struct, frozen=True):
    """The options of one ``env secret``."""

    name: str
    secret_id: str
    secret_key: str
    """The REF of the SecretKey."""
    username: str
    password: str
    """The REF of the user's password."""


def build(strings: Strings) -> click.Command:
    """Return ``env secret``."""
    more = strings.environments.secret
    examples = (
        "weda-tui env secret hq",
        "weda-tui env secret hq < key.txt",
        "weda-tui env secret hq --secret-key env:WEDA_SECRET_KEY",
        "weda-tui env secret hq --password",
        "weda-tui env secret hq --username zhangwei --password keyring",
        "weda-tui env secret hq --route 7327-881f-8878-5fe5-69ae-cc1c-490c-4333 < key.txt",
    )
    parameters: list[click.Parameter] = [
        argument("name", "NAME", required=False, default=""),
        *secret_options(strings),
        route_option(strings),
    ]
    page = HelpPage(strings, (more.command, more.details), examples)
    return CliCommand("secret", page, _secret, parameters)


def _secret(route: str | None, **given: Any) -> int:
    flags, strings = _named(SecretFlags(**given)), current().strings
    secret_key, password = reference_of(flags.secret_key), reference_of(flags.password)
    session = open_session(use_keyring="file" not in {flags.secret_key, flags.password})
    before = session.environments.where_exactly(flags.name, needs_env_type=False).environment
    environment, wanted = _aimed(before, flags)
    typed = {SecretName.KEY: "", SecretName.PASSWORD: ""}
    given = {SecretName.KEY: secret_key, SecretName.PASSWORD: password}
    asked = {SecretName.KEY: flags.secret_key, SecretName.PASSWORD: flags.password}
    written = {n: SecretRef("file") if asked[n] == "file" else given[n] for n in wanted}
    environment = replace(environment, **{name.value: written[name] for name in wanted})
    shown = _shown_route(session, environment, wanted, before, route)
    if shown is None:
        return ExitStatus.GUARD
    for name in wanted:
        typed[name] = ask_secret(name, given[name], strings)
    saved = session.environments.save(
        environment,
        secret=typed[SecretName.KEY],
        password=typed[SecretName.PASSWORD],
        replaces=before,
        approves=[RouteUse(name.value) for name in wanted],
        shown=shown,
    )
    for name in wanted:
        place = session.secrets.find_place(saved, name)
        output.talk(where_kept(name, place, session, strings))
    return ExitStatus.OK


def _named(flags: SecretFlags) -> SecretFlags:
    """Return the flags with NAME, also if NAME was read as the REF of an option before it.

    Raises ``click.MissingParameter``.
    """
    if flags.name:
        return flags
    if flags.password and not is_reference(flags.password):
        return replace(flags, name=flags.password, password=KEPT)
    if flags.secret_key and not is_reference(flags.secret_key):
        return replace(flags, name=flags.secret_key, secret_key=KEPT)
    context = click.get_current_context()
    raise click.MissingParameter(ctx=context, param=context.command.params[0])


def _shown_route(
    session: Session,
    environment: Environment,
    wanted: Sequence[SecretName],
    before: Environment,
    fingerprint: str | None,
) -> Route | None:
    """Show where secrets will be sent, before the user types them, unless approved and plain.

    A route without any approval is shown, and the user is asked, unless its ``fingerprint`` was
    given; return ``None`` after a no. Raises ``RouteError`` for another fingerprint, and if there
    is no terminal to ask on.
    """
    strings = current().strings
    kinds = {SecretName.KEY: TokenKind.KEY, SecretName.PASSWORD: TokenKind.USER}
    status = session.routes.status(environment, *(kinds[name] for name in wanted))
    unknown = session.routes.unknown_status(status)
    asked = replace(unknown or status, environment=before)  # other commands show this fingerprint
    if unknown is not None:
        show_route(asked, strings)
    check_fingerprint(fingerprint, asked)
    if unknown is not None:
        is_right = fingerprint is not None or confirm_route(asked, strings, "secret")
        return asked.route if is_right else None
    if not status.is_approved:
        route = route_words(status.route, strings)
        uses = status_uses_words(status, strings)
        output.talk(strings.routes.approval.will_send.format(uses=uses, route=route))
    report_status(status)
    return status.route


def _aimed(before: Environment, flags: SecretFlags) -> tuple[Environment, list[SecretName]]:
    """Return the environment with its owners, and the wanted secrets.

    Without a flag this is the key, or the password if only a username is known. Raises
    ``click.UsageError`` for a secret without an owner.
    """
    words = current().strings.cli.env
    secret_id, username = flags.secret_id or before.secret_id, flags.username or before.username
    wants_password = bool(flags.password or flags.username)
    wants_key = bool(flags.secret_key or flags.secret_id)
    if not wants_key and not wants_password:
        wants_key, wants_password = (
            bool(secret_id or not username),
            not secret_id and bool(username),
        )
    if wants_key and not secret_id:
        raise click.UsageError(words.secret_id_needed)
    if wants_password and not username:
        raise click.UsageError(words.username_needed)
    wanted = [SecretName.KEY] * wants_key + [SecretName.PASSWORD] * wants_password
    return replace(before, secret_id=secret_id, username=username), wanted
