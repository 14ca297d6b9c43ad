"""A question about one write, for tests."""

from typing import Any

from msgspec.structs import replace

from weda_tui.core.agents.question import AgentQuestion, AskedWrite
from weda_tui.core.catalogue.endpoint import Bilingual, Effect, TokenKind
from weda_tui.core.guard.affected_records import AffectedRecords
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import PreparedRequest

WRITE = AskedWrite(
    endpoint_id="workflow.StartFlow",
    title=Bilingual("发起流程", "Start a flow"),
    env_type="dev",
    effect=Effect.WRITE,
    reach=AffectedRecords(),
    decision=GuardDecision.ASK,
    token_kind=TokenKind.KEY,
    request=PreparedRequest(
        method="POST", url="https://weda.example.cn/weda/x", headers=(), body=b'{"a": 1}'
    ),
)


def question(**changes: Any) -> AgentQuestion:
    first = AgentQuestion(
        seal="5ea1",
        client="claude-code",
        reason="the user asked for it",
        environment="总部",
        host="https://weda.example.cn",
        decision=GuardDecision.ASK,
        writes=(WRITE,),
        asked_at=1_800_000_000.0,
    )
    return replace(first, **changes)
