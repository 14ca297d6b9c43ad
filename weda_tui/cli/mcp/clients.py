"""The configuration with which common MCP clients start a server."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from weda_tui.core.text.shell import quote_word

NAME = "weda-tui"


class McpClient(msgspec.Struct, frozen=True, kw_only=True):
    """An MCP client."""

    name: str
    """The name on the command line."""
    title: str = ""
    file: str = ""
    """The file with the client's servers; empty for any other client."""
    member: str = "mcpServers"
    """The member of the file that holds the servers."""
    has_type: bool = False
    """Whether an entry says that the server uses stdin and stdout."""
    add: tuple[str, ...] = ()
    """The client's own command to add a server, without the command that starts the server."""

    def add_command(self, start: Sequence[str]) -> str:
        """Return the command line that adds a server."""
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
    """Return the contents of a client's file; ``start`` is the command with its arguments."""
    command, *arguments = start
    server: dict[str, Any] = {"command": command, "args": arguments}
    if client.has_type:
        server = {"type": "stdio", **server}
    return {client.member: {NAME: server}}


def start_command(program: str, python: str) -> tuple[str, ...]:
    """Return the command that starts this program in any folder, without importing from there."""
    path = Path(program).absolute()
    is_script = path.stem == NAME and path.is_file()
    return (str(path),) if is_script else (python, "-P", "-m", "weda_tui")
