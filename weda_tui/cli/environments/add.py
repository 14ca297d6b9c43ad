"""``env add``: a new environment; its secrets never come from the command line."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, option
from weda_tui.cli.environments.options import MoreFlags, more_options, with_more
from weda_tui.cli.environments.routes import report_risks
from weda_tui.cli.environments.secret import (
    SecretFlags,
    ask_secret,
    reference_of,
    secret_options,
    where_kept,
)
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import each_matching
from weda_tui.cli.sessions import open_session
from weda_tui.core.environments.deployment import (
    PRESET_ENV_TYPES,
    Environment,
    EnvTypeSetting,
    SecretName,
    SecretRef,
    env_id_of,
    parse_host,
    read_host,
)
from weda_tui.core.environments.route import ALL_USES
from weda_tui.core.guard.level import preset_guard
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.store.environments.files import check_free, environment_path


class AddFlags(SecretFlags, frozen=True):
    """The options of one ``env add``."""

    host: str
    env_type: Sequence[str]


def build(strings: Strings) -> click.Command:
    """Return ``env add``."""
    words = strings.cli.env
    examples = (
        "weda-tui env add hq --host http://10.20.4.18:8080 --secret-id AKID…",
        "weda-tui env add hq --host https://weda.example.cn --secret-id AKID… < key.txt",
        "weda-tui env add ci --host https://weda.example.cn --env-type dev \\",
        "    --secret-id AKID… --secret-key env:WEDA_SECRET_KEY \\",
        "    --username zhangwei --password env:WEDA_PASSWORD",
        "weda-tui env add jh --host https://10.8.0.31 --alias jh --guard prod=none \\",
        "    --ca-file ca.pem --variable flow=f1 --env-type-variable dev:flow=f2",
    )
    is_name = each_matching("[A-Za-z0-9_-]+", strings.cli.usage.no_such_env_type)
    parameters: list[click.Parameter] = [
        click.Argument(["name"], metavar="NAME"),
        option("--host", "URL", words.host, required=True),
        option("--env-type", "T", words.env_type, multiple=True, callback=is_name),
        *secret_options(strings),
        *more_options(strings),
    ]
    return CliCommand(
        "add",
        HelpPage(strings, (strings.cli.program.env_add, words.add_details), examples),
        _add,
        parameters,
    )


def _add(**given: Any) -> int:
    flags = AddFlags(**{name: given.pop(name) for name in AddFlags.__struct_fields__})
    more = MoreFlags(**given)
    strings = current().strings
    parse_host(flags.host)
    secret_key, password = reference_of(flags.secret_key), reference_of(flags.password)
    if flags.password and not flags.username:
        raise click.UsageError(strings.cli.env.username_needed)
    session = open_session(use_keyring="file" not in {flags.secret_key, flags.password})
    check_free(session.paths.environments, flags.name)
    secret_id = _secret_id(flags)
    environment = _environment(flags, secret_id, (secret_key, password))
    saved = session.environments.save(
        with_more(environment, more),
        secret=ask_secret(SecretName.KEY, secret_key, strings) if secret_id else "",
        password=ask_secret(SecretName.PASSWORD, password, strings) if flags.username else "",
        approves=ALL_USES,
    )
    path = environment_path(session.paths.environments, saved.name)
    output.talk(strings.cli.env.added.format(name=saved.name, file=path))
    if remark := _address_remark(flags.host, strings):
        output.talk(remark)
    if not saved.verify_tls:
        output.talk(strings.environments.add.added_unverified)
    elif saved.secret_key or saved.password:
        report_risks(session, [saved])
    output.talk(where_kept(SecretName.KEY, saved.secret_key, session, strings))
    if saved.username:
        output.talk(where_kept(SecretName.PASSWORD, saved.password, session, strings))
    return ExitStatus.OK


def _environment(
    flags: AddFlags, secret_id: str, references: tuple[SecretRef | None, SecretRef | None]
) -> Environment:
    env_types = tuple(EnvTypeSetting(n, preset_guard(n)) for n in dict.fromkeys(flags.env_type))
    return Environment(
        name=flags.name,
        host=parse_host(flags.host),
        env_types=env_types or PRESET_ENV_TYPES,
        env_id=env_id_of(flags.host),
        secret_id=secret_id,
        secret_key=references[0],
        username=flags.username,
        password=references[1],
    )


def _address_remark(typed: str, strings: Strings) -> str:
    """Return what was done with the path in the typed URL; empty if there was none."""
    words, address = strings.cli.env, read_host(typed)
    if address.cut:
        return words.host_cut.format(cut=strip_control_characters(address.cut), host=address.host)
    return words.host_kept.format(host=address.host) if address.prefix else ""


def _secret_id(flags: AddFlags) -> str:
    """Return the SecretId; ask for it on a terminal if it was not given."""
    if flags.secret_id:
        return flags.secret_id
    words = current().strings.cli.env
    if output.is_terminal(sys.stdin):
        return click.prompt(words.ask_secret_id, default="", show_default=False, err=True)
    if flags.secret_key:
        raise click.UsageError(words.secret_id_needed)
    return ""
