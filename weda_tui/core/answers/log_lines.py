"""Judge log lines and messages of client programs that name an HTTP status without the response."""

import re
from http import HTTPStatus

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict

_PHRASES = "|".join(
    re.escape(each.phrase)
    for each in sorted(HTTPStatus, key=lambda each: -len(each.phrase))
    if each >= 400
)
_STATUS = re.compile(
    rf"\b([45]\d\d)\b[ '\"(:]{{0,3}}(?:{_PHRASES}|Request Entity Too Large)"
    r"|\b([45]\d\d) (?:client|server) error\b"
    r"|\bstatus(?: code)?(?: of)?[ :=]{1,2}([45]\d\d)\b"
    r"|\"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) [^\"\n]* HTTP/[\d.]+\" ([45]\d\d)\b",
    re.IGNORECASE,
)
"""A reason phrase, a client's *status code 401*, a line of an access log."""
_OF_SERVERS = (
    (413, re.compile("client intended to send too large body", re.IGNORECASE)),
    (504, re.compile("upstream timed out", re.IGNORECASE)),
    (
        502,
        re.compile(
            r"while connecting to upstream|no live upstreams|valid upstream server"
            r"|upstream prematurely closed",
            re.IGNORECASE,
        ),
    ),
)
"""Messages in the error logs of nginx and APISIX, by the status that the client receives."""
_NO_JSON = re.compile(
    r"unexpected token '?<|JSONDecodeError|Expecting value: line 1"
    r"|invalid character '.' (?:looking for beginning of value|after top-level value)"
    r"|JsonReaderException|invalid start of a value|JsonSyntaxException|Expected BEGIN_OBJECT"
    r"|JSON Parse error: Unrecognized token|expected value at line 1 column 1",
    re.IGNORECASE,
)


def judge_line(text: str) -> Verdict | None:
    """Return the verdict that a log states about a call; ``None`` if the log names no status.

    If a program only reports that the response was not JSON, the outcome is unknown.
    """
    status = next((code for code, words in _OF_SERVERS if words.search(text)), 0)
    if not status:
        found = [int(next(filter(None, match.groups()))) for match in _STATUS.finditer(text)]
        failed_inside = (each for each in found if each >= 500)  # the call may have been executed
        status = next(failed_inside, next(iter(found), 0))
    if status:
        return Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.HTTP, code=f"HTTP {status}")
    if _NO_JSON.search(text):
        return Verdict(outcome=Outcome.UNKNOWN, layer=ErrorLayer.HTTP)
    return None
