"""The cloud storage calls, below ``/v1/storages``, with the user's token.

Each call takes an array and returns an array with one result per item: a failed item is ``{code,
message}`` under HTTP 200. The bytes themselves go to another origin (``bucket``).
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.sandbox.example_records import BUCKET
from weda_tui.sandbox.flows.requests import check_items
from weda_tui.sandbox.people.grants import is_administrator
from weda_tui.sandbox.server.deployment import Caller, Deployment
from weda_tui.sandbox.server.refusal import GatewayError, InvalidParameterError
from weda_tui.sandbox.server.web import json_answer, json_body
from weda_tui.sandbox.storage.objects import Objects, StoredObject
from weda_tui.sandbox.storage.signing import Signatures

MOST_AT_ONCE = 50
"""Most items of one call; the pages name the error but no number."""
_LONGEST_PATH = 850
"""Bytes, as in COS."""
Item = dict[str, object]


class _Upload(msgspec.Struct, frozen=True, rename="camel"):
    object_id: str
    signed_header: dict[str, list[str]] = {}


class _MentionedObjects(msgspec.Struct, frozen=True, rename="camel"):
    cloud_object_id: str


class _Copy(msgspec.Struct, frozen=True, rename="camel"):
    src_path: str
    dst_path: str
    overwrite: bool = True
    remove_original: bool = False


Wanted = TypeVar("Wanted")
Act = Callable[[Caller, Wanted], Item]


class _ItemError(Exception):
    """The failure of a single item."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.answer: Item = {"code": code, "message": message}


class SandboxStorage:
    """Answers the calls on one deployment's objects; ``origin`` is the store's address."""

    def __init__(
        self, deployment: Deployment, objects: Objects, signatures: Signatures, origin: str
    ) -> None:
        self._deployment = deployment
        self._objects = objects
        self._signatures = signatures
        self._origin = origin
        env_id = deployment.env_id
        self._bucket = f"cloud://{env_id}.7765-{env_id}/"

    def routes(self) -> list[Route]:
        """Return every call's route."""
        return [
            self._route("get-objects-upload-info", _Upload, self._upload_info),
            self._route("get-objects-download-info", _MentionedObjects, self._download_info),
            self._route("delete-objects", _MentionedObjects, self._delete),
            self._route("copy-objects", _Copy, self._copy, administrators_only=True),
        ]

    def _route(
        self,
        name: str,
        item_type: type[Wanted],
        act: Act[Wanted],
        *,
        administrators_only: bool = False,
    ) -> Route:
        async def answer(request: Request) -> Response:
            caller = self._deployment.caller(request)
            if administrators_only and not is_administrator(caller.user):
                raise GatewayError("ACTION_FORBIDDEN", "administrators only")
            items = _checked(await json_body(request), item_type)
            answers = [_tried(caller, item, act) for item in items]
            request_id = self._deployment.world.request_id()
            return json_answer(answers, headers={"X-Request-Id": request_id})

        return Route(f"/v1/storages/{name}", answer, methods=["POST"])

    def _upload_info(self, caller: Caller, wanted: _Upload) -> Item:
        path = _checked_path(wanted.object_id)
        self._check_owner(caller, self._objects.get(path))
        now = self._now()
        headers = {name: ",".join(values) for name, values in wanted.signed_header.items()}
        return {
            "objectId": path,
            "uploadUrl": f"{self._origin}/{quote(path)}",
            "authorization": self._signatures.upload(f"/{path}", headers, now),
            "token": self._signatures.security_token(path, caller.id, now),
            "cloudObjectMeta": self._signatures.file_id(path),
            **self._download_urls(path),
            "cloudObjectId": self._bucket + path,
        }

    def _download_info(self, _: Caller, wanted: _MentionedObjects) -> Item:
        stored = self._stored(wanted)
        return {"cloudObjectId": wanted.cloud_object_id, **self._download_urls(stored.path)}

    def _delete(self, caller: Caller, wanted: _MentionedObjects) -> Item:
        stored = self._stored(wanted)
        self._check_owner(caller, stored)
        self._objects.delete(stored)
        return {"cloudObjectId": wanted.cloud_object_id}

    def _copy(self, caller: Caller, wanted: _Copy) -> Item:
        target = _checked_path(wanted.dst_path)
        source = self._objects.get(wanted.src_path)
        if source is None:
            raise _ItemError("OBJECT_NOT_EXIST", f"object not found: {wanted.src_path}")
        if target == source.path:
            raise _ItemError("INVALID_PARAM", "dstPath must differ from srcPath")
        if not wanted.overwrite and self._objects.get(target) is not None:
            raise _ItemError("OBJECT_ALREADY_EXIST", f"object already exists: {target}")
        self._objects.copy(source, target, caller.id)
        if wanted.remove_original:
            self._objects.delete(source)
        return {"cloudObjectId": self._bucket + target}

    def _stored(self, wanted: _MentionedObjects) -> StoredObject:
        cloud_id = wanted.cloud_object_id
        buckets = [each for each in (self._bucket, BUCKET) if cloud_id.startswith(each)]
        stored = self._objects.get(cloud_id.removeprefix(buckets[0])) if buckets else None
        if stored is None:
            code, message = "OBJECT_NOT_EXIST", f"object not found: {wanted.cloud_object_id}"
            error = _ItemError(code, message)
            error.answer["cloudObjectId"] = wanted.cloud_object_id
            raise error
        return stored

    def _check_owner(self, caller: Caller, stored: StoredObject | None) -> None:
        is_strange = stored is not None and stored.owner != caller.id
        if is_strange and not is_administrator(caller.user):
            raise _ItemError("STORAGE_EXCEED_AUTHORITY", "the object belongs to somebody else")

    def _download_urls(self, path: str) -> Item:
        query = self._signatures.download(path, self._now())
        return {
            "downloadUrl": f"{self._origin}/{path}?{query}",
            "downloadUrlEncoded": f"{self._origin}/{quote(path)}?{query}",
        }

    def _now(self) -> int:
        return int(self._deployment.clock.wall())


def _checked(body: bytes, item_type: type[Wanted]) -> list[Wanted]:
    """Return the items of a body, or raise ``GatewayError`` for the whole request."""
    try:
        items = check_items(body, item_type)
    except InvalidParameterError as error:
        raise GatewayError("INVALID_PARAM", error.message) from error
    if not items:
        raise GatewayError("INVALID_PARAM", "the array is empty")
    if len(items) > MOST_AT_ONCE:
        raise GatewayError("OBJECT_BATCH_TOO_LARGE", f"at most {MOST_AT_ONCE} objects at once")
    return items


def _tried(caller: Caller, item: Wanted, act: Act[Wanted]) -> Item:
    try:
        return act(caller, item)
    except _ItemError as error:
        return error.answer


def _checked_path(path: str) -> str:
    parts = path.split("/")
    is_usable = all(part not in {"", ".", ".."} for part in parts) and path.isprintable()
    if not is_usable or len(path.encode()) > _LONGEST_PATH:
        raise _ItemError("INVALID_PARAM", f"not an object path: {path[:80]}")
    return path
