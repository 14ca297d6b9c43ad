"""OpenAPI documents of users are read: ordinary, unusual and broken ones."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    EnumValue,
    Parameter,
    TokenKind,
)
from weda_tui.core.catalogue.modules import Module
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.openapi.names import MAX_NAMES
from weda_tui.formats.openapi.read import open_openapi, read_openapi
from weda_tui.formats.openapi.schema import MAX_DEPTH, MAX_FIELDS


def read(**parts: Any) -> Module:
    document = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, **parts}
    return read_openapi(json.dumps(document).encode(), name="pets.json")


def read_call(operation: dict[str, Any], *, method: str = "post", **parts: Any) -> Endpoint:
    (endpoint,) = read(paths={"/pets": {method: operation}}, **parts).endpoints
    return endpoint


def with_body(schema: dict[str, Any], **schemas: Any) -> tuple[Parameter, ...]:
    operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    return read_call(operation, components={"schemas": schemas}).body


def with_answer(schema: dict[str, Any]) -> tuple[Parameter, ...]:
    answer = {"description": "", "content": {"application/json": {"schema": schema}}}
    return read_call({"responses": {"200": answer}}).response


def names(parameters: tuple[Parameter, ...]) -> list[str]:
    return [parameter.name for parameter in parameters]


def depth(parameters: tuple[Parameter, ...]) -> int:
    return 1 + max(depth(parameter.children) for parameter in parameters) if parameters else 0


def count(parameters: tuple[Parameter, ...]) -> int:
    return sum(1 + count(parameter.children) for parameter in parameters)


def refused(document: bytes) -> FileError:
    with pytest.raises(FileError) as caught:
        read_openapi(document, name="pets.json")
    assert caught.value.code is ErrorCode.OPENAPI_INVALID
    assert caught.value.parameters["file"] == "pets.json"
    return caught.value


class TestPlainDocument:
    """A document without any extension of this program."""

    def test_a_call(self) -> None:
        endpoint = read_call({"operationId": "addPet", "summary": "Add a pet", "tags": ["pets"]})
        assert (endpoint.id, endpoint.module, endpoint.group) == ("pets.addPet", "pets", "pets")
        assert (endpoint.method, endpoint.path) == ("POST", "/pets")
        assert endpoint.title == Bilingual(en="Add a pet")
        assert endpoint.confidence is Confidence.IMPORTED, "it says nothing of WeDa's own documents"
        assert endpoint.token_kind is TokenKind.NONE

    @pytest.mark.parametrize(
        ("method", "effect"),
        [
            ("get", Effect.READ),
            ("head", Effect.READ),
            ("post", Effect.WRITE),
            ("put", Effect.WRITE),
            ("patch", Effect.WRITE),
            ("delete", Effect.DESTRUCTIVE),
        ],
    )
    def test_the_method_says_the_effect(self, method: str, effect: Effect) -> None:
        assert read_call({}, method=method).effect is effect

    def test_the_extension_wins_over_the_method(self) -> None:
        assert read_call({"x-weda-effect": "read"}).effect is Effect.READ

    def test_a_call_without_a_name_is_named_by_its_path(self) -> None:
        module = read(paths={"/pets/{id}": {"get": {}}, "/pets/(id)": {"get": {}}})
        assert [e.id for e in module.endpoints] == ["pets.get-pets-id", "pets.get-pets-id-2"]
        assert module.endpoints[0].title.en == "GET /pets/{id}"

    def test_the_module_is_named_by_file_and_title(self) -> None:
        module = read(paths={"/pets": {"get": {}}})
        assert (module.id, module.title) == ("pets", Bilingual(en="Pets"))
        assert [(group.id, group.title) for group in module.groups] == [("", module.title)]

    def test_groups_follow_the_tags_and_empty_ones_are_dropped(self) -> None:
        module = read(
            tags=[{"name": "b", "x-displayName": "Bees", "x-zh": {"name": "蜂"}}, {"name": "none"}],
            paths={"/a": {"get": {"tags": ["a"]}}, "/b": {"get": {"tags": ["b"]}}},
        )
        assert [(g.id, g.title) for g in module.groups] == [
            ("b", Bilingual("蜂", "Bees")),
            ("a", Bilingual(en="a")),
        ]

    def test_the_first_server_gives_the_base_path(self) -> None:
        servers = [{"url": "{root}/api/v3/", "variables": {"root": {"default": "https://x.cn"}}}]
        assert read_call({}, servers=servers).path == "/api/v3/pets"

    @pytest.mark.parametrize(
        ("scheme", "kind"),
        [
            ({"type": "http", "scheme": "Bearer"}, TokenKind.KEY),
            ({"type": "oauth2", "flows": {}}, TokenKind.KEY),
            ({"type": "apiKey", "in": "header", "name": "k"}, TokenKind.NONE),
        ],
    )
    def test_tokens_of_other_schemes(self, scheme: dict[str, Any], kind: TokenKind) -> None:
        components = {"securitySchemes": {"main": scheme}}
        assert read_call({"security": [{"main": []}]}, components=components).token_kind is kind

    def test_a_call_overrides_the_token_of_the_document(self) -> None:
        module = read(
            security=[{"wedaClientCredentials": []}],
            paths={
                "/a": {"get": {}},
                "/b": {"get": {"security": [{"wedaPassword": []}]}},
                "/c": {"get": {"security": [{"wedaBasic": []}]}},
                "/d": {"get": {"security": []}},
            },
        )
        assert module.token_kind is TokenKind.KEY
        assert [endpoint.token_kind for endpoint in module.endpoints] == list(TokenKind)

    def test_a_byte_order_mark_is_fine(self) -> None:
        text = b'\xef\xbb\xbf{"openapi": "3.0.3", "paths": {"/a": {"get": {}}}}'
        assert len(read_openapi(text, name="a.json").endpoints) == 1


class TestParameters:
    def test_path_level_ones_are_shared_and_overridden(self) -> None:
        item = {
            "parameters": [
                {"name": "id", "in": "path", "schema": {"type": "integer"}},
                {"name": "q", "in": "query", "description": "old"},
            ],
            "get": {
                "parameters": [
                    {"name": "q", "in": "query", "description": "new", "required": True},
                    {"name": "X-A", "in": "header", "schema": {"type": "string", "default": "a"}},
                    {"name": "sid", "in": "cookie"},
                ]
            },
        }
        (endpoint,) = read(paths={"/pets/{id}": item}).endpoints
        identity, query, header = endpoint.parameters
        assert (identity.location, identity.type, identity.required) == ("path", "integer", True)
        assert (query.description.en, query.required) == ("new", True)
        assert (header.name, header.location, header.default) == ("X-A", "header", '"a"')

    def test_a_reference_is_followed(self) -> None:
        shared = {"name": "a/b", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}}
        endpoint = read_call(
            {"parameters": [{"$ref": "#/components/parameters/a~1b"}]},
            components={
                "parameters": {"a/b": shared},
                "schemas": {"Kind": {"type": "string", "enum": ["x", "y"]}},
            },
        )
        assert endpoint.parameters[0].enum == (EnumValue("x"), EnumValue("y"))


class TestSchemas:
    def test_objects_arrays_and_required(self) -> None:
        owner, tags, days = with_body(
            {
                "type": "object",
                "required": ["owner"],
                "properties": {
                    "owner": {"type": "object", "properties": {"id": {"type": "string"}}},
                    "tags": {"type": "array", "items": {"type": "string", "enum": ["a"]}},
                    "days": {
                        "type": ["array", "null"],
                        "items": {"properties": {"n": {"type": "integer", "default": 1.10}}},
                    },
                },
            }
        )
        assert (owner.required, tags.required) == (True, False)
        assert names(owner.children) == ["id"]
        assert (tags.type, tags.enum) == ("array<string>", (EnumValue("a"),))
        assert (days.type, names(days.children)) == ("array", ["n"])

    def test_enum_values_have_meanings_by_type(self) -> None:
        meanings = [{"value": 1, "zh": "一", "en": "one"}, {"value": True, "zh": "真", "en": "yes"}]
        (kind,) = with_body(
            {"properties": {"k": {"enum": [1, True, None, "1"], "x-enum": meanings}}}
        )
        assert kind.enum == (
            EnumValue(1, Bilingual("一", "one")),
            EnumValue(True, Bilingual("真", "yes")),
            EnumValue("1"),
        )

    def test_words_beside_a_reference_win(self) -> None:
        (user,) = with_body(
            {"properties": {"u": {"$ref": "#/components/schemas/U", "description": "starter"}}},
            U={"type": "object", "description": "user", "properties": {"id": {}}},
        )
        assert (user.description.en, names(user.children)) == ("starter", ["id"])

    def test_alternatives_and_combinations(self) -> None:
        base: dict[str, Any] = {"properties": {"a": {}}, "required": ["a"]}
        either: dict[str, Any] = {
            "oneOf": [{"type": "null"}, {"properties": {"b": {}}}, {"properties": {"c": {}}}]
        }
        a, b, d = with_body({"allOf": [base, either, {"properties": {"d": {}}}]})
        assert [a.required, b.required, d.required] == [True, False, False]

    def test_any_key_and_json_in_a_string(self) -> None:
        free, text = with_body(
            {
                "properties": {
                    "free": {"additionalProperties": {"type": "object", "x-name": "<name>"}},
                    "text": {"type": "string", "contentSchema": {"properties": {"x": {}}}},
                }
            }
        )
        assert (free.type, names(free.children)) == ("object", ["<name>"])
        assert (text.type, names(text.children)) == ("string", ["x"])

    @pytest.mark.parametrize(
        "schema",
        [
            {
                "type": "object",
                "properties": {"Response": {"properties": {"Data": {"$ref": "#/x"}}}},
            },
            {"properties": {"data": {"$ref": "#/x"}, "requestId": {}}},
            {"$ref": "#/x"},
        ],
    )
    def test_the_envelope_is_taken_off(self, schema: dict[str, Any]) -> None:
        answer = {"content": {"application/json": {"schema": schema}}}
        endpoint = read_call({"responses": {"201": answer}}, x={"properties": {"id": {}}})
        assert names(endpoint.response) == ["id"]

    def test_an_array_as_the_whole_answer(self) -> None:
        (items,) = with_answer({"type": "array", "items": {"properties": {"id": {}}}})
        assert (items.name, items.type, names(items.children)) == ("[]", "array", ["id"])

    def test_examples_keep_their_digits(self) -> None:
        text = b"""{"openapi": "3.1.0", "paths": {"/a": {"post": {"requestBody": {"content": {
            "application/json": {"schema": {"properties": {"id": {}}},
            "example": {"id":12345678901234567890123,"n":1.10}}}}}}}}"""
        (endpoint,) = read_openapi(text, name="a.json").endpoints
        assert endpoint.example_body == '{\n  "id": 12345678901234567890123,\n  "n": 1.10\n}'

    def test_named_examples_and_schema_examples_serve_too(self) -> None:
        media = {"schema": {"example": 1}, "examples": {"one": {"value": [2]}}}
        answer = {"content": {"text/json": media}}
        assert json.loads(read_call({"responses": {"200": answer}}).example_response) == [2]
        del media["examples"]
        assert read_call({"responses": {"default": answer}}).example_response == "1"

    def test_notes_and_examples_of_fields_and_parameters(self) -> None:
        trap = {"zh": "坑", "en": "trap"}
        schemas = {"Size": {"type": "integer", "example": 10, "x-notes": trap}}
        (size,) = with_body(
            {"properties": {"size": {"$ref": "#/components/schemas/Size"}}}, **schemas
        )
        assert (size.example, size.notes) == ("10", Bilingual("坑", "trap"))
        parameter = {"name": "q", "in": "query", "example": "a", "x-notes": trap}
        (query,) = read_call({"parameters": [parameter]}).parameters
        assert (query.example, query.notes) == ('"a"', Bilingual("坑", "trap"))

    def test_a_file_as_a_body_is_one_parameter(self) -> None:
        body: dict[str, Any] = {
            "required": True,
            "description": "The bytes",
            "content": {"application/octet-stream": {}},
        }
        (file,) = read_call({"requestBody": body}).body
        assert (file.name, file.type, file.required) == ("<binary>", "binary", True)
        assert file.description.en == "The bytes"
        form: dict[str, Any] = {"multipart/form-data": {"schema": {"properties": {"a": {}}}}}
        assert names(read_call({"requestBody": {"content": form}}).body) == ["a"]

    def test_data_without_fields_is_one_parameter(self) -> None:
        def envelope(data: dict[str, Any]) -> dict[str, Any]:
            return {"properties": {"Response": {"properties": {"Data": data}}}}

        (data,) = with_answer(envelope({"type": "string", "description": "New id"}))
        assert (data.name, data.type, data.description.en) == ("Data", "string", "New id")
        assert names(with_answer(envelope({"properties": {"Id": {}}}))) == ["Id"]


class TestBounds:
    def test_a_schema_inside_itself_ends(self) -> None:
        (node,) = with_body(
            {"$ref": "#/components/schemas/Tree"},
            Tree={"properties": {"left": {"$ref": "#/components/schemas/Tree"}}},
        )
        assert (node.name, node.children) == ("left", ())

    def test_two_schemas_inside_each_other_end(self) -> None:
        body = with_body(
            {"$ref": "#/components/schemas/A"},
            A={"properties": {"b": {"type": "array", "items": {"$ref": "#/components/schemas/B"}}}},
            B={"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"c": {}}}]},
        )
        assert names(body[0].children) == ["c"]

    def test_a_sibling_may_use_the_same_reference(self) -> None:
        base = {"$ref": "#/components/schemas/Base"}
        body = with_body(
            {"allOf": [base, {"properties": {"x": base}}]}, Base={"properties": {"id": {}}}
        )
        assert [(field.name, names(field.children)) for field in body] == [
            ("id", []),
            ("x", ["id"]),
        ]

    def test_a_wrapped_reference_inside_itself_ends(self) -> None:
        wrapped = {"allOf": [{"$ref": "#/components/schemas/Tree"}]}
        (node,) = with_body(wrapped, Tree={"properties": {"left": wrapped}})
        assert (node.name, node.children) == ("left", ())

    def test_a_reference_to_itself_ends(self) -> None:
        assert (
            with_body({"$ref": "#/components/schemas/A"}, A={"$ref": "#/components/schemas/A"})
            == ()
        )

    def test_deep_fields_are_cut(self) -> None:
        schema: dict[str, Any] = {"type": "string"}
        for _ in range(40):
            schema = {"type": "object", "properties": {"x": schema}}
        assert depth(with_body(schema)) == MAX_DEPTH + 1

    def test_a_fan_of_references_is_cut(self) -> None:
        fan = {
            f"L{level}": {
                "properties": {
                    f"p{i}": {"$ref": f"#/components/schemas/L{level + 1}"} for i in range(10)
                }
            }
            for level in range(12)
        }
        body = with_body({"$ref": "#/components/schemas/L0"}, **fan, L12={})
        assert count(body) == MAX_FIELDS, "of 10 to the 12th"

    def test_a_doubling_of_references_is_refused(self) -> None:
        schemas = {
            f"L{i}": {"allOf": [{"$ref": f"#/components/schemas/L{i + 1}"}] * 2} for i in range(40)
        }
        with pytest.raises(FileError, match="schemas to read"):
            with_body({"$ref": "#/components/schemas/L0"}, **schemas, L40={})

    @pytest.mark.parametrize("text", [b"[" * 100_000, b'{"a":' * 100_000])
    def test_bottomless_json_is_refused(self, text: bytes) -> None:
        refused(text)

    def test_a_chain_of_references_is_refused_or_read(self) -> None:
        schemas = {f"L{i}": {"$ref": f"#/components/schemas/L{i + 1}"} for i in range(5000)}
        with pytest.raises(FileError, match="nested too deeply"):
            with_body({"$ref": "#/components/schemas/L0"}, **schemas, L5000={})


@pytest.mark.parametrize("is_shipped", [True, False])
def test_what_a_document_claims_of_its_source_counts_where_it_is_shipped(
    *, is_shipped: bool
) -> None:
    call = {"x-confidence": "client-code", "x-source": "an index"}
    document = {"openapi": "3.1.0", "paths": {"/a": {"get": call}}, "x-weda-pathless": [call]}
    data = json.dumps(document).encode()
    known, titled = open_openapi(data, name="a.json", is_shipped=is_shipped).endpoints
    wanted = (Confidence.CLIENT_CODE, "an index") if is_shipped else (Confidence.IMPORTED, "")
    assert (known.confidence, known.source) == wanted
    assert (titled.confidence, titled.source) == (Confidence.TITLE_ONLY, wanted[1])


class TestWithoutAPath:
    def test_a_call_of_which_nobody_knows_the_path(self) -> None:
        module = read(
            tags=[{"name": "role"}],
            paths={"/a": {"get": {"tags": ["role"], "summary": "Get"}}},
            **{
                "x-weda-pathless": [
                    {"operationId": "role.create", "tags": ["role"], "summary": "Create role"},
                    {"summary": "Nothing else"},
                    {},
                ]
            },
        )
        known, named, titled, bare = module.endpoints
        assert known.has_path
        assert (named.id, named.group) == ("pets.role.create", "role")
        assert (named.method, named.path, named.has_path) == ("", "", False)
        assert named.confidence is Confidence.TITLE_ONLY
        assert named.effect is Effect.WRITE
        assert (titled.id, titled.title.en) == ("pets.Nothing-else", "Nothing else")
        assert bare.id == "pets.call"

    def test_a_fault_in_one_is_told_with_its_place(self) -> None:
        document = {"openapi": "3.1.0", "x-weda-pathless": [{}, {"x-notes": 1}]}
        error = refused(json.dumps(document).encode())
        assert error.parameters["path"] == "/x-weda-pathless/1/x-notes"

    def test_a_whole_address_stands_for_the_path(self) -> None:
        endpoint = read_call({"x-weda-url": "{uploadUrl}"}, method="put")
        assert (endpoint.method, endpoint.path) == ("PUT", "{uploadUrl}")

    def test_an_empty_path_is_the_root(self) -> None:
        assert read(paths={"": {"get": {}}}).endpoints[0].path == "/"


class TestLater:
    """Details of a call, which are read when they are first needed."""

    FAULTY = json.dumps(
        {"openapi": "3.1.0", "paths": {"/a": {"get": {"summary": "A", "responses": 1}}}}
    ).encode()

    def test_details_of_a_checked_document_are_read_when_asked_for(self) -> None:
        (endpoint,) = open_openapi(self.FAULTY, name="pets.json").endpoints
        assert endpoint.title.en == "A"
        with pytest.raises(FileError) as caught:
            _ = endpoint.response
        assert caught.value.parameters["path"] == "/paths/~1a/get/responses"

    def test_reading_it_all_finds_the_fault_at_once(self) -> None:
        assert refused(self.FAULTY).parameters["path"] == "/paths/~1a/get/responses"

    def test_names_of_parameters_and_fields_are_found_through_references(self) -> None:
        endpoint = read_call(
            {
                "parameters": [
                    {"name": "q", "in": "query"},
                    {"$ref": "#/components/parameters/Page"},
                ],
                "requestBody": {"$ref": "#/components/requestBodies/Pet"},
            },
            components={
                "parameters": {"Page": {"name": "page", "in": "query"}},
                "requestBodies": {
                    "Pet": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}
                        }
                    }
                },
                "schemas": {
                    "Pet": {
                        "properties": {
                            "name": {},
                            "parent": {"$ref": "#/components/schemas/Pet"},
                            "toys": {"items": {"properties": {"colour": {}}}},
                        }
                    }
                },
            },
        )
        assert endpoint.field_names.value == ("q", "page", "name", "parent", "toys", "colour")

    def test_only_so_many_names_are_kept(self) -> None:
        schema: dict[str, Any] = {
            "properties": {f"p{number}": {} for number in range(2 * MAX_NAMES)}
        }
        content: dict[str, Any] = {"application/json": {"schema": schema}}
        endpoint = read_call({"requestBody": {"content": content}})
        assert len(endpoint.field_names.value) == MAX_NAMES


class TestFaults:
    @pytest.mark.parametrize(
        "text",
        [b"", b"openapi: 3.1.0", b"\xff\xfe", b"[]", b'{"openapi": "3.1.0", "paths": {}', b"NaN"],
    )
    def test_not_a_json_object(self, text: bytes) -> None:
        assert refused(text).parameters["reason"]

    @pytest.mark.parametrize("version", ["2.0", "", "4.0.0"])
    def test_another_version(self, version: str) -> None:
        text = json.dumps({"openapi": version, "swagger": "2.0"}).encode()
        with pytest.raises(FileError) as caught:
            read_openapi(text, name="pets.json")
        assert caught.value.code is ErrorCode.OPENAPI_VERSION
        assert caught.value.parameters == {"file": "pets.json", "version": version or "2.0"}

    def test_the_place_is_a_json_pointer(self) -> None:
        operation = {"parameters": [{"name": "a", "in": "query", "required": "yes"}]}
        document = {"openapi": "3.0.0", "paths": {"/a/{b}": {"get": operation}}}
        error = refused(json.dumps(document).encode())
        assert error.parameters["path"] == "/paths/~1a~1{b}/get/parameters/0/required"
        assert "bool" in str(error.parameters["reason"])

    @pytest.mark.parametrize(
        "ref",
        ["https://evil.example/x.json", "other.json#/a", "#/components/schemas/None", "#/a/b/c"],
    )
    def test_references_that_lead_nowhere(self, ref: str) -> None:
        operation = {"requestBody": {"content": {"application/json": {"schema": {"$ref": ref}}}}}
        document = {"openapi": "3.0.0", "paths": {"/a": {"post": operation}}, "components": {}}
        error = refused(json.dumps(document).encode())
        assert error.parameters["path"] == "/paths/~1a/post"
        assert ref in str(error.parameters["reason"])


SAMPLE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "x-zh": {"title": "题"}},
    "servers": [{"url": "{h}/v1", "variables": {"h": {"default": "https://x.cn"}}}],
    "security": [{"wedaPassword": []}],
    "tags": [{"name": "t", "x-zh": {"name": "组"}}],
    "paths": {
        "/a/{id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
                "operationId": "a",
                "tags": ["t"],
                "x-notes": {"zh": "注", "en": "note"},
                "x-failure-causes": [{"code": "C", "zh": "因", "en": "cause"}],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/S"},
                            "example": {"s": [1]},
                        }
                    }
                },
                "responses": {
                    "200": {"content": {"a/json": {"schema": {"items": {"type": "string"}}}}}
                },
            },
        }
    },
    "components": {
        "parameters": {"id": {"name": "id", "in": "path", "schema": {"enum": [1, "b"]}}},
        "schemas": {"S": {"properties": {"s": {"items": {"$ref": "#/components/schemas/S"}}}}},
    },
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    members: list[tuple[str | int, Any]] = []
    if hasattr(value, "items"):
        members = list(value.items())
    elif hasattr(value, "append"):
        members = [(index, value[index]) for index in range(len(value))]
    return [path, *(deep for key, member in members for deep in places(member, (*path, key)))]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


class TestMutations:
    """Reading any document returns a module or raises ``FileError``."""

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(places(SAMPLE)), JSON)
    def test_any_value_anywhere(self, path: tuple[str | int, ...], new: Any) -> None:
        with suppress(FileError):
            module = read_openapi(
                json.dumps(replaced(SAMPLE, path, new)).encode(), name="pets.json"
            )
            assert all(endpoint.id.startswith(f"{module.id}.") for endpoint in module.endpoints)

    @settings(deadline=None)
    @given(st.integers(0, 2000), st.binary(max_size=4))
    def test_any_bytes_anywhere(self, at: int, new: bytes) -> None:
        text = json.dumps(SAMPLE, ensure_ascii=False).encode()
        with suppress(FileError):
            read_openapi(text[:at] + new + text[at + 1 :], name="pets.json")

    def test_the_sample_itself_is_read(self) -> None:
        (endpoint,) = read_openapi(json.dumps(SAMPLE).encode(), name="pets.json").endpoints
        assert endpoint.path == "/v1/a/{id}"
        assert names(endpoint.body) == ["s"]
        assert endpoint.token_kind is TokenKind.USER
        assert endpoint.notes == Bilingual("注", "note")


class TestWhatCanBeReadStillOpens:
    """With ``on_fault``, an error removes only the part that contains it."""

    def read(self, **parts: Any) -> tuple[Module, list[tuple[str, str]]]:
        faults: list[FileError] = []
        document = {"openapi": "3.1.0", **parts}
        module = read_openapi(
            json.dumps(document).encode(), name="pets.json", on_fault=faults.append
        )
        return module, [(str(f.parameters["path"]), str(f.parameters["reason"])) for f in faults]

    def test_a_call_that_is_none_is_left_out(self) -> None:
        module, faults = self.read(
            paths={"/a": {"get": 1, "post": {"summary": "A"}}, "/b": [], "/c": {"get": {}}}
        )
        assert [(e.method, e.path) for e in module.endpoints] == [("POST", "/a"), ("GET", "/c")]
        assert [path for path, _ in faults] == ["/paths/~1a/get", "/paths/~1b"]

    def test_a_body_that_leads_nowhere_leaves_the_rest_of_its_call(self) -> None:
        schema = {"$ref": "https://evil.example/x.json"}
        operation: dict[str, Any] = {
            "parameters": [{"name": "q", "in": "query"}],
            "requestBody": {"content": {"application/json": {"schema": schema}}},
            "responses": {"200": {"content": {"application/json": {"schema": {
                "properties": {"a": {}}}}}}},
        }  # fmt: skip
        module, faults = self.read(paths={"/a": {"post": operation}})
        (endpoint,) = module.endpoints
        assert names(endpoint.parameters) == ["q"]
        assert endpoint.body == ()
        assert names(endpoint.response) == ["a"]
        assert endpoint.field_names.value == ()
        assert [path for path, _ in faults] == ["/paths/~1a/post"]
        assert "evil.example" in faults[0][1]
        assert len(endpoint.details.value.faults) == 1

    def test_other_parts_are_lacking_and_told(self) -> None:
        module, faults = self.read(
            info=1, tags="a", servers={}, security=[1], components={"securitySchemes": []},
            paths={"/a": {"get": {}}},
        )  # fmt: skip
        assert [endpoint.path for endpoint in module.endpoints] == ["/a"]
        assert [path for path, _ in faults] == [
            "/info", "/tags", "/security/0", "/components/securitySchemes", "/servers",
        ]  # fmt: skip

    def test_what_the_other_side_calls_is_counted(self) -> None:
        faults: list[FileError] = []
        document: dict[str, Any] = {"openapi": "3.1.0", "webhooks": {"a": {}, "b": {}}}
        module = read_openapi(json.dumps(document).encode(), name="a.json", on_fault=faults.append)
        assert module.endpoints == ()
        assert [(f.code, f.parameters["count"]) for f in faults] == [
            (ErrorCode.OPENAPI_WEBHOOKS, 2)
        ]

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(places(SAMPLE)[1:]), JSON)
    def test_any_value_anywhere_leaves_a_module(
        self, path: tuple[str | int, ...], new: Any
    ) -> None:
        document = replaced(SAMPLE, path, new)
        text = json.dumps({**document, "openapi": "3.1.0"}).replace("Infinity", "1e400").encode()
        faults: list[FileError] = []
        module = read_openapi(text, name="pets.json", on_fault=faults.append)
        assert len(module.endpoints) == 1 or faults or "paths" in path
        told = [fault for endpoint in module.endpoints for fault in endpoint.details.value.faults]
        assert all(fault in faults for fault in told)


class TestAddresses:
    def test_a_path_or_a_call_may_have_a_server_of_its_own(self) -> None:
        module = read(
            servers=[{"url": "https://x.cn/v1"}],
            paths={
                "/a": {"get": {}, "post": {"servers": [{"url": "https://y.cn/v3/"}]}},
                "/b": {"servers": [{"url": "v2"}], "get": {}},
                "/c": {"servers": [], "get": {}},
            },
        )
        assert [(e.method, e.path) for e in module.endpoints] == [
            ("GET", "/v1/a"), ("POST", "/v3/a"), ("GET", "/v2/b"), ("GET", "/v1/c"),
        ]  # fmt: skip

    @pytest.mark.parametrize(("url", "path"), [("/", "/a"), (".", "/a"), ("./v1/", "/v1/a")])
    def test_an_address_relative_to_the_document(self, url: str, path: str) -> None:
        (endpoint,) = read(servers=[{"url": url}], paths={"/a": {"get": {}}}).endpoints
        assert endpoint.path == path

    def test_a_path_may_stand_elsewhere_in_the_document(self) -> None:
        item = {"get": {"summary": "A"}}
        module = read(
            paths={"/a": {"$ref": "#/components/pathItems/A"}},
            components={"pathItems": {"A": item}},
        )
        assert [(e.path, e.title.en) for e in module.endpoints] == [("/a", "A")]


class TestIds:
    def test_the_module_may_be_named_from_outside(self) -> None:
        document: dict[str, Any] = {"openapi": "3.1.0", "info": {"x-weda-module": "workflow"},
                    "paths": {"/a": {"get": {"operationId": "workflow.a"}}}}  # fmt: skip
        module = read_openapi(json.dumps(document).encode(), name="x.json", module="mine")
        assert (module.id, [e.id for e in module.endpoints]) == ("mine", ["mine.workflow.a"])

    def test_an_id_holds_nothing_that_a_shell_or_a_terminal_acts_on(self) -> None:
        names = ["repos/list for org", "删除 订单", "\x1b]0;t\x07", "a" * 300, "$(rm -rf)"]
        module = read(paths={f"/{n}": {"get": {"operationId": i}} for n, i in enumerate(names)})
        assert [e.action for e in module.endpoints] == [
            "repos-list-for-org", "删除-订单", "0-t", "a" * 100, "rm--rf",
        ]  # fmt: skip

    def test_two_of_one_name_keep_theirs_when_a_third_comes(self) -> None:
        def ids(*paths: str) -> dict[str, str]:
            module = read(paths={path: {"get": {"operationId": "list"}} for path in paths})
            return {endpoint.path: endpoint.id for endpoint in module.endpoints}

        before, after = ids("/a", "/b"), ids("/a", "/c", "/b")
        assert before == {"/a": "pets.list", "/b": "pets.list-get-b"}
        assert after == {**before, "/c": "pets.list-get-c"}
