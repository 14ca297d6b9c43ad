"""Recognise messages of programs that got no response: curl, Node, Python, Java, Go, browsers.

The codes are those of this program's own failed calls; see ``core.doctor.unanswered``.
"""

import re
from functools import cache

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.errors import ErrorCode
from weda_tui.core.files import read_packaged_toml


class _Failure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: ErrorCode
    patterns: str
    """Alternatives of a pattern, several in each line."""


@cache
def _patterns() -> tuple[tuple[ErrorCode, re.Pattern[str]], ...]:
    """Return the pattern of each failure, the most specific first."""
    tables = read_packaged_toml("core/answers/network_words.toml", dict[str, tuple[_Failure, ...]])
    return tuple(
        (each.code, re.compile("|".join(each.patterns.splitlines()), re.IGNORECASE))
        for each in tables["failures"]
    )


_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        r"https?://(?P<host>[^\s/:\"'\\]+)(?::(?P<port>\d{1,5}))?",
        r"(?<![\d.])(?P<host>\d{1,3}(?:\.\d{1,3}){3}):(?P<port>\d{1,5})",
        (
            r"(?:connect to|host(?: name)?=?)[\s'\"]+(?P<host>[\w.-]+)'?"
            r"(?:,? port[\s=]+(?P<port>\d{1,5}))?"
        ),
        r"(?:ENOTFOUND|resolve host:|UnknownHostException:)\s+(?P<host>[\w.-]+)(?P<port>\d*)",
    )
)
_HELP = re.compile(
    r"https?://(?:[\w.-]*\.)?(?:curl\.se|haxx\.se|nodejs\.org|python\.org)(?:/\S*)?(?=\s|$)"
)
"""Addresses of manuals that programs print in their messages, whatever they called."""
_TLS = frozenset(
    {
        ErrorCode.TLS_EXPIRED, ErrorCode.TLS_WRONG_HOST, ErrorCode.TLS_UNKNOWN_CA,
        ErrorCode.TLS_FAILED, ErrorCode.HTTPS_ON_HTTP_PORT,
    }
)  # fmt: skip


MAY_HAVE_ARRIVED = frozenset(
    {
        ErrorCode.TIMED_OUT, ErrorCode.ANSWER_TIMED_OUT, ErrorCode.CONNECTION_RESET,
        ErrorCode.CONNECTION_LOST, ErrorCode.ANSWER_BROKEN, ErrorCode.CODING_BROKEN,
    }
)  # fmt: skip
"""Failures after which a request may have arrived: of several attempts they count."""
_ATTEMPT = re.compile(r"\battempt|\bretr(?:y|ied|ies)|重试|第\s?\d+\s?次", re.IGNORECASE)


def _code_of(text: str) -> ErrorCode | None:
    return next((code for code, pattern in _patterns() if pattern.search(text)), None)


def judge_silence(text: str) -> Verdict | None:
    """Return a failure whose code is an ``ErrorCode``; ``None`` if no known message is found.

    The message is the host and port of the call, as far as the text contains them.
    """
    code = _code_of(text)
    if code is None:
        return None
    attempts = (_code_of(line) for line in text.splitlines() if _ATTEMPT.search(line))
    code = next((each for each in attempts if each and each in MAY_HAVE_ARRIVED), code)
    text = _HELP.sub("", text)
    match = next((found for each in _PLACES if (found := each.search(text))), None)
    place = ":".join(filter(None, (match["host"], match["port"]))) if match else ""
    layer = ErrorLayer.PROXY if code is ErrorCode.PROXY_FAILED else ErrorLayer.NETWORK
    return Verdict(
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.TLS if code in _TLS else layer,
        code=code.value,
        message=place,
    )
