"""A write of an agent with what the catalogue says of it, for its rows."""

from typing import NamedTuple

import msgspec

from weda_tui.core.agents.question import AskedWrite
from weda_tui.core.catalogue.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.comparison.ignored import Ignored
from weda_tui.core.comparison.json_diff import JsonComparison, compare_json
from weda_tui.core.guard.affected_records import AffectedRecords, find_records
from weda_tui.core.guard.method_overrides import holds_request
from weda_tui.core.guard.sent_values import sent_rows
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.free_call import FREE_CALL
from weda_tui.tui.guard.view import GuardContent

_ALL = Ignored(is_on=False)


class AskedCall(NamedTuple):
    """A ``GuardedCall``: one write that a person is asked about."""

    path: str
    """Of the saved request that it is of; empty for none."""
    env_type: str
    endpoint: Endpoint
    effect: Effect
    reach: AffectedRecords
    holds_request: bool
    request: PreparedRequest
    token_kind: TokenKind
    headers: tuple[Header, ...]
    """Those of the request, but for that of its token."""
    findings: tuple[DraftFinding, ...]
    """What is missing or not as the documents say."""
    content: GuardContent
    differences: JsonComparison | None
    """From the example of the documents to its body; ``None`` where one of them is missing."""


def read_call(write: AskedWrite, endpoint: Endpoint | None) -> AskedCall:
    """Return a write as it is drawn, with its endpoint if one is known.

    Compares bodies: for a thread.
    """
    request = write.request
    endpoint = msgspec.structs.replace(endpoint or FREE_CALL, title=write.title)
    is_smuggled = holds_request(request.body)
    example, body = endpoint.example_body.encode(), request.body
    is_compared = bool(example.strip() and body.strip())
    return AskedCall(
        path=write.path,
        env_type=write.env_type,
        endpoint=endpoint,
        effect=write.effect,
        reach=write.reach,
        holds_request=is_smuggled,
        request=request,
        token_kind=write.token_kind,
        headers=write.headers,
        findings=write.findings,
        content=GuardContent(
            sent=() if is_smuggled else sent_rows(endpoint, request),
            records=find_records(endpoint, request),
        ),
        differences=compare_json(example, body, ignored=_ALL) if is_compared else None,
    )
