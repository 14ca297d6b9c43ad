"""The script that fetches tokens, run by Node with a stand-in for Postman."""

import base64
import json
import shutil
import subprocess

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


def run(kind: TokenKind, code: int, text: str) -> str:
    """Return the script's output for a response."""
    values = json.dumps(VALUES | {"PASSWORD": PASSWORD})
    pm = POSTMAN.replace("$VALUES", values).replace("$CODE", str(code))
    pm = pm.replace("$TEXT", json.dumps(text))
    show = "console.log(values.access_token || values.user_access_token)"
    script = (
        f"{pm}\ntry {{ {token_script([kind])}\n{show} }} catch (e) {{ console.log(e.message) }}"
    )
    done = subprocess.run([NODE, "-e", script], capture_output=True, timeout=60, check=True)
    return done.stdout.decode().strip()


BASIC = base64.b64encode(b"AKID:s3cret-key").decode()
QUOTING = [
    f'{{"error_description": "Basic {BASIC} {PASSWORD}"}}',
    f'{{"error": "{BASIC}"}}',
    f"Basic {BASIC} s3cret-key {PASSWORD}",
]


@pytest.mark.skipif(not NODE, reason="no node here")
@pytest.mark.parametrize("code", [200, 302, 401, 502])
@pytest.mark.parametrize("kind", [TokenKind.KEY, TokenKind.USER])
def test_a_failure_is_said_by_its_status_alone(kind: TokenKind, code: int) -> None:
    name = "access_token" if kind is TokenKind.KEY else "user_access_token"
    for text in QUOTING:
        assert run(kind, code, text) == f"{name}: HTTP {code}"


@pytest.mark.skipif(not NODE, reason="no node here")
def test_a_token_is_kept() -> None:
    assert run(TokenKind.KEY, 200, '{"access_token": "t-1", "expires_in": 7200}') == "t-1"
