"""Calls a sandbox in this process, as a client would."""

import base64
from typing import Any

import httpx

from tests.sandbox.worlds import world_of
from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.model import Flow, NodeType, Task, User
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import Space, World
from weda_tui.sandbox.server.app import build_app
from weda_tui.sandbox.server.state import State
from weda_tui.sandbox.server.tokens import SandboxCredentials

NOW = 1_764_000_000.0
LEAVE = "flow_leave01"
EXPENSE = "flow_expense01"
CONTRACT = "flow_contract01"
ACCESS = "flow_access01"


class Calling:
    """A world at a time that a test can move, and a client with a valid token."""

    def __init__(
        self,
        world: World,
        *,
        lifetime: int | None = None,
        fault: str | None = None,
        state: State | None = None,
    ) -> None:
        self.now = NOW
        self.world = world
        clock = Clock(wall=lambda: self.now)
        self.app = build_app(world, clock=clock, token_lifetime=lifetime, fault=fault, state=state)
        transport = httpx.ASGITransport(app=self.app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://sandbox")
        self.authorization = ""
        self.user_authorization = ""

    @property
    def space(self) -> Space:
        return self.world.spaces["prod"]

    async def fetch_token(self, **overrides: Any) -> httpx.Response:
        request: dict[str, Any] = {
            "headers": {"authorization": basic(self.world.credentials)},
            "json": {"grant_type": "client_credentials"},
        } | overrides
        return await self.client.post("/auth/v1/token/clientCredential", **request)

    async def sign_in(self) -> None:
        answer = (await self.fetch_token()).json()
        self.authorization = f"Bearer {answer['access_token']}"

    async def sign_in_user(self, username: str = "", password: str = "") -> dict[str, Any]:
        """Sign in a user, by default the administrator, and return the response."""
        credentials = self.world.credentials
        body = {
            "username": username or credentials.username,
            "password": password or credentials.password,
        }
        answer = (await self.client.post("/auth/v1/signin", json=body)).json()
        if "access_token" in answer:
            self.user_authorization = f"Bearer {answer['access_token']}"
        return answer

    async def send(
        self, method: str, path: str, body: Any = None, *, as_user: bool = True, **options: Any
    ) -> httpx.Response:
        """Send a call of any module with the user token, or with the key token."""
        token = self.user_authorization if as_user else self.authorization
        headers = {"authorization": token, "x-request-id": "test"} | options.pop("headers", {})
        if body is not None:
            options["json"] = body
        return await self.client.request(method, path, headers=headers, **options)

    async def ask(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Return the JSON of a call's response."""
        return (await self.send(method, path, body, **options)).json()

    async def post(self, action: str, body: Any = None, **options: Any) -> httpx.Response:
        """Send a workflow call with the key token; ``env_type`` and ``headers`` are options."""
        env_type = options.pop("env_type", "prod")
        headers = {"authorization": self.authorization} | options.pop("headers", {})
        if body is not None:
            options["json"] = body
        return await self.client.post(
            f"/weda/workflow/v1/{env_type}/{action}", headers=headers, **options
        )

    async def data(self, action: str, body: Any = None, **options: Any) -> Any:
        """Return the ``Data`` of a call; assert that the call succeeds."""
        response = (await self.post(action, body, **options)).json()["Response"]
        assert "Error" not in response, response
        return response["Data"]

    async def error(self, action: str, body: Any) -> tuple[str, str]:
        """Return the code and the message of a call; assert that the workflow refuses the call."""
        answer = await self.post(action, body)
        assert (answer.status_code, answer.reason_phrase) == (200, "OK")
        error = answer.json()["Response"]["Error"]
        return error["Code"], error["Message"]

    async def start(self, key: str, starter: User) -> Any:
        return await self.data("StartFlow", start_body(self.flow(key), starter))

    async def act(self, task: Any, action: int, **more: Any) -> Any:
        """Complete a task of ``GetFlowInstanceTasks`` as its assignee."""
        return await self.data("CompleteTask", act_body(task, action, **more))

    async def tasks(self, instance_id: str, **filters: Any) -> list[Any]:
        body = {"InstanceId": instance_id, "PageSize": 100, **filters}
        return (await self.data("GetFlowInstanceTasks", body))["Result"]

    async def open_tasks(self, instance_id: str) -> list[Any]:
        """Return the tasks of an instance that are open for an action."""
        tasks = await self.tasks(instance_id)
        return [task for task in tasks if task["TaskStatus"] in {1, 4, 5}]

    async def page(self, page_type: str, user: User | str) -> set[str]:
        """Return the instances in one of a user's lists."""
        body = {"UserInfo": info(user), "PageType": page_type, "PageSize": 1000}
        records = (await self.data("ListProcessInstances", body))["Records"]
        return {record["InstanceId"] for record in records}

    async def messages(self, user: User | str, **filters: Any) -> list[Any]:
        body = {"UserInfo": info(user), "PageNo": 1, "PageSize": 200, **filters}
        return (await self.data("DescribeWorkflowMessages", body))["ResponseList"]

    async def leave(self, starter: User) -> tuple[str, Any]:
        """Start a leave request; return the instance and the task of the manager."""
        started = await self.start(LEAVE, starter)
        (task,) = await self.open_tasks(started["FlowInstanceId"])
        return started["FlowInstanceId"], task

    async def instance(self, instance_id: str) -> Any:
        body = {"PageSize": 10_000}
        rows = (await self.data("GetFlowInstances", body))["Result"]
        return next(row for row in rows if row["InstanceId"] == instance_id)

    def flow(self, key: str) -> Flow:
        return next(flow for flow in self.space.flows if flow.process_key == key)

    def clerk(self, department: str = "研发中心") -> User:
        """Return a user who is not head of a department and has no role."""
        return next(
            user
            for user in self.space.users.values()
            if user.department == department and not user.is_head and not user.roles
        )


def basic(credentials: SandboxCredentials) -> str:
    pair = f"{credentials.secret_id}:{credentials.secret_key}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def new_world(seed: int | None = 7) -> World:
    return build_world(None, Clock(wall=lambda: NOW)) if seed is None else world_of(seed, NOW)


def info(user: User | str) -> dict[str, Any]:
    return {"UserId": user if isinstance(user, str) else user.id, "Type": 4}


def start_body(flow: Flow, starter: User) -> dict[str, Any]:
    return {
        "FlowCode": flow.code,
        "ProcessKey": flow.process_key,
        "StartParams": {name: {"days": "3"} for name in flow.inputs},
        "StartUser": info(starter),
    }


def act_body(task: Any, action: int, **more: Any) -> dict[str, Any]:
    approver = info(task["TaskAssignee"]["UserId"])
    return {"TaskId": task["TaskId"], "ButtonAction": action, "Approver": approver, **more}


def is_approval(task: Task) -> bool:
    return task.node.type is not NodeType.START
