"""The record calls of one data model: the catalogue's calls with the model's name and fields.

Their ids are ``model.NAME.CALL``, in addition to the catalogue's ``model.CALL``:
``model.customer.list`` is ``model.list`` for the model ``customer``. A model's name contains no
dot.
"""

from functools import partial

import msgspec

from weda_tui.core.catalogue.endpoint import (
    EPOCH_MILLISECONDS,
    Bilingual,
    Endpoint,
    EndpointDetails,
    Location,
    Parameter,
)
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module
from weda_tui.core.json.edit import set_value
from weda_tui.core.lazy import Lazy
from weda_tui.core.models.data_model import MODEL_NAME, DataModel, FieldKind, ModelField, ModelList

MODULE = "model"
GROUP = "live:"
"""The prefix of the id of a model's group."""
_IN_PATH = "{modelName}"
_RECORDS = frozenset({"data", "create", "update"})
"""The body fields that hold one or more records."""
_ONE_RECORD = '{"_id": {"$eq": "rec001"}}'
"""The catalogue's own condition for a single record."""
_MUST = frozenset({"create", "createMany", "upsert"})
"""The calls in which required fields must be present."""


class _Filter(msgspec.Struct, frozen=True):
    where: dict[str, msgspec.Raw] = {}


class _Example(msgspec.Struct, frozen=True):
    filter: _Filter = _Filter()


def with_models(base: Catalogue, known: ModelList) -> Catalogue:
    """Return a catalogue with a group of calls for each model in the data model module."""
    module = next((each for each in base.modules if each.id == MODULE), None)
    if module is None or not known.by_name:
        return base
    return base.with_more(
        MODULE, tuple(calls_of(module, model) for model in known.by_name.values())
    )


def calls_of(module: Module, model: DataModel) -> EndpointGroup:
    """Return the calls of a model: the catalogue's calls with a model name in the path."""
    title = model.title or model.name
    return EndpointGroup(
        f"{GROUP}{model.name}",
        Bilingual(zh=title, en=title),
        tuple(_typed(call, model) for call in module.endpoints if _IN_PATH in call.path),
    )


def model_name(endpoint_id: str) -> str:
    """Return the model's name in the id of a model's call, empty for any other id."""
    parts = endpoint_id.split(".")
    is_call = len(parts) == 3 and parts[0] == MODULE and MODEL_NAME.fullmatch(parts[1])
    return parts[1] if is_call else ""


def is_call_of_models(module: Module, action: str) -> bool:
    """Return whether data models have a call with this name: ``customer.list`` for ``list``."""
    name, _, call = action.rpartition(".")
    return (
        module.id == MODULE
        and MODEL_NAME.fullmatch(name) is not None
        and any(each.action == call and _IN_PATH in each.path for each in module.endpoints)
    )


def group_of(group_id: str) -> str:
    """Return the name of the model that a group is of, empty for any other group."""
    return group_id.removeprefix(GROUP) if group_id.startswith(GROUP) else ""


def call_of(catalogue: Catalogue, endpoint_id: str, model: DataModel) -> Endpoint | None:
    """Return a call of a model by its id; ``None`` if the catalogue has no such call."""
    call = catalogue.by_id.get(f"{MODULE}.{endpoint_id.rpartition('.')[2]}")
    return _typed(call, model) if call is not None and _IN_PATH in call.path else None


def _typed(call: Endpoint, model: DataModel) -> Endpoint:
    """Return a call for one model; its details are computed on demand."""
    title = model.title or model.name
    return msgspec.structs.replace(
        call,
        id=f"{MODULE}.{model.name}.{call.action}",
        group=f"{GROUP}{model.name}",
        path=call.path.replace(_IN_PATH, model.name),
        title=Bilingual(zh=f"{call.title.zh} · {title}", en=f"{call.title.en} · {title}"),
        pinyin=f"{call.pinyin} {model.initials}".rstrip(),
        details=Lazy(partial(_details, call, model)),
    )


def _details(call: Endpoint, model: DataModel) -> EndpointDetails:
    known = call.details.value
    example = known.example_body
    for field in known.body:
        if field.name in _RECORDS:
            empty = "[{}]" if field.type.startswith("array") else "{}"
            example = set_value(example, (field.name,), empty) or example
    example = _with_own_condition(example, model)
    is_made = call.action in _MUST
    return msgspec.structs.replace(
        known,
        parameters=tuple(each for each in known.parameters if each.name != "modelName"),
        body=tuple(_filled(each, model, is_made=is_made) for each in known.body),
        response=tuple(_answered(each, model) for each in known.response),
        example_body=example,
        example_response="",
    )


def _with_own_condition(example: str, model: DataModel) -> str:
    """Return an example whose condition names only fields of this model.

    If needed, the condition is replaced by one on ``_id``, which every model has. Without a
    condition, the call would address all records.
    """
    asked = msgspec.json.decode(example or "{}", type=_Example)
    known = {field.name for field in model.fields}
    if not known or known.issuperset(asked.filter.where):
        return example
    return set_value(example, ("filter", "where"), _ONE_RECORD) or example


def _filled(field: Parameter, model: DataModel, *, is_made: bool) -> Parameter:
    """Return a body field with the fields of the model, if it holds records."""
    if field.name not in _RECORDS or not model.fields:
        return field
    is_made = is_made and field.name != "update"
    inside = tuple(
        _parameter(each, is_required=is_made and each.is_required)
        for each in model.fields
        if not each.is_system
    )
    if field.type.startswith("array"):
        item = Parameter(name="[]", location="body", type="object", children=inside)
        return msgspec.structs.replace(field, type="array", children=(item,))
    return msgspec.structs.replace(field, children=inside)


def _answered(field: Parameter, model: DataModel) -> Parameter:
    """Return a response field in which every record has the fields of the model."""
    if not model.fields:
        return field
    inside = tuple(_parameter(each, "response") for each in model.fields)
    if field.name == "record":
        return msgspec.structs.replace(field, children=inside)
    if field.name == "records":
        item = Parameter(name="[]", location="response", type="object", children=inside)
        return msgspec.structs.replace(field, children=(item,))
    return field


def _parameter(
    field: ModelField, location: Location = "body", *, is_required: bool = False
) -> Parameter:
    is_asked = location == "body"
    id_of = Parameter(name="_id", location=location, type="string", required=is_asked)
    children: tuple[Parameter, ...] = ()
    if field.kind is FieldKind.RELATION and field.type == "object":
        children = (id_of,)
    elif field.kind is FieldKind.RELATION and field.type == "array":
        children = (Parameter(name="[]", location=location, type="object", children=(id_of,)),)
    words = field.title
    if leads_to := field.related or ("" if field.options else field.option_set):
        words = f"{words} → {leads_to}".strip()
    return Parameter(
        name=field.name,
        location=location,
        type=field.type,
        format=EPOCH_MILLISECONDS if field.kind is FieldKind.TIME else "",
        required=is_required,
        description=Bilingual(zh=words, en=words),
        enum=field.options,
        children=children,
        is_open=bool(children),
    )
