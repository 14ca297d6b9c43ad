"""A load test with requests that an attacker wrote reveals no secret."""

import json
from urllib.parse import quote

import pytest

from tests.adversarial.machine import SAVED, Machine, answer_as_weda
from tests.adversarial.recorder import Reply, json_reply
from tests.canaries import REFRESH, USER_ACCESS
from tests.formats.load.locust_runs import needs_locust

FRESH = "fresh-token-0123456789abcdefghij"
"""The token that Locust fetches; no other process knows it."""


def answer(path: str) -> Reply:
    """Answer as a deployment that repeats the token in an error code."""
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


@needs_locust
@pytest.mark.parametrize("workers", [(), ("--workers", "1")])
@pytest.mark.parametrize("secret", [REFRESH, USER_ACCESS])
def test_no_secret_of_this_machine_is_compared_or_sent(
    machine: Machine, secret: str, workers: tuple[str, ...]
) -> None:
    def repeat(path: str) -> Reply:
        reply = {"Response": {"RequestId": "r-1", "Data": {"seen": secret}}}
        return answer_as_weda(path) if path.startswith("/auth/") else json_reply(reply)

    machine.sites.plain.answers = repeat
    captured = '[capture]\nseen = "$.Response.Data.seen"\n'
    told = '[[assert]]\non = "$.Response.Data.seen"\nmatches = "^[a-zA-Z]"\n'
    machine.write("collections/load/a.toml", SAVED + told)
    machine.write("collections/load/b.toml", SAVED + captured)
    machine.write("collections/load/c.toml", SAVED + """body = '{"q": "x{{seen}}"}'\n""")
    ran = machine.run("load", "load", "--users", "1", "--time", "4s", "--env", "hq",
                      "--env-type", "dev", "--yes", "--json", *workers)  # fmt: skip
    codes = {each["code"] for each in json.loads(ran.data)["failures"]}
    wanted = {"assert $.Response.Data.seen matches", "capture seen", "VARIABLE_UNKNOWN"}
    assert codes == wanted, ran.talk
    assert b'"q": "x' not in machine.sites.plain.received


@needs_locust
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('1, "_method": "DELETE"', ""),
        ("1&_method=DELETE", ""),
        ("\r\nPOST /weda/StopFlow HTTP/1.1\r\n", "GUARD_CALL_CHANGED"),
    ],
)
def test_no_answer_makes_a_read_of_a_load_a_write(machine: Machine, said: str, code: str) -> None:
    def repeat(path: str) -> Reply:
        reply = {"Response": {"RequestId": "r-1", "Data": {"v": said}}}
        return answer_as_weda(path) if path.startswith("/auth/") else json_reply(reply)

    machine.sites.plain.answers = repeat
    machine.write("collections/load/a.toml", SAVED + '[capture]\nv = "$.Response.Data.v"\n')
    machine.write("collections/load/b.toml", SAVED + """body = '{"PageNo": {{v}}}'\n""")
    machine.write("collections/load/c.toml", SAVED.removesuffix('"\n') + '?a={{v}}"\n')
    kind = 'headers = ["Content-Type: text/plain"]\n'
    machine.write("collections/load/d.toml", SAVED + kind + 'body = "{{v}}"\n')
    ran = machine.run("load", "load", "--users", "1", "--time", "2s", "--env", "hq",
                      "--env-type", "dev", "--yes", "--json")  # fmt: skip
    failures = {each["path"]: each["code"] for each in json.loads(ran.data)["failures"]}
    wanted = {"load/b": "VALUE_NOT_JSON", **({"load/d": code} if code else {})}
    assert failures == wanted, ran.talk
    received = machine.sites.plain.received
    assert f"?a={quote(said, safe='')} ".encode() in received
    assert said.encode() not in received.replace(f"\r\n\r\n{said}".encode(), b"")
    assert b"\nPOST /weda/StopFlow" not in received


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
