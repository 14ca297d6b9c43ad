"""``send`` of a saved request with dependencies, on the sandbox."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import Ran
from tests.cli.runs.test_command import FLOWS, START, STARTER, write

Send = Callable[..., Ran]

TASKS = """
endpoint = "workflow.GetFlowInstanceTasks"
depends = ["chain/发起"]
body = '{"InstanceId": "{{InstanceId}}"}'
"""


@pytest.fixture(autouse=True)
def chain(workspace: Path) -> None:
    texts = {"chain/flows": FLOWS, "chain/starter": STARTER, "chain/发起": START}
    write(workspace, {**texts, "chain/tasks": TASKS})


def test_what_it_depends_on_goes_first(send: Send) -> None:
    ran = send("chain/tasks", "--env-type", "dev", "--yes", "--json")
    assert ran.status == 0, ran.talk
    body = json.loads(json.loads(ran.data)["request"]["body"]["InstanceId"])
    assert body > 10**15
    told = [line.split()[1] for line in ran.talk.splitlines() if line.startswith("✓ chain")]
    assert told == ["chain/flows", "chain/starter", "chain/发起"]


def test_a_dry_run_says_what_would_go_first(send: Send) -> None:
    ran = send("chain/tasks", "--env-type", "dev", "--dry-run", "--lang", "en")
    assert ran.status == 0, ran.talk
    assert '{"InstanceId": "{{InstanceId}}"}' in ran.text
    assert "Sent first: chain/flows → chain/starter → chain/发起" in ran.talk
    assert "{{InstanceId}} = {{InstanceId}}   captured from the response of chain/发起" in ran.talk
    explained = json.loads(send("chain/tasks", "--dry-run", "--json").data)["explain"]
    assert explained["first"] == ["chain/flows", "chain/starter", "chain/发起"]


@pytest.mark.parametrize("env_type", ["dev", "prod"])
def test_a_write_among_them_stops_everything_without_yes(send: Send, env_type: str) -> None:
    ran = send("chain/tasks", "--env-type", env_type)
    assert (ran.status, ran.data) == (7, b"")
    assert "! chain/发起" in ran.talk
    assert "✓" not in ran.talk
    assert send("chain/tasks", "--env-type", env_type, "--yes").status == 0


def test_a_write_that_would_be_stopped_sends_nothing_first(send: Send) -> None:
    ran = send("chain/发起", "--env-type", "prod")
    assert ran.status == 7
    assert "✓" not in ran.talk


def test_a_value_that_is_given_needs_nothing_first(send: Send) -> None:
    ran = send("chain/tasks", "--env-type", "prod", "--set", "InstanceId=5", "--json")
    assert json.loads(ran.data)["request"]["body"] == {"InstanceId": "5"}
    assert "chain/" not in ran.talk


def test_a_failure_among_them_is_the_failure(send: Send, workspace: Path) -> None:
    write(workspace, {"chain/flows": f'{FLOWS}[[assert]]\non = "status"\nequals = 201\n'})
    ran = send("chain/tasks", "--env-type", "dev", "--yes", "--json", "--lang", "en")
    assert ran.status == 6
    said = json.loads(ran.data)
    assert (said["verdict"]["ok"], said["verdict"]["code"]) == (False, "depends_failed")
    assert "chain/flows" in said["verdict"]["message"]
    assert said["failure"]["executed"] == "not-sent"
    assert "HTTP status equals 201" in ran.talk


def test_one_that_is_not_there_is_named(send: Send, workspace: Path) -> None:
    (workspace / "collections/chain/发起.toml").unlink()
    ran = send("chain/tasks", "--env-type", "dev")
    assert (ran.status, ran.data) == (2, b"")
    assert "chain/发起" in ran.talk
