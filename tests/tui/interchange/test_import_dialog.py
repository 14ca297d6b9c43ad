"""The import dialog shows what a file would change before anything is written."""

import asyncio
import json
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest
from textual import events

from tests.session.weda import open_session
from tests.tui.host import MARKUP, shown
from tests.tui.steady import LONGEST_WORK
from tests.tui.views.values import EN, ZH
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.interchange.import_plan import RequestPlan
from weda_tui.session import Session
from weda_tui.session.interchange.imports import apply_import, plan_import
from weda_tui.session.modules import ImportPlan
from weda_tui.store import imports as import_files
from weda_tui.tui.interchange import import_dialog
from weda_tui.tui.interchange.import_dialog import ImportDialog
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.rows import LineRows

PETS = """
openapi: 3.1.0
info: {title: Pet Store}
paths:
  /pets:
    get: {operationId: list, summary: List pets}
    post: {operationId: add, summary: Add a pet}
"""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_session(tmp_path)


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    path = tmp_path / "pets.yaml"
    path.write_text(PETS)
    return path


def fill(dialog: ImportDialog, text: str) -> None:
    dialog.query_one("#import-path", Field).value = text


async def test_enter_looks_and_enter_again_imports(session: Session, pets: Path):
    dialog = ImportDialog(session, ZH)
    async with shown(dialog) as (app, pilot, answers):
        assert "Enter 预览改动" in app.text
        fill(dialog, str(pets))
        await pilot.press("enter")
        await pilot.pause()
        assert "新模块 pets" in app.text
        assert "新增 2   改动 0   移除 0   未变 0" in app.text
        assert "+ List pets" in app.text
        assert "POST /pets" in app.text
        assert app.focused is dialog.query_one(LineRows)
        assert not session.paths.modules.exists()
        await pilot.press("enter")
        await pilot.pause()
        (plan,) = answers
        assert isinstance(plan, ImportPlan)
        assert "pets.list" in session.modules.catalogue.by_id


async def test_tab_completes_the_path(
    session: Session, pets: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(pets.parent))
    for name in ("cats-1.json", "cats-2.json"):
        (pets.parent / name).write_text("{}")
    dialog = ImportDialog(session, EN)
    async with shown(dialog) as (app, pilot, _):
        path = dialog.query_one("#import-path", Field)
        assert "Tab complete" in app.text

        async def tab() -> str:
            await pilot.press("tab")
            await app.workers.wait_for_complete()
            await pilot.pause()
            return path.value

        fill(dialog, "~/ca")
        assert await tab() == "~/cats-"
        assert "cats-1.json" not in app.text
        for _ in range(2):
            assert await tab() == "~/cats-"
            assert "~/cats-1.json" in app.text
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert (path.value, app.focused) == ("~/cats-2.json", path)
        fill(dialog, "~/pe")
        assert await tab() == "~/pets.yaml"
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        assert "New module pets" in app.text
        path.focus()
        assert await tab() == "~/pets.yaml"
        assert app.focused is dialog.query_one("#import-name", Field)
        fill(dialog, "~/dogs")
        await pilot.pause()
        await pilot.press("tab")
        assert app.focused is path
        assert await tab() == "~/dogs"
        assert app.focused is path


async def test_a_second_import_shows_what_changed(session: Session, pets: Path):
    session.modules.apply_import(session.modules.plan_import(PETS.encode(), file="pets.yaml"))
    (session.paths.modules / "pets.toml").write_text("[calls.add]\ntitle = 'Mine'\n")
    text = PETS.replace("List pets", "'All [/pets]'").replace(
        "operationId: add", "operationId: put"
    )
    pets.write_text(text + "  /broken: {get: 1}\n")
    dialog = ImportDialog(session, EN)
    async with shown(dialog) as (app, pilot, _):
        fill(dialog, f"'{pets}'")
        await pilot.press("enter")
        await pilot.pause()
        for said in (
            "Module pets already exists: update it",
            "1 new   1 changed   1 removed   0 unchanged",
            "Your 1 edit is kept",
            "+ Add a pet",
            "~ All [/pets]",
            "- Add a pet",
            "✗ Cannot read /paths/~1broken/get in pets.yaml",
        ):
            assert said in app.text, said
        assert next(row for row in app.rows if "~ All" in row).endswith("title")


async def test_the_module_has_the_name_that_is_typed(session: Session, pets: Path):
    session.modules.apply_import(
        session.modules.plan_import(PETS.encode(), file="x.yaml", into="shop")
    )
    dialog = ImportDialog(session, ZH)
    async with shown(dialog) as (app, pilot, answers):
        name = dialog.query_one("#import-name", Field)
        fill(dialog, str(pets))
        await pilot.press("enter")
        await pilot.pause()
        assert name.value == "pets"
        await pilot.press("shift+tab")
        assert app.focused is name
        name.value = "shop"
        await pilot.pause()
        assert "新模块" not in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert "模块 shop 已存在：更新" in app.text
        name.value = "workflow"
        await pilot.press("enter")
        await pilot.pause()
        assert "✗" in app.text
        name.value = "pet-shop"
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(answers[0], ImportPlan)
        assert "pet-shop.list" in session.modules.catalogue.by_id
        assert "pets.list" not in session.modules.catalogue.by_id


async def test_a_name_that_came_from_a_file_goes_with_it(session: Session, pets: Path):
    dialog = ImportDialog(session, ZH)
    async with shown(dialog) as (_, pilot, __):
        name = dialog.query_one("#import-name", Field)
        fill(dialog, str(pets))
        await pilot.press("enter")
        await pilot.pause()
        fill(dialog, str(pets.parent / "other.yaml"))
        await pilot.pause()
        assert name.value == ""
        name.value = "mine"
        fill(dialog, str(pets))
        await pilot.pause()
        assert name.value == "mine"


async def test_the_same_again_has_nothing_to_show(session: Session, pets: Path):
    session.modules.apply_import(session.modules.plan_import(PETS.encode(), file="pets.yaml"))
    dialog = ImportDialog(session, EN)
    async with shown(dialog) as (app, pilot, answers):
        fill(dialog, str(pets))
        await pilot.press("enter")
        await pilot.pause()
        assert "0 new   0 changed   0 removed   2 unchanged" in app.text
        assert app.focused is dialog.query_one(Field)
        await pilot.press("enter")
        await pilot.pause()
        assert len(answers) == 1


async def test_esc_leaves_everything_as_it_was(session: Session, pets: Path):
    dialog = ImportDialog(session, ZH)
    async with shown(dialog) as (_, pilot, answers):
        fill(dialog, str(pets))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]
        assert not session.paths.modules.exists()


async def test_another_path_wants_another_look(session: Session, pets: Path):
    dialog = ImportDialog(session, ZH)
    async with shown(dialog) as (app, pilot, answers):
        fill(dialog, str(pets))
        await pilot.press("enter")
        await pilot.pause()
        fill(dialog, str(pets.parent / "none.yaml"))
        await pilot.pause()
        assert "List pets" not in app.text
        dialog.query_one(Field).focus()
        await pilot.press("enter")
        await pilot.pause()
        assert "none.yaml" in app.text
        assert "✗" in app.text
        assert answers == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "第 2 行第 1 列有错误"),
        ('{"swagger": "2.0"}', "不是 OpenAPI 3 文档"),
        ("curl 'https://x.cn", "第 1 行的引号没有闭合"),
    ],
)
async def test_what_cannot_be_imported_is_named(session: Session, pets: Path, text: str, said: str):
    pets.write_text(text)
    dialog = ImportDialog(session, ZH)
    async with shown(dialog, size=(80, 24)) as (app, pilot, _):
        fill(dialog, str(pets))
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert said in app.text


async def test_markup_and_escapes_of_a_document_are_text(session: Session, pets: Path):
    paths = [
        f"  /{number}:\n    get: {{summary: {json.dumps(text)}}}\n"
        for number, text in enumerate(MARKUP)
    ]
    pets.write_text(f"openapi: 3.1.0\npaths:\n{''.join(paths)}", "utf-8")
    dialog = ImportDialog(session, EN)
    async with shown(dialog, size=(80, 24)) as (app, pilot, _):
        fill(dialog, str(pets))
        await pilot.press("enter")
        await pilot.pause()
        assert f"{len(MARKUP)} new" in app.text
        assert "+ [@click=app.quit]x[/]" in app.text
        assert "\x1b" not in app.text


CURL = "curl https://weda.example.cn/a \\\n  -H 'X-Api-Key: k'"


async def test_a_pasted_command_is_seen_first_and_then_saved(session: Session):
    dialog = ImportDialog(session, ZH)
    async with shown(dialog) as (app, pilot, answers):
        dialog.query_one("#import-path", Field).post_message(events.Paste(CURL.replace("\n", "\r")))
        await pilot.pause()
        await pilot.pause()
        assert "新建 curl" in app.text
        assert "请求 1，文件夹 0" in app.text
        assert "GET https://weda.example.cn/a" in app.text
        assert "X-Api-Key 中的机密已替换为变量" in app.text
        assert not session.paths.collections.exists()
        await pilot.press("enter")
        await pilot.pause()
        (plan,) = answers
        assert isinstance(plan, RequestPlan)
        assert (session.paths.collections / "curl" / "a.toml").exists()


async def test_a_collection_that_is_there_already_is_named(session: Session):
    items = [{"name": each, "request": "h"} for each in "ab"]
    text = json.dumps({"info": {"name": "审批"}, "item": items})
    apply_import(session, plan_import(session, text.encode(), file="a.json"))
    dialog = ImportDialog(session, ZH)
    async with shown(dialog) as (app, pilot, _):
        fill(dialog, text)
        await pilot.press("enter")
        await pilot.pause()
        assert "新建 审批 2" in app.text
        assert "审批 已存在，保持不变；导入的内容保存在它旁边" in app.text


async def test_a_command_that_is_typed_is_read_too(session: Session):
    dialog = ImportDialog(session, EN)
    async with shown(dialog) as (app, pilot, _):
        fill(dialog, "curl https://weda.example.cn/typed")
        await pilot.press("enter")
        await pilot.pause()
        assert "curl/typed" in app.text


async def test_a_pasted_path_stays_a_path(session: Session, pets: Path):
    dialog = ImportDialog(session, EN)
    async with shown(dialog) as (app, pilot, _):
        dialog.query_one("#import-path", Field).post_message(events.Paste(f"{pets}\n"))
        await pilot.pause()
        assert dialog.query_one("#import-path", Field).value == str(pets)
        await pilot.press("enter")
        await pilot.pause()
        assert "New module pets" in app.text


def test_the_width_of_the_names_is_found_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = [{"name": f"r{n}", "request": "https://weda.example.cn/a"} for n in range(9)]
    data = json.dumps({"info": {"name": "p"}, "item": requests}).encode()
    plan = plan_import(session, data, file="p.json")
    widest = Mock(return_value=4)
    monkeypatch.setattr(import_dialog, "_widest", widest)
    import_dialog.plan_rows(plan, EN, 80)
    widest.assert_called_once()


@pytest.mark.parametrize("is_stopped", [False, True])
async def test_a_long_import_says_how_far_it_is_and_esc_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_stopped: bool
) -> None:
    items = [{"name": f"r{n}", "request": "https://weda.example.cn/a"} for n in range(1200)]
    file = tmp_path / "big.json"
    file.write_text(json.dumps({"info": {"name": "big"}, "item": items}))
    may_go, write = threading.Event(), import_files._write_request

    def wait(staging: Path, request: SavedRequest) -> None:
        if request.path == "big/r1000":
            may_go.wait(10)
        write(staging, request)

    monkeypatch.setattr(import_files, "_write_request", wait)
    dialog = ImportDialog(session, ZH)
    root = session.paths.collections
    async with shown(dialog) as (app, pilot, answers), asyncio.timeout(LONGEST_WORK):
        fill(dialog, str(file))
        await pilot.press("enter")
        while dialog._plan is None:
            await pilot.pause()
        dialog._go_on()
        while "正在写入：1,000 / 1,200" not in app.text:  # noqa: ASYNC110 - a thread gets there
            await asyncio.sleep(0.02)
        assert not (root / "big").exists()
        if is_stopped:
            dialog.action_close()
        may_go.set()
        while not answers or (root / import_files.STAGING).exists():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert (answers == [None]) is is_stopped
    assert (root / "big").exists() is not is_stopped
