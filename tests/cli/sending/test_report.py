"""The output for a response that repeats a secret, in any character set and spelling."""

import json

import pytest

from weda_tui.cli import output
from weda_tui.cli.sending.report import Report
from weda_tui.core.answers.verdict import judge
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.sending.exchange import Exchange, Response
from weda_tui.i18n.language import strings_for

SECRET = "s3cr3t/键+值=="


def exchange(body: bytes, content_type: str = "application/json") -> Exchange:
    return Exchange(
        endpoint_id="e",
        request=PreparedRequest(method="GET", url="http://h/", headers=(), body=b""),
        response=Response(
            status=200, reason="", headers=(("Content-Type", content_type),), body=body
        ),
        verdict=judge(200, content_type, body),
        started_at=0.0,
        elapsed=0.0,
    )


def is_terminal(_: object) -> bool:
    return True


def is_pipe(_: object) -> bool:
    return False


def printed(
    body: bytes,
    content_type: str,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    """Return the output in a pipe, on a terminal and with ``--json``."""
    report = Report(strings_for("en"), (Masker([SECRET]),))
    found: dict[str, str] = {}
    for name in ("pipe", "terminal", "json"):
        monkeypatch.setattr(output, "is_terminal", is_terminal if name == "terminal" else is_pipe)
        if name == "json":
            report.print_exchange(exchange(body, content_type))
        else:
            report.print_body(exchange(body, content_type).response)
        found[name] = capfdbinary.readouterr().out.decode()
    return found


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030"])
@pytest.mark.parametrize("body", [f'{{"echo": "<{SECRET}>"}}', f"echo <{SECRET}> 键"])
def test_a_secret_is_hidden_in_every_character_set(
    charset: str,
    body: str,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content_type = f"application/json; charset={charset}"
    for text in printed(body.encode(charset), content_type, capfdbinary, monkeypatch).values():
        assert f"<{MASK}>" in text


def test_decoding_what_was_printed_does_not_bring_a_secret_back(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps({"echo": json.dumps({"in": SECRET})}).replace("s3", r"s\u0033").encode()
    assert SECRET in json.loads(json.loads(body)["echo"])["in"]
    found = printed(body, "application/json", capfdbinary, monkeypatch)
    for text in (found["pipe"], found["terminal"], json.dumps(json.loads(found["json"])["body"])):
        assert json.loads(json.loads(text)["echo"])["in"] == MASK


@pytest.mark.parametrize("charset", ["gbk", "utf-16"])
def test_without_a_secret_a_pipe_gets_the_bytes_as_they_came(
    charset: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    body = '{"名": "值"}'.encode(charset)
    report = Report(strings_for("en"), (Masker([SECRET]),))
    report.print_body(exchange(body, f"application/json; charset={charset}").response)
    assert capfdbinary.readouterr().out == body
