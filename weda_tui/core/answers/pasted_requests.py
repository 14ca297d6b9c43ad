"""Find the request next to a pasted response: in a HAR, a dump of a client, or a curl command.

No header except Content-Type is read, because the others may contain a token.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.json.decoding import decoded
from weda_tui.core.requests.draft import CONTENT_TYPE, PreparedRequest

LARGEST = 256 * 1024
"""The greatest number of characters that are searched."""
_URL = re.compile(r"""\burl["']?\s*[:=]\s*["'](https?://[^"'\s]+)""", re.IGNORECASE)
_METHOD = re.compile(r"""\bmethod["']?\s*[:=]\s*["']([A-Za-z]{3,7})["']""", re.IGNORECASE)
_DATA = re.compile(
    r"""\b(?P<name>data|body)["']?\s*[:=]\s*(?P<quote>['`])(?P<text>\{.*?\})(?P=quote)"""
    r"""(?=\s*[,}\n]|\s*$)"""
)
_CURL = re.compile(r"""\bcurl\s[^\n]{0,2048}?["']?(https?://[^"'\s\\]+)""")
_CURL_DATA = re.compile(r"""(?:\s-d|--data(?:-raw|-binary)?|--json)\s+'([^']*)'""")
_CURL_METHOD = re.compile(r"""\s(?:-X|--request)[\s=]*["']?([A-Z]{3,7})\b""")
_CURL_TYPE = re.compile(r"""\s(?:-H|--header)\s+["']content-type:\s*([^"']+)["']""", re.IGNORECASE)
LONGEST_LINE = 16 * 1024
"""The greatest length in characters of a line that is read.

A body or a curl command is expected on one line.
"""


class _PostData(msgspec.Struct, rename="camel"):
    text: str = ""
    mime_type: str = ""


class _AskedRequest(msgspec.Struct, rename="camel"):
    """The request of a HAR entry, with the members that are used here (HAR 1.2)."""

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
    """Return the only request in a text; ``None`` if there are several, or if its body is unknown.

    If the text does not state them, the method is empty and Content-Type is missing.
    """
    with suppress(ValueError):  # for an invalid URL
        found = list(_requests(text[:LARGEST]))
        if len(found) == 1 and urlsplit(found[0].url).netloc:
            return found[0]
    return None


def _requests(text: str) -> Iterator[PreparedRequest]:
    if found := list(_of_har(text)):
        yield from found
        return
    lines = [line for line in text.replace("\\\n", " ").splitlines() if len(line) <= LONGEST_LINE]
    urls, data = _URL.findall(text), [found for line in lines for found in _DATA.finditer(line)]
    if urls and data:
        named = _METHOD.search(text)
        for match in data:
            is_json = match["name"] == "data"  # axios, which sends JSON
            kind = CONTENT_TYPE[1] if is_json else ""
            yield _request(named[1] if named else "", urls[-1], match["text"], kind)
        return
    for line in lines:
        curl, sent = _CURL.search(line), _CURL_DATA.search(line)
        if curl is not None and sent is not None:
            named, kind = _CURL_METHOD.search(line), _CURL_TYPE.search(line)
            usual = CONTENT_TYPE[1] if "--json" in line else "application/x-www-form-urlencoded"
            yield _request(
                named[1] if named else "POST", curl[1], sent[1], kind[1] if kind else usual
            )


def _request(method: str, url: str, body: str, content_type: str) -> PreparedRequest:
    headers = (("Content-Type", content_type),) if content_type else ()
    sent = body.encode("utf-8", "replace")
    return PreparedRequest(method=method.upper(), url=url, headers=headers, body=sent)


def _of_har(text: str) -> Iterator[PreparedRequest]:
    file, alone = decoded(text, _AskedFile), decoded(text, _AskedEntry)
    entries = file.log.entries if file else [alone] if alone else []
    for asked in (entry.request for entry in entries):
        yield _request(asked.method, asked.url, asked.post_data.text, asked.post_data.mime_type)
