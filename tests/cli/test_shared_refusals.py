"""Several processes with a refused key: only one calls the server, all report the same error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from tests.cli.test_token_faults import READ, Answer, Deployment, serving

REFUSED = Answer(401, {"error": "invalid_client", "error_description": "no such key"})
GIVEN = Answer(200, {"access_token": "t-1", "expires_in": 7200})


def start() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "weda_tui", "--lang", "en", "send", READ, "--env-type", "dev"],
        env={**os.environ, "NO_PROXY": "*"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def test_several_processes_make_one_call_and_a_right_key_works_at_once(workspace: Path):
    deployment = Deployment([REFUSED])
    with serving(deployment) as host:
        added = run_cli(
            *("env", "add", "hq", "--host", host, "--secret-id", "AKID", "--secret-key", "file"),
            stdin="wrong-key\n",
        )
        assert added.status == 0, added.talk
        processes = [start() for _ in range(3)]
        results = [(*each.communicate(timeout=120), each.returncode) for each in processes]
        assert {status for _, _, status in results} == {5}
        assert {out for out, _, _ in results} == {""}
        (said,) = {talk.partition("\n")[2] for _, talk, _ in results}  # the first line has a time
        assert "rejected this SecretId and SecretKey" in said
        assert "To try now, run weda-tui token --refresh --env hq or press Ctrl+T." in said
        assert "Traceback" not in said
        assert deployment.token_calls == 1

        refused_again = run_cli("token", "--refresh")
        assert (refused_again.status, deployment.token_calls) == (5, 2)

        deployment.tokens = [GIVEN]
        assert run_cli("env", "secret", "hq", stdin="right-key\n").status == 0
        assert run_cli("send", READ, "--env-type", "dev").status == 0
        assert deployment.token_calls == 3
