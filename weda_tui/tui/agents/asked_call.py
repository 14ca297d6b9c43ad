"""A write that an agent asks for, with the catalogue's information about it, for the dialog."""

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
    """One write that the user is asked about; implements ``GuardedCall``."""

    path: str
    """The path of its saved request; empty if there is none."""
    env_type: str
    endpoint: Endpoint
    effect: Effect
    reach: AffectedRecords
    holds_request: bool
    request: PreparedRequest
    token_kind: TokenKind
    headers: tuple[Header, ...]
    """The headers of the request, without the header of its token."""
    findings: tuple[DraftFinding, ...]
    """What is missing or does not match the documents."""
    content: GuardContent
    differences: JsonComparison | None
    """The differences from the documents' example to the body; ``None`` if either is missing."""


def read_call(write: AskedWrite, endpoint: Endpoint | None) -> AskedCall:
    """Return a write with what the dialog shows of it, and its endpoint if one is known.

    Compares bodies, so call it in a thread.
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
