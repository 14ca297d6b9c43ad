"""A request as a TOML file: its address with variables, headers, body; read by people and tools.

endpoint = "workflow.GetFlowInstanceTasks"
method = "POST"
url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/GetFlowInstanceTasks"
body = '''
{"InstanceId": "1893450276618240001"}'''

[headers]
Content-Type = "application/json"
"""

import re
from typing import Any

import tomli_w

from weda_tui.core.request import RequestDraft

_NOT_LITERAL = re.compile(r"'''|'\Z|[\x00-\x08\x0b-\x1f\x7f]")
"""What no literal string of TOML holds; any other body stands in one as it is."""


def render_request(draft: RequestDraft) -> str:
    """Return the file's text; headers that repeat are joined by commas."""
    wanted: dict[str, Any] = {
        "endpoint": draft.endpoint_id,
        "method": draft.method,
        "url": draft.url,
    }
    body = draft.body.replace("\r\n", "\n")
    is_literal = bool(body) and not _NOT_LITERAL.search(body)
    if body and not is_literal:
        wanted["body"] = body
    literal = f"body = '''\n{body}'''\n" if is_literal else ""
    tables = "".join("\n" + tomli_w.dumps({name: each}) for name, each in _tables(draft) if each)
    return tomli_w.dumps(wanted) + literal + tables


def _tables(draft: RequestDraft) -> list[tuple[str, dict[str, str]]]:
    headers: dict[str, str] = {}
    for name, value in draft.headers:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    variables = {name: value for layer in draft.layers for name, value in layer.values.items()}
    return [("headers", headers), ("variables", variables)]
