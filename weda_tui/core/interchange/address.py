"""The origin of an imported request, resolved through the variables at the start of its URL.

{{baseUrl}}/StartFlow, baseUrl = https://weda.example.cn/weda/workflow/v1/prod
  ► https://weda.example.cn   /weda/workflow/v1/prod/StartFlow
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

from weda_tui.core.environments.deployment import parse_origin
from weda_tui.core.errors import WedaError
from weda_tui.core.text.template import HOST, VARIABLE

MOST_STEPS = 10
"""The most variables that are replaced in one URL."""
LONGEST = 2048
"""The most characters of a value that is inserted, so that a large file does not take long."""
_ORIGIN = re.compile(r"(https?://[^/?#{}]*)((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL)
_BARE_ORIGIN = re.compile(r"https?://[^/?#]+/", re.IGNORECASE)
_HEAD = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:\{\{[^{}]*\}\}|[^/?#])*")
_SEPARATOR = re.compile(r"[\\@\uff03\uff0f\uff1f\uff20\uff3c]")
r"""Characters that end a host, or separate it from credentials: ``\ @ # / ?``, also full-width."""
_CREDENTIALS = re.compile(r"(?<=://)[^/?#]*@")


class ImportAddress(msgspec.Struct, frozen=True):
    """A URL, divided where the path begins."""

    origin: str
    """``https://weda.example.cn``, or ``{{vars.host}}`` for the environment's own."""
    rest: str
    """Path, query and fragment, with the variables in them."""


class UnresolvedAddress(msgspec.Struct, frozen=True):
    """A URL whose origin cannot be determined."""

    name: str
    """The variable that has no value; empty for a URL of an unsupported form."""


def resolve_address(url: str, values: Mapping[str, str]) -> ImportAddress | UnresolvedAddress:
    """Replace variables in ``url`` until its origin is known; variables behind it are kept.

    If a base URL is an origin with a slash, and another slash follows, the first slash is removed.
    """
    for _ in range(MOST_STEPS):
        if match := _ORIGIN.fullmatch(url):
            return ImportAddress(match[1], match[2])
        variable = VARIABLE.search(url)
        if variable is None:
            return UnresolvedAddress("")
        value, behind = values.get(variable[1], ""), url[variable.end() :]
        if not value.strip() or len(value) > LONGEST:
            is_ours = variable[1] == HOST and not variable.start()
            return ImportAddress(variable[0], behind) if is_ours else UnresolvedAddress(variable[1])
        if behind.startswith("/") and _BARE_ORIGIN.fullmatch(value.strip()):
            value = value.strip().removesuffix("/")
        url = f"{url[: variable.start()]}{value.strip()}{behind}"
    return UnresolvedAddress("")


def head_of(url: str) -> str:
    """Return the part of a URL before the path, as written."""
    match = _HEAD.match(url)
    return match[0] if match else ""


def credentials_in(url: str) -> str:
    """Return the ``user:password`` of a URL; empty if there is none."""
    match = _CREDENTIALS.search(url)
    return match[0][:-1] if match and match.start() <= len(head_of(url)) else ""


def without_credentials(url: str) -> str:
    """Return a URL without its ``user:password@``."""
    return _CREDENTIALS.sub("", url, count=1) if credentials_in(url) else url


def path_at(address: ImportAddress, hosts: Iterable[str]) -> str | None:
    """Return the path and query below the host of a deployment; ``None`` for another URL.

    A host in ``hosts`` may have a path of its own, which is not part of the result.
    """
    if _SEPARATOR.search(address.origin):
        return None
    try:
        origin = parse_origin(address.origin)
    except WedaError:
        return None
    below = (_below(origin, address.rest, host) for host in hosts)
    return min((each for each in below if each is not None), key=len, default=None)


def _below(origin: str, rest: str, host: str) -> str | None:
    """Return what follows a deployment's host; a path in the host is compared with case."""
    host = host.rstrip("/")
    prefix = host[len(origin) :]
    if host[: len(origin)].lower() != origin or not rest.startswith(prefix):
        return None
    below = rest[len(prefix) :]
    return below if prefix[:1] in {"", "/"} and below[:1] in {"", "/", "?", "#"} else None
