"""The options of ``env add`` that most environments do not need: checks, and their values."""

from collections.abc import Callable, Sequence

import click
import msgspec

from weda_tui.cli.command import flag, option
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import seconds
from weda_tui.core.environments.deployment import (
    DEFAULT_TIMEOUT,
    SYSTEM_PROXY,
    Environment,
    EnvTypeSetting,
    TokenBody,
)
from weda_tui.core.environments.input import (
    is_alias,
    is_built_in,
    is_client_id,
    is_device_id,
    is_variable_name,
    parse_proxy,
)
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.strings import Strings

Check = Callable[[click.Context, click.Parameter, str], str]


class MoreFlags(msgspec.Struct, frozen=True):
    """Values that most environments do not need."""

    alias: str
    guard: Sequence[str]
    variable: Sequence[str]
    env_type_variable: Sequence[str]
    env_id: str
    timeout: float | None
    no_verify: bool
    ca_file: str
    client_certificate: str
    client_key: str
    proxy: str
    client_id: str
    device_id: str
    token_body: str


def more_options(strings: Strings) -> list[click.Parameter]:
    """Return the options; their names are the fields of ``MoreFlags``."""
    words = strings.environments.add

    def text(name: str, metavar: str, help_: str, check: Check | None = None) -> click.Option:
        return option(name, metavar, help_, default="", callback=check)

    return [
        text("--alias", "A", words.alias, _fitting(is_alias, words.bad_alias)),
        option("--guard", "T=GUARD", words.guard, multiple=True),
        option("--variable", "NAME=VALUE", words.variable, multiple=True),
        option("--env-type-variable", "T:NAME=VALUE", words.env_type_variable, multiple=True),
        text("--env-id", "ID", words.env_id),
        option("--timeout", "S", words.timeout, callback=seconds),
        flag("--no-tls-verify no_verify", words.no_verify),
        text("--ca-file", "FILE", words.ca_file),
        text("--client-certificate", "FILE", words.client_certificate),
        text("--client-key", "FILE", words.client_key),
        text("--proxy", "P", words.proxy),
        text("--client-id", "ID", words.client_id, _fitting(is_client_id, words.bad_client_id)),
        text("--device-id", "ID", words.device_id, _fitting(is_device_id, words.bad_device_id)),
        option(
            "--token-body",
            "|".join(TokenBody),
            words.token_body,
            default=TokenBody.JSON.value,
            choices=tuple(TokenBody),
        ),
    ]


def with_more(environment: Environment, flags: MoreFlags) -> Environment:
    """Return an environment with these values. Raises ``click.UsageError`` and ``WedaError``."""
    words = current().strings.environments.add
    if flags.client_key and not flags.client_certificate:
        raise click.UsageError(words.key_without_certificate)
    return msgspec.structs.replace(
        environment,
        alias=flags.alias,
        env_types=_env_types(environment.env_types, flags),
        env_id=flags.env_id or environment.env_id,
        timeout=flags.timeout or DEFAULT_TIMEOUT,
        verify_tls=not flags.no_verify,
        ca_file=flags.ca_file,
        client_certificate=flags.client_certificate,
        client_key=flags.client_key,
        proxy=parse_proxy(flags.proxy or SYSTEM_PROXY),
        client_id=flags.client_id,
        device_id=flags.device_id,
        token_body=TokenBody(flags.token_body),
        variables=dict(_variable(text, words.bad_variable) for text in flags.variable),
    )


def _env_types(settings: Sequence[EnvTypeSetting], flags: MoreFlags) -> tuple[EnvTypeSetting, ...]:
    words = current().strings.environments.add
    known = {setting.name: setting for setting in settings}
    for text in flags.guard:
        name, _, guard = text.partition("=")
        if guard not in set(Guard):
            raise click.UsageError(words.bad_guard.format(value=text))
        setting = _known(name, known)
        known[name] = msgspec.structs.replace(setting, guard=Guard(guard))
    for text in flags.env_type_variable:
        name, colon, rest = text.partition(":")
        if not colon:
            raise click.UsageError(words.bad_env_type_variable.format(value=text))
        variable, value = _variable(rest, words.bad_env_type_variable)
        setting = _known(name, known)
        variables = {**setting.variables, variable: value}
        known[name] = msgspec.structs.replace(setting, variables=variables)
    return tuple(known.values())


def _known(name: str, known: dict[str, EnvTypeSetting]) -> EnvTypeSetting:
    if name not in known:
        words = current().strings.environments.add
        raise click.UsageError(words.unknown_type.format(value=name))
    return known[name]


def _variable(text: str, refusal: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not is_variable_name(name):
        raise click.UsageError(refusal.format(value=text))
    if is_built_in(name):
        raise click.UsageError(current().strings.environments.add.built_in.format(name=name))
    return name, value


def _fitting(fits: Callable[[str], bool], refusal: str) -> Check:
    def check(context: click.Context, parameter: click.Parameter, value: str) -> str:
        if value and not fits(value):
            raise click.BadParameter(refusal.format(value=value), context, parameter)
        return value

    return check
