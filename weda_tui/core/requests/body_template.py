"""A body with variables and files in it, as the bytes that leave.

    --boundary
    Content-Disposition: form-data; name="file"; filename="report.pdf"

    {{$file uploads/report.pdf}}
    --boundary--

The name is a path in the workspace. It stands in the body itself: a variable cannot bring one in.
"""

import re
from collections.abc import Mapping

from weda_tui.core.text import template
from weda_tui.core.wire_text import wire_bytes

FILE = re.compile(r"\{\{[ \t]*\$file[ \t]+([^{}\r\n]+?)[ \t]*\}\}")
"""The content of a file in a body; group 1 is its name."""
_DESCRIBED = re.compile(r"<[^<>\r\n]+: \d+ B>")


def file_reference(name: str) -> str:
    """Return what stands in a body for the content of a file."""
    return f"{{{{$file {name}}}}}"


def describe_file(name: str, size: int) -> bytes:
    """Return what a preview shows for the content of a file."""
    return f"<{name}: {size} B>".encode("utf-8", "replace")


def without_described_files(text: str) -> str:
    """Return a body with digits in place of what ``describe_file`` wrote."""
    return _DESCRIBED.sub(lambda match: "1" * len(match[0]), text)


def with_digits(body: str) -> str:
    """Return a body with digits in place of files and variables, each character where it was.

    So that it can be checked as JSON before they are filled in.
    """
    return template.with_digits(FILE.sub(lambda match: "1" * len(match[0]), body))


def file_names(body: str) -> tuple[str, ...]:
    """Return the files whose content goes into a body, in order, each once."""
    return tuple(dict.fromkeys(FILE.findall(body)))


def without_files(body: str) -> tuple[str, tuple[str, ...]]:
    """Return a body that names no file, also not in what its cuts join, and the files it named."""
    found: list[str] = []
    while names := file_names(body):
        found += names
        body = FILE.sub("", body)
    return body, tuple(dict.fromkeys(found))


def render_body(body: str, variables: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a body; ``files`` are what stands in place of each file.

    Raises ``FileError`` (``VARIABLE_UNKNOWN``).
    """
    pieces: list[bytes] = []
    end = 0
    for match in FILE.finditer(body):
        pieces += [_render(body[end : match.start()], variables), files[match[1]]]
        end = match.end()
    return b"".join([*pieces, _render(body[end:], variables)])


def _render(text: str, variables: Mapping[str, str]) -> bytes:
    return wire_bytes(template.render(text, variables))
