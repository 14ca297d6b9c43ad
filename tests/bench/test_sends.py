import base64
import json
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.bench.measure import Comparison, print_table
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, SecretRef, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.store.paths import Paths

pytestmark = pytest.mark.bench

SENDS = 1000
PAIRS = 5
GOAL = 1.3
ENDPOINT = "workflow.DescribeInstanceApproverList"


class Sandbox(msgspec.Struct, frozen=True):
    """The values of the sandbox's ready file that a test needs."""

    base: str
    secret_id: str
    secret_key: str

    @property
    def where(self) -> Target:
        """The sandbox as the target of a send."""
        environment = Environment(
            name="sandbox",
            host=self.base,
            env_types=(EnvTypeSetting("dev", Guard.NONE),),
            secret_id=self.secret_id,
            secret_key=SecretRef("env", "SANDBOX_SECRET_KEY"),
        )
        return Target(environment, "dev")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Generator[Sandbox, None, None]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox") / "ready.json") as sandbox:
        yield sandbox


@contextmanager
def running_sandbox(ready_file: Path, *more: str) -> Generator[Sandbox, None, None]:
    command = (sys.executable, "-m", "weda_tui", "sandbox", "--port", "0", "--seed", "1")
    process = subprocess.Popen(
        [*command, "--ready-file", str(ready_file), *more], stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 20
        while not ready_file.exists():
            assert process.poll() is None, "the sandbox ended instead of serving"
            assert time.monotonic() < deadline, "the sandbox is not ready after 20 s"
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        yield msgspec.json.decode(ready_file.read_bytes(), type=Sandbox)
    finally:
        process.terminate()
        process.wait(10)


@asynccontextmanager
async def open_session(folder: Path, sandbox: Sandbox) -> AsyncGenerator[Session, None]:
    session = Session(
        Paths(workspace=folder / "workspace", state=folder / "state"),
        environ={"SANDBOX_SECRET_KEY": sandbox.secret_key},
        use_keyring=False,
    )
    session.routes.approve(session.routes.status(sandbox.where.environment))
    try:
        yield session
    finally:
        await session.aclose()


async def fetch_token(client: httpx.AsyncClient, sandbox: Sandbox) -> str:
    pair = f"{sandbox.secret_id}:{sandbox.secret_key}".encode()
    response = await client.post(
        f"{sandbox.base}/auth/v1/token/clientCredential",
        headers={"Authorization": f"Basic {base64.b64encode(pair).decode()}"},
        json={"grant_type": "client_credentials"},
    )
    return str(response.raise_for_status().json()["access_token"])


async def send_with_session(
    session: Session, draft: RequestDraft, where: Target, count: int
) -> float:
    """Return the seconds for ``count`` sends one after the other."""
    begun = time.perf_counter()
    for _ in range(count):
        answer = await session.sending.send(draft, where)
        assert isinstance(answer, Answered)
        assert answer.exchange.verdict.ok
    return time.perf_counter() - begun


async def send_bare(
    client: httpx.AsyncClient, url: str, headers: dict[str, str], body: bytes, count: int
) -> float:
    """Return the seconds for ``count`` plain POST requests one after the other."""
    begun = time.perf_counter()
    for _ in range(count):
        response = await client.post(url, headers=headers, content=body)
        assert response.status_code == 200
    return time.perf_counter() - begun


async def test_sends_beside_bare_httpx(tmp_path: Path, sandbox: Sandbox) -> None:
    where = sandbox.where
    ours: list[float] = []
    theirs: list[float] = []
    async with open_session(tmp_path, sandbox) as session, httpx.AsyncClient() as client:
        draft = draft_for(session.modules.catalogue.get(ENDPOINT))
        url = draft.url.replace("{{vars.host}}", sandbox.base).replace("{{WeDa.EnvType}}", "dev")
        body = draft.body.encode()
        headers = {
            **dict(draft.headers),
            "Authorization": f"Bearer {await fetch_token(client, sandbox)}",
        }
        response = await client.post(url, headers=headers, content=body)
        assert "Error" not in json.loads(response.text)["Response"]
        for number in range(PAIRS + 1):
            count = SENDS if number else 50
            ours.append(await send_with_session(session, draft, where, count))
            theirs.append(await send_bare(client, url, headers, body, count))
    comparison = Comparison(
        figure=f"{SENDS} sends", ours=tuple(ours[1:]), theirs=tuple(theirs[1:]), goal=GOAL
    )
    print_table("sends: Session beside httpx.AsyncClient, one sandbox (seconds)", [comparison])
    assert comparison.ratio <= GOAL
