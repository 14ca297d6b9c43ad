"""The client of a coding agent starts the program as a process and calls every tool."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client

from tests.journeys.deployment import PROGRAM, add_environment, surroundings
from tests.journeys.terminal_process import REPOSITORY
from weda_tui.sandbox.server.sockets import SandboxInfo, background

READ, WRITE = "workflow.DescribeInstanceApproverList", "workflow.StartFlow"
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("search_endpoints", {"query": "审批人"}),
    ("describe_endpoint", {"endpoint": WRITE}),
    ("list_environments", {}),
    ("check_environment", {"envType": "dev"}),
    ("preview_request", {"endpoint": READ}),
    ("send_request", {"endpoint": READ}),
    ("explain_response", {"text": '{"code": "SYS_ERR", "requestId": "r-1", "message": ""}'}),
    ("look_up_code", {"code": "SYS_ERR"}),
    ("save_request", {"endpoint": READ, "title": "审批人", "folder": "待办"}),
    ("list_saved_requests", {}),
    ("run_saved_requests", {"paths": ["待办"]}),
    ("list_history", {}),
)


@pytest.fixture
def made(tmp_path: Path) -> Any:
    with background(seed=7) as info:
        add_environment(tmp_path, info)
        yield info


@asynccontextmanager
async def client_of(
    folder: Path, made: SandboxInfo, talk: Any
) -> AsyncGenerator[tuple[ClientSession, list[Exception]]]:
    """Start the program as a client does; yield the client and the errors of the protocol."""
    command, *arguments = PROGRAM
    started = StdioServerParameters(
        command=command,
        args=[*arguments, "mcp", "--workspace", str(folder / "w"), "--env-type", "dev"],
        env={**os.environ, **surroundings(folder, made.secret_key)},
        cwd=REPOSITORY,
    )
    wrong: list[Exception] = []

    async def keep(message: Any) -> None:
        if isinstance(message, Exception):
            wrong.append(message)

    async with (
        stdio_client(started, errlog=talk) as (incoming, outgoing),
        ClientSession(incoming, outgoing, message_handler=keep) as session,
    ):
        await session.initialize()
        yield session, wrong


async def test_every_tool_answers_over_stdin_and_stdout(tmp_path: Path, made: SandboxInfo) -> None:
    said: dict[str, types.CallToolResult] = {}
    with (tmp_path / "talk").open("w+", encoding="utf-8") as talk:
        with anyio.fail_after(60):
            async with client_of(tmp_path, made, talk) as (session, wrong):
                listed = await session.list_tools()
                assert [tool.name for tool in listed.tools] == [
                    tool.name for tool in listed.tools if tool.name in dict(CALLS)
                ]
                for name, arguments in CALLS:
                    said[name] = await session.call_tool(name, arguments)
                unasked = await session.call_tool("send_request", {"endpoint": WRITE, "body": {}})
        talk.seek(0)
        told = talk.read()
    assert len(listed.tools) == len(CALLS)
    assert {name: each.content for name, each in said.items() if each.is_error} == {}
    assert said["send_request"].structured_content["verdict"]["ok"] is True
    assert said["run_saved_requests"].structured_content["passed"] == 1
    assert unasked.structured_content["outcome"] == "needs-person"
    command = unasked.structured_content["command"]
    assert command.startswith("weda-tui send ")
    assert command.endswith(" -- workflow.StartFlow")
    assert wrong == []
    assert "Traceback" not in told
    everything = told + "".join(each.model_dump_json() for each in said.values())
    assert made.secret_key not in everything


async def test_the_program_ends_with_its_client(tmp_path: Path) -> None:
    command = [*PROGRAM, "mcp", "--workspace", str(tmp_path / "w")]
    environ = {**os.environ, **surroundings(tmp_path, "")}
    with anyio.fail_after(30):
        ended = await anyio.run_process(command, input=b"", env=environ, cwd=REPOSITORY)
    assert (ended.returncode, ended.stdout) == (0, b"")
