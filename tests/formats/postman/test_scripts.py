"""The script that fetches tokens, run by Node with a stand-in for Postman."""

import base64
import json
import shutil
import subprocess
from itertools import product

import pytest

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.formats.postman.scripts import token_script

NODE = shutil.which("node") or ""
VALUES = {
    "vars.host": "https://h",
    "SECRET_ID": "AKID",
    "SECRET_KEY": "s3cret-key",
    "USERNAME": "u",
}
PASSWORD = "w0rd-of-the-user"
POSTMAN = """
const values = $VALUES;
const pm = {
    variables: {get: (name) => values[name]},
    environment: {set: (name, value) => { values[name] = value; }},
    sendRequest: (request, done) => done(null, {
        code: $CODE,
        text: () => $TEXT,
        json: () => JSON.parse($TEXT),
    }),
};
"""


def run(*answers: tuple[TokenKind, int, str]) -> list[str]:
    """Return the script's output for each response, given the kind of token and the status."""
    values = json.dumps(VALUES | {"PASSWORD": PASSWORD})
    show = "console.log(values.access_token || values.user_access_token)"
    script = ""
    for kind, code, text in answers:
        pm = POSTMAN.replace("$VALUES", values).replace("$CODE", str(code))
        pm = pm.replace("$TEXT", json.dumps(text))
        tried = f"try {{ {token_script([kind])}\n{show} }} catch (e) {{ console.log(e.message) }}"
        script += f"(() => {{ {pm}\n{tried} }})();\n"
    done = subprocess.run([NODE, "-e", script], capture_output=True, timeout=60, check=True)
    return done.stdout.decode().splitlines()


BASIC = base64.b64encode(b"AKID:s3cret-key").decode()
QUOTING = [
    f'{{"error_description": "Basic {BASIC} {PASSWORD}"}}',
    f'{{"error": "{BASIC}"}}',
    f"Basic {BASIC} s3cret-key {PASSWORD}",
]


NAMES = {TokenKind.KEY: "access_token", TokenKind.USER: "user_access_token"}


@pytest.mark.skipif(not NODE, reason="no node here")
def test_a_failure_is_said_by_its_status_alone() -> None:
    answers = [*product(NAMES, (200, 302, 401, 502), QUOTING)]
    assert run(*answers) == [f"{NAMES[kind]}: HTTP {code}" for kind, code, _ in answers]


@pytest.mark.skipif(not NODE, reason="no node here")
def test_a_token_is_kept() -> None:
    answer = '{"access_token": "t-1", "expires_in": 7200}'
    assert run((TokenKind.KEY, 200, answer)) == ["t-1"]
