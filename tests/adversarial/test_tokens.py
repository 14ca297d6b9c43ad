"""A saved request from Git fetches a token: which outputs may show the response."""

import json
import lzma
import zipfile

import pytest

from tests.adversarial.machine import READ, Machine, stolen
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_answers import FRESH, TOKEN, answering
from tests.canaries import ACCESS
from weda_tui.core.masking import MASK

REFRESHED = "canaryRefreshFresh0123456789"
SAVED_TOKEN_CALL = f"""endpoint = "auth.clientCredential"
method = "POST"
url = "{{{{vars.host}}}}{TOKEN}"
body = '{{"grant_type": "client_credentials"}}'
"""


def pair(text: str) -> bytes:
    """Return a response body with the tokens in place of ``A`` and ``R``."""
    return text.replace("A", FRESH).replace("R", REFRESHED).encode()


FORMS = {
    "xml": pair("<token><access_token>A</access_token><refresh_token>R</refresh_token></token>"),
    "xml attributes": pair('<token access="A" refresh="R"/>'),
    "xml cut in two": pair("<access_token>A<!-- -->R</access_token>"),
    "yaml": pair("access_token: A\nrefresh_token: >-\n  R\n"),
    "jsonp": pair('/**/cb({"access_token": "A", "refresh_token": "R"});'),
    "lines": pair('{"access_token": "A"}\n{"refresh_token": "R"}'),
    "a part": pair('"A","refresh_token":"R"'),
    "a text": pair('"A R"'),
    "camel case": pair('{"accessToken": "A", "refreshToken": "R"}'),
    "escaped names": pair('{"access\\u005ftoken": "A", "refresh\\u005ftoken": "R"}'),
    "twice": pair('{"access_token": "A", "access_token": "R"}'),
    "form": pair("access_token=A&refresh_token=R"),
    "JSON in a string": pair(
        '{"data": "{\\"access_token\\":\\"A\\",\\"refresh_token\\":\\"R\\"}"}'
    ),
    "a form in a string": pair('{"data": "access_token=A&refresh_token=R"}'),
    "values inside": pair('{"access_token": ["A"], "refresh_token": {"value": "R"}}'),
    "another name": pair('{"tokenInfo": {"access": "A", "refresh": "R"}}'),
    "no name": pair('{"data": ["A", "R"]}'),
    "wide letters": pair('{"\uff41ccess_token": "A", "refresh-token": "R"}'),
    "utf-16": pair('{"access_token": "A", "refresh_token": "R"}').decode().encode("utf-16"),
}


def whatever_is_shown(machine: Machine) -> bytes:
    """Return everything that the commands show or store of the response."""
    bundle, report = machine.folder / "bundle.zip", machine.folder / "junit.xml"
    runs = [
        machine.run("send", "lure/go", "--env", "hq", "--yes"),
        machine.run("send", "lure/go", "--env", "hq", "--yes", "--json"),
        machine.run("run", "lure/go", "--env", "hq", "--yes", "--junit", str(report)),
        machine.run("history", "show", "1"),
        machine.run("history", "bundle", "1", "-o", str(bundle)),
    ]
    with zipfile.ZipFile(bundle) as archive:
        kept = [archive.read(name) for name in archive.namelist()]
    kept += [path.read_bytes() for path in machine.state.rglob("history*")]
    return b"".join((*(ran.data + ran.talk.encode() for ran in runs), report.read_bytes(), *kept))


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_an_answer_shows_a_token(machine: Machine, form: str) -> None:
    reply = Reply(FORMS[form], 200, (("Content-Type", "application/x-any"),))
    machine.sites.plain.answers = answering("/auth", reply)
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL)
    shown = whatever_is_shown(machine)
    assert b"lure/go" in shown
    for secret in (FRESH, REFRESHED):
        for spelling in (secret.encode(), secret.encode("utf-16-le")):
            assert spelling not in shown


HEADERS = {
    "location": ("Location", f"https://app.example/cb#access_token={FRESH}"),
    "query": ("Location", f"/cb?code={FRESH}"),
    "matrix": ("Content-Location", f"/cb;t={FRESH}"),
    "refresh": ("Refresh", f"0;url=/cb?t={FRESH}"),
    "link": ("Link", f"</cb?t={FRESH}>; rel=next"),
    "own": ("X-Access-Token", FRESH),
    "cookie": ("Set-Cookie", f"sid=1; t={FRESH}"),
}


@pytest.mark.parametrize("status", [200, 302])
@pytest.mark.parametrize("header", HEADERS)
def test_no_header_of_an_answer_shows_a_token(machine: Machine, header: str, status: int) -> None:
    reply = Reply(b"", status, (HEADERS[header],))
    machine.sites.plain.answers = answering("/auth", reply)
    name = HEADERS[header][0]
    guess = (
        f'[capture]\nC = "header {name}"\n[[assert]]\non = "header {name}"\nmatches = "canary"\n'
    )
    machine.write("collections/lure/go.toml", f"{SAVED_TOKEN_CALL}{guess}")
    shown = whatever_is_shown(machine)
    assert b"lure/go" in shown
    assert FRESH.encode() not in shown


@pytest.mark.parametrize("status", [200, 206, 302])
def test_a_packed_answer_is_withheld(machine: Machine, status: int) -> None:
    packed = lzma.compress(FORMS["camel case"])
    reply = Reply(packed, status, (("Content-Encoding", "xz"),))
    machine.sites.plain.answers = answering("/auth", reply)
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL)
    ran = machine.run("send", "lure/go", "--env", "hq")
    assert ran.data == b""
    assert "neither shown nor stored" in ran.talk
    machine.write("collections/lure/token.toml", CAPTURES)
    assert "the body was not stored" in machine.run("run", "lure/token", "--env", "hq").text
    shown = whatever_is_shown(machine)
    assert packed not in shown
    assert packed[-24:] not in shown


def test_a_failure_is_shown(machine: Machine) -> None:
    """A response without a token is shown: the tests above are able to fail."""
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL)
    for status, body in ((200, b'{"error":"invalid_grant"}'), (401, b'{"msg":"no such key"}')):
        machine.sites.plain.answers = answering("/auth", Reply(body, status))
        assert machine.run("send", "lure/go", "--env", "hq").data.strip() == body


@pytest.mark.parametrize("name", ["Accept", "accept-encoding", "Accept_Encoding", "Range"])
def test_a_saved_token_call_does_not_choose_the_form_of_its_answer(
    machine: Machine, name: str
) -> None:
    machine.write(
        "collections/lure/go.toml", f'{SAVED_TOKEN_CALL}headers = ["{name}: x-of-the-attacker"]\n'
    )
    shown = machine.run("send", "lure/go", "--env", "hq", "--dry-run")
    sent = machine.run("send", "lure/go", "--env", "hq")
    assert (shown.status, sent.status) == (0, 0), sent.talk
    assert b"x-of-the-attacker" not in machine.sites.plain.received
    assert "x-of-the-attacker" not in shown.text


OPAQUE = "canaryOpaque0123456789abcdefABCDEF"
CAPTURES = f'{SAVED_TOKEN_CALL}[capture]\nt = "$.access_token"\n'
SECRET_ENV_TYPE = """method = "POST"
url = "{{vars.host}}/weda/workflow/v1/{{t}}/StopFlow"
body = "{}"
depends = ["lure/token"]
"""


def test_a_captured_token_stands_in_no_address(machine: Machine) -> None:
    token = {"token_type": "Bearer", "access_token": OPAQUE, "expires_in": 7200}
    machine.sites.plain.answers = answering("/auth", json_reply(token))
    machine.write("collections/lure/token.toml", CAPTURES)
    machine.write("collections/lure/go.toml", SECRET_ENV_TYPE)
    runs = [
        machine.run("run", "lure/go", "--env", "hq", "--yes", "--json"),
        machine.run("send", "lure/go", "--env", "hq", "--yes"),
    ]
    assert [ran.status for ran in runs] == [2, 2]
    assert not any("StopFlow" in line for line in machine.sites.plain.requests)
    assert OPAQUE.encode() not in whatever_is_shown(machine)


def guess(operator: str, value: str, on: str = "$.access_token") -> str:
    return f"[[assert]]\non = {json.dumps(on)}\n{operator} = {value}\n"


RIGHT, WRONG = ACCESS[:6], "zzzzzz"
GUESSES = {
    "a part": guess("contains", '"<GUESS>"'),
    "not a part": guess("notContains", '"<GUESS>"'),
    "a pattern": guess("matches", '"^<GUESS>"'),
    "an order": guess("greaterThan", "1"),
    "one of several": guess("oneOf", '["<GUESS>", "a"]'),
    "a length": guess("length", f"{len(ACCESS)}"),
    "no null": guess("isNull", "false"),
    "the whole answer": guess("contains", '"<GUESS>"', "$"),
    "several": guess("contains", '"<GUESS>"', "$.*"),
    "a filter": guess("exists", "true", "$[?search($.access_token, '^<GUESS>')]"),
    "a filter over an order": guess("exists", "true", "$[?@ > '<GUESS>']"),
    "how many": guess("length", "1", "$[?match(@, '<GUESS>.*')]"),
    "a capture": "[capture]\nhit = \"$[?search($.access_token, '^<GUESS>')]\"\n",
    "a poll": "[poll]\nevery = 0.1\nat_most = 0.3\n"
    'until = { on = "$.access_token", contains = "<GUESS>" }\n',
}


@pytest.mark.parametrize("way", GUESSES)
def test_no_guess_at_a_token_is_judged(machine: Machine, way: str) -> None:
    """The report of a right guess and the report of a wrong guess are the same."""

    def reported(text: str) -> str:
        machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL + text)
        machine.sites.plain.requests.clear()
        ran = machine.run("run", "lure/go", "--env", "hq", "--json")
        report = json.loads(ran.data)
        for result in (report, *report["results"]):
            del result["elapsedMs"]
        return f"{ran.status} {report} {len(machine.sites.plain.requests)}"

    right, wrong = (GUESSES[way].replace("<GUESS>", each) for each in (RIGHT, WRONG))
    assert reported(right).replace(RIGHT, WRONG) == reported(wrong)


def test_what_is_no_secret_of_a_token_answer_is_judged(machine: Machine) -> None:
    """Assertions on other values are judged: the tests above are able to fail."""
    asserted = guess("equals", '"Bearer"', "$.token_type") + guess("greaterThan", "1", "status")
    asserted += guess("exists", "true") + guess("lessThan", "9000", "$.expires_in")
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL + asserted)
    ran = machine.run("run", "lure/go", "--env", "hq", "--json")
    assert ran.status == 0, ran.text
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL + GUESSES["a part"])
    report = machine.folder / "junit.xml"
    ran = machine.run("run", "lure/go", "--env", "hq", "--junit", str(report))
    assert ran.status == 6
    assert "not evaluated: a secret" in ran.text
    assert "not evaluated: a secret" in report.read_text("utf-8")


def test_a_captured_token_is_compared_with_nothing(machine: Machine) -> None:
    machine.write("collections/lure/token.toml", CAPTURES)
    asserted = guess("matches", '"{{t}}"', "$.Response.RequestId")
    asserted += guess("exists", "true", "$[?@ < '{{t}}']")
    machine.write(
        "collections/lure/go.toml", f'endpoint = "{READ}"\ndepends = ["lure/token"]\n{asserted}'
    )
    ran = machine.run("run", "lure/go", "--env", "hq", "--json")
    checks = json.loads(ran.data)["results"][-1]["assertions"]
    assert [each["outcome"] for each in checks if not each["implied"]] == ["not-judged"] * 2
    assert stolen(ran.data) == []


def test_a_success_rule_does_not_see_a_token(machine: Machine) -> None:
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL)
    verdicts = []
    for each in (RIGHT, WRONG):
        rule = f"search($.access_token, '^{each}')"
        machine.write("rules/success.toml", f'"auth.clientCredential" = "{rule}"\n')
        sent = machine.run("send", "lure/go", "--env", "hq", "--json")
        verdicts.append(json.loads(sent.data)["verdict"])
    assert verdicts[0] == verdicts[1]


COOKIE = "canaryCookie0123456789abcdefABCDEF"
STORE = {
    "authorization": "canaryUploadAuth0123456789abcdef",
    "token": "canarySecurityToken0123456789abc",
    "uploadUrl": "http://cos.example/a?q-signature=canarySignature0123456789abcdef",
}
STORED = (STORE["authorization"], STORE["token"], STORE["uploadUrl"].partition("=")[2])


def test_a_capture_shows_no_cookie_and_no_credential_of_a_store(machine: Machine) -> None:
    fields = (("Set-Cookie", f"WEDA_SESSION={COOKIE}; Path=/; HttpOnly"),)
    reply = Reply(json.dumps([{"objectId": "a", **STORE}]).encode(), 200, fields)
    machine.sites.plain.answers = answering("/v1/storages", reply)
    sources = ["header Set-Cookie", *(f"$[0].{name}" for name in STORE)]
    captured = "".join(f"c{n} = {json.dumps(each)}\n" for n, each in enumerate(sources))
    asserted = "".join(guess("contains", '"a"', each) for each in sources)
    call = 'endpoint = "storage.getUploadInfo"\nbody = \'[{"objectId": "a"}]\'\n'
    machine.write("collections/lure/go.toml", f"{call}[capture]\n{captured}{asserted}")
    report = machine.folder / "junit.xml"
    runs = [
        machine.run("run", "lure/go", "--env", "hq", "--yes", "--junit", str(report)),
        machine.run("run", "lure/go", "--env", "hq", "--yes", "--json"),
    ]
    assert "c3" in runs[0].text
    shown = b"".join(ran.data + ran.talk.encode() for ran in runs) + report.read_bytes()
    for secret in (COOKIE, *STORED):
        assert secret.encode() not in shown
    sent = machine.run("send", "lure/go", "--env", "hq", "--json")
    assert COOKIE not in sent.text
    assert STORED[0] in sent.text  # the requested body


def test_a_captured_credential_is_used_by_the_requests_that_follow(machine: Machine) -> None:
    machine.write("collections/lure/token.toml", CAPTURES)
    machine.write(
        "collections/lure/go.toml",
        f'endpoint = "{READ}"\nheaders = ["Authorization: Own {{{{t}}}}"]\n'
        'depends = ["lure/token"]\n',
    )
    assert machine.run("run", "lure/go", "--env", "hq").status == 0
    assert f"Authorization: Own {ACCESS}".encode() in machine.sites.plain.received


def test_a_file_gets_what_a_pipe_gets_of_a_token_call(machine: Machine) -> None:
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL)
    file = machine.workspace / "answer.json"
    call = ("send", "lure/go", "--env", "hq")
    piped = machine.run(*call)
    for more in ((), ("--force", "--json")):
        ran = machine.run(*call, "-o", str(file), *more)
        assert ran.status == 0
        assert file.read_bytes() == piped.data
        assert "masked" in ran.talk
    assert stolen(file.read_bytes()) == []
    machine.sites.plain.answers = answering("/auth", Reply(FORMS["xml"]))
    assert "neither shown nor stored" in machine.run(*call, "-o", str(file), "--force").talk
    assert file.read_bytes() == b""


OTHER = b"eyJhbGciOiJIUzI1NiJ9.somebody-elses.token"


@pytest.mark.parametrize("size", [10, 300_000])
def test_a_file_of_any_other_call_is_exact(machine: Machine, size: int) -> None:
    body = b'\xef\xbb\xbf\xff{"access_token": "' + OTHER + b"\x00" * size
    machine.sites.plain.answers = answering("/weda", Reply(body))
    file = machine.folder / "answer.bin"
    ran = machine.run("send", READ, "--env", "hq", "-o", str(file))
    assert file.read_bytes() == body
    assert "masked" not in ran.talk


@pytest.mark.parametrize("size", [10, 300_000])
def test_a_file_of_any_other_call_has_no_token_of_this_machine(machine: Machine, size: int) -> None:
    start, end = b'\xef\xbb\xbf\xff{"access_token": "', b"\x00" * size
    machine.sites.plain.answers = answering("/weda", Reply(start + ACCESS.encode() + end))
    file = machine.folder / "answer.bin"
    ran = machine.run("send", READ, "--env", "hq", "-o", str(file))
    assert file.read_bytes() == start + MASK.encode() + end
    assert "masked" in ran.talk


@pytest.mark.parametrize("body", [b"\xff\x00" * 200_000, b"<p>said</p>", b'["a"]'])
def test_an_answer_to_a_key_that_is_no_object_is_in_no_file(machine: Machine, body: bytes) -> None:
    machine.sites.plain.answers = answering("/weda", Reply(body))
    file = machine.folder / "answer.bin"
    basic = ("--header", "Authorization: Basic QTpi")
    ran = machine.run("send", READ, "--env", "hq", "-o", str(file), *basic)
    assert "neither shown nor stored" in ran.talk
    assert not file.exists() or file.read_bytes() == b""
