"""A plan of what importing an environment will do, to be shown before it is done."""

import re
from enum import StrEnum

import msgspec

from weda_tui.core.environments.deployment import PRESET_ENV_TYPES, Environment, EnvTypeSetting
from weda_tui.core.environments.input import free_name, suggest_name
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import preset_guard
from weda_tui.core.text.file_names import check_name

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]+')
_ENV_TYPE = re.compile("[A-Za-z0-9_-]+")
_LONGEST = 60
"""The most characters of a generated name."""


class LeftOutReason(StrEnum):
    """Why a value is not imported."""

    SECRET = "secret"  # noqa: S105 - a reason
    DISABLED = "disabled"
    BAD_NAME = "bad-name"
    TWICE = "twice"


class LeftOut(msgspec.Struct, frozen=True):
    """A value that is not imported."""

    name: str
    why: LeftOutReason


class ImportedEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """The environment in another program's file, without secrets."""

    name: str
    """Empty if the file has no name."""
    host: str
    """Normalised; empty if no value is a URL."""
    env_type: str
    secret_id: str
    username: str
    variables: dict[str, str]
    left_out: tuple[LeftOut, ...]


class EnvironmentPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What the import will do; nothing is written yet."""

    environment: Environment
    """The environment as it will be written."""
    replaces: Environment | None
    """The environment that gets more variables; ``None`` for a new environment."""
    added: tuple[str, ...]
    """The names of new variables."""
    changed: tuple[str, ...]
    """The names of variables whose value changes."""
    left_out: tuple[LeftOut, ...]


def plan_environment(
    read: ImportedEnvironment, known: tuple[Environment, ...], *, file: str, into: str = ""
) -> EnvironmentPlan:
    """Return the plan: a new environment, or more variables for the environment named ``into``.

    An existing environment gets only variables: its host, its key and its guards are unchanged.
    Raises ``FileError``: ``POSTMAN_NO_HOST`` for a new environment without a host,
    ``NAME_INVALID``.
    """
    old = next((each for each in known if each.name == into), None)
    before = old.variables if old else {}
    changed = tuple(n for n, v in read.variables.items() if n in before and before[n] != v)
    if old is None and not read.host:
        raise FileError(ErrorCode.POSTMAN_NO_HOST, file=file)
    return EnvironmentPlan(
        environment=_more(old, read) if old else _new(read, known, into),
        replaces=old,
        added=tuple(name for name in read.variables if name not in before),
        changed=changed,
        left_out=read.left_out,
    )


def _more(old: Environment, read: ImportedEnvironment) -> Environment:
    return msgspec.structs.replace(old, variables={**old.variables, **read.variables})


def _new(read: ImportedEnvironment, known: tuple[Environment, ...], into: str) -> Environment:
    names = [each.name for each in known]
    name = into or _free_name(read, names)
    check_name(name)
    has_type = any(each.name == read.env_type for each in PRESET_ENV_TYPES)
    own = ()
    if not has_type and _ENV_TYPE.fullmatch(read.env_type):
        own = (EnvTypeSetting(read.env_type, preset_guard(read.env_type)),)
    return Environment(
        name=name,
        host=read.host,
        env_types=PRESET_ENV_TYPES + own,
        secret_id=read.secret_id,
        username=read.username,
        variables=read.variables,
    )


def _free_name(read: ImportedEnvironment, taken: list[str]) -> str:
    """Return a name that no environment has, made from the name in the file if there is one."""
    name = _UNFIT.sub("-", read.name).strip(" .-")[:_LONGEST].strip(" .")
    try:
        check_name(name)
    except FileError:
        return suggest_name(read.host, taken)
    return free_name(name, taken)
