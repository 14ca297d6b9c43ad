"""The texts in the fields of an environment's form, as typed."""

from enum import StrEnum

import msgspec

from weda_tui.core.environments.deployment import (
    DEFAULT_TIMEOUT,
    PRESET_ENV_TYPES,
    SYSTEM_PROXY,
    Environment,
    EnvTypeSetting,
    TokenBody,
)
from weda_tui.core.errors import WedaError

FIELDS = ("host", "secret_id", "secret_key", "name", "username", "password", "env_id", "timeout")
"""The text fields of every form, in order; ``env_types`` are chosen, not typed."""
MORE_FIELDS = (
    "alias",
    "client_id",
    "device_id",
    "ca_file",
    "client_certificate",
    "client_key",
    "proxy",
)
"""The text fields that most environments do not need."""


PLAIN_FIELDS = tuple(
    name
    for name in (*FIELDS, *MORE_FIELDS)
    if name not in {"host", "secret_key", "password", "timeout", "proxy"}
)
"""The fields whose typed text is the value of the environment."""


class VariableText(msgspec.Struct, frozen=True):
    """One row of the variables."""

    name: str
    value: str
    env_type: str = ""
    """The only env type in which the variable is defined; empty for all env types."""


class EnvironmentTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of the fields, without leading and trailing blanks."""

    host: str = ""
    secret_id: str = ""
    secret_key: str = ""
    """The secret itself, ``env:NAME``, or empty for the secret that is already stored."""
    username: str = ""
    """Empty for an environment without a user, which then needs no ``password``."""
    password: str = ""
    """As ``secret_key``."""
    name: str = ""
    env_id: str = ""
    timeout: str = ""
    """Seconds as a decimal number."""
    alias: str = ""
    client_id: str = ""
    device_id: str = ""
    ca_file: str = ""
    client_certificate: str = ""
    client_key: str = ""
    proxy: str = SYSTEM_PROXY
    verify_tls: bool = True
    token_body: TokenBody = TokenBody.JSON
    env_types: tuple[EnvTypeSetting, ...] = PRESET_ENV_TYPES
    """Names and guards; the variables of the env types are in ``variables``."""
    variables: tuple[VariableText, ...] = ()
    """The rows of variables; a row without a name and a value is ignored."""

    def __repr__(self) -> str:
        return f"EnvironmentTexts({self.name!r})"


class Reason(StrEnum):
    """Why a field is not accepted, if no error explains it."""

    MISSING = "missing"
    BOUND_ELSEWHERE = "bound-elsewhere"
    """The stored secret is bound to another address, which is the fault's ``text``."""
    TAKEN = "taken"
    """Another environment has the name, which is the fault's ``text``."""
    BAD_TIMEOUT = "bad-timeout"
    NO_ENV_TYPE = "no-env-type"
    BAD_ALIAS = "bad-alias"
    BAD_CLIENT_ID = "bad-client-id"
    BAD_DEVICE_ID = "bad-device-id"
    BAD_VARIABLE = "bad-variable"
    BUILT_IN = "built-in"
    """The name of the variable, which is the fault's ``text``, is built in."""
    TWICE = "twice"
    """The variable, which is the fault's ``text``, has a row above."""
    NO_SUCH_ENV_TYPE = "no-such-env-type"
    """The variable belongs to an env type, the fault's ``text``, that is not chosen."""


class FieldFault(msgspec.Struct, frozen=True):
    """A field whose text is not accepted, and why."""

    field: str
    """One of ``FIELDS`` or ``MORE_FIELDS``, ``env_types``, or a value of ``variable_field``."""
    reason: Reason | WedaError
    text: str = ""


def variable_field(index: int) -> str:
    """Return the name of a row of the variables in a fault."""
    return f"variable-{index}"


def texts_of(environment: Environment | None) -> EnvironmentTexts:
    """Return the field texts of an environment, or of a new one, without its secrets."""
    if environment is None:
        return EnvironmentTexts(timeout=_seconds(DEFAULT_TIMEOUT))
    plain = {name: getattr(environment, name).strip() for name in (*PLAIN_FIELDS, "host", "proxy")}
    rows = [VariableText(*item) for item in environment.variables.items()]
    for setting in environment.env_types:
        rows += [VariableText(n, v, setting.name) for n, v in setting.variables.items()]
    return EnvironmentTexts(
        **plain,
        timeout=_seconds(environment.timeout),
        verify_tls=environment.verify_tls,
        token_body=environment.token_body,
        env_types=tuple(EnvTypeSetting(each.name, each.guard) for each in environment.env_types),
        variables=tuple(rows),
    )


def _seconds(seconds: float) -> str:
    """Return seconds as a plain decimal number, the format of the field."""
    return f"{seconds:.6f}".rstrip("0").rstrip(".")
