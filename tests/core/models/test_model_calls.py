"""Each model has the catalogue's record calls, with its name and its fields."""

import json

import pytest

from weda_tui.core.catalogue.endpoint import Effect, EnumValue
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search import search
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField, ModelList
from weda_tui.core.models.model_calls import call_of, model_name, with_models
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.requests.draft_check import check_draft
from weda_tui.core.requests.field_values import is_time
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CUSTOMER = DataModel(
    name="customer",
    title="客户",
    fields=(
        ModelField(
            name="name", title="客户名称", kind=FieldKind.TEXT, type="string", is_required=True
        ),
        ModelField(name="level", kind=FieldKind.OPTION, type="string", options=(EnumValue("A"),)),
        ModelField(name="signedAt", title="签约日期", kind=FieldKind.TIME, type="integer"),
        ModelField(
            name="salesperson",
            title="销售",
            kind=FieldKind.RELATION,
            type="object",
            related="sys_user",
        ),
        ModelField(
            name="_id", title="数据标识", kind=FieldKind.TEXT, type="string", is_system=True
        ),
    ),
)


@pytest.fixture(scope="module")
def base() -> Catalogue:
    return load_bundled_catalogue()


@pytest.fixture(scope="module")
def catalogue(base: Catalogue) -> Catalogue:
    return with_models(base, ModelList(models=(CUSTOMER,), added=("todo",)))


def test_every_record_call_hangs_below_the_data_models(
    base: Catalogue, catalogue: Catalogue
) -> None:
    module = next(module for module in catalogue.modules if module.id == "model")
    customer, todo = module.groups[-2:]
    assert (customer.title.zh, todo.title.zh) == ("客户", "todo")
    wanted = {e.id for e in base.by_id.values() if "{modelName}" in e.path}
    assert len(wanted) == 12
    assert {e.id.replace(".customer", "") for e in customer.endpoints} == wanted
    assert len(todo.endpoints) == 12
    assert not any("{modelName}" in e.path for e in customer.endpoints)


def test_a_call_has_the_model_in_its_path_and_keeps_what_it_does(catalogue: Catalogue) -> None:
    update = catalogue.get("model.customer.updateMany")
    assert update.path == "/v1/model/{envType}/customer/updateMany"
    assert update.effect is Effect.DESTRUCTIVE
    assert update.title.zh == "更新多条数据 · 客户"
    assert draft_for(update).url == ("{{vars.host}}/v1/model/{{WeDa.EnvType}}/customer/updateMany")
    assert [p.name for p in update.parameters] == ["envType"]


def test_a_call_is_found_by_the_initials_of_its_models_title(base: Catalogue) -> None:
    model = DataModel(name="m1", title="银行账户", initials="yhzh")
    catalogue = with_models(base, ModelList(models=(model,)))
    found = [match.endpoint.id for match in search(catalogue, "yhzh")]
    assert {"model.m1.list", "model.m1.create"} <= set(found)
    assert all(call_id.startswith("model.m1.") for call_id in found)
    assert search(catalogue, "yhzh cjdtsj")[0].endpoint.id == "model.m1.create"


def test_records_are_typed_by_the_fields(catalogue: Catalogue) -> None:
    create = catalogue.get("model.customer.create")
    (data,) = create.body
    assert [child.name for child in data.children] == ["name", "level", "signedAt", "salesperson"]
    name, level, signed_at, salesperson = data.children
    assert name.required
    assert name.description.zh == "客户名称"
    assert level.enum == (EnumValue("A"),)
    assert is_time(signed_at)
    assert salesperson.description.zh == "销售 → sys_user"
    assert [child.name for child in salesperson.children] == ["_id"]


def test_a_draft_of_a_new_record_lacks_its_required_fields_only(catalogue: Catalogue) -> None:
    create = catalogue.get("model.customer.create")
    draft = draft_for(create)
    assert json.loads(draft.body) == {"data": {}}
    known = ("vars.host", "WeDa.EnvType")
    assert [finding.name for finding in check_draft(create, draft, known)] == ["data.name"]
    update = catalogue.get("model.customer.update")
    assert check_draft(update, draft_for(update), known) == ()


def test_several_new_records_are_items(catalogue: Catalogue) -> None:
    many = catalogue.get("model.customer.createMany")
    assert json.loads(draft_for(many).body) == {"data": [{}]}
    (data,) = many.body
    assert [child.name for child in data.children[0].children][:2] == ["name", "level"]


@pytest.mark.parametrize("action", ["updateMany", "deleteMany"])
def test_an_example_has_no_condition_on_a_field_of_another_model(
    catalogue: Catalogue, action: str
) -> None:
    own = json.loads(draft_for(catalogue.get(f"model.customer.{action}")).body)
    assert own["filter"]["where"] == {"_id": {"$eq": "rec001"}}
    unknown = json.loads(draft_for(catalogue.get(f"model.todo.{action}")).body)
    assert "done" in unknown["filter"]["where"], "its fields are not known"


def test_what_is_created_needs_more_than_what_is_changed(catalogue: Catalogue) -> None:
    body = {field.name: field for field in catalogue.get("model.customer.upsert").body}
    assert body["create"].children[0].required
    assert not body["update"].children[0].required


def test_answers_are_typed_too(catalogue: Catalogue) -> None:
    records, *_ = catalogue.get("model.customer.list").response
    assert [field.name for field in records.children[0].children][-1] == "_id"
    record, *_ = catalogue.get("model.customer.get").response
    assert record.children[0].name == "name"


def test_a_model_of_which_only_the_name_is_known_takes_any_field(
    base: Catalogue, catalogue: Catalogue
) -> None:
    create = catalogue.get("model.todo.create")
    assert create.body[0].children == base.get("model.create").body[0].children


def test_a_model_is_found_by_name_title_and_call(catalogue: Catalogue) -> None:
    def best(query: str) -> str:
        return search(catalogue, query)[0].endpoint.id

    assert best("customer.create") == "model.customer.create"
    assert best("客户 创建单条") == "model.customer.create"
    assert best("model.todo.list") == "model.todo.list"


def test_paths_are_still_known_by_the_general_calls(base: Catalogue, catalogue: Catalogue) -> None:
    assert catalogue.templates is base.templates


def test_without_models_the_catalogue_is_the_same_object(base: Catalogue) -> None:
    assert with_models(base, ModelList()) is base


@pytest.mark.parametrize(
    ("endpoint_id", "name"),
    [
        ("model.customer.list", "customer"),
        ("model.list", ""),
        ("workflow.customer.list", ""),
        ("model.a/b.list", ""),
        ("model..list", ""),
        ("model.a.b.list", ""),
    ],
)
def test_names_in_ids(endpoint_id: str, name: str) -> None:
    assert model_name(endpoint_id) == name


def test_one_call_alone(base: Catalogue, catalogue: Catalogue) -> None:
    one = call_of(base, "model.customer.list", CUSTOMER)
    assert one == catalogue.get("model.customer.list")
    assert call_of(base, "model.customer.runSqlTemplate", CUSTOMER) is None
    assert call_of(base, "model.customer.nothing", CUSTOMER) is None
