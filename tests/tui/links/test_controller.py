"""A link is followed from a value to an endpoint and back, without a terminal."""

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tests.core.recordings import TASKS, environment, record
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint, Parameter
from weda_tui.core.environments.deployment import Target
from weda_tui.core.links.finder import Fill, Link, Links
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answers, Phase, Sending
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.links.controller import LinksController
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

OTHER = msgspec.structs.replace(TASKS, id="workflow.Other", title=Bilingual("另一个", "Another"))
DEV, PROD = Target(environment(), "dev"), Target(environment(), "prod")


class Editor:
    draft: RequestDraft | None = None

    def apply_edit(self, draft: RequestDraft) -> None:
        self.draft = draft

    def apply_filled(self, draft: RequestDraft, filled: Mapping[RowKey, str]) -> None:
        del filled
        self.draft = draft


class Body:
    cursor_line = 7
    went_to = 0

    def go_to_line(self, line: int) -> None:
        self.went_to = line


class Pane:
    def __init__(self) -> None:
        self.links = Body()


class LinksFake(FakeBench):
    way_back = stage = sought_by = ""

    def __init__(self, request: RequestEditing) -> None:
        super().__init__()
        self.editor, self.response = Editor(), Pane()
        self._request = request

    async def run_command(self, action: str) -> None:
        self.calls.append(("run", action))

    def show_way_back(self, title: str, sought_by: str) -> None:
        self.way_back, self.sought_by = title, sought_by

    def open_endpoint(self, endpoint: Endpoint) -> None:
        self._request.open(endpoint)
        self.editor.draft = draft_for(endpoint)

    async def open_saved_now(self, path: str) -> bool:
        raise AssertionError(path)

    def go_to_stage(self, stage: str) -> None:
        self.stage = stage


class Given:
    def __init__(self, folder: Path) -> None:
        session, request = session_in(folder), RequestEditing(lambda _: None)
        self.bench, self.answer = LinksFake(request), AnswerView(lambda _: None)
        self.bench.target, self.request = DEV, request
        self.links = LinksController(
            self.bench, self.bench, SharedState(session, request, self.answer, Answers())
        )
        self.bench.open_endpoint(TASKS)
        self.settled = record().settled
        self.answer.show(self.settled)


async def test_a_link_opens_its_call_and_the_way_back_the_one_before(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.links.follow(Link(OTHER, ()))
    assert given.request.current.endpoint == OTHER
    assert given.bench.way_back == "Get flow tasks"
    given.answer.show(Sending(phase=Phase.TOKEN, since=0.0))
    given.links.go_back()
    await given.bench.finish()
    assert given.request.current.endpoint == OTHER, "not while a send is running"
    given.answer.show(record(b"{}").settled)
    given.links.go_back()
    await given.bench.finish()
    assert given.request.current.endpoint == TASKS
    assert given.answer.current.state is given.settled
    assert (given.bench.stage, given.bench.response.links.went_to) == ("result", 7)
    assert given.bench.way_back == ""


async def test_there_is_a_way_back_to_an_answer_that_no_value_was_taken_from(
    tmp_path: Path,
) -> None:
    given = Given(tmp_path)
    given.links.open_call(OTHER)
    assert (given.request.current.endpoint, given.bench.way_back) == (OTHER, "Get flow tasks")
    given.links.go_back()
    await given.bench.finish()
    assert (given.request.current.endpoint, given.answer.current.state) == (TASKS, given.settled)


async def test_a_value_that_was_sought_is_taken_back_into_the_draft(tmp_path: Path) -> None:
    given = Given(tmp_path)
    draft = msgspec.structs.replace(draft_for(TASKS), body='{"TaskStatus": 7}')
    given.bench.editor.draft = draft
    given.links.open_call(OTHER)
    assert given.bench.sought_by == TASKS.id
    field = Parameter(name="InstanceId", location="body", type="string")
    given.links.follow(Link(TASKS, (Fill("body", ("InstanceId",), field, '"i1"'),), is_back=True))
    await given.bench.finish()
    assert given.request.current.endpoint == TASKS
    assert given.bench.editor.draft is not None
    body = json.loads(given.bench.editor.draft.body)
    assert body == {"TaskStatus": 7, "InstanceId": "i1"}
    assert given.bench.notices[-1] == "Returned to Get flow tasks"
    assert (given.bench.stage, given.bench.way_back, given.bench.sought_by) == ("with", "", "")
    given.links.follow(Link(OTHER, ()))
    assert given.bench.sought_by == "", "its own value led there"


async def test_there_is_no_way_back_to_another_target(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.links.follow(Link(OTHER, ()))
    given.links.target_changed()
    assert given.bench.way_back, "it is the same one"
    given.bench.target = PROD
    given.links.target_changed()
    given.links.go_back()
    await given.bench.finish()
    assert given.bench.notices[-1] == given.bench.words.following.no_way_back


async def test_a_call_is_chosen_from_the_list(tmp_path: Path) -> None:
    given = Given(tmp_path)
    following = Links(name="id", raw="1", links=(Link(OTHER, ()),))
    given.links.on_list_requested(ResponsePane.LinkListRequested(following, is_all=False))
    assert isinstance(given.bench.asked[-1][0], Menu)
    await given.bench.answer("0")
    assert given.request.current.endpoint == OTHER
    given.links.on_list_requested(ResponsePane.LinkListRequested(following, is_all=True))
    await given.bench.answer("more")
    assert given.bench.calls == [("run", "more")]
