"""Saved requests in the explorer: saved, opened, moved, followed on the disk, kept when it dies."""

import asyncio
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from weda_tui.session import Session
from weda_tui.tui.dialogs.save_request import SaveDialog
from weda_tui.tui.widgets.code_area import JsonArea
from weda_tui.tui.widgets.tabs import Tabs

TODO = """\
name = "本周待办"
endpoint = "workflow.DescribeInstanceApproverList"
method = "POST"
url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList"
headers = [
    "Content-Type: application/json;charset=utf-8",
]
body = '{"a": "{{who}}"}'
"""


GROUPS = {
    "saved", "saved-read", "saved-act", "open-saved", "save", "save-ask", "look-after",
    "keep-drafts", "take-back",
}  # fmt: skip
"""The workers that read and write files."""


def given(folder: Path, path: str = "审批/list-todo", text: str = TODO) -> Path:
    file = folder / "workspace/collections" / f"{path}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


async def open_json(e: Explorer) -> None:
    """Go into the JSON of what is in hand."""
    e.main.query_one("#with-tabs", Tabs).open("json")
    await e.pilot.pause()
    e.main.query_one(JsonArea).focus()
    await e.pilot.pause()


async def until_quiet(e: Explorer) -> None:
    """Wait for the threads that read and write files."""
    async with asyncio.timeout(10):
        while any(w.is_running and w.group in GROUPS for w in list(e.app.workers)):
            await e.pilot.pause()
            await asyncio.sleep(0)
    await e.pilot.pause()


async def open_first(e: Explorer) -> None:
    await e.main.run_command("saved")
    await until_quiet(e)
    await e.press("down", "enter")
    await until_quiet(e)


async def test_an_empty_workspace_says_how_to_begin(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await until_quiet(e)
        assert "还没有保存的请求" in e.text
        assert "接口  已保存  历史" in e.text


async def test_a_draft_is_saved_by_name_and_then_saved_over(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await open_json(e)
        await e.press("ctrl+s")
        await until_quiet(e)
        assert isinstance(e.app.screen, SaveDialog)
        await e.type("a/b")
        assert "文件  collections/我的请求/a-b.toml" in e.text
        await e.press("enter")
        await until_quiet(e)
        file = tmp_path / "workspace/collections/我的请求/a-b.toml"
        first = file.read_text()
        assert first.startswith('name = "a/b"\n')
        assert e.main.saved_path == "我的请求/a-b"
        assert not e.main.edited
        await e.press("home", "x")
        assert e.main.edited == {"我的请求/a-b"}
        assert "● 没保存" in e.text
        await e.press("ctrl+s")
        await until_quiet(e)
        assert not e.main.edited
        assert file.read_text() != first


async def test_a_file_that_is_there_is_overwritten_at_a_second_enter(tmp_path: Path):
    file = given(tmp_path, "我的请求/a")
    async with explorer(tmp_path) as e:
        await open_json(e)
        await e.press("ctrl+s")
        await until_quiet(e)
        await e.type("a")
        await e.press("enter")
        await until_quiet(e)
        assert file.read_text() == TODO
        assert "再按一次 Enter 覆盖它" in e.text
        await e.press("enter")
        await until_quiet(e)
        assert file.read_text() != TODO


async def test_what_is_opened_has_its_folders_variables_and_its_edits(tmp_path: Path):
    given(tmp_path)
    given(tmp_path, "审批/folder", '[variables]\nwho = "张伟"\n')
    async with explorer(tmp_path) as e:
        await open_first(e)
        assert "本周待办" in e.text
        assert e.main.draft is not None
        assert e.main.preflight is not None
        assert e.main.preflight.request is not None
        assert e.main.preflight.request.body.decode() == '{"a": "张伟"}'
        await open_json(e)
        await e.press("ctrl+home", "x")
        edited = e.main.draft
        await e.main.run_command("endpoints")
        await e.press("down", "down", "enter")
        assert e.main.saved is None
        assert e.main.draft != edited
        await open_first(e)
        assert e.main.draft == edited
        assert "● 没保存" in e.text


async def test_a_broken_file_keeps_its_row_and_says_why(tmp_path: Path):
    given(tmp_path, text='endpoint = "a.b"\nbodi = ""\n')
    async with explorer(tmp_path) as e:
        await open_first(e)
        assert "✗ list-todo.toml 第 2 行" in e.text
        assert "不认识 bodi" in e.text
        assert e.main.saved is None


async def test_a_file_that_changes_is_read_again(tmp_path: Path):
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_first(e)
        file.write_text(TODO.replace("{{who}}", "new"))
        e.main.look_after_saved()
        await until_quiet(e)
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "new"}'
        assert "已重新读入" in e.text


@pytest.mark.parametrize(
    ("answer", "on_disk", "in_hand"), [("2", "mine", "mine"), ("3", "theirs", "theirs")]
)
async def test_where_both_sides_changed_it_asks(
    tmp_path: Path, answer: str, on_disk: str, in_hand: str
):
    file = given(tmp_path, text=TODO.replace("{{who}}", ""))
    async with explorer(tmp_path) as e:
        await open_first(e)
        await open_json(e)
        e.main._stages.editor._json.load_text('{"a": "mine"}')
        await e.pilot.pause()
        file.write_text(TODO.replace("{{who}}", "theirs"))
        e.main.look_after_saved()
        await until_quiet(e)
        assert "这里也有没保存的修改" in e.text
        await e.press(answer)
        await until_quiet(e)
        assert f'"a": "{on_disk}"' in file.read_text()
        assert e.main.draft is not None
        assert e.main.draft.body == f'{{"a": "{in_hand}"}}'
        assert not e.main.edited


async def test_a_save_never_overwrites_what_it_has_not_seen(tmp_path: Path):
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_first(e)
        theirs = TODO.replace("{{who}}", "theirs")
        file.write_text(theirs)
        await e.press("ctrl+s")
        await until_quiet(e)
        assert file.read_text() == theirs
        assert "另存为" in e.text
        await e.press("escape")
        assert file.read_text() == theirs


async def test_a_move_takes_file_edits_and_row_along(tmp_path: Path):
    given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_first(e)
        await open_json(e)
        await e.press("ctrl+home", "x")
        await e.main.run_command("saved")
        await until_quiet(e)
        await e.press("m")
        await until_quiet(e)
        await e.type("新")
        await e.press("tab")
        await e.press("ctrl+u")
        await e.type("别处/里面")
        await e.press("enter")
        await until_quiet(e)
        assert (tmp_path / "workspace/collections/别处/里面/新.toml").exists()
        assert e.main.saved_path == "别处/里面/新"
        assert e.main.edited == {"别处/里面/新"}


async def test_what_is_deleted_comes_back(tmp_path: Path):
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_first(e)
        await e.main.run_command("saved")
        await until_quiet(e)
        await e.press("delete")
        await until_quiet(e)
        assert not file.exists()
        assert e.main.saved is None
        assert e.main.draft is not None
        await e.press("ctrl+z")
        await until_quiet(e)
        assert file.read_text() == TODO


async def test_rows_are_ordered_copied_found_and_tagged(tmp_path: Path):
    given(tmp_path)
    given(tmp_path, "审批/z", TODO.replace("本周待办", "最后"))
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await until_quiet(e)
        await e.press("down", "alt+down")
        await until_quiet(e)
        assert (
            'order = [\n    "z",'
            in (tmp_path / "workspace/collections/审批/folder.toml").read_text()
        )
        await e.press("d")
        await until_quiet(e)
        assert (tmp_path / "workspace/collections/审批/list-todo 2.toml").exists()
        await e.press("e")
        await until_quiet(e)
        await e.type("日报")
        await e.press("enter")
        await until_quiet(e)
        assert "#日报" in e.text
        await e.press("/")
        await e.type("最后")
        await until_quiet(e)
        assert "1 个" in e.text
        assert "本周待办" not in e.text


async def test_what_is_not_saved_comes_back_without_a_secret(tmp_path: Path):
    given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_first(e)
        await open_json(e)
        e.main._stages.editor._json.load_text('{"a": "unsaved"}')
        await e.pilot.pause()
        await e.main._keep_soon().wait()
        drafts = list((tmp_path / "state/drafts").glob("*.json"))
        assert len(drafts) == 1
        assert drafts[0].stat().st_mode & 0o777 == 0o600
        _let_go(e.session)
        copy = drafts[0].read_bytes()
    drafts[0].write_bytes(copy)
    async with explorer(tmp_path, environments="none") as e:
        await until_quiet(e)
        assert e.main.saved_path == "审批/list-todo"
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "unsaved"}'
        assert "回来了" in e.text
        assert e.main.edited == {"审批/list-todo"}


def _let_go(session: Session) -> None:
    """End as a program that is killed does: the lock goes, the file stays."""
    assert session.drafts is not None
    session.drafts.close()
