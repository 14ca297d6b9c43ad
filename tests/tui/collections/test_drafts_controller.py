"""Drafts are stored, restored and discarded, without a terminal."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from tests.core.recordings import TASKS, environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.session import Session
from weda_tui.tui.collections.drafts_controller import DraftsController
from weda_tui.tui.requests.unsaved_drafts import DraftCache
from weda_tui.tui.workbench.state import RequestEditing

DEV = Target(environment(), "dev")
EDIT = replace(draft_for(TASKS), body='{"a": "typed"}')


class Editor:
    """An editor that stores drafts and shows none."""

    def __init__(self, session: Session) -> None:
        self.kept, self.key, self.draft = DraftCache(session), TASKS.id, None

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        return self.kept.unsaved(DEV)

    def drop_drafts(self, keys: Iterable[str]) -> dict[str, RequestDraft]:
        return self.kept.drop_unsaved(keys, DEV)

    def return_drafts(self, drafts: Mapping[str, RequestDraft]) -> tuple[str, ...]:
        return tuple(key for key, each in drafts.items() if self.kept.restore(key, each, DEV))


class DraftsFake(FakeBench):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.editor, self.target = Editor(session), DEV

    async def open_saved_now(self, path: str, *, keeps_stage: bool = False) -> bool:
        self.calls.append(("open_saved", path, keeps_stage))
        return True

    def open_kept(self, endpoint_id: str) -> None:
        self.calls.append(("open_kept", endpoint_id))

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        del delay
        return callback()


def given(folder: Path) -> tuple[DraftsFake, DraftsController]:
    session, request = session_in(folder), RequestEditing(lambda _: None)
    bench = DraftsFake(session)
    request.open(TASKS)
    return bench, DraftsController(bench, bench, session, request)


async def restored(folder: Path) -> tuple[DraftsFake, DraftsController]:
    """Return the controller of a second start, which restores the draft edited in the first."""
    bench, first = given(folder)
    bench.editor.kept.keep(TASKS.id, EDIT)
    first.edited()
    await bench.finish()
    first.close()
    bench, second = given(folder)
    second.restore()
    await bench.finish()
    return bench, second


async def test_an_edit_is_restored_at_the_next_start(tmp_path: Path) -> None:
    bench, drafts = await restored(tmp_path)
    assert bench.editor.unsaved == {TASKS.id: EDIT}
    assert bench.calls == [("open_kept", TASKS.id)]
    assert bench.notices == [bench.words.saved.screen.drafts_back.format(count=1)]
    assert [each.id for each in drafts.commands()] == ["drop_drafts"]


async def test_what_was_restored_is_thrown_away_and_put_back(tmp_path: Path) -> None:
    bench, drafts = await restored(tmp_path)
    drafts.toggle()
    assert bench.editor.unsaved == {}
    assert [each.id for each in drafts.commands()] == ["return_drafts"]
    drafts.toggle()
    assert bench.editor.unsaved == {TASKS.id: EDIT}
    drafts.drop()
    bench.editor.kept.keep(TASKS.id, replace(EDIT, body="newer"))
    drafts.put_back()
    assert bench.notices[-1] == bench.words.saved.screen.drafts_stay_away


async def test_a_first_start_has_nothing_to_restore(tmp_path: Path) -> None:
    bench, drafts = given(tmp_path)
    drafts.restore()
    await bench.finish()
    drafts.toggle()
    assert bench.calls == []
    assert bench.notices == []
