"""What the published documents allow and forbid, sent by a tool that nobody here wrote.

WEDA_TUI_EXAMPLES=100 sends that many of each call instead of a few.
"""

import asyncio
import os
import warnings
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.sandbox.calling import Calling, basic, new_world
from weda_tui.sandbox.server.published import NAMES

EXAMPLES = int(os.environ.get("WEDA_TUI_EXAMPLES", "3"))
BY_STATUS_ALONE = {"AcceptedNegativeData", "IgnoredAuth", "RejectedPositiveData"}
"""Judged by the HTTP status, which says nothing here: WeDa refuses under HTTP 200, and a password
that a document allows need not be anybody's. ``test_published`` judges calls without a token by
their envelope."""
CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
USER_MODULES = {"model", "storage"}


def authorization(calling: Calling, name: str) -> str:
    if name == "auth":
        return basic(calling.world.credentials)
    return calling.user_authorization if name in USER_MODULES else calling.authorization


def failures(case: Any, authorization: str) -> list[str]:
    """Send one call, and return what all checks hold against the answer."""
    answer = case.call(headers={"Authorization": authorization, "X-Request-Id": "test"})
    try:
        case.validate_response(answer)
    except BaseExceptionGroup as group:
        found = [each for each in group.exceptions if type(each).__name__ not in BY_STATUS_ALONE]
        return [f"{type(each).__name__}: {each}" for each in found]
    return []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_no_server_error_and_no_answer_outside_its_document(name: str) -> None:
    calling = Calling(new_world())
    asyncio.run(calling.sign_in())
    asyncio.run(calling.sign_in_user())
    schema: Any = schemathesis.openapi.from_asgi(f"/openapi/{name}.openapi.json", calling.app)
    sent = 0
    for each in schema.get_all_operations():
        operation: Any = each.ok()
        cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
        cases |= operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

        @seed(1)
        @settings(
            max_examples=EXAMPLES, database=None, phases=[Phase.generate],
            suppress_health_check=CHECKS,
        )  # fmt: skip
        @given(cases)
        def send(case: Any) -> None:
            nonlocal sent
            sent += 1
            assert failures(case, authorization(calling, name)) == []

        with warnings.catch_warnings(action="ignore"):
            send()
    assert sent >= EXAMPLES
