"""What programs print when no answer came: curl, Node, Python, Java, Go, browsers.

The codes are those by which a call of this program fails; see ``core.doctor.unanswered``.
"""

import re

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.errors import ErrorCode

_WORDS: tuple[tuple[ErrorCode, str], ...] = (
    (
        ErrorCode.DNS_FAILED,
        (
            r"could not resolve host|ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED|UnknownHostException"
            r"|name or service not known|nodename nor servname|getaddrinfo failed|no such host\b"
            r"|name resolution|NameResolutionError|curl: \(6\)"
        ),
    ),
    (
        ErrorCode.TLS_EXPIRED,
        (
            r"certificate (?:has )?expired|CERT_HAS_EXPIRED|ERR_CERT_DATE_INVALID"
            r"|CertificateExpiredException|certificate is not yet valid"
        ),
    ),
    (
        ErrorCode.TLS_WRONG_HOST,
        (
            r"ERR_CERT_COMMON_NAME_INVALID|ERR_TLS_CERT_ALTNAME_INVALID|hostname mismatch"
            r"|IP address mismatch|no alternative certificate subject"
            r"|cannot validate certificate for"
            r"|certificate is (?:not )?valid for|doesn't contain any IP SANs"
            r"|does not match certificate|No subject alternative"
        ),
    ),
    (
        ErrorCode.HTTPS_ON_HTTP_PORT,
        (
            r"wrong[ _]version[ _]number|gave HTTP response to HTTPS client|plaintext connection"
            r"|Unrecognized SSL message|\bEPROTO\b"
        ),
    ),
    (
        ErrorCode.TLS_UNKNOWN_CA,
        (
            r"self[- ]signed|unable to (?:get|verify)[^\n]{0,24}(?:issuer|certificate)|PKIX path"
            r"|UNABLE_TO_VERIFY|DEPTH_ZERO_SELF_SIGNED|ERR_CERT_AUTHORITY_INVALID|unknown authority"
            r"|UNTRUSTED_?ROOT|certificate[_ ]verify[_ ]failed|remote certificate is invalid"
            r"|curl: \(60\)"
        ),
    ),
    (ErrorCode.TIMED_OUT, r"\bread timed out|: read: connection timed out"),
    (ErrorCode.CONNECTION_LOST, r"BAD_RECORD_MAC"),
    (
        ErrorCode.TLS_FAILED,
        (
            r"SSLHandshakeException|handshake fail|SSL connection could not|ERR_SSL_|curl: \(35\)"
            r"|\[SSL[:\]]"
        ),
    ),
    (
        ErrorCode.PROXY_FAILED,
        (
            r"ERR_PROXY_|ERR_TUNNEL_|tunnel (?:connection )?failed|from proxy after CONNECT"
            r"|ProxyError|proxyconnect|curl: \(5\)"
            r"|cannot connect to proxy|could not resolve proxy"
            r"|proxy authentication required|\btunnel[^\n]{0,80}\b40[37]\b"
        ),
    ),
    (ErrorCode.HOST_UNREACHABLE, r"EHOSTUNREACH|no route to host|NoRouteToHostException"),
    (ErrorCode.NETWORK_UNREACHABLE, r"ENETUNREACH|network is unreachable|ERR_INTERNET_DISCONNECT"),
    (
        ErrorCode.CONNECTION_REFUSED,
        (
            r"ECONNREFUSED|connection refused|ERR_CONNECTION_REFUSED|actively refused|curl: \(7\)"
            r"|(?:couldn't|could not) connect to"
        ),
    ),
    (
        ErrorCode.CONNECT_TIMED_OUT,
        (
            r"ConnectTimeout|connect(?:ion)? timed out|ERR_CONNECTION_TIMED_OUT|connect ETIMEDOUT"
            r"|dial tcp [^\n]{0,60}i/o timeout|ConnectTimeoutException"
        ),
    ),
    (
        ErrorCode.TIMED_OUT,
        (
            r"read(?: operation)? timed out|ReadTimeout|(?:Headers|Body)TimeoutError|curl: \(28\)"
            r"|deadline exceeded|SocketTimeoutException|timeout of \d+ ?ms exceeded|ESOCKETTIMEDOUT"
            r"|ETIMEDOUT|Client\.Timeout|ERR_TIMED_OUT|TaskCanceledException|i/o timeout"
        ),
    ),
    (
        ErrorCode.CONNECTION_RESET,
        (
            r"ECONNRESET|connection reset|ERR_CONNECTION_RESET|reset by peer|curl: \(56\)"
            r"|forcibly closed"
        ),
    ),
    (
        ErrorCode.CONNECTION_LOST,
        (
            r"socket hang up|empty reply|curl: \(52\)|server disconnected|RemoteDisconnected"
            r"|ERR_EMPTY_RESPONSE|unexpected EOF|: EOF\b|connection (?:was )?closed|broken pipe"
            r"|\bEPIPE\b|NoHttpResponseException"
        ),
    ),
)
"""The most exact first: one text has several of them, the cause and what came of it."""
_PATTERNS = tuple((code, re.compile(words, re.IGNORECASE)) for code, words in _WORDS)
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
"""Addresses of manuals, to which programs lead whatever they asked."""
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
    return next((code for code, pattern in _PATTERNS if pattern.search(text)), None)


def judge_silence(text: str) -> Verdict | None:
    """Return a failure whose code is an ``ErrorCode``; ``None`` where no program says that.

    The message names where it went, as far as the text does.
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
