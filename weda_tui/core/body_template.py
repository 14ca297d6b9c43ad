"""A body with variables and files in it, as the bytes that leave.

    --boundary
    Content-Disposition: form-data; name="file"; filename="report.pdf"

    {{$file uploads/report.pdf}}
    --boundary--

The name is a path in the workspace. It stands in the body itself: a variable cannot bring one in.
"""

import re
from collections.abc import Mapping

from weda_tui.core import template
from weda_tui.core.wire_text import wire_bytes

_FILE = re.compile(r"\{\{[ \t]*\$file[ \t]+([^{}\r\n]+?)[ \t]*\}\}")


def file_reference(name: str) -> str:
    """Return what stands in a body for the content of a file."""
    return f"{{{{$file {name}}}}}"


def file_names(body: str) -> tuple[str, ...]:
    """Return the files whose content goes into a body, in order, each once."""
    return tuple(dict.fromkeys(_FILE.findall(body)))


def without_files(body: str) -> tuple[str, tuple[str, ...]]:
    """Return a body that names no file, also not in what its cuts join, and the files it named."""
    found: list[str] = []
    while names := file_names(body):
        found += names
        body = _FILE.sub("", body)
    return body, tuple(dict.fromkeys(found))


def render_body(body: str, variables: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a body; ``files`` are what stands in place of each file.

    Raises ``FileError`` (``VARIABLE_UNKNOWN``).
    """
    pieces: list[bytes] = []
    end = 0
    for match in _FILE.finditer(body):
        pieces += [_render(body[end : match.start()], variables), files[match[1]]]
        end = match.end()
    return b"".join([*pieces, _render(body[end:], variables)])


def _render(text: str, variables: Mapping[str, str]) -> bytes:
    return wire_bytes(template.render(text, variables))
