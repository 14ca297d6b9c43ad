"""An import adapted to the workspace: addresses, env types, known calls, and no secret left."""

from typing import Any

import msgspec
import pytest

from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.environments.deployment import PRESET_ENV_TYPES, Environment
from weda_tui.core.interchange.adaptation import ImportContext, drop_file_references, fit
from weda_tui.core.interchange.import_plan import Imported, Loss, LossKind
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

HOST = "https://weda.example.cn"
START = "workflow.DescribeInstanceApproverList"
PATH = "/weda/workflow/v1/{}/DescribeInstanceApproverList"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"


@pytest.fixture(scope="module")
def known() -> ImportContext:
    environment = Environment(name="总部", host=HOST, env_types=PRESET_ENV_TYPES)
    return ImportContext((environment,), load_bundled_catalogue(), Masker(["known-secret-value"]))


def one(
    known: ImportContext, url: str, *headers: tuple[str, str], body: str = "", **more: Any
) -> tuple[SavedRequest, tuple[Loss, ...]]:
    draft = RequestDraft(endpoint_id="", method="POST", url=url, headers=headers, body=body)
    saved = SavedRequest(path="r", draft=draft, **more)
    got = fit(Imported(requests=(saved,), order=("r",)), known)
    return got.requests[0], got.losses


def test_a_known_call_gets_its_variables_and_its_id(known: ImportContext) -> None:
    for host in [HOST, "HTTPS://WEDA.example.cn:443", "{{vars.host}}"]:
        for env_type in ["prod", "dev", "{{WeDa.EnvType}}", "Prod"]:
            case = host, env_type
            request, losses = one(known, f"{host}{PATH.format(env_type)}?a=1")
            assert request.draft.url == f"{{{{vars.host}}}}{PATH.format('{{WeDa.EnvType}}')}?a=1", (
                case
            )
            assert request.draft.endpoint_id == START, case
            is_named = not env_type.startswith("{{")
            assert losses == ((Loss(LossKind.ENV_TYPE, env_type, ""),) if is_named else ()), case


def test_a_segment_that_is_no_env_type_stays(known: ImportContext) -> None:
    request, _ = one(known, HOST + PATH.format("other"))
    assert request.draft.url == "{{vars.host}}" + PATH.format("other")
    assert request.draft.endpoint_id == ""


def test_another_host_stays_and_is_named_once(known: ImportContext) -> None:
    draft = RequestDraft(endpoint_id="", method="GET", url="https://other.cn/prod/a")
    saved = [SavedRequest(path=name, draft=draft) for name in "ab"]
    got = fit(Imported(requests=tuple(saved)), known)
    assert [each.draft.url for each in got.requests] == ["https://other.cn/prod/a"] * 2
    assert got.losses == (Loss(LossKind.HOST, "https://other.cn", ""),)


def test_a_variable_of_the_collection_that_is_our_address_becomes_ours(
    known: ImportContext,
) -> None:
    draft = RequestDraft(endpoint_id="", method="POST", url="{{base}}" + PATH.format("dev"))
    read = Imported(requests=(SavedRequest(path="r", draft=draft),), variables={"base": f"{HOST}/"})
    assert fit(read, known).requests[0].draft.endpoint_id == START


BASE = f"{HOST}/weda/workflow/v1/prod"
OURS = f"{{{{vars.host}}}}{PATH.format('{{WeDa.EnvType}}')}"
CALL = "DescribeInstanceApproverList"


def test_the_path_of_a_base_variable_is_kept(known: ImportContext) -> None:
    for url, values in [
        (f"{{{{baseUrl}}}}/{CALL}", {"baseUrl": BASE}),
        (f"{{{{baseUrl}}}}{CALL}", {"baseUrl": f"{BASE}/"}),
        (f"{{{{ baseUrl }}}}/prod/{CALL}", {"baseUrl": f"{HOST.upper()}/weda/workflow/v1"}),
        (f"{{{{a}}}}/{CALL}", {"a": "{{b}}/v1/dev", "b": "{{c}}/weda/workflow", "c": HOST}),
        (f"{{{{a}}}}/{CALL}", {"a": "{{vars.host}}/weda/workflow/v1/dev"}),
        (
            f"{{{{scheme}}}}://{{{{host}}}}/weda/workflow/v1/{{{{type}}}}/{CALL}",
            {"scheme": "https", "host": "weda.example.cn", "type": "{{WeDa.EnvType}}"},
        ),
        (
            f"https://{{{{host}}}}:{{{{port}}}}{PATH.format('dev')}",
            {"host": "weda.example.cn", "port": "443"},
        ),
        (f"{{{{vars.host}}}}/{CALL}", {"vars.host": BASE}),
    ]:
        for owner in ["collection", "folder", "request"]:
            case = url, values, owner
            draft = RequestDraft(endpoint_id="", method="POST", url=url)
            own = {
                each: values if each == owner else {}
                for each in ("collection", "folder", "request")
            }
            read = Imported(
                requests=(SavedRequest(path="f/g/r", draft=draft, variables=own["request"]),),
                folders=(
                    FolderSettings(path="f", variables=own["folder"]),
                    FolderSettings(path="f/g"),
                ),
                variables=own["collection"],
            )
            got = fit(read, known)
            assert got.requests[0].draft.url == OURS, case
            assert got.requests[0].draft.endpoint_id == START, case
            assert not [
                each for each in got.losses if each.what in {LossKind.HOST, LossKind.SECRET}
            ], case


@pytest.mark.parametrize(("value", "is_ours"), [("", True), ("dev", True), ("other", False)])
def test_a_variable_in_the_place_of_the_env_type_follows_the_chosen_one(
    known: ImportContext, value: str, is_ours: bool
) -> None:
    url = f"{HOST}{PATH.format('{{envType}}')}"
    request, losses = one(known, url, variables={"envType": value})
    assert (request.draft.endpoint_id == START) is is_ours
    assert (request.draft.url == OURS) is is_ours
    assert losses == ((Loss(LossKind.ENV_TYPE, "{{envType}}", ""),) if is_ours else ())


def test_a_variable_of_an_address_without_a_value_is_named(known: ImportContext) -> None:
    url = f"{HOST}/own/{{{{envType}}}}/x?a={{{{id}}}}&b={{{{given}}}}&c={{{{$guid}}}}"
    _, losses = one(known, url, variables={"given": "1"}, captures={"id": "$.id"})
    assert losses == (Loss(LossKind.VARIABLE, "{{envType}}", ""),)


def test_the_value_nearest_to_a_request_counts(known: ImportContext) -> None:
    draft = RequestDraft(endpoint_id="", method="POST", url="{{u}}/x")
    read = Imported(
        requests=(
            SavedRequest(path="f/r", draft=draft),
            SavedRequest(path="f/s", draft=draft, variables={"u": f"{HOST}/s"}),
            SavedRequest(path="t", draft=draft),
        ),
        folders=(FolderSettings(path="f", variables={"u": f"{HOST}/f"}),),
        variables={"u": f"{HOST}/t"},
    )
    urls = [each.draft.url for each in fit(read, known).requests]
    assert urls == ["{{vars.host}}/f/x", "{{vars.host}}/s/x", "{{vars.host}}/t/x"]


def test_base_variables_of_other_hosts_are_named_each(known: ImportContext) -> None:
    drafts = [
        RequestDraft(endpoint_id="", method="GET", url=url)
        for url in ("{{a}}/x", "{{a}}/y", "{{b}}/x", "https://{{c}}/x", "{{none}}/x", "{{ours}}/x")
    ]
    requests = tuple(SavedRequest(path=f"r{n}", draft=d) for n, d in enumerate(drafts))
    values = {"a": "https://a.cn/v1", "b": "http://weda.example.cn", "c": "u:p@c.cn", "ours": HOST}
    got = fit(Imported(requests=requests, variables=values), known)
    assert [each.draft.url for each in got.requests[:5]] == [each.url for each in drafts[:5]]
    assert got.requests[5].draft.url == "{{vars.host}}/x"
    assert got.losses == (
        Loss(LossKind.BASE, "{{a}} = https://a.cn"),
        Loss(LossKind.BASE, "{{b}} = http://weda.example.cn"),
        Loss(LossKind.BASE, "https://{{c}} = https://c.cn"),
        Loss(LossKind.VARIABLE, "{{none}}"),
        Loss(LossKind.SECRET, "c"),
    )


def test_a_base_variable_of_an_environment_needs_no_word(known: ImportContext) -> None:
    (environment,) = known.environments
    own = msgspec.structs.replace(environment, variables={"baseUrl": "{{vars.host}}/weda"})
    request, losses = one(msgspec.structs.replace(known, environments=(own,)), "{{baseUrl}}/x")
    assert (request.draft.url, losses) == ("{{baseUrl}}/x", ())


@pytest.mark.parametrize("prefix", ["", "/gw", "/gw/v1"])
def test_a_deployment_below_a_path_is_recognised(known: ImportContext, prefix: str) -> None:
    hosts = [HOST] if not prefix else [HOST, f"{HOST}{prefix}"]
    environments = tuple(
        Environment(name=str(n), host=host, env_types=PRESET_ENV_TYPES)
        for n, host in enumerate(hosts)
    )
    here = msgspec.structs.replace(known, environments=environments)
    request, _ = one(here, f"{HOST}{prefix}{PATH.format('dev')}?a=1")
    assert request.draft.url == f"{OURS}?a=1"


def test_a_user_and_password_in_an_address_become_a_header_without_secret(
    known: ImportContext,
) -> None:
    request, losses = one(known, f"https://user:pa@ss@weda.example.cn{PATH.format('dev')}?a=b@c")
    assert request.draft.url == f"{OURS}?a=b@c"
    assert losses == (
        Loss(LossKind.ENV_TYPE, "dev", ""),
        Loss(LossKind.TOKEN, "Authorization", "r"),
    )
    request, losses = one(known, "https://user:pass@other.cn/x", ("Authorization", "Bearer {{t}}"))
    assert request.draft.url == "https://other.cn/x"
    assert request.draft.headers == (("Authorization", "Bearer {{t}}"),)
    assert losses == (
        Loss(LossKind.SECRET, "URL", "r"),
        Loss(LossKind.HOST, "https://other.cn", ""),
    )
    request, losses = one(known, "{{b}}/x", variables={"b": "https://user:pass@weda.example.cn/y"})
    assert request.draft.url == "{{vars.host}}/y/x"
    assert request.variables == {}
    assert losses == (Loss(LossKind.SECRET, "b", "r"),)
    request, losses = one(
        known, "https://{{b}}/x", variables={"b": "user:pass@c.cn", "m": "a@c.cn"}
    )
    assert request.variables == {"m": "a@c.cn"}


@pytest.mark.parametrize("value", ["<string>", "<API Key>", "{{mine}}"])
def test_what_is_to_be_filled_in_is_no_secret(known: ImportContext, value: str) -> None:
    escaped = value.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    escaped = escaped if "%20" not in escaped else "%3Ckey%3E"
    request, losses = one(
        known,
        f"{HOST}/a?access_token={escaped}",
        ("X-Api-Key", value),
        ("Cookie", value),
        body=f'{{"password": "{value}"}}',
        variables={"token": value},
    )
    assert request.draft.url == f"{{{{vars.host}}}}/a?access_token={escaped}"
    assert request.draft.headers == (("X-Api-Key", value), ("Cookie", value))
    assert request.draft.body == f'{{"password": "{value}"}}'
    assert request.variables == {"token": value}
    assert {each.what for each in losses} <= {LossKind.VARIABLE}


def test_a_bearer_that_is_to_be_filled_in_is_the_built_in_token(known: ImportContext) -> None:
    request, losses = one(known, f"{HOST}/a", ("Authorization", "Bearer <token>"))
    assert request.draft.headers == ()
    assert losses == (Loss(LossKind.TOKEN, "Authorization", "r"),)


@pytest.mark.parametrize(
    ("query", "kept", "name"),
    [
        ("access_token=abc", "access_token={{access_token_value}}", "access_token"),
        ("x=1&accessToken=abc", "x=1&accessToken={{accesstoken}}", "accessToken"),
        ("access%5Ftoken=abc&x=1", "access%5Ftoken={{access_token_value}}&x=1", "access_token"),
        ("Access-Token=abc", "Access-Token={{access-token}}", "Access-Token"),
        ("api_key=abc", "api_key={{api_key}}", "api_key"),
    ],
)
def test_a_token_in_a_query_is_a_secret(
    known: ImportContext, query: str, kept: str, name: str
) -> None:
    base = f"{HOST}/a?{query}"
    request, losses = one(known, base, variables={"base": base, "page": f"{HOST}/a?page=1"})
    assert request.draft.url == f"{{{{vars.host}}}}/a?{kept}"
    assert request.variables == {"page": f"{HOST}/a?page=1"}
    assert [each for each in losses if each.what is not LossKind.TOKEN_PLACE] == [
        Loss(LossKind.SECRET, name, "r"),
        Loss(LossKind.SECRET, "base", "r"),
    ]
    refused = Loss(LossKind.TOKEN_PLACE, "{{access_token}}", "r")
    assert (refused in losses) is ("{{access_token}}" in kept)


@pytest.mark.parametrize("value", ["<p4$$w0rd!>", f"<{JWT}>"])
def test_a_secret_in_angle_brackets_is_one(known: ImportContext, value: str) -> None:
    request, _ = one(known, f"{HOST}/a", ("X-Api-Key", value), variables={"token": value})
    assert value not in str(request.draft.headers)
    assert request.variables == {}


def test_an_authorization_leaves_its_secret_behind(known: ImportContext) -> None:
    for url, value, kept, is_lost in [
        (HOST + PATH.format("dev"), f"Bearer {JWT}", None, False),
        (HOST + PATH.format("dev"), "Bearer {{access_token}}", None, False),
        ("https://h/a", f"Bearer {JWT}", "Bearer {{access_token}}", True),
        ("https://h/a", "Bearer {{mine}}", "Bearer {{mine}}", False),
        ("https://h/a", "Basic user:pass", "Basic {{basic_auth}}", True),
        ("https://h/a", "Digest x=1", "{{authorization}}", True),
        ("https://h/a", "rawkey", "{{authorization}}", True),
    ]:
        request, losses = one(known, url, ("Authorization", value))
        assert dict(request.draft.headers).get("Authorization") == kept, (url, value)
        assert (Loss(LossKind.SECRET, "Authorization", "r") in losses) is is_lost, (url, value)
        is_replaced = kept is None and JWT in value
        assert (Loss(LossKind.TOKEN, "Authorization", "r") in losses) is is_replaced, (url, value)


def test_no_secret_is_left_anywhere(known: ImportContext) -> None:
    body = f'{{"password": "p4ssw\\"ord", "user": "u", "page": "{JWT}", "x": "known-secret-value"}}'
    request, losses = one(
        known,
        "https://h/a?access_token=abc&next=1",
        ("Cookie", "sid=1"),
        ("X-Api-Key", "k"),
        ("X-Note", f"see {JWT}"),
        body=body,
        description=f"got {JWT}",
        variables={
            "SECRET_KEY": "s",
            "SECRET_ID": "AKIDfine",
            "t": JWT,
            "n": "1",
            "vars.host": "h",
        },
    )
    draft = request.draft
    assert draft.url == "https://h/a?access_token={{access_token_value}}&next=1"
    assert draft.headers == (
        ("Cookie", "{{cookie}}"),
        ("X-Api-Key", "{{x-api-key}}"),
        ("X-Note", "see {{token}}"),
    )
    assert (
        draft.body
        == '{"password": "{{password}}", "user": "u", "page": "{{token}}", "x": "{{secret}}"}'
    )
    assert request.description == f"got {MASK}"
    assert request.variables == {"SECRET_ID": "AKIDfine", "n": "1"}
    assert {each.name for each in losses if each.what is LossKind.SECRET} >= {
        "access_token", "Cookie", "X-Api-Key", "password", "token", "secret", "SECRET_KEY", "t",
    }  # fmt: skip


def test_forms_are_looked_into(known: ImportContext) -> None:
    assert one(known, "https://h", body="a=1&password=x%20y&b=2")[0].draft.body == (
        "a=1&password={{password}}&b=2"
    )
    part = '--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nabc\r\n--b--\r\n'
    assert one(known, "https://h", body=part)[0].draft.body == part.replace("abc", "{{token}}")


def test_headers_that_are_made_anew_go_and_broken_ones_are_named(known: ImportContext) -> None:
    request, losses = one(
        known,
        f"{HOST}/a",
        (":authority", "weda.example.cn"),
        ("Host", "weda.example.cn"),
        ("Content-Length", "3"),
        ("Bad Name", "x"),
        ("X-Break", "a\r\nEvil: 1"),
        ("X-Fine", "1"),
    )
    assert request.draft.headers == (("X-Fine", "1"),)
    assert [each.name for each in losses] == ["Bad Name", "X-Break"]
    assert one(known, f"{HOST}/a", ("Host", "other"))[1] == (
        Loss(LossKind.HEADER, "Host: other", "r"),
    )
    assert one(known, f"{HOST}/a", ("range", "bytes=1-2"))[1] == (
        Loss(LossKind.OPTION, "range", "r"),
    )


def test_what_cannot_be_sent_at_all_is_named_and_leaves_the_order() -> None:
    bad = RequestDraft(endpoint_id="", method="GE T", url="https://h")
    empty = RequestDraft(endpoint_id="", method="GET", url="")
    read = Imported(
        requests=(SavedRequest(path="f/a", draft=bad), SavedRequest(path="f/b", draft=empty)),
        folders=(FolderSettings(path="f", order=("a", "b")),),
        order=("f",),
    )
    got = fit(read, ImportContext((), load_bundled_catalogue(), Masker()))
    assert got.requests == ()
    assert (got.folders[0].order, got.order) == ((), ("f",))
    assert [each.name for each in got.losses] == ["GE T https://h", "GET"]


def test_a_dynamic_variable_that_we_do_not_have_is_named(known: ImportContext) -> None:
    _, losses = one(known, "{{vars.host}}/a", body='{"a": "{{$randomCity}}", "b": "{{$uuid}}"}')
    assert losses == (Loss(LossKind.VARIABLE, "{{$randomCity}}", "r"),)


def test_the_longest_prefix_of_an_environment_is_its_address() -> None:
    hosts = (HOST, f"{HOST}/gw", f"{HOST}/gw/a", "https://other.cn/only")
    places = [Environment(name=str(n), host=h, env_types=()) for n, h in enumerate(hosts)]
    known = ImportContext(tuple(places), load_bundled_catalogue(), Masker())
    path = PATH.format("prod")
    for host in (HOST, f"{HOST}/gw", f"{HOST}/gw/a", "HTTPS://OTHER.cn:443/only"):
        request, losses = one(known, host + path)
        assert request.draft.url == "{{vars.host}}" + PATH.format("{{WeDa.EnvType}}")
        assert request.draft.endpoint_id == START
        assert {each.what for each in losses} == {LossKind.ENV_TYPE}
    request, losses = one(known, f"{HOST}/gwx/y")
    assert (request.draft.url, losses) == ("{{vars.host}}/gwx/y", ())


def test_an_address_beside_the_prefix_of_its_environment_stays_as_it_is() -> None:
    place = Environment(name="a", host=f"{HOST}/gw", env_types=())
    known = ImportContext((place,), load_bundled_catalogue(), Masker())
    for url in (f"{HOST}/x", f"{HOST}/gwx/y", f"{HOST}/GW/x"):
        request, losses = one(known, url)
        assert (request.draft.url, losses) == (url, ())


def test_an_import_names_no_file_of_this_machine() -> None:
    body = '{"a": {{$file certs/me.key}}, "b": "{{$fi{{ $file x }}le y}}", "c": "{{$uuid}}"}'
    draft = RequestDraft(endpoint_id="", method="POST", url="https://h/a", body=body)
    saved = SavedRequest(path="r", draft=draft)
    got = drop_file_references(Imported(requests=(saved,), order=("r",)))
    assert got.requests[0].draft.body == '{"a": , "b": "", "c": "{{$uuid}}"}'
    assert got.losses == tuple(
        Loss(LossKind.FILE, name, "r") for name in ("certs/me.key", "x", "y")
    )


def test_the_address_of_a_deployment_that_is_not_chosen_is_named_once(known: ImportContext) -> None:
    other = Environment(name="sb1", host="http://127.0.0.1:18771", env_types=PRESET_ENV_TYPES)
    both = (*known.environments, other)
    draft = RequestDraft(endpoint_id="", method="GET", url=f"{HOST}/a")
    saved = tuple(SavedRequest(path=name, draft=draft) for name in "ab")
    for chosen, losses in (
        (other.host, (Loss(LossKind.ADDRESS, f"{HOST} (总部)", ""),)),
        (HOST, ()),
        ("", ()),
    ):
        here = ImportContext(both, known.catalogue, known.masker, chosen=chosen)
        got = fit(Imported(requests=saved), here)
        assert got.losses == losses
        assert {each.draft.url for each in got.requests} == {"{{vars.host}}/a"}
