"""The state of WITH is one object that is replaced as a whole."""

from tests.core.recordings import TASKS
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.requests.draft import draft_for
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.tui.workbench.state import OpenRequest, RequestEditing


def loaded(path: str) -> LoadedRequest:
    return LoadedRequest(request=SavedRequest(path=path, draft=draft_for(TASKS)), text="")


def test_an_endpoint_by_itself_is_of_no_file() -> None:
    published: list[OpenRequest] = []
    editing, file = RequestEditing(published.append), loaded("a/b")
    editing.open(TASKS, file)
    assert (editing.current.endpoint, editing.current.path) == (TASKS, "a/b")
    editing.open(TASKS)
    assert (editing.current.saved, editing.current.path) == (None, "")
    assert published[-1] is editing.current


def test_draft_file_and_edits_are_replaced_one_by_one() -> None:
    editing, draft = RequestEditing(lambda _: None), draft_for(TASKS)
    editing.open(TASKS)
    editing.set_draft(draft)
    editing.set_saved(loaded("a"))
    editing.set_edited(frozenset({"a"}))
    assert editing.current == OpenRequest(
        endpoint=TASKS, draft=draft, saved=loaded("a"), edited=frozenset({"a"})
    )
    editing.replace_endpoint(TASKS)
    assert editing.current.path == "a"
