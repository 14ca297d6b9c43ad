"""A Postman environment, or its globals, read and written; secrets are left out both ways.

    {"name": "总部", "_postman_variable_scope": "environment",
     "values": [{"key": "vars.host", "value": "https://weda.example.cn", "enabled": true}]}

The names are those of the guide's pre-request script (1.2.2): ``vars.host``, ``WeDa.EnvType``,
``SECRET_ID``, ``SECRET_KEY``, ``access_token``, ``access_token_expiry``.
"""

import re
from typing import Any

import msgspec

from weda_tui.core.environments.deployment import Environment, parse_host
from weda_tui.core.environments.input import is_built_in, is_variable_name
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.interchange.address import UnresolvedAddress, credentials_in, resolve_address
from weda_tui.core.interchange.environment_import import ImportedEnvironment, LeftOut, LeftOutReason
from weda_tui.core.interchange.export_names import written
from weda_tui.core.interchange.import_plan import Hide, hide_nothing
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.template import ACCESS_TOKEN, ENV_TYPE, HOST, without_blanks
from weda_tui.formats.openapi.text import json_text

SECRET_KEY, PASSWORD, SECRET_ID, USERNAME = "SECRET_KEY", "PASSWORD", "SECRET_ID", "USERNAME"

_HOSTS = (HOST, "host", "baseurl", "base_url", "url")
"""Names of variables that may hold the address, the guide's own first; case is ignored."""
# the last three: secret key, password, token
_SECRET_NAME = re.compile(
    r"(?i)secret(?![_-]?id)|passw(or)?d|(^|[^a-z])pwd|token|api[_-]?key|private[_-]?key"
    r"|authorization|credential|\u5bc6\u94a5|\u5bc6\u7801|\u4ee4\u724c"
)
_SECRET_VALUE = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]+\.|(?i:bearer|basic)\s+\S{8,}|-----BEGIN [A-Z ]*PRIVATE KEY"
)

_JOINT = " · "
"""Separates an environment's name from its env type, as Postman has one file for each."""


class _Value(msgspec.Struct):
    key: str = ""
    value: msgspec.Raw = msgspec.Raw(b'""')
    type: str | None = ""
    enabled: bool | None = True


class _EnvironmentFile(msgspec.Struct):
    values: list[_Value]
    name: str | None = ""


def parse_postman_environment(
    data: bytes, *, file: str, hide: Hide = hide_nothing
) -> ImportedEnvironment:
    """Read an environment or globals, without the values in which ``hide`` finds a secret.

    Raises ``FileError``: ``DOCUMENT_…`` if the data is not JSON, ``POSTMAN_INVALID`` with the place
    if it has another shape.
    """
    text = json_text(data, name=file)
    try:
        read = msgspec.json.decode(text, type=_EnvironmentFile)
    except (msgspec.DecodeError, RecursionError) as error:
        path = str(error).rpartition(" - at `")[2].strip("`") if "at `" in str(error) else "$"
        raise FileError(ErrorCode.POSTMAN_INVALID, file=file, path=path) from None
    kept, left_out = _sift(read.values, hide)
    host_name, host, path = _host(kept)
    folded = {name.casefold(): name for name in kept}
    secret_id, username, env_type = (
        folded.get(name.casefold(), "") for name in (SECRET_ID, USERNAME, ENV_TYPE)
    )
    taken = {secret_id, username, env_type}
    variables = {n: v for n, v in kept.items() if n not in taken and not is_built_in(n)}
    if host_name in variables:
        variables[host_name] = f"{{{{{HOST}}}}}{path}"
    return ImportedEnvironment(
        name=_own_name(
            strip_control_characters(hide(read.name or "")).strip(), kept.get(env_type, "")
        ),
        host=host,
        env_type=kept.get(env_type, ""),
        secret_id=strip_control_characters(kept.get(secret_id, "")),
        username=strip_control_characters(kept.get(username, "")),
        variables=variables,
        left_out=left_out,
    )


def render_postman_environment(environment: Environment, env_type: str) -> tuple[bytes, list[str]]:
    """Return a Postman environment for one env type, and the names of the secrets left empty.

    The result depends on values and names only: two exports are equal, byte for byte.
    """
    plain = {HOST: environment.host, ENV_TYPE: env_type}
    secrets = [ACCESS_TOKEN]
    if environment.secret_id:
        plain[SECRET_ID] = environment.secret_id
        secrets.append(SECRET_KEY)
    if environment.username:
        plain[USERNAME] = environment.username
        secrets.append(PASSWORD)
    for name, value in written(environment.variables_at(env_type)).items():
        if is_secret(name, value):
            secrets.append(name)
        else:
            plain[name] = without_blanks(value)
    names = list(dict.fromkeys(secrets))
    values: list[dict[str, Any]] = [
        {"key": name, "value": value, "type": "default", "enabled": True}
        for name, value in plain.items()
    ]
    values += [{"key": n, "value": "", "type": "secret", "enabled": True} for n in names]
    content = {
        "name": f"{environment.name}{_JOINT}{env_type}",
        "values": values,
        "_postman_variable_scope": "environment",
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n", names


def is_secret(name: str, value: str) -> bool:
    """Return whether a variable looks like a secret, by its name or by what it holds."""
    return bool(_SECRET_NAME.search(name) or _SECRET_VALUE.search(value) or credentials_in(value))


def _own_name(name: str, env_type: str) -> str:
    """Return the name of an environment, without the env type that an export of ours adds."""
    own = name.removesuffix(f"{_JOINT}{env_type}").strip() if env_type else name
    return own or name


def _sift(values: list[_Value], hide: Hide) -> tuple[dict[str, str], tuple[LeftOut, ...]]:
    """Return the values that may be kept, and the other values with the reason."""
    kept: dict[str, str] = {}
    left_out: list[LeftOut] = []
    for each in values:
        name, value = each.key, _text(each.value)
        why = None
        if not is_variable_name(name):
            why = LeftOutReason.BAD_NAME
        elif each.type == "secret" or is_secret(name, value):
            why = LeftOutReason.SECRET
        elif hide(name) != name or hide(value) != value:
            name, why = hide(name), LeftOutReason.SECRET
        elif each.enabled is False:
            why = LeftOutReason.DISABLED
        elif name in kept:
            why = LeftOutReason.TWICE
        if why is None:
            kept[name] = value
        else:
            left_out.append(LeftOut(strip_control_characters(name), why))
    return kept, tuple(left_out)


def _text(value: msgspec.Raw) -> str:
    """Return a value as a text; a number keeps every digit."""
    raw = bytes(value)
    if raw == b"null":
        return ""
    return msgspec.json.decode(raw, type=str) if raw.startswith(b'"') else raw.decode()


def _host(kept: dict[str, str]) -> tuple[str, str, str]:
    """Return the name of the variable with an address, the address, and the path after it.

    All are empty if there is none. The variable itself is kept, for the requests that use it.
    """
    for wanted in _HOSTS:
        for name, value in kept.items():
            if name.casefold() == wanted:
                address, whole, path = resolve_address(value, kept), value, ""
                if not isinstance(address, UnresolvedAddress):
                    path = "" if name == HOST else address.rest.rstrip("/")
                    whole = address.origin if path else f"{address.origin}{address.rest}"
                try:
                    return name, parse_host(whole), path
                except WedaError:
                    continue
    return "", "", ""
