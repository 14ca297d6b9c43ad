"""An unknown variable is replaced by the nearest name, wherever it occurs."""

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.mending import replace_variable

DRAFT = RequestDraft(
    endpoint_id="a", method="POST", url="{{vars.hots}}/x", body='{"a": "{{vars.hots}}"}'
)


def unknown(name: str, nearest: str) -> FileError:
    return FileError(ErrorCode.VARIABLE_UNKNOWN, name=name, nearest=nearest)


def test_the_nearest_name_stands_everywhere() -> None:
    draft = replace_variable(DRAFT, unknown("vars.hots", "vars.host"))
    assert draft is not None
    assert (draft.url, draft.body) == ("{{vars.host}}/x", '{"a": "{{vars.host}}"}')


def test_there_is_nothing_to_mend_without_a_name_that_is_near_or_with_another_error() -> None:
    assert replace_variable(DRAFT, unknown("vars.hots", "")) is None
    assert replace_variable(DRAFT, unknown("other", "vars.host")) is None, "it is not in the draft"
    assert replace_variable(DRAFT, FileError(ErrorCode.ENDPOINT_TITLE_ONLY)) is None
    assert replace_variable(DRAFT, None) is None
