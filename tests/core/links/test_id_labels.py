import json

from hypothesis import given

from tests.core.guard.test_affected_records import json_values
from weda_tui.core.links.id_labels import LARGEST, IdLabel, find_id_labels

ID = "1893450276618240001"


def body(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


TASK = {
    "InstanceId": int(ID),
    "FlowName": "采购合同审批",
    "ElementName": "部门经理",
    "TaskId": "7",
    "FlowStartUser": {"UserId": "9", "UserName": "周明远"},
    "Reason": "no name",
}


def test_the_names_beside_an_id_are_told_with_the_time_of_their_answer():
    answer = body({"Response": {"Data": {"Result": [{"InstanceId": "other"}, TASK]}}})
    told = find_id_labels([(answer, 5.0)], [ID, "7", "9", "unknown"])
    assert told == {
        ID: IdLabel(("采购合同审批", "部门经理", "周明远"), 5.0),
        "7": IdLabel(("采购合同审批", "部门经理", "周明远"), 5.0),
        "9": IdLabel(("周明远",), 5.0),
    }


def test_the_newest_answer_counts():
    old, new = body({"id": ID, "name": "old"}), body({"id": ID, "name": "new"})
    assert find_id_labels([(new, 2.0), (old, 1.0)], [ID])[ID] == IdLabel(("new",), 2.0)
    assert find_id_labels([(body({"id": ID}), 3.0), (old, 1.0)], [ID])[ID].words == ("old",)


def test_part_of_a_longer_id_is_another_id():
    assert find_id_labels([(body({"id": f"{ID}9", "name": "x"}), 1.0)], [ID]) == {}


def test_what_is_no_name_is_not_told():
    answer = body({"id": ID, "name": "x" * 41, "title": " ", "Title": 7, "code": "c"})
    assert find_id_labels([(answer, 1.0)], [ID]) == {}


def test_an_answer_that_is_too_large_or_no_json_is_passed_over():
    large = body({"id": ID, "name": "x", "more": "y" * LARGEST})
    assert find_id_labels([(large, 1.0), (f"<p>{ID}".encode(), 2.0)], [ID]) == {}


@given(json_values)
def test_any_answer_can_be_looked_through(value: object):
    find_id_labels([(body(value), 0.0), (b"\xff\xfe", 0.0)], ["a", "0", ""])
