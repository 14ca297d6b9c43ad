r"""A request as a curl command for a POSIX shell.

    curl -X POST 'https://weda.example.cn/…' \
      -H 'Content-Type: application/json' \
      --data-raw '{"a": 1}'

What leaves is the request byte for byte, but for what curl says of itself (User-Agent, Accept).
"""

import re

from weda_tui.core.environment import Environment
from weda_tui.core.request import PreparedRequest

_PLAIN = re.compile(r"[A-Za-z0-9_./:=@%+,-]+")
_GLOBBED = re.compile(r"[\[\]{}]")
_DOTS = re.compile(r"/\.{1,2}(?:[/?#]|$)")


def write_curl(request: PreparedRequest, environment: Environment | None = None) -> str:
    """Return the command, an option a line; ``environment`` says how TLS is checked."""
    words = ["curl", *_method(request)]
    if _GLOBBED.search(request.url):
        words.append("--globoff")
    if _DOTS.search(request.url):
        words.append("--path-as-is")
    lines = [" ".join([*words, _quoted(request.url)])]
    if environment is not None and not environment.verify_tls:
        lines.append("--insecure")
    elif environment is not None and environment.ca_file:
        lines.append(f"--cacert {_quoted(environment.ca_file)}")
    lines += [f"-H {_quoted(_header(name, value))}" for name, value in request.headers]
    piped = ""
    if request.body:
        if all(name.lower() != "content-type" for name, _ in request.headers):
            lines.append("-H 'Content-Type:'")
        piped, option = _data(request.body)
        lines.append(option)
    return piped + " \\\n  ".join(lines)


def _method(request: PreparedRequest) -> list[str]:
    """Return what names the method: with ``-X HEAD`` curl would wait for a body."""
    return ["--head"] if request.method == "HEAD" else ["-X", _quoted(request.method)]


def _header(name: str, value: str) -> str:
    """Return a header as ``-H`` takes it: an empty one ends in a semicolon."""
    return f"{name}: {value}" if value else f"{name};"


def _data(body: bytes) -> tuple[str, str]:
    """Return what stands before curl, and its option: bytes that are no text come by a pipe."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" not in text:
        return "", f"--data-raw {_quoted(text)}"
    escaped = "".join(_escaped(byte) for byte in body)
    return f"printf '{escaped}' | ", "--data-binary @-"


def _escaped(byte: int) -> str:
    is_plain = 0x20 <= byte < 0x7F and byte not in b"%'\\"
    return chr(byte) if is_plain else f"\\{byte:03o}"


def _quoted(text: str) -> str:
    """Return one word of a POSIX shell."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "'\\''") + "'"
