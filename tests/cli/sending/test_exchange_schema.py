"""The printed JSON matches the schema for every outcome of a send; other JSON does not."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.program import Ran, run_cli
from tests.cli.sending.test_report import exchange
from weda_tui.cli.sending import report
from weda_tui.cli.sending.exchange_schema import exchange_schema
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.sandbox.server.sockets import SandboxInfo

Send = Callable[..., Ran]
APPROVERS = "workflow.DescribeInstanceApproverList"
FLOWS = "workflow.ListDeployedFlows"
SAVED = f"""endpoint = "{FLOWS}"
body = '{{"Type": 2}}'
depends = ["a/first"]

[capture]
code = "$.Response.Data.FlowSet[0].FlowCode"

[[assert]]
on = "status"
equals = 200
"""
FIRST = f"""endpoint = "{APPROVERS}"

[capture]
first = "$.Response.RequestId"
"""


UNBUILT = ("workflow.GetFlowInstances", "--body", '{"a": "{{x}}"}')


def fault(name: str) -> tuple[str, str]:
    return ("--header", f"X-Sandbox-Fault: {name}")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads(run_cli("schema", "exchange").data)


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Any:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def printed(send: Send, validator: Any) -> Callable[..., Any]:
    """Return a function that sends, validates the printed JSON, and returns it."""

    def call(*arguments: str, status: int) -> Any:
        ran = send(*arguments, "--json")
        assert ran.status == status, ran.talk
        answer = json.loads(ran.data)
        validator.validate(answer)
        return answer

    return call


@pytest.mark.parametrize(
    ("arguments", "status", "state", "layer"),
    [
        ((APPROVERS,), 0, "success", ""),
        (("workflow.StartFlow", "--body", '{"FlowCode": "1"}', "--yes"), 1, "failure", "business"),
        ((APPROVERS, *fault("INVALID_ACCESS_TOKEN")), 5, "failure", "gateway"),
        ((APPROVERS, *fault("html")), 1, "failure", "proxy"),
        ((APPROVERS, *fault("empty")), 1, "unknown", ""),
        ((APPROVERS, *fault("gbk")), 0, "success", ""),
        ((APPROVERS, *fault("cut")), 3, "unknown", "network"),
        ((APPROVERS, *fault("reset")), 3, "unknown", "network"),
        ((APPROVERS, *fault("never"), "--timeout", "0.2"), 4, "unknown", "limit"),
        (("workflow.StartFlow", "--body", "{}"), 7, "failure", "guard"),
        (UNBUILT, 2, "failure", "file"),
    ],
    ids=str,
)
def test_an_exchange_is_valid_however_it_went(
    printed: Callable[..., Any], arguments: tuple[str, ...], status: int, state: str, layer: str
) -> None:
    answer = printed(*arguments, status=status)
    verdict = answer["verdict"]
    assert (verdict["state"], verdict["layer"]) == (state, layer)
    assert verdict["ok"] is (state == "success")
    assert (answer["request"] is None) is (arguments == UNBUILT)


def test_a_body_in_a_file_is_valid(printed: Callable[..., Any], tmp_path: Path) -> None:
    file = str(tmp_path / "answer.json")
    answer = printed(APPROVERS, "-o", file, status=0)
    assert (answer["body"], answer["file"]) == (None, file)
    failed = printed(APPROVERS, *fault("cut"), "-o", file, "--force", status=3)
    assert failed["body"] is None
    assert "file" not in failed


@pytest.mark.parametrize("name", ["", "html"])
def test_a_large_body_that_is_printed_piece_by_piece_is_valid(
    printed: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(report, "WHOLE", 100)
    answer = printed(APPROVERS, *(fault(name) if name else ()), status=1 if name else 0)
    assert isinstance(answer["body"], str if name else dict)


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\xff\x00", b'{"a": "\\ud800"}', b"[1.10]"])
def test_any_bytes_are_valid(
    body: bytes, validator: Any, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    report.Report(EN, ()).print_exchange(exchange(body, "application/octet-stream"))
    validator.validate(json.loads(capfdbinary.readouterr().out))


def test_a_saved_request_is_valid_with_what_goes_first(
    printed: Callable[..., Any], workspace: Path
) -> None:
    folder = workspace / "collections" / "a"
    folder.mkdir(parents=True)
    (folder / "first.toml").write_text(FIRST)
    (folder / "flows.toml").write_text(SAVED)
    assert printed("a/flows", status=0)["body"]["Response"]["Data"]["FlowSet"]
    (folder / "first.toml").write_text(FIRST + '[[assert]]\non = "status"\nequals = 404\n')
    failed = printed("a/flows", status=6)
    assert failed["verdict"]["code"] == "depends_failed"
    assert failed["request"]["body"] == {"Type": 2}, "what would have been sent"


def test_a_route_that_changed_is_valid(printed: Callable[..., Any], workspace: Path) -> None:
    file = workspace / "environments" / "总部.toml"
    file.write_text(file.read_text("utf-8") + "[tls]\nverify = false\n", "utf-8")
    verdict = printed(APPROVERS, status=7)["verdict"]
    assert (verdict["layer"], verdict["code"]) == ("file", "route_changed")


def test_a_batch_that_failed_in_part_is_valid(both: SandboxInfo, validator: Any) -> None:
    body = '[{"objectId": "a.txt"}, {"objectId": "b.txt"}]'
    ran = run_cli("send", "storage.getUploadInfo", "--body", body, *fault("partial"), "--json")
    answer = json.loads(ran.data)
    validator.validate(answer)
    assert (answer["verdict"]["state"], answer["verdict"]["layer"]) == ("failure", "partial")


def test_an_entry_of_the_history_is_valid(printed: Callable[..., Any], validator: Any) -> None:
    printed(APPROVERS, status=0)
    printed(APPROVERS, *fault("reset"), status=3)
    for number in ("1", "2"):
        validator.validate(json.loads(run_cli("history", "show", number, "--json").data))


def objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the schema of an object and of each nested object."""
    yield schema
    for field in schema["properties"].values():
        if "properties" in field:
            yield from objects(field)


def test_an_unknown_field_a_missing_one_and_another_type_are_not_valid(
    printed: Callable[..., Any], validator: Any
) -> None:
    answer = printed(APPROVERS, *fault("cut"), status=3)
    for part in (answer, answer["verdict"], answer["request"], answer["failure"]):
        part["more"] = 1
        assert not validator.is_valid(answer)
        del part["more"]
        name, value = next(iter(part.items()))
        del part[name]
        assert not validator.is_valid(answer)
        part[name] = [value]
        assert not validator.is_valid(answer)
        part[name] = value
    assert validator.is_valid(answer)


@pytest.mark.parametrize("strings", [EN, ZH], ids=["en", "zh"])
def test_every_field_is_explained_by_words_of_its_own(strings: Strings) -> None:
    fields = [
        field
        for each in objects(exchange_schema(strings.cli.exchange))
        for field in each["properties"].values()
    ]
    meanings = [field["description"] for field in fields]
    assert len(fields) == 21
    assert len({*meanings}) == len(fields)
