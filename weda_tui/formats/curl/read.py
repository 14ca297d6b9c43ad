"""Requests from curl commands: what curl would send. Everything else that curl does is reported.

``@file`` is never read, and nothing of the text is run.
"""

import re
from collections.abc import Callable
from urllib.parse import quote_plus

import msgspec

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Collector, Hide, Imported, LossKind, hide_nothing
from weda_tui.core.requests.draft import Header, RequestDraft
from weda_tui.formats.curl.form import read_form_value
from weda_tui.formats.curl.options import SILENT, read_options
from weda_tui.formats.curl.powershell import is_powershell, read_powershell
from weda_tui.formats.curl.shell_words import ShellCommand, read_commands
from weda_tui.formats.http.forms import FORM, MULTIPART, MultipartPart, multipart
from weda_tui.formats.request_names import name_for

JSON = "application/json"
_PIECES = frozenset({"data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json"})
_CREDENTIALS = re.compile(r"(?<=//)[^/?#@]*@")
_GLOB = re.compile(r"(?<![{\\])\{[^{}]*\}(?!\})|(?<![\\/])\[[^\]]*\]")
"""What curl expands to several URLs; not ``{{name}}``, nor the brackets of an IPv6 address."""
_GLOB_ESCAPE = re.compile(r"\\([\[\]{}])")
_FORM_TYPE = re.compile(rf"(?i){MULTIPART}(?!.*boundary=).*")
_DOT, _DOTS = re.compile(r"(?i)\.|%2e"), re.compile(r"(?i)(?:\.|%2e){2}")


def read_curl(text: str, *, file: str = "curl", hide: Hide = hide_nothing) -> Imported:
    """Return the requests of a text of commands, one for each URL.

    Raises ``FileError``: ``IMPORT_QUOTE_OPEN`` with the line, ``IMPORT_EMPTY`` for a text without a
    curl command.
    """
    gathering = Collector(hide)
    count = 0
    if is_powershell(text):
        count = read_powershell(text, gathering)
    else:
        for command in read_commands(text, file=file):
            words = [*command.words]
            while words and (words[0] in {"$", "%", ">", "sudo", "time"} or _is_set(words[0])):
                words.pop(0)
            if words and re.fullmatch(r"(?i)(?:.*[/\\])?curl(?:\.exe)?", words[0]):
                count += _read_command(command, words[1:], gathering)
            elif words:
                gathering.lose(LossKind.SHELL, " ".join(words[:4]))
    if not count:
        raise FileError(ErrorCode.IMPORT_EMPTY, file=file, format="curl")
    return gathering.done()


def _is_set(word: str) -> bool:
    return re.match(r"[A-Za-z_]\w*=", word) is not None


class _CurlCall(msgspec.Struct):
    """The options of one call, up to ``--next``."""

    urls: list[str] = []
    method: str = ""
    headers: list[Header] = []
    own: dict[str, str] = {}
    """Headers set by options of their own; a ``--header`` with the same name takes precedence."""
    removed: set[str] = set()
    """Headers that curl would add and that an empty ``--header`` removes."""
    data: list[str] | None = None
    query: list[str] = []
    parts: list[MultipartPart] | None = None
    depth: int = 0
    """Number of nested multipart bodies that are open."""
    cookies: list[str] = []
    uploads: int = 0
    is_json: bool = False
    is_get: bool = False
    is_head: bool = False
    has_glob: bool = True
    keeps_dots: bool = False
    target: str = ""
    """The path and query of ``--request-target``; empty for those of the URL."""
    lost: list[tuple[LossKind, str]] = []


def _read_command(command: ShellCommand, words: list[str], gathering: Collector) -> int:
    """Add the requests of one command, and return how many there are."""
    calls = [_CurlCall()]
    for name, value in read_options(words):
        if name == "next":
            calls.append(_CurlCall())
        else:
            _read_option(calls[-1], command, name, value)
    for call in calls:
        for url in call.urls:
            _add(call, url, gathering)
    for call in calls if any(call.urls for call in calls) else ():
        where = name_for(_method(call), call.urls[0]) if call.urls else ""
        for what, name in call.lost:
            gathering.lose(what, name, where)
    for dropped in command.dropped:
        gathering.lose(LossKind.SHELL, dropped)
    for variable in command.variables:
        gathering.lose(LossKind.VARIABLE, f"${variable}")
    return sum(len(call.urls) for call in calls)


def _range(value: str) -> str:
    """Return a range as curl sends it; a single number means from there to the end."""
    digits = re.match(r"\d+", value)
    return f"bytes={digits[0]}-" if digits and "-" not in value else f"bytes={value}"


_HEADERS: dict[str, tuple[str, Callable[[str], str]]] = {
    "user-agent": ("User-Agent", str),
    "referer": ("Referer", lambda value: value.removesuffix(";auto")),
    "range": ("Range", _range),
    "oauth2-bearer": ("Authorization", "Bearer {}".format),
    "user": ("Authorization", "Basic {}".format),
}
"""Options that set a header: the header's name, and its value for the value of the option."""


def _read_option(call: _CurlCall, command: ShellCommand, name: str, value: str) -> None:
    """Add one option to a call."""
    if name in _HEADERS:
        header, content_for = _HEADERS[name]
        call.own[header] = content_for(value) if value else ""
    elif name in _PIECES:
        _read_data(call, command, name, value)
    elif name in {"form", "form-string"}:
        _read_part(call, value, is_string=name == "form-string")
    elif name == "url-query":
        _read_query(call, command, value)
    else:
        _read_plain(call, name, value)


def _read_plain(call: _CurlCall, name: str, value: str) -> None:
    match name:
        case "url":
            call.urls.append(value)
        case "request":
            call.method = value
        case "header":
            _read_header(call, value)
        case "cookie":
            _read_cookie(call, value)
        case "get":
            call.is_get = True
        case "head":
            call.is_head = True
        case "request-target" if value.startswith("/"):
            call.target = value
        case "upload-file":
            call.uploads += 1
            call.lost.append((LossKind.FILE, value))
        case _:
            call.has_glob = call.has_glob and name != "globoff"
            call.keeps_dots = call.keeps_dots or name == "path-as-is"
            if name not in SILENT:
                call.lost.append((LossKind.OPTION, f"--{name}"))


def _read_header(call: _CurlCall, value: str) -> None:
    name, mark, content = value.partition(":")
    if value.startswith("@"):
        call.lost.append((LossKind.FILE, value[1:]))
    elif mark and content.strip() and name != name.strip():
        call.lost.append((LossKind.HEADER, name))
    elif mark and content.strip():
        call.headers.append((name, content.strip()))
    elif mark:
        call.removed.add(name.strip().lower())
    elif value.endswith(";"):
        call.headers.append((value[:-1].strip(), ""))
    else:
        call.lost.append((LossKind.HEADER, value))


def _read_cookie(call: _CurlCall, value: str) -> None:
    if "=" in value:
        call.cookies.append(value)
    else:
        call.lost.append((LossKind.FILE, value))


def _read_part(call: _CurlCall, value: str, *, is_string: bool) -> None:
    """Add a part of a form. A part that curl reads from a file or builds otherwise is reported."""
    call.parts = call.parts if call.parts is not None else []
    name, mark, content = value.partition("=")
    if is_string and mark:
        call.parts.append(MultipartPart(name or None, content))
    elif call.depth or content.startswith("(") or not mark:
        call.depth += content.startswith("(")
        call.depth -= content == ")" and not name
        if mark and content != ")":
            call.lost.append((LossKind.OPTION, f"--form {name}={content}"))
    elif content.startswith(("@", "<")):
        call.lost.append((LossKind.FILE, read_form_value(content[1:]).text))
    else:
        read = read_form_value(content)
        for lost in read.lost:
            call.lost.append((LossKind.OPTION, f"--form {name}: {lost}"))
        part = MultipartPart(
            name or None, read.text, read.content_type, read.filename, read.headers
        )
        call.parts.append(part)


def _read_query(call: _CurlCall, command: ShellCommand, value: str) -> None:
    """Read a value as ``--data-urlencode`` does; after a plus sign it is used as it is."""
    if value.startswith("+"):
        call.query.append(value[1:])
    elif (piece := _encoded(call, command, value)) is not None:
        call.query.append(re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), piece))


def _read_data(call: _CurlCall, command: ShellCommand, name: str, value: str) -> None:
    """Add a piece of the body."""
    call.data = call.data if call.data is not None else []
    is_first = not any(call.data)
    call.is_json = call.is_json or name == "json"
    piece: str | None = value
    if name == "data-urlencode":
        piece = _encoded(call, command, value)
    elif value.startswith("@") and name != "data-raw":
        piece = _read(call, command, value[1:])
        if piece is not None and name not in {"data-binary", "json"}:
            piece = re.sub(r"[\r\n\0]", "", piece)
    if piece is not None:
        call.data.append(piece if is_first or name == "json" else f"&{piece}")


def _read(call: _CurlCall, command: ShellCommand, path: str) -> str | None:
    """Return standard input if the text contains it; any other source is reported."""
    if path == "-" and command.stdin is not None:
        return command.stdin
    source = command.stdin_from if path == "-" else path
    call.lost.append((LossKind.FILE, source or "stdin"))
    return None


def _encoded(call: _CurlCall, command: ShellCommand, value: str) -> str | None:
    """Return the text that ``--data-urlencode`` sends for a value."""
    name, mark, content = "", "", value
    if match := re.match(r"([^=@]*)([=@])(.*)", value, re.DOTALL):
        name, mark, content = match[1], match[2], match[3]
    found = _read(call, command, content) if mark == "@" else content
    if found is None:
        return None
    coded = quote_plus(found, safe="-_.~", errors="replace")
    return f"{name}={coded}" if name else coded


def _method(call: _CurlCall) -> str:
    if call.method:
        return call.method
    if call.is_head:
        return "HEAD"
    if call.uploads:
        return "PUT"
    has_body = call.parts is not None or (call.data is not None and not call.is_get)
    return "POST" if has_body else "GET"


def _add(call: _CurlCall, url: str, gathering: Collector) -> None:
    """Add the request for one URL."""
    method = _method(call)
    name = name_for(method, gathering.hide(url))
    headers, body = [*call.headers], ""
    given = {header.lower() for header, _ in headers} | call.removed
    headers += [
        (header, value)
        for header, value in call.own.items()
        if value and header.lower() not in given
    ]
    if user := _CREDENTIALS.search(url):
        headers.append(("Authorization", f"Basic {user[0][:-1]}"))
    if call.cookies:
        headers.append(("Cookie", ";".join(call.cookies)))
    query = call.query
    if call.data is not None and call.is_get:
        query = ["".join(call.data)]
    elif call.parts is not None:
        body = _add_form(call, call.parts, headers, gathering)
    elif call.data is not None:
        body = "".join(call.data)
        _add_missing(call, headers)
    if call.has_glob:
        if glob := _GLOB.search(url):
            gathering.lose(LossKind.OPTION, glob[0], name)
        url = _GLOB_ESCAPE.sub(r"\1", url)
    if call.keeps_dots and _without_dots(url) != url:
        gathering.lose(LossKind.OPTION, "--path-as-is", name)
    draft = RequestDraft(
        endpoint_id="",
        method=method,
        url=_aimed(_address(_CREDENTIALS.sub("", url), query), call.target),
        headers=tuple(headers),
        body=body,
    )
    path = gathering.place("", name)
    gathering.add_request(path, name, draft)


def _add_form(
    call: _CurlCall, parts: list[MultipartPart], headers: list[Header], gathering: Collector
) -> str:
    """Return the body of a form, and set its Content-Type.

    curl adds the boundary to a Content-Type that the command gives.
    """
    content_type, body = multipart(parts)
    given = [value for name, value in headers if name.lower() == "content-type"]
    given += [""] if "content-type" in call.removed else []
    headers[:] = [each for each in headers if each[0].lower() != "content-type"]
    for each in given:
        if not _FORM_TYPE.fullmatch(each):
            lost = f"--header Content-Type: {each}"
            gathering.lose(LossKind.OPTION, lost, name_for(_method(call), call.urls[0]))
        else:
            content_type = content_type.replace(MULTIPART, each, 1)
    headers.append(("Content-Type", content_type))
    return body


def _aimed(url: str, target: str) -> str:
    """Return a URL with the path and query of ``--request-target``, if there is one."""
    return re.sub(r"(?<=//)([^/?#]*).*", lambda m: m[1] + target, url, count=1) if target else url


def _add_missing(call: _CurlCall, headers: list[Header]) -> None:
    """Add the headers that curl adds for a body, unless the command sets or removes them."""
    names = {name.lower() for name, _ in headers} | call.removed
    added = [("Content-Type", JSON), ("Accept", JSON)] if call.is_json else [("Content-Type", FORM)]
    headers += [each for each in added if each[0].lower() not in names]


def _address(url: str, query: list[str]) -> str:
    """Return the URL as curl requests it: with a scheme and the query, without a fragment.

    An empty query is removed, and so are ``.`` and ``..`` in the path.
    """
    url = url.partition("#")[0].strip()
    if not url:
        return ""
    if not re.match(r"(?i)[a-z][a-z0-9+.-]*://", url) and not url.startswith("{{"):
        url = f"http://{url}"
    url = re.sub(r"[\x00-\x20]", lambda match: f"%{ord(match[0]):02X}", url)
    url = _without_dots(url)
    if url.find("?") == len(url) - 1:
        url = url.removesuffix("?")
    if query:
        joint = "" if url.endswith(("?", "&")) else "&" if "?" in url else "?"
        url = f"{url}{joint}{'&'.join(query)}"
    return url


def _without_dots(url: str) -> str:
    """Resolve ``.`` and ``..`` in a path as curl does."""
    front, mark, query = url.partition("?")
    match = re.match(r"([^/]*//[^/]*|\{\{[^{}]*\}\})(.*)", front, re.DOTALL)
    if match is None:
        return url
    segments = match[2].split("/")[1:]
    if not any(_is_dots(segment) for segment in segments):
        return url
    kept: list[str] = []
    for segment in segments:
        if _DOTS.fullmatch(segment):
            kept = kept[:-1]
        elif not _DOT.fullmatch(segment):
            kept.append(segment)
    if _is_dots(segments[-1]):
        kept.append("")
    return f"{match[1]}/{'/'.join(kept)}{mark}{query}"


def _is_dots(segment: str) -> bool:
    return bool(_DOT.fullmatch(segment) or _DOTS.fullmatch(segment))
