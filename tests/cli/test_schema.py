"""``schema`` prints what an editor takes."""

import json

from tests.cli.program import run_cli


def test_a_schema_is_printed_as_json():
    for kind in ("request", "folder", "environment"):
        ran = run_cli("schema", kind)
        assert ran.status == 0
        assert json.loads(ran.data)["title"] == f"weda-tui {kind}"


def test_another_kind_is_refused_with_those_there_are():
    ran = run_cli("--lang", "en", "schema", "history")
    assert ran.status == 2
    assert "request" in ran.talk
    chinese = run_cli("--lang", "zh", "schema", "foo")
    assert chinese.status == 2
    assert "foo 不是可选值，可选：request, folder, environment。" in chinese.talk
