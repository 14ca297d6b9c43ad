"""No request may ask for a form or a part of a response in which secrets cannot be found."""

import json

import pytest

from tests.adversarial.machine import READ, Machine
from tests.adversarial.recorder import Reply
from tests.adversarial.test_answers import answering
from tests.canaries import ACCESS, SECRET_KEY

CALL = f'endpoint = "{READ}"\n'
TEXT = json.dumps({"Response": {"RequestId": "r", "Data": f"{ACCESS} was used"}})


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


CHINESE = TEXT.replace(ACCESS, SECRET_KEY)


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("UTF-16", b"\xfe\xff" + TEXT.encode("utf-16-be")),
        ("UTF-16", CHINESE.encode("utf-16")),
        ("UTF-32", CHINESE.encode("utf-32")),
        ("x-UTF-16LE-BOM", TEXT.encode("utf-16")),
        ("ISO-10646-UCS-2", TEXT.encode("utf-16-be")),
        ("ISO-10646-UCS-2", CHINESE.encode("utf-16-be")),
        ("", TEXT.encode("utf-16-le")),
        ("", CHINESE.encode("utf-16-le")),
        ("", b"\xff\xfe" + TEXT.encode()),
        ("x-IBM1047", TEXT.encode("cp037")),
        ("IBM037", TEXT.encode("cp037")),
        ("UTF-16", (TEXT + " " * (len(TEXT) % 2)).encode()),
        ("utf-8", TEXT.encode() + TEXT.encode("utf-16-le")),
    ],
)
def test_no_character_set_carries_a_secret_into_a_file(
    machine: Machine, declared: str, body: bytes
) -> None:
    kind = f"application/json;charset={declared}" if declared else "application/json"
    machine.sites.plain.answers = answering("/weda", Reply(body, 200, (("Content-Type", kind),)))
    machine.write("collections/lure/go.toml", CALL)
    file = machine.workspace / "answer.json"
    machine.run("send", "lure/go", "--env", "hq", "-o", str(file))
    piped = machine.run("send", "lure/go", "--env", "hq").data
    for data in (file.read_bytes(), piped):
        assert data
        for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32", "cp037"):
            for secret in (ACCESS, SECRET_KEY):
                assert secret not in data.decode(name, "replace")


@pytest.mark.parametrize("declared", ["utf8mb4", "gbk", "x-own", ""])
def test_what_nobody_reads_in_it_is_written_as_it_came(machine: Machine, declared: str) -> None:
    body = CHINESE.replace(SECRET_KEY, "没有").encode("gbk" if declared == "gbk" else "utf-8")
    reply = Reply(body, 200, (("Content-Type", f"text/plain;charset={declared}"),))
    machine.sites.plain.answers = answering("/weda", reply)
    machine.write("collections/lure/go.toml", CALL)
    file = machine.workspace / "answer.json"
    machine.run("send", "lure/go", "--env", "hq", "-o", str(file))
    assert file.read_bytes() == body
