"""Requests from what a browser copies "as PowerShell", ``Invoke-WebRequest``; never run."""

import re
from collections.abc import Iterator

from weda_tui.core.interchange.import_plan import Collector, LossKind
from weda_tui.core.requests.draft import Header, RequestDraft
from weda_tui.formats.request_names import name_for

_CALL = re.compile(r"(?i)\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\b")
_STRING = r'"((?:[^"`]|`.|"")*)"|\'((?:[^\']|\'\')*)\''
_PARAMETER = re.compile(rf"(?is)-(Uri|Method|ContentType|UserAgent|Body)\s+(?:{_STRING}|(\w+))")
_BYTES = re.compile(
    rf"(?is)-Body\s+\(\[System\.Text\.Encoding\]::UTF8\.GetBytes\((?:{_STRING})\)\)"
)
_TABLE = re.compile(r"(?i)-Headers\s+@\{")
_ROWS = re.compile(r"(?:[^\"'}]|\"(?:[^\"`]|`.|\"\")*+\"|'[^']*+')*+", re.DOTALL)
"""The rows up to the brace that ends the table; quoted texts may contain a brace."""
_PAIR = re.compile(rf"(?s)(?:{_STRING}|([\w-]+))\s*=\s*(?:{_STRING})")
_AGENT = re.compile(rf"(?i)\.UserAgent\s*=\s*(?:{_STRING})")
_COOKIE = re.compile(rf"(?i)System\.Net\.Cookie\((?:{_STRING}),\s*(?:{_STRING})")
_OTHER = re.compile(r"(?:^|\s)-([A-Za-z]+)(?=\s|$)")
_KNOWN = frozenset({"uri", "method", "contenttype", "useragent", "body", "headers", "websession",
                    "usebasicparsing"})  # fmt: skip
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def is_powershell(text: str) -> bool:
    """Return whether a text calls one of PowerShell's web commands."""
    return _CALL.search(text) is not None and "curl" not in text[:40]


def read_powershell(text: str, gathering: Collector) -> int:
    """Add the requests of a text, and return how many there are."""
    starts = [match.start() for match in _CALL.finditer(text)]
    session = text[: starts[0]]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        _read_call(session, text[start:end], gathering)
    return len(starts)


def _read_call(session: str, call: str, gathering: Collector) -> None:
    bare, table = _table(call)
    headers = list(_headers(table))
    values = {
        match[1].lower(): _value(match[2], match[3], match[4])
        for match in _PARAMETER.finditer(bare)
    }
    if match := _BYTES.search(bare):
        values["body"] = _value(match[1], match[2])
    if match := _AGENT.search(session):
        values.setdefault("useragent", _value(match[1], match[2]))
    cookies = [f"{_value(m[1], m[2])}={_value(m[3], m[4])}" for m in _COOKIE.finditer(session)]
    headers += [(name, values[key]) for name, key in (("User-Agent", "useragent"),
                ("Content-Type", "contenttype")) if key in values]  # fmt: skip
    headers += [("Cookie", "; ".join(cookies))] if cookies else []
    method, url = values.get("method", "GET").upper(), values.get("uri", "")
    name = name_for(method, gathering.hide(url))
    path = gathering.place("", name)
    draft = RequestDraft(endpoint_id="", method=method, url=url, headers=tuple(headers),
                         body=values.get("body", ""))  # fmt: skip
    gathering.add_request(path, name, draft)
    for option in _OTHER.findall(re.sub(_STRING, "", bare)):
        if option.lower() not in _KNOWN:
            gathering.lose(LossKind.OPTION, f"-{option}", path)


def _table(call: str) -> tuple[str, str]:
    """Return a call without its table of headers, and the table."""
    start = _TABLE.search(call)
    rows = _ROWS.match(call, start.end()) if start else None
    if start is None or rows is None:
        return call, ""
    return call[: start.start()] + call[rows.end() + 1 :], rows[0]


def _headers(table: str) -> Iterator[Header]:
    for match in _PAIR.finditer(table):
        yield _value(match[1], match[2], match[3]), _value(match[4], match[5])


def _value(double: str | None, single: str | None, bare: str | None = None) -> str:
    if double is not None:
        plain = double.replace('""', '"')
        return re.sub(r"(?s)`(.)", lambda match: _ESCAPED.get(match[1], match[1]), plain)
    return single.replace("''", "'") if single is not None else bare or ""
