"""The published documents: exactly the served calls, their addresses, and their refusals."""

from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.sandbox.calling import Calling
from weda_tui.core.answers.verdict import Outcome, judge
from weda_tui.core.errors import FileError
from weda_tui.formats.openapi.read import read_openapi
from weda_tui.sandbox.server.published import NAMES
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

METHODS = ("get", "post", "put", "patch", "delete")
NOT_PLAYED = {"storage.putObject"}
"""Not served: the call goes to the origin of the object store."""


async def published(sandbox: Calling, name: str) -> dict[str, Any]:
    answer = await sandbox.client.get(f"/openapi/{name}.openapi.json")
    assert answer.status_code == 200
    return answer.json()


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


async def test_the_index_names_each(sandbox: Calling) -> None:
    answer = (await sandbox.client.get("/openapi/")).json()
    assert answer["documents"] == [f"http://sandbox/openapi/{n}.openapi.json" for n in NAMES]


@pytest.mark.parametrize("name", NAMES)
class TestDocument:
    async def test_is_openapi(self, sandbox: Calling, name: str) -> None:
        validate(await published(sandbox, name))

    async def test_names_its_own_address(self, sandbox: Calling, name: str) -> None:
        answer = await sandbox.client.get(
            f"/openapi/{name}.openapi.json", headers={"host": "127.0.0.1:41873"}
        )
        assert answer.json()["servers"] == [{"url": "http://127.0.0.1:41873"}]

    async def test_every_call_of_it_is_served(self, sandbox: Calling, name: str) -> None:
        for method, path, _ in operations(await published(sandbox, name)):
            answer = await sandbox.client.request(method, path.replace("{envType}", "prod"))
            assert answer.status_code != 405
            assert "not found: /" not in answer.text
            assert "does not play" not in answer.text

    async def test_a_call_without_its_token_is_refused(self, sandbox: Calling, name: str) -> None:
        document = await published(sandbox, name)
        for method, path, call in operations(document):
            if not call.get("security", document.get("security")):
                continue
            content = call.get("requestBody", {}).get("content", {})
            answer = await sandbox.client.request(
                method,
                path.replace("{envType}", "prod"),
                headers={"x-request-id": "t"},
                json=content.get("application/json", {}).get("example"),
            )
            kind = answer.headers["content-type"]
            if call["operationId"] == "auth.introspect":
                assert answer.json() == {}, "which is what it says of a bad token"
                continue
            verdict = judge(answer.status_code, kind, answer.content)
            assert verdict.outcome is Outcome.FAILURE, call["operationId"]
            assert verdict.code in {"INVALID_ACCESS_TOKEN", "invalid_client", "unauthenticated"}, (
                verdict
            )

    async def test_can_be_imported(self, sandbox: Calling, name: str) -> None:
        answer = await sandbox.client.get(f"/openapi/{name}.openapi.json")
        faults: list[FileError] = []
        read_openapi(answer.content, name=name, module="mine", on_fault=faults.append)
        assert faults == []


async def test_together_they_have_every_call_of_the_catalogue_that_has_a_path(
    sandbox: Calling,
) -> None:
    served = {
        call["operationId"]
        for name in NAMES
        for _, _, call in operations(await published(sandbox, name))
    }
    known = {each.id for each in load_bundled_catalogue().by_id.values() if each.has_path}
    assert known - {id_ if "." in id_ else "" for id_ in served} == NOT_PLAYED


async def test_another_document_is_refused_as_the_gateway_does(sandbox: Calling) -> None:
    answer = await sandbox.client.get("/openapi/none.openapi.json")
    assert answer.status_code == 404
    assert answer.json()["code"] == "RESOURCE_NOT_FOUND"
