"""Every documented id has links to calls that accept it; a value is used only where it fits."""

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, Parameter
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.json.tree import Path, scan
from weda_tui.core.links.accepting_parameters import AcceptingParameters
from weda_tui.core.links.answer_value import AnswerValue
from weda_tui.core.links.finder import (
    Fill,
    Link,
    LinkOrigin,
    Links,
    fill_draft,
    find_links,
    may_have_links,
)
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField, ModelList
from weda_tui.core.models.model_calls import with_models
from weda_tui.core.requests.draft import draft_for
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

ORDER = ModelField(
    name="order", kind=FieldKind.RELATION, type="object", related="sales_order"
)  # a field of the model customer
MODELS = ModelList(
    models=(
        DataModel(name="customer", title="客户", fields=(ORDER,)),
        DataModel(name="sales_order", title="订单"),
        DataModel(name="sys_user", title="用户"),
    )
)
LEAD_NOWHERE = {
    "AppCode", "ProcDeployId", "OutputKey", "VariableKey", "EnvId", "envId", "code", "Uuid",
    "RequestId", "requestId", "client_id", "Key", "categoryId", "provider_user_id",
    "groups.id", "providers.id", "Nodes.Id", "ElementInfos.Id",
}  # fmt: skip
"""Names of values that no call of the catalogue accepts, or that are not ids of the deployment."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return with_models(load_bundled_catalogue(), MODELS)


@pytest.fixture(scope="module")
def takers(catalogue: Catalogue) -> AcceptingParameters:
    return AcceptingParameters(catalogue)


def fields(parameters: tuple[Parameter, ...], path: Path = ()) -> Iterator[tuple[Path, Parameter]]:
    for parameter in parameters:
        here = (*path, 0) if parameter.name == "[]" else (*path, parameter.name)
        yield here, parameter
        yield from fields(parameter.children, here)


def ids_of(endpoint: Endpoint) -> Iterator[tuple[Path, Parameter]]:
    for path, parameter in fields(endpoint.response):
        name = path[-1]
        is_id = isinstance(name, str) and name.endswith(("Id", "id", "Code", "Key", "_id"))
        if is_id and parameter.type in {"string", "integer"}:
            yield path, parameter


class World(NamedTuple):
    """The calls of the catalogue, and the parameters that accept values."""

    catalogue: Catalogue
    takers: AcceptingParameters


@pytest.fixture(scope="module")
def world(catalogue: Catalogue, takers: AcceptingParameters) -> World:
    return World(catalogue, takers)


def led(  # noqa: PLR0913 - one argument for each thing that may differ
    world: World,
    endpoint_id: str,
    path: Path,
    raw: str = '"1600000000000000001"',
    *,
    beside: dict[str, str] | None = None,
    url: str = "",
    body: str = "",
    sought_by: str = "",
) -> Links:
    members = {str(path[-1]): raw, **(beside or {})}
    held = AnswerValue(path, raw, tuple(members.items()))
    models = ModelList() if url else MODELS
    origin = LinkOrigin(world.catalogue.get(endpoint_id), url, body, models, sought_by)
    return find_links(held, origin, world.takers)


def names(following: Links) -> list[str]:
    return [link.endpoint.id for link in following.links]


def test_every_documented_id_leads_somewhere(world: World) -> None:
    stuck: list[str] = []
    for endpoint in load_bundled_catalogue().by_id.values():
        for path, parameter in ids_of(endpoint):
            raw = "1600000000000000001" if parameter.type == "integer" else '"1600000001"'
            tail = ".".join(str(step) for step in path[-2:])
            if path[-1] in LEAD_NOWHERE or tail in LEAD_NOWHERE:
                continue
            if not led(world, endpoint.id, path, raw).links:
                stuck.append(f"{endpoint.id}: {tail}")
    assert stuck == []


def test_what_leads_nowhere_is_offered_nothing(world: World) -> None:
    for endpoint in load_bundled_catalogue().by_id.values():
        for path, _ in ids_of(endpoint):
            tail = ".".join(str(step) for step in path[-2:])
            if path[-1] in LEAD_NOWHERE or tail in LEAD_NOWHERE:
                assert not led(world, endpoint.id, path).links, tail


def test_reads_come_before_writes_and_what_destroys_is_last(world: World) -> None:
    order = list(Effect)
    seen = set[Effect]()
    for endpoint in load_bundled_catalogue().by_id.values():
        for path, _ in fields(endpoint.response):
            effects = [x.endpoint.effect for x in led(world, endpoint.id, path).links]
            seen.update(effects)
            assert effects == sorted(effects, key=order.index), (endpoint.id, path)
    assert seen == set(Effect)


def test_the_call_that_seeks_a_value_comes_first_and_takes_that_alone(world: World) -> None:
    path: Path = ("Response", "Data", "Result", 0, "InstanceId")
    endpoint, seeking = "workflow.GetFlowInstances", "workflow.StopFlow"
    usual = led(world, endpoint, path)
    assert names(usual)[0] != seeking
    sought = led(world, endpoint, path, sought_by=seeking)
    assert (sought.links[0].endpoint.id, sought.links[0].is_back) == (seeking, True)
    assert len(sought.links[0].fills) == 1
    assert sorted(names(sought)) == sorted(names(usual))


def test_a_task_goes_to_what_is_done_with_a_task_by_whatever_name(world: World) -> None:
    tasks = led(world, "workflow.GetFlowInstanceTasks", ("Response", "Data", "Result", 0, "TaskId"))
    assert names(tasks)[:2] == [
        "workflow.DescribeProcessInstance",
        "workflow.GetApprovalPageDetail",
    ]
    assert tasks.links[0].fills[0].path == ("FlowTaskId",)
    assert {"workflow.CompleteTask", "workflow.RollBack"} < set(names(tasks))
    assert "workflow.SubmitFlowTaskList" not in names(tasks)
    waiting = ("Response", "Data", "ToBeSubmittedFlowTaskInfo", 0, "WaitFlowTaskId")
    assert names(led(world, "workflow.CompleteTask", waiting)) == ["workflow.SubmitFlowTaskList"]


def test_a_user_goes_where_he_is_meant_and_acts_in_no_write(world: World) -> None:
    user = led(world, "permissions.describeUserList", ("Data", "UserList", 0, "UserId"))
    assert names(user)[0] == "permissions.describeWedaUser"
    writes = {x.endpoint.id for x in user.links if x.endpoint.effect is not Effect.READ}
    assert writes == {
        "permissions.updateUserInfoByUserId", "permissions.addUser", "workflow.ManageTurnTask",
        "workflow.CompleteTask", "workflow.AddCounterSignAssignee",
    }  # fmt: skip
    turned = next(x for x in user.links if x.endpoint.id == "workflow.CompleteTask")
    assert turned.fills[0].path == ("CcUserIds",)


def test_the_same_name_is_the_same_thing_only_where_the_documents_say_so(world: World) -> None:
    role = led(world, "permissions.describeRoleList", ("Data", "RoleList", 0, "Id"), "17")
    assert names(role) == ["permissions.addUser", "permissions.updateUserInfoByUserId"]
    node = led(world, "workflow.GetProcessCanvasInfo", ("Nodes", 0, "Id"), "3")
    assert not node.links
    same = led(world, "workflow.DescribeProcessManageInstances", ("records", 0, "_id"))
    assert "workflow.GetFlowInstanceTasks" in names(same)


def test_a_record_goes_to_the_calls_of_its_own_model(world: World) -> None:
    of_customer = led(world, "model.customer.list", ("data", "records", 0, "_id"))
    assert names(of_customer) == [
        "model.customer.getById", "odata.get",
        "model.customer.update", "odata.update",
        "model.customer.deleteById", "odata.delete",
    ]  # fmt: skip
    update = of_customer.links[2]
    draft = fill_draft(update.endpoint, draft_for(update.endpoint), update.fills)
    assert json.loads(draft.body)["filter"] == {"where": {"_id": {"$eq": "1600000000000000001"}}}


def test_a_relation_goes_to_the_other_model(world: World) -> None:
    path = ("data", "records", 0, "order", "_id")
    assert names(led(world, "model.customer.list", path))[0] == "model.sales_order.getById"


def test_a_relation_to_who_knows_what_names_no_model(world: World) -> None:
    path = ("data", "records", 0, "order", "_id")
    url = "https://h/v1/model/prod/stock/list"
    found = led(world, "model.list", path, url=url)
    assert names(found) == ["model.getById", "model.deleteById"]
    assert [fill.path for fill in found.links[0].fills] == [("recordId",)]


def test_a_record_of_a_model_without_a_list_has_its_name_filled_in(world: World) -> None:
    found = led(world, "model.list", ("data", "records", 0, "_id"),
        url="https://h/v1/model/prod/stock/list"
    )  # fmt: skip
    first = found.links[0]
    assert first.endpoint.id == "model.getById"
    assert first.fills[0].path == ("recordId",)
    draft = fill_draft(first.endpoint, draft_for(first.endpoint), first.fills)
    assert draft.url.endswith("/stock/1600000000000000001/get")


def test_who_made_a_record_is_a_user(world: World) -> None:
    by = led(world, "model.customer.list", ("data", "records", 0, "createBy"))
    assert names(by)[0] == "permissions.describeWedaUser"
    of_users = led(world, "model.sys_user.list", ("data", "records", 0, "_id"))
    assert {"permissions.describeWedaUser", "model.sys_user.getById"} < set(names(of_users))


def test_a_file_is_known_by_its_own_text(world: World) -> None:
    raw = '"cloud://env-1.bucket/a/b.pdf"'
    found = led(world, "model.customer.list", ("data", "records", 0, "contract"), raw)
    assert names(found) == ["storage.getDownloadInfo", "storage.deleteObjects"]
    first = found.links[0]
    draft = fill_draft(first.endpoint, draft_for(first.endpoint), first.fills)
    assert json.loads(draft.body)[0]["cloudObjectId"] == json.loads(raw)


def filled(link: Link) -> dict[str, object]:
    draft = fill_draft(link.endpoint, draft_for(link.endpoint), link.fills)
    return json.loads(draft.body, parse_int=str)


def lead_to(following: Links, endpoint_id: str) -> Link:
    return next(link for link in following.links if link.endpoint.id == endpoint_id)


def test_what_stands_beside_is_filled_in_too(world: World) -> None:
    found = led(world, "workflow.GetFlowInstanceTasks", ("Result", 0, "TaskId"),
        beside={"InstanceId": '"170"', "FlowCode": '"180"', "ElementId": '"approval1"'},
    )  # fmt: skip
    body = filled(lead_to(found, "workflow.GetApprovalPageDetail"))
    assert (body["TaskId"], body["InstanceId"]) == ("1600000000000000001", "170")
    assert (body["FlowCode"], body["NodeId"]) == ("180", "approval1")


def test_what_the_earlier_request_said_is_filled_in_under_the_same_name(world: World) -> None:
    asked = '{"UserInfo": {"UserId": "1501", "Type": 2}, "PageType": "DONE", "PageNumber": 3}'
    found = led(world, "workflow.ListProcessInstances", ("Records", 0, "TaskId"), body=asked)
    body = filled(lead_to(found, "workflow.GetApprovalPageDetail"))
    assert body["UserInfo"] == {"UserId": "1501", "Type": "2"}
    assert body["PageType"] == "DONE"
    instances = lead_to(
        led(world, "workflow.ListProcessInstances", ("Records", 0, "StartUserId"),
            body=asked),
        "workflow.DescribeWorkflowMessages",
    )  # fmt: skip
    assert all(fill.path != ("PageNo",) for fill in instances.fills)


def test_a_user_brings_where_he_is_from(world: World) -> None:
    found = led(world, "workflow.GetFlowInstanceTasks", ("Result", 0, "TaskAssignee", "UserId"),
        beside={"Source": "4"},
    )  # fmt: skip
    body = filled(lead_to(found, "workflow.ListProcessInstancesCount"))
    assert body["UserInfo"] == {"UserId": "1600000000000000001", "Type": "4"}


def test_the_same_question_is_not_asked_again(world: World) -> None:
    path = ("Response", "Data", "Result", 0, "InstanceId")
    asked = '{"InstanceId": "1600000000000000001"}'
    again = led(world, "workflow.GetFlowInstanceTasks", path, body=asked)
    assert "workflow.GetFlowInstanceTasks" not in names(again)
    other = led(world, "workflow.GetFlowInstanceTasks", path, body='{"InstanceId": "1"}')
    assert "workflow.GetFlowInstanceTasks" in names(other)


def test_a_long_number_goes_over_digit_for_digit(world: World) -> None:
    raw = "1893450276920229889"
    found = led(world, "workflow.DescribeProcessInstance", ("StartUserId",), raw)
    first = lead_to(found, "permissions.describeWedaUser")
    draft = fill_draft(first.endpoint, draft_for(first.endpoint), first.fills)
    assert f"uid={raw}" in draft.url or raw in draft.body
    lists = lead_to(found, "workflow.AddCounterSignAssignee")
    body = fill_draft(lists.endpoint, draft_for(lists.endpoint), lists.fills).body
    assert f'["{raw}"]' in body


@pytest.mark.parametrize("raw", ["null", "true", '""', '"  "', '"' + "x" * 600 + '"'])
def test_what_cannot_be_an_id_leads_nowhere(world: World, raw: str) -> None:
    assert not led(world, "workflow.GetFlowInstanceTasks", ("TaskId",), raw).links


def test_text_is_not_put_where_a_number_is_asked_for(world: World) -> None:
    for endpoint in load_bundled_catalogue().by_id.values():
        for path, _ in fields(endpoint.response):
            for link in led(world, endpoint.id, path, '"abc"').links:
                types = {fill.parameter.type for fill in link.fills[:1]}
                assert not types & {"integer", "number", "array<integer>"}, (endpoint.id, path)


def test_an_object_stands_for_its_own_id(catalogue: Catalogue, takers: AcceptingParameters) -> None:
    members = (("InstanceId", '"170"'), ("FlowName", '"a"'), ("TaskId", '"160"'))
    origin = LinkOrigin(catalogue.get("workflow.GetFlowInstanceTasks"))
    found = find_links(AnswerValue(("Result", 0), "", members), origin, takers)
    assert (found.name, found.text) == ("TaskId", "160")
    assert names(found)[0] == "workflow.DescribeProcessInstance"
    plain = find_links(AnswerValue(("Result", 0), "", (("FlowName", '"a"'),)), origin, takers)
    assert (plain.name, plain.links) == ("Result", ())


def test_an_imported_call_is_led_to_by_the_name_alone(catalogue: Catalogue) -> None:
    from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, EndpointDetails, TokenKind
    from weda_tui.core.catalogue.modules import EndpointGroup, Module
    from weda_tui.core.lazy import known

    def call(action: str, *parameters: Parameter, **details: object) -> Endpoint:
        told = EndpointDetails(parameters=parameters)
        return Endpoint(
            id=f"shop.{action}", module="shop", group="g", method="GET", path=f"/shop/{action}",
            title=Bilingual(action, action), effect=Effect.READ,
            confidence=Confidence.IMPORTED, token_kind=TokenKind.KEY, details=known(told),
        )  # fmt: skip

    wants = Parameter(name="orderId", location="query", type="string", required=True)
    status = Parameter(name="status", location="query", type="string")
    group = EndpointGroup("g", Bilingual("g", "g"), (call("list"), call("get", wants, status)))
    shop = Module(id="shop", title=Bilingual("s", "s"), token_kind=TokenKind.KEY, groups=(group,))
    own = Catalogue((shop,))
    takers = AcceptingParameters(own)
    found = find_links(
        AnswerValue(("orders", 0, "orderId"), '"o-1"'), LinkOrigin(own.get("shop.list")), takers
    )
    assert names(found) == ["shop.get"]
    state = find_links(
        AnswerValue(("orders", 0, "status"), '"paid"'), LinkOrigin(own.get("shop.list")), takers
    )
    assert not state.links


def test_filling_keeps_every_other_byte_of_a_draft(world: World) -> None:
    found = led(world, "workflow.GetFlowInstanceTasks", ("TaskId",))
    complete = lead_to(found, "workflow.CompleteTask")
    body = '{\n  "Comment" : "1.50",\n  "TaskId": "old",\n  "n": 1893450276920229889\n}'
    from msgspec.structs import replace

    draft = replace(draft_for(complete.endpoint), body=body)
    new = fill_draft(complete.endpoint, draft, complete.fills[:1])
    assert new.body == body.replace('"old"', '"1600000000000000001"')
    broken = fill_draft(complete.endpoint, replace(draft, body="{"), complete.fills)
    assert scan(broken.body) is not None


@given(st.text(max_size=40), st.sampled_from(["TaskId", "UserId", "_id", "FlowCode", "Id"]))
def test_whatever_a_server_says_fills_valid_json(text: str, name: str) -> None:
    catalogue = with_models(load_bundled_catalogue(), MODELS) if not _KEPT else _KEPT[0]
    if not _KEPT:
        _KEPT.append(catalogue)
        _TAKERS.append(AcceptingParameters(catalogue))
    raw = json.dumps(text)
    found = led(
        World(catalogue, _TAKERS[0]), "workflow.GetFlowInstanceTasks", ("Result", 0, name), raw
    )
    for link in found.links:
        draft = fill_draft(link.endpoint, draft_for(link.endpoint), link.fills)
        assert not draft.body or scan(draft.body) is not None


_KEPT: list[Catalogue] = []
_TAKERS: list[AcceptingParameters] = []


def test_what_may_lead_is_what_leads(world: World, takers: AcceptingParameters) -> None:
    for endpoint in load_bundled_catalogue().by_id.values():
        origin = LinkOrigin(endpoint, models=MODELS)
        for path, _ in fields(endpoint.response):
            if not isinstance(path[-1], str):
                continue
            found = led(world, endpoint.id, path, '"1600000000000000001"')
            may = may_have_links(path[-1], '"1600000000000000001"', path, origin, takers)
            assert may or not found.links, (endpoint.id, path)


@pytest.mark.parametrize("opening", ["{{", "\\u007b{", "{{ "])
def test_a_value_of_an_answer_names_no_file(catalogue: Catalogue, opening: str) -> None:
    endpoint = catalogue.get("workflow.CompleteTask")
    parameter = next(each for each in endpoint.body if each.type == "string")
    draft = draft_for(endpoint)
    raw = f'"{opening}$file uploads/private.txt}}}}"'
    fill = Fill("body", (parameter.name,), parameter, raw)
    assert fill_draft(endpoint, draft, [fill]) == draft
    plain = fill_draft(endpoint, draft, [fill._replace(raw='"plain-value"')])
    assert "plain-value" in plain.body
