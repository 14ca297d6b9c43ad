"""``env logs``: the location of a deployment's logs, for the command that searches them."""

import json

import pytest

from tests.cli.program import run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

EN = ("--lang", "en")
BODY = json.dumps({"code": "SYS_ERR", "requestId": "7f3a9c21-0b", "message": "m"})


def test_a_cluster_is_said_once_and_used_by_explain(hq: SandboxInfo) -> None:
    del hq
    before = run_cli(*EN, "explain", "-", stdin=BODY).text
    assert "docker logs proxy" in before
    assert "In a cluster: weda-tui env logs 总部 --cluster NAMESPACE" not in before, "it is quoted"
    assert "weda-tui env logs '总部' --cluster NAMESPACE" in before
    assert "not set" in run_cli(*EN, "env", "logs", "总部").text
    pod = "proxy=weda-proxy-0"
    said = run_cli(*EN, "env", "logs", "总部", "--cluster", "weda", "--pod", pod)
    assert (said.status, said.text) == (
        0,
        "总部: a cluster, namespace weda\n  proxy  weda-proxy-0\n",
    )
    after = run_cli(*EN, "explain", "-", stdin=BODY).text
    assert "kubectl -n weda logs weda-proxy-0 | grep -F -- '7f3a9c21-0b'" in after
    assert "env logs" not in after
    assert "(documented; which service: inferred)" in after
    assert run_cli(*EN, "env", "logs", "总部", "--single").text == "总部: a single machine\n"


def test_the_cluster_of_another_deployment_is_not_searched(hq: SandboxInfo) -> None:
    run_cli(*EN, "env", "logs", "总部", "--cluster", "weda")
    own = run_cli(*EN, "explain", "-", stdin=f"POST {hq.base}/weda/x {BODY}").text
    assert "kubectl -n weda" in own
    other = run_cli(*EN, "explain", "-", stdin=f"POST https://10.20.4.18/weda/x {BODY}").text
    assert "kubectl" not in other
    assert "docker logs proxy" in other
    assert "weda-tui env logs NAME --cluster NAMESPACE" in other


def test_send_says_how_a_cluster_is_named(hq: SandboxInfo) -> None:
    del hq
    fault = ("--header", "X-Sandbox-Fault: FailedOperation")
    ran = run_cli(*EN, "send", "workflow.DescribeInstanceApproverList", *fault, "--body", "{}")
    assert ran.status == 1
    assert "Search the log of allin-one-runtime (kept 7 days)   docker exec" in ran.talk
    assert "weda-tui env logs '总部' --cluster NAMESPACE" in ran.talk


@pytest.mark.parametrize(
    "flags",
    [
        ("--cluster", "Weda"),
        ("--cluster", "--all"),
        ("--cluster", "weda;ls"),
        ("--cluster", "weda", "--pod", "proxy=$(ls)"),
        ("--cluster", "weda", "--pod", "proxy"),
        ("--cluster", "weda", "--pod", "nobody=pod-0"),
        ("--pod", "proxy=pod-0"),
        ("--single", "--cluster", "weda"),
    ],
)
def test_what_is_no_name_is_refused(hq: SandboxInfo, flags: tuple[str, ...]) -> None:
    del hq
    assert run_cli("env", "logs", "总部", *flags).status == 2
    assert "not set" in run_cli(*EN, "env", "logs", "总部").text


def test_a_pasted_failure_with_an_old_date_has_no_log_any_more() -> None:
    dump = f"HTTP/1.1 200 OK\nDate: Sun, 06 Nov 1994 08:49:37 GMT\n\n{BODY}"
    assert (
        "The log of proxy was deleted on 1994-11-13"
        in run_cli(*EN, "explain", "-", stdin=dump).text
    )
    report = json.loads(run_cli("explain", "-", "--json", stdin=dump).text)
    details = report["serverLogDetails"]
    assert details["goneSince"].startswith("1994-11-13T08:49:37")
    assert details["service"] == "proxy"
    assert details["source"].startswith("https://docs.cloudbase.net/")
    assert "inferred" in details["confidence"]
