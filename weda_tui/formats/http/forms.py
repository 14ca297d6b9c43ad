"""Bodies of HTML forms as text: urlencoded, and multipart with a boundary chosen here."""

from collections.abc import Iterable
from urllib.parse import quote

import msgspec

from weda_tui.core.requests.draft import file_reference
from weda_tui.core.text.template import around_variables

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_BOUNDARY = "weda-tui-boundary"


class MultipartPart(msgspec.Struct, frozen=True):
    """One field of a multipart form."""

    name: str | None
    """``None`` for a part without a name."""
    value: str
    """For a file, its path in the workspace."""
    content_type: str = ""
    filename: str = ""
    headers: tuple[str, ...] = ()
    """Further header lines of the part."""
    is_file: bool = False
    """Whether the content of a file is sent; the last name of its path is the file name."""


def multipart(parts: Iterable[MultipartPart]) -> tuple[str, str]:
    """Return the Content-Type and the body of a form; no value contains the boundary."""
    parts = list(parts)
    boundary, number = _BOUNDARY, 1
    while any(boundary in part.value for part in parts):
        boundary, number = f"{_BOUNDARY}-{number}", number + 1
    lines: list[str] = []
    for part in parts:
        lines += [f"--{boundary}", f"Content-Disposition: form-data{_names(part)}"]
        if kind := part.content_type or ("application/octet-stream" if part.is_file else ""):
            lines.append(f"Content-Type: {kind}")
        content = file_reference(part.value) if part.is_file else part.value
        lines += [*part.headers, "", content]
    body = "\r\n".join([*lines, f"--{boundary}--", ""])
    return f"{MULTIPART}; boundary={boundary}", body


def _names(part: MultipartPart) -> str:
    """Return the parameters of a part's disposition."""
    filename = part.filename or (part.value.rpartition("/")[2] if part.is_file else "")
    named = [("name", part.name), ("filename", filename or None)]
    return "".join(f'; {key}="{_quoted_name(value)}"' for key, value in named if value is not None)


def _quoted_name(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def urlencoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a form; variables in it stay as they are."""
    return "&".join(f"{form_encoded(name)}={form_encoded(value)}" for name, value in pairs)


def form_encoded(text: str) -> str:
    """Encode a text as in a form; variables in it stay as they are."""
    return around_variables(text, lambda part: quote(part, safe="-_.~", errors="replace"))
