"""The sandbox on real sockets of the loopback, in the main thread or in a background thread.

It has two sockets, because there are two origins: the platform's and the object store's.
"""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from pathlib import Path
from types import FrameType

import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode, FileError, unwritable
from weda_tui.sandbox.example_records import VARIABLES
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import World
from weda_tui.sandbox.server.app import build_app
from weda_tui.sandbox.server.faults import TRANSPORT, App, Receive, Scope, Send
from weda_tui.sandbox.server.loopback import LoopbackOnly
from weda_tui.sandbox.server.state import KeptState, State

LOOPBACK = "127.0.0.1"
_KEEP_ALIVE = 75
"""Seconds for which an idle connection is kept open."""


class SandboxInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The address and the credentials of a running sandbox; the content of the ready file."""

    base: str
    """``http://127.0.0.1:PORT``."""
    secret_id: str
    secret_key: str
    username: str
    password: str
    env_id: str
    env_types: tuple[str, ...]
    variables: dict[str, str]
    """The variables that an environment needs so that every call of the catalogue can be sent."""
    pid: int

    def __repr__(self) -> str:
        return f"SandboxInfo(base={self.base!r}, secret_id={self.secret_id!r}, pid={self.pid})"


def serve(
    port: int,
    ready_file: Path | None,
    seed: int | None,
    token_lifetime: int | None,
    fault: str | None,
    on_ready: Callable[[SandboxInfo], None],
    state_file: Path | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM (SIGHUP too, unless it is ignored), then return.

    Call it in the main thread. ``port`` 0 means any free port. ``token_lifetime`` is in seconds,
    for both kinds of token. ``state_file`` stores the state, and has its own seed once it exists.
    Once connections are accepted, ``ready_file`` is written with mode 0600 and ``on_ready`` is
    called; the file is removed at the end. Raises ``FileError``: ``PORT_IN_USE``,
    ``FILE_UNWRITABLE`` or, if ``state_file`` is not a state file, ``FILE_UNREADABLE``;
    ``ValueError`` for an unknown fault.
    """
    clock = Clock()
    with contextlib.ExitStack() as at_end:
        listener = at_end.enter_context(contextlib.closing(_listen(port)))
        store = at_end.enter_context(contextlib.closing(_listen(0)))
        world, state = _build(seed, clock, state_file, at_end)
        app = build_app(world, clock, token_lifetime, fault, state, _origin_of(store))
        info = _info_of(world, listener)

        def announce() -> None:
            if ready_file is not None:
                _write_ready_file(ready_file, info)
                at_end.callback(ready_file.unlink, missing_ok=True)
            on_ready(info)

        server = _Server(_config(app, world), announce)
        asyncio.run(server.serve(sockets=[listener, store]))


def _build(
    seed: int | None, clock: Clock, state_file: Path | None, at_end: contextlib.ExitStack
) -> tuple[World, State | None]:
    if state_file is None:
        return build_world(seed, clock), None
    state = KeptState(state_file, seed, clock.wall())
    at_end.callback(state.close)
    return build_world(int(state.seed), Clock(wall=lambda: state.born_at)), state


@contextlib.contextmanager
def background(
    *, seed: int | None = None, token_lifetime: int | None = None, fault: str | None = None
) -> Generator[SandboxInfo]:
    """Serve in a thread of this process while the context lasts, on any free port of the loopback.

    The thread is a daemon and ends with the context. No signal handler is changed. Raises
    ``FileError`` if no socket is available.
    """
    clock = Clock()
    world = build_world(seed, clock)
    with contextlib.closing(_listen(0)) as listener, contextlib.closing(_listen(0)) as store:
        app = build_app(world, clock, token_lifetime, fault, storage_origin=_origin_of(store))
        started: Future[None] = Future()
        server = _Server(_config(app, world), lambda: started.set_result(None))

        def run() -> None:
            try:
                asyncio.run(server.serve(sockets=[listener, store]))
            except BaseException as error:
                if started.done():
                    raise
                started.set_exception(error)

        thread = threading.Thread(target=run, name="weda-sandbox", daemon=True)
        thread.start()
        try:
            try:
                started.result()
            except OSError as error:
                raise _no_socket(error, listener.getsockname()[1]) from error
            yield _info_of(world, listener)
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """Uvicorn with a callback once connections are accepted, and without re-raised signals."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Let signals stop the server; Uvicorn's own method raises them again afterwards."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._on_signal) for number in _ending_signals()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _: int, __: FrameType | None) -> None:
        self.should_exit = True


class _Connection(H11Protocol):
    """A connection whose transport the app can access: some faults act below HTTP."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        app = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope[TRANSPORT] = transport
            await app(scope, receive, send)

        self.app = with_transport
        super().connection_made(transport)


def _ending_signals() -> list[int]:
    """Return the signals of this platform that stop the server; not SIGHUP under nohup."""
    names = ["SIGINT", "SIGTERM", "SIGBREAK"]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        names.append("SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _config(app: App, world: World) -> uvicorn.Config:
    return uvicorn.Config(
        LoopbackOnly(app, world.gateway_request_id),
        loop="asyncio",
        http=_Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=1,
    )


def _listen(port: int) -> socket.socket:
    """Bind a socket of the loopback.

    The socket names its protocol. Otherwise asyncio would not disable Nagle's algorithm, and a
    response on a kept connection would take 40 ms. Raises ``FileError``: ``PORT_IN_USE``, or
    ``FILE_UNREADABLE`` for any other refusal of the system.
    """
    try:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise _no_socket(error, port) from error
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise _no_socket(error, port) from error
    return listener


def _no_socket(error: OSError, port: int) -> FileError:
    if port and error.errno in {errno.EADDRINUSE, errno.EACCES}:
        return FileError(ErrorCode.PORT_IN_USE, port=port)
    reason = error.strerror or type(error).__name__
    return FileError(ErrorCode.FILE_UNREADABLE, file=f"{LOOPBACK}:{port}", reason=reason)


def _origin_of(listener: socket.socket) -> str:
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}"


def _info_of(world: World, listener: socket.socket) -> SandboxInfo:
    credentials = world.credentials
    return SandboxInfo(
        base=_origin_of(listener),
        secret_id=credentials.secret_id,
        secret_key=credentials.secret_key,
        username=credentials.username,
        password=credentials.password,
        env_id=credentials.env_id,
        env_types=world.env_types,
        variables=VARIABLES,
        pid=os.getpid(),
    )


def _write_ready_file(path: Path, info: SandboxInfo) -> None:
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with open(descriptor, "wb") as stream:  # noqa: PTH123  (the descriptor is closed with it)
            stream.write(msgspec.json.encode(info) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from error
