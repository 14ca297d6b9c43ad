"""The ways in which servers may read one request: as other methods, paths or texts."""

import re
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.guard.method_overrides import (
    ASCII_ESCAPE,
    Headers,
    body_fields,
    charsets_of,
    content_types,
    decoded_body,
    find_overrides,
    form_fields,
    holds_request,
    is_encoded_body,
)
from weda_tui.core.requests.route_headers import other_paths
from weda_tui.core.requests.url import Segments, may_be_any, path_readings
from weda_tui.core.text import template

_TEXT_MEMBER = re.compile(
    r"""["'](env[^"']{0,3}type)["']\s*:\s*("[^"]*"|[^\s,}\]]+)""", re.IGNORECASE
)
"""A member of an object in a body of any type that may be an env type."""
_ENV_TYPE, _NO_LETTERS, _AROUND = "envtype", re.compile("[^a-z]"), " \t\"'"
_JSON_TYPE = re.compile(
    r"""application/(?:[\w.-]+\+)?json(?:\s*+;\s*+(?:[\w.-]++\s*+=\s*+"?[\w.:-]++"?)?)*+""",
    re.IGNORECASE,
)


class RequestReadings(msgspec.Struct, frozen=True):
    """Every way in which a server, or a proxy before it, may read a method and a path."""

    methods: tuple[str, ...]
    """In upper case, the request's own method first."""
    paths: tuple[Segments, ...]
    is_any: bool = False
    """Whether servers may read the path as any path."""
    is_open: bool = False
    """Whether a path has variables (``{{name}}``) whose values an earlier response will supply."""
    holds_request: bool = False
    """Whether the body contains the request line of another request."""


def read_request(method: str, url: str, headers: Headers, body: bytes) -> RequestReadings:
    """Return the ways in which servers may read a request.

    Headers, the query and the body may name other methods, and headers other paths; each path may
    be read in several ways.
    """
    own = urlsplit(url).path
    paths = tuple(dict.fromkeys([own, *other_paths(headers, own)]))
    return RequestReadings(
        methods=tuple(dict.fromkeys([method.upper(), *find_overrides(url, headers, body)])),
        paths=tuple(dict.fromkeys(read for path in paths for read in path_readings(path))),
        is_any=any(map(may_be_any, paths)),
        is_open=any(map(template.VARIABLE.search, paths)),
        holds_request=holds_request(body),
    )


# -- env types -----------------------------------------------------------------------------------


def find_env_types(url: str, headers: Headers, body: bytes) -> set[str]:
    """Return the values of all that is called ``envType`` in a query, a header or a body."""
    fields = [*form_fields(urlsplit(url).query), *headers, *body_fields(headers, body)]
    for text in (decoded_body(body, name) for name in charsets_of(body, content_types(headers))):
        plain = ASCII_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text or "")
        fields += [(match[1], match[2]) for match in _TEXT_MEMBER.finditer(plain)]
    values = (value for name, value in fields if _NO_LETTERS.sub("", name.casefold()) == _ENV_TYPE)
    return {value.strip(_AROUND) for value in values if value.strip(_AROUND)}


# -- bodies --------------------------------------------------------------------------------------


def is_plain_json(headers: Headers, body: bytes) -> bool:
    """Return whether a body is JSON by its headers, and the same text to every server."""
    types = content_types(headers)
    is_json = bool(types) and all(map(_JSON_TYPE.fullmatch, types))
    if not is_json or is_encoded_body(headers):
        return False
    texts = {decoded_body(body, name) for name in charsets_of(body, types)}
    return len(texts) == 1 and None not in texts
