"""Unsaved drafts are restored after a crash, and one key discards them."""

from pathlib import Path

from msgspec.structs import replace

from tests.tui.collections.test_main_saved import given, open_json, open_todo
from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.saving import settled
from tests.tui.workbench.fakes import session_in
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.requests.unsaved_drafts import load_request
from weda_tui.tui.widgets.code_area import JsonArea

KEY = "/审批/list-todo"


async def run_by_name(e: Explorer, name: str) -> None:
    await e.press("ctrl+p")
    await e.type(name)
    await settled(e)
    await e.press("enter")
    await settled(e)


async def typed(e: Explorer, body: str) -> None:
    await open_json(e)
    e.main.query_one(JsonArea).load_text(body)
    await e.pilot.pause()


def leave_draft(folder: Path) -> None:
    """Leave an unsaved draft behind, as a program that ended earlier."""
    session = session_in(folder)
    _, draft = load_request(session, "审批/list-todo")
    assert session.drafts is not None
    session.drafts.keep({KEY: replace(draft, body='{"a": "unsaved"}')}, KEY)
    session.drafts.close()


async def test_what_is_not_saved_comes_back_without_a_secret(tmp_path: Path):
    given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        draft = e.main.draft
        await e.press("f9")
        assert e.main.draft == draft, "nothing came back that the key could throw away"
        assert "F9 放弃" not in e.text
        await typed(e, '{"a": "unsaved"}')
        await e.main.controllers.drafts.keep()
        drafts = list((tmp_path / "state/drafts").glob("*/*.json"))
        assert len(drafts) == 1
        assert drafts[0].stat().st_mode & 0o777 == 0o600
        assert e.session.drafts is not None
        e.session.drafts.close()  # a killed program releases the lock and leaves the file
        copy = drafts[0].read_bytes()
    drafts[0].write_bytes(copy)
    async with explorer(tmp_path, environments="none") as e:
        await settled(e)
        assert e.main.saved_path == "审批/list-todo"
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "unsaved"}'
        assert "已恢复 1 份未保存的草稿" in e.text
        assert e.main.edited == {"审批/list-todo"}
        await run_by_name(e, "放弃已恢复的草稿")
        assert e.main.draft.body == '{"a": "{{who}}"}'
        assert not e.main.edited
        await e.main.controllers.drafts.keep()
        assert not list((tmp_path / "state/drafts").glob("*/*.json"))
        await run_by_name(e, "恢复已放弃的草稿")
        assert e.main.draft.body == '{"a": "unsaved"}'
        assert e.main.edited == {"审批/list-todo"}


async def test_one_key_throws_away_what_came_back_and_brings_it_back_over_nothing_newer(
    tmp_path: Path,
) -> None:
    given(tmp_path)
    leave_draft(tmp_path)
    async with explorer(tmp_path) as e:
        await settled(e)
        assert "已恢复 1 份未保存的草稿   F9 放弃   F1 帮助" in e.rows[-1]
        await e.press("f9")
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "{{who}}"}'
        assert "已放弃 1 份未保存的草稿   F9 恢复   F1 帮助" in e.rows[-1]
        await e.press("f9")
        assert e.main.draft.body == '{"a": "unsaved"}'
        assert "草稿   F9 放弃" in e.rows[-1]
        await e.press("f9")
        await typed(e, '{"a": "newer"}')
        await run_by_name(e, "恢复已放弃的草稿")
        assert e.main.draft.body == '{"a": "newer"}'
        assert "未恢复：此处有较新的未保存的修改。" in e.rows[-1]
        e.main.query_one(RequestEditor).actions.reset()
        await run_by_name(e, "恢复已放弃的草稿")
        assert e.main.draft.body == '{"a": "unsaved"}'
        assert "草稿   F9 放弃" in e.rows[-1]
        e.main.notice("另一句")
        await e.press("f9")
        assert e.main.draft.body == '{"a": "unsaved"}'


async def test_what_is_typed_before_drafts_come_back_loses_none_of_them(tmp_path: Path) -> None:
    given(tmp_path)
    async with explorer(tmp_path) as e:
        e.main.controllers.open_endpoint(
            e.session.modules.catalogue.get("workflow.GetFlowInstanceTasks")
        )
        await e.pilot.pause()
        await typed(e, '{"b": "typed"}')
        leave_draft(tmp_path)
        await e.main.controllers.drafts._restore_drafts()
        assert e.main.saved is None
        await e.press("f9")
        assert e.main.draft is not None
        assert e.main.draft.body == '{"b": "typed"}'
        e.main.controllers.drafts.put_back()
        await e.main.controllers.open_saved_now("审批/list-todo")
        await e.pilot.pause()
        assert e.main.draft.body == '{"a": "unsaved"}'


async def test_what_is_typed_right_before_the_end_is_kept(tmp_path: Path) -> None:
    given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        await typed(e, '{"a": "unsaved"}')
        await e.press("ctrl+q")
    async with explorer(tmp_path, environments="none") as e:
        await settled(e)
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "unsaved"}'
