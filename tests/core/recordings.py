"""Finished sends, for tests of what the history stores."""

import msgspec

from weda_tui.core.answers.verdict import judge
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, NotReachableError
from weda_tui.core.guard.level import Guard
from weda_tui.core.guard.resolved_call import ResolvedCall
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.history.recording import SendResult, record_of
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import Header, PreparedRequest, RequestDraft
from weda_tui.core.sending.exchange import Answered, Cancelled, Exchange, Failed, Response
from weda_tui.core.tokens.access_token import AccessToken

NOW = 1_795_570_938.0
"""2026-11-25 09:42:18 in China (UTC+8)."""
HOST = "https://weda.example.cn"
URL = f"{HOST}/weda/workflow/v1/dev/GetFlowInstanceTasks"
JSON_TYPE: Header = ("Content-Type", "application/json; charset=utf-8")
OK = '{"Response": {"RequestId": "r-1", "Data": {"Result": [], "Total": 0}}}'
EXPIRED = '{"code": "INVALID_ACCESS_TOKEN", "requestId": "r-2", "message": "jwt expired"}'

TASKS = Endpoint(
    id="workflow.GetFlowInstanceTasks",
    module="workflow",
    group="tasks",
    title=Bilingual("查询流程任务", "Get flow tasks"),
    method="POST",
    path="/weda/workflow/v1/{envType}/GetFlowInstanceTasks",
    effect=Effect.READ,
    confidence=Confidence.DOCUMENTED,
    token_kind=TokenKind.KEY,
)


def environment(name: str = "总部", host: str = HOST) -> Environment:
    return Environment(
        name=name,
        host=host,
        env_types=(EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.NONE)),
        secret_id="AKID-1234567890",
    )


def sent(  # noqa: PLR0913 - one argument for each thing that may differ
    answer: str | bytes | None = OK,
    *,
    body: str = '{"InstanceId": "1893450276618240001"}',
    headers: tuple[Header, ...] = (JSON_TYPE,),
    status: int = 200,
    at: float = NOW,
    env_type: str = "dev",
    place: Environment | None = None,
    endpoint: Endpoint = TASKS,
    secrets: tuple[str, ...] = (),
    token: AccessToken | None = None,
    route: str = "",
    saved: str = "",
    agent: str = "",
) -> SendResult:
    """Return a send: with a response, or without one if ``answer`` is ``None``."""
    where = Target(place or environment(), env_type)
    masker = Masker(secrets)
    request = PreparedRequest(
        method="POST", url=URL, headers=(JSON_TYPE,), body=body.encode()
    ).masked(masker)
    result: Answered | Failed | Cancelled
    if answer is None:
        error = NotReachableError(ErrorCode.CONNECTION_REFUSED, host="weda.example.cn", port=443)
        result = Failed(
            error=error, endpoint_id=endpoint.id, request=request, started_at=at, elapsed=0.5
        )
    else:
        data = answer.encode() if isinstance(answer, str) else answer
        response = Response(status=status, reason="OK", headers=headers, body=data)
        result = Answered(
            Exchange(
                endpoint_id=endpoint.id,
                request=request,
                response=response,
                verdict=judge(status, JSON_TYPE[1], data).masked(masker),
                started_at=at,
                elapsed=0.084,
            )
        )
    draft = RequestDraft(
        endpoint_id=endpoint.id,
        method="POST",
        url="{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/GetFlowInstanceTasks",
        body=body,
    )
    return SendResult(
        draft=draft,
        target=ResolvedCall(endpoint, endpoint.effect, env_type),
        where=where,
        token_kind=endpoint.token_kind,
        token=token,
        request=request,
        result=result,
        started_at=at,
        masker=masker,
        route=route,
        saved=saved,
        agent=agent,
    )


def record(answer: str | bytes | None = OK, *, largest: int = 256 * 1024, **more: object):
    """Return the history record of a send, see ``sent``."""
    made: HistoryRecord = record_of(sent(answer, **more), largest)  # pyright: ignore[reportArgumentType]
    return made


def cancelled() -> HistoryRecord:
    """Return the history record of a cancelled send."""
    whole = sent()
    result = Cancelled(endpoint_id=TASKS.id, target=whole.where, elapsed=1.2, is_write=False)
    return record_of(msgspec.structs.replace(whole, result=result), 1000)
