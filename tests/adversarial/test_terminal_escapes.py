"""What a commit can write to a terminal, also through a pipe (``catalogue list | less``)."""

import json

import pytest

from tests.adversarial.machine import Machine
from weda_tui.core.text.control_characters import ACTING

ESCAPES = "\x1b]0;pwn\x07\x9b31m\u202e\u2066\u2028\x7f"
IMPORTED = {
    "openapi": "3.0.0",
    "info": {"title": ESCAPES, "version": "1"},
    "paths": {
        "/q": {
            "get": {
                "operationId": "op1",
                "summary": ESCAPES,
                "description": ESCAPES,
                "tags": [ESCAPES],
                "parameters": [
                    {
                        "name": ESCAPES,
                        "in": "query",
                        "description": ESCAPES,
                        "schema": {"type": "string", "enum": [ESCAPES]},
                    }
                ],
                "responses": {"200": {"description": ESCAPES}},
            }
        }
    },
}
QUOTED = json.dumps(ESCAPES).replace("\x7f", "\\u007f")
SAVED = f"""method = "POST"
url = "{{{{vars.host}}}}/x"
headers = ["Content-Type: text/plain"]
body = {QUOTED}
"""
COMMANDS = [
    ("catalogue", "list"),
    ("catalogue", "show", "nn.op1"),
    ("catalogue", "search", "op1"),
    ("send", "lure/zz", "--env", "hq", "--dry-run"),
    ("errors", "INVALID_ENV"),
]


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("is_terminal", [False, True])
@pytest.mark.parametrize("words", COMMANDS)
def test_nothing_of_a_workspace_acts_on_a_terminal(
    machine: Machine, words: tuple[str, ...], is_terminal: bool, as_json: bool
) -> None:
    machine.write("modules/nn.openapi.json", json.dumps(IMPORTED))
    machine.write("collections/lure/zz.toml", SAVED)
    machine.write("notes/codes.toml", f"[codes.INVALID_ENV]\ntext = {QUOTED}\n")
    ran = machine.run(*words, *(["--json"] if as_json else []), terminal=is_terminal)
    assert ran.status == 0, ran.talk
    assert ran.data
    if is_terminal:
        assert "\x1b]" not in ran.text + ran.talk
    else:
        assert ACTING.search(ran.text + ran.talk) is None
    if as_json:
        json.loads(ran.data)
