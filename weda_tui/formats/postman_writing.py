"""Requests in folders as a Postman collection v2.1 that runs in Postman and Newman as it is."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from weda_tui.core import template
from weda_tui.core.collection import FolderSettings, SavedRequest
from weda_tui.core.collection_path import name_of, parent_of
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.importing import Imported
from weda_tui.core.request import RequestDraft
from weda_tui.formats.postman_examples import example_item
from weda_tui.formats.postman_script import (
    KEY_TOKEN,
    USER_TOKEN,
    token_script,
    variables_script,
)

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_TOKENS = {TokenKind.KEY: KEY_TOKEN, TokenKind.USER: USER_TOKEN}

KindOf = Callable[[RequestDraft], TokenKind]
"""Says which token a request is sent with."""


def write_postman(bundle: Imported, kind_of: KindOf) -> bytes:
    """Return a collection, no secret in it: tokens are variables that its script fills."""
    kinds = {kind_of(each.draft) for each in bundle.requests}
    writer = _Writer(bundle, kind_of)
    content: dict[str, Any] = {
        "info": {"name": bundle.name, "description": bundle.description, "schema": SCHEMA},
        "item": writer.items("", bundle.order),
        "variable": _rows(bundle.variables),
        "auth": _bearer(KEY_TOKEN) if TokenKind.KEY in kinds else {"type": "noauth"},
        "event": _events(token_script(kinds)),
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


class _Writer:
    """Builds the tree of items."""

    def __init__(self, bundle: Imported, kind_of: KindOf) -> None:
        self._kind_of = kind_of
        self._folders: dict[str, list[FolderSettings]] = {}
        self._requests: dict[str, list[SavedRequest]] = {}
        for folder in bundle.folders:
            self._folders.setdefault(parent_of(folder.path), []).append(folder)
        for request in bundle.requests:
            self._requests.setdefault(request.folder, []).append(request)

    def items(self, path: str, order: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return what a folder holds, in its order."""
        found: dict[str, SavedRequest | FolderSettings] = {
            name_of(each.path): each
            for each in (*self._requests.get(path, ()), *self._folders.get(path, ()))
        }
        listed = [name for name in order if name in found]
        names = listed + [name for name in found if name not in set(listed)]
        return [self._item(found[name]) for name in names]

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
        kind = self._kind_of(draft)
        if kind is not TokenKind.KEY:
            request["auth"] = _auth(kind)
        if draft.body:
            request["body"] = _body(draft)
        answers = [example_item(each, request) for each in saved.examples]
        item: dict[str, Any] = {"request": request, "response": answers}
        if draft.body and draft.method.upper() in {"GET", "HEAD"}:
            item["protocolProfileBehavior"] = {"disableBodyPruning": True}
        return item


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
    lines = script.rstrip("\n").split("\n")
    return [{"listen": "prerequest", "script": {"type": "text/javascript", "exec": lines}}]


def _renamed(text: str) -> str:
    """Return a text with Postman's name for an id that is made anew."""
    return template.rename(text, "$uuid", "$guid")
