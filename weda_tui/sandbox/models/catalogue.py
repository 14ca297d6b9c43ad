"""The data models and option sets that the made-up company designed."""

import msgspec

from weda_tui.sandbox.models.schema import (
    Model,
    ModelShape,
    Relation,
    SandboxField,
    SandboxFieldKind,
)


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
