"""``schema`` prints schemas for editors, and for programs that read ``--json``."""

import json

from tests.cli.program import run_cli


def test_a_schema_is_printed_as_json():
    for kind in ("request", "folder", "environment", "exchange"):
        ran = run_cli("schema", kind)
        assert ran.status == 0
        assert json.loads(ran.data)["title"] == f"weda-tui {kind}"


def test_another_kind_is_refused_with_those_there_are():
    ran = run_cli("--lang", "en", "schema", "history")
    assert ran.status == 2
    assert "request" in ran.talk
    chinese = run_cli("--lang", "zh", "schema", "foo")
    assert chinese.status == 2
    assert "foo 不是可选值，可选：request, folder, environment, exchange。" in chinese.talk


def test_the_fields_of_an_exchange_are_explained_in_both_languages():
    found = {
        language: json.loads(run_cli("--lang", language, "schema", "exchange").data)
        for language in ("en", "zh")
    }
    english, chinese = (found[each]["properties"]["status"] for each in found)
    assert english.pop("description") == "HTTP status; null without a response."
    assert chinese.pop("description") == "HTTP 状态码；没有响应时为 null。"
    assert english == chinese
