"""Values for the tests of views, and the text of drawn lines."""

from collections.abc import Sequence

import msgspec

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    EndpointDetails,
    EnumValue,
    FailureCause,
    Parameter,
    TokenKind,
)
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.lazy import known
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.tokens.access_token import AccessToken, TokenState, TokenStatus
from weda_tui.i18n.strings import EN, ZH
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.widgets.drawing.paint import Line, Run, paint
from weda_tui.tui.widgets.drawing.palette import DARK

__all__ = ["EN", "ZH"]

HOST = "https://weda.example.cn"
REQUEST = PreparedRequest(
    method="POST",
    url=f"{HOST}/weda/workflow/v1/prod/StopFlow",
    headers=(("Authorization", "Bearer ••••••••"), ("X-Note", "[/api]")),
    body='{\n  "a": "[bold]中"\n}'.encode(),
)


def text(lines: Sequence[Line], width: int = 80) -> list[str]:
    """Return rows as displayed, without trailing blanks."""
    return [paint(line, width, DARK).text.rstrip() for line in lines]


def said(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def roles(lines: Sequence[Line]) -> dict[str, str]:
    """Return the role of each piece of text."""
    return {run.text.strip(): run.role for line in lines for run in (*line.left, *line.right)}


def endpoint(effect: Effect = Effect.WRITE, **changes: object) -> Endpoint:
    made = Endpoint(
        id="workflow.StopFlow",
        module="workflow",
        group="flow",
        method="POST",
        path="/weda/workflow/v1/{envType}/StopFlow",
        title=Bilingual("终止流程 [/api]", "Stop a flow [/api]"),
        summary=Bilingual("终止 [bold]", "Stops [bold]"),
        effect=effect,
        confidence=Confidence.DOCUMENTED,
        token_kind=TokenKind.KEY,
    )
    details = EndpointDetails(
        body=(
            Parameter(
                name="InstanceId",
                location="body",
                type="string",
                required=True,
                description=Bilingual("流程实例", "the instance " + "long " * 20),
                default='"1"',
                enum=(EnumValue(1, Bilingual("一", "one")),),
                children=(Parameter(name="Inner", location="body", type="any"),),
            ),
        ),
        response=(Parameter(name="Ok", location="response", type="boolean"),),
        failure_causes=(FailureCause("FlowNotFound", Bilingual("没有这个流程", "no such flow")),),
        notes=Bilingual("小心 [/]", "careful [/]"),
        source="page 1301/94470",
    )
    told = {
        name: changes.pop(name) for name in EndpointDetails.__struct_fields__ if name in changes
    }
    details = msgspec.structs.replace(details, **told)
    return msgspec.structs.replace(made, details=known(details), **changes)


def where(env_type: str = "prod", guard: Guard = Guard.CONFIRM, name: str = "总部") -> Target:
    environment = Environment(
        name=name, host=HOST, env_types=(EnvTypeSetting(env_type, guard),), secret_id="AKID-1"
    )
    return Target(environment, env_type)


def status(state: TokenState, remaining: float = 3600.0, lifetime: float = 7200.0) -> TokenStatus:
    token = AccessToken(
        value="t",
        issued_at=0.0,
        lifetime=lifetime,
        lifetime_given=True,
        url=HOST,
        status=200,
        elapsed=0.1,
    )
    has_none = state in {TokenState.NONE, TokenState.NOT_NEEDED}
    return TokenStatus(
        kind=TokenKind.KEY,
        state=state,
        remaining=0.0 if has_none else remaining,
        token=None if has_none else token,
    )


def preflight(effect: Effect = Effect.WRITE, **changes: object) -> Preflight:
    place = changes.get("where", where())
    assert isinstance(place, Target)
    made = Preflight(
        where=place,
        env_type=place.env_type,
        effect=effect,
        endpoint=endpoint(effect),
        decision=GuardDecision.SEND,
        token=status(TokenState.VALID),
        request=REQUEST,
        error=None,
        body_fault=None,
        repeated_after=None,
    )
    return msgspec.structs.replace(made, **changes)
