"""Requests as HTTP messages, the text that travels; several in a file as editors keep them.

POST /weda/… HTTP/1.1                 ### 发起
Host: weda.example.cn                 @host = https://weda.example.cn
Content-Type: application/json        POST {{host}}/weda/…

{"a": 1}
"""

import re

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.importing import Gathering, Imported, Lost
from weda_tui.core.request import PreparedRequest, RequestDraft
from weda_tui.formats.http_fields import read_fields
from weda_tui.formats.request_name import name_for

_LINE = re.compile(r"([A-Z][A-Z-]*)[ \t]+(\S+(?:[ \t]+(?!HTTP/)\S+)*?)(?:[ \t]+HTTP/[\d.]+)?[ \t]*")
_ORIGIN = re.compile(r"(?i)https?://([^/?#]*)")
_SEPARATOR = re.compile(r"^###(.*)$", re.MULTILINE)
_SETTING = re.compile(r"@([^\s=]+)\s*=\s*(.*)")
_NAMED = re.compile(r"(?:#|//)\s*@name\s+(.*)")
_SCRIPT = re.compile(r"(?m)^[<>][ \t]*\{%")
_FILE = re.compile(r"(?m)^<@?\s+(\S.*)$")


def is_http_message(text: str) -> bool:
    """Return whether a text begins with a request line, after comments and settings."""
    lines = (line for line in text.replace("\r\n", "\n").split("\n") if line.strip())
    for line in lines:
        if line.startswith(("#", "//", "@")):
            continue
        match = _LINE.fullmatch(line)
        return bool(match and re.match(r"/|\*|\{\{|(?i:https?://)", match[2]))
    return False


def read_http_message(text: str, *, file: str) -> Imported:
    """Return the requests of a text. Raises ``FileError`` (``IMPORT_EMPTY``)."""
    gathering = Gathering()
    variables: dict[str, str] = {}
    pieces = _SEPARATOR.split(text)
    count = 0
    for title, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        count += _read_piece(title.strip(), piece, variables, gathering)
    if not count:
        raise FileError(ErrorCode.IMPORT_EMPTY, file=file, format="HTTP")
    return gathering.done(variables=variables)


def _read_piece(title: str, text: str, variables: dict[str, str], gathering: Gathering) -> int:
    """Add the request of a piece, and return how many there are: none in one of comments."""
    lines = text.split("\n")
    while lines:
        line = lines.pop(0).strip()
        if match := _NAMED.fullmatch(line):
            title = match[1].strip()
        elif match := _SETTING.fullmatch(line):
            variables[match[1]] = match[2].strip()
        elif match := _LINE.fullmatch(line):
            _add(match[1], match[2], "\n".join(lines), title, gathering)
            return 1
        elif line and not line.startswith(("#", "//")):
            gathering.lose(Lost.REQUEST, line[:60])
            return 0
    return 0


def _add(method: str, target: str, rest: str, title: str, gathering: Gathering) -> None:
    head, body = _split(rest)
    lines = head.replace("\r", "").split("\n")
    more = [line.strip() for line in lines if re.match(r"\s*[?&]\S", line)]
    notes = [line for line in lines if not re.match(r"\s*[?&]\S|#|//", line)]
    headers, broken = read_fields("\n".join(notes))
    url = re.sub(r"[\x00-\x20]", lambda m: f"%{ord(m[0]):02X}", target + "".join(more))
    if url.startswith("/"):
        host = next((value for name, value in headers if name.lower() == "host"), "")
        url = f"{_scheme(host)}{host}{url}" if host else f"{{{{vars.host}}}}{url}"
    name = title or name_for(method, url)
    path = gathering.place("", name)
    for line in broken:
        gathering.lose(Lost.HEADER, line, path)
    scripts, body = _without_scripts(body)
    for script in scripts:
        gathering.lose(Lost.SCRIPT, script.split("\n")[0].strip(), path)
    for source in _FILE.findall(body):
        gathering.lose(Lost.FILE, source.strip(), path)
    body = _FILE.sub("", body)
    draft = RequestDraft(
        endpoint_id="",
        method=method,
        url=url.partition("#")[0],
        headers=tuple(each for each in headers if each[0].lower() != "host"),
        body=_cut(body, headers),
    )
    gathering.add_request(path, name, draft)


def _without_scripts(body: str) -> tuple[list[str], str]:
    """Return the blocks of an editor's scripts, and the rest."""
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
    """Return the body: as long as it says, else without the line breaks that end a file."""
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
    """Return a request as it travels, a line break a line; a body that is no text is escaped.

    One whose address begins with a variable has the whole address in its first line.
    """
    match = _ORIGIN.match(request.url)
    target = request.url[match.end() :] if match else request.url
    target = target if match is None or target.startswith("/") else f"/{target}"
    lines = [f"{request.method} {target} HTTP/1.1"]
    lines += [f"Host: {match[1]}"] if match else []
    lines += [f"{name}: {value}" for name, value in request.headers]
    if request.body:
        lines.append(f"Content-Length: {len(request.body)}")
    return "\n".join([*lines, "", request.body.decode("utf-8", "backslashreplace")])
