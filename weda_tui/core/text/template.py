"""Variables in Postman's spelling: ``{{vars.host}}``, ``{{WeDa.EnvType}}``, ``{{access_token}}``.

A value that is put in is never read again; ``core.requests.variables`` reads the variables in it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from weda_tui.core.errors import ErrorCode, FileError

VARIABLE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
"""A variable in a template; group 1 is its name."""

_BRACED = re.compile(r"\{\{(?=(.+?)\}\}|([^{}]*)\}\})")
"""From each opening to the first end: what stands between may hold braces for other programs, or
nothing, or line breaks."""
_OWN_NAME = re.compile(r"[\w.-]+")
_FOREIGN_SPACES = frozenset(
    {"env", "environment", "process", "processenv", "dotenv", "os", "shell", "system", "global"}
    | {"globals", "globalthis", "secret", "secrets", "vault", "keychain", "keyring", "prompt"}
    | {"faker", "import", "module", "require", "this", "window"}
)
"""What stands before a dot in the names of other programs: a variable of the machine, a secret of
theirs."""

LARGEST = 32 * 1024 * 1024
"""Characters that the values in one text have at most, each as often as it stands there."""
HOST, ENV_TYPE, ACCESS_TOKEN = "vars.host", "WeDa.EnvType", "access_token"
ENV_ID = "WeDa.EnvId"
"""The environment's id, where it is known."""


def names(template: str) -> list[str]:
    """Return the variables a template uses, in order, each once."""
    return list(dict.fromkeys(VARIABLE.findall(template)))


def around_variables(template: str, write: Callable[[str], str]) -> str:
    """Return a template with what stands around its variables as ``write`` returns it."""
    pieces: list[str] = []
    end = 0
    for match in VARIABLE.finditer(template):
        pieces += [write(template[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*pieces, write(template[end:])])


def foreign_names(template: str) -> list[str]:
    """Return what stands in braces and has a meaning of its own in other programs, each once.

    They read variables of the machine, files and secrets by such names (``{{$env.KEY}}``,
    ``{{$processEnv KEY}}``, ``{{vault:key}}``, ``{{process.env.KEY}}``), or evaluate them. A name
    that begins with ``$`` is among them: which of those are known here, the caller decides.
    """
    found = ((one or other).strip() for one, other in _BRACED.findall(template))
    return list(dict.fromkeys(name or "{{}}" for name in found if not is_plain_name(name)))


def is_plain_name(name: str) -> bool:
    """Return whether a name in braces is a variable in every program, and nothing but that."""
    *spaces, _ = name.casefold().split(".")
    return _OWN_NAME.fullmatch(name) is not None and _FOREIGN_SPACES.isdisjoint(spaces)


def without_blanks(template: str) -> str:
    """Return the template with every variable written as ``{{name}}``."""
    return VARIABLE.sub(lambda match: f"{{{{{match[1]}}}}}", template)


def unknown_names(template: str, variables: Mapping[str, str]) -> list[str]:
    """Return the variables a template uses that have no value."""
    return [name for name in names(template) if name not in variables]


def nearest_name(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known name most like ``name``, or an empty string."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=cutoff)), "")


def unknown(name: str, variables: Mapping[str, str]) -> FileError:
    """Return the error for a variable without a value."""
    nearest = nearest_name(name, variables)
    return FileError(ErrorCode.VARIABLE_UNKNOWN, name=name, nearest=nearest)


def render(template: str, variables: Mapping[str, str]) -> str:
    """Return the template with every variable replaced, once.

    Raises ``FileError``: ``VARIABLE_UNKNOWN`` for the first variable without a value,
    ``VARIABLE_TOO_LARGE`` for the one at which all values are more than ``LARGEST``.
    """
    size = 0

    def put(match: re.Match[str]) -> str:
        nonlocal size
        value = _value(match[1], variables)
        size += len(value)
        if size > LARGEST:
            raise FileError(ErrorCode.VARIABLE_TOO_LARGE, name=match[1])
        return value

    return VARIABLE.sub(put, template)


def _value(name: str, variables: Mapping[str, str]) -> str:
    try:
        return variables[name]
    except KeyError as error:
        raise unknown(name, variables) from error


def rename(template: str, name: str, new: str) -> str:
    """Return the template with another variable in place of one."""
    return VARIABLE.sub(lambda match: f"{{{{{new}}}}}" if match[1] == name else match[0], template)


def with_digits(template: str) -> str:
    """Return the template with digits in place of its variables, each character where it was.

    So that a body can be checked as JSON before its variables have values.
    """
    return VARIABLE.sub(_digits, template)


def _digits(match: re.Match[str]) -> str:
    first, *others = match[0].split("\n")
    return "\n".join(["1" * len(first), *(" " * len(other) for other in others)])
