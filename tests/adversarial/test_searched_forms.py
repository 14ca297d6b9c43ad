"""No request gets a form or a part of an answer in which nobody finds a secret."""

import json

import pytest

from tests.adversarial.machine import READ, Machine

CALL = f'endpoint = "{READ}"\n'


def headers_received(machine: Machine, *headers: str, options: tuple[str, ...] = ()) -> bytes:
    machine.write("collections/lure/go.toml", f"{CALL}headers = {json.dumps(headers)}\n")
    ran = machine.run("send", "lure/go", "--env", "hq", *options)
    assert ran.status == 0, ran.talk
    machine.sites.plain.settle()
    return machine.sites.plain.received.lower()


@pytest.mark.parametrize(
    "header", ["Range: bytes=0-30", "range: bytes=31-", "If-Range: x", "Request-Range: bytes=0-30"]
)
def test_no_file_asks_for_a_part_of_an_answer(machine: Machine, header: str) -> None:
    assert b"range:" not in headers_received(machine, header)


def test_a_person_may_ask_for_a_part_of_an_answer(machine: Machine) -> None:
    typed = ("--header", "Range: bytes=0-9")
    received = headers_received(machine, "Range: bytes=31-", options=typed)
    assert b"range: bytes=0-9" in received
    assert b"31-" not in received


@pytest.mark.parametrize(
    "header",
    [
        "Accept: application/json;charset=UTF-16",
        'accept: a/b; charset="utf-16"',
        "Accept-Charset: utf-16",
    ],
)
def test_no_request_asks_for_another_character_set(machine: Machine, header: str) -> None:
    assert b"utf-16" not in headers_received(machine, header)
