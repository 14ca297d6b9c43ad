"""Responses that go wrong on purpose, to test a client against them.

A fault is a documented code or a way to go wrong. It is named by the server's ``--fault``, by the
request header ``X-Sandbox-Fault`` or by the query parameter ``fault``. The server's own fault
affects the calls below ``/weda/`` and ``/v1/``. It does not affect the token calls, so that a
client can reach the fault, unless the code belongs to sign-in. The other two affect every request
that names them.

Pure ASGI without a framework: the command line can list ``FAULTS`` without importing the server.
"""

import asyncio
import os
import re
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec
from msgspec import Raw

from weda_tui.core.answers.layers import DOCUMENTED, STATUSES, ErrorLayer
from weda_tui.core.files import read_packaged_toml
from weda_tui.core.json.decoding import decoded


class _FaultWords(msgspec.Struct, frozen=True):
    messages: dict[str, str]
    pages: dict[str, str]


_WORDS = read_packaged_toml("sandbox/server/faults.toml", _FaultWords)
GUIDE_MESSAGES, _PAGES = _WORDS.messages, _WORDS.pages
"""The codes of the guide with their messages; other codes get their own words as message."""
CODES = (*GUIDE_MESSAGES, *sorted(DOCUMENTED.keys() - GUIDE_MESSAGES.keys()))
"""The guide's codes, then all others."""

WHOLE_REQUEST = frozenset({"OBJECT_BATCH_TOO_LARGE", "STORAGE_EXCEED_AUTHORITY"})
"""Codes of cloud storage that refuse the whole request, not one of its objects."""


def message_of(code: str) -> str:
    """Return the message of a code."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_.]", " ", code).lower()
    return GUIDE_MESSAGES.get(code, words)


def fails_by_item(code: str, path: str) -> bool:
    """Return whether a code refuses each object of a storage call separately."""
    is_storage = DOCUMENTED[code] is ErrorLayer.STORAGE and path.startswith("/v1/storages/")
    return is_storage and code not in WHOLE_REQUEST


def code_answer(code: str, request_id: str, asked: bytes = b"") -> tuple[int, Any]:
    """Return the HTTP status and the JSON of a code.

    ``asked`` is the body that lists the objects, each of which gets one refusal. A request that is
    not a list of objects is refused as a whole.
    """
    message, layer = message_of(code), DOCUMENTED[code]
    if layer is ErrorLayer.BUSINESS:
        stated = {"Code": code, "Message": message}
        return 200, {"Response": {"RequestId": request_id, "Error": stated}}
    if layer is ErrorLayer.AUTH and code.islower():
        return 400, {"error": code, "error_description": message}
    if count := _count(asked):
        return 200, [{"code": code, "message": message}] * count
    return STATUSES.get(code, 200), refusal(code, message, request_id)


def refusal(code: str, message: str, request_id: str) -> dict[str, str]:
    """Return the envelope that the gateway, the data model and cloud storage share."""
    return {"code": code, "requestId": request_id, "message": message}


class _Ids(msgspec.Struct, rename="camel"):
    legal_id_list: list[str]
    illegal_id_list: list[str]


class _FailedRecords(msgspec.Struct, rename="camel"):
    data: _Ids
    request_id: str = ""


def fail_some(body: bytes) -> bytes:
    """Return a response for many items in which every second item failed, from the first on."""
    answer = decoded(body, _FailedRecords) or decoded(body, list[Raw])
    if answer is None:
        return body
    if isinstance(answer, _FailedRecords):
        ids = answer.data.legal_id_list
        answer.data = _Ids(ids[1::2], ids[::2])
    else:
        failed = {"code": "OBJECT_NOT_EXIST", "message": message_of("OBJECT_NOT_EXIST")}
        answer[::2] = [Raw(msgspec.json.encode(failed))] * len(answer[::2])
    return msgspec.json.encode(answer)


def _count(asked: bytes) -> int:
    return len(decoded(asked, list[dict[str, Any]]) or ())


Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SLOW_SECONDS = 3.0
FAULT_HEADER = b"x-sandbox-fault"

_SIGN_IN = b"https://sso.example.cn/cas/login"
_BANNER = b"SSH-2.0-OpenSSH_9.6\r\n"
_NOT_JSON = b"upstream connect error or disconnect/reset before headers. reset reason: overflow\n"
_JSON = b"application/json; charset=utf-8"
_HTML = b"text/html; charset=utf-8"

TRANSPORT = "weda.transport"
"""The key in a scope under which the server passes the transport of the connection."""


class _FaultCall(NamedTuple):
    """A request that a fault affects, and the app that would have answered it."""

    app: App
    scope: Scope
    receive: Receive
    send: Send
    pause: Callable[[float], Awaitable[None]]

    async def answer(self) -> tuple[Message, bytes]:
        """Return the response of the app: its start message and its body."""
        starts: list[Message] = []
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                starts.append(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(self.scope, self.receive, keep)
        return starts[0], bytes(body)


Strike = Callable[[_FaultCall], Awaitable[None]]


async def _slow(call: _FaultCall) -> None:
    await call.pause(SLOW_SECONDS)
    await call.app(call.scope, call.receive, call.send)


async def _never(call: _FaultCall) -> None:
    while (await call.receive())["type"] != "http.disconnect":
        pass


async def _cut(call: _FaultCall) -> None:
    """Announce the whole body and return after half of it: the server closes the connection."""
    start, body = await call.answer()
    await call.send(_with_headers(start, {b"content-length": str(len(body)).encode()}))
    half = body[: len(body) // 2]
    await call.send({"type": "http.response.body", "body": half, "more_body": True})


async def _reset(call: _FaultCall) -> None:
    """Reset the connection without a response, as a firewall does."""
    transport = call.scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError
    linger = struct.pack("ii" if os.name == "posix" else "hh", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
    await _never(call)


async def _ssh(call: _FaultCall) -> None:
    """Answer like a port on which a service other than HTTP listens."""
    transport = call.scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError
    transport.write(_BANNER)
    transport.close()
    await _never(call)


async def _gbk(call: _FaultCall) -> None:
    start, body = await call.answer()
    recoded = body.decode().encode("gbk", "replace")
    headers = {
        b"content-length": str(len(recoded)).encode(),
        b"content-type": b"application/json; charset=gbk",
    }
    await call.send(_with_headers(start, headers))
    await call.send({"type": "http.response.body", "body": recoded})


def _with(body: bytes, content_type: bytes, *, status: int = 200, location: bytes = b"") -> Strike:
    """Return a fault that sends a fixed response, whatever was requested."""

    async def strike(call: _FaultCall) -> None:
        await _answer(call.send, body, content_type, status=status, location=location)

    return strike


async def _partial(call: _FaultCall) -> None:
    """Let every second item of a batch fail, from the first on; pass other responses unchanged."""
    start, body = await call.answer()
    failing = fail_some(body)
    await call.send(_with_headers(start, {b"content-length": str(len(failing)).encode()}))
    await call.send({"type": "http.response.body", "body": failing})


_STRIKES: dict[str, Strike] = {
    "slow": _slow,
    "never": _never,
    "cut": _cut,
    "reset": _reset,
    "ssh": _ssh,
    "redirect": _with(b"", _HTML, status=302, location=_SIGN_IN),
    "portal": _with(_PAGES["portal"].encode(), _HTML),
    "https-port": _with(_PAGES["https_port"].encode(), _HTML, status=400),
    "html": _with(_PAGES["login"].encode(), _HTML),
    "empty": _with(b"", _JSON),
    "not-json": _with(_NOT_JSON, _JSON),
    "gbk": _gbk,
    "partial": _partial,
}
STRIKES = tuple(_STRIKES)
"""The ways to go wrong that are not codes."""
FAULTS = (*CODES, *STRIKES)
"""The names of all faults."""


class FaultInjector:
    """ASGI middleware that injects faults; inside ``WholeBody``, so that the body has been read.

    ``pause`` sleeps for a number of seconds.
    """

    def __init__(
        self,
        app: App,
        fault: str | None,
        request_id: Callable[[], str],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        check_fault(fault)
        self._app = app
        self._fault = fault
        self._request_id = request_id
        self._pause = pause

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with its fault."""
        fault = None if scope["type"] != "http" else _asked_for(scope) or self._standing(scope)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault in CODES:
            await self._say_no(scope, receive, send, fault)
        elif strike := _STRIKES.get(fault):
            await strike(_FaultCall(self._app, scope, receive, send, self._pause))
        else:
            error = refusal("INVALID_COMMON_PARAM", f"unknown fault: {fault}", self._request_id())
            await _answer(send, msgspec.json.encode(error), _JSON)

    def _standing(self, scope: Scope) -> str | None:
        """Return the server's own fault; a sign-in fault affects the token calls as well."""
        is_module = scope["path"].startswith(("/weda/", "/v1/"))
        is_sign_in = self._fault is not None and DOCUMENTED.get(self._fault) is ErrorLayer.AUTH
        return self._fault if is_module or is_sign_in else None

    async def _say_no(self, scope: Scope, receive: Receive, send: Send, code: str) -> None:
        """Answer with a documented code, in the envelope of its layer."""
        asked = await _body(receive) if fails_by_item(code, scope["path"]) else b""
        status, answer = code_answer(code, self._request_id(), asked)
        await _answer(send, msgspec.json.encode(answer), _JSON, status=status)


def check_fault(fault: str | None) -> None:
    """Raise ``ValueError`` when a fault's name is not one of ``FAULTS``."""
    if fault is not None and fault not in FAULTS:
        message = f"unknown fault {fault!r}"
        raise ValueError(message)


def _asked_for(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == FAULT_HEADER:
            return value.decode("latin-1")
    query = scope.get("query_string", b"")
    if b"fault=" not in query:
        return None
    return parse_qs(query.decode("latin-1")).get("fault", [None])[0]


async def _body(receive: Receive) -> bytes:
    """Read the whole body, which ``WholeBody`` has already received."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _answer(
    send: Send, body: bytes, content_type: bytes, *, status: int = 200, location: bytes = b""
) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    headers += [(b"location", location)] if location else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_headers(start: Message, headers: dict[bytes, bytes]) -> Message:
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in headers]
    return {**start, "headers": [*kept, *headers.items()]}
