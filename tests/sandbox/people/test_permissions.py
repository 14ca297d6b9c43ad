import json
from typing import Any

import pytest

from tests.sandbox.calling import LEAVE, Calling

V1 = "/weda/auth/v1/prod"
V11 = "/weda/auth/v1.1/prod"


async def response(sandbox: Calling, call: str, body: Any = None, base: str = V1) -> Any:
    """Return the ``Response`` of a call; a call without a body is a GET."""
    method = "GET" if body is None else "POST"
    answer = await sandbox.send(method, f"{base}/{call}", body, as_user=False)
    assert answer.status_code == 200
    assert set(answer.json()) == {"Response"}, answer.text
    return answer.json()["Response"]


async def data(sandbox: Calling, call: str, body: Any = None, base: str = V1) -> Any:
    answer = await response(sandbox, call, body, base)
    assert "Error" not in answer, answer
    return answer["Data"]


async def error(sandbox: Calling, call: str, body: Any = None, base: str = V1) -> tuple[str, str]:
    stated = (await response(sandbox, call, body, base))["Error"]
    return stated["Code"], stated["Message"]


async def add_user(sandbox: Calling, **fields: Any) -> str:
    body = {"Name": "user01", "Password": "secret"} | fields
    return await data(sandbox, "addUser", body, V11)


async def detail(sandbox: Calling, user_id: str) -> Any:
    return await data(sandbox, f"describeWedaUser?uid={user_id}&source=4")


async def add_org(sandbox: Calling, **fields: str) -> str:
    return await data(sandbox, "addOrg", {"OrgData": json.dumps(fields)})


async def update_org(sandbox: Calling, **fields: str) -> tuple[str, str] | int:
    answer = await response(sandbox, "updateOrg", {"OrgData": json.dumps(fields)})
    if "Error" in answer:
        return answer["Error"]["Code"], answer["Error"]["Message"]
    return answer["Data"]


async def orgs(sandbox: Calling) -> dict[str, Any]:
    """Return every department by its code."""
    page = await data(sandbox, "describeOrgs", {"PageNo": 1, "PageSize": 100})
    assert page["Total"] == len(page["DataList"])
    records = [json.loads(item["DataRecord"]) for item in page["DataList"]]
    return {record["departmentCode"]: record for record in records}


WRONG_USERS: list[tuple[dict[str, Any], str]] = [
    ({"Name": None}, "InvalidParameter"),
    ({"Name": 1}, "InvalidParameter"),
    ({"Name": "-user"}, "InvalidParameterValue"),
    ({"Name": "用户"}, "InvalidParameterValue"),
    ({"Name": "x" * 65}, "InvalidParameterValue"),
    ({"NickName": "x"}, "InvalidParameterValue"),
    ({"Password": "abc"}, "InvalidParameterValue"),
    ({"Password": None}, "FailedOperation"),
    ({"Name": "admin"}, "FailedOperation"),
    ({"Phone": "19900010001"}, "FailedOperation"),
    ({"Uuid": "HR000001"}, "FailedOperation"),
    ({"RoleIds": ["1"]}, "FailedOperation"),
    ({"MainOrg": {"OrgId": "NONE"}}, "FailedOperation"),
    ({"MainOrg": {}}, "InvalidParameter"),
]


class TestUsers:
    async def test_the_list_is_the_company(self, sandbox: Calling) -> None:
        page = await data(sandbox, "describeUserList?pageNo=1&pageSize=100")
        users = sandbox.space.users
        assert page["Total"] == len(page["UserList"]) == len(users)
        for user in page["UserList"]:
            person = users[user["UserId"]]
            assert user["NickName"] == person.name
            assert user["MainOrg"]["OrgName"] == person.department
            assert [role["Name"] for role in user["RelatedRoles"]] == list(person.roles)
        admins = [user["Name"] for user in page["UserList"] if user["InternalUserType"] == 1]
        assert admins == ["admin"]

    async def test_pages_follow_each_other(self, sandbox: Calling) -> None:
        first = await data(sandbox, "describeUserList?pageNo=1&pageSize=30")
        second = await data(sandbox, "describeUserList?pageNo=2&pageSize=30")
        assert (len(first["UserList"]), len(second["UserList"])) == (30, 17)

    async def test_a_new_user_is_everywhere(self, sandbox: Calling) -> None:
        places = await orgs(sandbox)
        roles = (await data(sandbox, "describeRoelList", {"PageNo": 1, "PageSize": 99}))["RoleList"]
        user_id = await add_user(
            sandbox,
            NickName="新同事",
            RoleIds=[str(roles[0]["Id"])],
            MainOrg={"OrgId": places["dept_01"]["_id"], "OrgIdentity": ""},
            Orgs=[{"OrgId": places["dept_02"]["_id"]}],
            ParentUserId=sandbox.clerk().id,
        )
        user = await detail(sandbox, user_id)
        assert user["MainOrg"]["OrgName"] == places["dept_01"]["departmentName"]
        assert [org["OrgIdentity"] for org in user["Orgs"]] == ["dept_02"]
        assert [role["Id"] for role in user["RelatedRoles"]] == [str(roles[0]["Id"])]
        person = sandbox.space.users[user_id]
        assert (person.name, person.roles) == ("新同事", (roles[0]["Name"],))
        assert (await sandbox.sign_in_user("user01", "secret"))["sub"] == user_id
        await sandbox.start(LEAVE, person)

    async def test_what_is_not_sent_stays_as_it_is(self, sandbox: Calling) -> None:
        user_id = await add_user(sandbox, Email="a@weda.example", Description="旧")
        change = {"UserId": user_id, "Name": "user02", "Description": "新"}
        assert await data(sandbox, "updateUserInfoByUserId", change) is True
        user = await detail(sandbox, user_id)
        assert (user["Name"], user["Email"], user["UserDesc"]) == ("user02", "a@weda.example", "新")
        assert "access_token" in await sandbox.sign_in_user("user02", "secret")
        await data(sandbox, "updateUserInfoByUserId", {"UserId": user_id, "Password": "changed"})
        assert "error" in await sandbox.sign_in_user("user02", "secret")
        assert "access_token" in await sandbox.sign_in_user("user02", "changed")

    async def test_a_wrong_user_is_refused_and_leaves_nothing(
        self, sandbox: Calling, subtests: pytest.Subtests
    ) -> None:
        for fields, code in WRONG_USERS:
            with subtests.test(fields=fields):
                body = {"Name": "user01", "Password": "secret"} | fields
                assert (await error(sandbox, "addUser", body, V11))[0] == code
                assert (await data(sandbox, "describeUserList?pageNo=1&pageSize=1"))["Total"] == 47

    async def test_unknown_users(self, sandbox: Calling) -> None:
        assert await error(sandbox, "describeWedaUser?uid=1&source=4") == (
            "UserNotExist",
            "用户不存在",
        )
        change = {"UserId": "1", "Name": "user01"}
        assert (await error(sandbox, "updateUserInfoByUserId", change))[0] == "UserNotExist"

    @pytest.mark.parametrize(
        "query",
        ["", "?pageNo=1", "?pageNo=0&pageSize=1", "?pageNo=x", f"?pageNo={10**30}&pageSize=1"],
    )
    async def test_a_page_is_required(self, sandbox: Calling, query: str) -> None:
        code, message = await error(sandbox, f"describeUserList{query}")
        assert code == "InvalidParameter"
        assert "page" in message


class TestDepartments:
    async def test_the_tree_has_one_root(self, sandbox: Calling) -> None:
        found = await orgs(sandbox)
        assert found["root"]["depth"] == 1
        assert {org["departmentParentCode"] for code, org in found.items() if code != "root"} == {
            "root"
        }

    async def test_one_is_made_moved_and_deleted(self, sandbox: Calling) -> None:
        top = await add_org(sandbox, departmentCode="top", departmentName="华东区")
        await add_org(
            sandbox, departmentCode="sub", departmentName="上海组", departmentParentCode="top"
        )
        found = await orgs(sandbox)
        assert (found["top"]["depth"], found["sub"]["depth"]) == (1, 2)
        assert await update_org(sandbox, _id=top, departmentParentCode="dept_01") == 1
        found = await orgs(sandbox)
        assert (found["top"]["depth"], found["sub"]["depth"]) == (3, 4)
        refused = await error(sandbox, "deleteOrg", {"OrgId": top})
        assert refused == ("FailedOperation", "存在下级部门，不能删除")
        assert await data(sandbox, "deleteOrg", {"OrgId": found["sub"]["_id"]}) == 1
        assert await data(sandbox, "deleteOrg", {"OrgId": top}) == 1
        assert "top" not in await orgs(sandbox)

    async def test_a_new_name_reaches_the_workflow(self, sandbox: Calling) -> None:
        found = await orgs(sandbox)
        assert await update_org(sandbox, _id=found["dept_09"]["_id"], departmentName="研究院") == 1
        departments = {user.department for user in sandbox.space.users.values()}
        assert "研究院" in departments
        assert "研发中心" not in departments

    async def test_none_goes_below_itself(self, sandbox: Calling) -> None:
        top = await add_org(sandbox, departmentCode="top", departmentName="华东区")
        await add_org(
            sandbox, departmentCode="sub", departmentName="上海组", departmentParentCode="top"
        )
        for parent in ("top", "sub"):
            moved = await update_org(sandbox, _id=top, departmentParentCode=parent)
            assert moved == ("FailedOperation", "不能移动到自己或下级部门之下")

    async def test_fifteen_levels_and_no_more(self, sandbox: Calling) -> None:
        parent = ""
        for level in range(1, 16):
            await add_org(
                sandbox,
                departmentCode=f"level{level}",
                departmentName=f"第{level}级",
                departmentParentCode=parent,
            )
            parent = f"level{level}"
        text = {"departmentCode": "x", "departmentName": "x", "departmentParentCode": parent}
        code, _ = await error(sandbox, "addOrg", {"OrgData": json.dumps(text)})
        assert code == "FailedOperation"
        first = (await orgs(sandbox))["level1"]["_id"]
        moved = await update_org(sandbox, _id=first, departmentParentCode="root")
        assert moved == ("FailedOperation", "部门最多 15 级")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("{", "InvalidParameterValue"),
            ("[]", "InvalidParameterValue"),
            ('{"departmentName":"x"}', "InvalidParameterValue"),
            ('{"departmentCode":"_x","departmentName":"x"}', "InvalidParameterValue"),
            ('{"departmentCode":"abcdefghijklmnop","departmentName":"x"}', "InvalidParameterValue"),
            ('{"departmentCode":"x"}', "InvalidParameterValue"),
            ('{"departmentCode":"root","departmentName":"x"}', "FailedOperation"),
            ('{"departmentCode":"x","departmentName":"财务部"}', "FailedOperation"),
            (
                '{"departmentCode":"x","departmentName":"x","departmentParentCode":"none"}',
                "FailedOperation",
            ),
        ],
    )
    async def test_a_wrong_one_is_refused(self, sandbox: Calling, text: str, code: str) -> None:
        assert (await error(sandbox, "addOrg", {"OrgData": text}))[0] == code

    async def test_unknown_ones(self, sandbox: Calling) -> None:
        assert (await error(sandbox, "deleteOrg", {"OrgId": "NONE"}))[0] == "FailedOperation"
        text = json.dumps({"departmentName": "x"})
        code, _ = await error(sandbox, "updateOrg", {"OrgData": text})
        assert code == "InvalidParameterValue"


class TestRoles:
    async def test_ids_are_numbers_of_nineteen_digits(self, sandbox: Calling) -> None:
        page = await data(sandbox, "describeRoelList", {"PageNo": 1, "PageSize": 100})
        held = {role for user in sandbox.space.users.values() for role in user.roles}
        assert {role["Name"] for role in page["RoleList"]} == held | {"培训专员"}
        assert page["Total"] == len(held) + 1
        for role in page["RoleList"]:
            assert isinstance(role["Id"], int)
            assert len(str(role["Id"])) == 19

    async def test_the_right_spelling_is_not_a_call(self, sandbox: Calling) -> None:
        body = {"PageNo": 1, "PageSize": 10}
        answer = await sandbox.send("POST", f"{V1}/describeRoleList", body, as_user=False)
        assert (answer.status_code, answer.json()["code"]) == (404, "RESOURCE_NOT_FOUND")


def asks(user_id: Any, kind: str, *resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "UserInfo": {"Uid": user_id, "Source": 4},
        "ResourceType": kind,
        "ResourceList": list(resources),
    }


class TestResources:
    async def test_flows_are_open_to_those_who_may_start_them(self, sandbox: Calling) -> None:
        for department, is_open in (("财务部", True), ("人力资源部", False)):
            user = next(
                user for user in sandbox.space.users.values() if user.department == department
            )
            flow = next(
                f for f in sandbox.space.flows if f.departments == ("财务部", "采购部", "市场部")
            )
            body = asks(user.id, "flow", {"ResourceId": flow.process_key})
            (answer,) = await data(sandbox, "describeResourcesPermission", body)
            assert answer == {
                "ResourceId": flow.process_key,
                "ResourceType": "flow",
                "IsAccess": is_open,
            }

    async def test_a_number_names_a_user_too(self, sandbox: Calling) -> None:
        body = asks(int(sandbox.clerk().id), "flow", {"ResourceId": "flow_none"})
        (answer,) = await data(sandbox, "describeResourcesPermission", body)
        assert answer["IsAccess"] is False

    async def test_parts_are_answered_one_by_one(self, sandbox: Calling) -> None:
        parts = ["wedaGetItem", "wedaDelete"]
        resource = {"ResourceId": "data-sysuser01", "SubResourceId": parts}
        body = asks(sandbox.clerk().id, "dataSource", resource)
        answers = await data(sandbox, "describeResourcesPermission", body)
        assert [(a["SubResourceId"], a["IsAccess"]) for a in answers] == [
            ("wedaGetItem", True),
            ("wedaDelete", False),
        ]

    @pytest.mark.parametrize(
        ("kind", "resource", "is_open"),
        [
            ("modelApp", "app-crm01", True),
            ("app", "app-crm01", False),
            ("app", "app-order01", True),
            ("app", "none", False),
            ("dataSource", "customer", True),
            ("dataSource", "none", False),
        ],
    )
    async def test_apps_and_data_sources(
        self, sandbox: Calling, kind: str, resource: str, is_open: bool
    ) -> None:
        body = asks(sandbox.clerk().id, kind, {"ResourceId": resource})
        (answer,) = await data(sandbox, "describeResourcesPermission", body)
        assert answer["IsAccess"] is is_open

    async def test_refusals(self, sandbox: Calling) -> None:
        call = "describeResourcesPermission"
        users = (await data(sandbox, "describeUserList?pageNo=1&pageSize=100"))["UserList"]
        unlicensed = next(user["UserId"] for user in users if not user["IsLicensed"])
        resource = {"ResourceId": "x"}
        code, _ = await error(sandbox, call, asks(unlicensed, "app", resource))
        assert code == "FailedOperation.UserNoLicense"
        assert (await error(sandbox, call, asks("1", "app", resource)))[0] == "FailedOperation"
        own = sandbox.clerk().id
        assert (await error(sandbox, call, asks(own, "page", resource)))[0] == "InvalidParameter"


class TestStrategy:
    async def strategy(self, sandbox: Calling, user_id: str, resource: str) -> Any:
        body = {
            "UserInfo": {"Uid": user_id, "Source": 4},
            "Resource": {"ResourceId": resource, "MethodIdList": ["wedaGetItem", "wedaUpdate"]},
        }
        answer = await data(sandbox, "describeAuthStrategy", body)
        assert answer["UserId"] == user_id
        rows = answer["Permission"]["RowPermission"]
        methods = {m["Name"]: m["IsAccess"] for m in answer["Permission"]["MethodPermission"]}
        assert (rows["Read"]["Type"], methods["wedaGetItem"]) == (4, True)
        return rows["Write"]["Type"], rows["Write"]["Scope"], methods["wedaUpdate"]

    async def test_it_says_what_the_model_calls_do(self, sandbox: Calling) -> None:
        clerk = sandbox.clerk("市场部")
        assert await self.strategy(sandbox, clerk.id, "data-customer01") == (2, [clerk.id], True)
        assert await self.strategy(sandbox, clerk.id, "data-sysuser01") == (1, [], False)
        head = next(
            u for u in sandbox.space.users.values() if u.is_head and u.department == "市场部"
        )
        place = next(o for o in (await orgs(sandbox)).values() if o["departmentName"] == "市场部")
        assert await self.strategy(sandbox, head.id, "customer") == (3, [place["_id"]], True)
        signed_in = await sandbox.sign_in_user()
        assert await self.strategy(sandbox, signed_in["sub"], "data-sysuser01") == (4, [], True)

    async def test_a_head_changes_the_records_of_the_department(self, sandbox: Calling) -> None:
        head = next(
            u for u in sandbox.space.users.values() if u.is_head and u.department == "市场部"
        )
        await data(sandbox, "updateUserInfoByUserId", {"UserId": head.id, "Password": "secret"})
        name = (await detail(sandbox, head.id))["Name"]
        await sandbox.sign_in_user(name, "secret")
        body: dict[str, Any] = {"filter": {"where": {}}, "data": {"remark": "x"}}
        answer = await sandbox.ask("PUT", "/v1/model/prod/customer/updateMany", body)
        assert (answer["data"]["count"], answer["data"]["illegalIdList"]) == (86, [])

    async def test_an_unknown_data_source(self, sandbox: Calling) -> None:
        body: dict[str, Any] = {
            "UserInfo": {"Uid": sandbox.clerk().id, "Source": 4},
            "Resource": {"ResourceId": "none", "MethodIdList": []},
        }
        assert (await error(sandbox, "describeAuthStrategy", body))[0] == "FailedOperation"


class TestGateway:
    @pytest.mark.parametrize("env_type", ["dev", "pre"])
    async def test_the_env_type_is_always_prod(self, sandbox: Calling, env_type: str) -> None:
        path = f"/weda/auth/v1/{env_type}/describeUserList?pageNo=1&pageSize=1"
        answer = await sandbox.ask("GET", path, as_user=False)
        assert (answer["code"], answer["message"]) == ("INVALID_ENV", f"env not found: {env_type}")

    async def test_a_user_token_is_of_the_wrong_kind(self, office: Calling) -> None:
        answer = await office.ask("GET", f"{V1}/describeUserList?pageNo=1&pageSize=1")
        assert answer["code"] == "PERMISSION_DENIED"
