"""The workbench: the apps that a user sees there."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.deployment import ModuleCalls
from weda_tui.sandbox.server.refusal import GatewayError, InvalidParameterError
from weda_tui.sandbox.server.tokens import SandboxTokenKind
from weda_tui.sandbox.server.web import json_answer, lower_case_errors


class EnterpriseApp(msgspec.Struct, frozen=True, kw_only=True):
    """An app of the company."""

    id: str
    name: str
    kind: str
    """``app`` or ``modelApp``."""
    colour: str
    category: str


class _WantedMembers(msgspec.Struct, frozen=True, rename="camel"):
    env_id: str
    env_type: str
    uid: str
    app_name: str = ""
    app_status: str = ""
    include_customized: int = 0


def apps_of(space: Space) -> list[EnterpriseApp]:
    """Return the apps of an env type, the app of the flows first."""
    flows = next(iter(space.flows)).app_code
    return [
        EnterpriseApp(id=flows, name="审批中心", kind="app", colour="#0052d9", category="office"),
        EnterpriseApp(
            id="app-crm01", name="客户管理", kind="modelApp", colour="#2ba471", category="sales"
        ),
        EnterpriseApp(
            id="app-order01", name="订单看板", kind="app", colour="#e37318", category="sales"
        ),
    ]


class Enterprise(ModuleCalls):
    """Answers ``/weda/enterprise/v1``; its envelope is in lower case."""

    def routes(self) -> list[Route]:
        """Return every call's route."""
        answer = lower_case_errors(self.apps, self._deployment.world.request_id)
        return [Route("/weda/enterprise/v1/getAppListByAppName", answer, methods=["GET"])]

    async def apps(self, request: Request) -> Response:
        """Return the apps that a user sees."""
        self._deployment.admit(request, SandboxTokenKind.KEY)
        wanted = requests.check_query(dict(request.query_params), _WantedMembers)
        space = self._deployment.world.spaces.get(wanted.env_type)
        if space is None or wanted.env_id != self._deployment.env_id:
            raise GatewayError("INVALID_ENV", f"env not found: {wanted.env_id} {wanted.env_type}")
        if wanted.uid not in space.users:
            raise InvalidParameterError("用户不存在")
        is_shown = wanted.app_status in {"", "1"}
        apps = [app for app in apps_of(space) if is_shown and wanted.app_name in app.name]
        return json_answer(
            {
                "response": {
                    "requestId": self._deployment.world.request_id(),
                    "error": {"code": "", "message": ""},
                    "data": {"appList": [_shown(app, wanted.env_type) for app in apps]},
                }
            }
        )


def _shown(app: EnterpriseApp, env_type: str) -> dict[str, object]:
    return {
        "appId": app.id,
        "appName": app.name,
        "appType": 1 if app.kind == "app" else 2,
        "appUrl": f"https://weda.example/{app.id}/{env_type}/",
        "thumbNail": "",
        "themeColor": app.colour,
        "lmenuEnabled": app.kind == "modelApp",
        "extInfo": "",
        "categoryId": app.category,
        "statusEnabled": True,
    }
