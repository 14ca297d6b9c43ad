"""The pieces of a request in a Postman collection: address, headers, body, auth, scripts."""

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from weda_tui.core.collections.saved_request import Expectations
from weda_tui.core.interchange.import_plan import LossKind
from weda_tui.core.requests.draft import Header
from weda_tui.core.secrets.patterns import is_placeholder
from weda_tui.core.text.template import VARIABLE, around_variables
from weda_tui.formats.foreign_json import Object, lines_of, list_of, object_of, objects_of, text_of
from weda_tui.formats.http.forms import FORM, MultipartPart, multipart, urlencoded
from weda_tui.formats.http.headers import read_fields
from weda_tui.formats.postman.scripts import is_ours
from weda_tui.formats.postman.tests import read_tests

_UNPRINTED = re.compile(r"[\x00-\x20]+")
_BODILESS = frozenset({"GET", "HEAD", "COPY", "PURGE", "UNLOCK"})
"""Methods whose body Postman omits unless a setting says otherwise."""
_LANGUAGES = {"json": "application/json", "xml": "application/xml", "html": "text/html",
              "javascript": "application/javascript", "text": "text/plain"}  # fmt: skip
_TOKEN_SCRIPT = ("/auth/v1/token/clientCredential", "access_token", "sendRequest")
"""Texts that the guide's pre-request script (2.2.4) must contain."""


class PostmanParts(msgspec.Struct):
    """The parts of a request that were read so far, and the losses."""

    losses: list[tuple[LossKind, str]] = []
    variables: dict[str, str] = {}
    used: frozenset[str] = frozenset()
    """Variables used anywhere in the request."""
    expectations: Expectations = Expectations()

    def lose(self, what: LossKind, name: str) -> None:
        """Record something that is not imported."""
        self.losses.append((what, name))


def is_off(row: Object) -> bool:
    """Return whether a row is switched off. Postman has two ways to write this."""
    return row.get("disabled") is True or row.get("enabled") is False


def read_url(value: Any, parts: PostmanParts) -> str:
    """Return an address with its query; path variables become variables of the request."""
    if not isinstance(value, dict):
        return _with_scheme(text_of(value))
    url_parts = object_of(value)
    host, path = url_parts.get("host"), url_parts.get("path")
    if not host:
        return _with_scheme(_filled(text_of(url_parts.get("raw")), url_parts, parts))
    host_text = ".".join(map(text_of, list_of(host))) or text_of(host)
    protocol, port = text_of(url_parts.get("protocol")), text_of(url_parts.get("port"))
    url = host_text if "://" in host_text or not protocol else f"{protocol}://{host_text}"
    url += f":{port}" if port else ""
    segments = list_of(path) or [text_of(path).removeprefix("/")]
    joined = "/".join(text_of(object_of(each).get("value") or each) for each in segments)
    url += f"/{joined}" if path else ""
    return _with_scheme(_filled(url, url_parts, parts) + _query(url_parts, parts))


def _query(url: Object, parts: PostmanParts) -> str:
    query = url.get("query")
    if isinstance(query, str):
        return f"?{query}" if query else ""
    pieces: list[str] = []
    for row in objects_of(query):
        key, value = text_of(row.get("key")), row.get("value")
        if is_off(row):
            parts.lose(LossKind.DISABLED, f"?{key}")
        else:
            pieces.append(key if value is None else f"{key}={text_of(value)}")
    return "?" + "&".join(pieces) if pieces else ""


def _filled(url: str, value: Object, parts: PostmanParts) -> str:
    """Replace ``/:id`` in a URL by variables; one without a value is reported and stays so.

    A path variable with the name of a variable that is used elsewhere gets a name of its own.
    """
    for row in objects_of(value.get("variable")):
        key, own = text_of(row.get("key")) or text_of(row.get("id")), text_of(row.get("value"))
        is_itself = VARIABLE.findall(own) == [key] and VARIABLE.fullmatch(own)
        name = f"path.{key}" if key in parts.used and not is_itself else key
        pattern = rf"/:{re.escape(key)}(?=[/?#]|$)"
        if not VARIABLE.fullmatch(f"{{{{{name}}}}}") or not re.search(pattern, url):
            continue
        url = re.sub(pattern, lambda _, name=name: f"/{{{{{name}}}}}", url)
        if own and not is_itself:
            parts.variables[name] = own
        elif not own:
            parts.lose(LossKind.VARIABLE, f":{key}")
    return url


def _with_scheme(url: str) -> str:
    """Return a URL as it is sent: with a scheme, blanks escaped, without a fragment."""
    url = url.strip()
    if "#" in url and "{{" not in url.partition("#")[2]:
        url = url.partition("#")[0]
    url = around_variables(url, _escaped)
    has_scheme = re.match(r"(?i)[a-z][a-z0-9+.-]*://|\{\{", url)
    return url if has_scheme or not url else f"http://{url}"


def _escaped(text: str) -> str:
    return _UNPRINTED.sub(lambda match: "".join(f"%{ord(c):02X}" for c in match[0]), text)


def read_headers(value: Any, parts: PostmanParts) -> list[Header]:
    """Return the headers that are switched on."""
    if isinstance(value, str):
        fields, broken = read_fields(value)
        for line in broken:
            parts.lose(LossKind.HEADER, line)
        return fields
    headers: list[Header] = []
    for row in objects_of(value):
        name = text_of(row.get("key")).strip()
        if is_off(row):
            parts.lose(LossKind.DISABLED, name)
        elif name:
            headers.append((name, text_of(row.get("value"))))
    return headers


def read_body(
    request: Object, method: str, headers: list[Header], parts: PostmanParts, *, prunes: bool
) -> str:
    """Return the body, and add the header that its kind implies."""
    body = object_of(request.get("body"))
    mode = text_of(body.get("mode"))
    if not mode or (body.get("disabled") is True and not parts.lose(LossKind.DISABLED, mode)):
        return ""
    text, content_type = _body(body, mode, parts)
    if text and prunes and method.upper() in _BODILESS:
        parts.lose(LossKind.BODY, f"{mode} ({method})")
        return ""
    has_type = any(name.lower() == "content-type" for name, _ in headers)
    if mode == "formdata" and text:
        headers[:] = [each for each in headers if each[0].lower() != "content-type"]
        has_type = False
    if text and content_type and not has_type:
        headers.append(("Content-Type", content_type))
    return text


def _body(body: Object, mode: str, parts: PostmanParts) -> tuple[str, str]:
    """Return the text and the Content-Type that Postman adds."""
    content = body.get(mode)
    match mode:
        case "raw":
            raw = object_of(object_of(body.get("options")).get("raw"))
            return text_of(content), _LANGUAGES.get(text_of(raw.get("language")), "")
        case "urlencoded":
            if isinstance(content, str):
                return content, FORM
            rows = _rows(content, parts)
            return urlencoded((text_of(r.get("key")), text_of(r.get("value"))) for r in rows), FORM
        case "formdata":
            found = _form_parts(content, parts)
            content_type, text = multipart(found) if found else ("", "")
            return text, content_type
        case "graphql":
            return _graphql(object_of(content)), "application/json"
        case "file":
            source = object_of(content)
            if text := text_of(source.get("content")):
                return text, ""
            parts.lose(LossKind.FILE, text_of(source.get("src")) or text_of(content) or "file")
        case _:
            parts.lose(LossKind.BODY, mode)
    return "", ""


def _rows(content: Any, parts: PostmanParts) -> list[Object]:
    for row in objects_of(content):
        if is_off(row):
            parts.lose(LossKind.DISABLED, text_of(row.get("key")))
    return [row for row in objects_of(content) if not is_off(row)]


def _form_parts(content: Any, parts: PostmanParts) -> list[MultipartPart]:
    found: list[MultipartPart] = []
    for row in _rows(content, parts):
        name, source = text_of(row.get("key")), row.get("src")
        if row.get("type") == "file" or source:
            for each in list_of(source) or [source]:
                parts.lose(LossKind.FILE, text_of(each) or name)
        else:
            found.append(
                MultipartPart(name, text_of(row.get("value")), text_of(row.get("contentType")))
            )
    return found


def _graphql(content: Object) -> str:
    query, variables = text_of(content.get("query")), text_of(content.get("variables")).strip()
    tail = f', "variables": {variables}' if variables else ""
    return f'{{"query": {json.dumps(query, ensure_ascii=False)}{tail}}}'


def read_auth(auth: Object, headers: list[Header], url: str, parts: PostmanParts) -> str:
    """Add the headers of an auth, and return the URL, whose query may hold the credential.

    An Authorization header of the request itself takes precedence.
    """
    kind = text_of(auth.get("type"))
    values = _auth_values(auth.get(kind))
    is_set = any(name.lower() == "authorization" for name, _ in headers)
    match kind:
        case "" | "noauth":
            return url
        case "oauth2" if values.get("addTokenTo") == "queryParams":
            token = values.get("accessToken") or "{{access_token}}"
            return f"{url}{'&' if '?' in url else '?'}access_token={token}"
        case "bearer" | "oauth2" if not is_set:
            token = values.get("token") or values.get("accessToken") or "{{access_token}}"
            headers.append(("Authorization", f"Bearer {token}"))
        case "basic" if not is_set:
            user, password = values.get("username", ""), values.get("password", "")
            headers.append(("Authorization", f"Basic {user}:{password}"))
        case "apikey":
            key, value = values.get("key", ""), values.get("value", "")
            if value and not is_placeholder(value):
                parts.lose(LossKind.SECRET, key or kind)
                value = "{{api_key}}"
            if values.get("in") == "query":
                return f"{url}{'&' if '?' in url else '?'}{key}={value}"
            if key:
                headers.append((key, value))
        case "bearer" | "oauth2" | "basic":
            pass
        case _:
            parts.lose(LossKind.AUTH, kind)
    return url


def _auth_values(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return {name: text_of(each) for name, each in object_of(value).items()}
    return {text_of(row.get("key")): text_of(row.get("value")) for row in objects_of(value)}


def read_scripts(value: Any, parts: PostmanParts, variables: Mapping[str, str]) -> list[str]:
    """Return the scripts as Markdown; the guide's own script is left out and reported.

    Scripts that this program wrote are left out, too, because their content, including
    ``variables``, was read already.
    """
    kept: list[str] = []
    for event in objects_of(value):
        kind = text_of(event.get("listen")) or "script"
        for script in _scripts(event.get("script")):
            if not script.strip() or is_ours(script, variables):
                continue
            if kind == "test" and (expectations := read_tests(script)) is not None:
                parts.expectations = expectations
                continue
            if kind == "prerequest" and all(piece in script for piece in _TOKEN_SCRIPT):
                parts.lose(LossKind.TOKEN_SCRIPT, kind)
                continue
            parts.lose(LossKind.SCRIPT, kind)
            kept.append(fenced(script, f"js {kind}"))
    return kept


def _scripts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for each in list_of(value) for text in _scripts(each)]
    return [lines_of(object_of(value).get("exec")) if isinstance(value, dict) else text_of(value)]


def fenced(text: str, info: str) -> str:
    """Return a text as a Markdown block that nothing in the text can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{info}\n{text.rstrip()}\n{fence}"
