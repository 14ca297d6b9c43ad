"""Sample responses of every kind, each with its correct verdict.

The codes and messages are from the documents, the unusual shapes from their samples; nothing was
recorded from a live deployment.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.facts import FACTS
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict, judge

CORPUS = Path(__file__).with_name("envelopes")
JSON = "application/json; charset=utf-8"
LEAST = 150


ENVELOPES: list[tuple[str, dict[str, Any]]] = [
    (f"{file.stem}: {envelope['name']}", envelope)
    for file in sorted(CORPUS.glob("*.toml"))
    for envelope in tomllib.loads(file.read_text("utf-8"))["envelope"]
]


def judged(envelope: dict[str, Any]) -> Verdict:
    body = bytes.fromhex(envelope["hex"]) if "hex" in envelope else envelope["body"].encode()
    content_type = envelope.get("type", JSON)
    return judge(envelope.get("status", 200), content_type, body, module=envelope["module"])


def test_an_answer_is_judged_as_recorded() -> None:
    for name, envelope in ENVELOPES:
        verdict = judged(envelope)
        got = {
            "outcome": verdict.outcome,
            "layer": verdict.layer,
            "code": verdict.code,
            "message": verdict.message,
            "request_id": verdict.request_id,
            "count": verdict.count,
            "total": verdict.total,
            "failed": verdict.failed,
        }
        expected = {
            "outcome": Outcome(envelope["outcome"]),
            "layer": ErrorLayer(envelope.get("layer", "")),
            "code": envelope.get("code", ""),
            "message": envelope.get("message", ""),
            "request_id": envelope.get("request_id", ""),
            "count": envelope.get("count"),
            "total": envelope.get("total"),
            "failed": envelope.get("failed", 0),
        }
        assert got == expected, name
        assert len(verdict.items) == verdict.failed, name


def test_the_corpus_is_large_and_names_nothing_twice() -> None:
    names = [name for name, _ in ENVELOPES]
    assert len(names) >= LEAST
    assert len(set(names)) == len(names)


@pytest.mark.skipif(not FACTS.is_file(), reason="the collected facts are not beside this checkout")
def test_every_documented_code_is_recorded_with_its_layer() -> None:
    facts = json.loads(FACTS.read_text("utf-8"))
    documented = {(each["code"], each["layer"]) for each in facts["error_codes"]}
    kept = {(each.get("code"), each.get("layer")) for _, each in ENVELOPES}
    assert documented <= kept
