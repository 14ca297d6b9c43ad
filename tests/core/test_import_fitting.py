"""What was read, made at home: addresses, env types, known calls, and no secret left."""

from typing import Any

import pytest

from weda_tui.core.collection import FolderSettings, SavedRequest
from weda_tui.core.environment import PRESET_ENV_TYPES, Environment
from weda_tui.core.import_fitting import Known, fit
from weda_tui.core.importing import Imported, Loss, Lost
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.request import RequestDraft
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

HOST = "https://weda.example.cn"
START = "workflow.DescribeInstanceApproverList"
PATH = "/weda/workflow/v1/{}/DescribeInstanceApproverList"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"


@pytest.fixture(scope="module")
def known() -> Known:
    environment = Environment(name="总部", host=HOST, env_types=PRESET_ENV_TYPES)
    return Known((environment,), load_bundled_catalogue(), Masker(["known-secret-value"]))


def one(
    known: Known, url: str, *headers: tuple[str, str], body: str = "", **more: Any
) -> tuple[SavedRequest, tuple[Loss, ...]]:
    draft = RequestDraft(endpoint_id="", method="POST", url=url, headers=headers, body=body)
    saved = SavedRequest(path="r", draft=draft, **more)
    got = fit(Imported(requests=(saved,), order=("r",)), known)
    return got.requests[0], got.losses


@pytest.mark.parametrize("env_type", ["prod", "dev", "{{WeDa.EnvType}}", "Prod"])
@pytest.mark.parametrize("host", [HOST, "HTTPS://WEDA.example.cn:443", "{{vars.host}}"])
def test_a_known_call_gets_its_variables_and_its_id(known: Known, host: str, env_type: str) -> None:
    request, losses = one(known, f"{host}{PATH.format(env_type)}?a=1")
    assert request.draft.url == f"{{{{vars.host}}}}{PATH.format('{{WeDa.EnvType}}')}?a=1"
    assert request.draft.endpoint_id == START
    is_named = not env_type.startswith("{{")
    assert losses == ((Loss(Lost.ENV_TYPE, env_type, ""),) if is_named else ())


def test_a_segment_that_is_no_env_type_stays(known: Known) -> None:
    request, _ = one(known, HOST + PATH.format("other"))
    assert request.draft.url == "{{vars.host}}" + PATH.format("other")
    assert request.draft.endpoint_id == ""


def test_another_host_stays_and_is_named_once(known: Known) -> None:
    draft = RequestDraft(endpoint_id="", method="GET", url="https://other.cn/prod/a")
    saved = [SavedRequest(path=name, draft=draft) for name in "ab"]
    got = fit(Imported(requests=tuple(saved)), known)
    assert [each.draft.url for each in got.requests] == ["https://other.cn/prod/a"] * 2
    assert got.losses == (Loss(Lost.HOST, "https://other.cn", ""),)


def test_a_variable_of_the_collection_that_is_our_address_becomes_ours(known: Known) -> None:
    draft = RequestDraft(endpoint_id="", method="POST", url="{{base}}" + PATH.format("dev"))
    read = Imported(requests=(SavedRequest(path="r", draft=draft),), variables={"base": f"{HOST}/"})
    assert fit(read, known).requests[0].draft.endpoint_id == START


@pytest.mark.parametrize(
    ("url", "value", "kept", "is_lost"),
    [
        (HOST + PATH.format("dev"), f"Bearer {JWT}", None, False),
        (HOST + PATH.format("dev"), "Bearer {{access_token}}", None, False),
        ("https://h/a", f"Bearer {JWT}", "Bearer {{access_token}}", True),
        ("https://h/a", "Bearer {{mine}}", "Bearer {{mine}}", False),
        ("https://h/a", "Basic user:pass", "Basic {{basic_auth}}", True),
        ("https://h/a", "Digest x=1", "{{authorization}}", True),
        ("https://h/a", "rawkey", "{{authorization}}", True),
    ],
)
def test_an_authorization_leaves_its_secret_behind(
    known: Known, url: str, value: str, kept: str | None, is_lost: bool
) -> None:
    request, losses = one(known, url, ("Authorization", value))
    assert dict(request.draft.headers).get("Authorization") == kept
    assert (Loss(Lost.SECRET, "Authorization", "r") in losses) is is_lost
    is_replaced = kept is None and JWT in value
    assert (Loss(Lost.TOKEN, "Authorization", "r") in losses) is is_replaced


def test_no_secret_is_left_anywhere(known: Known) -> None:
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
    assert draft.url == "https://h/a?access_token={{access_token}}&next=1"
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
    assert {each.name for each in losses if each.what is Lost.SECRET} >= {
        "access_token", "Cookie", "X-Api-Key", "password", "token", "secret", "SECRET_KEY", "t",
    }  # fmt: skip


def test_forms_are_looked_into(known: Known) -> None:
    assert one(known, "https://h", body="a=1&password=x%20y&b=2")[0].draft.body == (
        "a=1&password={{password}}&b=2"
    )
    part = '--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nabc\r\n--b--\r\n'
    assert one(known, "https://h", body=part)[0].draft.body == part.replace("abc", "{{token}}")


def test_headers_that_are_made_anew_go_and_broken_ones_are_named(known: Known) -> None:
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
    assert one(known, f"{HOST}/a", ("Host", "other"))[1] == (Loss(Lost.HEADER, "Host: other", "r"),)


def test_what_cannot_be_sent_at_all_is_named_and_leaves_the_order() -> None:
    bad = RequestDraft(endpoint_id="", method="GE T", url="https://h")
    empty = RequestDraft(endpoint_id="", method="GET", url="")
    read = Imported(
        requests=(SavedRequest(path="f/a", draft=bad), SavedRequest(path="f/b", draft=empty)),
        folders=(FolderSettings(path="f", order=("a", "b")),),
        order=("f",),
    )
    got = fit(read, Known((), load_bundled_catalogue(), Masker()))
    assert got.requests == ()
    assert (got.folders[0].order, got.order) == ((), ("f",))
    assert [each.name for each in got.losses] == ["GE T https://h", "GET"]


def test_a_dynamic_variable_that_we_do_not_have_is_named(known: Known) -> None:
    _, losses = one(known, "{{vars.host}}/a", body='{"a": "{{$randomCity}}", "b": "{{$uuid}}"}')
    assert losses == (Loss(Lost.VARIABLE, "{{$randomCity}}", "r"),)


def test_the_longest_prefix_of_an_environment_is_its_address() -> None:
    hosts = (HOST, f"{HOST}/gw", f"{HOST}/gw/a", "https://other.cn/only")
    places = [Environment(name=str(n), host=h, env_types=()) for n, h in enumerate(hosts)]
    known = Known(tuple(places), load_bundled_catalogue(), Masker())
    path = PATH.format("prod")
    for host in (HOST, f"{HOST}/gw", f"{HOST}/gw/a", "HTTPS://OTHER.cn:443/only"):
        request, losses = one(known, host + path)
        assert request.draft.url == "{{vars.host}}" + PATH.format("{{WeDa.EnvType}}")
        assert request.draft.endpoint_id == START
        assert {each.what for each in losses} == {Lost.ENV_TYPE}
    request, losses = one(known, f"{HOST}/gwx/y")
    assert (request.draft.url, losses) == ("{{vars.host}}/gwx/y", ())


def test_an_address_beside_the_prefix_of_its_environment_stays_as_it_is() -> None:
    place = Environment(name="a", host=f"{HOST}/gw", env_types=())
    known = Known((place,), load_bundled_catalogue(), Masker())
    for url in (f"{HOST}/x", f"{HOST}/gwx/y", f"{HOST}/GW/x"):
        request, losses = one(known, url)
        assert (request.draft.url, losses) == (url, ())
