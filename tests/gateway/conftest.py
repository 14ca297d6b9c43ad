import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import ALL_USES
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.sending.exchange import Response, Sending
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.route_files import LoadedRoute, load_route


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway(Clock())
    yield gateway
    await gateway.aclose()


def environment_at(host: str, **fields: object) -> Environment:
    base = Environment(name="test", host=host, env_types=(), secret_id="AKID-1", timeout=20.0)
    return msgspec.structs.replace(base, **fields)


def route_to(environment: Environment, base: Path = Path()) -> LoadedRoute:
    """Return the route of an environment with its files, approved for every secret."""
    return load_route(environment, base, ALL_USES)


Send = Callable[..., Awaitable[Response]]


@pytest.fixture
def send(gateway: Gateway) -> Send:
    """Return a function that sends a POST to a host, with changed fields of its environment."""

    async def send(
        host: str,
        *,
        method: str = "POST",
        path: str = "/weda/workflow/v1/prod/Do",
        headers: tuple[Header, ...] = (),
        body: bytes = b"{}",
        through: Gateway = gateway,
        progress: list[Sending] | None = None,
        **fields: object,
    ) -> Response:
        request = PreparedRequest(method=method, url=host + path, headers=headers, body=body)
        reports = progress if progress is not None else []
        return await through.exchange(
            request,
            route_to(environment_at(host, **fields)),
            started=0.0,
            on_progress=reports.append,
        )

    return send
