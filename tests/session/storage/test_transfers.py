"""Files are uploaded, downloaded and deleted, with the sandbox and its second origin."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.sandbox.worlds import world_of
from tests.session.weda import environment
from weda_tui.core.answers.verdict import judge
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, GuardError, WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.sending.exchange import Answered, Exchange, Failed, Response
from weda_tui.core.storage.transfer import (
    Change,
    Direction,
    ItemResult,
    Moving,
    TransferItem,
    decision_of,
)
from weda_tui.gateway.object_store import ObjectStore
from weda_tui.sandbox.server.app import STORAGE_ORIGIN, build_app
from weda_tui.sandbox.storage.signing import LIFETIME
from weda_tui.session.routes import Routes
from weda_tui.session.storage.transfers import (
    BATCH,
    FRESH,
    Storage,
    StorageCalls,
    download_items,
    upload_items,
)
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.environments.approved_routes import ApprovedRoutes
from weda_tui.store.local_files import PIECE
from weda_tui.store.paths import Paths

BASE = "https://weda.example.cn"
CATALOGUE: Catalogue = load_bundled_catalogue()


class Office:
    """The cloud storage of the sandbox with a user signed in; ``passed`` advances every clock."""

    def __init__(self, state: Path) -> None:
        self.passed = 0.0
        clock = Clock(wall=lambda: 1_800_000_000.0 + self.passed, monotonic=lambda: self.passed)
        self.world = world_of(7, 1_800_000_000.0)
        self._sandbox = httpx.ASGITransport(app=build_app(self.world, clock=clock))
        self.requests: list[httpx.Request] = []
        self.client = httpx.AsyncClient(transport=self._sandbox, base_url=BASE)
        self.store_answer: httpx.Response | None = None
        self.call_answer: httpx.Response | WedaError | None = None
        store = ObjectStore(clock, transport=httpx.MockTransport(self._at_the_store))
        masker = lambda: Masker(("a-secret-of-ours",))  # noqa: E731
        self.where = Target(environment(guard=Guard.NONE), "prod")
        routes = Routes(ApprovedRoutes(state / "approved_routes.json"), state, "w")
        routes.approve(routes.status(self.where.environment, TokenKind.USER))
        self.storage = Storage(
            StorageCalls(lambda: CATALOGUE, self._send, masker),
            lambda: store,
            routes.open,
            clock,
            masker,
            Paths(state / "workspace", state),
        )
        self.changes: list[Change] = []

    async def _at_the_store(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.store_answer is not None:
            return self.store_answer
        return await self._sandbox.handle_async_request(request)

    async def _send(
        self, draft: RequestDraft, where: Target, consent: GuardDecision
    ) -> Answered | Failed:
        if isinstance(self.call_answer, WedaError):
            return Failed(
                error=self.call_answer, endpoint_id="", request=None, started_at=0, elapsed=0
            )
        credentials = self.world.credentials
        person = {"username": credentials.username, "password": credentials.password}
        token = (await self.client.post("/auth/v1/signin", json=person)).json()["access_token"]
        path = CATALOGUE.get(draft.endpoint_id).path
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        sent = self.client.build_request("POST", path, content=draft.body, headers=headers)
        self.requests.append(sent)
        answer = self.call_answer or await self.client.send(sent)
        exchange = Exchange(
            endpoint_id=draft.endpoint_id,
            request=PreparedRequest(method="POST", url=path, headers=(), body=b""),
            response=Response(
                status=answer.status_code, reason="", headers=(), body=answer.content
            ),
            verdict=judge(answer.status_code, "application/json", answer.content),
            started_at=0.0,
            elapsed=0.0,
        )
        return Answered(exchange)

    async def upload(self, *files: Path, folder: str = "dir") -> tuple[ItemResult, ...]:
        items = upload_items([str(file) for file in files], folder)
        plan = await self.storage.plan_upload(items, self.where)
        return await self.storage.carry_out(plan, on_change=self.changes.append)

    async def download(
        self, *ids: str, to: Path, overwrite: bool = False
    ) -> tuple[ItemResult, ...]:
        plan = await self.storage.plan_download(download_items(ids, str(to)), self.where)
        return await self.storage.carry_out(
            plan, overwrite=overwrite, on_change=self.changes.append
        )

    async def delete(self, *ids: str) -> tuple[ItemResult, ...]:
        return await self.storage.delete(
            ids, self.where, consent=GuardDecision.ASK_NAME, on_change=self.changes.append
        )


@pytest.fixture
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    office = Office(tmp_path_factory.mktemp("state"))
    yield office
    await office.client.aclose()


def file_with(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


async def test_a_file_goes_up_comes_down_and_is_deleted(office: Office, tmp_path: Path) -> None:
    content = bytes(range(256)) * (PIECE // 128) + b"end"
    file = file_with(tmp_path, "年报 {{1}}.pdf", content)
    (up,) = await office.upload(file)
    assert up.ok, up.verdict
    assert up.cloud_object_id.endswith("/dir/年报 {{1}}.pdf")
    assert up.size == len(content)
    (down,) = await office.download(up.cloud_object_id, to=tmp_path / "down")
    assert down.ok
    assert down.item.file == str(tmp_path / "down")
    assert (tmp_path / "down").read_bytes() == content
    (gone,) = await office.delete(up.cloud_object_id)
    assert (gone.ok, gone.cloud_object_id) == (True, up.cloud_object_id)
    (missing,) = await office.download(up.cloud_object_id, to=tmp_path / "again")
    assert missing.verdict is not None
    assert missing.verdict.code == "OBJECT_NOT_EXIST"
    assert not (tmp_path / "again").exists()


async def test_no_bearer_token_leaves_for_the_store(office: Office, tmp_path: Path) -> None:
    (up,) = await office.upload(file_with(tmp_path, "a.jpg", b"abc"))
    await office.download(up.cloud_object_id, to=tmp_path / "b.jpg")
    there = [each for each in office.requests if each.url.host != "weda.example.cn"]
    assert [each.method for each in there] == ["PUT", "GET"]
    assert {f"{each.url.scheme}://{each.url.host}" for each in there} == {STORAGE_ORIGIN}
    assert not any("Bearer" in value for each in there for value in each.headers.values())
    assert there[0].headers["content-type"] == "image/jpeg"
    assert "authorization" not in there[1].headers


async def test_the_plan_names_the_host_and_moves_nothing(office: Office, tmp_path: Path) -> None:
    items = upload_items([str(file_with(tmp_path, "a", b"abc"))], "")
    plan = await office.storage.plan_upload(items, office.where)
    assert plan.hosts == (STORAGE_ORIGIN,)
    assert plan.size == 3
    assert [each.method for each in office.requests] == ["POST"]


async def test_progress_counts_bytes_and_items(office: Office, tmp_path: Path) -> None:
    files = [file_with(tmp_path, name, b"x" * PIECE * 2) for name in ("a", "b")]
    await office.upload(*files)
    moving = [each for each in office.changes if isinstance(each, Moving)]
    assert {(each.position, each.count) for each in moving} == {(1, 2), (2, 2)}
    assert moving[0].done == 0
    assert (moving[-1].done, moving[-1].total) == (PIECE * 2, PIECE * 2)
    assert [each.item.file for each in office.changes if isinstance(each, ItemResult)] == [
        str(file) for file in files
    ]


async def test_many_objects_are_asked_for_in_batches(office: Office, tmp_path: Path) -> None:
    files = [file_with(tmp_path, f"{n}.txt", b"%d" % n) for n in range(BATCH + 1)]
    results = await office.upload(*files)
    assert all(each.ok for each in results)
    calls = [each for each in office.requests if each.method == "POST"]
    assert len(calls) == 2
    assert len(await office.delete(*(each.cloud_object_id for each in results))) == BATCH + 1


async def test_each_item_has_a_result_of_its_own(office: Office, tmp_path: Path) -> None:
    good = file_with(tmp_path, "good", b"abc")
    await office.upload(good)
    missing, folder = tmp_path / "missing", tmp_path / "folder"
    folder.mkdir()
    first, second, third = await office.upload(missing, good, folder)
    assert [each.error.code if each.error else None for each in (first, second, third)] == [
        ErrorCode.FILE_UNREADABLE,
        None,
        ErrorCode.FILE_UNREADABLE,
    ]
    assert second.ok
    ids = [second.cloud_object_id, second.cloud_object_id.replace("good", "none")]
    there, not_there = await office.download(*ids, to=tmp_path / "new")
    assert (there.ok, not_there.ok) == (True, False)
    assert (tmp_path / "new" / "good").read_bytes() == b"abc"


async def test_a_call_that_fails_as_a_whole_fails_every_item(
    office: Office, tmp_path: Path
) -> None:
    files = [file_with(tmp_path, name, b"x") for name in ("a", "b")]
    office.call_answer = WedaError(ErrorCode.TOKEN_EMPTY, status=200)
    results = await office.upload(*files)
    assert [each.error for each in results] == [office.call_answer] * 2
    stated = {"code": "PERMISSION_DENIED", "message": "a-secret-of-ours", "requestId": "r"}
    office.call_answer = httpx.Response(403, json=stated)
    results = await office.upload(*files)
    assert [each.verdict.code for each in results if each.verdict] == ["PERMISSION_DENIED"] * 2
    assert [each.method for each in office.requests] == ["POST"]
    office.call_answer = httpx.Response(200, json=[stated, stated])
    results = await office.upload(*files)
    assert "a-secret" not in repr(results)


async def test_what_the_store_refuses_leaves_no_file(office: Office, tmp_path: Path) -> None:
    (up,) = await office.upload(file_with(tmp_path, "a", b"abc"))
    office.store_answer = httpx.Response(
        403, text="<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>"
    )
    (down,) = await office.download(up.cloud_object_id, to=tmp_path / "b")
    assert down.verdict is not None
    assert down.verdict.code == "AccessDenied"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


async def test_an_old_address_is_asked_for_again(office: Office, tmp_path: Path) -> None:
    items = upload_items([str(file_with(tmp_path, "a", b"abc"))], "")
    plan = await office.storage.plan_upload(items, office.where)
    office.passed += LIFETIME + FRESH
    (up,) = await office.storage.carry_out(plan, on_change=office.changes.append)
    assert up.ok, up.verdict
    assert [each.method for each in office.requests] == ["POST", "POST", "PUT"]


async def test_no_host_is_connected_to_but_the_one_that_was_shown(
    office: Office, tmp_path: Path
) -> None:
    items = upload_items([str(file_with(tmp_path, "a", b"abc"))], "")
    plan = await office.storage.plan_upload(items, office.where)
    office.passed += FRESH + 1
    office.call_answer = httpx.Response(
        200, json=[{"objectId": "a", "uploadUrl": "https://elsewhere.example/a"}]
    )
    (up,) = await office.storage.carry_out(plan, on_change=office.changes.append)
    assert up.error is not None
    assert up.error.code is ErrorCode.STORE_HOST_CHANGED
    assert up.error.parameters["host"] == "https://elsewhere.example"
    assert not [each for each in office.requests if each.method == "PUT"]


async def test_a_file_that_is_there_is_kept_unless_told(office: Office, tmp_path: Path) -> None:
    (up,) = await office.upload(file_with(tmp_path, "a", b"new"))
    old = file_with(tmp_path, "old", b"old")
    (down,) = await office.download(up.cloud_object_id, to=old)
    assert down.error is not None
    assert down.error.code is ErrorCode.DOWNLOAD_EXISTS
    assert not [each for each in office.requests if each.method == "GET"]
    assert old.read_bytes() == b"old"
    (down,) = await office.download(up.cloud_object_id, to=old, overwrite=True)
    assert down.ok
    assert old.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("guard", "upload", "delete"),
    [
        (Guard.NONE, GuardDecision.SEND, GuardDecision.SEND),
        (Guard.CONFIRM, GuardDecision.ASK, GuardDecision.ASK_NAME),
        (Guard.TYPE_NAME, GuardDecision.ASK_NAME, GuardDecision.ASK_NAME),
        (Guard.READ_ONLY, GuardDecision.REFUSE, GuardDecision.REFUSE),
    ],
)
async def test_guards_stand_before_writes(
    office: Office, tmp_path: Path, guard: Guard, upload: GuardDecision, delete: GuardDecision
) -> None:
    where = Target(environment(guard=guard), "prod")
    assert decision_of(Direction.DOWNLOAD, where) is GuardDecision.SEND
    assert decision_of(Direction.UPLOAD, where) is upload
    assert decision_of(Direction.DELETE, where) is delete
    if guard is Guard.NONE:
        return
    items = upload_items([str(file_with(tmp_path, "a", b"abc"))], "")
    plan = await office.storage.plan_upload(items, where)
    with pytest.raises(GuardError):
        await office.storage.carry_out(plan, on_change=office.changes.append)
    with pytest.raises(GuardError):
        await office.storage.delete(
            ["cloud://e.b/a"], where, consent=GuardDecision.ASK, on_change=office.changes.append
        )
    assert [each.method for each in office.requests] == ["POST"]
    assert office.changes == []


async def test_cancelling_tells_what_was_done_and_leaves_no_half(
    office: Office, tmp_path: Path
) -> None:
    ups = await office.upload(*(file_with(tmp_path, name, b"x" * PIECE) for name in ("a", "b")))
    is_second = asyncio.Event()

    def noted(change: Change) -> None:
        office.changes.append(change)
        if isinstance(change, Moving) and change.position == 2:
            is_second.set()

    (tmp_path / "new").mkdir()
    items = download_items([each.cloud_object_id for each in ups], str(tmp_path / "new"))
    plan = await office.storage.plan_download(items, office.where)
    office.changes.clear()
    task = asyncio.create_task(office.storage.carry_out(plan, on_change=noted))
    async with asyncio.timeout(60):
        await is_second.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [each.ok for each in office.changes if isinstance(each, ItemResult)] == [True]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a"]


def test_two_files_never_become_one_object(tmp_path: Path) -> None:
    with pytest.raises(WedaError) as caught:
        upload_items(["x/a.txt", "y/a.txt"], "dir")
    assert caught.value.code is ErrorCode.OBJECT_PATH_TWICE
    assert upload_items(["x/a.txt"], "dir", "b.txt") == (
        TransferItem(object_id="dir/b.txt", file="x/a.txt"),
    )


def test_where_downloads_go(tmp_path: Path) -> None:
    ids = ["cloud://e.b/x/a.jpg", "cloud://e.b/y/A.jpg"]
    one, two = download_items(ids, str(tmp_path / "new"))
    assert [one.file, two.file] == [str(tmp_path / "new" / name) for name in ("a.jpg", "A (2).jpg")]
    (as_file,) = download_items(ids[:1], str(tmp_path / "b.jpg"))
    (inside,) = download_items(ids[:1], str(tmp_path))
    (new_folder,) = download_items(ids[:1], f"{tmp_path}/new/")
    assert as_file.file == str(tmp_path / "b.jpg")
    assert inside.file == str(tmp_path / "a.jpg")
    assert new_folder.file == str(tmp_path / "new" / "a.jpg")
    file_with(tmp_path, "a.jpg", b"")
    (renamed,) = download_items(ids[:1], str(tmp_path), "rename")
    assert renamed.file == str(tmp_path / "a (2).jpg")
