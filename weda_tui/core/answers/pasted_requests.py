"""Finds the request beside an answer that somebody pasted: in a HAR, a client's dump, a curl line.

No header is read: what is looked at is what the call asked for, and a token may stand there.
"""

import re
from collections.abc import Iterator

import msgspec

from weda_tui.core.json.decoding import decoded
from weda_tui.core.requests.draft import PreparedRequest

LARGEST = 256 * 1024
"""Characters that are searched."""
_URL = re.compile(r"""\burl["']?\s*[:=]\s*["'](https?://[^"'\s]+)""", re.IGNORECASE)
_METHOD = re.compile(r"""\bmethod["']?\s*[:=]\s*["']([A-Za-z]{3,7})["']""", re.IGNORECASE)
_DATA = re.compile(r"""\b(?:data|body)["']?\s*[:=]\s*(['`])(\{.*?\})\1(?=\s*[,}\n]|\s*$)""")
_CURL = re.compile(r"""\bcurl\s[^\n]*?["']?(https?://[^"'\s\\]+)""")
_CURL_DATA = re.compile(r"""(?:\s-d|--data(?:-raw|-binary)?)\s+'([^']*)'""")


class _PostData(msgspec.Struct):
    text: str = ""


class _AskedRequest(msgspec.Struct, rename="camel"):
    """The request of an entry of a HAR file, as far as it is read here (HAR 1.2)."""

    method: str
    url: str
    post_data: _PostData = msgspec.field(default_factory=_PostData)


class _AskedEntry(msgspec.Struct):
    request: _AskedRequest


class _AskedLog(msgspec.Struct):
    entries: list[_AskedEntry]


class _AskedFile(msgspec.Struct):
    log: _AskedLog


def find_request(text: str) -> PreparedRequest | None:
    """Return the last request that a text holds; ``None`` for one of which no body is known."""
    text = text[:LARGEST]
    if found := list(_of_har(text)):
        return found[-1]
    url, data = _URL.search(text), _DATA.search(text)
    if url is not None and data is not None:
        method = _METHOD.search(text)
        return _request(method[1] if method else "POST", url[1], data[2])
    for line in text.replace("\\\n", " ").splitlines():
        curl, sent = _CURL.search(line), _CURL_DATA.search(line)
        if curl is not None and sent is not None:
            return _request("POST", curl[1], sent[1])
    return None


def _request(method: str, url: str, body: str) -> PreparedRequest:
    sent = body.encode("utf-8", "replace")
    return PreparedRequest(method=method.upper(), url=url, headers=(), body=sent)


def _of_har(text: str) -> Iterator[PreparedRequest]:
    file, alone = decoded(text, _AskedFile), decoded(text, _AskedEntry)
    entries = file.log.entries if file else [alone] if alone else []
    for asked in (entry.request for entry in entries):
        yield _request(asked.method, asked.url, asked.post_data.text)
