"""The permission calls: ``/weda/auth/v1.1`` for ``addUser``, ``/weda/auth/v1`` for the older ten.

The page says the env type is always ``prod``: any other is refused. The misspelling of
``describeRoelList`` is the page's own.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.models.catalogue import DEPARTMENT, MODELS, ROLE, USER
from weda_tui.sandbox.models.database import Row
from weda_tui.sandbox.people import permission_requests as bodies
from weda_tui.sandbox.people.access import Access
from weda_tui.sandbox.people.directory import DepartmentData, Directory
from weda_tui.sandbox.server.deployment import DIRECTORY_ENV_TYPE, Deployment, ModuleCalls
from weda_tui.sandbox.server.refusal import BusinessError, GatewayError
from weda_tui.sandbox.server.tokens import SandboxTokenKind
from weda_tui.sandbox.server.web import json_object

Wanted = TypeVar("Wanted")
Json = dict[str, object]


class Permissions(ModuleCalls):
    """Answers the calls on one deployment's people."""

    def __init__(self, deployment: Deployment, directory: Directory) -> None:
        super().__init__(deployment)
        self._directory = directory
        self._access = Access(deployment, directory)

    def routes(self) -> list[Route]:
        """Return every call's route."""
        access = self._access
        return [
            self._post("v1.1", "addUser", bodies.AddUser, self._add_user),
            self._post("v1", "updateUserInfoByUserId", bodies.UpdateUser, self._update_user),
            self._get("describeUserList", bodies.UserPage, self._users),
            self._get("describeWedaUser", bodies.OneUser, self._one_user),
            self._post("v1", "describeOrgs", bodies.PermissionPage, self._departments),
            self._post("v1", "addOrg", bodies.OrgData, self._add_department),
            self._post("v1", "updateOrg", bodies.OrgData, self._update_department),
            self._post("v1", "deleteOrg", bodies.OrgId, self._delete_department),
            self._post("v1", "describeRoelList", bodies.PermissionPage, self._roles),
            self._post(
                "v1", "describeResourcesPermission", bodies.ResourcesPermission, access.resources
            ),
            self._post("v1", "describeAuthStrategy", bodies.AuthStrategy, access.strategy),
        ]

    def _post(
        self, version: str, name: str, body_type: type[Wanted], act: Callable[[Wanted], object]
    ) -> Route:
        async def answer(request: Request) -> Response:
            self._admit(request)
            return self._answer(act(requests.check(await json_object(request), body_type)))

        return Route(f"/weda/auth/{version}/{{env_type}}/{name}", answer, methods=["POST"])

    def _get(self, name: str, query_type: type[Wanted], act: Callable[[Wanted], object]) -> Route:
        async def answer(request: Request) -> Response:
            self._admit(request)
            query = dict(request.query_params)
            return self._answer(act(requests.check_query(query, query_type)))

        return Route(f"/weda/auth/v1/{{env_type}}/{name}", answer, methods=["GET"])

    def _admit(self, request: Request) -> None:
        self._deployment.admit(request, SandboxTokenKind.KEY)
        env_type = request.path_params["env_type"]
        if env_type != DIRECTORY_ENV_TYPE:
            raise GatewayError("INVALID_ENV", f"env not found: {env_type}")

    def _add_user(self, wanted: bodies.AddUser) -> str:
        return self._directory.add_user(wanted.record(), wanted.password)

    def _update_user(self, wanted: bodies.UpdateUser) -> bool:
        self._directory.update_user(wanted.user_id, wanted.record(), wanted.password)
        return True

    def _users(self, wanted: bodies.UserPage) -> Json:
        total, rows = self._directory.page(MODELS[USER], wanted.page_no, wanted.page_size)
        return {"Total": total, "UserList": [self._user(row) for row in rows]}

    def _one_user(self, wanted: bodies.OneUser) -> Json:
        row = self._directory.user(wanted.uid)
        if wanted.source != 4:
            raise BusinessError("UserNotExist", "用户不存在")
        return self._user(row)

    def _user(self, row: Row) -> Json:
        user_id = str(row["_id"])
        directory = self._directory
        main = row["department"]
        return {
            "UserId": user_id,
            "Uuid": row["uuid"] or "",
            "Name": row["name"],
            "NickName": row["nickName"] or "",
            "Email": row["email"] or "",
            "Phone": row["phone"] or "",
            "Type": 0,
            "InternalUserType": row["internalUserType"] or 0,
            "Source": 4,
            "IsLicensed": bool(row["isLicensed"]),
            "UserDesc": row["description"] or "",
            "UserExtend": row["userExtend"] or "",
            "MainOrg": None if main is None else _place(directory.department(str(main))),
            "Orgs": [_place(o) for o in directory.linked(user_id, "departments", DEPARTMENT)],
            "RelatedRoles": [
                self._related_role(role) for role in directory.linked(user_id, "roles", ROLE)
            ],
            "Uin": "",
            "EnvId": self._deployment.env_id,
        }

    def _related_role(self, row: Row) -> Json:
        return {
            "Id": row["_id"],
            "Name": row["name"],
            "RoleIdentity": row["roleIdentity"],
            "RoleDesc": row["roleDesc"] or "",
            "UpdateTime": _time(row["updatedAt"]),
            "EnvId": self._deployment.env_id,
        }

    def _departments(self, wanted: bodies.PermissionPage) -> Json:
        total, rows = self._directory.page(MODELS[DEPARTMENT], wanted.page_no, wanted.page_size)
        names = ("_id", "departmentCode", "departmentName", "departmentParentCode", "depth")
        records = [{name: row[name] for name in names} for row in rows]
        listed = [
            {"DataId": record["_id"], "DataRecord": msgspec.json.encode(record).decode()}
            for record in records
        ]
        return {"Total": total, "DataList": listed}

    def _add_department(self, wanted: bodies.OrgData) -> str:
        return self._directory.add_department(_parsed(wanted.org_data))

    def _update_department(self, wanted: bodies.OrgData) -> int:
        return self._directory.update_department(_parsed(wanted.org_data))

    def _delete_department(self, wanted: bodies.OrgId) -> int:
        return self._directory.delete_department(wanted.org_id)

    def _roles(self, wanted: bodies.PermissionPage) -> Json:
        total, rows = self._directory.page(MODELS[ROLE], wanted.page_no, wanted.page_size)
        roles = [
            self._related_role(row)
            | {"Id": int(str(row["_id"])), "IsReleased": bool(row["isReleased"])}
            for row in rows
        ]
        return {"Total": total, "RoleList": roles}


def _place(row: Row) -> Json:
    return {
        "OrgId": row["_id"],
        "OrgName": row["departmentName"],
        "OrgIdentity": row["departmentCode"],
    }


def _time(milliseconds: object) -> str:
    at = datetime.fromtimestamp(int(str(milliseconds)) // 1000, requests.CHINA)
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def _parsed(text: str) -> DepartmentData:
    try:
        return msgspec.json.decode(text.encode(), type=DepartmentData)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BusinessError("InvalidParameterValue", "参数 OrgData 不是部门的 JSON") from error
