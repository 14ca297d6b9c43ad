"""Questions of agents, as they are read from the folder."""

import json

from weda_tui.core.agents.question import AgentQuestion, AskedWrite
from weda_tui.core.catalogue.endpoint import Bilingual, Effect, TokenKind
from weda_tui.core.guard.affected_records import AffectedRecords
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import CONTENT_TYPE, PreparedRequest
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

HOST = "https://weda.example.cn"
BODY = {
    "TaskId": "1893450276920229889",
    "ButtonAction": 2,
    "Approver": {"UserId": "1500000000000000017", "Type": 4},
    "Comment": "金额已核对，同意",
}
REASON = "The amount is right, so the user wants the contract approved."


def write(
    endpoint_id: str = "workflow.CompleteTask",
    effect: Effect = Effect.WRITE,
    body: object = BODY,
    env_type: str = "prod",
    path: str = "",
) -> AskedWrite:
    action = endpoint_id.partition(".")[2]
    known = load_bundled_catalogue().by_id.get(endpoint_id)
    is_final = effect is Effect.DESTRUCTIVE
    return AskedWrite(
        path=path,
        endpoint_id=endpoint_id,
        title=known.title if known else Bilingual("", ""),
        env_type=env_type,
        effect=effect,
        reach=AffectedRecords(),
        decision=GuardDecision.ASK_NAME if is_final else GuardDecision.ASK,
        token_kind=TokenKind.KEY,
        request=PreparedRequest(
            method="POST",
            url=f"{HOST}/weda/workflow/v1/{env_type}/{action}",
            headers=(CONTENT_TYPE, ("Authorization", "Bearer ••••••••")),
            body=json.dumps(body, ensure_ascii=False).encode() if body is not None else b"",
        ),
        headers=(CONTENT_TYPE,),
    )


STOP = write(
    "workflow.ManageStopProcessList",
    Effect.DESTRUCTIVE,
    {"InstanceIdList": ["1893450276618240001"]},
    path="采购/终止",
)


def question(
    *writes: AskedWrite,
    number: int = 1,
    client: str = "claude-code",
    reason: str = REASON,
    environment: str = "总部",
    asked_at: float = 0.0,
) -> AgentQuestion:
    asked = writes or (write(),)
    is_named = any(each.decision is GuardDecision.ASK_NAME for each in asked)
    return AgentQuestion(
        seal=f"{number:064x}",
        client=client,
        reason=reason,
        environment=environment,
        host=HOST,
        decision=GuardDecision.ASK_NAME if is_named else GuardDecision.ASK,
        writes=asked,
        asked_at=asked_at,
    )
