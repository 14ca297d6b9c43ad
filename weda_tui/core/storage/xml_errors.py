"""The errors of the object store, which responds with XML as Tencent Cloud COS does.

``<Error><Code>…</Code><Message>…</Message><RequestId>…</RequestId></Error>``. The HTTP status is
reliable here: the store puts no failure into a 2xx response.
"""

import re
from html import unescape

from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict

LARGEST_ERROR = 64 * 1024
"""The most bytes of an error that are read; COS sends a few hundred."""
_LONGEST_FIELD = 500
"""The most characters of a field that are kept."""


def judge_store(status: int, body: bytes) -> Verdict:
    """Judge a response of the object store; ``body`` is only needed for a failure."""
    if 200 <= status < 300:
        return Verdict(outcome=Outcome.OK)
    text = body[:LARGEST_ERROR].decode("utf-8", "replace")
    is_page = re.match(r"\s*<(!doctype html|html)\b", text, re.IGNORECASE) is not None
    if is_page:
        return Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.PROXY, code=f"HTTP {status}")
    code = _field("Code", text)
    return Verdict(
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.STORAGE if code else ErrorLayer.HTTP,
        code=code or f"HTTP {status}",
        message=_field("Message", text),
        request_id=_field("RequestId", text),
    )


def _field(name: str, text: str) -> str:
    """Return the text of an element. No XML is parsed, so that no entity can be expanded."""
    _, start, rest = text.partition(f"<{name}>")
    inner, end, _ = rest.partition(f"</{name}>")
    inner = inner.strip().removeprefix("<![CDATA[").removesuffix("]]>")
    return unescape(inner).strip()[:_LONGEST_FIELD] if start and end else ""
