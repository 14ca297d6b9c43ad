"""A user's file over a module: custom calls, edits, and what the file may not change."""

import json
from typing import Any

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    Parameter,
    TokenKind,
)
from weda_tui.core.catalogue.modules import Module
from weda_tui.core.catalogue.own_call import OwnCall, OwnModule
from weda_tui.core.errors import ErrorCode
from weda_tui.core.requests.draft import draft_for
from weda_tui.formats.openapi.own_calls import with_own_calls
from weda_tui.formats.openapi.read import open_openapi

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "CRM"},
    "security": [{"wedaPassword": []}],
    "paths": {
        "/orders": {
            "post": {
                "operationId": "List",
                "tags": ["orders"],
                "x-zh": {"summary": "查订单"},
                "summary": "List orders",
                "x-pinyin": "cdd",
                "x-notes": {"en": "careful"},
                "requestBody": {
                    "content": {"application/json": {"schema": {"properties": {"old": {}}}}}
                },
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"properties": {"r": {}}}}}}
                },
            }
        }
    },
    "x-weda-pathless": [{"operationId": "Secret", "tags": ["orders"], "summary": "Secret"}],
}


def document() -> Module:
    return open_openapi(json.dumps(DOCUMENT).encode(), name="crm.json")


def own(
    *calls: OwnCall, base: Module | None = None, is_bundled: bool = False, module: str = "crm"
) -> Module:
    read, problems = with_own_calls(
        base, OwnModule(id=module, calls=calls), file=f"{module}.toml", is_bundled=is_bundled
    )
    assert problems == ()
    return read


def call(text: str = "", *, method: str = "POST", path: str = "/a") -> Endpoint:
    said = OwnCall(action="a", method=method, path=path, title="A", parameters=text)
    (endpoint,) = own(said).endpoints
    return endpoint


def names(parameters: tuple[Parameter, ...]) -> list[str]:
    return [parameter.name for parameter in parameters]


class TestOwn:
    def test_a_whole_call(self) -> None:
        said = OwnCall(
            action="Get", method="GET", path="/crm/{envType}/orders/{id}", title="查一个订单",
            effect=Effect.WRITE, token_kind=TokenKind.USER,
        )  # fmt: skip
        module = own(said)
        (endpoint,) = module.endpoints
        assert (module.id, module.title, module.token_kind) == (
            "crm", Bilingual(en="crm"), TokenKind.USER,
        )  # fmt: skip
        assert (endpoint.id, endpoint.method, endpoint.path) == ("crm.Get", "GET", said.path)
        assert endpoint.title == Bilingual(en="查一个订单")
        assert (endpoint.effect, endpoint.token_kind) == (Effect.WRITE, TokenKind.USER)
        assert endpoint.confidence is Confidence.OWN
        assert names(endpoint.parameters) == ["envType", "id"]
        assert draft_for(endpoint).url == "{{vars.host}}/crm/{{WeDa.EnvType}}/orders/{{id}}"

    def test_the_method_says_the_effect_and_no_token_is_taken_unless_said(self) -> None:
        assert call(method="DELETE").effect is Effect.DESTRUCTIVE
        assert call().token_kind is TokenKind.NONE

    def test_a_schema_is_the_body_or_the_query_as_the_method_has_one(self) -> None:
        text = '{"required": ["n"], "properties": {"n": {"type": "integer"}, "s": {}}}'
        posted, got = call(text), call(text, method="GET")
        assert [(p.name, p.required) for p in posted.body] == [("n", True), ("s", False)]
        assert posted.parameters == ()
        assert [(p.name, p.location, p.required) for p in got.parameters] == [
            ("n", "query", True), ("s", "query", False),
        ]  # fmt: skip
        assert got.body == ()

    def test_a_property_may_say_where_it_goes(self) -> None:
        text = """{"required": ["h"], "properties": {
            "q": {"in": "query"}, "h": {"in": "header"}, "id": {"in": "path", "type": "integer"},
            "b": {"default": 1.10}}}"""
        endpoint = call(text, path="/a/{id}")
        assert [(p.name, p.location, p.required, p.type) for p in endpoint.parameters] == [
            ("q", "query", False, "any"), ("h", "header", True, "any"),
            ("id", "path", True, "integer"),
        ]  # fmt: skip
        assert [(p.name, p.default) for p in endpoint.body] == [("b", "1.10")]

    def test_a_body_may_be_a_list_or_a_tree(self) -> None:
        assert names(call('{"type": "array", "items": {"type": "string"}}').body) == ["[]"]
        text = """{"properties": {"node": {"$ref": "#/$defs/Node"}}, "example": {"node": {"n": 1}},
            "$defs": {"Node": {"properties": {"n": {}, "next": {"$ref": "#/$defs/Node"}}}}}"""
        endpoint = call(text)
        assert names(endpoint.body[0].children) == ["n", "next"]
        assert json.loads(endpoint.example_body) == {"node": {"n": 1}}

    def test_a_schema_that_is_none_is_told_where_it_is_looked_at(self) -> None:
        endpoint = call('{"properties": [1], "items": 2}')
        assert endpoint.body == ()
        assert endpoint.details.value.faults

    def test_calls_come_at_the_end_of_a_module(self) -> None:
        module = own(OwnCall(action="New", method="GET", path="/n"), base=document())
        assert [endpoint.action for endpoint in module.endpoints] == ["List", "Secret", "New"]
        assert [(group.id, group.title.en) for group in module.groups] == [
            ("orders", "orders"), ("", "CRM"),
        ]  # fmt: skip


class TestEdits:
    def test_only_what_is_said_is_another(self) -> None:
        before = document().endpoints[0]
        after = own(OwnCall(action="List", effect=Effect.READ), base=document()).endpoints[0]
        assert after.effect is Effect.READ
        for part in ("id", "group", "method", "path", "title", "pinyin", "token_kind", "body"):
            assert getattr(after, part) == getattr(before, part), part
        assert after.confidence is Confidence.OWN

    def test_another_title_loses_the_initials_of_the_old_one(self) -> None:
        after = own(OwnCall(action="List", title="订单"), base=document()).endpoints[0]
        assert (after.title, after.pinyin) == (Bilingual(en="订单"), "")

    def test_parameters_of_ones_own_leave_the_rest_of_the_documentation(self) -> None:
        said = OwnCall(action="List", parameters='{"properties": {"new": {}}}')
        after = own(said, base=document()).endpoints[0]
        assert names(after.body) == ["new"]
        assert after.field_names.value == ("new",)
        assert names(after.response) == ["r"]
        assert after.notes.en == "careful"

    def test_a_call_known_by_its_title_can_be_sent_once_somebody_says_how(self) -> None:
        said = OwnCall(action="Secret", method="POST", path="/secret/{id}")
        module = own(said, base=document(), is_bundled=True)
        after = module.endpoints[1]
        assert (after.method, after.path, after.group) == ("POST", "/secret/{id}", "orders")
        assert after.title == Bilingual(en="Secret")
        assert after.confidence is Confidence.OWN
        assert names(after.parameters) == ["id"]

    def test_a_title_alone_makes_nothing_sendable(self) -> None:
        after = own(OwnCall(action="Secret", title="S"), base=document()).endpoints[1]
        assert not after.has_path
        assert after.confidence is Confidence.TITLE_ONLY


class TestProblems:
    def test_a_documented_call_of_a_bundled_module_stays_as_it_is(self) -> None:
        said = OwnModule(id="crm", calls=(OwnCall(action="List", effect=Effect.READ),))
        module, problems = with_own_calls(document(), said, file="crm.toml", is_bundled=True)
        assert module.endpoints[0].effect is Effect.WRITE
        assert [(p.code, p.parameters) for p in problems] == [
            (ErrorCode.OWN_CALL_FIXED, {"file": "crm.toml", "action": "List"})
        ]

    def test_a_call_that_data_models_have_stays_as_it_is(self) -> None:
        path = "/v1/model/{envType}/{modelName}/list"
        models = own(OwnCall(action="list", method="POST", path=path), module="model")
        actions = ("customer.list", "customer.mine", "a.b.list", "list.customer")
        calls = tuple(OwnCall(action=each, method="POST", path="/x") for each in actions)
        said = OwnModule(id="model", calls=calls)
        module, problems = with_own_calls(models, said, file="model.toml", is_bundled=True)
        assert [each.action for each in module.endpoints] == ["list", *actions[1:]]
        assert [(p.code, p.parameters) for p in problems] == [
            (ErrorCode.OWN_CALL_FIXED, {"file": "model.toml", "action": "customer.list"})
        ]

    def test_a_word_over_a_call_that_is_gone_stays_and_is_told(self) -> None:
        said = OwnModule(id="crm", calls=(OwnCall(action="Gone", title="G"),))
        module, problems = with_own_calls(document(), said, file="crm.toml")
        gone = module.endpoints[-1]
        assert (gone.title.en, gone.has_path, gone.confidence) == (
            "G", False, Confidence.TITLE_ONLY,
        )  # fmt: skip
        assert [p.code for p in problems] == [ErrorCode.OWN_CALL_LOST]
