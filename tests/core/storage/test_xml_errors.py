import pytest

from weda_tui.core.answers.verdict import ErrorLayer, Outcome
from weda_tui.core.storage.xml_errors import judge_store


def test_a_success() -> None:
    assert judge_store(200, b"").ok


def test_an_error_in_xml() -> None:
    verdict = judge_store(
        403,
        b'<?xml version="1.0"?>\n<Error>\n<Code>RequestIsExpired</Code>\n'
        b"<Message>Request &lt;has&gt; expired</Message><RequestId> r-1 </RequestId></Error>",
    )
    assert (verdict.outcome, verdict.layer) == (Outcome.FAILURE, ErrorLayer.STORAGE)
    assert (verdict.code, verdict.message) == ("RequestIsExpired", "Request <has> expired")
    assert verdict.request_id == "r-1"


@pytest.mark.parametrize(
    ("status", "body", "layer"),
    [
        (307, b"", ErrorLayer.HTTP),
        (500, b"oops", ErrorLayer.HTTP),
        (403, b"<Error><Code>cut off", ErrorLayer.HTTP),
        (407, b"<!DOCTYPE html><p>sign in", ErrorLayer.PROXY),
        (500, b"\xff\xfe" * 100_000, ErrorLayer.HTTP),
        (500, b"<Code>" * 100_000, ErrorLayer.HTTP),
    ],
)
def test_any_other_failure(status: int, body: bytes, layer: ErrorLayer) -> None:
    verdict = judge_store(status, body)
    assert (verdict.outcome, verdict.layer, verdict.code) == (
        Outcome.FAILURE,
        layer,
        f"HTTP {status}",
    )
