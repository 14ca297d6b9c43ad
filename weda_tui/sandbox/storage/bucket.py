"""The object store on its own origin: signed PUT and GET, no Bearer token, errors in XML.

Its responses follow Tencent Cloud COS, after which the headers of the storage calls are named.
"""

from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.world import World
from weda_tui.sandbox.server.faults import FaultInjector
from weda_tui.sandbox.server.whole_body import RestOfBody
from weda_tui.sandbox.storage.objects import LARGEST, Objects, TooBigError
from weda_tui.sandbox.storage.signing import SignatureError, Signatures

_BINARY = "application/octet-stream"


class Bucket:
    """Stores and returns the bytes of objects for callers with a signature."""

    def __init__(self, objects: Objects, signatures: Signatures, clock: Clock) -> None:
        self._objects = objects
        self._signatures = signatures
        self._clock = clock

    async def put(self, request: Request) -> Response:
        """Store an object while its bytes arrive."""
        path = request.path_params["path"]
        headers = request.headers
        authorization = headers.get("authorization", "")
        now = self._clock.wall()
        self._signatures.check_upload(authorization, f"/{path}", headers, now)
        owner = self._signatures.owner_in(headers.get("x-cos-security-token", ""), path)
        if headers.get("x-cos-meta-fileid", "") != self._signatures.file_id(path):
            raise SignatureError("AccessDenied", "x-cos-meta-fileid does not match.")
        content_type = headers.get("content-type", _BINARY)
        stored = await self._objects.put(
            path, request.stream(), content_type=content_type, owner=owner
        )
        return Response(headers={"ETag": f'"{stored.etag}"'})

    async def get(self, request: Request) -> Response:
        """Return an object, piece by piece."""
        path = request.path_params["path"]
        sign, until = (request.query_params.get(name, "") for name in ("sign", "t"))
        self._signatures.check_download(sign, until, path, self._clock.wall())
        stored = self._objects.get(path)
        if stored is None:
            return _error("NoSuchKey", "The specified key does not exist.", 404)
        headers = {"Content-Length": str(stored.size), "ETag": f'"{stored.etag}"'}
        pieces = self._objects.pieces(stored.content)
        return StreamingResponse(pieces, media_type=stored.type, headers=headers)


def build_bucket(objects: Objects, signatures: Signatures, clock: Clock, world: World) -> Starlette:
    """Return the store's application."""
    bucket = Bucket(objects, signatures, clock)
    return Starlette(
        routes=[
            Route("/{path:path}", bucket.put, methods=["PUT"]),
            Route("/{path:path}", bucket.get, methods=["GET"]),
        ],
        middleware=[
            Middleware(RestOfBody),
            Middleware(FaultInjector, fault=None, request_id=world.gateway_request_id),
        ],
        exception_handlers={SignatureError: _refuse, TooBigError: _too_big},
    )


def _refuse(_: Request, error: Exception) -> Response:
    if not isinstance(error, SignatureError):
        raise error
    return _error(error.code, error.message, 403)


def _too_big(_: Request, __: Exception) -> Response:
    message = f"The object is over {LARGEST // 2**30} GiB, the limit of the sandbox."
    return _error("EntityTooLarge", message, 413)


def _error(code: str, message: str, status: int) -> Response:
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    )
    return Response(body, status_code=status, media_type="application/xml")
