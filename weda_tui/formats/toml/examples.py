"""One example response as a TOML table; unknown values are left out.

[[example]]
name = "成功：9 条"
status = 200
verdict = "failure"         # a Mark of core.verdict
code = "FlowInstanceNotFound"
at = "2026-11-25T01:42:18Z"
env_type = "prod"
headers = ["Content-Type: application/json"]
size = 73211                # bytes received, where the body is only their beginning, or no text
body = '''
{"Response": …}'''
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.collections.saved_request import Example
from weda_tui.core.requests.draft import Header
from weda_tui.formats.toml.reader import TomlReader

KEYS = ("name", "status", "verdict", "code", "at", "env_type", "headers", "size", "body")
"""The keys in the order in which they are written: the long one last."""
STATUSES = (100, 599)
LARGEST_SIZE = 2**53
_MARKS = tuple(map(str, Mark))


def read_example(reader: TomlReader, *path: str | int) -> Example:
    """Read the table at ``path``.

    Raises ``FileError``: ``TOML_UNKNOWN_KEY``, ``TOML_MISSING_KEY``, ``TOML_BAD_VALUE``.
    """
    reader.allow_only(KEYS, *path)
    if not reader.line(*path, "name"):
        raise reader.missing_key("example.name")
    verdict = reader.line(*path, "verdict")
    if verdict and verdict not in _MARKS:
        raise reader.bad_value((*path, "verdict"), " | ".join(_MARKS))
    return Example(
        name=reader.line(*path, "name"),
        status=_whole_number(reader, STATUSES, *path, "status"),
        verdict=verdict,
        code=reader.line(*path, "code"),
        at=_read_time(reader, *path, "at"),
        env_type=reader.line(*path, "env_type"),
        headers=read_headers(reader, *path),
        size=_whole_number(reader, (0, LARGEST_SIZE), *path, "size") or 0,
        body=reader.string(*path, "body"),
    )


def example_table(example: Example) -> dict[str, Any]:
    """Return the table of an example."""
    table: dict[str, Any] = {
        "name": example.name,
        "status": example.status,
        "verdict": example.verdict,
        "code": example.code,
        "at": example.at,
        "env_type": example.env_type,
        "headers": header_lines(example.headers),
        "size": example.size,
        "body": example.body,
    }
    return {key: table[key] for key in KEYS if table[key]}


def read_headers(reader: TomlReader, *path: str | int) -> tuple[Header, ...]:
    """Read the ``headers`` of a request or an example. Raises ``FileError``."""
    headers: list[Header] = []
    for line in reader.strings(*path, "headers"):
        colon = line.find(":", 1)
        if colon < 0:
            raise reader.bad_value((*path, "headers"), '["Name: value"]')
        headers.append((line[:colon], line[colon + 1 :].removeprefix(" ")))
    return tuple(headers)


def header_lines(headers: Iterable[Header]) -> list[str]:
    """Return headers as ``read_headers`` reads them."""
    return [f"{name}: {value}" for name, value in headers]


def _whole_number(reader: TomlReader, limits: tuple[int, int], *path: str | int) -> int | None:
    """Return a whole number; ``None`` if the key is missing."""
    value, (least, most) = reader.value(*path), limits
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise reader.bad_value(path, f"{least} … {most}")
    return value


def _read_time(reader: TomlReader, *path: str | int) -> str:
    text = reader.line(*path)
    try:
        if text:
            datetime.fromisoformat(text)
    except ValueError:
        raise reader.bad_value(path, "2026-11-25T01:42:18Z") from None
    return text
