"""A session with a WeDa in this process, and a clock that only tests advance."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec

from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.session import Session
from weda_tui.store.paths import Paths

HOST = "https://weda.example.cn"
SECRET = "s3cret/Key+of the deployment"
PASSWORD = "p4ss/word+of 张伟"
TOKEN_PATH = "/auth/v1/token/clientCredential"
SIGN_IN_PATH, REFRESH_PATH = "/auth/v1/signin", "/auth/v1/token"
READ, WRITE, DESTRUCTIVE = (
    "workflow.DescribeInstanceApproverList",
    "workflow.CompleteTask",
    "workflow.StopFlow",
)
EXPIRED_ANSWER = {"code": "INVALID_ACCESS_TOKEN", "requestId": "r-1", "message": "jwt expired"}

Answer = Callable[[httpx.Request], Any]
"""A function that returns a response, or a coroutine that returns one."""


class Weda:
    """A deployment that issues tokens named ``token-1-…``, ``token-2-…`` and answers calls.

    A user's tokens are ``user-1-…``, with the refresh token ``refresh-1-…``. Tests replace
    ``token_answer``, ``call_answer`` and ``user_answer``.
    """

    def __init__(self) -> None:
        self.passed = 0.0
        self.token_answer: Answer = self._token
        self.call_answer: Answer = lambda _: httpx.Response(200, json={"Response": {"Data": {}}})
        self.token_calls: list[httpx.Request] = []
        self.calls: list[httpx.Request] = []
        self.user_answer: Answer = self._user_token
        self.user_calls: list[httpx.Request] = []

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: 1_800_000_000.0 + self.passed, monotonic=lambda: self.passed)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    def _handle(self, request: httpx.Request) -> Any:
        if request.url.path.endswith(TOKEN_PATH):  # a deployment may have a prefix
            self.token_calls.append(request)
            return self.token_answer(request)
        if request.url.path.endswith((SIGN_IN_PATH, REFRESH_PATH)):
            self.user_calls.append(request)
            return self.user_answer(request)
        self.calls.append(request)
        return self.call_answer(request)

    def _token(self, _: httpx.Request) -> httpx.Response:
        value = f"token-{len(self.token_calls)}-" + "x" * 40
        return httpx.Response(200, json={"access_token": value, "expires_in": 259200})

    def _user_token(self, _: httpx.Request) -> httpx.Response:
        rest = f"{len(self.user_calls)}-" + "y" * 40
        tokens = {"access_token": f"user-{rest}", "refresh_token": f"refresh-{rest}"}
        return httpx.Response(200, json={**tokens, "expires_in": 7200})


def environment(name: str = "总部", guard: Guard = Guard.CONFIRM, host: str = HOST) -> Environment:
    return Environment(
        name=name,
        host=host,
        env_types=(EnvTypeSetting("prod", guard), EnvTypeSetting("dev", Guard.NONE)),
        secret_id="AKID-1234567890",
    )


def open_session(
    folder: Path, weda: Weda | None = None, environ: dict[str, str] | None = None
) -> Session:
    """Open the workspace in a folder; a second call acts as the next start of the program."""
    weda = weda or Weda()
    return Session(
        Paths(workspace=folder / "workspace", state=folder / "state"),
        environ=environ or {},
        clock=weda.clock,
        use_keyring=False,
        transport=weda.transport,
        random=lambda: 0.5,
    )


def place(session: Session, env_type: str = "dev", guard: Guard = Guard.CONFIRM) -> Target:
    """Save the environment with its secret and return a target in it."""
    return Target(session.environments.save(environment(guard=guard), secret=SECRET), env_type)


def place_of_user(session: Session, env_type: str = "dev", **changes: object) -> Target:
    """Save the environment with both secrets and return a target in it."""
    named = msgspec.structs.replace(environment(), username="zhangwei", **changes)
    saved = session.environments.save(named, secret=SECRET, password=PASSWORD)
    return Target(saved, env_type)


def draft(session: Session, endpoint: str = READ, **changes: object) -> RequestDraft:
    first = draft_for(session.modules.catalogue.get(endpoint))
    return msgspec.structs.replace(first, **changes)
