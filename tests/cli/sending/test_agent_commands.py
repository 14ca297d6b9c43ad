"""The command that an agent gets for the user sends exactly the agent's request."""

import json
import os
import shlex
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from tests.cli.program import run_cli
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.session import Session
from weda_tui.store.paths import Paths

pytestmark = pytest.mark.usefixtures("hq")
WRITE = "workflow.CompleteTask"
SET = (VariableLayer(VariableOrigin.SET, {"id": "it's $HOME"}),)


@pytest.fixture
async def session(workspace: Path, tmp_path: Path) -> AsyncIterator[Session]:
    paths = Paths(workspace=workspace, state=tmp_path / "state")
    session = Session(paths, environ=os.environ, use_keyring=False)
    yield session
    await session.aclose()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"body": '{\n  "TaskId": "1893450276618240001"\n}'},
        {"body": '{"TaskId": "{{id}}"}', "layers": SET},
        {"headers": (("Content-Type", "application/json"), ("X-Note", "it's; `a`"))},
        {"body": ""},
    ],
)
async def test_it_sends_the_same(session: Session, changes: dict[str, object]) -> None:
    first = draft_for(session.endpoints.get(WRITE, None))
    draft: RequestDraft = msgspec.structs.replace(first, **changes)
    where = session.environments.where_exactly("总部", "dev")
    preview = await session.agents.preview(draft, where)
    request = preview.preflight.request
    assert request is not None
    name, command, *arguments = shlex.split(preview.command)
    ran = run_cli(command, "--dry-run", "--json", *arguments)
    assert (name, ran.status) == ("weda-tui", 0), ran.talk
    shown = json.loads(ran.data)
    assert (shown["method"], shown["url"]) == (request.method, request.url)
    assert {key.lower(): value for key, value in shown["headers"].items()} == {
        key.lower(): value for key, value in request.headers
    }
    assert shown["body"] == (json.loads(request.body) if request.body else None)
