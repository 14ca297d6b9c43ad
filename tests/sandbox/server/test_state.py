"""What a state file keeps between two starts."""

import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.calling import LEAVE, NOW, Calling, act_body, new_world
from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import World
from weda_tui.sandbox.server.state import KeptState


class Sandboxes:
    """Sandboxes that are restored from one file, one after the other."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.state: KeptState | None = None

    async def start(self, seed: int | None = 7, *, now: float = NOW) -> Calling:
        if self.state is not None:
            self.state.close()
        self.state = KeptState(self.file, seed, now)
        calling = Calling(world_of(self.state), state=self.state)
        calling.now = now
        await calling.sign_in()
        await calling.sign_in_user()
        return calling


def world_of(state: KeptState) -> World:
    return build_world(int(state.seed), Clock(wall=lambda: state.born_at))


@pytest.fixture
def sandboxes(tmp_path: Path) -> Any:
    found = Sandboxes(tmp_path / "sandbox.sqlite")
    yield found
    if found.state is not None:
        found.state.close()


async def instances(sandbox: Calling) -> Any:
    return await sandbox.data("GetFlowInstances", {"PageSize": 10_000})


async def test_credentials_and_tokens_stay_good(sandboxes: Sandboxes) -> None:
    first = await sandboxes.start(seed=None)
    signed_in = await first.sign_in_user()
    second = await sandboxes.start(seed=None)
    assert second.world.credentials == first.world.credentials
    second.authorization = first.authorization
    second.user_authorization = first.user_authorization
    assert await second.data("DescribeInstanceStarterList")
    assert (await second.ask("GET", "/auth/v1/user/me"))["sub"] == signed_in["sub"]
    body = {"grant_type": "refresh_token", "refresh_token": signed_in["refresh_token"]}
    assert "access_token" in await second.ask("POST", "/auth/v1/token", body)


async def test_records_and_objects_are_kept(sandboxes: Sandboxes) -> None:
    sandbox = await sandboxes.start()
    body = {"data": {"title": "记住我"}}
    record_id = (await sandbox.ask("POST", "/v1/model/dev/todo/create", body))["data"]["id"]
    path = "/v1/storages/get-objects-upload-info"
    (info,) = await sandbox.ask("POST", path, [{"objectId": "a.txt"}])
    headers = {
        "authorization": info["authorization"],
        "x-cos-security-token": info["token"],
        "x-cos-meta-fileid": info["cloudObjectMeta"],
    }
    await sandbox.client.put(info["uploadUrl"], content=b"kept", headers=headers)
    sandbox = await sandboxes.start()
    record = await sandbox.ask("GET", f"/v1/model/dev/todo/{record_id}/get")
    assert record["data"]["record"]["title"] == "记住我"
    path = "/v1/storages/get-objects-download-info"
    (found,) = await sandbox.ask("POST", path, [{"cloudObjectId": info["cloudObjectId"]}])
    assert (await sandbox.client.get(found["downloadUrl"])).content == b"kept"


async def test_new_records_do_not_clash_with_kept_ones(sandboxes: Sandboxes) -> None:
    ids: list[str] = []
    for _ in range(3):
        sandbox = await sandboxes.start()
        for path, data in (("todo", {"title": "x"}), ("sys_user", {"name": f"user{len(ids)}"})):
            answer = await sandbox.ask("POST", f"/v1/model/prod/{path}/create", {"data": data})
            ids.append(answer["data"]["id"])
    assert len(set(ids)) == 6


async def test_the_flows_are_where_they_were(sandboxes: Sandboxes) -> None:
    sandbox = await sandboxes.start()
    sandbox.now += 60
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await sandbox.tasks(started["FlowInstanceId"])
    await sandbox.act(task, 2)
    body = act_body(task, 2)
    assert (await sandbox.error("CompleteTask", body))[0] == "FailedOperation"
    before = await instances(sandbox)
    tasks = await sandbox.tasks(started["FlowInstanceId"])
    sandbox = await sandboxes.start(now=NOW + 86400)
    assert await instances(sandbox) == before
    assert await sandbox.tasks(started["FlowInstanceId"]) == tasks
    again = await sandbox.start(LEAVE, sandbox.clerk())
    assert again["FlowInstanceId"] not in {row["InstanceId"] for row in before["Result"]}


async def test_people_who_came_and_went_do_not_upset_the_flows(sandboxes: Sandboxes) -> None:
    sandbox = await sandboxes.start()
    place = await sandbox.ask("GET", f"/v1/model/prod/sys_user/{sandbox.clerk().id}/get")
    data = {"name": "visitor", "department": place["data"]["record"]["department"]}
    answer = await sandbox.ask("POST", "/v1/model/prod/sys_user/create", {"data": data})
    user_id = answer["data"]["id"]
    started = await sandbox.start(LEAVE, sandbox.space.users[user_id])
    await sandbox.ask("DELETE", f"/v1/model/prod/sys_user/{user_id}/delete")
    before = await instances(sandbox)
    sandbox = await sandboxes.start()
    assert user_id not in sandbox.space.users
    assert await instances(sandbox) == before
    assert await sandbox.instance(started["FlowInstanceId"])


async def test_a_file_keeps_its_seed(sandboxes: Sandboxes) -> None:
    first = await sandboxes.start(seed=7)
    second = await sandboxes.start(seed=8)
    assert first.world.credentials == second.world.credentials
    assert list(first.space.users) == list(second.space.users)


async def test_without_a_file_nothing_is_kept(sandbox: Calling) -> None:
    await sandbox.sign_in_user()
    body = {"data": {"title": "x"}}
    record_id = (await sandbox.ask("POST", "/v1/model/prod/todo/create", body))["data"]["id"]
    other = Calling(new_world())
    async with other.client:
        await other.sign_in_user()
        answer = await other.ask("GET", f"/v1/model/prod/todo/{record_id}/get")
        assert answer["code"] == "RESOURCE_NOT_FOUND"


def test_the_file_is_private(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.sqlite"
    KeptState(file, 7, NOW).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_sandbox_at_a_time_has_the_file(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.sqlite"
    first = KeptState(file, 7, NOW)
    with pytest.raises(FileError) as refused:
        KeptState(file, 7, NOW)
    assert refused.value.code is ErrorCode.FILE_UNWRITABLE
    first.close()
    KeptState(file, 7, NOW).close()


@pytest.mark.parametrize("content", [b"x" * 5000, None])
def test_a_file_that_is_something_else_is_left_alone(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "other"
    if content is not None:
        file.write_bytes(content)
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE mine (a)")
        connection.close()
    before = file.read_bytes()
    with pytest.raises(FileError) as refused:
        KeptState(file, 7, NOW)
    assert refused.value.code is ErrorCode.FILE_UNREADABLE
    assert file.read_bytes() == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        KeptState(tmp_path / "none" / "sandbox.sqlite", 7, NOW)
    assert refused.value.code is ErrorCode.FILE_UNWRITABLE
