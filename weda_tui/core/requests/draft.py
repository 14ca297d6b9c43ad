"""A request on its way out: what the user edits, and what would leave.

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
"""A token of RFC 9110, of letters alone: nothing that a server, or a person, may read otherwise."""
FILE = re.compile(r"\{\{[ \t]*\$file[ \t]+([^{}\r\n]+?)[ \t]*\}\}")
"""The content of a file in a body; group 1 is its name."""
_JSON_TYPE = re.compile(r"[\w.-]+/(?:x-)?(?:[\w.-]+\+)?json\s*(?:;|$)", re.IGNORECASE)
"""A type whose body is one JSON value, as those that are lines of JSON are not."""
_BEGINNING = 4096
"""Characters in which a body shows what it is."""
_OPERATOR = re.compile(r"in(?:stanceof)?(?!\w)")
_DESCRIBED = re.compile(r"<[^<>\r\n]+: \d+ B>")


def file_reference(name: str) -> str:
    """Return what stands in a body for the content of a file."""
    return f"{{{{$file {name}}}}}"


def describe_file(name: str, size: int) -> bytes:
    """Return what a preview shows for the content of a file."""
    return f"<{name}: {size} B>".encode("utf-8", "replace")


def without_described_files(text: str) -> str:
    """Return a body with digits in place of what ``describe_file`` wrote."""
    return _DESCRIBED.sub(lambda match: "1" * len(match[0]), text)


def with_digits(body: str) -> str:
    """Return a body with digits in place of files and variables, each character where it was.

    So that it can be checked as JSON before they are filled in.
    """
    return template.with_digits(FILE.sub(lambda match: "1" * len(match[0]), body))


def file_names(body: str) -> tuple[str, ...]:
    """Return the files whose content goes into a body, in order, each once."""
    return tuple(dict.fromkeys(FILE.findall(body)))


def is_file_name(name: str) -> bool:
    """Return whether a name may be that of a file: below a folder, in no hidden one of it."""
    parts = name.split("/")
    return not any(not each or each.startswith(".") or set(each) & set("\\:\0") for each in parts)


def without_plain_files(body: str) -> str:
    """Return a body without its files but for those whose names other programs may evaluate.

    httpYac reads ``{{$file = expression}}`` as code. It is none where a word follows ``$file`` that
    is no operator.
    """
    return FILE.sub(lambda match: "" if _is_plain_file(match[1]) else match[0], body)


def _is_plain_file(name: str) -> bool:
    is_word = name[0].isalnum() or name[0] == "_" or (name[0] > "\x7f" and name[0].isprintable())
    return is_word and not _OPERATOR.match(name) and is_file_name(name)


def without_files(body: str) -> tuple[str, tuple[str, ...]]:
    """Return a body that names no file, also not in what its cuts join, and the files it named."""
    found: list[str] = []
    while names := file_names(body):
        found += names
        body = FILE.sub("", body)
    return body, tuple(dict.fromkeys(found))


Header = tuple[str, str]

CONTENT_TYPE: Header = ("Content-Type", "application/json;charset=utf-8")
"""What the guide sends with every call (1.3)."""


_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
"""Methods that say nothing of a body that they do not have."""


class RequestDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What the editor holds: text with variables in it, nothing resolved."""

    endpoint_id: str
    method: str
    """Empty, as the URL, for a call of which only the title is known."""
    url: str
    """``{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/…``"""
    headers: tuple[Header, ...] = (CONTENT_TYPE,)
    """As typed, in order; the Authorization of the token is added on the way out."""
    body: str = ""
    """Text, usually JSON; empty sends no body."""
    layers: tuple[VariableLayer, ...] = ()
    """The variables that come with the request, weakest first: collection, request, ``--set``."""
    token_kind: TokenKind | None = None
    """Another token than the documents of the call name; no file says so, only a person."""
    asks_part: bool = False
    """Whether a person asked for a part of the answer (``Range``); no file may."""
    is_recorded: bool = True
    """Whether the send is kept in the history, where the environment allows that."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that variables may stand in."""
        return (self.url, *(value for _, value in self.headers), self.body)

    @property
    def is_meant_as_json(self) -> bool:
        """Whether the body is meant to be JSON.

        Its Content-Type decides. Without one, or with a variable in it, the first character does.
        """
        types = (value for name, value in self.headers if name.strip().lower() == "content-type")
        declared = (each.strip() for each in types if not template.VARIABLE.search(each))
        if content_type := next(declared, ""):
            return _JSON_TYPE.match(content_type) is not None
        return with_digits(self.body[:_BEGINNING]).lstrip()[:1] in {"{", "["}

    @property
    def lacks_secret(self) -> bool:
        """Whether a secret stood in it of which only the mask is left."""
        values = (value for layer in self.layers for value in layer.values.values())
        return any(MASK in text for text in (*self.texts, *values))

    def filled_body(self, variables: Variables) -> list[str]:
        """Return the body with its variables put in, cut at its files.

        What came in at the moment of sending is text where it stands in a string of JSON. Raises
        ``FileError`` (``VARIABLE_UNKNOWN``, ``VARIABLE_TOO_LARGE``).
        """
        texts = FILE.split(self.body)[::2]
        if not self.is_meant_as_json:
            return [template.render(text, variables) for text in texts]
        filling = JsonFilling(variables)
        return [filling.fill(text) for text in texts]

    def __repr__(self) -> str:
        return f"RequestDraft({self.endpoint_id})"

    def renamed(self, name: str, new: str) -> "RequestDraft":
        """Return the draft with another variable in place of one, wherever it stands."""
        headers = tuple((key, template.rename(value, name, new)) for key, value in self.headers)
        return msgspec.structs.replace(
            self,
            url=template.rename(self.url, name, new),
            headers=headers,
            body=template.rename(self.body, name, new),
        )


class PreparedRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Exactly what leaves, byte for byte."""

    method: str
    url: str
    headers: tuple[Header, ...]
    body: bytes
    repeats_secret: bool = False
    """Whether a secret of this machine stands elsewhere than in a header for credentials."""

    @property
    def sends_length(self) -> bool:
        """Whether a Content-Length goes with it: also with no body where a method expects one."""
        return bool(self.body) or self.method not in _WITHOUT_BODY

    def header(self, name: str) -> str:
        """Return the first header of that name, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def __repr__(self) -> str:
        return f"PreparedRequest({self.method} {self.url})"

    @property
    def lacks_secret(self) -> bool:
        """Whether a secret was masked elsewhere than in a header for credentials."""
        rest = (value for name, value in self.headers if not is_secret_header(name, value))
        return any(MASK in text for text in (self.url, *rest)) or MASK.encode() in self.body

    def masked(self, masker: Masker) -> "PreparedRequest":
        """Return the request as a person or a file may see it."""
        return PreparedRequest(
            method=self.method,
            url=masker.text(self.url),
            headers=tuple((masker.text(n), masker.text(value)) for n, value in self.headers),
            body=masker.data(self.body),
        )


def draft_for(endpoint: Endpoint) -> RequestDraft:
    """Return a first draft for an endpoint: its address, its headers, its example body.

    A call without body fields gets no body, as in the guide's own example (2.1). What is required
    of query and headers stands there with its example.
    """
    return RequestDraft(
        endpoint_id=endpoint.id,
        method=endpoint.method,
        url=_url_for(endpoint),
        headers=tuple(_headers_for(endpoint)),
        body=endpoint.example_body if endpoint.body else "",
    )


def wanted_kind(draft: RequestDraft, endpoint: Endpoint, variables: Variables) -> TokenKind:
    """Return what a draft of ``endpoint`` is sent with; ``NONE`` where it brings its own.

    An Authorization that is written by hand needs no token unless the draft, or a variable in it,
    names ``{{access_token}}``.
    """
    has_own = any(name.strip().lower() == "authorization" for name, _ in draft.headers)
    kind = draft.token_kind or endpoint.token_kind
    if not has_own:
        return kind
    is_named = any(template.ACCESS_TOKEN in variables.used_by(text) for text in draft.texts)
    return kind if is_named else TokenKind.NONE


_OF_THE_PLACE = {"envType": f"{{{{{template.ENV_TYPE}}}}}", "envId": f"{{{{{template.ENV_ID}}}}}"}
"""What a place itself says of a call's parameters."""


def _url_for(endpoint: Endpoint) -> str:
    """Return the path with its parameters as variables; one that takes one value has it.

    A required one of the query stands there when a value is known.
    """
    if not endpoint.has_path:
        return ""
    fixed = {
        parameter.name: str(parameter.enum[0].value)
        for parameter in endpoint.parameters
        if parameter.location == "path" and len(parameter.enum) == 1
    }
    names = _OF_THE_PLACE | fixed
    path = re.sub(
        r"(?<!\{)\{([^{}]+)\}(?!\})", lambda m: names.get(m[1], f"{{{{{m[1]}}}}}"), endpoint.path
    )
    url = f"{{{{{template.HOST}}}}}{path}" if path.startswith("/") else path
    for parameter in endpoint.parameters:
        if parameter.location == "query" and parameter.required:
            value = _OF_THE_PLACE.get(parameter.name) or parameter.example.strip('"')
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
    """Resolve a draft for a place; its URL begins with the environment's own origin.

    ``authorization`` is the value of the Authorization header, empty for none; a header of that
    name in the draft wins. ``files`` are what stands in the body for each file that it names.
    Raises ``FileError``: ``ENDPOINT_TITLE_ONLY``, ``METHOD_INVALID``, ``VARIABLE_UNKNOWN``,
    ``URL_INVALID``, ``URL_OTHER_HOST``, ``URL_OTHER_PATH`` and ``HOST_HEADER_OTHER`` (what is sent
    stays with its deployment), ``HEADER_INVALID`` (a line break or another control character must
    not become structure on the wire) or ``SECRET_HIDDEN`` (a mask would tell which of many values
    is one).
    """
    if not draft.method:
        raise FileError(ErrorCode.ENDPOINT_TITLE_ONLY, target=draft.endpoint_id)
    if not METHOD.fullmatch(draft.method):
        raise FileError(ErrorCode.METHOD_INVALID, method=draft.method)
    if draft.lacks_secret:
        raise FileError(ErrorCode.SECRET_HIDDEN)
    place = _place_typed(draft.url)
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


def _place_typed(url: str) -> str:
    """Return a URL as it is typed up to its query; empty where the host is its only variable."""
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
    r"""Return ``url`` with the deployment's origin in its own spelling.

    Parsers disagree on what ends a host (``https://a\@b/``), so what is sent never holds a typed
    one. What follows starts with a slash, a question mark or a hash, as all of them agree, and is
    below the deployment's prefix. It leaves without dots and fragment: every view of a request
    shows, and the guard judges, what the server is asked for.
    """
    typed, rest = _split_url(url)
    origin, prefix = split_host(host)
    if not is_same_origin(typed, origin):
        shown = re.sub("//.*@", "//", typed)
        raise FileError(ErrorCode.URL_OTHER_HOST, host=shown, expected=origin)
    check_path(rest, prefix)
    return origin + address.followed(rest)


def _split_url(url: str) -> tuple[str, str]:
    """Return the origin as it is typed, and the rest."""
    match = _URL.fullmatch(url)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise FileError(ErrorCode.URL_INVALID, url=url) from error
    if match is None or not parts.netloc or _NOT_IN_A_URL.search(url):
        raise FileError(ErrorCode.URL_INVALID, url=url)
    return match[1], match[2]
