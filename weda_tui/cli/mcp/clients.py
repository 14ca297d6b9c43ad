"""How the common clients of the Model Context Protocol are told to start a server."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from weda_tui.core.text.shell import quote_word

NAME = "weda-tui"


class McpClient(msgspec.Struct, frozen=True, kw_only=True):
    """One client."""

    name: str
    """As on the command line."""
    title: str = ""
    file: str = ""
    """Where it reads its servers; empty for any other client."""
    member: str = "mcpServers"
    """Which member of that file has them."""
    has_type: bool = False
    """Whether a server says that it is on stdin and stdout."""
    add: tuple[str, ...] = ()
    """The client's own command that adds a server, up to the command that starts it."""

    def add_command(self, start: Sequence[str]) -> str:
        """Return the line that adds a server."""
        return " ".join(map(quote_word, (*self.add, *start)))


CLIENTS = (
    McpClient(
        name="claude-code",
        title="Claude Code",
        file=".mcp.json",
        add=("claude", "mcp", "add", NAME, "--"),
    ),
    McpClient(name="claude-desktop", title="Claude Desktop", file="claude_desktop_config.json"),
    McpClient(name="cursor", title="Cursor", file=".cursor/mcp.json"),
    McpClient(
        name="vscode", title="VS Code", file=".vscode/mcp.json", member="servers", has_type=True
    ),
    McpClient(name="generic"),
)


def configuration(client: McpClient, start: Sequence[str]) -> dict[str, Any]:
    """Return what a client's file has to hold; ``start`` is the command and its arguments."""
    command, *arguments = start
    server: dict[str, Any] = {"command": command, "args": arguments}
    if client.has_type:
        server = {"type": "stdio", **server}
    return {client.member: {NAME: server}}


def start_command(program: str, python: str) -> tuple[str, ...]:
    """Return how this program is started from anywhere: without the modules of that folder."""
    path = Path(program).absolute()
    is_script = path.stem == NAME and path.is_file()
    return (str(path),) if is_script else (python, "-P", "-m", "weda_tui")
