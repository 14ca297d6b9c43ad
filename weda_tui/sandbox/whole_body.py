"""Reads every request to its end before anything answers it.

A server that refuses a request with part of its body unread takes the rest for the next request
on the connection.
"""

from weda_tui.sandbox.faults import App, Message, Receive, Scope, Send

LARGEST = 100 * 1024 * 1024
"""Bytes; the gateway's own limit. What is over it is read and dropped."""


class WholeBody:
    """ASGI middleware that hands the app the body in one piece.

    A body over ``LARGEST`` becomes ``scope["state"]["is_too_big"]``.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then let the app answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        is_too_big = False
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            is_too_big = is_too_big or len(body) + len(message.get("body", b"")) > LARGEST
            if not is_too_big:
                body.extend(message.get("body", b""))
            more = message.get("more_body", False)
        scope.setdefault("state", {})["is_too_big"] = is_too_big
        pieces = [bytes(body)]

        async def replay() -> Message:
            if pieces:
                return {"type": "http.request", "body": pieces.pop(), "more_body": False}
            return await receive()

        await self._app(scope, replay, send)


class RestOfBody:
    """ASGI middleware that reads what an answer left unread of its request before it starts.

    For bodies too large to be held: the app reads them as they come.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer; its answer waits for the end of the request."""
        is_read = scope["type"] != "http"

        async def watched() -> Message:
            nonlocal is_read
            message = await receive()
            is_read = is_read or not message.get("more_body", False)
            return message

        async def after_the_request(message: Message) -> None:
            while not is_read:
                await watched()
            await send(message)

        await self._app(scope, watched, after_the_request)
