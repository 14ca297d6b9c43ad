"""A load test with requests that an attacker wrote reveals no secret."""

import json
from urllib.parse import quote

import pytest

from tests.adversarial.machine import SAVED, Machine, answer_as_weda
from tests.adversarial.recorder import Answers, Reply, json_reply
from tests.canaries import REFRESH, USER_ACCESS
from tests.formats.load.locust_runs import needs_locust

LOAD = ("load", "load", "--users", "1", "--env", "hq", "--env-type", "dev", "--yes", "--json")
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
    outputs = ("--junit", str(reports[0]), "--html", str(reports[1]))
    ran = machine.run(*LOAD, "--time", "2s", "--writes", *outputs)
    assert b"capture seen" in ran.data, ran.talk
    for shown in (ran.data, ran.talk.encode(), *(each.read_bytes() for each in reports)):
        assert FRESH.encode() not in shown
    received = machine.sites.plain.received
    assert f"Bearer {FRESH}".encode() in received
    assert f'"q": "{FRESH}'.encode() not in received


def repeating(**values: str) -> Answers:
    """Return the deployment's answers, with values in the response of each call."""
    reply = json_reply({"Response": {"RequestId": "r-1", "Data": values}})
    return lambda path: answer_as_weda(path) if path.startswith("/auth/") else reply


@needs_locust
@pytest.mark.parametrize("workers", [(), ("--workers", "1")])
def test_no_secret_of_this_machine_is_compared_or_sent(
    machine: Machine, workers: tuple[str, ...]
) -> None:
    names = {"refresh": REFRESH, "access": USER_ACCESS}
    machine.sites.plain.answers = repeating(**names)
    at = "$.Response.Data."
    for name in names:
        told = f'[[assert]]\non = "{at}{name}"\nmatches = "^[a-zA-Z]"\n'
        machine.write(f"collections/load/a-{name}.toml", SAVED + told)
        machine.write(
            f"collections/load/b-{name}.toml", f'{SAVED}[capture]\n{name} = "{at}{name}"\n'
        )
        sent = f"""body = '{{"q": "x{{{{{name}}}}}"}}'\n"""
        machine.write(f"collections/load/c-{name}.toml", SAVED + sent)
    ran = machine.run(*LOAD, "--time", "4s", *workers)
    failures = {(each["path"], each["code"]) for each in json.loads(ran.data)["failures"]}
    codes = {"a": f"assert {at}{{}} matches", "b": "capture {}", "c": "VARIABLE_UNKNOWN"}
    wanted = {(f"load/{k}-{n}", code.format(n)) for k, code in codes.items() for n in names}
    assert failures == wanted, ran.talk
    assert b'"q": "x' not in machine.sites.plain.received


SAID = {
    "1": ('1, "_method": "DELETE"', ""),
    "2": ("1&_method=DELETE", ""),
    "3": ("\r\nPOST /weda/StopFlow HTTP/1.1\r\n", "GUARD_CALL_CHANGED"),
}


@needs_locust
def test_no_answer_makes_a_read_of_a_load_a_write(machine: Machine) -> None:
    machine.sites.plain.answers = repeating(**{f"v{n}": said for n, (said, _) in SAID.items()})
    captures = "".join(f'v{n} = "$.Response.Data.v{n}"\n' for n in SAID)
    machine.write("collections/load/a.toml", f"{SAVED}[capture]\n{captures}")
    kind = 'headers = ["Content-Type: text/plain"]\n'
    wanted: dict[str, str] = {}
    for n, (_, code) in SAID.items():
        machine.write(f"collections/load/b{n}.toml", f"""{SAVED}body = '{{"P": {{{{v{n}}}}}}}'\n""")
        machine.write(f"collections/load/c{n}.toml", f'{SAVED[:-2]}?a={{{{v{n}}}}}"\n')
        machine.write(f"collections/load/d{n}.toml", f'{SAVED}{kind}body = "{{{{v{n}}}}}"\n')
        wanted |= {f"load/b{n}": "VALUE_NOT_JSON", **({f"load/d{n}": code} if code else {})}
    ran = machine.run(*LOAD, "--time", "3s")
    failures = {each["path"]: each["code"] for each in json.loads(ran.data)["failures"]}
    assert failures == wanted, ran.talk
    received = machine.sites.plain.received
    for said, _ in SAID.values():
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
