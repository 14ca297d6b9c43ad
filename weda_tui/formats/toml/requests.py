"""One saved request as a TOML file; the file's place is the path of the request.

name = "本周待办"                     # what the tree shows; else the file's name
tags = ["日报"]
endpoint = "workflow.DescribeProcessInstances"
method = "POST"
url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/…"
headers = ["Content-Type: application/json"]
body = '''
{"PageSize": 20}'''
record = true                       # false keeps its exchanges out of the history
depends = ["approvals/start"]       # sent first when what they capture is stale

[variables]
approver = "1528933366865600513"

[capture]                           # values of the answer, for later requests
InstanceId = "$.Response.Data.InstanceId"

[poll]                              # send again until it holds
until = { on = "$.Response.Status", equals = "done" }
every = 2                           # seconds
at_most = 60

[[assert]]
on = "verdict"                      # status | time | size | header NAME | a JSONPath
equals = "ok"

[[example]]                         # an answer that is worth keeping
name = "成功：9 条"
status = 200
verdict = "ok"                      # failure, with its code | partial | unknown
at = "2026-11-25T01:42:18Z"
env_type = "prod"
headers = ["Content-Type: application/json"]
body = '''
{"Response": {"RequestId": "r-1"}}'''
"""

from typing import Any

from weda_tui.core.collections.saved_request import Poll, SavedRequest
from weda_tui.core.requests.draft import METHOD, RequestDraft
from weda_tui.core.requests.variables import saved_values
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.toml import writer as toml_writer
from weda_tui.formats.toml.assertions import assertion_table, read_assertion
from weda_tui.formats.toml.examples import example_table, header_lines, read_example, read_headers
from weda_tui.formats.toml.reader import TomlReader, plain_number

KEYS = (
    "name",
    "description",
    "tags",
    "endpoint",
    "method",
    "url",
    "headers",
    "body",
    "record",
    "depends",
    "variables",
    "capture",
    "poll",
    "assert",
    "example",
)
"""The keys in the order in which they are written."""
POLL_KEYS = ("until", "every", "at_most")

_EVERY, _AT_MOST = 2.0, 60.0
_DEFAULTS: dict[str, Any] = {
    "name": "",
    "description": "",
    "tags": [],
    "endpoint": "",
    "method": "",
    "url": "",
    "headers": [],
    "body": "",
    "record": True,
    "depends": [],
    "variables": {},
    "capture": {},
    "poll": {"every": _EVERY, "at_most": _AT_MOST},
    "assert": [],
    "example": [],
}


def parse_saved_request(text: str, *, file: str, path: str) -> SavedRequest:
    """Read a request; ``file`` is its name in errors, ``path`` its name for the user.

    Raises ``FileError`` with ``file`` and, if there is one, the line: ``TOML_SYNTAX``,
    ``TOML_UNKNOWN_KEY``, ``TOML_MISSING_KEY`` or ``TOML_BAD_VALUE``.
    """
    reader = TomlReader(text, file)
    reader.allow_only(KEYS)
    return SavedRequest(
        path=path,
        draft=_read_draft(reader),
        name=reader.line("name"),
        description=reader.lines("description"),
        tags=_printable(reader, "tags"),
        variables=reader.string_table("variables"),
        depends=_printable(reader, "depends"),
        captures=_read_captures(reader),
        asserts=tuple(read_assertion(reader, "assert", n) for n in range(reader.count("assert"))),
        poll=_read_poll(reader),
        examples=tuple(read_example(reader, "example", n) for n in range(reader.count("example"))),
    )


def render_saved_request(request: SavedRequest, previous: str | None) -> str:
    """Return the new text of the file.

    ``previous`` is its valid old text. If a user has given it another shape (comments, order,
    spelling), this shape is kept, and so are line ends and a byte order mark.
    """
    wanted = _table_of(request)
    return toml_writer.render(wanted, _DEFAULTS, previous, _canonical_of)


def render_draft(draft: RequestDraft) -> str:
    """Return a draft as the file that saving would write, with the variables of its files."""
    variables = saved_values(draft.layers)
    return render_saved_request(SavedRequest(path="", draft=draft, variables=variables), None)


def _canonical_of(text: str) -> str:
    """Return the text that this module would write for a valid file."""
    wanted = _table_of(parse_saved_request(text, file="", path=""))
    return toml_writer.dumps(toml_writer.without_defaults(wanted, _DEFAULTS))


def _read_draft(reader: TomlReader) -> RequestDraft:
    draft = RequestDraft(
        endpoint_id=reader.line("endpoint"),
        method=reader.line("method"),
        url=reader.string("url"),
        headers=read_headers(reader),
        body=reader.string("body"),
        is_recorded=reader.flag("record"),
    )
    if not draft.url and not draft.endpoint_id:
        raise reader.missing_key("url")
    if draft.url and not draft.method and not draft.endpoint_id:
        raise reader.missing_key("method")
    if draft.method and not METHOD.fullmatch(draft.method):
        raise reader.bad_value(("method",), "GET | POST | …")
    return draft


def _printable(reader: TomlReader, key: str) -> tuple[str, ...]:
    texts = reader.strings(key)
    if any(strip_control_characters(text) != text or not text for text in texts):
        raise reader.bad_value((key,), '["…", "…"]')
    return texts


def _read_captures(reader: TomlReader) -> dict[str, str]:
    captures = reader.string_table("capture")
    for name, source in captures.items():
        if not source.startswith(("$", "header ")):
            raise reader.bad_value(("capture", name), "$… | header NAME")
    return captures


def _read_poll(reader: TomlReader) -> Poll | None:
    if not reader.has("poll"):
        return None
    reader.allow_only(POLL_KEYS, "poll")
    if not reader.has("poll", "until"):
        raise reader.missing_key("poll.until")
    return Poll(
        until=read_assertion(reader, "poll", "until"),
        every=reader.positive("poll", "every", default=_EVERY),
        at_most=reader.positive("poll", "at_most", default=_AT_MOST),
    )


def _table_of(request: SavedRequest) -> dict[str, Any]:
    draft = request.draft
    table: dict[str, Any] = {
        "name": request.name,
        "description": request.description,
        "tags": list(request.tags),
        "endpoint": draft.endpoint_id,
        "method": draft.method,
        "url": draft.url,
        "headers": header_lines(draft.headers),
        "body": draft.body,
        "record": draft.is_recorded,
        "depends": list(request.depends),
        "variables": dict(request.variables),
        "capture": dict(request.captures),
        "assert": [assertion_table(each) for each in request.asserts],
        "example": [example_table(each) for each in request.examples],
    }
    if poll := request.poll:
        table["poll"] = {
            "until": assertion_table(poll.until),
            "every": plain_number(poll.every),
            "at_most": plain_number(poll.at_most),
        }
    return {key: table[key] for key in KEYS if key in table}
