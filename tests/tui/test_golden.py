"""Whole screens as text, compared cell by cell, and the rules that every screen keeps.

``WEDA_TUI_UPDATE_GOLDEN=1`` rewrites ``golden/*.txt``; review the difference before committing it.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from email.utils import formatdate
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.agents.values import STOP, question, write
from tests.tui.explorer import NOW, Explorer, explorer
from tests.tui.models.live import refresh
from tests.tui.screens.forms import check, fill
from tests.tui.screens.network import (
    edit_environment,
    open_endpoint,
    open_failing,
    open_json,
    transport,
)
from tests.tui.screens.saving import settled
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.agents.question import AskedWrite
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.environments.deployment import EnvTypeSetting, SecretRef
from weda_tui.core.files import DirectoryEntry, Folder
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.support_bundle import Bundle, BundleFile
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.runs.results import RunChoice
from weda_tui.store.agents.questions import QuestionFiles
from weda_tui.tui.collections.rows import SavedRows
from weda_tui.tui.files.picker_dialog import FilePicker
from weda_tui.tui.history.support_bundle_dialog import BundleDialog
from weda_tui.tui.links.save_value_dialog import VariableDialog
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.runs import long_dialog
from weda_tui.tui.storage.dialog import TransferDialog
from weda_tui.tui.widgets.code_area import CodeArea
from weda_tui.tui.widgets.drawing import palette
from weda_tui.tui.widgets.tabs import Tabs

FOLDER = Path(__file__).parent / "golden"
IS_UPDATE = bool(os.environ.get("WEDA_TUI_UPDATE_GOLDEN"))

PETS = """
openapi: 3.1.0
info: {title: 宠物店}
paths:
  /pets:
    get: {operationId: list, summary: 查询宠物}
    post: {operationId: add, summary: Add a pet}
    delete: 1
"""
FILLED = """{
  "InstanceId": "1893450276618240001",
  "TaskAssignee": {"UserId": 1500000000000000017, "Type": 3},
  "TaskIds": ["1893450276920229889"],
  "StartTime": 1795483338000,
  "NeedUserExtraInfo": true,
  "mine": 1.10
}"""

FILTERED = """{
  "filter": {
    "where": {
      "level": {"$in": ["A", "B"]},
      "$or": [
        {"credit": {"$gte": 1893450276618240001}},
        {"signedAt": {"$lt": 1795483338000}},
        {"remark": {"$regex": "急"}}
      ],
      "tags": 5
    }
  },
  "orderBy": [{"createdAt": "desc"}],
  "select": {"$master": true, "salesperson": {"name": true}}
}"""

SAVED = """\
endpoint = "workflow.ListProcessInstances"
body = '''
{
  "UserInfo": {
    "UserId": "{{user}}",
    "Type": 4
  },
  "PageType": "TODO",
  "PageNumber": 1,
  "PageSize": 20
}
'''

[variables]
user = "1500000000000000001"

[[assert]]
on = "$.Response.Data.TotalCount"
greaterThan = 1

[capture]
Instance = "$.Response.Data.Records[0].InstanceId"
"""

Story = Callable[[Explorer], AsyncGenerator[str]]
"""A way through the program, which stops at each scene and yields its name."""


async def _to_result(e: Explorer, *keys: str) -> None:
    """Go to RESULT, which has the focus after a send in a narrow window, and press further keys."""
    if e.main.stage != "result":
        await e.press("f6")
    if keys:
        await e.press(*keys)


def _show_draft(e: Explorer, **changes: Any) -> None:
    """Show the draft of the open endpoint with changes."""
    assert e.main.draft is not None
    draft = msgspec.structs.replace(e.main.draft, **changes)
    e.main.query_one(RequestEditor).show_draft(draft)


async def _responses(e: Explorer) -> AsyncGenerator[str]:
    """A success, and then a refusal by a server whose clock is ahead."""
    await e.send()
    await e.press("ctrl+t")
    yield "token"
    await e.press("5")
    yield "token-steps"
    await e.press("escape", "escape")
    await _to_result(e, *["down"] * 5)
    yield "success"
    transport(e)._before = _expired
    await e.send()
    await _to_result(e)
    await e.settle()
    yield "doctor"


async def _other_env_type(e: Explorer) -> AsyncGenerator[str]:
    """The same request is sent to another env type, after a question."""
    await e.send()
    await _to_result(e, "equals_sign")
    await _until_idle(e)
    await e.press("2")
    yield "elsewhere"
    await e.press("enter")
    await _until_idle(e)
    await _until_idle(e)
    yield "comparison"


async def _since(e: Explorer) -> AsyncGenerator[str]:
    """A call that succeeded, and then fails with another header."""
    await e.send()
    draft = e.main.query_one(RequestEditor).draft
    assert draft is not None
    _show_draft(e, headers=(*draft.headers, ("X-Sandbox-Fault", "INVALID_ENV_STATUS")))
    await e.send()
    yield "since"


async def _users(e: Explorer) -> AsyncGenerator[str]:
    """A call with a user's token; then a wrong password of the environment."""
    await e.send()
    e.main.controllers.open_endpoint(e.session.modules.catalogue.get("auth.me"))
    await e.pilot.pause()
    await e.send()
    yield "user"
    await e.press("ctrl+t", "up")  # the value of a user's token differs in every run
    yield "tokens"
    await e.press("escape", "f2", "f2")
    await fill(e, password="not the password")
    await check(e)
    yield "environment"


async def _environments(e: Explorer) -> AsyncGenerator[str]:
    """A second deployment without prod and without certificate checks; a guard is changed."""
    (first,) = e.session.environments.all
    second = msgspec.structs.replace(
        first,
        name="华东分公司",
        host="https://10.20.4.18:8443",
        env_types=(EnvTypeSetting("dev", Guard.NONE), EnvTypeSetting("pre", Guard.READ_ONLY)),
        verify_tls=False,
    )
    e.session.environments.save(second, secret="other", password="other")
    changed = msgspec.structs.replace(first, alias="hq", variables={"user": "1500000000000000017"})
    e.session.environments.save(changed, secret="", replaces=first)
    e.main.where = e.session.environments.where(first.name)
    await e.press("f2", "f2", "3")
    yield "environments"


async def _collections(e: Explorer) -> None:
    """Two folders, a file that cannot be read, and a selected request with an edit."""
    draft = draft_for(e.session.modules.catalogue.get("workflow.DescribeProcessInstance"))
    keep = e.session.collections.changes.create
    keep("本周待办", "审批", draft)
    keep("Every running instance of the whole company", "审批", draft)
    keep("查卡住的实例", "审批/排查", draft)
    keep("按编号查", "contracts", draft_for(e.session.modules.catalogue.get("workflow.StopFlow")))
    (e.session.collections.root / "contracts/broken.toml").write_text('endpoint = "a"\nbodi = 1\n')
    e.session.collections.changes.change_settings("审批", order=("本周待办",), name="审批")
    await e.main.run_command("saved")
    await settled(e)


async def _saved(e: Explorer) -> AsyncGenerator[str]:
    await _collections(e)
    await e.press("end", "up", "0", "m")
    await settled(e)
    yield "moving"
    await e.press("escape", "up", "enter")
    await settled(e)
    e.main.query_one("#with-tabs", Tabs).open("file")
    e.main.query_one("#json", CodeArea).load_text('{\n  "InstanceId": "1"\n}')
    await e.pilot.pause()
    await e.main.run_command("saved")
    await settled(e)
    yield "saved"


async def _whole_saved(e: Explorer) -> AsyncGenerator[str]:
    """The full screen of saved requests, with a selected request that was sent twice."""
    await _collections(e)
    file = e.session.collections.root / "审批/按类型查.toml"
    file.write_text(SAVED, encoding="utf-8")
    e.main.controllers.opening.open("审批/按类型查")
    await settled(e)
    await e.send()
    await e.send()
    await e.main.run_command("saved")
    await settled(e)
    await e.press("f3")
    await settled(e)
    screen = e.app.screen
    screen.query_one(SavedRows).show_nodes(screen.query_one(SavedRows).nodes, "审批/按类型查")
    await settled(e)
    yield "whole-saved"
    await e.press("enter")
    await settled(e)
    e.main.query_one("#with-tabs", Tabs).open("checks")
    await e.pilot.pause()
    yield "checks"


def _expired(request: httpx.Request) -> httpx.Response | None:
    """Refuse every token; the server's clock is five minutes ahead."""
    if not request.url.path.startswith("/weda/"):
        return None
    body = {
        "code": "INVALID_ACCESS_TOKEN",
        "requestId": "79e7c0fc8286e",
        "message": "access token verify failed: jwt expired",
    }
    date = formatdate(NOW + 307, usegmt=True)
    return httpx.Response(200, json=body, headers={"Date": date})


def _silent(request: httpx.Request) -> httpx.Response | None:
    if request.url.path.startswith("/weda/"):
        raise httpx.ReadTimeout("no byte came")
    return None


async def _choose_run(e: Explorer) -> None:
    """A folder with a data file for its run."""
    call = 'endpoint = "workflow.DescribeInstanceApproverList"\n'
    texts = {
        "list": call + '[capture]\nRequest = "$.Response.RequestId"\n',
        "second": call + 'depends = ["审批/list"]\n',
        "third": call + '[[assert]]\non = "$.Response.Data[0].Name"\nequals = "张伟"\n',
        "第四个": call + 'depends = ["审批/third"]\n',
    }
    for name, text in texts.items():
        file = e.session.collections.root / "审批" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    data = e.session.paths.workspace / "rows.csv"
    data.write_text("InstanceId,Comment\n1893450276618240001,同意\n2,\n", encoding="utf-8")
    e.session.run_choices["审批"] = RunChoice(data=str(data), parallel=4)
    await e.main.run_command("saved")
    await _until_idle(e)
    await e.press("0", "R")
    await _until_idle(e)


async def _until_noted(e: Explorer, token_left: str) -> None:
    """Wait until the history shows the ended run, and the top line shows its token."""
    is_wide = e.app.size.width == 160
    last = ("Last time" if e.app.language == "en" else "上次") if is_wide else ""
    async with asyncio.timeout(LONGEST_WORK):
        while token_left not in e.text.partition("\n")[0] or last not in e.text:
            e.main.controllers.tokens.refresh()
            e.main.controllers.history.show_last()
            await e.pilot.pause()


async def _until_idle(e: Explorer) -> None:
    groups = {"run", "run-end", "saved", "saved-read", "compare", "send-elsewhere", "last"}
    groups |= {"results", "saved-results", "saved-look", "look-after", "first-failure"}
    while any(worker.is_running and worker.group in groups for worker in list(e.app.workers)):
        await e.pilot.pause()
    await e.pilot.pause()


def _instances(request: httpx.Request) -> httpx.Response | None:
    """Answer with a list of instances as in the guide, with IDs as numbers."""
    if not request.url.path.startswith("/weda/"):
        return None
    flows, starters = ("采购合同审批", "用印申请", "资产领用"), ("周明远", "Zhang Wei", "欧阳若曦")
    rows = [
        {
            "InstanceId": 1893450276618240001 + n * 301_999_888,
            "FlowName": flows[n % 3],
            "StartUserName": starters[n * 2 % 3],
            "StartTime": 1795483338000 - n * 3_661_000,
            "EndTime": None if n % 3 else 1795487958000,
            "Status": 4 if n % 3 else 3,
            "FlowVersion": "2.0",
            "FlowCode": "1790112233445566778",
            **({"Remark": "加急"} if n == 2 else {}),
            "Tags": ["a"] * n,
            "StartUser": {"UserId": "1500000000000000017"},
        }
        for n in range(20)
    ]
    data = {"Result": rows, "TotalCount": "138"}
    return httpx.Response(200, json={"Response": {"RequestId": "a1c9f3d2-0b44", "Data": data}})


async def _dialogs(e: Explorer) -> AsyncGenerator[str]:
    """Dialogs before anything is sent; the last one imports an OpenAPI document."""
    yield "empty"
    await e.press("ctrl+p", *"cxsp")
    yield "go-to"
    await e.press("escape", "ctrl+s")
    await settled(e)
    yield "save"
    await e.press("escape", "f6", "f1")
    yield "help"
    await e.press("escape", "f4")
    folder = Path(os.environ["HOME"])
    old = PETS.replace("Add a pet", "Add one").replace("operationId: list", "operationId: old")
    e.session.modules.apply_import(e.session.modules.plan_import(old.encode(), file="pets.yaml"))
    e.main.controllers.calls.update()
    (folder / "pets.yaml").write_text(PETS, encoding="utf-8")
    await e.press("ctrl+o", *"~/pets.yaml", "enter")
    yield "import"


async def _files(e: Explorer) -> AsyncGenerator[str]:
    """Files are chosen, transferred and written; then a call that destroys is sent."""
    entries = (
        DirectoryEntry("子文件夹", is_folder=True),
        DirectoryEntry("a.txt", is_folder=False, size=3),
        DirectoryEntry("年度报告 2026.pdf", is_folder=False, size=3_000_000),
    )

    async def list_folder(_: str) -> Folder:
        return Folder("/home/wang", entries)

    where, strings = e.main.where, e.main.strings
    assert where is not None
    e.app.push_screen(FilePicker(list_folder, "", strings))
    await e.pilot.pause()
    await e.press("down", "down", "enter")
    yield "picker"
    e.app.pop_screen()
    e.app.push_screen(TransferDialog(e.session, where, ("/home/wang/报告.pdf",), strings))
    await e.pilot.pause()
    await e.type("2026")
    yield "transfer"
    e.app.pop_screen()
    names = ("README.txt", "request.sh", "request.toml", "exchange.json", "response-headers.txt",
             "response-body.json", "environment.json", "versions.json")  # fmt: skip
    files = tuple(BundleFile(name, b"x" * 100 * n) for n, name in enumerate(names, 3))
    bundle = Bundle("weda-20261125-094218-workflow-StartFlow-INVALID-PARAM", files, is_cut=True)
    e.app.push_screen(BundleDialog(bundle, "/home/wang/Downloads", strings, Path()))
    await e.pilot.pause()
    yield "bundle"
    e.app.pop_screen()
    await open_endpoint(e, "StopFlow")
    await e.press("f5")
    await e.type(e.session.environments.all[0].name[:1])
    yield "guard-name"


async def _choosing(e: Explorer) -> AsyncGenerator[str]:
    await e.press("f2")
    yield "where"
    await e.press("escape", "f3", "c", "x")
    if e.app.size.width == 100:  # the count is drawn after the rows
        await e.until_shown("44 / 111")
    yield "what"


async def _agent(e: Explorer) -> AsyncGenerator[str]:
    await _ask(e, write())
    yield "agent"


async def _secret(e: Explorer) -> AsyncGenerator[str]:
    [kept] = e.session.environments.all
    prompted = msgspec.structs.replace(kept, secret_key=SecretRef("prompt"))
    e.session.environments.save(prompted, secret="", replaces=kept)
    await e.press("f5")
    await e.type("12345")
    yield "secret"


async def _agent_many(e: Explorer) -> AsyncGenerator[str]:
    await _ask(e, write(), STOP, write(env_type="dev"))
    yield "agent-many"


async def _ask(e: Explorer, *writes: AskedWrite) -> None:
    """Let an agent ask for writes."""
    name = e.session.environments.all[0].name
    asked = question(*writes, environment=name, asked_at=NOW)
    QuestionFiles(e.session.paths.agent_questions).put(asked)
    e.main.controllers.agents.check()
    await e.until_shown("claude-code")
    await e.until_shown(f"F1 {e.main.strings.tui.keys.help}")  # the footer changes after the dialog


async def _guards(e: Explorer) -> AsyncGenerator[str]:
    """A call that writes, and F8 when its body has a variable that contains another one."""
    await open_endpoint(e, "CompleteTask")
    await e.press("f5")
    yield "guard"
    await e.press("escape", "down", "enter")
    yield "list"
    await e.press("escape")
    await open_json(e, "CompleteTask")
    yield "json"
    edit_environment(e, variables={"task": "{{flow}}-1", "flow": "1893450276618240001"})
    e.main.controllers.reload_files()
    body = e.app.focused
    assert isinstance(body, CodeArea)
    body.load_text('{"TaskId": "{{task}}", "ButtonAction": 2}')
    await e.pilot.pause()
    await e.press("f8")
    yield "explained"


async def _writes(e: Explorer) -> AsyncGenerator[str]:
    """A call of the user's own; then a write that gets no response."""
    await e.press("f3", "escape", "plus", *"Mine", "tab", "tab", *"/crm orders", "ctrl+s")
    yield "own-call"
    await e.press("escape", "escape", "f4")
    transport(e)._before = _silent
    await open_endpoint(e, "CompleteTask")
    yield "with"
    await open_endpoint(e, "GetFlowInstanceTasks")
    await e.press("ctrl+u", "f5")
    yield "missing"
    await open_endpoint(e, "CompleteTask")
    await e.press("f5", "y")
    await e.settle()
    await _to_result(e)
    yield "doctor-silent"


async def _tasks(e: Explorer) -> AsyncGenerator[str]:
    """The parameters of a call, and the links of its response."""
    await open_endpoint(e, "GetFlowInstanceTasks")
    documented = e.main.draft
    assert documented is not None
    _show_draft(e, body=FILLED)
    form = e.main.query_one(RequestForm)
    form.focus_form()
    await e.press("down", "down", "down", "down")
    yield "form"
    e.main.query_one(RequestEditor).show_draft(documented)
    form.focus_form()
    await e.press("home", "f5")
    await e.settle()
    await _to_result(e, "f6")
    yield "understood"
    await e.press("f6", *["down"] * 7, "f7", "right")
    yield "next"
    await e.press("v")
    async with asyncio.timeout(LONGEST_WORK):
        while not isinstance(e.app.screen, VariableDialog):
            await e.pilot.pause()
    yield "variable"
    await e.press("escape", "2")
    await e.pilot.pause()
    yield "followed"


async def _failing(e: Explorer) -> AsyncGenerator[str]:
    await open_failing(e)
    await e.send()
    await _to_result(e)
    yield "failure"


async def _history(e: Explorer) -> AsyncGenerator[str]:
    """A success and a failure; the failure is saved as an example of a saved request."""
    await e.send()
    await open_failing(e)
    await e.send()
    await e.main.run_command("history")
    await e.pilot.pause()
    yield "history"
    await e.press("f3")
    yield "whole-history"
    await e.press("escape", "equals_sign", "down", "equals_sign")
    await _until_idle(e)
    await e.press("t")
    await _until_idle(e)
    yield "comparison-lines"
    await e.press("escape", "up")
    for key in ("ctrl+s", "enter", "0", "X"):
        await e.press(key)
        await settled(e)
    yield "save-example"


async def _models(e: Explorer) -> AsyncGenerator[str]:
    await refresh(e)
    e.main.controllers.open_endpoint(e.main.catalogue.get("model.customer.create"))
    await e.pilot.pause()
    await e.press("f3", "down")
    yield "models"


async def _filters(e: Explorer) -> AsyncGenerator[str]:
    """Conditions in a group, one of which is selected, and a changed order."""
    await refresh(e)
    e.main.controllers.open_endpoint(e.main.catalogue.get("model.customer.list"))
    await e.pilot.pause()
    _show_draft(e, body=FILTERED)
    await e.press("ctrl+f", "down", "down", "down", "end", *"00")
    yield "filter"
    await e.press("shift+tab")
    await e.press("space")
    yield "filter-list"


async def _first_run(e: Explorer) -> AsyncGenerator[str]:
    await e.press(*"https://w")
    yield "first-run"


async def _run(e: Explorer) -> AsyncGenerator[str]:
    """A run of a folder: two requests pass, one fails, and one depends on the failed one."""
    await _choose_run(e)
    yield "run-choice"
    await e.press("delete", "down", "left", "left", "left", "f5")
    await _until_idle(e)
    if e.app.size.width == 160:  # the marks of the tree are read once the run has ended
        await e.until_shown("✗ third")
        await _until_noted(e, "")
    else:  # the line of the stage is drawn after the token
        await e.until_shown("token valid")
    e.app.refresh_css(animate=False)  # only a full redraw includes the screen below a dialog
    await e.pilot.pause()
    yield "run"


async def _long_runs(e: Explorer) -> AsyncGenerator[str]:
    """The rows of a run, the options of a load test, and a monitor after its first round."""
    await _choose_run(e)
    await e.press("f5")
    await e.until_shown("审批/list  POST")
    await _until_idle(e)
    yield "rows"
    await e.press("escape", "0", "R")
    await _until_idle(e)
    await e.press("delete", "tab")
    await _until_idle(e)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_dialog, "has_locust", lambda: True)
        await e.press("tab")
        await _until_idle(e)
    yield "load"
    await e.press("tab", "tab")
    await _until_idle(e)
    await e.press("f5")
    await e.until_shown("✗ 09:42")
    await e.until_shown("1 round ✗" if e.app.language == "en" else "1 轮 ✗")
    await _until_noted(e, "71h59m")
    await _until_idle(e)
    yield "monitor"


async def _lacking(e: Explorer) -> AsyncGenerator[str]:
    """The documented fields that the selected object lacks."""
    await open_endpoint(e, "GetFlowInstances")
    await e.send()
    await _to_result(e, *["down"] * 8)
    await e.main.run_command("lacking_fields")
    await e.pilot.pause()
    yield "lacking"


async def _table(e: Explorer) -> AsyncGenerator[str]:
    """A table on the whole screen, latest first; then one column is hidden and another moved."""
    transport(e)._before = _instances
    await open_endpoint(e, "GetFlowInstances")
    _show_draft(e, body='{"ProcessKey": "flow_demo01", "PageNumber": 1, "PageSize": 20}')
    await e.send()
    await _to_result(e, "f6", "vertical_line", "right", "right", "right", "o", "o", "left", "left")
    await e.press("down", "down", "down")
    yield "table"
    await e.press("x")
    yield "table-export"
    await e.press("escape", "c", "enter", "down", "alt+down")
    yield "table-columns"


USUAL = "160x48-zh 80x24-en"
FOUR = "160x48-zh 80x24-zh 160x48-en 80x24-en"
SIX = "160x48-zh 100x30-zh 80x24-zh 160x48-en 100x30-en 80x24-en"
STORIES: dict[Story, dict[str, str]] = {
    _dialogs: {
        "empty": USUAL, "go-to": USUAL, "save": USUAL, "help": "120x36-zh 80x24-en",
        "import": USUAL,
    },
    _files: {
        "picker": USUAL, "transfer": USUAL, "bundle": USUAL, "guard-name": "120x36-zh 80x24-en",
    },
    _choosing: {"where": "100x30-en", "what": "100x30-zh 80x24-zh 120x36-en"},
    _agent: {"agent": FOUR},
    _agent_many: {"agent-many": USUAL},
    _secret: {"secret": USUAL},
    _guards: {"guard": USUAL, "list": USUAL, "json": USUAL, "explained": USUAL},
    _writes: {
        "own-call": "160x48-en 80x24-zh", "with": "160x48-en 80x24-zh",
        "missing": "160x48-en 80x24-zh", "doctor-silent": "160x48-en 80x24-zh",
    },
    _tasks: {
        "form": f"{FOUR} 100x30-zh", "understood": USUAL,
        "next": "160x48-zh 100x30-zh 160x48-en 80x24-en", "variable": USUAL, "followed": USUAL,
    },
    _responses: {
        "token": USUAL, "token-steps": USUAL, "success": f"{SIX} 120x36-zh", "doctor": SIX,
    },
    _other_env_type: {"elsewhere": USUAL, "comparison": FOUR},
    _failing: {"failure": "160x48-zh 160x48-en 80x24-en"},
    _history: {
        "history": f"{FOUR} 100x30-zh", "whole-history": FOUR, "comparison-lines": USUAL,
        "save-example": USUAL,
    },
    _since: {"since": "160x48-zh 160x48-en"},
    _users: {"user": "160x48-zh 160x48-en 100x30-en", "tokens": USUAL, "environment": USUAL},
    _environments: {"environments": FOUR},
    _models: {"models": "160x48-zh 80x24-zh 100x30-en"},
    _filters: {"filter": f"{USUAL} 80x24-zh", "filter-list": "120x36-en"},
    _first_run: {"first-run": USUAL},
    _saved: {"moving": USUAL, "saved": FOUR},
    _whole_saved: {"whole-saved": FOUR, "checks": "160x48-zh 160x48-en"},
    _run: {"run-choice": USUAL, "run": USUAL},
    _long_runs: {"rows": FOUR, "load": FOUR, "monitor": FOUR},
    _lacking: {"lacking": USUAL},
    _table: {"table": FOUR, "table-export": USUAL, "table-columns": "80x24-zh"},
}  # fmt: skip
"""The scenes of each story, with the sizes and languages of their pictures."""
AT_EACH_SIZE = (_choosing, _users, _environments, _models, _filters, _whole_saved, _long_runs)
"""Stories that begin anew for each size, as a resized screen is scrolled in another way."""
FORMS = ("first-run", "environment", "environments")
FLOATS = (
    "table-export",
    "table-columns",
    "list",
    "guard",
    "agent",
    "agent-many",
    "token",
    "token-steps",
    "secret",
    "tokens",
    "go-to",
    "where",
    "help",
    "picker",
    "transfer",
    "import",
    "own-call",
    "filter",
    "filter-list",
    "elsewhere",
    "comparison",
    "comparison-lines",
    "bundle",
    "run",
    "variable",
    "save-example",
    "lacking",
    "run-choice",
    "rows",
    "monitor",
    "load",
)
RUNS = dict.fromkeys(
    (story, end if story in AT_EACH_SIZE else end[-2:])
    for story, scenes in STORIES.items()
    for ends in scenes.values()
    for end in ends.split()
)
"""Each story with the language, and perhaps the size, of the pictures to take in it."""
IN_BOTH_THEMES = {
    f"{scene}-{ends.split()[0]}" for scenes in STORIES.values() for scene, ends in scenes.items()
}
"""The first picture of each scene."""


class Shot(NamedTuple):
    name: str
    size: tuple[int, int]
    strips: list[Strip]
    rows: list[str]
    terminal_rows: list[str] | None
    """The same screen in the theme ``terminal``, if it is a picture of ``IN_BOTH_THEMES``."""
    verdict: list[str]
    """The rows of the verdict."""


async def _take(e: Explorer, picture: str) -> Shot:
    if e.app.size != _size(picture):
        await e.pilot.resize_terminal(*_size(picture))
        e.app.screen.refresh()  # only a full redraw includes the screen below a dialog
        await e.pilot.pause()
    is_dark_last = e.app.theme == palette.TERMINAL
    terminal_rows = None
    if is_dark_last and picture in IN_BOTH_THEMES:
        await _until_as_kept(e, _picture_of(picture))
        terminal_rows = e.rows
    await _show_in(e, palette.DARK)
    await _until_as_kept(e, _picture_of(picture))
    strips, rows = _strips(e), e.rows
    band = e.main.query_one("#verdict").region
    verdict = [strip.crop(band.x, band.right).text for strip in strips[band.y : band.y + 2]]
    if not is_dark_last and picture in IN_BOTH_THEMES:
        await _show_in(e, palette.TERMINAL)
        terminal_rows = e.rows
    name = picture.rsplit("-", 2)[0]
    return Shot(name, _size(picture), strips, rows, terminal_rows, verdict)


async def _show_in(e: Explorer, theme: str) -> None:
    if e.app.theme != theme:
        e.app.theme = theme
        await e.pilot.pause()
        await e.pilot.pause()


def _picture_of(screen: str) -> Path:
    return FOLDER / f"{screen}.txt"


def _kept(picture: Path) -> list[str]:
    return picture.read_text(encoding="utf-8").split("\n")[:-1]


async def _until_as_kept(e: Explorer, picture: Path) -> None:
    """Wait for late drawings of timers and threads; a remaining difference fails in the test."""
    if IS_UPDATE or not picture.exists():
        return
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(5):
            while e.rows != _kept(picture):
                await e.pilot.pause()
                await asyncio.sleep(0.01)


def _strips(e: Explorer) -> list[Strip]:
    return list(e.app.screen._compositor.render_strips())


def _looks_as_it_did(shot: Shot, picture: Path) -> None:
    if IS_UPDATE:
        FOLDER.mkdir(exist_ok=True)
        picture.write_text("\n".join(shot.rows) + "\n", encoding="utf-8")
    assert shot.rows == _kept(picture)


def _no_row_is_wider_than_the_screen(shot: Shot) -> None:
    width, height = shot.size
    assert len(shot.rows) == height
    assert not [row for row in shot.rows if cell_len(row) > width]


def _no_hint_and_no_verdict_is_cut(shot: Shot) -> None:
    if shot.name not in FLOATS:
        assert "…" not in shot.rows[-1]
    if shot.name in {"success", "failure"}:
        assert shot.verdict[0].strip()
        assert not [row for row in shot.verdict if "…" in row]


def _the_answers_of_a_guard_are_on_the_screen(shot: Shot) -> None:
    if shot.name in {"guard", "guard-name"}:
        text = "\n".join(shot.rows)
        assert "Ctrl+Y" in text
        assert "Enter" in text
        assert "Esc" in text


def _one_heavy_rule_says_where_the_focus_is(shot: Shot) -> None:
    if shot.name in {*FLOATS, *FORMS, "guard-name"}:
        return
    columns = {
        cell_len(row[:index])
        for row in shot.rows[2:]
        for index, character in enumerate(row)
        if character == "┃"
    }
    assert len(columns) == (0 if shot.size[0] < 100 else 1)


def _the_text_is_the_same_without_colours(shot: Shot) -> None:
    assert shot.terminal_rows is None or shot.terminal_rows == shot.rows


MARKS = {
    "ok": ("✓", "有效", "名称正确", "right", "correct", "matches"),
    "fail": (
        "✗",
        "删",
        "D",
        "不可恢复",
        "destructive write",
        "Cannot be undone",
        "是",
        "yes",
        "被拒",
        "refused",
        '"code": ',
        '"Code": ',
    ),
    "caution": (
        "!",
        "prod",
        "写",
        "W",
        "writes",
        "━",
        "还差",
        "to go",
        "more to type",
        "Ctrl+Y",
        "已修改",
        "changed",
        "┬",
        "●",
    ),
}
"""Texts that express the same as a colour."""


def _runs(strip: Strip) -> Iterator[tuple[Style | None, str]]:
    """Yield neighbouring segments of the same style as one run."""
    segments: Iterator[Segment] = iter(strip)
    for style, group in groupby(segments, key=_look):
        yield style, "".join(segment.text for segment in group)


def _look(segment: Segment) -> Style | None:
    style = segment.style
    return Style(color=style.color, bgcolor=style.bgcolor) if style else None


def _no_colour_stands_alone(shot: Shot) -> None:
    colours = palette.PALETTES[palette.DARK]
    for strip in shot.strips:
        for style, text in _runs(strip):
            for role, marks in MARKS.items():
                if style and style.color and style.color.name == colours[role] and text.strip():
                    assert any(mark in strip.text for mark in marks), (role, text, strip.text)


def _at_most_three_chips_are_filled(shot: Shot) -> None:
    if shot.name in {*FLOATS, "guard-name"}:
        return
    colours = palette.PALETTES[palette.DARK]
    fills = {colours[role] for role in ("ok", "fail", "caution", "focus", "dim")}
    chips = [
        text
        for strip in shot.strips
        for style, text in _runs(strip)
        if style and style.bgcolor and style.bgcolor.name in fills and cell_len(text) > 2
    ]
    assert len(chips) <= 3, chips


RULES = (
    _no_row_is_wider_than_the_screen,
    _no_hint_and_no_verdict_is_cut,
    _the_answers_of_a_guard_are_on_the_screen,
    _one_heavy_rule_says_where_the_focus_is,
    _the_text_is_the_same_without_colours,
    _no_colour_stands_alone,
    _at_most_three_chips_are_filled,
)


@pytest.mark.parametrize(("story", "end"), RUNS)
async def test_the_screens_of_a_story_look_as_they_did_and_keep_the_rules(
    story: Story,
    end: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    left = [
        f"{scene}-{each}"
        for scene, ends in STORIES[story].items()
        for each in ends.split()
        if each.endswith(end)
    ]
    language: Language = "zh" if end.endswith("zh") else "en"
    environments = "none" if story is _first_run else "sample"
    async with (
        explorer(tmp_path, size=_size(left[0]), language=language, environments=environments) as e,
        aclosing(story(e)) as scenes,
    ):
        while left:
            scene = await anext(scenes)
            for picture in [each for each in left if each.rsplit("-", 2)[0] == scene]:
                left.remove(picture)
                shot = await _take(e, picture)
                with subtests.test(picture):
                    _looks_as_it_did(shot, _picture_of(picture))
                with subtests.test(f"{picture} keeps the rules"):
                    for rule in RULES:
                        rule(shot)


def _size(picture: str) -> tuple[int, int]:
    width, height = picture.split("-")[-2].split("x")
    return int(width), int(height)
