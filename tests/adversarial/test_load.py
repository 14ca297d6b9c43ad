"""Load on a deployment, by requests that an attacker wrote: nothing of it tells a secret."""

import pytest

from tests.adversarial.machine import SAVED, Machine
from tests.adversarial.recorder import Reply, json_reply
from tests.formats.load.locust_runs import needs_locust

FRESH = "fresh-token-0123456789abcdefghij"
"""What Locust gets, and nobody has seen before."""


def answer(path: str) -> Reply:
    """Answer as a deployment that repeats the token in the code of an error."""
    if path.startswith("/auth/"):
        return json_reply({"token_type": "Bearer", "access_token": FRESH, "expires_in": 7200})
    return json_reply({"code": f"NO_RIGHT.{FRESH}", "message": "no", "data": {"seen": FRESH}})


@needs_locust
def test_a_token_that_locust_got_stands_in_no_report(machine: Machine) -> None:
    machine.sites.plain.answers = answer
    more = '[[assert]]\non = "verdict"\nequals = "failure"\n[capture]\nseen = "$.data.seen"\n'
    machine.write("collections/load/a.toml", SAVED + more)
    machine.write("collections/load/b.toml", SAVED + """body = '{"q": "{{seen}}"}'\n""")
    reports = [machine.workspace / name for name in ("report.xml", "report.html")]
    ran = machine.run(
        "load", "load", "--users", "1", "--time", "2s", "--env", "hq", "--env-type", "dev", "--yes",
        "--writes", "--junit", str(reports[0]), "--html", str(reports[1]), "--json",
    )  # fmt: skip
    assert b"capture seen" in ran.data, ran.talk
    for shown in (ran.data, ran.talk.encode(), *(each.read_bytes() for each in reports)):
        assert FRESH.encode() not in shown
    received = machine.sites.plain.received
    assert f"Bearer {FRESH}".encode() in received
    assert f'"q": "{FRESH}'.encode() not in received


@pytest.mark.parametrize("name", ["load.py", "deep/load.py"])
def test_a_locustfile_is_not_written_beside_code_of_a_commit(machine: Machine, name: str) -> None:
    file = machine.workspace / name
    file.parent.mkdir(exist_ok=True)
    arguments = ("export", "basic", "--format", "locust", "--env", "hq", "-o")
    ran = machine.run(*arguments, str(file))
    assert (ran.status, file.exists()) == (2, False), ran.talk
    outside = machine.folder / "own.py"
    ran = machine.run(*arguments, str(outside))
    assert ran.status == 0, ran.talk
    assert outside.exists()
