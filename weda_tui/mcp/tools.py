"""The table of tools."""

from collections.abc import Mapping

import msgspec

from weda_tui.mcp.calls import ToolRun
from weda_tui.mcp.catalogue import DescribeEndpoint, SearchEndpoints
from weda_tui.mcp.collections import ListSavedRequests, SaveRequest
from weda_tui.mcp.doctor import ExplainResponse, LookUpCode
from weda_tui.mcp.environments import CheckEnvironment, ListEnvironments
from weda_tui.mcp.history import ListHistory
from weda_tui.mcp.sending import PreviewRequest, RunSavedRequests, SendRequest


class AgentTool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool: its name, arguments, result members and hints."""

    name: str
    """The name of the tool, and of its description."""
    run: type[ToolRun]
    """The arguments, which also run the tool."""
    result: Mapping[str, str]
    """Members of the result with their JSON types; an empty type means any type."""
    is_read: bool = True
    """Whether the tool changes nothing, neither at a deployment nor in the workspace."""
    is_destructive: bool = False
    """Whether the tool may change existing data."""
    is_idempotent: bool = True
    """Whether a repeated call has no further effect."""


_ANSWER = {"outcome": "string", "verdict": "object", "diagnosis": "object", "server": "object"}

TOOLS = (
    AgentTool(
        name="search_endpoints",
        run=SearchEndpoints,
        result={"endpoints": "array", "found": "integer"},
    ),
    AgentTool(
        name="describe_endpoint",
        run=DescribeEndpoint,
        result={
            "id": "string", "effect": "string", "parameters": "array", "body": "array",
            "example": "",
        },
    ),
    AgentTool(
        name="list_environments",
        run=ListEnvironments,
        result={"environments": "array", "default": "object"},
    ),
    AgentTool(
        name="check_environment",
        run=CheckEnvironment,
        result={"ok": "boolean", "steps": "array"},
    ),
    AgentTool(
        name="preview_request",
        run=PreviewRequest,
        result={
            "needs": "string", "effect": "string", "request": "object", "command": "string",
            "error": "object",
        },
    ),
    AgentTool(
        name="send_request",
        run=SendRequest,
        result={**_ANSWER, "history": "integer", "command": "string", "error": "object"},
        is_read=False,
        is_destructive=True,
        is_idempotent=False,
    ),
    AgentTool(
        name="explain_response",
        run=ExplainResponse,
        result={"verdict": "object", "meaning": "string", "causes": "array", "steps": "array"},
    ),
    AgentTool(
        name="look_up_code",
        run=LookUpCode,
        result={"codes": "array", "found": "integer"},
    ),
    AgentTool(
        name="list_saved_requests",
        run=ListSavedRequests,
        result={"requests": "array", "found": "integer"},
    ),
    AgentTool(
        name="run_saved_requests",
        run=RunSavedRequests,
        result={
            "outcome": "string", "ok": "boolean", "results": "array", "command": "string",
            "error": "object",
        },
        is_read=False,
        is_destructive=True,
        is_idempotent=False,
    ),
    AgentTool(
        name="list_history",
        run=ListHistory,
        result={"entries": "array", "entry": "object", **_ANSWER},
    ),
    AgentTool(
        name="save_request",
        run=SaveRequest,
        result={"path": "string", "command": "string"},
        is_read=False,
        is_destructive=True,
        is_idempotent=False,
    ),
)  # fmt: skip
"""The tools, in the order in which they are listed."""
