"""One environment as a TOML file; the name of the environment is the file's name.

host = "https://weda.example.cn"
alias = "hq"                        # ASCII; guards take it for the name
env_id = "software-8f2k9d"
timeout = 30                        # seconds
record = true                       # false keeps nothing of this place in the history
proxy = "system"                    # or "none", or "http://10.20.4.2:3128"
secret_id = "AKID…"
secret_key = "keyring"              # or "file", "prompt", "env:NAME": never the key itself
username = "zhangwei"               # signs in for the data model and storage
password = "env:WEDA_PW"            # as secret_key: never the password itself

[sign_in]                           # what some deployments want besides
client_id = "software-8f2k9d"
device_id = "weda-tui-0123456789"
token_body = "json"                 # or "form"

[tls]
verify = true
ca_file = "company-ca.pem"          # in the workspace, where it is no whole path
client_certificate = "me.pem"
client_key = "me.key"

[env_types]                         # in this order on the screen
prod = "confirm"                    # none | confirm | type-name | read-only
dev = "none"

[agents]                            # what agents may do, no more than a person approved here
prod = "none"                       # none | read | confirm

[variables]
approver = "1528933366865600513"

[env_type_variables.dev]            # hide those above, in dev only
approver = "1500000000000000017"
"""

import re
from typing import Any

import msgspec

from weda_tui.core.environments.deployment import (
    DEFAULT_TIMEOUT,
    LONGEST_TIMEOUT,
    PRESET_ENV_TYPES,
    SYSTEM_PROXY,
    AgentLevel,
    Environment,
    EnvTypeSetting,
    SecretName,
    SecretRef,
    TokenBody,
    is_timeout,
    parse_host,
    parse_secret_ref,
)
from weda_tui.core.environments.input import is_alias, is_client_id, is_device_id, parse_proxy
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.reader import TomlReader, plain_number

KEYS = (
    "host",
    "alias",
    "env_id",
    "timeout",
    "proxy",
    "secret_id",
    "secret_key",
    "username",
    "password",
    "sign_in",
    "tls",
    "env_types",
    "agents",
    "variables",
    "record",
    "env_type_variables",
)
TLS_KEYS = ("verify", "ca_file", "client_certificate", "client_key")
SIGN_IN_KEYS = ("client_id", "device_id", "token_body")

_ENV_TYPE_NAME = "[A-Za-z0-9_-]+"
_ALIAS_SHAPE = "A-Z a-z 0-9 . _ -"
_CLIENT_ID_SHAPE = "ASCII"
_DEVICE_ID_SHAPE = "16-48 ASCII"
_DEFAULTS: dict[str, Any] = {
    "alias": "",
    "env_id": "",
    "timeout": DEFAULT_TIMEOUT,
    "proxy": SYSTEM_PROXY,
    "record": True,
    "secret_id": "",
    "username": "",
    "sign_in": {"client_id": "", "device_id": "", "token_body": str(TokenBody.JSON)},
    "tls": {"verify": True, "ca_file": "", "client_certificate": "", "client_key": ""},
    "variables": {},
}


def parse_environment(text: str, *, file: str, name: str) -> Environment:
    """Read an environment.

    Raises ``FileError`` with ``file`` and, if there is one, the line: ``TOML_SYNTAX``,
    ``TOML_UNKNOWN_KEY``, ``TOML_MISSING_KEY`` or ``TOML_BAD_VALUE``. No error holds a value of the
    file, because the file may contain a secret by mistake.
    """
    reader = _EnvironmentReader(text, file)
    reader.allow_only(KEYS)
    reader.allow_only(TLS_KEYS, "tls")
    reader.allow_only(SIGN_IN_KEYS, "sign_in")
    return Environment(
        name=name,
        host=reader.host(),
        alias=reader.fitting(is_alias, _ALIAS_SHAPE, "alias"),
        env_types=reader.env_types(),
        env_id=reader.line("env_id"),
        secret_id=reader.line("secret_id"),
        secret_key=reader.secret_ref(SecretName.KEY),
        username=reader.line("username"),
        password=reader.secret_ref(SecretName.PASSWORD),
        timeout=reader.timeout(),
        record=reader.flag("record"),
        verify_tls=reader.flag("tls", "verify"),
        ca_file=reader.line("tls", "ca_file"),
        client_certificate=reader.line("tls", "client_certificate"),
        client_key=reader.line("tls", "client_key"),
        proxy=reader.proxy(),
        client_id=reader.fitting(is_client_id, _CLIENT_ID_SHAPE, "sign_in", "client_id"),
        device_id=reader.fitting(is_device_id, _DEVICE_ID_SHAPE, "sign_in", "device_id"),
        token_body=reader.token_body(),
        variables=reader.variables("variables"),
    )


def render_environment(environment: Environment, previous: str | None) -> str:
    """Return the new text of the file.

    ``previous`` is its valid old text. Everything in it except values stays: comments, order, line
    ends, a byte order mark.
    """
    wanted: dict[str, Any] = {
        "host": environment.host,
        "alias": environment.alias,
        "env_id": environment.env_id,
        "timeout": plain_number(environment.timeout),
        "proxy": environment.proxy,
        "record": environment.record,
        "secret_id": environment.secret_id,
        "secret_key": str(environment.secret_key),
        "username": environment.username,
        "password": str(environment.password),
        "sign_in": {
            "client_id": environment.client_id,
            "device_id": environment.device_id,
            "token_body": str(environment.token_body),
        },
        "tls": {
            "verify": environment.verify_tls,
            "ca_file": environment.ca_file,
            "client_certificate": environment.client_certificate,
            "client_key": environment.client_key,
        },
        "env_types": {setting.name: str(setting.guard) for setting in environment.env_types},
        "agents": {setting.name: str(setting.agents) for setting in environment.env_types},
        "variables": dict(environment.variables),
        "env_type_variables": {
            setting.name: dict(setting.variables)
            for setting in environment.env_types
            if setting.variables
        },
    }
    for name in SecretName:
        if environment.secret_ref(name) is None:
            del wanted[name]
    if not wanted["env_type_variables"]:
        del wanted["env_type_variables"]
    agents = {setting.name: str(AgentLevel.READ) for setting in environment.env_types}
    return toml_text.render(wanted, _DEFAULTS | {"agents": agents}, previous, ordered="env_types")


class _EnvironmentReader(TomlReader):
    """Reads the values of an environment."""

    def proxy(self) -> str:
        text = self.line("proxy") if "proxy" in self._root else SYSTEM_PROXY
        expected = "system | none | http(s)://name[:port]"
        return self.parsed(text, parse_proxy, ("proxy",), expected)

    def token_body(self) -> TokenBody:
        path = ("sign_in", "token_body")
        text = self.string(*path) or TokenBody.JSON
        return self.parsed(text, TokenBody, path, " | ".join(TokenBody))

    def variables(self, *path: str) -> dict[str, str]:
        return {name: self.string(*path, name) for name in self.table(*path)}

    def host(self) -> str:
        if "host" not in self._root:
            raise FileError(ErrorCode.TOML_MISSING_KEY, file=self._file, key="host")
        expected = "http(s)://name[:port][/prefix]"
        return self.parsed(self.line("host"), parse_host, ("host",), expected)

    def timeout(self) -> float:
        value = self._value(("timeout",), DEFAULT_TIMEOUT)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not is_timeout(value):
            raise self.bad_value(("timeout",), f"0 < number <= {int(LONGEST_TIMEOUT)}")
        return float(value)

    def secret_ref(self, name: SecretName) -> SecretRef | None:
        if name not in self._root:
            return None
        value, expected = self._root[name], "keyring | file | prompt | env:NAME"
        text = value if isinstance(value, str) else ""
        return self.parsed(text, parse_secret_ref, (name,), expected)

    def env_types(self) -> tuple[EnvTypeSetting, ...]:
        if "env_types" in self._root:
            env_types = tuple(self._env_type(name) for name in self.table("env_types"))
        else:
            env_types = PRESET_ENV_TYPES
        if not env_types:
            raise self.bad_value(("env_types",), 'prod = "confirm"')
        names = tuple(each.name for each in env_types)
        self.allow_only(names, "env_type_variables")
        self.allow_only(names, "agents")
        return tuple(
            msgspec.structs.replace(
                each,
                variables=self.variables("env_type_variables", each.name),
                agents=self._agents(each.name),
            )
            for each in env_types
        )

    def _agents(self, env_type: str) -> AgentLevel:
        if env_type not in self.table("agents"):
            return AgentLevel.READ
        path = ("agents", env_type)
        return self.parsed(self.string(*path), AgentLevel, path, " | ".join(AgentLevel))

    def _env_type(self, name: str) -> EnvTypeSetting:
        path = ("env_types", name)
        if not re.fullmatch(_ENV_TYPE_NAME, name):
            raise self.bad_value(path, f"{_ENV_TYPE_NAME} = …")
        return EnvTypeSetting(name, self.parsed(self.string(*path), Guard, path, " | ".join(Guard)))
