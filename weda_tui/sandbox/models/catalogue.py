"""What a data model is made of, and the models and option sets of the made-up company."""

from enum import StrEnum
from functools import cached_property

import msgspec


class SandboxFieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    """Milliseconds since the epoch."""
    OPTION = "option"
    """A key of an option set."""
    JSON = "json"
    """An array or an object."""


class SandboxField(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a model."""

    name: str
    title: str
    kind: SandboxFieldKind = SandboxFieldKind.TEXT
    required: bool = False
    unique: bool = False
    longest: int = 1000
    """Characters of a text."""
    option_set: str = ""
    system: bool = False
    """Set by the platform: no call sets it."""


class ModelShape(StrEnum):
    """How many records stand at the two ends of a relation."""

    ONE = "one"
    """Many to one: the record holds the id of the other."""
    MANY = "many"
    """One to many: the others hold this record's id, in their field ``inverse``."""
    LINK = "link"
    """Many to many: a table of its own."""


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A field that leads to records of another model."""

    name: str
    title: str
    model: str
    shape: ModelShape = ModelShape.ONE
    inverse: str = ""


SYSTEM_FIELDS = (
    SandboxField(name="_id", title="数据标识", system=True),
    SandboxField(name="owner", title="所有人", system=True),
    SandboxField(name="createBy", title="创建人", system=True),
    SandboxField(name="updateBy", title="修改人", system=True),
    SandboxField(name="createdAt", title="创建时间", kind=SandboxFieldKind.TIME, system=True),
    SandboxField(name="updatedAt", title="更新时间", kind=SandboxFieldKind.TIME, system=True),
    SandboxField(name="_openid", title="记录创建者", system=True),
)


class Model(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A data model; ``name`` is what stands in the path."""

    id: str
    name: str
    title: str
    own_fields: tuple[SandboxField, ...]
    relations: tuple[Relation, ...] = ()
    is_directory: bool = False
    """Whether only administrators may change its records."""
    has_numeric_ids: bool = False
    """Whether ids are 19-digit numbers, as those of users and roles; else ten letters."""

    @cached_property
    def fields(self) -> dict[str, SandboxField]:
        """Every field by name, the platform's own first."""
        return {field.name: field for field in (*SYSTEM_FIELDS, *self.own_fields)}

    @cached_property
    def relations_by_name(self) -> dict[str, Relation]:
        """Every relation by name."""
        return {relation.name: relation for relation in self.relations}

    @cached_property
    def held(self) -> tuple[str, ...]:
        """The relations that are a column of this model."""
        return tuple(r.name for r in self.relations if r.shape is ModelShape.ONE)


_TYPES = {
    SandboxFieldKind.TEXT: {"type": "string"},
    SandboxFieldKind.NUMBER: {"type": "number"},
    SandboxFieldKind.BOOLEAN: {"type": "boolean"},
    SandboxFieldKind.TIME: {"type": "number", "format": "datetime"},
    SandboxFieldKind.OPTION: {"type": "string", "format": "x-enum"},
    SandboxFieldKind.JSON: {"type": ["array", "object"]},
}


def json_schema(model: Model) -> dict[str, object]:
    """Return a model as JSON Schema; the pages do not say what the ``Schema`` text holds."""
    properties: dict[str, object] = {}
    for field in model.fields.values():
        described: dict[str, object] = {**_TYPES[field.kind], "title": field.title}
        if field.kind is SandboxFieldKind.TEXT:
            described["maxLength"] = field.longest
        if field.option_set:
            described["x-option-set"] = field.option_set
        if field.unique:
            described["x-unique"] = True
        if field.system:
            described["readOnly"] = True
        properties[field.name] = described
    for relation in model.relations:
        properties[relation.name] = _described(relation)
    required = [field.name for field in model.own_fields if field.required]
    return {"type": "object", "title": model.title, "properties": properties, "required": required}


def _described(relation: Relation) -> dict[str, object]:
    record: dict[str, object] = {
        "type": "object",
        "properties": {"_id": {"type": "string"}},
        "required": ["_id"],
    }
    more: dict[str, object] = {
        "title": relation.title,
        "format": "related",
        "x-related-model": relation.model,
        "x-relation": relation.shape.value,
    }
    if relation.shape is ModelShape.ONE:
        return record | more
    return {"type": "array", "items": record} | more


class OptionSet(msgspec.Struct, frozen=True, kw_only=True):
    """A closed list of keys, each with what people read."""

    name: str
    title: str
    options: dict[str, str]


USER = "sys_user"
DEPARTMENT = "sys_department"
ROLE = "sys_role"
CUSTOMER = "customer"
TODO = "todo"
"""The model whose fields the catalogue's examples name."""

OPTION_SETS = {
    option_set.name: option_set
    for option_set in (
        OptionSet(name="gender", title="性别", options={"1": "男", "2": "女"}),
        OptionSet(
            name="user_status", title="用户状态", options={"ACTIVE": "启用", "BLOCKED": "停用"}
        ),
        OptionSet(
            name="customer_level",
            title="客户等级",
            options={"A": "战略客户", "B": "重点客户", "C": "普通客户", "D": "潜在客户"},
        ),
        OptionSet(
            name="order_status",
            title="订单状态",
            options={
                "draft": "草稿",
                "confirmed": "已确认",
                "shipped": "已发货",
                "done": "已完成",
                "cancelled": "已取消",
            },
        ),
    )
}

_USERS = Model(
    id="data-sysuser01",
    name=USER,
    title="用户",
    is_directory=True,
    has_numeric_ids=True,
    own_fields=(
        SandboxField(name="name", title="用户名", required=True, unique=True, longest=64),
        SandboxField(name="nickName", title="昵称", longest=64),
        SandboxField(name="phone", title="手机", unique=True, longest=20),
        SandboxField(name="email", title="邮箱", unique=True, longest=120),
        SandboxField(name="uuid", title="外部标识", unique=True, longest=64),
        SandboxField(
            name="gender", title="性别", kind=SandboxFieldKind.OPTION, option_set="gender"
        ),
        SandboxField(
            name="userStatus", title="状态", kind=SandboxFieldKind.OPTION, option_set="user_status"
        ),
        SandboxField(name="internalUserType", title="内部用户类型", kind=SandboxFieldKind.NUMBER),
        SandboxField(name="isLicensed", title="是否授权", kind=SandboxFieldKind.BOOLEAN),
        SandboxField(name="joinedAt", title="入职日期", kind=SandboxFieldKind.TIME),
        SandboxField(name="description", title="描述", longest=200),
        SandboxField(name="userExtend", title="扩展字段", longest=4000),
    ),
    relations=(
        Relation(name="department", title="主岗部门", model=DEPARTMENT),
        Relation(name="departments", title="兼岗部门", model=DEPARTMENT, shape=ModelShape.LINK),
        Relation(name="roles", title="角色", model=ROLE, shape=ModelShape.LINK),
        Relation(name="parent", title="直属上级", model=USER),
        Relation(
            name="customers",
            title="负责的客户",
            model="customer",
            shape=ModelShape.MANY,
            inverse="salesperson",
        ),
    ),
)
_DEPARTMENTS = Model(
    id="data-sysdept01",
    name=DEPARTMENT,
    title="部门",
    is_directory=True,
    own_fields=(
        SandboxField(
            name="departmentCode", title="部门编码", required=True, unique=True, longest=15
        ),
        SandboxField(name="departmentName", title="部门名称", required=True, longest=32),
        SandboxField(name="departmentParentCode", title="上级部门编码", longest=15),
        SandboxField(name="depth", title="层级", kind=SandboxFieldKind.NUMBER),
    ),
    relations=(
        Relation(name="leader", title="负责人", model=USER),
        Relation(
            name="users", title="成员", model=USER, shape=ModelShape.MANY, inverse="department"
        ),
    ),
)
_ROLES = Model(
    id="data-sysrole01",
    name=ROLE,
    title="角色",
    is_directory=True,
    has_numeric_ids=True,
    own_fields=(
        SandboxField(name="name", title="角色名", required=True, longest=32),
        SandboxField(name="roleIdentity", title="角色标识", required=True, unique=True, longest=32),
        SandboxField(name="roleDesc", title="描述", longest=200),
        SandboxField(name="isReleased", title="是否发布", kind=SandboxFieldKind.BOOLEAN),
    ),
)
_CUSTOMERS = Model(
    id="data-customer01",
    name=CUSTOMER,
    title="客户",
    own_fields=(
        SandboxField(name="name", title="客户名称", required=True, longest=64),
        SandboxField(name="code", title="客户编号", unique=True, longest=20),
        SandboxField(
            name="level",
            title="客户等级",
            kind=SandboxFieldKind.OPTION,
            option_set="customer_level",
        ),
        SandboxField(name="city", title="城市", longest=32),
        SandboxField(name="contact", title="联系人", longest=32),
        SandboxField(name="phone", title="联系电话", longest=20),
        SandboxField(name="credit", title="信用额度", kind=SandboxFieldKind.NUMBER),
        SandboxField(name="active", title="合作中", kind=SandboxFieldKind.BOOLEAN),
        SandboxField(name="signedAt", title="签约日期", kind=SandboxFieldKind.TIME),
        SandboxField(name="tags", title="标签", kind=SandboxFieldKind.JSON),
        SandboxField(name="remark", title="备注"),
    ),
    relations=(
        Relation(name="salesperson", title="销售", model=USER),
        Relation(
            name="orders",
            title="订单",
            model="sales_order",
            shape=ModelShape.MANY,
            inverse="customer",
        ),
    ),
)
_ORDERS = Model(
    id="data-order01",
    name="sales_order",
    title="销售订单",
    own_fields=(
        SandboxField(name="orderNo", title="订单号", required=True, unique=True, longest=20),
        SandboxField(
            name="status", title="状态", kind=SandboxFieldKind.OPTION, option_set="order_status"
        ),
        SandboxField(name="amount", title="金额", kind=SandboxFieldKind.NUMBER),
        SandboxField(name="paid", title="已收款", kind=SandboxFieldKind.BOOLEAN),
        SandboxField(name="orderedAt", title="下单时间", kind=SandboxFieldKind.TIME),
        SandboxField(name="items", title="明细", kind=SandboxFieldKind.JSON),
        SandboxField(name="remark", title="备注"),
    ),
    relations=(
        Relation(name="customer", title="客户", model="customer"),
        Relation(name="handler", title="经办人", model=USER),
    ),
)
_TODOS = Model(
    id="data-demo",
    name=TODO,
    title="待办事项",
    own_fields=(
        SandboxField(name="title", title="标题", required=True, longest=100),
        SandboxField(name="done", title="已完成", kind=SandboxFieldKind.BOOLEAN),
        SandboxField(name="dueAt", title="截止时间", kind=SandboxFieldKind.TIME),
    ),
    relations=(
        Relation(name="assignee", title="负责人", model=USER),
        Relation(name="order", title="相关订单", model="sales_order"),
    ),
)
MODELS = {
    model.name: model for model in (_USERS, _DEPARTMENTS, _ROLES, _CUSTOMERS, _ORDERS, _TODOS)
}

SQL_TEMPLATES = {
    "customers_by_age": (
        "SELECT name, level, city, signedAt FROM {customer}"
        " WHERE signedAt <= :now - :age * 86400000 ORDER BY signedAt"
    ),
    "orders_by_status": (
        "SELECT status, count(*) AS orders, round(sum(amount), 2) AS amount FROM {sales_order}"
        " WHERE status IN (SELECT value FROM json_each(:statuses)) GROUP BY status ORDER BY status"
    ),
    "close_todos_of_order": (
        'UPDATE {todo} SET done = 1 WHERE "order" = (SELECT _id FROM {sales_order}'
        " WHERE orderNo = :orderNo)"
    ),
}
"""Stored SQL by name; ``{model}`` is a table, ``:now`` the time in epoch ms."""
