"""A body as the lines that are shown: laid out if it is JSON, as it came if it is not."""

from weda_tui.core.json_text import find_fault, format_json, utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.verdict import Verdict
from weda_tui.tui.widgets.body_view import EMPTY, BodyText, body_text, value_at


def lay_out(body: bytes, content_type: str, masker: Masker) -> tuple[BodyText, str]:
    """Return a body as lines, and where it stops being JSON as ``line:column`` if it does.

    Runs in a thread for a large body.
    """
    utf8 = utf8_body(body, content_type)
    formatted = format_json(utf8)
    if formatted is not None:
        return body_text(_masked(formatted, masker), is_json=True), ""
    fault = find_fault(utf8.decode(errors="replace")) if utf8.strip() else None
    shown = _masked(utf8.replace(b"\r\n", b"\n"), masker)
    place = f"{fault.line}:{fault.column}" if fault else ""
    return body_text(shown, is_json=False) if shown else EMPTY, place


def _masked(utf8: bytes, masker: Masker) -> str:
    return masker.data(utf8).decode(errors="replace")


SEARCHED_LINES = 200
"""Lines of a body in which what decided a failure is looked for."""


def deciding_lines(body: BodyText, verdict: Verdict) -> dict[str, int]:
    """Return the first lines that hold a failure's ``code``, ``message`` and ``requestId``."""
    wanted = {
        "code": verdict.code,
        "message": verdict.message,
        "requestId": verdict.request_id,
    }
    wanted = {name: value for name, value in wanted.items() if value}
    found: dict[str, int] = {}
    if not body.is_json:
        return found
    for index in range(min(len(body.starts), SEARCHED_LINES)):
        line = body.line(index)
        if '": ' not in line or line.endswith(("{", "[")):
            continue
        value = value_at(body, index)
        for name, each in wanted.items():
            if value == each:
                found.setdefault(name, index)
    return found
