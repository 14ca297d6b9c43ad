r"""A request as a curl command for sh, bash, dash, zsh, ksh and fish.

    curl -X POST 'https://weda.example.cn/…' \
      -H 'Content-Type: application/json' \
      --data-raw '{"a": 1}'

The command sends the request byte for byte, except for the headers that curl adds (User-Agent,
Accept). A mark (``open_variables``) reads a variable of the shell, and a token may come from a
command of this program: ``-H "Authorization: $(weda-tui token --env hq --route …)"``. Users paste a
command, and a terminal acts on control characters before the shell sees the quotes, so a command
contains no control characters; ``printf`` produces them.
"""

import re
from collections.abc import Sequence

from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY, Environment
from weda_tui.core.interchange.unwritten import UnwrittenPart
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text.control_characters import ACTING, strip_control_characters
from weda_tui.core.text.shell import quote_word
from weda_tui.formats.code.open_variables import MARK, VariableMark, body_text, split_marks

_NOT_IN_QUOTES = re.compile(rf"{ACTING.pattern}|[\t\r\ud800-\udfff]")
"""Characters that must not be pasted.

A tab would complete a file name, and close the quote before it.
"""
_NOT_IN_FORMAT = re.compile(rf"{_NOT_IN_QUOTES.pattern}|[\\'!\n]")
_PLAIN_TITLE = re.compile(r"[\w ./:@%+,-]*")
_GLOBBED = re.compile(r"[\[\]{}]")
_DOTS = re.compile(r"/\.{1,2}(?:[/?#]|$)")
_TARGET = re.compile(rf"(?:https?://[^/?#]*|(?:{MARK.pattern}))(?P<target>/[^#]*)", re.IGNORECASE)
_CHANGED = re.compile(r"[^?]*(?:/(?:\.|%2e){1,2}(?:[/?].*|$)|\?$)", re.IGNORECASE)
"""A path and query that curl changes: it resolves escaped dots and drops an empty query."""
_LONGEST_ARGUMENT = 100_000
"""Bytes above which a body comes from a pipe: Linux allows 128 kB in one argument."""
_WAITS = 1_000_000
"""Bytes of a body from which curl asks the server before it sends the body (``Expect``)."""
_CHECK = (
    'test "$({ sha256sum || shasum -a 256; } 2>/dev/null <"$1" | cut -c -64)" = "$2" || {'
    ' printf "%s: changed since this command was written\\n" "$1" >&2; exit 1; }'
)
"""Command that fails unless a file has the given SHA-256.

It is for ``sh``, because other shells have another syntax; Linux and macOS have different programs
for the digest.
"""

_NO_OTHERS = "--capath /dev/null"
"""Without this option, many versions of curl trust the system's authorities, too."""


def write_curl(
    request: PreparedRequest,
    environment: Environment | None = None,
    token: str = "",
    ca_digest: str = "",
) -> str:
    """Return the command, one option per line, with the proxy and TLS options of ``environment``.

    The command fails if the CA file has another SHA-256 than ``ca_digest``, unless this is empty.
    ``token`` is a command that prints the value of the Authorization header, which ``request``
    lacks.
    """
    words = ["curl", *_method(request)]
    if _GLOBBED.search(request.url):
        words.append("--globoff")
    if _DOTS.search(request.url):
        words.append("--path-as-is")
    elif (match := _TARGET.fullmatch(request.url)) and _CHANGED.fullmatch(match["target"]):
        words.append(f"--request-target {_quoted(match['target'])}")
    if request.url.startswith("-"):
        words.append("--url")
    lines = [" ".join([*words, _quoted(request.url)])]
    checked = ""
    if environment is not None:
        checked, options = _route(environment, ca_digest)
        lines += options
    lines += [f'-H "Authorization: $({token})"'] if token else []
    lines += [f"-H {_quoted(_header(name, value))}" for name, value in request.headers]
    piped = ""
    if request.sends_length and not lost_in_curl(request):
        if all(name.lower() != "content-type" for name, _ in request.headers):
            lines.append("-H 'Content-Type:'")
        if len(request.body) >= _WAITS:
            lines.append("-H 'Expect:'")
        piped, option = _data(request.body)
        lines.append(option)
    return checked + piped + " \\\n  ".join(lines)


def _route(environment: Environment, ca_digest: str) -> tuple[str, list[str]]:
    """Return the text before curl, and its options for TLS and the proxy."""
    checked, options = "", list[str]()
    if not environment.verify_tls:
        options.append("--insecure")
    elif environment.ca_file:
        file = _quoted(environment.ca_file)
        options.append(f"--cacert {file} {_NO_OTHERS}")
        if ca_digest:
            checked = f"sh -c {quote_word(_CHECK)} sh {file} {ca_digest} && \\\n  "
    if environment.proxy == NO_PROXY:
        options.append("--noproxy '*'")
    elif environment.proxy != SYSTEM_PROXY:
        options.append(f"--proxy {_quoted(environment.proxy)} --noproxy ''")
    return checked, options


def lost_in_curl(request: PreparedRequest) -> list[str]:
    """Return the parts of a request that curl cannot send: a body, which ``--head`` excludes."""
    return [UnwrittenPart.BODY] if request.method == "HEAD" and request.body else []


def _method(request: PreparedRequest) -> list[str]:
    """Return the options for the method; with ``-X HEAD`` curl would wait for a body."""
    return ["--head"] if request.method == "HEAD" else ["-X", _quoted(request.method)]


def _header(name: str, value: str) -> str:
    """Return a header as ``-H`` takes it; a header without a value ends in a semicolon."""
    return f"{name}: {value}" if value else f"{name};"


def _data(body: bytes) -> tuple[str, str]:
    """Return the text before curl, and its option; only a short text does not need a pipe."""
    text = body_text(body)
    if _is_printed(text):
        return f"{_printf(text)} | ", "--data-binary @-"
    if len(body) > _LONGEST_ARGUMENT:
        return f"printf %s {_quoted(text)} | ", "--data-binary @-"
    return "", f"--data-raw {_quoted(text)}"


def _is_printed(text: str) -> bool:
    """Return whether a text has to come from ``printf``, because a terminal would change it."""
    return _NOT_IN_QUOTES.search(text) is not None or ("!" in text and "\n" in text)


def _printf(text: str) -> str:
    """Return the command that prints a text of any characters."""
    pieces = split_marks(text)
    template = "".join(
        "%s" if isinstance(each, VariableMark) else _escaped(each) for each in pieces
    )
    if template.startswith("-"):
        template = f"\\{ord('-'):03o}{template[1:]}"
    values = (f' "${each.environment_name}"' for each in pieces if isinstance(each, VariableMark))
    return f"printf '{template}'{''.join(values)}"


def _escaped(text: str) -> str:
    """Return a text as a format of ``printf``: bytes in octal, except for line breaks."""
    return _NOT_IN_FORMAT.sub(_escape, text).replace("%", "%%")


def _escape(match: re.Match[str]) -> str:
    if match[0] == "\n":
        return "\\n"
    return "".join(f"\\{each:03o}" for each in match[0].encode("utf-8", "surrogateescape"))


def _quoted(text: str) -> str:
    """Return one word of a shell; its quotes are interrupted for each variable."""
    if _is_printed(text):
        return f'"$({_printf(text)})"'
    pieces = (
        f'"${piece.environment_name}"' if isinstance(piece, VariableMark) else quote_word(piece)
        for piece in split_marks(text)
    )
    return "".join(pieces) or "''"


def write_token_command(program: str, options: Sequence[str], state: str = "") -> str:
    """Return a command for ``write_curl``, which puts the command between double quotes.

    An interactive shell expands ``!`` inside double quotes, whatever quotes these contain.
    ``state`` is the folder with tokens and secrets, if it is not the usual one.
    """
    folder, *words = (
        f'"$({_printf(each)})"' if "!" in each else _quoted(each) for each in (state, *options)
    )
    prefix = f"WEDA_TUI_STATE={folder} " if state else ""
    return prefix + " ".join([_quoted(program), *words])


def write_title(title: str) -> str:
    """Return a comment of one line, quoted because an interactive zsh runs it as a command."""
    shown = strip_control_characters(title)
    return f"# {shown if _PLAIN_TITLE.fullmatch(shown) else quote_word(shown)}"
