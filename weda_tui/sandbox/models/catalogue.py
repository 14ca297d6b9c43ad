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


class SandboxField(msgspec.Struct, frozen=True):
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


class Relation(msgspec.Struct, frozen=True):
    """A field that leads to records of another model."""

    name: str
    title: str
    model: str
    shape: ModelShape = ModelShape.ONE
    inverse: str = ""


SYSTEM_FIELDS = (
    SandboxField("_id", "数据标识", system=True),
    SandboxField("owner", "所有人", system=True),
    SandboxField("createBy", "创建人", system=True),
    SandboxField("updateBy", "修改人", system=True),
    SandboxField("createdAt", "创建时间", SandboxFieldKind.TIME, system=True),
    SandboxField("updatedAt", "更新时间", SandboxFieldKind.TIME, system=True),
    SandboxField("_openid", "记录创建者", system=True),
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


class OptionSet(msgspec.Struct, frozen=True):
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
        OptionSet("gender", "性别", {"1": "男", "2": "女"}),
        OptionSet("user_status", "用户状态", {"ACTIVE": "启用", "BLOCKED": "停用"}),
        OptionSet(
            "customer_level",
            "客户等级",
            {"A": "战略客户", "B": "重点客户", "C": "普通客户", "D": "潜在客户"},
        ),
        OptionSet(
            "order_status",
            "订单状态",
            {
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
        SandboxField("name", "用户名", required=True, unique=True, longest=64),
        SandboxField("nickName", "昵称", longest=64),
        SandboxField("phone", "手机", unique=True, longest=20),
        SandboxField("email", "邮箱", unique=True, longest=120),
        SandboxField("uuid", "外部标识", unique=True, longest=64),
        SandboxField("gender", "性别", SandboxFieldKind.OPTION, option_set="gender"),
        SandboxField("userStatus", "状态", SandboxFieldKind.OPTION, option_set="user_status"),
        SandboxField("internalUserType", "内部用户类型", SandboxFieldKind.NUMBER),
        SandboxField("isLicensed", "是否授权", SandboxFieldKind.BOOLEAN),
        SandboxField("joinedAt", "入职日期", SandboxFieldKind.TIME),
        SandboxField("description", "描述", longest=200),
        SandboxField("userExtend", "扩展字段", longest=4000),
    ),
    relations=(
        Relation("department", "主岗部门", DEPARTMENT),
        Relation("departments", "兼岗部门", DEPARTMENT, ModelShape.LINK),
        Relation("roles", "角色", ROLE, ModelShape.LINK),
        Relation("parent", "直属上级", USER),
        Relation("customers", "负责的客户", "customer", ModelShape.MANY, inverse="salesperson"),
    ),
)
_DEPARTMENTS = Model(
    id="data-sysdept01",
    name=DEPARTMENT,
    title="部门",
    is_directory=True,
    own_fields=(
        SandboxField("departmentCode", "部门编码", required=True, unique=True, longest=15),
        SandboxField("departmentName", "部门名称", required=True, longest=32),
        SandboxField("departmentParentCode", "上级部门编码", longest=15),
        SandboxField("depth", "层级", SandboxFieldKind.NUMBER),
    ),
    relations=(
        Relation("leader", "负责人", USER),
        Relation("users", "成员", USER, ModelShape.MANY, inverse="department"),
    ),
)
_ROLES = Model(
    id="data-sysrole01",
    name=ROLE,
    title="角色",
    is_directory=True,
    has_numeric_ids=True,
    own_fields=(
        SandboxField("name", "角色名", required=True, longest=32),
        SandboxField("roleIdentity", "角色标识", required=True, unique=True, longest=32),
        SandboxField("roleDesc", "描述", longest=200),
        SandboxField("isReleased", "是否发布", SandboxFieldKind.BOOLEAN),
    ),
)
_CUSTOMERS = Model(
    id="data-customer01",
    name=CUSTOMER,
    title="客户",
    own_fields=(
        SandboxField("name", "客户名称", required=True, longest=64),
        SandboxField("code", "客户编号", unique=True, longest=20),
        SandboxField("level", "客户等级", SandboxFieldKind.OPTION, option_set="customer_level"),
        SandboxField("city", "城市", longest=32),
        SandboxField("contact", "联系人", longest=32),
        SandboxField("phone", "联系电话", longest=20),
        SandboxField("credit", "信用额度", SandboxFieldKind.NUMBER),
        SandboxField("active", "合作中", SandboxFieldKind.BOOLEAN),
        SandboxField("signedAt", "签约日期", SandboxFieldKind.TIME),
        SandboxField("tags", "标签", SandboxFieldKind.JSON),
        SandboxField("remark", "备注"),
    ),
    relations=(
        Relation("salesperson", "销售", USER),
        Relation("orders", "订单", "sales_order", ModelShape.MANY, inverse="customer"),
    ),
)
_ORDERS = Model(
    id="data-order01",
    name="sales_order",
    title="销售订单",
    own_fields=(
        SandboxField("orderNo", "订单号", required=True, unique=True, longest=20),
        SandboxField("status", "状态", SandboxFieldKind.OPTION, option_set="order_status"),
        SandboxField("amount", "金额", SandboxFieldKind.NUMBER),
        SandboxField("paid", "已收款", SandboxFieldKind.BOOLEAN),
        SandboxField("orderedAt", "下单时间", SandboxFieldKind.TIME),
        SandboxField("items", "明细", SandboxFieldKind.JSON),
        SandboxField("remark", "备注"),
    ),
    relations=(
        Relation("customer", "客户", "customer"),
        Relation("handler", "经办人", USER),
    ),
)
_TODOS = Model(
    id="data-demo",
    name=TODO,
    title="待办事项",
    own_fields=(
        SandboxField("title", "标题", required=True, longest=100),
        SandboxField("done", "已完成", SandboxFieldKind.BOOLEAN),
        SandboxField("dueAt", "截止时间", SandboxFieldKind.TIME),
    ),
    relations=(
        Relation("assignee", "负责人", USER),
        Relation("order", "相关订单", "sales_order"),
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
