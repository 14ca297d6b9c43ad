"""The body of a draft: JSON with variables in it, in strings or in place of values."""

import itertools
import re
from collections.abc import Mapping

from weda_tui.core.json.text import JsonFault, find_fault, format_json
from weda_tui.core.requests.draft import FILE, RequestDraft, with_digits
from weda_tui.core.text.template import VARIABLE

_TYPED = re.compile(f"{FILE.pattern}|{VARIABLE.pattern}")


def find_body_fault(body: str) -> JsonFault | None:
    """Return where a body stops being JSON, files and variables aside; ``None`` if empty."""
    return find_fault(with_digits(body)) if body.strip() else None


def find_draft_fault(draft: RequestDraft) -> JsonFault | None:
    """Return where the body of a draft stops being JSON; ``None`` if it is not meant to be JSON."""
    return find_body_fault(draft.body) if draft.is_meant_as_json else None


def find_filled_fault(body: str, files: Mapping[str, bytes]) -> JsonFault | None:
    """Return which file makes a valid JSON body invalid once its content is inserted.

    The position is that of the file's reference in ``body``. File contents are inserted without
    escaping when the request is sent.
    """
    pieces: list[str] = []
    starts: list[tuple[int, re.Match[str]]] = []
    length = end = 0
    for match in FILE.finditer(body):
        text = files[match[1]].decode("utf-8", "replace")
        pieces += [with_digits(body[end : match.start()]), text]
        starts.append((length + match.start() - end, match))
        length, end = starts[-1][0] + len(text), match.end()
    filled = "".join([*pieces, with_digits(body[end:])])
    fault = find_fault(filled) if starts else None
    if fault is None:
        return None
    lines = filled.split("\n")[: fault.line - 1]
    at = sum(len(line) + 1 for line in lines) + fault.column - 1
    match = next((each for start, each in reversed(starts) if start <= at), starts[0][1])
    line = body.count("\n", 0, match.start()) + 1
    column = match.start() - body.rfind("\n", 0, match.start())
    return JsonFault(line, column, fault.reason, match[1])


def format_body(body: str) -> str | None:
    """Return a body indented by 2 spaces; ``None`` if it is not JSON.

    Every token and variable stays as typed.
    """
    mark = _unused_number(body)
    typed: list[str] = []

    def keep(match: re.Match[str]) -> str:
        typed.append(match[0])
        return f"{mark}{len(typed) - 1:06o}"

    text = _TYPED.sub(keep, body)
    formatted = format_json(text.encode(errors="surrogatepass"))
    if formatted is None:
        return None
    shown = formatted.decode(errors="surrogatepass")
    return re.sub(f"{mark}([0-7]{{6}})", lambda match: typed[int(match[1], 8)], shown)


def _unused_number(text: str) -> str:
    """Return a number that ``text`` does not contain and whose only 9 is its first digit.

    Digits in front of it therefore cannot make it appear to begin earlier.
    """
    numbers = (f"9{number:o}" for number in itertools.count(8**6))
    return next(number for number in numbers if number not in text)
