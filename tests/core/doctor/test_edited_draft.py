"""The changes that a step of the doctor makes to a draft."""

import json

import msgspec
import pytest

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.doctor.causes import StepId
from weda_tui.core.doctor.edited_draft import edit_draft
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind

DRAFT = RequestDraft(
    endpoint_id="workflow.StopFlow",
    method="GET",
    url="{{vars.host}}/weda/weda/workflow/v1/prod/StopFlow?a=1",
    headers=(("authorization", "Bearer old"), ("X-A", "1")),
    body='{"InstanceId": "2"}',
)
FIELD = DraftFinding(location="body", path=("InstanceId",), kind=FindingKind.WRONG_TYPE)


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        (Remedy(id=StepId.SET_METHOD, text="POST"), {"method": "POST"}),
        (Remedy(id=StepId.USE_BUILT_IN_TOKEN), {"headers": (("X-A", "1"),)}),
        (Remedy(id=StepId.USE_TOKEN_KIND, text=TokenKind.USER), {"token_kind": TokenKind.USER}),
        (
            Remedy(id=StepId.DROP_PREFIX, text="/weda/workflow/v1/prod/StopFlow"),
            {"url": "{{vars.host}}/weda/workflow/v1/prod/StopFlow?a=1"},
        ),
    ],
    ids=lambda each: each.id if isinstance(each, Remedy) else "",
)
def test_a_step_changes_one_thing(step: Remedy, changed: dict[str, object]) -> None:
    edited = edit_draft(DRAFT, step)
    assert edited is not None
    for name in ("method", "url", "headers", "body", "token_kind"):
        assert getattr(edited, name) == changed.get(name, getattr(DRAFT, name))
    assert edit_draft(edited, step) is None, "the same again changes nothing"


@pytest.mark.parametrize("value", ['"1\\"7"', "1728000000000000525", "true", "null"])
def test_a_value_is_put_back_as_it_was_written(value: str) -> None:
    edited = edit_draft(DRAFT, Remedy(id=StepId.RESTORE_VALUE, text=value, field=FIELD))
    assert edited is not None
    assert json.loads(edited.body) == {"InstanceId": json.loads(value)}


def test_other_steps_change_no_draft() -> None:
    assert edit_draft(DRAFT, Remedy(id=StepId.SEND_AGAIN)) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example.cn:8443/v1/list?a=1",
        " HTTP://{{ip}}:80/v1/list?a=1",
        "{{scheme}}://{{ip}}/v1/list?a=1",
        "{{baseUrl}}/v1/list?a=1",
    ],
)
def test_a_request_can_be_sent_to_the_own_address(url: str) -> None:
    draft = msgspec.structs.replace(DRAFT, url=url)
    edited = edit_draft(draft, Remedy(id=StepId.USE_ADDRESS))
    assert edited is not None
    assert edited.url == "{{vars.host}}/v1/list?a=1"
    assert edit_draft(edited, Remedy(id=StepId.USE_ADDRESS)) is None
