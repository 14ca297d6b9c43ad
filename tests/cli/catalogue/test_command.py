import json

import pytest

from tests.cli.program import run_cli
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

KEYS = ["id", "module", "group", "method", "path", "title", "effect", "confidence", "auth"]


def test_the_list_has_every_endpoint_with_the_documented_keys() -> None:
    endpoints = json.loads(run_cli("catalogue", "list", "--json").data)["endpoints"]
    assert [each["id"] for each in endpoints] == list(load_bundled_catalogue().by_id)
    assert all(list(each) == KEYS for each in endpoints)
    start = next(each for each in endpoints if each["id"] == "workflow.StartFlow")
    assert start["method"] == "POST"
    assert start["path"] == "/weda/workflow/v1/{envType}/StartFlow"
    assert list(start["title"]) == ["zh", "en"]
    assert (start["effect"], start["auth"]) == ("write", "wedaClientCredentials")


@pytest.mark.parametrize(("language", "mark"), [("zh", "写"), ("en", "W")])
def test_the_list_for_people_marks_what_writes(language: str, mark: str) -> None:
    ran = run_cli("catalogue", "list", "--lang", language)
    row = next(line for line in ran.text.splitlines() if "workflow.StartFlow " in line)
    assert row.split()[1] == mark
    assert str(len(load_bundled_catalogue().by_id)) in ran.talk


@pytest.mark.parametrize(
    "query", [["cxsprlb"], ["审批人"], ["ApproverList"], ["list", "approvers"]]
)
def test_search_finds_by_chinese_english_and_initials(query: list[str]) -> None:
    found = json.loads(run_cli("catalogue", "search", *query, "--json").data)["endpoints"]
    assert found[0]["id"] == "workflow.DescribeInstanceApproverList"
    assert found[0]["id"] in run_cli("catalogue", "search", *query).text.splitlines()[0]


def test_a_search_names_what_its_words_set() -> None:
    ran = run_cli("catalogue", "search", "我已审批的任务", "--lang", "zh")
    assert ran.text.splitlines()[0].endswith("   → PageType DONE 已办")


def test_a_search_without_a_hit_says_so() -> None:
    ran = run_cli("catalogue", "search", "zzzzqq")
    assert (ran.status, ran.data) == (0, b"")
    assert "zzzzqq" in ran.talk
    assert json.loads(run_cli("catalogue", "search", "zzzzqq", "--json").data) == {"endpoints": []}


def test_show_has_the_parameters_and_an_example() -> None:
    shown = json.loads(run_cli("catalogue", "show", "workflow.StartFlow", "--json").data)
    assert list(shown)[: len(KEYS)] == KEYS
    assert {field["name"]: field["required"] for field in shown["body"]}["FlowCode"] is True
    assert "FlowCode" in json.loads(shown["exampleBody"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_endpoint_can_be_shown(language: Language) -> None:
    for endpoint in load_bundled_catalogue().by_id.values():
        ran = run_cli("catalogue", "show", endpoint.id, "--lang", language)
        assert ran.status == 0
        assert ran.text.startswith(f"{endpoint.id}  {endpoint.title.text(language)}\n")
        assert all(field.name in ran.text for field in (*endpoint.body, *endpoint.response))


@pytest.mark.parametrize(
    ("language", "sentence"), [("zh", "仅有标题，不能发送"), ("en", "only the title is known")]
)
def test_a_call_without_a_path_is_listed_and_says_what_is_not_known(
    language: str, sentence: str
) -> None:
    unknown = "permissions.title.createRole"
    shown = json.loads(run_cli("catalogue", "show", unknown, "--json").data)
    assert (shown["method"], shown["path"], shown["confidence"]) == (None, None, "title-only")
    text = run_cli("catalogue", "show", unknown, "--lang", language).text
    assert sentence in text.splitlines()[1]
    assert "Body" not in text
    listed = run_cli("catalogue", "list", "--lang", language).text
    assert next(line for line in listed.splitlines() if unknown in line).endswith("?")


def test_a_trap_stands_at_the_field_where_it_bites() -> None:
    text = " ".join(run_cli("catalogue", "show", "model.list").text.split())
    assert "Page size, at most 200 ! It has no effect without pageNumber." in text


def test_an_unknown_endpoint_names_the_nearest() -> None:
    ran = run_cli("catalogue", "show", "workflow.StartFlo")
    assert (ran.status, ran.data) == (2, b"")
    assert "Did you mean workflow.StartFlow?" in ran.talk
