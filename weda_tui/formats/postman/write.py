"""Requests in folders as a Postman collection v2.1 that runs in Postman and Newman as it is."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.paths import name_of, parent_of
from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.interchange.unwritten import UnwrittenPart
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text import template
from weda_tui.formats.postman.examples import example_item
from weda_tui.formats.postman.scripts import (
    AS_SENT,
    KEY_TOKEN,
    USER_TOKEN,
    token_script,
    variables_script,
)
from weda_tui.formats.postman.tests import write_tests

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_TOKENS = {TokenKind.KEY: KEY_TOKEN, TokenKind.USER: USER_TOKEN}

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_REQUEST_LINE = re.compile(
    r"(?<![^\r\n])[ \t\v\f]*+(?:\{\{[^{}\r\n]*\}\}|[!#$%&'*+.^_`|~0-9A-Z-])++[ \t\v\f]++"
    r"[^\r\n]*(?:HTTP/[0-9.]+|\}\})[ \t\v\f]*[\r\n]",
    re.IGNORECASE,
)
"""A line that may be a request line once variables have values."""
_DOTS = re.compile(r"/\.{1,2}(?=/|$)")

KindOf = Callable[[RequestDraft], TokenKind]
"""Returns the kind of token with which a request is sent."""
AnswersTokens = Callable[[SavedRequest], bool]
"""Returns whether a response to a request may hold tokens."""


def write_postman(
    bundle: Imported, kind_of: KindOf, answers_tokens: AnswersTokens = lambda _: True
) -> bytes:
    """Return a collection without secrets: tokens are variables that its script sets.

    Its tests show nothing of a response that may hold tokens.
    """
    kinds = {kind_of(each.draft) for each in bundle.requests}
    writer = _Writer(bundle, kind_of, answers_tokens)
    content: dict[str, Any] = {
        "info": {"name": bundle.name, "description": bundle.description, "schema": SCHEMA},
        "item": writer.items("", bundle.order),
        "variable": _rows(bundle.variables),
        "auth": {"type": "noauth"},
        "event": _events(token_script(kinds)),
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


class _Writer:
    """Builds the tree of items."""

    def __init__(self, bundle: Imported, kind_of: KindOf, answers_tokens: AnswersTokens) -> None:
        self._kind_of, self._answers_tokens = kind_of, answers_tokens
        self._depends = {each.path: each.depends for each in bundle.requests}
        self._folders: dict[str, list[FolderSettings]] = {}
        self._requests: dict[str, list[SavedRequest]] = {}
        for folder in bundle.folders:
            self._folders.setdefault(parent_of(folder.path), []).append(folder)
        for request in bundle.requests:
            self._requests.setdefault(request.folder, []).append(request)

    def items(self, path: str, order: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return the items of a folder, in its order."""
        found: dict[str, SavedRequest | FolderSettings] = {
            name_of(each.path): each
            for each in (*self._requests.get(path, ()), *self._folders.get(path, ()))
        }
        listed = [name for name in order if name in found]
        names = listed + [name for name in found if name not in set(listed)]
        paths = in_order([found[name].path for name in names], self._depends)
        items = {each.path: each for each in found.values()}
        return [self._item(items[path]) for path in paths]

    def _item(self, each: SavedRequest | FolderSettings) -> dict[str, Any]:
        item: dict[str, Any] = {
            "name": each.name or name_of(each.path),
            "variable": _rows(each.variables),
            "event": _events(variables_script(each.variables)),
        }
        if isinstance(each, FolderSettings):
            item |= {"description": each.description, "item": self.items(each.path, each.order)}
            return item
        return item | self._request(each)

    def _request(self, saved: SavedRequest) -> dict[str, Any]:
        draft = saved.draft
        request: dict[str, Any] = {
            "method": draft.method,
            "url": _renamed(draft.url),
            "header": [{"key": name, "value": _renamed(value)} for name, value in draft.headers],
            "description": saved.description,
        }
        if (kind := self._kind_of(draft)) is not TokenKind.NONE:
            request["auth"] = _auth(kind)
        if draft.body and not _may_be_left(draft):
            request["body"] = _body(draft)
        answers = [example_item(each, request) for each in saved.examples]
        item: dict[str, Any] = {"request": request, "response": answers}
        hides = bool(saved.asserts) and self._answers_tokens(saved)
        if script := write_tests(saved.expectations, answers_tokens=hides):
            before = _events(variables_script(saved.variables))
            item["event"] = [*before, _event("test", script)]
        behaviour: dict[str, Any] = dict(AS_SENT)
        if draft.body and all(name.lower() != "content-type" for name, _ in draft.headers):
            behaviour["disabledSystemHeaders"] = {"content-type": True}
        return item | {"protocolProfileBehavior": behaviour}


def lost_in_postman(draft: RequestDraft) -> list[str]:
    """Return the parts of a request that Postman sends in another way than a collection says."""
    path = draft.url.partition("?")[0]
    names = Counter(name.lower() for name, _ in draft.headers)
    spelled = Counter(name for name, _ in draft.headers)
    return [
        *([UnwrittenPart.BODY] if draft.body and _may_be_left(draft) else []),
        *(["\\"] if "\\" in path else []),
        *(match[0] for match in _DOTS.finditer(path)),
        *(f"{name}: {value}" for name, value in draft.headers if not value.isascii()),
        *(name for name in spelled if spelled[name] != names[name.lower()]),
    ]


def _may_be_left(draft: RequestDraft) -> bool:
    """Return whether some server may read the body as a next request, sent in our name.

    Postman reuses the connection, whatever a collection says.
    """
    return draft.method.upper() not in _WITH_BODY or _REQUEST_LINE.search(draft.body) is not None


def in_order(paths: list[str], depends: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the paths of a folder's items, dependencies first, else in the given order.

    ``depends`` holds the dependencies of all requests; a folder has those of the requests in it. In
    a cycle, the first item stays first.
    """
    if not any(depends.values()):
        return paths
    needs: dict[str, list[str]] = {path: [] for path in paths}
    depth = paths[0].count("/") + 1 if paths else 1
    for request, wanted in depends.items():
        item = _cut(request, depth)
        others = (_cut(each, depth) for each in wanted)
        if item in needs:
            needs[item] += [each for each in others if each in needs and each != item]
    done: dict[str, None] = {}
    begun: set[str] = set()
    stack = paths[::-1]
    while stack:
        path = stack.pop()
        if path in begun:
            done[path] = None
            continue
        begun.add(path)
        stack += [path, *(each for each in reversed(needs[path]) if each not in begun)]
    return list(done)


def _cut(path: str, depth: int) -> str:
    return "/".join(path.split("/")[:depth])


def _auth(kind: TokenKind) -> dict[str, Any]:
    if kind is TokenKind.BASIC:
        values = (("username", "{{SECRET_ID}}"), ("password", "{{SECRET_KEY}}"))
        return {"type": "basic", "basic": [{"key": key, "value": value} for key, value in values]}
    return _bearer(_TOKENS[kind]) if kind in _TOKENS else {"type": "noauth"}


def _bearer(token: str) -> dict[str, Any]:
    return {"type": "bearer", "bearer": [{"key": "token", "value": f"{{{{{token}}}}}"}]}


def _body(draft: RequestDraft) -> dict[str, Any]:
    body: dict[str, Any] = {"mode": "raw", "raw": _renamed(draft.body)}
    kinds = [value for name, value in draft.headers if name.lower() == "content-type"]
    if any("json" in kind.lower() for kind in kinds):
        body["options"] = {"raw": {"language": "json"}}
    return body


def _rows(variables: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": name, "value": value} for name, value in variables.items()]


def _events(script: str) -> list[dict[str, Any]]:
    if not script:
        return []
    return [_event("prerequest", script)]


def _event(listen: str, script: str) -> dict[str, Any]:
    lines = script.rstrip("\n").split("\n")
    return {"listen": listen, "script": {"type": "text/javascript", "exec": lines}}


def _renamed(text: str) -> str:
    """Return a text with Postman's name for a newly generated id."""
    return template.rename(text, "$uuid", "$guid")
