"""The time until an MCP client gets its first reply, compared with a server without tools."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench

PAIRS = 5
LONGEST, GOAL = 1.5, 1.5
"""The maximum in seconds, and the maximum as a multiple of the time of a server without tools."""
BARE = """
import asyncio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
async def main():
    server = Server("bare")
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
asyncio.run(main())
"""
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "bench", "version": "1"},
    },
}


def first_reply(*command: str, folder: Path) -> float:
    """Return the seconds from the start of a server to its first reply."""
    begun = time.perf_counter()
    environ = {**os.environ, "WEDA_TUI_STATE": str(folder / "state")}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(f"{json.dumps(HELLO)}\n")
        server.stdin.flush()
        reply = server.stdout.readline()
        took = time.perf_counter() - begun
        server.stdin.close()
    assert '"serverInfo"' in reply
    return took


def test_the_first_reply_beside_a_bare_server(tmp_path: Path) -> None:
    ours = (sys.executable, "-m", "weda_tui", "mcp", "--workspace", str(tmp_path / "w"))
    bare = (sys.executable, "-c", BARE)
    pairs = [
        (first_reply(*ours, folder=tmp_path), first_reply(*bare, folder=tmp_path))
        for _ in range(PAIRS)
    ]
    took, peer = (min(each) for each in zip(*pairs, strict=True))
    print(f"\nmcp: first reply {took:.2f} s, bare server {peer:.2f} s, {took / peer:.2f} times")
    assert took <= LONGEST
    assert took <= GOAL * peer
