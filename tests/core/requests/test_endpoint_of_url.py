"""The effect of a request, judged from its text before its variables have values."""

import pytest

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.endpoint_of_url import effect_of_draft
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

FREE = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/x"
QUERY = "{{vars.host}}/weda/workflow/v1/dev/DescribeFlowList"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
SECOND = "0\r\n\r\nDELETE /v1/model/dev/a/1/delete HTTP/1.1\r\nHost: x\r\n\r\n"


def effect(
    method: str, url: str = FREE, *headers: tuple[str, str], body: str = "", more: str = ""
) -> Effect:
    draft = RequestDraft(endpoint_id="", method=method, url=url + more, headers=headers, body=body)
    return effect_of_draft(load_bundled_catalogue(), draft)


def test_a_method_and_a_path_decide() -> None:
    assert effect("GET") is Effect.READ
    assert effect("POST") is Effect.WRITE
    assert effect("DELETE") is Effect.DESTRUCTIVE


def test_a_method_that_a_header_names_counts() -> None:
    assert effect("GET", FREE, ("X-HTTP-Method-Override", "DELETE")) is Effect.DESTRUCTIVE
    assert effect("GET", FREE, ("X-Method", "{{which}}")) is not Effect.READ
    assert effect("GET", FREE, ("X-HTTP-Method-Override", "GET")) is Effect.READ


@pytest.mark.parametrize("body", ["_method=DELETE", "a=1&_method=%44ELETE"])
def test_a_method_that_a_form_or_a_query_names_counts(body: str) -> None:
    assert effect("POST", FREE, FORM, body=body) is Effect.DESTRUCTIVE
    assert effect("GET", more=f"?{body}") is Effect.DESTRUCTIVE


def test_a_second_request_in_a_body_is_a_write() -> None:
    assert effect("GET", body=SECOND) is Effect.WRITE
