from itertools import product
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given

from tests.strategies import outside_text
from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    EndpointDetails,
    EnumValue,
    Parameter,
    TokenKind,
)
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.lazy import known
from weda_tui.core.requests.draft import (
    CONTENT_TYPE,
    Header,
    PreparedRequest,
    RequestDraft,
    draft_for,
    prepare,
)
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin, variables_at

HOST = "http://10.20.4.18:8080"
WHERE = Target(
    Environment(name="总部", host=HOST, env_types=(EnvTypeSetting("dev", Guard.NONE),)), "dev"
)
ENDPOINT = Endpoint(
    id="workflow.GetFlow",
    module="workflow",
    group="instance",
    method="POST",
    path="/weda/workflow/v1/{envType}/GetFlow/{flowId}",
    title=Bilingual("查流程", "Get a flow"),
    effect=Effect.READ,
    confidence=Confidence.DOCUMENTED,
    token_kind=TokenKind.KEY,
)


def endpoint(**details: Any) -> Endpoint:
    return msgspec.structs.replace(ENDPOINT, details=known(EndpointDetails(**details)))


def typed(values: dict[str, str]) -> tuple[VariableLayer, ...]:
    return (VariableLayer(VariableOrigin.SET, values),)


def send(
    url: str = "{{vars.host}}/x",
    headers: tuple[Header, ...] = (CONTENT_TYPE,),
    body: str = "",
    authorization: str = "Bearer t",
    **variables: str,
) -> PreparedRequest:
    draft = RequestDraft(endpoint_id="e", method="POST", url=url, headers=headers, body=body)
    return prepare(draft, WHERE, variables_at(WHERE, typed(variables)), authorization)


def refusal(
    url: str = "{{vars.host}}/x", headers: tuple[Header, ...] = (), **variables: str
) -> FileError:
    with pytest.raises(FileError) as caught:
        send(url, headers, **variables)
    return caught.value


def refused_at(
    where: Target, draft: RequestDraft, authorization: str = "Bearer t", **variables: str
) -> ErrorCode:
    with pytest.raises(FileError) as caught:
        prepare(draft, where, variables_at(where, typed(variables)), authorization)
    return caught.value.code


def test_a_first_draft_has_the_address_in_variables_and_the_guides_header() -> None:
    draft = draft_for(ENDPOINT)
    assert draft.url == "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/GetFlow/{{flowId}}"
    assert draft.headers == (CONTENT_TYPE,)


def test_a_first_draft_has_the_example_body_only_where_there_are_body_fields() -> None:
    example = '{\n  "Id": "1"\n}'
    field = Parameter(name="Id", location="body", type="string")
    assert draft_for(endpoint(body=(field,), example_body=example)).body == example
    assert draft_for(endpoint(example_body=example)).body == ""


def test_a_path_parameter_that_takes_one_value_has_it_in_a_first_draft() -> None:
    only = Parameter(
        name="envType", location="path", type="string", enum=(EnumValue("prod"),), required=True
    )
    assert draft_for(endpoint(parameters=(only,))).url.endswith("/v1/prod/GetFlow/{{flowId}}")


def test_required_headers_stand_in_a_first_draft_with_their_example() -> None:
    headers = [
        Parameter(name=name, location="header", type="string", required=required, example=example)
        for name, required, example in (
            ("X-Request-Id", True, '"req-1"'),
            ("X-Token", True, ""),
            ("X-Maybe", False, ""),
        )
    ]
    expected = (CONTENT_TYPE, ("X-Request-Id", "req-1"), ("X-Token", "{{X-Token}}"))
    assert draft_for(endpoint(parameters=tuple(headers))).headers == expected


def test_what_a_query_requires_stands_in_a_first_draft_where_a_value_is_known() -> None:
    asked = [
        Parameter(name=name, location="query", type="string", required=required, example=example)
        for name, required, example in (
            ("pageNo", True, "1"),
            ("uid", True, '"a b"'),
            ("envId", True, ""),
            ("name", True, ""),
            ("pageSize", False, "10"),
        )
    ]
    url = draft_for(endpoint(parameters=tuple(asked))).url
    assert url.partition("?")[2] == "pageNo=1&uid=a%20b&envId={{WeDa.EnvId}}"


def test_a_file_is_not_announced_as_json() -> None:
    file = Parameter(name="<binary>", location="body", type="binary")
    assert draft_for(endpoint(body=(file,))).headers == ()


def test_a_whole_address_is_a_variable_alone() -> None:
    elsewhere = msgspec.structs.replace(ENDPOINT, path="{uploadUrl}")
    assert draft_for(elsewhere).url == "{{uploadUrl}}"


def test_a_call_known_by_its_title_alone_has_an_empty_draft_that_cannot_be_prepared() -> None:
    unknown = msgspec.structs.replace(
        ENDPOINT, method="", path="", confidence=Confidence.TITLE_ONLY
    )
    draft = draft_for(unknown)
    assert (draft.method, draft.url, draft.headers, draft.body) == ("", "", (), "")
    with pytest.raises(FileError) as caught:
        prepare(draft, WHERE, variables_at(WHERE), "Bearer t")
    assert caught.value.code is ErrorCode.ENDPOINT_TITLE_ONLY
    assert caught.value.parameters == {"target": ENDPOINT.id}


def test_what_is_prepared_is_the_text_with_its_variables() -> None:
    request = send("{{vars.host}}/{{WeDa.EnvType}}?q=%20a", body='{"id": {{id}}}', id="1" * 19)
    assert request.url == f"{HOST}/dev?q=%20a"
    assert request.body == b'{"id": 1111111111111111111}'
    assert request.headers == (("Authorization", "Bearer t"), CONTENT_TYPE)


def test_no_token_means_no_header_and_a_typed_one_wins() -> None:
    assert send(authorization="").headers == (CONTENT_TYPE,)
    typed = ("authorization", "Basic x")
    assert send(headers=(typed,)).headers == (typed,)


def test_header_order_and_case_are_kept() -> None:
    headers = (("x-B", "1"), ("X-a", "二"), ("x-B", "3"))
    assert send(headers=headers, authorization="").headers == headers


def test_what_is_no_url_does_not_leave() -> None:
    for url in [
        "",
        "x",
        "/x",
        "ftp://h/x",
        "http://",
        "http://h:port/",
        "http://[::1/x",
        "http://h/a b",
    ]:
        assert refusal(url).code is ErrorCode.URL_INVALID, url


def test_credentials_stay_with_their_deployment() -> None:
    for url in [
        "http://evil.cn/x",
        "https://10.20.4.18:8080/x",
        "http://10.20.4.18/x",
        "http://10.20.4.18:8080@evil.cn/x",
        "{{vars.host}}.evil.cn/x",
        "http://user:pw@10.20.4.18:8080/x",
        "http://10.20.4.18:8080\\@evil.cn/x",
        "http://10.20.4.18:8080\\.evil.cn/x",
        "http://10.20.4.18:8080\uff0f@evil.cn/x",
        "http://10.20.4.18:8080\t@evil.cn/x",
        "http:\\\\10.20.4.18:8080/x",
        "http:/10.20.4.18:8080/x",
        "http:10.20.4.18:8080/x",
        "//10.20.4.18:8080/x",
    ]:
        assert refusal(url).code in {ErrorCode.URL_OTHER_HOST, ErrorCode.URL_INVALID}, url


@pytest.mark.parametrize("origin", ["HTTP://WeDa.cn:80", "http://ｗeda。cn", "http://weda.cn.:"])
def test_the_deployment_in_another_spelling_leaves_in_its_own(origin: str) -> None:
    where = Target(Environment(name="n", host="http://weda.cn", env_types=()), "prod")
    draft = RequestDraft(endpoint_id="e", method="GET", url=f"{origin}//X?a=\\@b#")
    assert prepare(draft, where, variables_at(where), "").url == "http://weda.cn//X?a=\\@b"


def test_a_password_in_an_address_is_not_repeated_in_the_refusal() -> None:
    error = refusal("https://user:s3cret@evil.cn/x")
    assert error.parameters == {"host": "https://evil.cn", "expected": HOST}


@given(outside_text, outside_text)
def test_no_address_leads_elsewhere(before: str, after: str) -> None:
    try:
        url = send(f"http://{before}10.20.4.18:8080{after}/x").url
    except FileError:
        return
    assert (httpx.URL(url).scheme, httpx.URL(url).netloc) == ("http", b"10.20.4.18:8080")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\x00b", "a\x7f", "\udcff"])
def test_a_variable_cannot_become_structure(value: str) -> None:
    error = refusal(headers=(("X-Id", "-{{v}}-"),), v=value)
    assert (error.code, error.parameters) == (ErrorCode.HEADER_INVALID, {"name": "X-Id"})
    assert refusal("{{vars.host}}/{{v}}", v=value).code is ErrorCode.URL_INVALID


@pytest.mark.parametrize(
    "method", ["! CHECKED POST", "DRY-RUN.POST", "PO ST", "POST\n", "ＰＯＳＴ"]
)
def test_a_method_is_one_word(method: str) -> None:
    draft = RequestDraft(endpoint_id="e", method=method, url="{{vars.host}}/x")
    with pytest.raises(FileError) as caught:
        prepare(draft, WHERE, variables_at(WHERE), "")
    assert caught.value.code is ErrorCode.METHOD_INVALID
    assert caught.value.parameters == {"method": method}


@pytest.mark.parametrize("name", ["", "a b", "键", "a:b", "a\nb"])
def test_a_header_name_is_a_token(name: str) -> None:
    assert refusal(headers=((name, "v"),)).code is ErrorCode.HEADER_INVALID


def test_an_unknown_variable_stops_it() -> None:
    assert refusal("{{vars.hots}}/x").code is ErrorCode.VARIABLE_UNKNOWN


@given(outside_text)
def test_any_body_leaves_as_it_is(text: str) -> None:
    body = send(body="{{v}}", v=text).body
    halves = [c for c in text if "\ud800" <= c <= "\udfff"]
    is_bytes = all("\udc80" <= c <= "\udcff" for c in halves)
    errors = "surrogateescape" if is_bytes else "surrogatepass"
    assert body.decode("utf-8", errors) == text


def test_bytes_of_the_command_line_leave_as_they_were() -> None:
    assert send(body=b"\xff\xfe{}".decode("utf-8", "surrogateescape")).body == b"\xff\xfe{}"


UPWARDS = (
    *("..", "%2e%2e", ".%2E", "%252e%252e", "%25252525252e.", "..;", "..;a=b", "..%3b", "..%3fa"),
    *(
        "..\\",
        "..%5c",
        "..%2f",
        "..%252f",
        "%2e%2e%2f",
        "..%00",
        "..%20",
        "%09..",
        "%23/..",
        "．．",
    ),
    *("%ef%bc%8e%ef%bc%8e", "%u002e%u002e", "%c0%ae%c0%ae", "..%c0%af", "‥", "%2e%%32%65"),
)
GATE = msgspec.structs.replace(
    WHERE, environment=msgspec.structs.replace(WHERE.environment, host=f"{HOST}/gw")
)


def test_the_prefix_is_addressing_and_the_origin_the_boundary() -> None:
    for url, left in [
        ("{{vars.host}}/x?a=1", f"{HOST}/gw/x?a=1"),
        ("{{vars.host}}", f"{HOST}/gw"),
        (f"{HOST}/gw/x", f"{HOST}/gw/x"),
        ("{{vars.host}}#f", f"{HOST}/gw"),
        ("{{vars.host}}/x?a=1#&b=2", f"{HOST}/gw/x?a=1"),
        ("{{vars.host}}/a/./b/..#/../c?d", f"{HOST}/gw/a"),
        ("{{vars.host}}/x?next=/../../other", f"{HOST}/gw/x?next=/../../other"),
        ("{{vars.host}}//x/../y", f"{HOST}/gw//y"),
        (
            "{{vars.host}}/a..b/.../x('..')/%E5%A5%BD/50%25",
            f"{HOST}/gw/a..b/.../x('..')/%E5%A5%BD/50%25",
        ),
        ("HTTP://10.20.4.18:8080/gw/x", f"{HOST}/gw/x"),
    ]:
        draft = RequestDraft(endpoint_id="e", method="POST", url=url)
        assert prepare(draft, GATE, variables_at(GATE), "").url == left, url


def test_a_prefix_opens_no_other_origin() -> None:
    for url in (
        "http://10.20.4.18/gw/x",
        "http://10.20.4.18:8080.evil.cn/gw/x",
        "https://10.20.4.18:8080/gw/x",
    ):
        draft = RequestDraft(endpoint_id="e", method="POST", url=url)
        code = refused_at(GATE, draft, authorization="")
        assert code in {ErrorCode.URL_OTHER_HOST, ErrorCode.URL_INVALID}, url


def test_nothing_leaves_the_prefix() -> None:
    for url in [
        *(f"{{{{vars.host}}}}{end}" for end in ("@evil.cn/", ".evil.cn/", ":80/", "\\@evil.cn")),
        *(f"{HOST}{end}" for end in ("", "/", "/x", "?x=/gw", "#/gw", "/GW/x", "/gwx", "//gw/x")),
        *(f"{HOST}{end}" for end in ("/./gw/x", "/x/../gw/x", "/%67w/x", "/gw;a/x", "/gw%2fx")),
        *(f"{{{{vars.host}}}}/{up}/other/x" for up in UPWARDS),
        *(f"{{{{vars.host}}}}/a/{up}/{up}/other/x" for up in UPWARDS),
        *("{{vars.host}}/..", "{{vars.host}}/..?x", "{{vars.host}}//../x", "{{vars.host}}\\..\\x"),
        *("{{vars.host}}/a\\b/../../x", "{{vars.host}}/a%2fb/../../x", "{{vars.host}}/%2f/../x"),
        *("{{vars.host}}/;a/../x", "{{vars.host}}/%2e/../x", "{{vars.host}}/a%2f..%2f..%2fx"),
        "{{vars.host}}/{{up}}/x",
    ]:
        draft = RequestDraft(endpoint_id="e", method="POST", url=url)
        assert refused_at(GATE, draft, up="..") is ErrorCode.URL_OTHER_PATH, url


def test_what_follows_a_prefix_leads_nowhere_else() -> None:
    draft = RequestDraft(endpoint_id="e", method="POST", url="{{vars.host}}//evil.cn")
    left = prepare(draft, GATE, variables_at(GATE), "").url
    assert httpx.URL(left).netloc == b"10.20.4.18:8080"


def test_no_header_names_a_path_outside_the_prefix() -> None:
    for header in product(
        ["X-Original-URL", "x_rewrite_url", "X-Forwarded-Path"],
        ["/other/x", f"{HOST}/other/x", "/gw/../x", "other"],
    ):
        draft = RequestDraft(
            endpoint_id="e", method="POST", url="{{vars.host}}/x", headers=(header,)
        )
        for authorization in ("", "Bearer t"):
            prepare(draft, WHERE, variables_at(WHERE), authorization)
            assert refused_at(GATE, draft, authorization) is ErrorCode.URL_OTHER_PATH, header


def test_nothing_goes_to_another_virtual_host() -> None:
    where = Target(Environment(name="hq", host="https://weda.example.cn/gw", env_types=()), "prod")
    for value in [
        *("evil.example", "10.20.4.18", "10.20.4.18:8080.evil.example", "10.20.4.18:80", ""),
        *("x@weda.example.cn", "weda.example.cn.", "weda.example.cn:8443", "evil.example:443"),
        "ｗeda.example.cn",
    ]:
        for case in product(
            ["Host", "host", " HOST "], [(), (("Host", "weda.example.cn"),)], ["", "Bearer t"]
        ):
            name, own, authorization = case
            draft = RequestDraft(
                endpoint_id="", method="GET", url="{{vars.host}}/x", headers=(*own, (name, "{{v}}"))
            )
            code = refused_at(where, draft, authorization, v=value)
            assert code is ErrorCode.HOST_HEADER_OTHER, (value, case)


@pytest.mark.parametrize(
    ("host", "values"),
    [
        ("https://weda.example.cn/gw", ("weda.example.cn", "WEDA.example.cn:443")),
        ("http://10.20.4.18:8080", ("10.20.4.18:8080", "10.20.4.18")),
        ("http://[::1]:8080", ("[::1]:8080", "[::1]")),
        ("http://[::1]", ("[::1]", "[::1]:80")),
    ],
)
def test_the_deployments_own_host_may_be_typed(host: str, values: tuple[str, ...]) -> None:
    where = Target(Environment(name="hq", host=host, env_types=()), "prod")
    for value in values:
        draft = RequestDraft(
            endpoint_id="", method="GET", url="{{vars.host}}/x", headers=(("Host", value),)
        )
        left = prepare(draft, where, variables_at(where), "Bearer t")
        assert left.headers[1] == ("Host", value)


def test_another_host_is_named_as_it_is_resolved() -> None:
    error = refusal("{{base}}/x?a={{v}}", base="https://weda.old.cn/weda", v="1")
    assert error.code is ErrorCode.URL_OTHER_HOST
    assert error.parameters["host"] == "https://weda.old.cn/weda/x"
    error = refusal("{{base}}/x", base="https://user:s3cret@weda.old.cn")
    assert error.parameters["host"] == "{{base}}/x", "a part of a value cannot be masked"


def test_an_unknown_variable_of_a_header_names_it() -> None:
    error = refusal(headers=(("authorization", "Bearer {{token}}"),))
    assert (error.code, error.parameters["header"]) == (ErrorCode.VARIABLE_UNKNOWN, "authorization")
