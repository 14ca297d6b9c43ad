"""Requests before they are sent: the draft that the user edits and the prepared request.

RequestDraft ── template ──► PreparedRequest ── gateway ──► Exchange
             ENDPOINT_TITLE_ONLY, METHOD_INVALID, VARIABLE_UNKNOWN, URL_…, HEADER_INVALID
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Target, split_host
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests import url as address
from weda_tui.core.requests.filling import JsonFilling
from weda_tui.core.requests.route_headers import (
    check_path,
    check_route_headers,
    is_same_origin,
    templates_named,
)
from weda_tui.core.requests.variables import VariableLayer, Variables
from weda_tui.core.secrets.patterns import is_secret_header
from weda_tui.core.text import template
from weda_tui.core.wire_text import wire_bytes

METHOD = re.compile("[A-Za-z]+")
"""A method token of RFC 9110, restricted to letters.

Servers and users cannot read such a method in different ways.
"""
FILE = re.compile(r"\{\{[ \t]*\$file[ \t]+([^{}\r\n]+?)[ \t]*\}\}")
"""A reference to a file whose content is inserted into a body; group 1 is the file's name."""
_JSON_TYPE = re.compile(r"[\w.-]+/(?:x-)?(?:[\w.-]+\+)?json\s*(?:;|$)", re.IGNORECASE)
"""A content type whose body is one JSON value; types of JSON lines do not match."""
_BEGINNING = 4096
"""The number of leading characters that are examined to guess the format of a body."""
_OPERATOR = re.compile(r"in(?:stanceof)?(?!\w)")
_DESCRIBED = re.compile(r"<[^<>\r\n]+: \d+ B>")


def file_reference(name: str) -> str:
    """Return the reference that a body contains for the content of a file."""
    return f"{{{{$file {name}}}}}"


def describe_file(name: str, size: int) -> bytes:
    """Return the text that a preview shows in place of the content of a file."""
    return f"<{name}: {size} B>".encode("utf-8", "replace")


def without_described_files(text: str) -> str:
    """Return a body with digits in place of the texts written by ``describe_file``."""
    return _DESCRIBED.sub(lambda match: "1" * len(match[0]), text)


def with_digits(body: str) -> str:
    """Return a body with digits in place of file references and variables.

    The length of the text does not change, so the body can be checked as JSON, with exact
    positions, before files and variables are filled in.
    """
    return template.with_digits(FILE.sub(lambda match: "1" * len(match[0]), body))


def file_names(body: str) -> tuple[str, ...]:
    """Return the names of the files that a body refers to, in order, each once."""
    return tuple(dict.fromkeys(FILE.findall(body)))


def is_file_name(name: str) -> bool:
    """Return whether a name is a relative file path without hidden files or folders."""
    parts = name.split("/")
    return not any(not each or each.startswith(".") or set(each) & set("\\:\0") for each in parts)


def without_plain_files(body: str) -> str:
    """Return a body without its file references, except those that other programs may evaluate.

    httpYac reads ``{{$file = expression}}`` as code. A reference is not code if a word that is no
    operator follows ``$file``.
    """
    return FILE.sub(lambda match: "" if _is_plain_file(match[1]) else match[0], body)


def _is_plain_file(name: str) -> bool:
    is_word = name[0].isalnum() or name[0] == "_" or (name[0] > "\x7f" and name[0].isprintable())
    return is_word and not _OPERATOR.match(name) and is_file_name(name)


def without_files(body: str) -> tuple[str, tuple[str, ...]]:
    """Return a body without file references, and the names of the files it referred to.

    References that appear only when the text around a removed reference is joined are removed too.
    """
    found: list[str] = []
    while names := file_names(body):
        found += names
        body = FILE.sub("", body)
    return body, tuple(dict.fromkeys(found))


Header = tuple[str, str]

CONTENT_TYPE: Header = ("Content-Type", "application/json;charset=utf-8")
"""The Content-Type that the guide sends with every call (1.3)."""


_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
"""Methods for which no Content-Length is sent if the request has no body."""


class RequestDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The request as the editor holds it: text with variables, nothing resolved."""

    endpoint_id: str
    method: str
    """Empty, like ``url``, for a call of which only the title is documented."""
    url: str
    """For example ``{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/…``."""
    headers: tuple[Header, ...] = (CONTENT_TYPE,)
    """The headers as typed, in order; the Authorization with the token is added when sending."""
    body: str = ""
    """The text of the body, usually JSON; if empty, no body is sent."""
    layers: tuple[VariableLayer, ...] = ()
    """The variables that come with the request, weakest first: collection, request, ``--set``."""
    token_kind: TokenKind | None = None
    """A token kind that replaces the documented one; only the user can choose it, never a file."""
    asks_part: bool = False
    """Whether the user asked for a part of the response (``Range``); a file cannot ask for it."""
    is_recorded: bool = True
    """Whether the exchange is stored in the history, if the environment allows it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that may contain variables: URL, header values and body."""
        return (self.url, *(value for _, value in self.headers), self.body)

    @property
    def is_meant_as_json(self) -> bool:
        """Whether the body is meant to be JSON.

        The Content-Type header decides. If there is none, or if it contains a variable, the first
        character of the body decides.
        """
        types = (value for name, value in self.headers if name.strip().lower() == "content-type")
        declared = (each.strip() for each in types if not template.VARIABLE.search(each))
        if content_type := next(declared, ""):
            return _JSON_TYPE.match(content_type) is not None
        return with_digits(self.body[:_BEGINNING]).lstrip()[:1] in {"{", "["}

    @property
    def lacks_secret(self) -> bool:
        """Whether the draft contains a mask in place of a secret."""
        values = (value for layer in self.layers for value in layer.values.values())
        return any(MASK in text for text in (*self.texts, *values))

    def filled_body(self, variables: Variables) -> list[str]:
        """Return the body with its variables filled in, split at its file references.

        Values that arrive at the moment of sending are escaped inside strings of a JSON body.
        Raises ``FileError`` (``VARIABLE_UNKNOWN``, ``VARIABLE_TOO_LARGE``).
        """
        texts = FILE.split(self.body)[::2]
        if not self.is_meant_as_json:
            return [template.render(text, variables) for text in texts]
        filling = JsonFilling(variables)
        return [filling.fill(text) for text in texts]

    def __repr__(self) -> str:
        return f"RequestDraft({self.endpoint_id})"

    def renamed(self, name: str, new: str) -> "RequestDraft":
        """Return the draft with the variable ``name`` replaced by ``new`` everywhere."""
        headers = tuple((key, template.rename(value, name, new)) for key, value in self.headers)
        return msgspec.structs.replace(
            self,
            url=template.rename(self.url, name, new),
            headers=headers,
            body=template.rename(self.body, name, new),
        )


class PreparedRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The request exactly as it is sent, byte for byte."""

    method: str
    url: str
    headers: tuple[Header, ...]
    body: bytes
    repeats_secret: bool = False
    """Whether the request contains a secret of this machine outside of the credential headers."""

    @property
    def sends_length(self) -> bool:
        """Whether a Content-Length is sent.

        It is sent with every body, and without a body if the method expects one.
        """
        return bool(self.body) or self.method not in _WITHOUT_BODY

    def header(self, name: str) -> str:
        """Return the value of the first header with this name, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def __repr__(self) -> str:
        return f"PreparedRequest({self.method} {self.url})"

    @property
    def lacks_secret(self) -> bool:
        """Whether a secret was masked outside of the credential headers."""
        rest = (value for name, value in self.headers if not is_secret_header(name, value))
        return any(MASK in text for text in (self.url, *rest)) or MASK.encode() in self.body

    def masked(self, masker: Masker) -> "PreparedRequest":
        """Return the request with its secrets masked, for display or for a file."""
        return PreparedRequest(
            method=self.method,
            url=masker.text(self.url),
            headers=tuple((masker.text(n), masker.text(value)) for n, value in self.headers),
            body=masker.data(self.body),
        )


def draft_for(endpoint: Endpoint) -> RequestDraft:
    """Return the initial draft for an endpoint: its URL, its headers and its example body.

    A call without body fields gets no body, as in the guide's own example (2.1). Required query
    parameters and headers are filled in with their examples.
    """
    return RequestDraft(
        endpoint_id=endpoint.id,
        method=endpoint.method,
        url=_url_for(endpoint),
        headers=tuple(_headers_for(endpoint)),
        body=endpoint.example_body if endpoint.body else "",
    )


def wanted_kind(draft: RequestDraft, endpoint: Endpoint, variables: Variables) -> TokenKind:
    """Return the kind of token that a draft of ``endpoint`` needs.

    Return ``NONE`` if the draft has its own Authorization header, unless the draft, or a variable
    in it, names ``{{access_token}}``.
    """
    has_own = any(name.strip().lower() == "authorization" for name, _ in draft.headers)
    kind = draft.token_kind or endpoint.token_kind
    if not has_own:
        return kind
    is_named = any(template.ACCESS_TOKEN in variables.used_by(text) for text in draft.texts)
    return kind if is_named else TokenKind.NONE


_OF_THE_TARGET = {"envType": f"{{{{{template.ENV_TYPE}}}}}", "envId": f"{{{{{template.ENV_ID}}}}}"}
"""Parameters of a call whose values the environment and env type supply."""


def _url_for(endpoint: Endpoint) -> str:
    """Return the URL with the path parameters as variables.

    A path parameter with a single allowed value is filled in. Required query parameters are
    included if a value is known.
    """
    if not endpoint.has_path:
        return ""
    fixed = {
        parameter.name: str(parameter.enum[0].value)
        for parameter in endpoint.parameters
        if parameter.location == "path" and len(parameter.enum) == 1
    }
    names = _OF_THE_TARGET | fixed
    path = re.sub(
        r"(?<!\{)\{([^{}]+)\}(?!\})", lambda m: names.get(m[1], f"{{{{{m[1]}}}}}"), endpoint.path
    )
    url = f"{{{{{template.HOST}}}}}{path}" if path.startswith("/") else path
    for parameter in endpoint.parameters:
        if parameter.location == "query" and parameter.required:
            value = _OF_THE_TARGET.get(parameter.name) or parameter.example.strip('"')
            url = address.set_query(url, parameter.name, value) if value else url
    return url


def _headers_for(endpoint: Endpoint) -> Iterator[Header]:
    if endpoint.has_path and not any(field.type == "binary" for field in endpoint.body):
        yield CONTENT_TYPE
    for parameter in endpoint.parameters:
        if parameter.location == "header" and parameter.required:
            yield parameter.name, parameter.example.strip('"') or f"{{{{{parameter.name}}}}}"


_TOKEN_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_IN_A_HEADER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_URL = re.compile(r"(https?://[^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")
_BEFORE_QUERY = re.compile(rf"(?:{template.VARIABLE.pattern}|[^?#])*")
_HOST = f"{{{{{template.HOST}}}}}"


def prepare(
    draft: RequestDraft,
    where: Target,
    variables: Variables,
    authorization: str,
    files: Mapping[str, bytes] | None = None,
) -> PreparedRequest:
    """Resolve a draft for a target; the resulting URL begins with the environment's own origin.

    ``authorization`` is the value of the Authorization header, or empty for none; an Authorization
    header in the draft wins. ``files`` maps each file name in the body to the content that is
    inserted.

    Raises ``FileError``: ``ENDPOINT_TITLE_ONLY``, ``METHOD_INVALID``, ``VARIABLE_UNKNOWN``,
    ``URL_INVALID``; ``URL_OTHER_HOST``, ``URL_OTHER_PATH`` and ``HOST_HEADER_OTHER``, because a
    request must not leave its deployment; ``HEADER_INVALID``, because a line break or another
    control character must not become structure on the wire; ``SECRET_HIDDEN``, because a mask would
    reveal which of many values is the secret.
    """
    if not draft.method:
        raise FileError(ErrorCode.ENDPOINT_TITLE_ONLY, target=draft.endpoint_id)
    if not METHOD.fullmatch(draft.method):
        raise FileError(ErrorCode.METHOD_INVALID, method=draft.method)
    if draft.lacks_secret:
        raise FileError(ErrorCode.SECRET_HIDDEN)
    place = _typed_address(draft.url)
    with templates_named(place, template.render(place, variables)):
        url = _url_at(where.environment.host, template.render(draft.url.strip(), variables))
    headers: list[Header] = []
    for name, value in draft.headers:
        try:
            header = (name.strip(), template.render(value, variables).strip())
        except FileError as error:
            error.parameters["header"] = name.strip()
            raise
        check_header(*header)
        with templates_named(value):
            check_route_headers([header], where.environment.host)
        headers.append(header)
    if authorization and not any(name.lower() == "authorization" for name, _ in headers):
        headers.insert(0, ("Authorization", authorization))
    return PreparedRequest(
        method=draft.method,
        url=url,
        headers=tuple(headers),
        body=_body_of(draft, variables, files or {}),
    )


def _body_of(draft: RequestDraft, variables: Variables, files: Mapping[str, bytes]) -> bytes:
    first, *texts = draft.filled_body(variables)
    pieces = [wire_bytes(first)]
    for name, text in zip(FILE.findall(draft.body), texts, strict=True):
        pieces += [files[name], wire_bytes(text)]
    return b"".join(pieces)


def _typed_address(url: str) -> str:
    """Return the typed URL up to its query; empty if the host is the only variable in that part."""
    match = _BEFORE_QUERY.match(url.strip())
    typed = match[0] if match else ""
    return typed if template.names(typed.removeprefix(_HOST)) else ""


def check_header(name: str, value: str) -> None:
    """Refuse a header that would not be one line of a request.

    Raises ``FileError`` (``HEADER_INVALID``).
    """
    name = name.strip()
    if not _TOKEN_NAME.fullmatch(name) or _NOT_IN_A_HEADER.search(value.strip()):
        raise FileError(ErrorCode.HEADER_INVALID, name=name)


def _url_at(host: str, url: str) -> str:
    r"""Return ``url`` with the typed origin replaced by the deployment's origin.

    Parsers disagree on where a host ends (``https://a\@b/``), so a typed origin is never sent. The
    rest has to start with a slash, a question mark or a hash, on which all parsers agree, and has
    to be below the deployment's prefix. Dot segments are resolved and the fragment is removed, so
    that every view of the request shows, and the guard judges, exactly the address that the server
    receives.
    """
    typed, rest = _split_url(url)
    origin, prefix = split_host(host)
    if not is_same_origin(typed, origin):
        shown = re.sub("//.*@", "//", typed)
        raise FileError(ErrorCode.URL_OTHER_HOST, host=shown, expected=origin)
    check_path(rest, prefix)
    return origin + address.followed(rest)


def _split_url(url: str) -> tuple[str, str]:
    """Return the typed origin and the rest of the URL."""
    match = _URL.fullmatch(url)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise FileError(ErrorCode.URL_INVALID, url=url) from error
    if match is None or not parts.netloc or _NOT_IN_A_URL.search(url):
        raise FileError(ErrorCode.URL_INVALID, url=url)
    return match[1], match[2]
