"""Which call returns an id that another call accepts."""

import pytest

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.links.giving_calls import find_giving_call
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

ENDPOINTS = tuple(load_bundled_catalogue().by_id.values())


@pytest.mark.parametrize("name", ["InstanceId", "TaskId", "FlowCode", "UserId", "ProcessKey"])
def test_an_id_comes_from_a_read_that_does_not_want_it(name: str) -> None:
    call = find_giving_call(ENDPOINTS, (name,))
    assert call is not None
    assert call.effect is Effect.READ
    assert name not in call.field_names.value


@pytest.mark.parametrize(
    ("name", "call"),
    [("InstanceId", "workflow.GetFlowInstances"), ("TaskId", "workflow.ListProcessInstances")],
)
def test_a_list_comes_before_a_call_that_itself_needs_an_id(name: str, call: str) -> None:
    found = find_giving_call(ENDPOINTS, (name,))
    assert found is not None
    assert found.id == call


def test_an_item_of_a_list_is_found_by_the_name_of_the_list() -> None:
    assert find_giving_call(ENDPOINTS, ("InstanceIdList", 2)) is not None


@pytest.mark.parametrize("path", [(), ("Comment",), ("PageSize",), (0,)])
def test_what_is_no_id_comes_from_no_call(path: tuple[str | int, ...]) -> None:
    assert find_giving_call(ENDPOINTS, path) is None
