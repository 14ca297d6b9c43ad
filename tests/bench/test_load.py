"""A generated locustfile compared with a hand-written one, run by Locust against the sandbox."""

import json
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.bench.measure import Comparison, print_table
from tests.bench.test_sends import Sandbox, running_sandbox
from tests.formats.load.locust_runs import needs_locust, play
from tests.formats.load.plans import AUTHORIZED, HOST
from tests.wire.recorder import recorder
from weda_tui.core.load.plan import LoadPlan, LoadRequest, LoadRoute, Template
from weda_tui.formats.load.locust import write_locust

pytestmark = [pytest.mark.bench, needs_locust]

PAIRS, SECONDS, USERS = 9, 5, 10
THROUGHPUT, CPU = 0.9, 1.2
"""The minimum throughput and the maximum CPU time, relative to the hand-written file."""
ADDRESS = "/weda/workflow/v1/dev/DescribeInstanceApproverList"
ROWS = 500
BY_HAND = """
import itertools
import gevent
from locust import FastHttpUser, events, task
from locust.exception import StopUser

TOKEN = ""


@events.test_start.add_listener
def begin(environment, **_):
    import base64, os, urllib.request
    key = base64.b64encode(f"{os.environ['SECRET_ID']}:{os.environ['SECRET_KEY']}".encode())
    call = urllib.request.Request(
        environment.host + "/auth/v1/token/clientCredential",
        b'{"grant_type": "client_credentials"}',
        {"Content-Type": "application/json", "Authorization": "Basic " + key.decode()},
    )
    global TOKEN
    import json
    TOKEN = json.load(urllib.request.urlopen(call))["access_token"]


class Requests(FastHttpUser):
    insecure = False

    @task
    def play(self):
        with self.client.post(
            "ADDRESS", name="list", data=b"{}", catch_response=True,
            headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"},
        ) as response:
            error = response.json().get("Response", {}).get("Error")
            if response.status_code != 200 or error:
                response.failure(error)
"""
MEASURED = """

import os as _os


@events.test_start.add_listener
def _begin(**_):
    global _begun
    _begun = _os.times()


@events.quit.add_listener
def _end(**_):
    now = _os.times()
    with open("cpu", "w") as file:
        file.write(str(now.user + now.system - _begun.user - _begun.system))
    if "WEDA_STATISTICS" in _os.environ and not _os.path.exists(_os.environ["WEDA_STATISTICS"]):
        import json
        with open(_os.environ["WEDA_STATISTICS"], "w") as file:
            entry = _environment.stats.total
            total = {"count": entry.num_requests, "failed": entry.num_failures}
            file.write(json.dumps({"total": total}))


@events.init.add_listener
def _keep(environment, **_):
    global _environment
    _environment = environment
"""
"""Code for both files that writes the CPU time of the process from the test's start to end."""


class Load(NamedTuple):
    """The result of one run."""

    per_second: float
    cpu: float
    """CPU time in microseconds for each request."""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Generator[Sandbox, None, None]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox") / "ready.json") as sandbox:
        yield sandbox


def keys(sandbox: Sandbox) -> dict[str, str]:
    return {"SECRET_ID": sandbox.secret_id, "SECRET_KEY": sandbox.secret_key}


def generated(host: str, *paths: str) -> str:
    requests = tuple(
        LoadRequest(
            name=path,
            title=path,
            method="POST",
            url=Template((HOST, path)),
            headers=(AUTHORIZED, ("Content-Type", Template(("application/json",)))),
            body=Template(("{}",)),
        )
        for path in paths
    )
    return write_locust(LoadPlan("bench", requests, LoadRoute(host=host)))


def measure(folder: Path, text: str, sandbox: Sandbox, *options: str) -> Load:
    given = ("--users", str(USERS), "--spawn-rate", "100", "--run-time", f"{SECONDS}s")
    played = play(
        folder, text + MEASURED, *given, "--host", sandbox.base, *options, environ=keys(sandbox)
    )
    total = played.sample.total
    assert total.count > 0, played.log
    assert total.failed == 0, played.log
    used = float((folder / "cpu").read_text())
    return Load(total.count / SECONDS, 1e6 * used / total.count)


def side_by_side(folder: Path, ours: str, by_hand: str, sandbox: Sandbox) -> tuple[Load, Load]:
    """Run both files at the same time, so that other load of the machine slows down both."""
    folders = folder / "ours", folder / "by-hand"
    for each in folders:
        each.mkdir(exist_ok=True)
    with ThreadPoolExecutor() as pool:
        one = pool.submit(measure, folders[0], ours, sandbox, "--rate", "0")
        other = pool.submit(measure, folders[1], by_hand, sandbox)
        return one.result(), other.result()


def test_the_throughput_and_the_cpu_time_of_a_file_by_hand(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    ours, by_hand = generated(sandbox.base, ADDRESS), BY_HAND.replace("ADDRESS", ADDRESS)
    pairs = [side_by_side(tmp_path, ours, by_hand, sandbox) for _ in range(PAIRS + 1)][1:]
    mine, theirs = zip(*pairs, strict=True)
    rows = (
        Comparison(
            figure="time of 1,000 (s)", goal=1 / THROUGHPUT,
            ours=tuple(1000 / each.per_second for each in mine),
            theirs=tuple(1000 / each.per_second for each in theirs),
        ),
        Comparison(
            figure="CPU of a request (µs)", goal=CPU,
            ours=tuple(each.cpu for each in mine), theirs=tuple(each.cpu for each in theirs),
        ),
    )  # fmt: skip
    print_table("a generated locustfile beside one by hand, at the same time", rows)
    for row in rows:
        ratio = statistics.median(a / b for a, b in zip(row.ours, row.theirs, strict=True))
        print(f"{row.figure}: median of the pairs {ratio:.2f}, at most {row.goal:.2f}")
        assert ratio <= row.goal, row.figure


def test_two_workers_count_what_one_counts(tmp_path: Path) -> None:
    """Both runs have the same rate limit, and the server counts the requests too."""
    counts: dict[int, tuple[int, int]] = {}
    for workers in (1, 2):
        with recorder() as server:
            options = ("--users", "4", "--spawn-rate", "100", "--run-time", "10s", "--rate", "40",
                       "--processes", str(workers))  # fmt: skip
            environ = {"SECRET_ID": "id", "SECRET_KEY": "key"}
            played = play(tmp_path, generated(server.host, "/a"), *options, environ=environ)
            counts[workers] = played.sample.total.count, len(server.requests())
            assert len(server.token_calls()) == 1
    for workers, (counted, arrived) in counts.items():
        print(f"\n{workers} worker(s): {counted} counted, {arrived} arrived", end="")
        assert arrived == counted
    print()
    assert counts[2][0] == pytest.approx(counts[1][0], rel=0.05)


def test_failures_are_the_verdicts_of_run_on_a_thousand_calls(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("WEDA_TUI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SANDBOX_SECRET_KEY", sandbox.secret_key)
    folder = tmp_path / "workspace" / "collections" / "a"
    folder.mkdir(parents=True)
    (folder / "list.toml").write_text('endpoint = "workflow.DescribeInstanceApproverList"\n')
    (folder / "tasks.toml").write_text(
        'endpoint = "workflow.GetFlowInstanceTasks"\nbody = \'{"InstanceId": "{{instance}}"}\'\n'
    )
    texts = ("no-such-instance", 'not"json', "")
    rows = [{"instance": texts[n % 3]} for n in range(ROWS)]
    (tmp_path / "rows.json").write_text(json.dumps(rows))

    def program(*arguments: str) -> str:
        command = (sys.executable, "-m", "weda_tui", *arguments)
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout  # noqa: PLW1510

    program("env", "add", "hq", "--host", sandbox.base, "--secret-id", sandbox.secret_id,
            "--secret-key", "env:SANDBOX_SECRET_KEY")  # fmt: skip
    place = ("--env", "hq", "--env-type", "dev")
    results = json.loads(program("run", "a", *place, "--data", "rows.json", "--json"))["results"]
    expected = Counter(r["verdict"]["code"] for r in results if r["outcome"] == "failed")
    text = program("export", "a", "--format", "locust", *place)
    options = ("--users", "4", "--spawn-rate", "4", "--rate", "0", "--data", "rows.json")
    played = play(tmp_path, text, *options, environ=keys(sandbox), rounds=ROWS)
    print(f"\nrun: {dict(expected)} of {len(results)}", end="")
    print(f"\nlocust: {played.codes} of {played.sample.total.count}")
    assert played.codes == expected
    assert played.sample.total.count == len(results) == 2 * ROWS
