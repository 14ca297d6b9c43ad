r"""Requests as HTTP messages; several of them in one file in the format of editors.

    POST /weda/… HTTP/1.1                 ### 发起
    Host: weda.example.cn                 @host = https://weda.example.cn
    Content-Type: application/json        POST {{host}}/weda/…

    {"a": 1}

The HTTP clients of VS Code (REST Client) and of JetBrains, and httpYac, read the messages that are
written here. They interpret ``###``, ``# …``, ``< file``, ``GET …`` in a body and ``{{name}}``
anywhere; httpYac does so in inserted values, too, and evaluates them. ``own_places`` finds such
texts, which are not written. Characters that act on a terminal are written by their names,
``\u001b``.
"""

import re

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Collector, Hide, Imported, LossKind, hide_nothing
from weda_tui.core.interchange.unwritten import UnwrittenPart
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.text.control_characters import ACTING, strip_control_characters
from weda_tui.formats.code.open_variables import MARK, body_text, with_names
from weda_tui.formats.http.headers import read_fields
from weda_tui.formats.request_names import name_for

_LINE = re.compile(r"([A-Z][A-Z-]*)[ \t]+(\S+(?:[ \t]+(?!HTTP/)\S+)*?)(?:[ \t]+HTTP/[\d.]+)?[ \t]*")
_SEPARATOR = re.compile(r"^###(.*)$", re.MULTILINE)
_SETTING = re.compile(r"@([^\s=]+)\s*=\s*(.*)")
_NAMED = re.compile(r"(?:#|//)\s*@name\s+(.*)")
_NUMBERED = re.compile(r"_\d+\s*")
"""The name that this program writes for a request in a file of several."""
_BLANK = r"[^\S\n\r]|[\ufeff\u180e\u200b]"
r"""White space within a line for any client: ``\s`` of JavaScript includes U+FEFF."""
_LINE_START = r"(?:^|(?<=\r))"
_SCRIPT = re.compile(rf"(?m)^[<>](?:{_BLANK})*\{{%")
_FILE = re.compile(
    rf"(?m){_LINE_START}(?:(?:{_BLANK})*(?:gql(?:(?:{_BLANK})+[^\s(]+)?|proto)(?:{_BLANK})+)?"
    rf"<(?:@\w*)?(?:{_BLANK})+(\S.*)$"
)
_AS_SENT = ("# @no-redirect", "# @no-cookie-jar")
"""Comments that make the clients send requests as this program does.

The clients then follow no redirect, and send no cookie to another request.
"""
_JOINED = re.compile(rf"{MARK.pattern}|\s|{_BLANK}|\\")
"""What clients may remove from a text, or replace by nothing, before they look for variables."""
_BRACES = re.compile(rf"\{{\{{|\{{(?={MARK.pattern})|(?<=\ue0f1)\{{")
"""Braces that begin a variable, or may do so once variables have values."""
_SPECIAL_LINE = re.compile(
    rf"{_LINE_START}(?:{_BLANK})*(?:#|/[/*]|@|\?\?|<>"
    rf"|<(?:@\w*)?(?:{_BLANK})|[<>](?:{_BLANK})*\{{|>{{1,2}}!?(?:{_BLANK})|>>"
    rf"|[A-Z][A-Z-]*(?:{_BLANK}|[/\d])"
    r"|query|mutation|(?:gql|fragment|proto|import|run)\b(?!=)).*$"
    rf"|===(?:{_BLANK})*(?:wait-for-server)?(?:{_BLANK})*$|<--->",
    re.MULTILINE,
)
"""What a client interprets in a line or at its end: a request, a query, a file."""
_FIELD_NAME = re.compile(r"[A-Za-z0-9_][^/]*")
"""A name that no client reads as a separator, a comment, a setting or a part of the query."""
_OUTER_LINES = re.compile(rf"\A[\r\n]|(?:^|[\r\n])(?:{_BLANK})*\Z")
"""Line breaks around a body, which clients remove."""
_SHOWN = 60
"""Characters of a line that are reported."""
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"})
"""Methods that both editors know; REST Client runs ``CURL`` as a command line."""


def is_http_message(text: str) -> bool:
    """Return whether a text begins with a request line, after comments and settings."""
    lines = (line for line in text.replace("\r\n", "\n").split("\n") if line.strip())
    for line in lines:
        if line.startswith(("#", "//", "@")):
            continue
        match = _LINE.fullmatch(line)
        return bool(match and re.match(r"/|\*|\{\{|(?i:https?://)", match[2]))
    return False


def read_http_message(text: str, *, file: str, hide: Hide = hide_nothing) -> Imported:
    """Return the requests of a text. Raises ``FileError`` (``IMPORT_EMPTY``)."""
    gathering = Collector(hide)
    variables: dict[str, str] = {}
    pieces = _SEPARATOR.split(text)
    count = 0
    for title, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        count += _read_piece(title.strip(), piece, variables, gathering)
    if not count:
        raise FileError(ErrorCode.IMPORT_EMPTY, file=file, format="HTTP")
    return gathering.done(variables=variables)


def _read_piece(title: str, text: str, variables: dict[str, str], gathering: Collector) -> int:
    """Add the request of a piece, and return the number of requests: 0 if there is none."""
    lines = text.split("\n")
    while lines:
        line = lines.pop(0).strip()
        if match := _NAMED.fullmatch(line):
            title = title if _NUMBERED.fullmatch(match[1]) else match[1].strip()
        elif match := _SETTING.fullmatch(line):
            variables[match[1]] = match[2].strip()
        elif match := _LINE.fullmatch(line):
            _add(match[1], match[2], "\n".join(lines), title, gathering)
            return 1
        elif line and not line.startswith(("#", "//")):
            gathering.lose(LossKind.REQUEST, line[:_SHOWN])
            return 0
    return 0


def _add(method: str, target: str, rest: str, title: str, gathering: Collector) -> None:
    head, body = _split(rest)
    lines = head.replace("\r", "").split("\n")
    more = [line.strip() for line in lines if re.match(r"\s*[?&]\S", line)]
    notes = [line for line in lines if not re.match(r"\s*[?&]\S|#|//", line)]
    headers, broken = read_fields("\n".join(notes))
    url = re.sub(r"[\x00-\x20]", lambda m: f"%{ord(m[0]):02X}", target + "".join(more))
    if url.startswith("/"):
        host = next((value for name, value in headers if name.lower() == "host"), "")
        url = f"{_scheme(host)}{host}{url}" if host else f"{{{{vars.host}}}}{url}"
    name = title or name_for(method, gathering.hide(url))
    path = gathering.place("", name)
    for line in broken:
        gathering.lose(LossKind.HEADER, line, path)
    scripts, body = _without_scripts(body)
    for script in scripts:
        gathering.lose(LossKind.SCRIPT, script.split("\n")[0].strip(), path)
    for source in _FILE.findall(body):
        gathering.lose(LossKind.FILE, source.strip(), path)
    body = _cut(_FILE.sub("", body), headers)
    draft = RequestDraft(
        endpoint_id="",
        method=method,
        url=url.partition("#")[0],
        headers=tuple((name, value) for name, value in headers if name.lower() != "host"),
        body=body,
    )
    gathering.add_request(path, name, draft)


def _without_scripts(body: str) -> tuple[list[str], str]:
    """Return the script blocks of an editor, and the rest of the body."""
    scripts: list[str] = []
    pieces: list[str] = []
    at = 0
    while match := _SCRIPT.search(body, at):
        end = body.find("%}", match.end()) + 2
        if end < 2:
            break
        scripts.append(body[match.start() : end])
        pieces.append(body[at : match.start()])
        at = end
    return scripts, "".join([*pieces, body[at:]])


def _split(text: str) -> tuple[str, str]:
    """Return the head and the body."""
    match = re.search(r"(?:^|\n)\r?\n", text)
    return (text[: match.start()], text[match.end() :]) if match else (text, "")


def _cut(body: str, headers: list[tuple[str, str]]) -> str:
    """Return the body, cut at its Content-Length or before the line breaks that end the file."""
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    if length.isdecimal() and len(length) < 12:
        return body.encode("utf-8", "replace")[: int(length)].decode("utf-8", "replace")
    return body.rstrip("\r\n")


def _scheme(host: str) -> str:
    return (
        "http://"
        if re.fullmatch(r"(?:localhost|[\d.]+)(?::(?!443$)\d+)?|.*:(?!443$)\d+", host)
        else "https://"
    )


def write_http_message(request: PreparedRequest) -> str:
    """Return a request as a message with the whole URL in the request line.

    No Content-Length is written, because the client has to count once variables have values. A
    ``Host`` line instead of the URL would lose the scheme. ``lost_in_message`` returns what the
    text does not hold.
    """
    head = [f"{request.method} {request.url} HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in request.headers if _is_field(name)]
    body = request.body.decode("utf-8", "backslashreplace")
    text = with_names("\n".join([*_AS_SENT, *head, "", body]))
    return ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def own_places(request: PreparedRequest) -> list[str]:
    """Return the parts of a request that clients would interpret: braces, lines of the body.

    Variables, which are marked places, are not returned. Lines are also checked as if the values of
    all variables were empty.
    """
    body = body_text(request.body)
    texts = (request.url, *(value for _, value in request.headers), body)
    braces = any(_BRACES.search(each) for text in texts for each in (text, _JOINED.sub("", text)))
    filled = with_names(body), MARK.sub("", body)
    own = (match for each in filled for match in _SPECIAL_LINE.finditer(each))
    lines = (match[0].strip()[:_SHOWN] for match in own)
    return list(dict.fromkeys([*(["{{"] if braces else []), *lines]))


def write_separator(title: str, number: int) -> str:
    """Return the lines that precede a request in a file of several.

    httpYac stores a response in a variable with the name of the request, or else with its title. A
    title could hide a variable with the same name, so each request gets a name here.
    """
    return f"### {strip_control_characters(title)}\n# @name _{number}"


def lost_in_message(request: PreparedRequest) -> list[str]:
    """Return what an HTTP client changes in the message of a request, in the client's own words."""
    text = request.body.decode("utf-8", "replace")
    is_multipart = any(
        name.lower() == "content-type" and value.lower().startswith("multipart/")
        for name, value in request.headers
    )
    bare = re.sub(r"\r\n", "", text) if is_multipart else text
    acting = [
        each for part in (*(v for _, v in request.headers), text) for each in ACTING.findall(part)
    ]
    return [
        *(name for name, _ in request.headers if not _is_field(name)),
        *(["\\r"] if "\r" in bare else []),
        *dict.fromkeys(f"\\u{ord(each):04x}" for each in acting if each != "\r"),
        *([UnwrittenPart.BINARY] if text.encode("utf-8") != request.body else []),
        *(["\\n"] if text and _OUTER_LINES.search(text) else []),
    ]


def _is_field(name: str) -> bool:
    """Return whether clients read the line of a header as a header, and as nothing else.

    If the name of a header ends in ``clientcert``, httpYac shows the certificate in the file that
    the value names.
    """
    is_certificate = name.casefold().endswith("clientcert")
    return _FIELD_NAME.fullmatch(name) is not None and not is_certificate
