"""The judged call is the sent call: no header, body, file or captured value changes it."""

import asyncio
import json
import os
import threading
import zipfile
from itertools import product

import pytest

from tests.adversarial.machine import READ, SAVED, Machine, answer_as_weda, left_out
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_answers import answering
from tests.adversarial.test_exports import HQ, REQUEST_FORMATS
from tests.adversarial.test_requests import append, be_behind_a_gate
from weda_tui.cli.export import CODE
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.runs.answer_values import Captured
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.session.runs.memory import SentRequest
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.store.paths import find_paths

CALLS = "{{vars.host}}/weda/workflow/v1"
ACTION = "DescribeInstanceApproverList"
OPEN = f"""endpoint = "{READ}"
method = "POST"
url = "{CALLS}/{{{{WeDa.EnvType}}}}/{{{{action}}}}"
body = "{{}}"
"""
PASSWORD_TYPED = "typed-canary-password-0123"
ROUTE_HEADERS = [
    *("Host: evil.example", "HOST: evil.example:80", "X-Host: evil.example"),
    *(
        "X-Forwarded-Host: evil.example",
        "X_Forwarded_Host: evil",
        "X.Forwarded.Host: evil",
        "Forwarded: host=evil.example",
    ),
    *("X-Original-Host: evil.example", "X-HTTP-Host-Override: evil.example"),
    *("X-Original-URL: /other/x", "X-Rewrite-URI: /other/x", "X-Envoy-Original-Path: /other/x"),
    *("X-Original-Path: /other/x", "X-Override-URL: /other/x", "X-Forwarded-Prefix: /other"),
    *("X-Original-URL: http://evil.example/weda-a/x", "X_Original_URL: {{to}}"),
    *("X-Envoy-Original-Dst-Host: evil.example", "X-Forwarded-To: evil.example"),
]


def workflow_requests(machine: Machine) -> list[str]:
    """Return the requests that the deployment received, without the token calls."""
    machine.sites.plain.settle()
    return [line for line in machine.sites.plain.requests if "/token/" not in line]


# -- captured values -----------------------------------------------------------------------------


def test_no_value_that_is_captured_meanwhile_changes_a_call(machine: Machine) -> None:
    """The guard of prod asks before a write; a read that waits for its token stays a read."""
    lines = f'[variables]\naction = "{ACTION}"\n'
    machine.write("collections/lure/a.toml", OPEN + lines)
    is_fetching, may_answer = threading.Event(), threading.Event()

    def answer_late(path: str) -> Reply:
        if path.startswith("/auth/"):
            is_fetching.set()
            may_answer.wait(20)
        return answer_as_weda(path)

    async def send_and_capture() -> None:
        paths = find_paths(str(machine.workspace), os.environ)
        session = Session(paths, environ=os.environ, use_keyring=False)
        where = session.environments.where_exactly("hq", "prod")
        loader = RequestLoader(session, where)
        draft = loader.draft(loader.find("lure/a"))
        await session.warm_up()
        await session.tokens.forget(where.environment)
        machine.sites.plain.answers = answer_late
        assert session.sending.preflight(draft, where).decision is GuardDecision.SEND
        sending = asyncio.create_task(session.sending.send(draft, where, saved="lure/a"))
        assert await asyncio.to_thread(is_fetching.wait, 20)
        captured = [Captured("action", "StopFlow")]
        session.captured.scope(where).note("lure/b", SentRequest(ok=True, at=0.0), captured)
        may_answer.set()
        assert isinstance(await sending, Answered)
        await session.aclose()

    asyncio.run(send_and_capture())
    (line,) = workflow_requests(machine)
    assert line.startswith(f"POST /weda/workflow/v1/prod/{ACTION} ")


@pytest.mark.parametrize(("name", "status"), [("StopFlow", 7), (ACTION, 0)])
@pytest.mark.parametrize("guard", ["confirm", "type-name", "read-only"])
def test_a_dry_run_calls_no_path_read_only_that_waits_for_a_value(
    machine: Machine, name: str, status: int, guard: str
) -> None:
    """The call is judged when the value is known: a read is sent, also with a guard."""
    machine.edit("hq", 'prod = "confirm"', f'prod = "{guard}"')

    def answer(path: str) -> Reply:
        named = {"Response": {"RequestId": "r", "Data": {"name": name}}}
        return json_reply(named) if path.startswith("/x/") else answer_as_weda(path)

    machine.sites.plain.answers = answer
    machine.write(
        "collections/lure/b.toml",
        'method = "GET"\nurl = "{{vars.host}}/x/free"\nheaders = ["Authorization: none"]\n'
        '[capture]\naction = "$.Response.Data.name"\n',
    )
    machine.write(
        "modules/own.toml",
        '[calls.Any]\nmethod = "POST"\npath = "/weda/workflow/v1/{envType}/{action}"\n'
        'title = "List"\neffect = "read"\nauth = "wedaClientCredentials"\n',
    )
    text = OPEN.replace(READ, "own.Any")
    machine.write("collections/lure/a.toml", f'{text}depends = ["lure/b"]\n')
    words = ("send", "lure/a", "--env", "hq", "--env-type", "prod", "--lang", "en")
    dry = machine.run(*words, "--dry-run")
    assert "sends immediately" not in dry.talk
    assert "treated as the most dangerous call" in dry.talk
    said = json.loads(machine.run(*words, "--dry-run", "--json").data)
    assert said["effect"] == "destructive"
    assert said["explain"]["guard"]["asks"] in {"ask-name", "refuse"}
    ran = machine.run(*words)
    assert ran.status == status, ran.talk
    assert not any("StopFlow" in line for line in workflow_requests(machine))


# -- headers -------------------------------------------------------------------------------------


def test_nothing_typed_goes_to_another_host_or_tenant(machine: Machine) -> None:
    """A call without a token carries typed text, a row of data and a file."""
    be_behind_a_gate(machine)
    machine.write("uploads/payroll.csv", PASSWORD_TYPED)
    rows = machine.folder / "rows.csv"
    rows.write_text(f"p\n{PASSWORD_TYPED}\n", "utf-8")
    calls = (
        ('endpoint = "auth.signin"\n', "auth/v1/signin", '{"username": "a", "password": "{{p}}"}'),
        ("", "x", "{{p}}"),
        ("", "x", "{{$file uploads/payroll.csv}}"),
    )
    names = machine.lay(
        f'{first}method = "POST"\nurl = "{{{{vars.host}}}}/{path}"\n'
        f"headers = {json.dumps(['Authorization: none', header])}\n"
        f'body = {json.dumps(body)}\n[variables]\nto = "/other/x"\n'
        for header, (first, path, body) in product(ROUTE_HEADERS, calls)
    )
    machine.sites.plain.clear()
    for name, (header, _) in zip(names, product(ROUTE_HEADERS, calls), strict=True):
        sent = machine.run("send", f"lure/{name}", "--yes", "--env", "hq", "--set", "p=x")
        run = machine.run("run", f"lure/{name}", "--yes", "--env", "hq", "--data", str(rows))
        assert (sent.status, run.status) == (2, 2), f"{header}: {sent.talk}{run.talk}"
        assert machine.sites.plain.requests == [], header
        assert PASSWORD_TYPED.encode() not in machine.sites.plain.received, header


def test_an_export_leaves_out_what_send_refuses_for_a_header(machine: Machine) -> None:
    be_behind_a_gate(machine)
    names = machine.lay(
        (f'{SAVED}headers = ["{each}"]\n[variables]\nto = "/other/x"\n' for each in ROUTE_HEADERS),
        SAVED,
    )
    for format_, ran in machine.exports(REQUEST_FORMATS, HQ):
        assert ran.status == 0, ran.talk
        assert "evil" not in ran.text, format_
        assert "other/x" not in ran.text, format_
        assert left_out(ran).keys() == {*names}, ran.talk


def test_the_deployments_own_host_may_stay(machine: Machine) -> None:
    machine.write("collections/lure/a.toml", f'{SAVED}headers = ["Host: <HOME-PLACE>"]\n')
    assert machine.run("send", "lure/a", "--env", "hq").status == 0
    ran = machine.run("export", "lure", "--env", "hq", "--format", "curl")
    assert (ran.status, machine.sites.plain.place in ran.text) == (0, True), ran.talk


# -- methods -------------------------------------------------------------------------------------

FORM = "Content-Type: application/x-www-form-urlencoded"
PART = '--b\r\nContent-Disposition: form-data; name="_method"\r\n\r\nDELETE\r\n--b--\r\n'
OVERRIDES = [
    ("form", "", FORM, "a=b&_method=DELETE"),
    ("escaped", "", FORM, "%5Fmethod=%44ELETE"),
    ("multipart", "", "Content-Type: multipart/form-data; boundary=b", PART),
    ("json", "", "Content-Type: application/json", '{"_method": "DELETE"}'),
    ("brief", "?_m=DELETE", FORM, ""),
    ("verb", "?verb=DELETE", FORM, ""),
    ("original", "", "X-Original-Method: DELETE", ""),
    ("forwarded", "", "X_Forwarded_Method: DELETE", ""),
    ("unknown", "", "X-RestLi-Method: DELETE", ""),
    ("path", "", "X-Envoy-Original-Path: /weda/workflow/v1/prod/StopFlow", ""),
    ("prefix", "", "X-Forwarded-Prefix: /weda/workflow/v1/prod/StopFlow", ""),
    ("list", "", "X-Original-URL: /a, /weda/workflow/v1/prod/StopFlow", ""),
]


@pytest.mark.parametrize(
    ("query", "header", "body"), [each[1:] for each in OVERRIDES], ids=[e[0] for e in OVERRIDES]
)
def test_a_call_that_names_another_method_or_path_is_asked_about(
    machine: Machine, query: str, header: str, body: str
) -> None:
    machine.write(
        "collections/lure/a.toml",
        f'endpoint = "{READ}"\nmethod = "POST"\nurl = "{CALLS}/prod/{ACTION}{query}"\n'
        f'headers = ["{header}"]\nbody = {json.dumps(body)}\n',
    )
    machine.sites.plain.clear()
    ran = machine.run("send", "lure/a", "--env", "hq", "--env-type", "prod")
    assert ran.status == 7, ran.talk
    assert workflow_requests(machine) == []


@pytest.mark.parametrize("end", ["%3F", "%3f", "%23", "%00", "%0A", "%253F", "%EF%BC%9F", "%C0%BF"])
def test_no_path_hides_a_call_before_its_end(machine: Machine, end: str) -> None:
    """Some servers search for the end of a path after they decode its escapes."""
    machine.write(
        "modules/m.toml",
        f'[calls.x]\nmethod = "POST"\npath = "/weda/workflow/v1/{{envType}}/{{what}}/{ACTION}"\n'
        'effect = "read"\n',
    )
    machine.sites.plain.clear()
    for method in ("POST", "GET"):
        machine.write(
            "collections/lure/a.toml",
            f'endpoint = "m.x"\nmethod = "{method}"\nurl = "{CALLS}/prod/StopFlow{end}/{ACTION}"\n',
        )
        ran = machine.run("send", "lure/a", "--env", "hq", "--env-type", "prod")
        assert ran.status == 7, ran.talk
    assert workflow_requests(machine) == []


def test_a_file_names_no_method(machine: Machine) -> None:
    """The content of a file is not known to the plan: it is checked before it is sent."""
    machine.write("uploads/form.txt", "a=b&_method=DELETE")
    machine.write(
        "collections/lure/a.toml",
        f'endpoint = "{READ}"\nmethod = "POST"\nurl = "{CALLS}/prod/{ACTION}"\n'
        f'headers = ["{FORM}"]\nbody = "{{{{$file uploads/form.txt}}}}"\n',
    )
    machine.sites.plain.clear()
    ran = machine.run("send", "lure/a", "--env", "hq", "--env-type", "prod", "--json", "--yes")
    assert ran.status == 7, ran.talk
    assert ErrorCode.GUARD_CALL_CHANGED.value in ran.text
    assert workflow_requests(machine) == []


def test_a_call_that_the_workspace_only_places_keeps_its_effect(machine: Machine) -> None:
    """The program knows the effect, the team adds the path; another file cannot declare a read."""
    lines = 'method = "POST"\npath = "/weda/auth/v1/{}/deleteUser"\n'
    machine.write(
        "modules/permissions.toml", '[calls."title.deleteUser"]\n' + lines.format("{envType}")
    )
    machine.write("modules/m.toml", "[calls.x]\n" + lines.format("prod") + 'effect = "read"\n')
    machine.sites.plain.clear()
    place = ("--env", "hq", "--env-type", "prod")
    for name in ("permissions.title.deleteUser", "m.x"):
        ran = machine.run("send", name, *place, "--body", '{"userId":"1"}')
        assert ran.status == 7, ran.talk
    assert workflow_requests(machine) == []


def test_a_typed_password_is_not_repeated(machine: Machine) -> None:
    home = "{{vars.host}}"
    for url in (home + "/x y/{{password}}", "http://{{password}}.example/", home + "/{{password}}"):
        machine.write("collections/lure/a.toml", f'method = "GET"\nurl = "{url}"\n')
        for more in (("--dry-run",), ("--json",), ()):
            ran = machine.run("send", "lure/a", "--set", f"password={PASSWORD_TYPED}", *more)
            assert PASSWORD_TYPED not in ran.text + ran.talk


ECHOING = f"""endpoint = "{READ}"
method = "POST"
url = "{{{{vars.host}}}}/weda/workflow/v1/{{{{WeDa.EnvType}}}}/{ACTION}?n={{{{password}}}}"
[capture]
seen = "$.Response.Error.Message"
[[assert]]
on = "header X-Echo"
equals = "y"
"""


@pytest.mark.parametrize("how", ["--set", "--data"])
@pytest.mark.parametrize(
    "lines", [ECHOING, 'method = "GET"\nurl = "{{vars.host}}/x y/{{password}}"\n']
)
def test_a_run_repeats_no_typed_password(machine: Machine, lines: str, how: str) -> None:
    rows = machine.folder / "rows.csv"
    rows.write_text(f"password\n{PASSWORD_TYPED}\n", "utf-8")
    given = f"password={PASSWORD_TYPED}" if how == "--set" else str(rows)
    error = {"Code": "InvalidParameter", "Message": f"bad value {PASSWORD_TYPED}"}
    echo = json_reply({"Response": {"RequestId": "r", "Error": error}})
    echo = echo._replace(headers=(("X-Echo", PASSWORD_TYPED),))
    machine.sites.plain.answers = answering("/weda", echo)
    machine.write("collections/lure/a.toml", lines)
    report = machine.folder / "report.xml"
    again = ("--restart",) if how == "--data" else ()
    for more in ((), ("--json",), ("--junit", str(report))):
        ran = machine.run("run", "lure/a", "--env", "hq", "--yes", how, given, *again, *more)
        assert ran.status in {1, 2}, ran.talk
        assert PASSWORD_TYPED not in ran.text + ran.talk, more
    assert PASSWORD_TYPED not in report.read_text("utf-8")
    assert PASSWORD_TYPED not in machine.run("history", "--json").text
    for number in (1, 2, 3):
        assert PASSWORD_TYPED not in machine.run("history", "show", str(number), "--json").text


@pytest.mark.parametrize(
    "lines",
    [
        'headers = ["Authorization: Bearer x", "X-Auth-Token: {{t}}"]\n',
        'headers = ["X-Api-Key: {{t}}"]\nbody = \'{"note": "{{t}}"}\'\n',
        'headers = ["X-Session: Bearer {{t}}"]\n',
    ],
)
@pytest.mark.parametrize("fails", [False, True])
def test_no_credential_in_any_header_is_repeated(
    machine: Machine, lines: str, *, fails: bool
) -> None:
    machine.write("collections/lure/a.toml", f"{SAVED}{lines}")
    if fails:
        machine.sites.plain.answers = answering("/auth", json_reply({})._replace(status=500))
        (machine.state / "tokens.json").unlink(missing_ok=True)
    place = ("--env", "hq", "--env-type", "prod", "--set", f"t={PASSWORD_TYPED}")
    for more in (("--json",), ("--dry-run",), ("--dry-run", "--json")):
        ran = machine.run("send", "lure/a", *place, *more)
        assert PASSWORD_TYPED not in ran.text + ran.talk, more
    assert PASSWORD_TYPED not in machine.run("history", "show", "1", "--json").text
    archive = machine.folder / "a.zip"
    assert machine.run("history", "bundle", "1", "-o", str(archive)).status == 0
    with zipfile.ZipFile(archive) as opened:
        assert not [each for each in opened.namelist() if b"typed-canary" in opened.read(each)]


def test_a_typed_header_is_masked_by_its_name(machine: Machine) -> None:
    given = ("--env", "hq", "--header", f"X-Api-Key: {PASSWORD_TYPED}")
    for more in ((), ("--json",), ("--dry-run",)):
        ran = machine.run("send", "basic/read", *given, *more)
        assert PASSWORD_TYPED not in ran.text + ran.talk, more
    assert PASSWORD_TYPED not in machine.run("history", "show", "1", "--json").text


HALF = "Pa@canaryTailOfPassword1/x"


@pytest.mark.parametrize(
    "lines",
    [
        'url = "http://{{password}}/x"\n',
        'url = "http://a{{password}}.example"\n',
        'url = "{{vars.host}}/x"\nheaders = ["X-Forwarded-Host: {{password}}"]\n',
        'url = "{{vars.host}}/x"\nheaders = ["X-Original-URL: //{{password}}"]\n',
        'url = "{{vars.host}}/x"\nheaders = ["Forwarded: host={{password}}"]\n',
    ],
)
def test_no_half_of_a_value_is_named(machine: Machine, lines: str) -> None:
    machine.write("collections/lure/a.toml", f'method = "GET"\n{lines}')
    words = ("send", "lure/a", "--env", "hq", "--set", f"password={HALF}", "--lang", "en")
    for more in ("--dry-run", "--json"):
        ran = machine.run(*words, more)
        assert ran.status == 2, ran.talk
        assert "canaryTail" not in ran.text + ran.talk
        assert "{{password}}" in ran.text + ran.talk


PARTS = [
    'url = "{{vars.host}}/../{{password}}"\n',
    'url = "{{vars.host}}{{password}}"\n',
    'url = "{{password}}"\n',
    *(
        f'url = "{{{{vars.host}}}}/x"\nheaders = [{lines}]\n'
        for lines in (
            '"X-Original-URL: /weda-a/x,{{password}}"',
            '"X-Original-URL: <HOME>/weda-a/x", "X-Original-URL: <HOME>{{password}}"',
            '"X-Original-URL: /weda-a/x", "x-original-url: /../{{password}}"',
            '"X-Forwarded-Host: <HOME-PLACE>", "X-Forwarded-Host: {{password}}"',
            '"Host: <HOME-PLACE>", "Host: {{password}}"',
            '"X-Forwarded-Prefix: {{password}}"',
            '"Forwarded: host=<HOME-PLACE>, for=x;host={{password}}"',
        )
    ),
]


def test_no_part_of_a_value_is_named(machine: Machine) -> None:
    """An error about a part of a text names the template, because a part cannot be masked."""
    be_behind_a_gate(machine)
    names = machine.lay(f'method = "GET"\n{lines}' for lines in PARTS)
    place = ("--env", "hq", "--lang", "en", "--set")
    for name, end in product(names, (",", "?", "#", "/", "@", ";", "\\")):
        value = f"canaryHead0123{end}canaryTail0123"
        for more in ("--dry-run", "--json"):
            ran = machine.run("send", f"lure/{name}", *place, f"password={value}", more)
            assert ran.status == 2, ran.talk
            said = ran.text + ran.talk
            assert "canaryHead" not in said, (name, end)
            assert "canaryTail" not in said, (name, end)


def test_no_part_of_a_value_is_named_by_an_export(machine: Machine) -> None:
    be_behind_a_gate(machine)
    append(machine, "environments/hq.toml", '[variables]\np = "canaryHead,canaryTail"\n')
    lines = [each.replace("{{password}}", "{{p}}") for each in PARTS if "headers" in each]
    names = machine.lay(f'method = "GET"\n{each}' for each in lines)
    for format_, ran in machine.exports(CODE, HQ):
        assert (ran.status, left_out(ran).keys()) == (0, {*names}), ran.talk
        assert "canary" not in ran.text + ran.talk, format_
