"""A body as the lines that are shown: laid out if it is JSON, as it came if it is not."""

from weda_tui.core.json_text import find_fault, format_json, utf8_body
from weda_tui.core.masking import Masker
from weda_tui.tui.widgets.body_view import EMPTY, BodyText, body_text


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
