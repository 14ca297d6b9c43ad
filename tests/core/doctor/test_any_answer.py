"""For any response, the doctor invents nothing and repeats no write by itself."""

import json
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.doctor.test_diagnosis import BOOK, CATALOGUE, context, exchange
from tests.strategies import outside_text
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.catalogue.endpoint import Effect, Parameter
from weda_tui.core.doctor.cause_checks import Quote
from weda_tui.core.doctor.causes import Executed
from weda_tui.core.doctor.diagnosis import CATCH_ALL, diagnose
from weda_tui.core.doctor.remedies import MOST_STEPS
from weda_tui.core.doctor.stated_causes import body_values

SENTENCES = [
    line.partition("|")[2]
    for line in (Path(__file__).parent / "said.txt").read_text("utf-8").splitlines()
    if "|" in line
]
CALLS = [each.id for each in CATALOGUE.by_id.values() if each.path.startswith("/")]
messages = st.lists(outside_text | st.sampled_from(SENTENCES), max_size=3).map(" ".join)
codes = st.sampled_from([each.code for each in BOOK.entries]) | outside_text
bodies = st.recursive(
    st.none() | st.booleans() | st.integers() | outside_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(outside_text, inner, max_size=3),
    max_leaves=8,
)


def documented(parameters: tuple[Parameter, ...]) -> set[str]:
    """Return the names of parameters and of their children."""
    return {each.name for each in parameters}.union(
        *(documented(each.children) for each in parameters)
    )


@given(
    endpoint=st.sampled_from(CALLS),
    code=codes,
    layer=st.sampled_from([each for each in ErrorLayer if each is not ErrorLayer.PARTIAL]),
    message=messages,
    status=st.sampled_from([200, 301, 400, 401, 403, 404, 413, 429, 500, 502, 507]),
    body=bodies,
)
@example(
    endpoint="workflow.CompleteTask",
    code="FailedOperation",
    layer=ErrorLayer.BUSINESS,
    message="字段 name 的值 \\ud800 不能为空",
    status=200,
    body={"name": ""},
)
def test_the_doctor_says_nothing_that_nobody_said(
    endpoint: str, code: str, layer: ErrorLayer, message: str, status: int, body: Any
) -> None:
    sent = json.dumps(body).encode()
    answered = exchange(code, layer, endpoint, message=message, status=status, body=sent)
    page, known = BOOK.find(code), context(endpoint)
    diagnosis = diagnose(answered, page, known)
    assert diagnosis is not None
    call = known.endpoint
    own = documented((*call.parameters, *call.body))
    of_request = own | {name for name, _ in answered.request.headers}
    of_request |= {str(step) for value in body_values(sent) for step in value.path}
    for cause in diagnosis.causes:
        if isinstance(cause.evidence, Quote):
            assert {value.name for value in cause.evidence.values} <= of_request | {""}
            assert set(cause.evidence.names) <= own
            assert all(limit in message for limit in cause.evidence.limits)
    assert len(diagnosis.steps) <= MOST_STEPS
    is_write = call.effect is not Effect.READ
    if is_write and len(diagnosis.steps) > 1:
        assert not diagnosis.steps[0].repeats_write or all(
            step.repeats_write for step in diagnosis.steps
        )
    if is_write and page is not None and page.code in CATCH_ALL and not message.strip():
        assert diagnosis.executed is Executed.MAYBE
