"""A Postman collection is read: requests and folders; what is not imported is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.toml.test_requests import examples
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.example import is_kept
from weda_tui.core.collections.saved_request import Example, SavedRequest
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Imported, Loss, LossKind
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.formats.postman.read import read_postman
from weda_tui.formats.postman.write import write_postman

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


MULTIPART = (
    '--weda-tui-boundary\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    "--weda-tui-boundary--\r\n"
)


def read(root: dict[str, Any]) -> Imported:
    return read_postman(json.dumps(root).encode(), file="a.json")


def collection(*items: Any, **more: Any) -> dict[str, Any]:
    return {"info": {"name": "审批", "schema": SCHEMA}, "item": list(items), **more}


def item(name: str = "r", **request: Any) -> dict[str, Any]:
    return {"name": name, "request": {"method": "POST", "url": "https://h/a", **request}}


def test_folders_and_order_stay() -> None:
    got = read(
        collection(
            {"name": "管理/员", "description": "d", "item": [item("b"), item("B"), item("停止")]},
            item("最后"),
        )
    )
    assert got.name == "审批"
    assert [each.path for each in got.requests] == [
        "管理-员/b",
        "管理-员/B 2",
        "管理-员/停止",
        "最后",
    ]
    assert [each.title for each in got.requests] == ["b", "B", "停止", "最后"]
    (folder,) = got.folders
    assert (folder.name, folder.description) == ("管理/员", "d")
    assert folder.order == ("b", "B 2", "停止")
    assert got.order == ("管理-员", "最后")
    assert got.losses == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("{{base}}/v1/{{envType}}/StartFlow?a=1", "StartFlow"),
        ("https://h/v1/{{envType}}", "v1"),
        ("GET /v1/{{envType}}", "GET /v1/{{envType}}"),
    ],
)
def test_a_request_that_was_never_named_is_named_by_its_call(name: str, title: str) -> None:
    (got,) = read(collection(item(name, url=name))).requests
    assert got.title == title


def test_an_address_in_pieces_is_put_together() -> None:
    url = {
        "raw": "not looked at",
        "protocol": "https",
        "host": ["{{vars", "host}}"],
        "port": "8443",
        "path": ["weda", ":id", {"type": "string", "value": "x y"}],
        "query": [
            {"key": "a", "value": "1"},
            {"key": "off", "value": "2", "disabled": True},
            {"key": "bare", "value": None},
        ],
        "variable": [{"key": "id", "value": "7"}],
        "hash": "top",
    }
    got = read(collection(item(url=url)))
    (request,) = got.requests
    assert request.draft.url == "https://{{vars.host}}:8443/weda/{{id}}/x%20y?a=1&bare"
    assert request.variables == {"id": "7"}
    assert got.losses == (Loss(LossKind.DISABLED, "?off", "r"),)


@pytest.mark.parametrize(
    ("body", "text", "kind"),
    [
        ({"mode": "raw", "raw": "x"}, "x", None),
        (
            {"mode": "raw", "raw": "{}", "options": {"raw": {"language": "json"}}},
            "{}",
            "application/json",
        ),
        (
            {"mode": "urlencoded", "urlencoded": [{"key": "a b", "value": "{{v}}&"}]},
            "a%20b={{v}}%26",
            "application/x-www-form-urlencoded",
        ),
        (
            {"mode": "formdata", "formdata": [{"key": "a", "value": "1", "type": "text"}]},
            MULTIPART,
            "multipart/form-data; boundary=weda-tui-boundary",
        ),
        (
            {"mode": "graphql", "graphql": {"query": 'q "x"', "variables": '{"n": 1.10}'}},
            '{"query": "q \\"x\\"", "variables": {"n": 1.10}}',
            "application/json",
        ),
    ],
)
def test_every_kind_of_body(body: dict[str, Any], text: str, kind: str | None) -> None:
    (request,) = read(collection(item(body=body))).requests
    assert request.draft.body == text
    assert dict(request.draft.headers).get("Content-Type") == kind


@pytest.mark.parametrize(
    ("body", "loss"),
    [
        ({"mode": "file", "file": {"src": "/etc/passwd"}}, (LossKind.FILE, "/etc/passwd")),
        ({"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": ["a.png"]}]},
         (LossKind.FILE, "a.png")),
        ({"mode": "formdata", "formdata": [{"key": "k", "value": "v", "disabled": True}]},
         (LossKind.DISABLED, "k")),
        ({"mode": "raw", "raw": "x", "disabled": True}, (LossKind.DISABLED, "raw")),
        ({"mode": "strange", "strange": 1}, (LossKind.BODY, "strange")),
    ],
)  # fmt: skip
def test_a_body_that_stays_behind_is_named(
    body: dict[str, Any], loss: tuple[LossKind, str]
) -> None:
    got = read(collection(item(body=body)))
    assert [(each.what, each.name) for each in got.losses] == [loss]
    assert got.requests[0].draft.body == ""


def test_a_body_with_get_is_left_out_as_postman_does_unless_it_is_told() -> None:
    body = {"mode": "raw", "raw": "x"}
    assert read(collection(item(method="GET", body=body))).losses == (
        Loss(LossKind.BODY, "raw (GET)", "r"),
    )
    told = item(method="GET", body=body) | {"protocolProfileBehavior": {"disableBodyPruning": True}}
    got = read(collection(told))
    assert (got.requests[0].draft.body, got.losses) == ("x", ())


def test_auth_is_inherited_from_the_nearest() -> None:
    bearer = {"type": "bearer", "bearer": [{"key": "token", "value": "{{access_token}}"}]}
    basic = {"type": "basic", "basic": {"username": "u", "password": "p"}}
    key = {
        "type": "apikey",
        "apikey": [{"key": "key", "value": "X-K"}, {"key": "value", "value": "v"}],
    }
    got = read(
        collection(
            item("top"),
            {"name": "f", "auth": basic, "item": [item("inner"), item("own", auth=key)]},
            item("none", auth={"type": "noauth"}),
            item("typed", header=[{"key": "authorization", "value": "mine"}]),
            item("odd", auth={"type": "hawk", "hawk": []}),
            auth=bearer,
        )
    )
    headers = {each.title: dict(each.draft.headers) for each in got.requests}
    assert headers["top"] == {"Authorization": "Bearer {{access_token}}"}
    assert headers["inner"] == {"Authorization": "Basic u:p"}
    assert headers["own"] == {"X-K": "{{api_key}}"}
    assert headers["none"] == {}
    assert headers["typed"] == {"authorization": "mine"}
    assert got.losses == (Loss(LossKind.SECRET, "X-K", "f/own"), Loss(LossKind.AUTH, "hawk", "odd"))


GUIDE_SCRIPT = [
    'const tokenUrl = host + "/auth/v1/token/clientCredential";',
    "pm.sendRequest({url: tokenUrl}, function (err, res) {",
    'pm.environment.set("access_token", res.json().access_token); });',
]


def test_the_guides_token_script_is_replaced_and_others_are_kept_as_text() -> None:
    guide = {"listen": "prerequest", "script": {"exec": GUIDE_SCRIPT}}
    other = {"listen": "test", "script": {"exec": "pm.test('```', () => {\tx });"}}
    got = read(collection(item() | {"event": [guide, other]}))
    assert got.losses == (
        Loss(LossKind.TOKEN_SCRIPT, "prerequest", "r"),
        Loss(LossKind.SCRIPT, "test", "r"),
    )
    assert got.requests[0].description == "````js test\npm.test('```', () => {    x });\n````"


def test_examples_are_kept_up_to_a_length() -> None:
    long, short = "x" * 70_000, '{"Response": {}}'
    header = [{"key": "Content-Type", "value": "application/json"}, {"key": "Date", "value": "x"}]
    responses = [
        {"name": "好", "code": 200, "header": header, "body": short},
        {"name": "长", "code": 200, "body": long},
        {"code": 404, "status": "Not Found"},
    ]
    got = read(collection(item() | {"response": responses}))
    kept = (("Content-Type", "application/json"),)
    assert got.requests[0].examples == (
        Example(name="好", status=200, headers=kept, body=short),
        Example(name="404 Not Found", status=404),
    )
    assert got.requests[0].description == ""
    assert got.losses == (Loss(LossKind.EXAMPLE, "长", "r"),)


@given(st.lists(examples, max_size=3).map(tuple))
def test_examples_come_back_from_postman_with_what_it_has_a_place_for(
    written: tuple[Example, ...],
) -> None:
    draft = RequestDraft(endpoint_id="", method="POST", url="https://h/a")
    bundle = Imported(
        name="审批", requests=(SavedRequest(path="r", draft=draft, examples=written),)
    )
    data = write_postman(bundle, lambda _: TokenKind.NONE)
    got = read_postman(data, file="a.json").requests[0].examples
    assert got == tuple(
        Example(
            name=each.name,
            status=each.status,
            headers=tuple(pair for pair in each.headers if is_kept(pair[0])),
            body=each.body,
        )
        for each in written
    )


def test_a_path_variable_without_a_value_stays_without() -> None:
    for row, variables, losses in [
        ({"key": "id", "value": "7"}, {"id": "7"}, ()),
        ({"key": "id", "value": "{{task}}"}, {"id": "{{task}}"}, ()),
        ({"key": "id", "value": "{{id}}"}, {}, ()),
        ({"key": "id", "value": ""}, {}, (Loss(LossKind.VARIABLE, ":id", "r"),)),
        ({"key": "id", "value": None}, {}, (Loss(LossKind.VARIABLE, ":id", "r"),)),
        ({"key": "id"}, {}, (Loss(LossKind.VARIABLE, ":id", "r"),)),
    ]:
        for has_parts in [True, False]:
            url: dict[str, Any] = {"raw": "{{u}}/a/:id/b", "variable": [row]}
            parts = {"host": ["{{u}}"], "path": ["a", ":id", "b"]}
            got = read(collection(item(url=url | parts if has_parts else url)))
            (request,) = got.requests
            assert request.draft.url == "{{u}}/a/{{id}}/b", (row, has_parts)
            assert (request.variables, got.losses) == (variables, losses), (row, has_parts)


def test_a_path_variable_does_not_hide_another_of_its_name() -> None:
    rows = [{"key": "id", "value": "7"}, {"key": "x", "value": "{{id}}"}, {"key": "n"}]
    url = {"raw": "https://h/:id/:x/:n?{{n}}", "variable": rows}
    got = read(collection(item(url=url), variable=[{"key": "id", "value": "9"}]))
    (request,) = got.requests
    assert request.draft.url == "https://h/{{path.id}}/{{x}}/{{path.n}}?{{n}}"
    assert request.variables == {"path.id": "7", "x": "{{id}}"}
    assert got.losses == (Loss(LossKind.VARIABLE, ":n", "r"),)


def test_a_token_that_goes_into_the_query_does_so() -> None:
    auth = {"type": "oauth2", "oauth2": {"accessToken": "abc", "addTokenTo": "queryParams"}}
    got = read(collection(item(url="https://h/a?x=1", auth=auth)))
    draft = got.requests[0].draft
    assert (draft.url, draft.headers) == ("https://h/a?x=1&access_token=abc", ())


def test_variables_keep_their_digits_and_odd_ones_are_named() -> None:
    text = (
        '{"info": {"name": "n", "name": "m"}, "item": [{"name": "r", "request": "h/{{id}}"}],'
        '"variable": [{"key": "id", "value": 1528933366865600513}, {"id": "old", "value": 1.10},'
        '{"key": "a b", "value": ""}, {"key": "off", "value": "", "disabled": true},'
        '{"key": "id", "value": "2"}, {"key": "none", "value": null}]}'
    )
    got = read_postman(text.encode("utf-16"), file="a.json")
    assert got.name == "m"
    assert got.variables == {"id": "2", "old": "1.10", "none": ""}
    assert got.requests[0].draft.url == "http://h/{{id}}"
    assert [(each.what, each.name) for each in got.losses] == [
        (LossKind.TWICE, "name"),
        (LossKind.VARIABLE, "a b"),
        (LossKind.DISABLED, "off"),
        (LossKind.TWICE, "id"),
    ]


def test_version_1_is_read_as_the_same_thing() -> None:
    got = read(
        {
            "id": "c",
            "name": "v1",
            "order": ["2"],
            "folders_order": ["f"],
            "folders": [
                {"id": "f", "name": "F", "order": ["1"], "folders_order": ["g"]},
                {"id": "g", "name": "G", "order": [], "folders_order": ["f"]},
                {"id": "lost", "name": "L", "order": ["3"]},
            ],
            "requests": [
                {"id": "1", "name": "one", "method": "POST", "url": "https://h/:id",
                 "headers": "A: b\n// C: d\n", "dataMode": "raw", "rawModeData": "x",
                 "pathVariables": {"id": "9"}, "tests": "t();"},
                {"id": "2", "name": "two", "method": "GET", "url": "h", "data": []},
                {"id": "3", "name": "three", "url": "h", "dataMode": "urlencoded", "method": "PUT",
                 "data": [{"key": "a", "value": "1", "enabled": True}],
                 "currentHelper": "basicAuth",
                 "helperAttributes": {"username": "u", "password": "{{p}}"}},
                {"id": "4", "name": "alone", "url": "h"},
            ],
        }
    )  # fmt: skip
    assert [each.path for each in got.requests] == ["F/one", "two", "L/three", "alone"]
    one, _, three, _ = got.requests
    assert (one.draft.url, one.draft.headers, one.draft.body) == (
        "https://h/{{id}}",
        (("A", "b"),),
        "x",
    )
    assert three.draft.body == "a=1"
    assert three.draft.headers[-1] == ("Authorization", "Basic u:{{p}}")
    assert [(each.what, each.name) for each in got.losses] == [
        (LossKind.HEADER, "// C: d"),
        (LossKind.SCRIPT, "test"),
    ]


def test_count_in_is_count_out_and_named() -> None:
    items: list[Any] = [item("a"), {"name": "no request"}, None, "x", {"name": "e", "item": []}]
    got = read(collection(*items))
    assert len(got.requests) + len(got.folders) + len(got.losses) == len(items)
    assert [each.name for each in got.losses] == ["no request", "null", "x"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", ErrorCode.DOCUMENT_SYNTAX),
        ("[" * 100_000, ErrorCode.DOCUMENT_SYNTAX),
        ('{"info": {}}', ErrorCode.IMPORT_INVALID),
        ('{"item": {"a": 1}}', ErrorCode.IMPORT_INVALID),
        ('{"item": []}', ErrorCode.IMPORT_EMPTY),
        ("[1]", ErrorCode.IMPORT_INVALID),
        ('{"item": [' * 40 + "]}" * 40, ErrorCode.IMPORT_NESTED),
    ],
)
def test_what_is_no_collection_is_refused(text: str, code: ErrorCode) -> None:
    with pytest.raises(FileError) as caught:
        read_postman(text.encode(), file="a.json")
    assert caught.value.code is code
    assert caught.value.parameters["file"] == "a.json"
