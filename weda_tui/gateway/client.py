"""One HTTP exchange: send exactly the prepared request, return the response as received.

    PreparedRequest ── route ── connect ── wait ── receive ──► Response
                       CA_FILE_INVALID     TIMED_OUT (a deadline over the whole)
                       PROXY_FAILED        BODY_TOO_BIG, CONNECTION_LOST, PROTOCOL_ERROR …

Requests go straight to the connection pool, below the httpx client: no redirect is followed, no
cookie is kept, ``.netrc`` is not read and nothing is sent twice.
"""

import asyncio
import mmap
import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from importlib import import_module

import httpx
from msgspec.structs import replace

from weda_tui import __version__
from weda_tui.core.answers.timing import Span, TimingStep
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import Delivery, ErrorCode, FileError, LimitError, WedaError
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.requests.header_names import fold_name
from weda_tui.core.requests.route_headers import check_path, check_route_headers
from weda_tui.core.sending.exchange import LeaveBy, Phase, Response, Sending
from weda_tui.gateway.connections import ConnectionPools, is_home
from weda_tui.gateway.content_encoding import ACCEPTED, PIECE, BodyBuffer, OpenFile
from weda_tui.gateway.progress import OnMilestone, Watch
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.gateway.stray_bytes import StrayBytes
from weda_tui.gateway.tls_probe import speaks_tls
from weda_tui.gateway.transport import FAILURES, SILENT, tls_on_http, translate

BODY_LIMIT = 256 * 2**20
"""The default limit of a decoded body in bytes; a call with a larger body fails."""
IN_MEMORY = 200 * 2**20
"""Bytes of a decoded body beyond which it goes to a file; without a file the call fails."""
HEADS = (8 * 1024, 64 * 1024)
"""Decoded sizes in bytes at which the beginning of a body is reported while the rest is received.
"""
HEAD_INTERVAL = 1.0
"""Seconds after which the beginning of a slow body is reported, even if it is shorter."""
PROGRESS_INTERVAL = 0.05
"""Seconds between two reports of progress, at least."""

for _part in ("httpcore", "anyio._backends._asyncio"):
    with suppress(ImportError):  # httpx would import these in its first call, in the event loop
        import_module(_part)

_CONNECTION = frozenset({"connection", "proxy-connection"})
_KEPT = frozenset({"content-length", "host", "transfer-encoding"})
"""Headers that ``Connection`` must not name, since a proxy drops every header named there."""

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_VERSION = re.compile(rb"HTTP/[0-9]", re.IGNORECASE)
"""Found in the first line of every request; a body that contains it may hold a request."""

NewBuffer = Callable[[str], BodyBuffer]
"""Creates the buffer for a body with the given content encoding."""
Progress = Callable[[Sending], None]

_DEFAULT_HEADERS = (
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", ACCEPTED.encode()),
    (b"User-Agent", f"weda-tui/{__version__}".encode()),
)


class Gateway:
    """The only class that sends HTTP requests to a deployment. Belongs to one event loop."""

    def __init__(
        self,
        clock: Clock,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        body_limit: int = BODY_LIMIT,
        in_memory: int = IN_MEMORY,
        open_file: OpenFile | None = None,
        place: str = "",
    ) -> None:
        """Create a gateway. ``transport`` replaces the network; limits are in decoded bytes.

        ``open_file`` opens the file for a body larger than ``in_memory``; ``place`` is the file or
        folder that an error about that file names.
        """
        self._clock = clock
        limit = body_limit if open_file else min(body_limit, in_memory)
        self._new_buffer: NewBuffer = partial(
            BodyBuffer, limit=limit, in_memory=in_memory, open_file=open_file, place=place
        )
        self._pools = ConnectionPools(transport)
        self._stray = StrayBytes()
        self.is_simulated = transport is not None
        """Whether a stand-in transport is used, so that there are no real connections."""

    async def exchange(
        self,
        request: PreparedRequest,
        route: LoadedRoute,
        *,
        started: float,
        on_progress: Progress,
        on_milestone: OnMilestone | None = None,
        new_buffer: NewBuffer | None = None,
        leave_by: LeaveBy | None = None,
    ) -> Response:
        """Send a request once over a route and return the response, whatever its status.

        ``started`` (monotonic clock, seconds) is part of every progress report. ``on_milestone`` is
        called if a new connection is opened. ``new_buffer`` creates the body buffer if the call has
        limits of its own. The whole call may last ``environment.timeout`` seconds. A request that
        is not written before ``leave_by`` raises the error given there. Cancelling closes the
        connection.

        Raises ``NotReachableError``, ``LimitError`` and ``FileError`` as ``translate`` does, and
        ``FileError`` (``URL_OTHER_HOST``, ``URL_OTHER_PATH``, ``HOST_HEADER_OTHER``) for a request
        whose destination is outside the environment.
        """
        environment = route.environment
        call = _Call(request, self._clock, self._stray, started, on_progress)
        call.phase = "wait" if self.is_simulated else "connect"
        call.on_milestone = on_milestone
        proxy, seconds = "", environment.timeout
        first = min(seconds, leave_by.at - self._clock.monotonic()) if leave_by else seconds
        limit, whole = asyncio.timeout(first), asyncio.get_running_loop().time() + seconds
        call.on_written = partial(limit.reschedule, whole)
        try:
            async with limit:
                url = _parsed(request.url)
                _check_destination(url, environment)
                check_route_headers(request.headers, environment.host)
                transport, proxy = await self._pools.get(url, route)
                call.is_tunnelled = bool(proxy) and url.scheme == "https"
                return await call.run(url, transport, new_buffer or self._new_buffer)
        except (LimitError, FileError) as error:
            error.partial = call.partial()
            if call.is_answered:
                error.delivery = Delivery.ANSWERED
            raise
        except asyncio.CancelledError:
            call.close()
            raise
        except FAILURES as error:
            if leave_by and first < seconds and limit.expired() and not call.is_written:
                raise leave_by.late from error
            failure = translate(
                error,
                request.url,
                proxy=proxy,
                received=call.received,
                seconds=seconds,
                phase=call.phase,
                first_bytes=call.first_bytes,
            )
            failure.partial = call.partial()
            if proxy and route.route.proxy and "proxy" in failure.parameters:
                failure.parameters["proxy_file"] = f"environments/{environment.name}.toml"
            if not proxy and await call.met_tls(failure):
                failure = tls_on_http(failure, request.url)
            raise failure from error

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pools.aclose()


class _Call(Watch):
    """One exchange in progress, and how far it has come."""

    def __init__(
        self,
        request: PreparedRequest,
        clock: Clock,
        stray: StrayBytes,
        started: float,
        on_progress: Progress,
    ) -> None:
        super().__init__(clock, stray)
        self._request = request
        self._started = started
        self._on_progress = on_progress
        self._reported = 0.0
        self._answer: httpx.Response | None = None
        self._buffer: BodyBuffer | None = None
        self._heads, self._head, self._content_type = list(HEADS), b"", ""
        self._head_at = 0.0

    async def run(
        self, url: httpx.URL, transport: httpx.AsyncBaseTransport, new_buffer: NewBuffer
    ) -> Response:
        """Send the request and read the response to its end."""
        self._reported = self._clock.monotonic()
        self._on_progress(Sending(phase=Phase.WAITING, since=self._started))
        answer = await transport.handle_async_request(
            httpx.Request(
                self._request.method,
                url,
                headers=_wire_headers(self._request, url),
                stream=httpx.ByteStream(self._request.body),
                extensions={"trace": self.trace},
            )
        )
        self.phase = "receive"
        if not self.stopwatch.spans:  # the transport reported no steps
            self.stopwatch.end(TimingStep.WAIT, self._clock.monotonic())
        self.stopwatch.begin(self._clock.monotonic())
        self._answer = answer
        tap = self.begin_answer(answer, self._request.method)
        certificate_ends = self.certificate_ends(answer)
        self._buffer = new_buffer(answer.headers.get("content-encoding", ""))
        is_last = True
        try:
            body, file = await self._receive(answer, self._buffer)
            is_last = _may_be_left(self._request)
        finally:
            try:
                if tap is not None:
                    await tap.finish(is_last=is_last)
            finally:
                await answer.aclose()
        self.stopwatch.end(TimingStep.RECEIVE, self._clock.monotonic())
        response = _response(answer, body, file, self.stopwatch.spans)
        return replace(
            response, has_stray_bytes=self.has_stray_bytes, certificate_ends=certificate_ends
        )

    async def met_tls(self, failure: WedaError) -> bool:
        """Return whether a plain HTTP call failed because the port expects TLS; probes the port."""
        is_silent = failure.code in SILENT and self.phase == "wait" and not self.first_bytes
        if not is_silent or not self.has_connected:
            return False
        url = _parsed(self._request.url)
        host = url.raw_host.decode("ascii")  # the name that the call connected to
        return url.scheme == "http" and await speaks_tls(host, url.port or 80)

    @property
    def is_answered(self) -> bool:
        """Whether the head of a response has arrived."""
        return self._answer is not None

    def partial(self) -> Response | None:
        """Return the response as far as received, ``None`` if no byte of its body has arrived."""
        if self._answer is None or self._buffer is None or not self._buffer.size:
            return None
        return _response(self._answer, *self._buffer.so_far())

    def close(self) -> None:
        """Release the body received so far."""
        if self._buffer is not None:
            self._buffer.close()

    async def _receive(
        self, answer: httpx.Response, buffer: BodyBuffer
    ) -> tuple[bytes, mmap.mmap | None]:
        length = answer.headers.get("content-length", "")
        total = int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None
        self._content_type = _text(answer.headers.get("content-type", "").encode())
        stream = answer.stream
        if not isinstance(stream, httpx.AsyncByteStream):
            raise TypeError("the stand-in transport cannot be read asynchronously")
        self._head_at = self._clock.monotonic()
        self._report(total)
        async for chunk in stream:
            self.received += len(chunk)
            for piece in buffer.decode(chunk):
                if buffer.writes_to_disk(len(piece)):
                    await _finished(asyncio.ensure_future(asyncio.to_thread(buffer.append, piece)))
                else:
                    buffer.append(piece)
                if len(piece) == PIECE:  # more may follow: let key presses and the deadline run
                    await asyncio.sleep(0)
            self._keep_head(buffer)
            self._report(total)
        return buffer.finish()

    def _keep_head(self, buffer: BodyBuffer) -> None:
        """Keep the beginning of the body for the next report, if it is long enough or overdue."""
        if not self._heads or not buffer.size:
            return
        now, most = self._clock.monotonic(), self._heads[0]
        if buffer.size >= most or now - self._head_at >= HEAD_INTERVAL:
            self._head, self._head_at = buffer.head(most), now
        if buffer.size >= most:
            self._heads.pop(0)

    def _report(self, total: int | None) -> None:
        now = self._clock.monotonic()
        if now - self._reported >= PROGRESS_INTERVAL:
            self._reported = now
            self._on_progress(
                Sending(
                    phase=Phase.RECEIVING,
                    since=self._started,
                    received=self.received,
                    total=total,
                    head=self._head,
                    content_type=self._content_type,
                )
            )


@lru_cache(maxsize=64)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)


async def _finished(writing: asyncio.Future[None]) -> None:
    """Wait until a thread has ended, even if this call is cancelled: the thread uses the buffer."""
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait([writing])
        raise


def _check_destination(url: httpx.URL, environment: Environment) -> None:
    """Refuse a request that would carry credentials to another host or path.

    This is the last check before the request is sent.
    """
    if not is_home(url, environment) or url.userinfo:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        raise FileError(ErrorCode.URL_OTHER_HOST, host=origin, expected=environment.host)
    check_path(url.raw_path.decode("ascii"), environment.prefix)


def _wire_headers(request: PreparedRequest, url: httpx.URL) -> list[tuple[bytes, bytes]]:
    """Return the headers as given, in order and case, followed by the headers that HTTP needs.

    Raises ``FileError`` (``HEADER_INVALID``) for text that cannot be encoded (a lone surrogate).
    """
    headers: list[tuple[bytes, bytes]] = []
    for name, value in request.headers:
        try:
            headers.append((name.encode(), value.encode()))
        except UnicodeEncodeError as error:
            raise FileError(ErrorCode.HEADER_INVALID, name=name) from error
    _check_framing(request)
    given = {name.lower() for name, _ in headers}
    if b"host" not in given:
        headers.insert(0, (b"Host", url.netloc))
    if request.sends_length and given.isdisjoint({b"content-length", b"transfer-encoding"}):
        headers.append((b"Content-Length", b"%d" % len(request.body)))
    headers += [header for header in _DEFAULT_HEADERS if header[0].lower() not in given]
    return headers


def _may_be_left(request: PreparedRequest) -> bool:
    """Return whether some server may parse the body as the next request on the connection.

    Such a connection is closed after the response. Many servers leave the body of a ``GET`` unread.
    A server that disagrees on where a chunked body ends, or that refuses a request before reading
    its body, may parse a request that the body contains.
    """
    is_chunked = any(fold_name(name) == "transfer-encoding" for name, _ in request.headers)
    return bool(request.body) and (
        is_chunked or request.method not in _WITH_BODY or _VERSION.search(request.body) is not None
    )


def _check_framing(request: PreparedRequest) -> None:
    """Raise ``FileError`` if the user set a framing header that does not fit the body.

    A framing header is also refused if only some servers recognise its spelling
    (``Content_Length``), or if ``Connection`` names it, so that a proxy would drop it
    (``Connection: Content-Length``).
    """
    fitting = {"content-length": str(len(request.body)), "transfer-encoding": "chunked"}
    framing = [header for header in request.headers if fold_name(header[0]) in fitting]
    for position, (name, value) in enumerate(framing):
        if position or value.lower() != fitting.get(name.lower()):
            raise FileError(ErrorCode.HEADER_INVALID, name=name)
    for name, value in request.headers:
        if fold_name(name) in _CONNECTION and not _KEPT.isdisjoint(
            map(fold_name, value.split(","))
        ):
            raise FileError(ErrorCode.HEADER_INVALID, name=name)


def _response(
    answer: httpx.Response, body: bytes, file: mmap.mmap | None, spans: tuple[Span, ...] = ()
) -> Response:
    return Response(
        status=answer.status_code,
        reason=_reason(answer),
        headers=tuple((_text(name), _text(value)) for name, value in answer.headers.raw),
        body=body,
        file=file,
        spans=spans,
    )


def _reason(answer: httpx.Response) -> str:
    reason = answer.extensions.get("reason_phrase")
    return _text(reason) if isinstance(reason, bytes) else answer.reason_phrase


def _text(data: bytes) -> str:
    """Decode header bytes: as UTF-8, which servers in China send, else as Latin-1."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
