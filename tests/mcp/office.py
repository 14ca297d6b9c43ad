"""A deployment in this process, the user at the client, and an agent that calls tools."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from mcp import Client, types
from mcp.client.context import ClientRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.memory import MessageStream, create_client_server_memory_streams
from msgspec.structs import replace

from tests.sandbox.worlds import world_of
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import AgentLevel, Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.strings import EN, Strings
from weda_tui.mcp.server import AgentServer
from weda_tui.sandbox.server.app import build_app
from weda_tui.sandbox.server.tokens import new_credentials
from weda_tui.session import Session
from weda_tui.store.paths import Paths

HOST = "https://weda.example.cn"
READ, WRITE = "workflow.DescribeInstanceApproverList", "workflow.StartFlow"
LEGACY, MODERN = "legacy", "2026-07-28"
"""The two ways in which a client is asked: during the call, or as its result."""


class Office(httpx.AsyncBaseTransport):
    """The sandbox; ``answer`` may answer instead. ``passed`` moves its clock."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.credentials = new_credentials(7)
        self.requests: list[httpx.Request] = []
        self.answer: Callable[[httpx.Request], httpx.Response | None] = lambda _: None

    @cached_property
    def _sandbox(self) -> httpx.ASGITransport:
        """The sandbox, built for its first request."""
        world = world_of(7, 1_800_000_000.0)
        return httpx.ASGITransport(app=build_app(world, clock=self.clock))

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: 1_800_000_000.0 + self.passed)

    @property
    def calls(self) -> list[httpx.Request]:
        """The requests that were sent, without token calls."""
        return [each for each in self.requests if not each.url.path.startswith("/auth/v1/")]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        is_auth = request.url.path.startswith("/auth/v1/")
        answer = None if is_auth else self.answer(request)
        return answer or await self._sandbox.handle_async_request(request)


def open_office(
    folder: Path, office: Office, level: AgentLevel = AgentLevel.CONFIRM, **changes: Any
) -> Session:
    """Open a workspace whose user approved the deployment, and ``level`` for agents."""
    session = Session(
        Paths(workspace=folder / "workspace", state=folder / "state"),
        environ={},
        clock=office.clock,
        use_keyring=False,
        transport=office,
    )
    made = office.credentials
    first = Environment(
        name="hq",
        host=HOST,
        env_types=(
            EnvTypeSetting("prod", Guard.TYPE_NAME, agents=level),
            EnvTypeSetting("dev", Guard.CONFIRM, agents=level),
        ),
        env_id=made.env_id,
        secret_id=made.secret_id,
        username=made.username,
    )
    session.environments.save(
        replace(first, **changes), secret=made.secret_key, password=made.password
    )
    allow(session, level)
    return session


def allow(session: Session, level: AgentLevel) -> None:
    """Set the agent level as the user, as ``env agents`` does at a terminal."""
    (environment,) = session.environments.all
    for each in environment.env_types:
        session.agents.allow(session.environments.where_exactly("hq", each.name), level)


class Person:
    """The user at a client, who declines unless ``says`` is set."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.says: dict[str, Any] | None = None
        """The content of the form; ``None`` declines."""
        self.think: Callable[[], Awaitable[Any]] | None = None
        """Awaited before the answer."""

    async def answer(
        self, context: ClientRequestContext, params: types.ElicitRequestParams
    ) -> types.ElicitResult:
        self.asked.append(params.message)
        if self.think is not None:
            await self.think()
        if self.says is None:
            return types.ElicitResult(action="decline")
        return types.ElicitResult(action="accept", content=self.says)


class Agent:
    """Calls tools, and keeps everything that it receives."""

    def __init__(self, client: Client, person: Person) -> None:
        self.client, self.person = client, person
        self.heard: list[str] = []

    async def result(self, tool: str, /, **arguments: Any) -> types.CallToolResult:
        result = await self.client.call_tool(tool, arguments)
        self.heard.append(result.model_dump_json(by_alias=True))
        return result

    async def call(self, tool: str, /, **arguments: Any) -> Any:
        """Return the result of a tool; assert that it is not an error."""
        result = await self.result(tool, **arguments)
        said = document_of(result)
        assert not result.is_error, said
        return said

    async def refusal(self, tool: str, /, **arguments: Any) -> str:
        """Return the code of the error that a tool returns."""
        result = await self.result(tool, **arguments)
        assert result.is_error
        return document_of(result)["error"]["code"]


def document_of(result: types.CallToolResult) -> Any:
    """Return a result parsed from its text, which has every digit of a number."""
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return json.loads(content.text)


@asynccontextmanager
async def streams_to(server: Server[Any]) -> AsyncGenerator[MessageStream]:
    """Yield the client's streams to a server that runs in the background."""
    async with create_client_server_memory_streams() as (streams, (incoming, outgoing)):
        options = server.create_initialization_options()
        running = asyncio.ensure_future(server.run(incoming, outgoing, options))
        yield streams
        running.cancel()


@asynccontextmanager
async def agent_in(
    session: Session,
    *,
    mode: str = LEGACY,
    strings: Strings = EN,
    can_ask: bool = True,
    env_type: str = "dev",
    is_wired: bool = False,
) -> AsyncGenerator[Agent]:
    """Yield an agent at a client, in memory, whose requests go to ``env_type``.

    With ``is_wired`` a client of the modern protocol sends messages as over stdin and stdout.
    """
    server, person = AgentServer(lambda: session, strings, "hq", env_type), Person()
    client = Client(
        streams_to(server.build()) if is_wired else server.build(),
        mode=mode,
        cache=None,
        elicitation_callback=person.answer if can_ask else None,
        client_info=types.Implementation(name="test-agent", version="1"),
    )
    try:
        async with client:
            yield Agent(client, person)
    finally:
        await server.aclose()
        await session.aclose()
