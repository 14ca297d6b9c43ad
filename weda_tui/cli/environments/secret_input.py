"""Secrets by any way but the command line: named by a REF, typed unseen, or a line of stdin."""

import sys

import click

from weda_tui.cli import output
from weda_tui.core.environments.deployment import SecretName, SecretRef, parse_secret_ref
from weda_tui.core.errors import WedaError
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session

PROMPT = SecretRef("prompt")
"""Kept nowhere: each run that needs it asks."""
KEPT = "keyring"
"""The REF of a secret that we keep, in the keyring or in our private file."""
LONGEST_SECRET = 64 * 1024
"""Characters of stdin that are read for a secret."""


def secret_option(name: str, help_: str) -> click.Option:
    """Return ``--NAME [REF]``; without REF the secret is asked for and kept by us."""
    return click.Option(
        [name], metavar="[REF]", is_flag=False, flag_value=KEPT, default="", help=help_
    )


def is_reference(text: str) -> bool:
    """Return whether a text says where a secret is."""
    try:
        parse_secret_ref(text)
    except WedaError:
        return False
    return True


def reference_of(text: str) -> SecretRef | None:
    """Return where a secret is that we do not keep ourselves, ``None`` for one that we do.

    Raises ``WedaError`` (``SECRET_REF_INVALID``).
    """
    reference = parse_secret_ref(text) if text else None
    return None if reference is None or reference.is_kept else reference


def ask_secret(name: SecretName, reference: SecretRef | None, strings: Strings) -> str:
    """Return a secret typed unseen, else the next line of stdin; empty where none is to be kept.

    ``reference`` is where it is, ``None`` where we keep it. Raises ``click.UsageError``.
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
    """Return where a secret is kept."""
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
