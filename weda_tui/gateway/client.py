"""One HTTP exchange: exactly the request that was prepared, exactly the answer that came.

    PreparedRequest ── route ── connect ── wait ── receive ──► Response
                       CA_FILE_INVALID     TIMED_OUT (a deadline over the whole)
                       PROXY_FAILED        BODY_TOO_BIG, CONNECTION_LOST, PROTOCOL_ERROR …

Requests go straight to the pool of connections, so nothing follows a redirect, keeps a cookie,
reads ``.netrc`` or sends anything twice.
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
"""Bytes of a decoded body beyond which a call is given up, unless a setting says otherwise."""
IN_MEMORY = 200 * 2**20
"""Bytes of a decoded body beyond which it goes to a file, or is given up where there is none."""
HEADS = (8 * 1024, 64 * 1024)
"""Decoded bytes from which the beginning of a body is told while the rest is on its way."""
HEAD_INTERVAL = 1.0
"""Seconds after which a beginning is told that is shorter."""
PROGRESS_INTERVAL = 0.05
"""Seconds between two reports of progress, at least."""

for _part in ("httpcore", "anyio._backends._asyncio"):
    with suppress(ImportError):  # what httpx leaves to the first call, which has the event loop
        import_module(_part)

_CONNECTION = frozenset({"connection", "proxy-connection"})
_KEPT = frozenset({"content-length", "host", "transfer-encoding"})
"""Headers that no proxy may leave out, as it does with those that ``Connection`` names."""

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_VERSION = re.compile(rb"HTTP/[0-9]", re.IGNORECASE)
"""What the first line of every request has."""

NewBuffer = Callable[[str], BodyBuffer]
"""Begins a body of a content encoding."""
Progress = Callable[[Sending], None]

_DEFAULT_HEADERS = (
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", ACCEPTED.encode()),
    (b"User-Agent", f"weda-tui/{__version__}".encode()),
)


class Gateway:
    """The only place that speaks HTTP. Belongs to one event loop."""

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
        """``transport`` stands in for the network; limits are in bytes, decoded.

        ``open_file`` opens what takes a body that is larger than ``in_memory``; ``place`` is where
        that lies.
        """
        self._clock = clock
        limit = body_limit if open_file else min(body_limit, in_memory)
        self._new_buffer: NewBuffer = partial(
            BodyBuffer, limit=limit, in_memory=in_memory, open_file=open_file, place=place
        )
        self._pools = ConnectionPools(transport)
        self._stray = StrayBytes()
        self.is_simulated = transport is not None
        """Whether there are no connections to look at."""

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
        """Send a request once over a route and return its answer, whatever its status.

        ``started`` (monotonic) goes into every report of progress; ``on_milestone`` hears of a
        connection that has to be opened; ``new_buffer`` makes what collects the body, if that
        has limits of its own. The whole call may take ``environment.timeout`` seconds; what is not
        written before ``leave_by`` raises its error. Cancelling closes the connection. Raises
        ``NotReachableError``, ``LimitError`` and ``FileError`` as ``translate`` says, and
        ``FileError`` (``URL_OTHER_HOST``, ``URL_OTHER_PATH``, ``HOST_HEADER_OTHER``) for a request
        that would leave the environment.
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
    """One exchange on its way, and how far it is."""

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
        """Send, and read the answer to its end."""
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
        if not self.stopwatch.spans:  # nothing told of its steps
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
        """Return whether plain HTTP failed since the port speaks TLS; asks the port."""
        is_silent = failure.code in SILENT and self.phase == "wait" and not self.first_bytes
        if not is_silent or not self.has_connected:
            return False
        url = _parsed(self._request.url)
        host = url.raw_host.decode("ascii")  # as the connection of the call was made
        return url.scheme == "http" and await speaks_tls(host, url.port or 80)

    @property
    def is_answered(self) -> bool:
        """Whether an answer has begun."""
        return self._answer is not None

    def partial(self) -> Response | None:
        """Return what has come of an answer, ``None`` when nothing of its body has."""
        if self._answer is None or self._buffer is None or not self._buffer.size:
            return None
        return _response(self._answer, *self._buffer.so_far())

    def close(self) -> None:
        """Let go of what has come."""
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
                if len(piece) == PIECE:  # more may follow: let keys, and the deadline, come between
                    await asyncio.sleep(0)
            self._keep_head(buffer)
            self._report(total)
        return buffer.finish()

    def _keep_head(self, buffer: BodyBuffer) -> None:
        """Take the beginning of a body once there is enough; of a slow one what there is."""
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
    """Wait for a thread to its end, also when this call is cancelled: the buffer is used then."""
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait([writing])
        raise


def _check_destination(url: httpx.URL, environment: Environment) -> None:
    """Refuse, as the last one to see it, a request that would carry credentials elsewhere."""
    if not is_home(url, environment) or url.userinfo:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        raise FileError(ErrorCode.URL_OTHER_HOST, host=origin, expected=environment.host)
    check_path(url.raw_path.decode("ascii"), environment.prefix)


def _wire_headers(request: PreparedRequest, url: httpx.URL) -> list[tuple[bytes, bytes]]:
    """Return the headers as given, in order and case, and behind them what HTTP needs.

    Raises ``FileError`` (``HEADER_INVALID``) for text that has no bytes (a lone surrogate).
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
    """Return whether some server may take the body for the next request, which would be ours.

    Many leave the body of a ``GET`` unread; one that disagrees on where a body ends, or refuses the
    request before it reads it, does so for one that may hold a request.
    """
    is_chunked = any(fold_name(name) == "transfer-encoding" for name, _ in request.headers)
    return bool(request.body) and (
        is_chunked or request.method not in _WITH_BODY or _VERSION.search(request.body) is not None
    )


def _check_framing(request: PreparedRequest) -> None:
    """Refuse a framing header that was typed and does not fit the body.

    Nor may one be spelled as only some servers read it (``Content_Length``), or be named as one
    that a proxy leaves out (``Connection: Content-Length``).
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
    """Return header bytes as text: UTF-8, as servers in China send it, else Latin-1."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
