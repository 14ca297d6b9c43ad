"""Headers that make a server, or a proxy in front of it, use another host, path or method.

No list of such headers is complete, so their names are matched by their words: a word for the
target (``host``, ``url``, ``method`` …) together with a word such as ``original``, ``forwarded`` or
``override``. Targets that have no other meaning (``url``, ``vhost`` …) match alone.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from weda_tui.core.environments.deployment import parse_origin, split_host
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.requests import url as address
from weda_tui.core.requests.header_names import QUALIFIERS, fold_name, is_named, match_names
from weda_tui.core.text import template

_PLACES = (
    "originating|origin|initial|current|client|remote|effective|matched|invoke|invoked|opened|next"
    "|base|context|virtual|server|site|web|public|external|internal|final|actual|custom|alternate"
    "|alternative|alt|endpoint|location|middleware|nextjs|now|weblogic|arr|iis|amz|fastly|cdn|edge"
    "|app|api|resource|self|new|old|true|resolved|mapped|nginx|apache"
)
"""Words that qualify a host or a path only.

They do not qualify a method, because methods are also searched for in bodies.
"""
_HOST = match_names(
    "hosts?|hostname|authority|vhosts?|virtualhost|domain|to|server|servername|cluster|tenanthost",
    f"{QUALIFIERS}|{_PLACES}",
    "hostname|authority|vhost|virtualhost|domain|servername|proxy|upstream|backend",
)
_PATH = match_names(
    "urls?|uris?|path|pathinfo|prefix|redirect|rewrite|location|context|sendfile|goto|endpoint",
    f"{QUALIFIERS}|{_PLACES}",
    "urls?|uris?|pathinfo|redirect|sendfile|goto",
)
_FORWARDED = frozenset({"forwarded", "x-forwarded"})
"""Headers that name a host as ``host=`` (RFC 7239)."""
_HOST_NAMES = frozenset({"host", "x-host", "x-hostname", "x-forwarded-server", *_FORWARDED})
_PATH_NAMES = frozenset({"destination", "script-name", "x-script-name"})
"""``Destination`` is the header with the target of a WebDAV copy or move (RFC 4918)."""
_FORWARDED_HOST = re.compile(r"""\bhost\s*=\s*("[^"]*"|[^;,]*)""", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PART_NAMED_BY = {
    ErrorCode.URL_OTHER_HOST: "host",
    ErrorCode.URL_OTHER_PATH: "path",
    ErrorCode.HOST_HEADER_OTHER: "host",
}
"""The error parameters that contain a part of an address or of a header."""
_ABSOLUTE = re.compile(r"((?:https?:)?//[^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)


def is_host_header(name: str) -> bool:
    """Return whether a header of this name may select the virtual host."""
    return fold_name(name) in _HOST_NAMES or is_named(_HOST, name)


def is_path_header(name: str) -> bool:
    """Return whether a header of this name may select the path."""
    return fold_name(name) in _PATH_NAMES or is_named(_PATH, name)


def other_paths(headers: Iterable[tuple[str, str]], path: str) -> Iterator[str]:
    """Yield the paths that headers may name in place of the request's own ``path``."""
    for name, value in headers:
        if is_path_header(name):
            yield from paths_in(name, value, path)


def paths_in(name: str, value: str, path: str) -> Iterator[str]:
    """Yield the paths that a header may put in place of the request's own ``path``.

    These are the whole value and each part of a list, without quotes, and the path of each address
    in them. A prefix is also joined with the request's own path.
    """
    is_prefix = "prefix" in fold_name(name)
    for part in _parts(value):
        match = _ABSOLUTE.fullmatch(part)
        for found in dict.fromkeys([part, match[2] if match else part]):
            only_path = re.split("[?#]", found, maxsplit=1)[0]
            yield only_path
            if is_prefix:
                yield only_path.rstrip("/") + path


@contextmanager
def templates_named(text: str, address: str = "") -> Generator[None]:
    """Make an error about a part of ``text`` name its variables, not their values.

    A part of a value cannot be masked, because a secret may have been cut in two. ``address`` is
    the same text with all of its values filled in. An error about another host names this whole
    address, because a whole address can be masked.
    """
    try:
        yield
    except FileError as error:
        if (part := _PART_NAMED_BY.get(error.code)) and template.names(text):
            is_whole = error.code is ErrorCode.URL_OTHER_HOST and "@" not in address
            error.parameters[part] = (is_whole and address) or text
        raise


def check_route_headers(headers: Iterable[tuple[str, str]], host: str) -> None:
    """Refuse a header that leads away from the deployment at ``host``.

    Raises ``FileError``: ``HOST_HEADER_OTHER`` for another virtual host, ``URL_OTHER_PATH`` for a
    path that is not below the deployment's prefix.
    """
    origin, prefix = split_host(host)
    for name, value in headers:
        if is_host_header(name):
            _check_hosts(name, value, origin)
        elif is_path_header(name):
            for part in _parts(value):
                _check_path_value(name, part, origin, prefix)


def check_path(rest: str, prefix: str) -> None:
    """Refuse the rest of a URL after its origin if it is not below a deployment's prefix.

    Raises ``FileError`` (``URL_OTHER_PATH``).
    """
    path = re.split("[?#]", rest, maxsplit=1)[0]
    if not address.is_below(path, prefix):
        raise FileError(ErrorCode.URL_OTHER_PATH, path=path or "/", expected=prefix)


def is_same_origin(typed: str, origin: str) -> bool:
    """Return whether a typed origin is a deployment's origin, ignoring default port and case."""
    if typed == origin:
        return True
    try:
        return "\\" not in typed and parse_origin(typed) == origin.lower()
    except WedaError:
        return False


def _check_hosts(name: str, value: str, origin: str) -> None:
    parts = urlsplit(origin)
    own = parts.netloc.removesuffix(f":{parts.port}").lower()
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    for host in _hosts_in(name, value):
        if host.lower() not in {own, f"{own}:{port}"}:
            expected = parts.netloc
            raise FileError(
                ErrorCode.HOST_HEADER_OTHER, name=name.strip(), host=host, expected=expected
            )


def _hosts_in(name: str, value: str) -> list[str]:
    match fold_name(name):
        case "host":
            return [value.strip()]
        case word if word in _FORWARDED:
            return [found.strip().strip('"').strip() for found in _FORWARDED_HOST.findall(value)]
        case _:
            return [part.strip().strip('"').strip() for part in value.split(",")]


def _check_path_value(name: str, value: str, origin: str, prefix: str) -> None:
    match = _ABSOLUTE.fullmatch(value)
    if match is None:
        check_path(value, prefix)
        return
    scheme = urlsplit(origin).scheme
    typed = f"{scheme}:{match[1]}" if match[1].startswith("//") else match[1]
    if not is_same_origin(typed, origin):
        expected = urlsplit(origin).netloc
        shown = re.sub("//.*@", "//", match[1])
        raise FileError(
            ErrorCode.HOST_HEADER_OTHER, name=name.strip(), host=shown, expected=expected
        )
    check_path(match[2], prefix)


def _parts(value: str) -> list[str]:
    """Return the value and, if it is a list, each of its parts, without quotes."""
    parts = [value, *value.split(",")]
    return list(dict.fromkeys(part.strip().strip("\"'<>").strip() for part in parts))
