"""Every bundled call: its texts, its examples, and the facts that it is based on."""

import json
import re
from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

import pytest

from tests.catalogue.facts import (
    CONFIDENCE,
    ENV_TYPES,
    FACTS,
    TOKEN_KINDS,
    Fact,
    answered_fields,
    collected_facts,
    every,
    flattened,
    sent_parameters,
    shape,
    values,
)
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, Parameter
from weda_tui.core.catalogue.modules import Module
from weda_tui.core.catalogue.search import search
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import bundled_catalogue
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CATALOGUE = load_bundled_catalogue()
ENDPOINTS = tuple(CATALOGUE.by_id.values())
SENDABLE = tuple(endpoint for endpoint in ENDPOINTS if endpoint.has_path)
ODD_SAMPLES = {"workflow.GetFlowInstanceTasks": ["TotalCount is not integer"]}
"""Violations in the samples of the official pages, compared with the tables of these pages."""
OWN_EXAMPLES = {"workflow.StartProcessWithParams"}
"""Calls with another body than the facts: its variable has the only type that a page accepts."""
EMPTY_ANSWERS = {"odata.delete", "odata.update", "storage.putObject"}

each_module = pytest.mark.parametrize("module", CATALOGUE.modules, ids=lambda m: m.id)


def without_ids(example: str) -> Any:
    """Return a body as values, with all ids of the sandbox replaced."""
    return json.loads(re.sub(r'"(\d{19}|flow_demo\d+)"', '"an id"', example))


def test_modules_in_the_order_of_the_tree() -> None:
    assert [(m.id, m.title.zh, m.title.en, len(m.endpoints)) for m in CATALOGUE.modules] == [
        ("workflow", "审批流", "Workflow", 42),
        ("model", "数据模型", "Data model", 13),
        ("storage", "云存储", "Cloud storage", 5),
        ("permissions", "权限", "Permissions", 31),
        ("auth", "令牌与登录", "Tokens and sign-in", 6),
        ("odata", "OData（旧版）", "OData (older)", 13),
        ("enterprise", "企业工作台", "Workbench", 1),
    ]
    assert [endpoint for m in CATALOGUE.modules for endpoint in m.endpoints] == [*ENDPOINTS]
    assert SENDABLE


@pytest.mark.parametrize(
    ("module_id", "groups"),
    [
        ("model", [("查询", 4), ("增改", 5), ("删除", 3), ("SQL 模板", 1)]),
        ("storage", [("上传下载", 3), ("对象管理", 2)]),
        ("permissions", [("用户", 8), ("组织架构", 4), ("角色", 10), ("资源权限", 9)]),
        ("auth", [("令牌", 4), ("登录与用户", 2)]),
        ("odata", [("单条记录", 5), ("批量", 5), ("模型与选项集", 3)]),
        ("enterprise", [("应用", 1)]),
    ],
)
def test_groups_and_their_sizes(module_id: str, groups: list[tuple[str, int]]) -> None:
    module = next(module for module in CATALOGUE.modules if module.id == module_id)
    assert [(group.title.zh, len(group.endpoints)) for group in module.groups] == groups


@pytest.mark.parametrize("module", CATALOGUE.modules[:4], ids=lambda m: m.id)
def test_a_group_reads_then_writes_then_destroys_and_ends_with_what_cannot_be_sent(
    module: Module,
) -> None:
    order = [Effect.READ, Effect.WRITE, Effect.DESTRUCTIVE]
    for group in module.groups:
        ranks = [
            order.index(endpoint.effect) if endpoint.has_path else len(order)
            for endpoint in group.endpoints
        ]
        assert ranks == sorted(ranks), group.id


@each_module
def test_titles_of_a_module_are_told_apart(module: Module) -> None:
    for language in ("zh", "en"):
        titles = [endpoint.title.text(language) for endpoint in module.endpoints]
        assert len(set(titles)) == len(titles)


def words(endpoint: Endpoint) -> Iterator[tuple[str, Bilingual]]:
    """Yield every sentence of an endpoint, with its place."""
    yield "title", endpoint.title
    yield "summary", endpoint.summary
    if endpoint.notes != Bilingual():
        yield "notes", endpoint.notes
    for part in (endpoint.parameters, endpoint.body, endpoint.response):
        for path, parameter in every(part):
            yield path, parameter.description
            if parameter.notes != Bilingual():
                yield f"{path} notes", parameter.notes
            yield from ((f"{path} = {v.value}", v.meaning) for v in parameter.enum)
    yield from ((cause.code, cause.meaning) for cause in endpoint.failure_causes)


CHINESE = re.compile(r"[\u4e00-\u9fff，。：；（）]")


class TestWords:
    def test_titles_fit_the_tree(self) -> None:
        for endpoint in ENDPOINTS:
            for title in (endpoint.title.zh, endpoint.title.en):
                width = sum(2 if east_asian_width(char) in "WF" else 1 for char in title)
                assert 0 < width <= 22, endpoint.id

    def test_pinyin_has_one_letter_a_character(self) -> None:
        for endpoint in ENDPOINTS:
            first = endpoint.pinyin.split()[0]
            assert first.isascii(), endpoint.id
            assert first == first.lower(), endpoint.id
            assert len(first) == len(re.sub(r"[ /]", "", endpoint.title.zh)), endpoint.id

    def test_both_languages_say_something_each_in_its_own(self) -> None:
        for endpoint in ENDPOINTS:
            for place, sentence in words(endpoint):
                assert CHINESE.search(sentence.zh), (endpoint.id, place)
                assert sentence.en, (endpoint.id, place)
                assert not CHINESE.search(sentence.en), (endpoint.id, place)

    def test_chinese_has_its_own_punctuation(self) -> None:
        wrong = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
        for endpoint in ENDPOINTS:
            for place, sentence in words(endpoint):
                outside_json = re.sub(r"[{\[].*[}\]]", "", sentence.zh)
                assert not wrong.search(outside_json), (endpoint.id, place, sentence.zh)

    def test_is_found_by_initials_action_and_titles(self) -> None:
        for endpoint in ENDPOINTS:
            titles = (endpoint.title.zh, endpoint.title.en)
            for query in (*endpoint.pinyin.split(), endpoint.action, *titles):
                found = [match.endpoint for match in search(CATALOGUE, query)]
                assert endpoint in found[:4], (endpoint.id, query)

    def test_has_synonyms_in_both_languages(self) -> None:
        for endpoint in ENDPOINTS:
            zh, en = endpoint.synonyms.zh.split("、"), endpoint.synonyms.en.split(", ")
            for synonyms in (zh, en):
                assert len(set(synonyms)) == len(synonyms) >= 3, endpoint.id
                assert all(each == each.strip() != "" for each in synonyms), endpoint.id
            assert not CHINESE.search(endpoint.synonyms.en), endpoint.id

    def test_presets_set_a_documented_value(self) -> None:
        for endpoint in ENDPOINTS:
            fields = {each.name: {value.value for value in each.enum} for each in endpoint.body}
            for preset in endpoint.presets:
                assert preset.value in fields[preset.field], (endpoint.id, preset)
                assert preset.words.zh, (endpoint.id, preset)
                assert not CHINESE.search(preset.words.en), (endpoint.id, preset)

    def test_says_where_it_was_read(self) -> None:
        assert [endpoint.id for endpoint in ENDPOINTS if not endpoint.source] == []


class TestExamples:
    def test_request_fits_its_fields(self) -> None:
        for endpoint in SENDABLE:
            if not endpoint.body or endpoint.body[0].type == "binary":
                assert endpoint.example_body == "", endpoint.id
                continue
            given = json.loads(endpoint.example_body)
            found = problems({"[]": given} if is_array(given) else given, endpoint.body)
            assert found == [], endpoint.id

    def test_response_fits_its_fields(self) -> None:
        for endpoint in SENDABLE:
            if not endpoint.example_response:
                is_odd = endpoint.id in EMPTY_ANSWERS
                assert is_odd or endpoint.confidence is not Confidence.DOCUMENTED, endpoint.id
                continue
            data = unwrapped(json.loads(endpoint.example_response))
            if not isinstance(data, dict):
                data = {"[]" if is_array(data) else "Data": data}
                names = [parameter.name for parameter in endpoint.response]
                assert names == list(data), endpoint.id
            found = problems(data, endpoint.response)
            assert found == ODD_SAMPLES.get(endpoint.id, []), endpoint.id


def unwrapped(answer: Any) -> Any:
    """Return the data inside the envelope of its module."""
    for outer, inner in (("Response", "Data"), ("response", "data")):
        if outer in answer:
            return answer[outer][inner]
    return answer["data"] if "data" in answer and "requestId" in answer else answer


def is_array(value: Any) -> bool:
    return isinstance(value, list)


def problems(value: Any, fields: tuple[Parameter, ...], prefix: str = "") -> list[str]:
    """Return what an example object has too much, too little, or with a wrong type or value."""
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
    """Return whether a value is null or has a type such as ``integer`` or ``array<string>``."""
    if value is None or type_name == "any":
        return True
    if type_name.startswith("array"):
        item = type_name.removeprefix("array").strip("<>")
        return is_array(value) and (not item or all(fits(v, item) for v in value))
    kinds = {"object": dict, "boolean": bool, "string": str, "integer": int}
    return type(value) is kinds[type_name]


FULL_WIDTH = str.maketrans("(),", "（），")
"""The punctuation of Chinese texts."""


@pytest.mark.skipif(not FACTS.exists(), reason="the collected facts are not beside this checkout")
class TestFacts:
    def test_every_call_is_there_and_no_other(self) -> None:
        assert set(CATALOGUE.by_id) == set(collected_facts())
        assert len(ENDPOINTS) == 111

    def test_call(self) -> None:
        for endpoint in ENDPOINTS:
            fact = collected_facts()[endpoint.id]
            sent = (fact["method"] or "", fact["path"] or "")
            assert (endpoint.method, endpoint.path) == sent, endpoint.id
            assert endpoint.effect == fact["effect"], endpoint.id
            assert endpoint.confidence is CONFIDENCE[fact["confidence"]], endpoint.id
            assert endpoint.token_kind is TOKEN_KINDS[fact["auth"]], endpoint.id
            assert list(endpoint.errors) == fact.get("errors", []), endpoint.id
            assert bool(endpoint.notes.en) >= ("notes_en" in fact), endpoint.id
            causes = [(cause.code, cause.meaning.zh) for cause in endpoint.failure_causes]
            assert causes == [
                (cause["code"], cause["zh"].translate(FULL_WIDTH))
                for cause in fact.get("failure_causes", [])
            ], endpoint.id
            if endpoint.module == "permissions":
                assert endpoint.group == fact["group"], endpoint.id

    def test_parameters(self) -> None:
        for endpoint in SENDABLE:
            theirs = sent_parameters(collected_facts()[endpoint.id])
            assert [(p.location, p.name) for p in endpoint.parameters] == [
                (place, field["name"]) for place, field in theirs
            ], endpoint.id
            for ours, (_, field) in zip(endpoint.parameters, theirs, strict=True):
                assert same(ours, field), (endpoint.id, ours.name)

    def test_body(self) -> None:
        for endpoint in SENDABLE:
            compare(endpoint.id, endpoint.body, collected_facts()[endpoint.id]["body"])

    def test_response(self) -> None:
        for endpoint in SENDABLE:
            answered = answered_fields(collected_facts()[endpoint.id])
            compare(endpoint.id, endpoint.response, answered)

    def test_examples(self) -> None:
        for endpoint in SENDABLE:
            fact = collected_facts()[endpoint.id]
            if endpoint.id not in OWN_EXAMPLES:
                example = json.dumps(fact.get("example_body", {}), ensure_ascii=False)
                ours = without_ids(endpoint.example_body or "{}")
                assert ours == without_ids(example), endpoint.id
            answered = json.loads(endpoint.example_response or "null")
            assert answered == fact.get("example_response"), endpoint.id


def compare(endpoint_id: str, parameters: tuple[Parameter, ...], fields: list[Fact]) -> None:
    ours, theirs = dict(every(parameters)), dict(flattened(fields))
    assert list(ours) == list(theirs), endpoint_id
    for path, field in theirs.items():
        assert same(ours[path], field), (endpoint_id, path)


def same(ours: Parameter, field: Fact) -> bool:
    """Return whether type, requirement, default and allowed values match the fact.

    OpenAPI cannot require a key with an arbitrary name, nor the items of the whole body.
    """
    is_named = not ours.name.startswith(("<", "["))
    enum: list[Any] = ENV_TYPES if "enum_ref" in field else values(field.get("enum", []))
    return (
        shape(ours.type) == shape(field["type"])
        and (not is_named or ours.required == field.get("required", False))
        and [value.value for value in ours.enum] == enum
        and ours.default == (json.dumps(field["default"]) if "default" in field else "")
    )


def test_a_document_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_catalogue, "DOCUMENTS", ("absent.openapi.json",))
    with pytest.raises(FileError) as caught:
        load_bundled_catalogue()
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert caught.value.parameters["file"] == "absent.openapi.json"
