r"""Values of curl's ``--form``: a text and the parameters of its part (curl 8.14).

"b;c";type=text/csv; charset=gbk;filename="x.csv";headers="X-A: 1"
"""

import re

import msgspec

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"[^;]*', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\])')
_TYPE = re.compile(r"[\w.+*-]+/[\w.+*-]+(?:\s*;.*)?", re.DOTALL)
_FIELD = re.compile(r"(type|filename|headers|encoder)=[ \t\n\v\f\r]*", re.IGNORECASE)
_TYPES = {
    "gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
    "svg": "image/svg+xml", "txt": "text/plain", "htm": "text/html", "html": "text/html",
    "pdf": "application/pdf", "xml": "application/xml",
}  # fmt: skip
"""The content types that curl derives from the extension of a file name."""
_SPACES = " \t\n\v\f\r"


class FormValue(msgspec.Struct):
    """The value of a part, after the equals sign."""

    text: str
    content_type: str = ""
    filename: str = ""
    headers: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """Parameters without a counterpart, as they are written."""


def read_form_value(text: str) -> FormValue:
    """Read a value that is not a file.

    A word ends at a semicolon unless it is quoted. A type continues after a semicolon until another
    parameter begins. Unknown parameters are ignored, as by curl.
    """
    word, at = _read_word(text, 0)
    value = FormValue(word)
    type_from, type_to = -1, -1
    while at < len(text):
        at = _skip_spaces(text, at + 1)
        match = _FIELD.match(text, at)
        field = match[1].lower() if match else ""
        if type_from >= 0 and field in {"", "type"}:
            at, type_to = _read_segment(text, at)
        elif match is None:
            _, at = _read_word(text, at)
        elif field == "type":
            type_from = match.end()
            at, type_to = _read_segment(text, type_from)
        else:
            value.content_type = _type(value, text, type_from, type_to)
            type_from = -1
            word, at = _read_word(text, match.end())
            _set_field(value, field, word)
    value.content_type = _type(value, text, type_from, type_to)
    if not value.content_type and not any(map(_is_type, value.headers)):
        _, dot, ending = value.filename.rpartition(".")
        value.content_type = _TYPES.get(ending.lower(), "") if dot else ""
    return value


def _is_type(header: str) -> bool:
    return header.partition(":")[0].strip().lower() == "content-type"


def _set_field(value: FormValue, field: str, word: str) -> None:
    if field == "filename":
        value.filename = word
    elif field == "headers" and not word.startswith(("@", "<")):
        value.headers += (word,)
    else:
        value.lost += (f"{field}={word}",)


def _type(value: FormValue, text: str, start: int, end: int) -> str:
    """Return the type between two indices; a type without a slash is added to ``lost``."""
    if start < 0:
        return value.content_type
    found = text[start:end]
    if _TYPE.fullmatch(found):
        return found
    value.lost += (f"type={found}",)
    return ""


def _read_word(text: str, at: int) -> tuple[str, int]:
    """Return a word, and the index of the semicolon after it or of the end."""
    at = _skip_spaces(text, at)
    if quoted := _QUOTED.match(text, at):
        return _ESCAPE.sub(r"\1", quoted[1]), quoted.end()
    end = _end(text, at)
    return text[at:end].rstrip(_SPACES), end


def _read_segment(text: str, at: int) -> tuple[int, int]:
    """Return the index of the next semicolon or the end, and the end of the text before it."""
    end = _end(text, at)
    return end, at + len(text[at:end].rstrip(_SPACES))


def _end(text: str, at: int) -> int:
    end = text.find(";", at)
    return len(text) if end < 0 else end


def _skip_spaces(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip(_SPACES))
