"""Every call of the catalogue with a path, sent with the draft that is shown when it is opened."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

import weda_tui.catalogue
from tests.sandbox.calling import Calling, basic, new_world
from weda_tui.core.answers.verdict import Outcome, Verdict, judge
from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import RequestDraft, draft_for, prepare
from weda_tui.core.requests.variables import variables_at
from weda_tui.core.text.template import render
from weda_tui.sandbox.example_records import VARIABLES
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

MODULES = {module.id: module for module in load_bundled_catalogue().modules}
TABLE: dict[str, tuple[int, dict[str, str]]] = {
    "workflow": (42, {}),
    "model": (13, {}),
    "storage": (5, {}),
    "permissions": (11, {}),
    "auth": (4, {"auth.signin": "invalid_username_or_password", "auth.refresh": "invalid_grant"}),
    "odata": (13, {}),
    "enterprise": (1, {}),
}
"""The number of calls of each module that succeed, and the error codes of the others.

The calls with an error have a secret in their example.
"""
HOST = "http://sandbox"
SUCCESSES: dict[str, set[int]] = {
    call.get("operationId", ""): {int(status) for status in call["responses"] if status[0] == "2"}
    for file in Path(weda_tui.catalogue.__path__[0]).glob("*.openapi.json")
    for item in json.loads(file.read_bytes())["paths"].values()
    for method, call in item.items()
    if method in {"get", "post", "put", "patch", "delete"}
}
"""The success statuses that the documents list for each call."""


def where(office: Calling) -> Target:
    environment = Environment(
        name="sandbox",
        host=HOST,
        env_types=(EnvTypeSetting("prod", Guard.NONE),),
        env_id=office.world.credentials.env_id,
        variables=VARIABLES,
    )
    return Target(environment, "prod")


async def answer_to(office: Calling, endpoint: Endpoint) -> httpx.Response:
    """Send the first draft of a call with the kind of token that its security scheme requires."""
    draft, place = draft_for(endpoint), where(office)
    if endpoint.id == "storage.putObject":
        return await put_where_the_first_call_says(office, draft)
    authorization = {
        TokenKind.KEY: office.authorization,
        TokenKind.USER: office.user_authorization,
        TokenKind.BASIC: basic(office.world.credentials),
        TokenKind.NONE: "",
    }[endpoint.token_kind]
    request = prepare(draft, place, variables_at(place), authorization)
    return await office.client.request(
        request.method, request.url, headers=list(request.headers), content=request.body
    )


async def put_where_the_first_call_says(office: Calling, draft: RequestDraft) -> httpx.Response:
    """Upload bytes with the address and the headers in the response of ``getUploadInfo``."""
    first = MODULES["storage"].endpoints[0]
    assert first.id == "storage.getUploadInfo"
    (info,) = (await answer_to(office, first)).json()
    given = {
        "uploadUrl": info["uploadUrl"],
        "Authorization": info["authorization"],
        "X-Cos-Security-Token": info["token"],
        "X-Cos-Meta-Fileid": info["cloudObjectMeta"],
    }
    headers = {name: render(value, given) for name, value in draft.headers}
    return await office.client.put(render(draft.url, given), content=b"abc", headers=headers)


def outcome_of(answer: httpx.Response, endpoint: Endpoint) -> str:
    """Return ``success`` or the code of the error; assert that the response is one of both."""
    content_type = answer.headers.get("content-type", "")
    verdict: Verdict = judge(answer.status_code, content_type, answer.content)
    if endpoint.id in {"storage.putObject", "auth.revoke"}:  # no content to judge
        assert answer.content in {b"", b"{}"}
        assert answer.status_code == 200
        return "success"
    if verdict.outcome is Outcome.OK:
        assert answer.status_code in SUCCESSES[endpoint.id]
        return "success"
    assert verdict.code in endpoint.errors, (endpoint.id, answer.text)
    return verdict.code


async def signed_in() -> Calling:
    office = Calling(new_world())
    await office.sign_in()
    await office.sign_in_user()
    return office


@pytest.mark.parametrize("module", MODULES)
async def test_the_table_of_the_catalogue(module: str) -> None:
    found: dict[str, Any] = {}
    office = await signed_in()
    for endpoint in MODULES[module].endpoints:
        if endpoint.has_path:
            found[endpoint.id] = outcome_of(await answer_to(office, endpoint), endpoint)
            if endpoint.effect != "read":
                office = await signed_in()
    succeeding, refused = TABLE[module]
    assert {each: code for each, code in found.items() if code != "success"} == refused
    assert len(found) == succeeding + len(refused)


async def test_the_examples_of_reading_calls_succeed_one_after_the_other() -> None:
    office = await signed_in()
    for module in MODULES.values():
        for endpoint in module.endpoints:
            if endpoint.has_path and endpoint.effect == "read":
                answer = await answer_to(office, endpoint)
                refused = TABLE[module.id][1]
                assert outcome_of(answer, endpoint) == refused.get(endpoint.id, "success")
