"""A body as the lines that are shown: laid out if it is JSON, as it came if it is not."""

from weda_tui.core.json_text import decode_body, find_fault, format_json
from weda_tui.core.masking import Masker
from weda_tui.tui.widgets.body_view import EMPTY, BodyText, body_text


def lay_out(body: bytes, content_type: str, masker: Masker) -> tuple[BodyText, str]:
    """Return a body as lines, and where it stops being JSON as ``line:column`` if it does.

    Runs in a thread for a large body.
    """
    text, charset = decode_body(body, content_type)
    utf8 = body if charset == "utf-8" else text.encode(errors="surrogatepass")
    formatted = format_json(utf8)
    if formatted is not None:
        shown = masker.data(formatted).decode(errors="replace")
        return body_text(shown, is_json=True), ""
    fault = find_fault(text) if text.strip() else None
    shown = masker.text(text.replace("\r\n", "\n"))
    place = f"{fault.line}:{fault.column}" if fault else ""
    return body_text(shown, is_json=False) if shown else EMPTY, place
