"""The people, departments and roles behind the permission calls: records of ``sys_user`` etc.

Limits and refusals follow the permission page and the error-code page (faq/1301/86670).
"""

import re

import msgspec

from weda_tui.sandbox.models.catalogue import DEPARTMENT, MODELS, USER, Model
from weda_tui.sandbox.models.database import Database, Row
from weda_tui.sandbox.models.filters import EVERYTHING, StoredCondition
from weda_tui.sandbox.models.values import RecordData, check_record
from weda_tui.sandbox.people.grants import with_children
from weda_tui.sandbox.server.deployment import Deployment
from weda_tui.sandbox.server.refusal import (
    BusinessError,
    FailedOperationError,
    GatewayError,
    InvalidParameterError,
)

MOST_LEVELS = 15
_USER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,14}")
Data = dict[str, object]


class DepartmentData(msgspec.Struct, frozen=True, rename="camel"):
    """The parsed ``OrgData``; ``None`` for missing fields."""

    id: str | None = msgspec.field(name="_id", default=None)
    department_code: str | None = None
    department_name: str | None = None
    department_parent_code: str | None = None


class Directory:
    """Changes the people and departments of one deployment."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._accounts = deployment.accounts

    @property
    def database(self) -> Database:
        """The database with people, departments and roles."""
        return self._deployment.directory

    def user(self, user_id: str) -> Row:
        """Return a user, or raise ``BusinessError`` (``UserNotExist``)."""
        row = self._deployment.user(user_id)
        if row is None:
            raise BusinessError("UserNotExist", "用户不存在")
        return row

    def page(self, model: Model, number: int, size: int) -> tuple[int, list[Row]]:
        """Return the number of records, and one page of them."""
        limit = f"LIMIT {size} OFFSET {(number - 1) * size}"
        total = self.database.count(model, EVERYTHING)
        return total, self.database.find(model, EVERYTHING, limit=limit)

    def add_user(self, data: Data, password: str | None) -> str:
        """Create a user, with a password for sign-in if there is one; return the id."""
        self._check_user(data, password)
        if not data.get("uuid") and not password:
            raise FailedOperationError("Uuid 与 Password 不能同时为空")
        given = self._given(MODELS[USER], _without_nulls(data) | _NEW_USER)
        new_id = self._create(MODELS[USER], given)
        if password:
            self._accounts.set_password(new_id, password)
        return new_id

    def update_user(self, user_id: str, data: Data, password: str | None) -> None:
        """Change the fields of a user that ``data`` contains."""
        self.user(user_id)
        self._check_user(data, password)
        self._update(MODELS[USER], user_id, self._given(MODELS[USER], _without_nulls(data)))
        if password:
            self._accounts.set_password(user_id, password)

    def add_department(self, data: DepartmentData) -> str:
        """Create a department and return its id."""
        code, name = data.department_code or "", data.department_name or ""
        if not _CODE.fullmatch(code):
            raise _wrong_value("departmentCode")
        self._check_name(name, None)
        if self._departments("departmentCode = ?", code):
            raise FailedOperationError("部门编码已存在")
        cells: Data = {"departmentCode": code, "departmentName": name}
        cells |= self._placed(data.department_parent_code or "", 0)
        given = self._given(MODELS[DEPARTMENT], cells)
        return self._create(MODELS[DEPARTMENT], given, data.id or None)

    def update_department(self, data: DepartmentData) -> int:
        """Change the fields of a department that ``data`` has; return the number of changes."""
        if data.id is None:
            raise _wrong_value("_id")
        row = self.department(data.id)
        changes: Data = {}
        if data.department_name is not None:
            self._check_name(data.department_name, row)
            changes["departmentName"] = data.department_name
        parent = data.department_parent_code
        if parent is not None and parent != (row["departmentParentCode"] or ""):
            below = with_children(self.database, [row])
            if parent in {other["departmentCode"] for other in below}:
                raise FailedOperationError("不能移动到自己或下级部门之下")
            deepest = max(int(str(other["depth"] or 1)) for other in below)
            changes |= self._placed(parent, deepest - int(str(row["depth"] or 1)))
        with self.database.transaction():
            count = self._update(
                MODELS[DEPARTMENT], data.id, self._given(MODELS[DEPARTMENT], changes)
            )
            self._sink(row, changes)
        return count

    def delete_department(self, department_id: str) -> int:
        """Delete a department without departments below it; return the number of deletions."""
        row = self.department(department_id)
        if self._departments("departmentParentCode = ?", str(row["departmentCode"])):
            raise FailedOperationError("存在下级部门，不能删除")
        return self.database.delete(MODELS[DEPARTMENT], [department_id])

    def department(self, department_id: str) -> Row:
        """Return a department, or raise ``BusinessError`` (``FailedOperation``)."""
        row = self.database.find_one(MODELS[DEPARTMENT], department_id)
        if row is None:
            raise FailedOperationError("部门不存在")
        return row

    def linked(self, user_id: str, relation: str, model: str) -> list[Row]:
        """Return the records to which a relation of a user leads."""
        ids = self.database.linked(MODELS[USER], relation, user_id)
        return [row for each in ids if (row := self.database.find_one(MODELS[model], each))]

    def _check_user(self, data: Data, password: str | None) -> None:
        name, nickname = data.get("name"), data.get("nickName")
        if name is not None and not _USER_NAME.fullmatch(str(name)):
            raise _wrong_value("Name")
        if nickname is not None and not 2 <= len(str(nickname)) <= 64:
            raise _wrong_value("NickName")
        if password is not None and not 4 <= len(password) <= 60:
            raise _wrong_value("Password")

    def _check_name(self, name: str, own: Row | None) -> None:
        if not 1 <= len(name) <= 32:
            raise _wrong_value("departmentName")
        same = self._departments("departmentName = ?", name)
        if any(own is None or row["_id"] != own["_id"] for row in same):
            raise FailedOperationError("部门名称已存在")

    def _placed(self, parent_code: str, levels_below: int) -> Data:
        """Return the fields for a place below a department, or at the top without a code."""
        depth = 1
        if parent_code:
            parents = self._departments("departmentCode = ?", parent_code)
            if not parents:
                raise FailedOperationError("上级部门不存在")
            depth = int(str(parents[0]["depth"] or 1)) + 1
        if depth + levels_below > MOST_LEVELS:
            message = f"部门最多 {MOST_LEVELS} 级"
            raise FailedOperationError(message)
        return {"departmentParentCode": parent_code, "depth": depth}

    def _sink(self, moved: Row, changes: Data) -> None:
        """Update the depth of the departments below a department that was moved."""
        by = int(str(changes.get("depth", moved["depth"]) or 1)) - int(str(moved["depth"] or 1))
        if by == 0:
            return
        for row in with_children(self.database, [moved]):
            if row["_id"] != moved["_id"]:
                given = RecordData({"depth": int(str(row["depth"] or 1)) + by}, {})
                self._update(MODELS[DEPARTMENT], str(row["_id"]), given)

    def _departments(self, sql: str, value: str) -> list[Row]:
        return self.database.find(MODELS[DEPARTMENT], StoredCondition(sql, (value,)))

    def _given(self, model: Model, data: Data) -> RecordData:
        try:
            return check_record(model, data)
        except GatewayError as error:
            raise InvalidParameterError("{message}", message=error.message) from error

    def _create(self, model: Model, given: RecordData, record_id: str | None = None) -> str:
        try:
            author = self._deployment.key_author()
            return self.database.create(model, given, author, record_id=record_id)
        except GatewayError as error:
            raise FailedOperationError(error.message) from error

    def _update(self, model: Model, record_id: str, given: RecordData) -> int:
        try:
            author = self._deployment.key_author()
            return self.database.update(model, [record_id], given, author)
        except GatewayError as error:
            raise FailedOperationError(error.message) from error


_NEW_USER: Data = {"userStatus": "ACTIVE", "internalUserType": 0, "isLicensed": True}


def _without_nulls(data: Data) -> Data:
    return {name: value for name, value in data.items() if value is not None}


def _wrong_value(name: str) -> BusinessError:
    return BusinessError("InvalidParameterValue", f"参数 {name} 取值不符合要求")
