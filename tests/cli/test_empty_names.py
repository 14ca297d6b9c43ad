"""An empty name is an error; it never means the name that was used last."""

import pytest

from tests.cli.program import run_cli

APPROVERS = "workflow.DescribeInstanceApproverList"


@pytest.mark.usefixtures("hq")
@pytest.mark.parametrize(
    "arguments",
    [
        ("env", "show", ""),
        ("env", "remove", "", "--yes"),
        ("send", APPROVERS, "--env", ""),
        ("send", APPROVERS, "--env-type", ""),
        ("token", "--env", ""),
        ("token", "--env="),
    ],
)
def test_an_empty_name_is_refused(arguments: tuple[str, ...]) -> None:
    ran = run_cli(*arguments)
    assert (ran.status, ran.data) == (2, b"")
    assert run_cli("env", "show", "总部").status == 0


@pytest.mark.usefixtures("hq")
@pytest.mark.parametrize("option", ["--env", "--env-type"])
def test_the_same_call_with_no_name_works(option: str) -> None:
    assert run_cli("send", APPROVERS, "--dry-run").status == 0
    assert run_cli("send", APPROVERS, "--dry-run", option, "").status == 2
