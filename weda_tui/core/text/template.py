"""Variables in Postman's spelling: ``{{vars.host}}``, ``{{WeDa.EnvType}}``, ``{{access_token}}``.

Variables in an inserted value are not replaced here; ``core.requests.variables`` does that.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from weda_tui.core.errors import ErrorCode, FileError

VARIABLE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
"""A variable in a template; group 1 is its name."""

_BRACED = re.compile(r"\{\{(?=(.+?)\}\}|([^{}]*)\}\})")
"""A match from each opening to the first closing braces.

The text between them may hold braces of other programs, line breaks, or nothing.
"""
_OWN_NAME = re.compile(r"[\w.-]+")
_FOREIGN_SPACES = frozenset(
    {"env", "environment", "process", "processenv", "dotenv", "os", "shell", "system", "global"}
    | {"globals", "globalthis", "secret", "secrets", "vault", "keychain", "keyring", "prompt"}
    | {"faker", "import", "module", "require", "this", "window"}
)
"""Prefixes before a dot with which other programs name a variable of the machine or a secret."""

LARGEST = 32 * 1024 * 1024
"""The most characters of all values in one text, each counted as often as it is inserted."""
HOST, ENV_TYPE, ACCESS_TOKEN = "vars.host", "WeDa.EnvType", "access_token"
ENV_ID = "WeDa.EnvId"
"""The environment's id, if it is known."""


def names(template: str) -> list[str]:
    """Return the variables a template uses, in order, each once."""
    return list(dict.fromkeys(VARIABLE.findall(template)))


def around_variables(template: str, write: Callable[[str], str]) -> str:
    """Return a template with the text around its variables replaced by the result of ``write``."""
    pieces: list[str] = []
    end = 0
    for match in VARIABLE.finditer(template):
        pieces += [write(template[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*pieces, write(template[end:])])


def foreign_names(template: str) -> list[str]:
    """Return the names in braces with a special meaning in other programs, each once.

    By such names other programs read variables of the machine, files and secrets (``{{$env.KEY}}``,
    ``{{$processEnv KEY}}``, ``{{vault:key}}``, ``{{process.env.KEY}}``), or evaluate them as code.
    Names that begin with ``$`` are included: the caller decides which of them are known here.
    """
    found = ((one or other).strip() for one, other in _BRACED.findall(template))
    return list(dict.fromkeys(name or "{{}}" for name in found if not is_plain_name(name)))


def is_plain_name(name: str) -> bool:
    """Return whether every program reads a name in braces as a variable, and as nothing else."""
    *spaces, _ = name.casefold().split(".")
    return _OWN_NAME.fullmatch(name) is not None and _FOREIGN_SPACES.isdisjoint(spaces)


def without_blanks(template: str) -> str:
    """Return the template with every variable written as ``{{name}}``."""
    return VARIABLE.sub(lambda match: f"{{{{{match[1]}}}}}", template)


def unknown_names(template: str, variables: Mapping[str, str]) -> list[str]:
    """Return the variables a template uses that have no value."""
    return [name for name in names(template) if name not in variables]


def nearest_name(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known name that is most similar to ``name``, or an empty string."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=cutoff)), "")


def unknown(name: str, variables: Mapping[str, str]) -> FileError:
    """Return the error for a variable without a value."""
    nearest = nearest_name(name, variables)
    return FileError(ErrorCode.VARIABLE_UNKNOWN, name=name, nearest=nearest)


def render(template: str, variables: Mapping[str, str]) -> str:
    """Return the template with every variable replaced once.

    Raises ``FileError``: ``VARIABLE_UNKNOWN`` for the first variable without a value,
    ``VARIABLE_TOO_LARGE`` for the variable at which the values together exceed ``LARGEST``.
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
    """Return the template with the variable ``name`` renamed to ``new``."""
    return VARIABLE.sub(lambda match: f"{{{{{new}}}}}" if match[1] == name else match[0], template)


def with_digits(template: str) -> str:
    """Return the template with its variables replaced by digits of the same length.

    This allows a body to be checked as JSON, with the right positions, before its variables have
    values.
    """
    return VARIABLE.sub(_digits, template)


def _digits(match: re.Match[str]) -> str:
    first, *others = match[0].split("\n")
    return "\n".join(["1" * len(first), *(" " * len(other) for other in others)])
