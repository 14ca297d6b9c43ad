"""The bundled workflow document against the facts it was made from, and against itself."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest

from weda_tui.core.endpoint import Confidence, Effect, Endpoint, Parameter, TokenKind
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.search import search
from weda_tui.store import bundled_catalogue
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

FACTS = Path(__file__).parents[2].parent / "shared" / "weda-openapi" / "facts.json"
CONFIDENCE = {
    "documented": Confidence.DOCUMENTED,
    "in official client code": Confidence.CLIENT_CODE,
    "inferred": Confidence.TITLE_ONLY,
}
ODD_SAMPLES = {"GetFlowInstanceTasks": ["TotalCount is not integer"]}
"""What the pages' own samples do against their tables."""
OWN_EXAMPLES = {"StartProcessWithParams"}
"""Whose body is another than the facts have: a variable of the only type that a page accepts."""
CATALOGUE = load_bundled_catalogue()
ENDPOINTS = CATALOGUE.modules[0].endpoints
each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e.action)


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, Any]]:
    """The collected facts of every workflow call, by id."""
    if not FACTS.exists():
        pytest.skip("the collected facts are not beside this checkout")
    modules = json.loads(FACTS.read_bytes())["modules"]
    workflow = next(module for module in modules if module["id"] == "workflow")
    return {call["id"]: call for call in workflow["endpoints"]}


def every(parameters: tuple[Parameter, ...], prefix: str = "") -> Iterator[tuple[str, Parameter]]:
    """Every parameter with its dotted path, depth first."""
    for parameter in parameters:
        path = f"{prefix}{parameter.name}"
        yield path, parameter
        yield from every(parameter.children, f"{path}.")


def flattened(
    fields: list[dict[str, Any]], prefix: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in fields:
        path = f"{prefix}{field['name']}"
        yield path, field
        yield from flattened(field.get("children", []), f"{path}.")


def without_ids(example: str) -> Any:
    """Return a body as values; which of the sandbox's things it speaks of does not count."""
    return json.loads(re.sub(r'"(\d{19}|flow_demo\d+)"', '"an id"', example))


def shape(type_name: str) -> str:
    return "array" if type_name == "array<object>" else type_name


class TestTree:
    def test_groups_and_their_sizes(self) -> None:
        (module,) = CATALOGUE.modules
        assert (module.id, module.title.zh, module.title.en) == ("workflow", "审批流", "Workflow")
        assert module.token_kind is TokenKind.KEY
        assert [(g.id, g.title.zh, g.title.en, len(g.endpoints)) for g in module.groups] == [
            ("design", "设计", "Design", 1),
            ("runtime", "运行", "Runtime", 21),
            ("message", "消息", "Messages", 3),
            ("center", "应用中心", "App centre", 3),
            ("manage", "管理后台", "Administration", 11),
            ("client-only", "前端专用", "Client only", 3),
        ]

    def test_runtime_reads_then_writes_then_destroys(self) -> None:
        runtime = next(g for g in CATALOGUE.modules[0].groups if g.id == "runtime")
        order = [Effect.READ, Effect.WRITE, Effect.DESTRUCTIVE]
        ranks = [order.index(endpoint.effect) for endpoint in runtime.endpoints]
        assert ranks == sorted(ranks)
        assert runtime.endpoints[0].action == "GetFlowInstanceTasks"

    def test_titles_are_told_apart(self) -> None:
        assert len({endpoint.title.zh for endpoint in ENDPOINTS}) == len(ENDPOINTS)
        assert len({endpoint.title.en for endpoint in ENDPOINTS}) == len(ENDPOINTS)


@each_endpoint
class TestWords:
    def test_titles_fit_the_tree(self, endpoint: Endpoint) -> None:
        for title in (endpoint.title.zh, endpoint.title.en):
            cells = sum(2 if east_asian_width(char) in "WF" else 1 for char in title)
            assert 0 < cells <= 22

    def test_pinyin_has_one_letter_a_character(self, endpoint: Endpoint) -> None:
        first = endpoint.pinyin.split()[0]
        assert first.isascii()
        assert first.islower()
        assert len(first) == len(endpoint.title.zh)

    def test_both_languages_say_something(self, endpoint: Endpoint) -> None:
        assert endpoint.summary.zh
        assert endpoint.summary.en
        assert bool(endpoint.notes.zh) == bool(endpoint.notes.en)
        parts = (endpoint.parameters, endpoint.body, endpoint.response)
        for path, parameter in (pair for part in parts for pair in every(part)):
            assert parameter.description.zh, path
            assert parameter.description.en, path
            for value in parameter.enum:
                assert value.meaning.zh, (path, value)
                assert value.meaning.en, (path, value)
        for cause in endpoint.failure_causes:
            assert cause.meaning.zh
            assert cause.meaning.en

    def test_is_found_by_initials_action_and_titles(self, endpoint: Endpoint) -> None:
        for query in (
            *endpoint.pinyin.split(),
            endpoint.action,
            endpoint.title.zh,
            endpoint.title.en,
        ):
            assert endpoint in [match.endpoint for match in search(CATALOGUE, query)[:4]], query


@each_endpoint
class TestExamples:
    def test_request_fits_its_fields(self, endpoint: Endpoint) -> None:
        if not endpoint.body:
            assert endpoint.example_body == ""
            return
        assert problems(json.loads(endpoint.example_body), endpoint.body) == []

    def test_response_fits_its_fields(self, endpoint: Endpoint) -> None:
        if endpoint.confidence is not Confidence.DOCUMENTED:
            assert endpoint.example_response == ""
            return
        answer = json.loads(endpoint.example_response)
        data = answer["Response"]["Data"] if "Response" in answer else answer
        if is_array(data):
            assert [parameter.name for parameter in endpoint.response] == ["[]"]
            data = {"[]": data}
        assert problems(data, endpoint.response) == ODD_SAMPLES.get(endpoint.action, [])


def is_array(value: Any) -> bool:
    return isinstance(value, list)


def problems(value: Any, fields: tuple[Parameter, ...], prefix: str = "") -> list[str]:
    """What an example object has too much, too little, or of the wrong type or value."""
    named = {field.name: field for field in fields if not field.name.startswith("<")}
    any_key = next((field for field in fields if field.name.startswith("<")), None)
    found = [f"{prefix}{n} missing" for n, f in named.items() if f.required and n not in value]
    for name, member in value.items():
        path = f"{prefix}{name}"
        field = named.get(name, any_key)
        if field is None:
            found.append(f"{path} unknown")
            continue
        found += [f"{path} is not {field.type}"] if not fits(member, field.type) else []
        allowed = [entry.value for entry in field.enum]
        if allowed and member is not None and member not in allowed:
            found.append(f"{path} is not one of {allowed}")
        if field.type == "string" and field.children:
            found += problems(json.loads(member or "{}"), field.children, f"{path}.")
        elif field.children and member is not None:
            items = member if is_array(member) else [member]
            for item in items:
                found += problems(item, field.children, f"{path}.")
    return found


def fits(value: Any, type_name: str) -> bool:
    """Whether a value is null or has a type such as ``integer`` or ``array<string>``."""
    if value is None:
        return True
    if type_name.startswith("array"):
        item = type_name.removeprefix("array").strip("<>")
        return is_array(value) and (not item or all(fits(v, item) for v in value))
    kinds = {"object": dict, "boolean": bool, "string": str, "integer": int}
    return type(value) is kinds[type_name]


class TestFacts:
    def test_every_call_is_there_and_no_other(self, facts: dict[str, dict[str, Any]]) -> None:
        assert {endpoint.id for endpoint in ENDPOINTS} == set(facts)
        assert len(ENDPOINTS) == 42

    @each_endpoint
    def test_call(self, endpoint: Endpoint, facts: dict[str, dict[str, Any]]) -> None:
        fact = facts[endpoint.id]
        assert endpoint.group == fact["group"]
        assert (endpoint.method, endpoint.path) == (fact["method"], fact["path"])
        assert endpoint.effect == fact["effect"]
        assert endpoint.confidence is CONFIDENCE[fact["confidence"]]
        assert endpoint.token_kind is TokenKind.KEY
        assert list(endpoint.errors) == fact.get("errors", [])
        assert [(cause.code, cause.meaning.en) for cause in endpoint.failure_causes] == [
            (cause["code"], cause["en"]) for cause in fact.get("failure_causes", [])
        ]

    @each_endpoint
    @pytest.mark.parametrize("side", ["body", "response"])
    def test_fields(self, endpoint: Endpoint, side: str, facts: dict[str, dict[str, Any]]) -> None:
        parameters = endpoint.body if side == "body" else endpoint.response
        ours = dict(every(parameters))
        theirs = dict(flattened(facts[endpoint.id][side]))
        assert list(ours) == list(theirs)
        for path, field in theirs.items():
            assert shape(ours[path].type) == shape(field["type"]), path
            assert ours[path].required == field.get("required", False), path
            enum: list[Any] = field.get("enum", [])
            assert [value.value for value in ours[path].enum] == [
                value["value"] if hasattr(value, "keys") else value for value in enum
            ], path
            default = json.dumps(field["default"]) if "default" in field else ""
            assert ours[path].default == default, path

    @each_endpoint
    def test_examples(self, endpoint: Endpoint, facts: dict[str, dict[str, Any]]) -> None:
        fact = facts[endpoint.id]
        if endpoint.action not in OWN_EXAMPLES:
            assert without_ids(endpoint.example_body or "{}") == without_ids(
                json.dumps(fact["example_body"])
            )
        assert json.loads(endpoint.example_response or "null") == fact.get("example_response")


class TestTraps:
    def test_env_type_sits_in_the_path(self) -> None:
        for endpoint in ENDPOINTS:
            (env_type,) = endpoint.parameters
            assert (env_type.name, env_type.location, env_type.required) == (
                "envType",
                "path",
                True,
            )
            assert [value.value for value in env_type.enum] == ["prod", "dev", "pre"]
            assert "/{envType}/" in endpoint.path

    def test_user_type_says_which_value_is_safe(self) -> None:
        tasks = dict(every(CATALOGUE.get("workflow.GetFlowInstanceTasks").body))
        source = tasks["TaskAssignee.Type"]
        assert "微搭用户用 4" in source.description.zh
        assert "4 for WeDa users" in source.description.en

    def test_names_that_the_pages_spell_in_two_ways(self) -> None:
        assert "RevokeType" in dict(every(CATALOGUE.get("workflow.Revoke").body))
        assert "NeedStartInputparams" in dict(
            every(CATALOGUE.get("workflow.GetFlowInstances").body)
        )

    def test_a_string_that_holds_json_shows_its_fields(self) -> None:
        fields = dict(every(CATALOGUE.get("workflow.GetFlowInstanceOperations").response))
        assert fields["Result.Content"].type == "string"
        assert "Result.Content.action" in fields

    def test_times_say_their_unit(self) -> None:
        fields = dict(every(CATALOGUE.get("workflow.GetFlowInstanceTasks").response))
        assert "yyyy-MM-ddTHH:mm:ss.SSS+0800" in fields["Result.StartTime"].description.en
        filters = dict(every(CATALOGUE.get("workflow.ListProcessInstances").body))
        assert filters["Filter.FlowStartTime"].description.en.endswith("epoch ms")


def test_a_document_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_catalogue, "DOCUMENTS", ("absent.openapi.json",))
    with pytest.raises(FileError) as caught:
        load_bundled_catalogue()
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert caught.value.parameters["file"] == "absent.openapi.json"
