"""The data models of a deployment on the command line, with the sandbox."""

import json
from typing import Any

import pytest

from tests.cli.program import run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

pytestmark = pytest.mark.usefixtures("both")


def models(*arguments: str) -> dict[str, Any]:
    return json.loads(run_cli("catalogue", "models", *arguments, "--json").data)


def test_there_are_none_until_they_are_asked_for_and_they_stay() -> None:
    ran = run_cli("catalogue", "models", "--env", "总部")
    assert (ran.status, ran.data) == (0, b"")
    assert "--refresh" in ran.talk
    ran = run_cli("catalogue", "models", "--env", "总部", "--refresh")
    assert ran.status == 0
    assert any(row.split()[:2] == ["customer", "客户"] for row in ran.text.splitlines())
    assert "6" in ran.talk
    again = models("--env", "总部")
    assert [model["name"] for model in again["models"]][:1] == ["sys_user"]


def test_json_has_the_fields_with_their_values() -> None:
    known = models("--refresh")
    assert list(known) == ["environment", "fetchedAt", "leftOut", "models"]
    customer = next(each for each in known["models"] if each["name"] == "customer")
    level = next(each for each in customer["fields"] if each["name"] == "level")
    assert level == {
        "name": "level", "title": "客户等级", "kind": "option", "required": False,
        "system": False, "related": None, "values": ["A", "B", "C", "D"],
    }  # fmt: skip


def test_the_catalogue_knows_the_models_of_the_environment_that_is_named() -> None:
    run_cli("catalogue", "models", "--refresh")
    listed = json.loads(run_cli("catalogue", "list", "--env", "总部", "--json").data)["endpoints"]
    without = json.loads(run_cli("catalogue", "list", "--json").data)["endpoints"]
    assert len(listed) == len(without) + 6 * 12
    ran = run_cli("catalogue", "search", "客户 创建单条", "--env", "总部")
    assert ran.text.split()[0] == "model.customer.create"
    ran = run_cli("catalogue", "search", "客户 创建单条")
    assert ran.text.split()[0] == "model.customer.create", "whatever environment knows it"
    shown = json.loads(
        run_cli("catalogue", "show", "model.customer.create", "--env", "总部", "--json").data
    )
    assert [field["name"] for field in shown["body"][0]["children"]][:2] == ["name", "code"]
    assert shown["path"] == "/v1/model/{envType}/customer/create"


def test_a_call_of_a_model_is_sent() -> None:
    run_cli("catalogue", "models", "--refresh")
    ran = run_cli("send", "model.customer.list", "--env", "总部", "--env-type", "dev", "--json")
    assert ran.status == 0, ran.talk
    answer = json.loads(ran.data)
    assert answer["request"]["url"].endswith("/v1/model/dev/customer/list")
    assert answer["body"]["data"]["records"]
    wrong = run_cli("send", "model.custmer.list")
    assert wrong.status == 2
    assert "model.customer.list" in wrong.talk


def test_a_model_is_added_by_its_key_and_removed() -> None:
    ran = run_cli("catalogue", "models", "--add", "todo")
    assert (ran.status, ran.text.split()[0]) == (0, "todo")
    assert models()["models"] == [{"name": "todo", "title": "", "isAdded": True, "fields": []}]
    assert run_cli("send", "model.todo.list", "--env-type", "dev").status == 0
    bad = run_cli("catalogue", "models", "--add", "../etc")
    assert bad.status == 2
    assert "../etc" in bad.talk
    assert run_cli("catalogue", "models", "--remove", "nobody").status == 2
    assert run_cli("catalogue", "models", "--remove", "todo").status == 0
    assert models()["models"] == []


def test_a_refusal_says_why_and_shows_what_is_known(sandbox: SandboxInfo) -> None:
    wrong = ("env", "add", "错", "--host", sandbox.base, "--secret-id", "AKIDwrong")
    assert run_cli(*wrong, stdin="nonsense\n").status == 0
    run_cli("catalogue", "models", "--env", "错", "--add", "todo")
    ran = run_cli("catalogue", "models", "--env", "错", "--refresh")
    assert ran.status == 5
    assert "✗" in ran.talk
    assert ran.text.split()[0] == "todo"
