"""``env secret``: a secret for an environment that lacks one, or another one."""

from typing import Any

import click
import msgspec
from msgspec.structs import replace

from weda_tui.cli import output
from weda_tui.cli.command import Command, Page
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.given_secrets import ask_secret, reference_of, where_kept
from weda_tui.cli.invocation import current
from weda_tui.cli.open_session import open_session
from weda_tui.core.environment import Environment, SecretName
from weda_tui.i18n.strings import Strings


class SecretFlags(msgspec.Struct, frozen=True):
    """The command line of one ``env secret``."""

    name: str
    secret_id: str
    secret_key: str
    """Where the SecretKey is: a REF."""
    username: str
    password: str
    """Where the user's password is: a REF."""


def build(strings: Strings) -> click.Command:
    """Return ``env secret``."""
    words, more = strings.cli.env, strings.environments.secret
    examples = (
        "weda-tui env secret hq",
        "weda-tui env secret hq < key.txt",
        "weda-tui env secret hq --secret-key env:WEDA_SECRET_KEY",
        "weda-tui env secret hq --username zhangwei --password keyring",
    )
    parameters: list[click.Parameter] = [
        click.Argument(["name"], metavar="NAME"),
        click.Option(["--secret-id"], metavar="ID", default="", help=words.secret_id),
        click.Option(["--secret-key"], metavar="REF", default="", help=words.secret_key),
        click.Option(["--username"], metavar="U", default="", help=words.username),
        click.Option(["--password"], metavar="REF", default="", help=words.password),
    ]
    page = Page(strings, (more.command, more.details), examples)
    return Command("secret", page, _secret, parameters)


def _secret(**given: Any) -> int:
    flags, strings = SecretFlags(**given), current().strings
    secret_key, password = reference_of(flags.secret_key), reference_of(flags.password)
    session = open_session(use_keyring="file" not in {flags.secret_key, flags.password})
    before = session.where_exactly(flags.name).environment
    environment, wanted = _aimed(before, flags)
    typed = {SecretName.KEY: "", SecretName.PASSWORD: ""}
    for name, reference in ((SecretName.KEY, secret_key), (SecretName.PASSWORD, password)):
        if name in wanted:
            typed[name] = ask_secret(name, reference, strings)
            environment = replace(environment, **{name.value: reference})
    saved = session.environments.save(
        environment,
        secret=typed[SecretName.KEY],
        password=typed[SecretName.PASSWORD],
        replaces=before,
    )
    references = {SecretName.KEY: saved.secret_key, SecretName.PASSWORD: saved.password}
    for name in wanted:
        output.talk(where_kept(name, references[name], session, strings))
    return ExitStatus.OK


def _aimed(before: Environment, flags: SecretFlags) -> tuple[Environment, list[SecretName]]:
    """Return whose secrets are meant, and which; without a flag the key, else the password.

    Raises ``click.UsageError`` for a secret that belongs to nobody.
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
