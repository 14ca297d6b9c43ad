import json

import msgspec

from tests.core.recordings import EXPIRED, JSON_TYPE, environment, record
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.history.support_bundle import Bundle, Versions, make_bundle
from weda_tui.core.masking import Masker
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin

VERSIONS = Versions(program="1.0", python="3.11", system="Linux", terminal="xterm")


def bundle(
    kept: HistoryRecord, place: Environment | None = None, secrets: tuple[str, ...] = ()
) -> Bundle:
    texts = [("README.txt", "read me"), ("request.sh", "curl")]
    return make_bundle(kept, place, VERSIONS, texts, Masker(secrets))


def file(made: Bundle, name: str) -> bytes:
    return next(each.data for each in made.files if each.name == name)


def test_the_files_of_an_answer() -> None:
    made = bundle(record(EXPIRED), environment())
    assert [each.name for each in made.files] == [
        "README.txt", "request.sh", "exchange.json", "response-headers.txt",
        "response-body.json", "environment.json", "versions.json",
    ]  # fmt: skip
    exchange = json.loads(file(made, "exchange.json"))
    assert exchange["requestId"] == "r-2"
    assert exchange["verdict"]["code"] == "INVALID_ACCESS_TOKEN"
    assert exchange["startedAt"] == "2026-11-25T01:42:18.000+00:00"
    assert file(made, "response-body.json").decode() == EXPIRED
    assert json.loads(file(made, "versions.json"))["python"] == "3.11"
    assert made.name == "weda-20261125-094218-workflow-GetFlowInstanceTasks-INVALID-ACCESS-TOKEN"


def test_a_call_without_an_answer_has_no_response() -> None:
    made = bundle(record(None))
    assert not [each for each in made.files if each.name.startswith("response")]
    assert json.loads(file(made, "exchange.json"))["verdict"]["code"] == "connection_refused"


def test_the_environment_tells_no_secret_and_no_value() -> None:
    place = msgspec.structs.replace(environment(), variables={"approver": "1528933366865600513"})
    told = file(bundle(record(), place), "environment.json")
    assert json.loads(told)["variables"] == ["approver"]
    assert b"1528933366865600513" not in told


def test_of_a_send_by_an_earlier_version_it_is_not_known_how_tls_was_checked() -> None:
    kept = record()
    conditions = msgspec.structs.replace(kept.entry.conditions, verify_tls=None, ca_file="")
    entry = msgspec.structs.replace(kept.entry, conditions=conditions)
    older = msgspec.structs.replace(kept, entry=entry)
    place = msgspec.structs.replace(environment(), verify_tls=False)
    told = json.loads(file(bundle(older, place), "environment.json"))
    assert not {"verifyTls", "hasCaFile"} & told.keys()
    assert conditions.where.environment.verify_tls


def test_a_secret_that_became_known_since_is_masked() -> None:
    late = "known-only-now"
    kept = record(f'{{"x": "{late}"}}', body=f'{{"y": "{late}"}}', headers=(JSON_TYPE, ("X", late)))
    made = bundle(kept, secrets=(late,))
    assert all(late.encode() not in each.data for each in made.files)


def test_a_secret_of_the_moment_of_sending_is_masked() -> None:
    layers = (
        VariableLayer(VariableOrigin.CAPTURED, {"login_token": "captured-4711", "id": "wf-1"}),
        VariableLayer(VariableOrigin.SET, {"password": "given-4711"}),
    )
    body = '{"a": "captured-4711", "b": "given-4711", "c": "wf-1"}'
    kept = record(body, body=body, headers=(JSON_TYPE, ("X", "captured-4711")))
    draft = msgspec.structs.replace(kept.draft, layers=layers)
    made = bundle(msgspec.structs.replace(kept, draft=draft))
    assert all(b"-4711" not in each.data for each in made.files)
    assert b"wf-1" in file(made, "response-body.json")


def test_every_long_value_of_set_and_of_rows_is_masked_whatever_its_name() -> None:
    layers = (
        VariableLayer(VariableOrigin.ROW, {"note": "row-canary-4711", "env": "prod"}),
        VariableLayer(VariableOrigin.SET, {"mytoken": "set-canary-4711"}),
    )
    body = '{"a": "row-canary-4711", "b": "set-canary-4711", "c": "prod"}'
    kept = record(body, body=body, headers=(JSON_TYPE, ("X-Api-Key", "header-canary-4711")))
    draft = msgspec.structs.replace(kept.draft, layers=layers)
    made = bundle(msgspec.structs.replace(kept, draft=draft))
    assert all(b"-4711" not in each.data for each in made.files)
    assert b'"prod"' in file(made, "response-body.json")


def test_text_that_is_no_json_is_a_text_file() -> None:
    made = bundle(record("plain", headers=(("Content-Type", "text/plain"),)))
    assert file(made, "response-body.txt") == b"plain"
    assert bundle(record("x" * 2000, largest=1000)).is_cut
