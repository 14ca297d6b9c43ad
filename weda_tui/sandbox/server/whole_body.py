"""Reads every request to its end before the response is sent.

If a server refuses a request before it has read the whole body, it takes the rest of the body for
the next request on the connection.
"""

from collections.abc import Callable

from weda_tui.sandbox.server.faults import App, Message, Receive, Scope, Send

LARGEST = 100 * 2**20
"""Largest body that is held in memory, in bytes; the gateway's own limit."""
LARGEST_DROPPED = 2**30
"""Bytes that are read of a refused body before the connection is closed."""


class _Reading:
    """The body of one request, and whether it has been read to its end."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._dropped = 0
        self.is_done = False

    async def receive(self) -> Message:
        """Return the next message of the request."""
        message = await self._receive()
        self.is_done = not message.get("more_body", False)
        return message

    def before(self, send: Send) -> Send:
        """Return ``send``, which first reads and drops the rest of the body.

        After ``LARGEST_DROPPED`` bytes, the response closes the connection instead.
        """

        async def send_after_the_request(message: Message) -> None:
            while not self.is_done and self._dropped < LARGEST_DROPPED:
                self._dropped += len((await self.receive()).get("body", b""))
            if not self.is_done and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            await send(message)

        return send_after_the_request


class WholeBody:
    """ASGI middleware that passes the body to the app in one piece.

    A body over ``LARGEST`` is dropped, and the app that ``refusal`` returns sends the response.
    """

    def __init__(self, app: App, refusal: Callable[[], App]) -> None:
        self._app = app
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then let the app answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        reading = _Reading(receive)
        while not reading.is_done:
            message = await reading.receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if len(body) > LARGEST:
                body.clear()
                await self._refusal()(scope, reading.receive, reading.before(send))
                return
        pieces = [bytes(body)]

        async def replay() -> Message:
            if pieces:
                return {"type": "http.request", "body": pieces.pop(), "more_body": False}
            return await receive()

        await self._app(scope, replay, send)


class RestOfBody:
    """ASGI middleware that reads the unread rest of a request before the response starts.

    It is for bodies that are too large for memory: the app reads them as they arrive.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer; the response waits for the end of the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reading = _Reading(receive)
        await self._app(scope, reading.receive, reading.before(send))
