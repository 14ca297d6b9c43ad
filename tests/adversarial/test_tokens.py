"""A saved request from Git that asks for a token: who may see what the deployment answers."""

import lzma
import zipfile

import pytest

from tests.adversarial.machine import Machine
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_answers import FRESH, TOKEN, answering

REFRESHED = "canaryRefreshFresh0123456789"
SAVED_TOKEN_CALL = f"""endpoint = "auth.clientCredential"
method = "POST"
url = "{{{{vars.host}}}}{TOKEN}"
body = '{{"grant_type": "client_credentials"}}'
"""


def pair(text: str) -> bytes:
    """Return an answer with both tokens in place of ``A`` and ``R``."""
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
    """Return all that the commands show of the answer, or keep of it."""
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


@pytest.mark.parametrize("status", [200, 206, 302])
def test_a_packed_answer_is_withheld(machine: Machine, status: int) -> None:
    packed = lzma.compress(FORMS["camel case"])
    reply = Reply(packed, status, (("Content-Encoding", "xz"),))
    machine.sites.plain.answers = answering("/auth", reply)
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL)
    ran = machine.run("send", "lure/go", "--env", "hq")
    assert ran.data == b""
    assert "neither shown nor kept" in ran.talk
    shown = whatever_is_shown(machine)
    assert packed not in shown
    assert packed[-24:] not in shown


def test_a_failure_is_shown(machine: Machine) -> None:
    """The rows above can fail: an answer that has no token in it is there to be read."""
    machine.write("collections/lure/go.toml", SAVED_TOKEN_CALL)
    for status, body in ((200, b'{"error": "invalid_grant"}'), (401, b"<no>such key</no>")):
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


def test_a_captured_token_is_no_env_type(machine: Machine) -> None:
    token = {"token_type": "Bearer", "access_token": OPAQUE, "expires_in": 7200}
    machine.sites.plain.answers = answering("/auth", json_reply(token))
    machine.write("collections/lure/token.toml", CAPTURES)
    machine.write("collections/lure/go.toml", SECRET_ENV_TYPE)
    runs = [
        machine.run("run", "lure/go", "--env", "hq", "--yes", "--json"),
        machine.run("send", "lure/go", "--env", "hq", "--yes"),
    ]
    assert [ran.status for ran in runs] == [0, 0]
    assert any(f"/{OPAQUE}/StopFlow" in line for line in machine.sites.plain.requests)
    assert OPAQUE.encode() not in whatever_is_shown(machine)
    assert "hq ?" in machine.run("history").text
