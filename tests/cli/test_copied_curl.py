"""A copied curl command gets its token from ``weda-tui token``, and the sandbox answers it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.cli.program import run_cli
from weda_tui.cli.explorer import demo_session
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import PreparedRequest, draft_for
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.sandbox.server.sockets import SandboxInfo
from weda_tui.session import Session
from weda_tui.session.interchange.exports import export_draft
from weda_tui.store.paths import STATE_VARIABLE, find_paths

READS = ("workflow.DescribeInstanceApproverList", "model.list")
MODEL = VariableLayer(VariableOrigin.SET, {"modelName": "customer"})


@pytest.fixture
def session(workspace: Path) -> Session:
    return Session(find_paths(None, os.environ), environ=os.environ)


def copied(session: Session, endpoint_id: str, name: str = "总部") -> str:
    """Return the curl command that the explorer copies to the clipboard."""
    where = session.environments.where_exactly(name, "dev")
    draft = replace(draft_for(session.endpoints.get(endpoint_id, where)), layers=(MODEL,))
    return export_draft(session, draft, ExportFormat.CURL, where).data.decode()


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
@pytest.mark.parametrize(
    ("shell", "endpoint_id"),
    [*zip(("bash", "dash", "zsh", "ksh"), READS * 2, strict=True), ("bash", READS[1])],
)
def test_it_runs_as_it_is(
    both: SandboxInfo,
    session: Session,
    shell: str,
    endpoint_id: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    monkeypatch.delenv(STATE_VARIABLE)  # as in another terminal, next to a demo
    ran = subprocess.run(
        [shell, "-c", copied(session, endpoint_id)], check=False, capture_output=True
    )
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert "requestid" in ran.stdout.decode().lower()
    assert "Error" not in answer.get("Response", {}), answer
    assert "code" not in answer, answer


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
@pytest.mark.parametrize("endpoint_id", READS)
def test_that_of_a_demo_runs_while_the_demo_does(
    tmp_path: Path, endpoint_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEDA_TUI_STATE", str(tmp_path / "own"))
    demo = demo_session(tmp_path / "demo", "sandbox")
    ran = subprocess.run(
        ["/bin/sh", "-c", copied(demo, endpoint_id, "sandbox")], check=False, capture_output=True
    )
    demo.environments.close()
    assert "INVALID_ACCESS_TOKEN" not in ran.stdout.decode()
    assert "requestid" in ran.stdout.decode().lower()
    assert ran.stderr.decode().count("✗") == 0


def test_the_command_names_the_environment_and_the_kind(
    both: SandboxInfo, session: Session, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: str | None = "/bin/weda-tui"

    def which(_: str) -> str | None:
        return found

    monkeypatch.setattr(shutil, "which", which)
    where = session.environments.where_exactly("总部", "dev")
    route = session.routes.describe(where.environment).fingerprint
    at = f"--env '总部' --route {route} --workspace {workspace}"
    state = f"WEDA_TUI_STATE={session.paths.state}"
    assert f'-H "Authorization: $({state} weda-tui token {at})"' in copied(session, READS[0])
    assert f'-H "Authorization: $({state} weda-tui token --user {at})"' in copied(session, READS[1])
    own = f"$({state} {Path(sys.executable).with_name('weda-tui')} token"
    found = None
    assert own in copied(session, READS[0])
    found = "./weda-tui"  # in the current folder, which an attacker may control
    assert own in copied(session, READS[0])


def test_an_export_for_others_reads_a_variable(both: SandboxInfo) -> None:
    ran = run_cli("export", READS[0].partition(".")[0], "--format", "curl", "--env", "总部")
    assert "weda-tui token" not in ran.text
    assert '"$ACCESS_TOKEN"' in ran.text


def test_the_sandbox_of_this_process_has_no_token_elsewhere(session: Session) -> None:
    session.environments.use_sandbox("sandbox")
    text = copied(session, READS[0], "sandbox")
    session.environments.close()
    assert '"$ACCESS_TOKEN"' in text
    assert "weda-tui token" not in text


def test_what_is_shown_as_curl_fetches_the_token_for_this_host_alone(
    both: SandboxInfo, session: Session
) -> None:
    where = session.environments.where_exactly("总部", "dev")

    def shown(url: str, *values: str, kind: TokenKind = TokenKind.USER) -> str:
        headers = tuple(("Authorization", value) for value in values)
        request = PreparedRequest(method="GET", url=url, headers=headers, body=b"")
        return session.sending.curl(request, where, kind)

    masked, here = f"Bearer {MASK}", f"{both.base}/x"
    assert " token --user --env '总部'" in shown(here, masked)
    assert " token --env '总部'" in shown(here, masked, kind=TokenKind.KEY)
    for text in (
        shown(f"{both.base}.evil.example/x", masked),
        shown(here, "Bearer mine"),
        shown(here, masked, masked),
        shown(here, f"Basic {MASK}", kind=TokenKind.BASIC),
        shown(here, masked, kind=TokenKind.NONE),
    ):
        assert "$(" not in text


@pytest.mark.parametrize("endpoint_id", READS)
def test_a_route_that_is_not_approved_has_no_token_command(
    both: SandboxInfo, session: Session, workspace: Path, endpoint_id: str
) -> None:
    file = workspace / "environments" / "总部.toml"
    file.write_text(f'proxy = "none"\n{file.read_text("utf-8")}', "utf-8")
    session.environments.reload()
    text = copied(session, endpoint_id)
    assert "weda-tui token" not in text
    assert 'ACCESS_TOKEN"' in text
    where = session.environments.where_exactly("总部", "dev")
    header = ("Authorization", f"Bearer {MASK}")
    request = PreparedRequest(method="GET", url=f"{both.base}/x", headers=(header,), body=b"")
    shown = session.sending.curl(request, where, TokenKind.KEY)
    assert "$(" not in shown
    assert MASK in shown
