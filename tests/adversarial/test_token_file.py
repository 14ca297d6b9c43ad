"""An attacker can neither fill nor replace the file that lists the tokens to mask."""

import base64
import os

from tests.adversarial.machine import READ, Machine
from tests.adversarial.recorder import Reply, json_reply

CALL = f'endpoint = "{READ}"\n'


def test_rows_of_text_do_not_push_a_token_out_of_the_masks(machine: Machine) -> None:
    """Other processes mask a text that was captured as a token, as far as it may be a token."""
    got: list[str] = []

    def answer(path: str) -> Reply:
        if path.startswith("/auth/"):
            got.append(f"canaryOpaque{len(got):04}abcdefghijklm")
            return json_reply({"access_token": got[-1], "expires_in": 7200})
        rows = [{"token": base64.b64encode(os.urandom(size)).decode()} for size in (100_000, 9000)]
        return json_reply({"Response": {"RequestId": "r", "Data": [*rows, *rows, got]}})

    machine.sites.plain.answers = answer
    captured = "".join(f't{n} = "$.Response.Data[{n}].token"\n' for n in range(4))
    machine.write("collections/lure/rows.toml", f"{CALL}[capture]\n{captured}")
    machine.write("collections/lure/go.toml", CALL)
    for _ in range(2):
        assert machine.run("token", "--refresh", "--env", "hq").status == 0
    assert machine.run("run", "lure/rows", "--env", "hq").status == 0
    assert (machine.state / "tokens.json").stat().st_size < 100_000
    file = machine.workspace / "answer.json"
    assert machine.run("send", "lure/go", "--env", "hq", "-o", str(file)).status == 0
    assert [each for each in got if each.encode() in file.read_bytes()] == []


def test_nothing_is_written_where_the_tokens_to_mask_are_not_known(machine: Machine) -> None:
    machine.write("collections/lure/go.toml", CALL)
    assert machine.run("send", "lure/go", "--env", "hq").status == 0
    tokens = machine.state / "tokens.json"
    tokens.write_bytes(b" " * (5 * 2**20))
    file = machine.workspace / "answer.json"
    ran = machine.run("send", "lure/go", "--env", "hq", "-o", str(file), "--lang", "en")
    assert ran.status == 2
    assert not file.exists()
    assert "Move or delete" in ran.talk
    assert tokens.stat().st_size == 5 * 2**20
