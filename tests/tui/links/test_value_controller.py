"""A value becomes a variable or an assertion, without a terminal."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.core.recordings import TASKS, environment, record, sent
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.collections.saved_request import Assertion, AssertionOperator
from weda_tui.core.environments.deployment import Target
from weda_tui.core.links.answer_value import AnswerValue
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered, Answers
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.links.save_value_dialog import AssertionDialog, KeptVariable, VariableDialog
from weda_tui.tui.links.value_controller import ValueController
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DEV = Target(environment(), "dev")
KEEP, EXPECT = ResponsePane.ActRequested("keep_variable"), ResponsePane.ActRequested("assert_value")


class Body:
    held: AnswerValue | None = AnswerValue(("Response", "Total"), "12")
    child_count: int | None = None


class Pane:
    def __init__(self) -> None:
        self.links = Body()


class ValueFake(FakeBench):
    def __init__(self) -> None:
        super().__init__()
        self.response = Pane()

    def reload_files(self) -> None:
        self.calls.append(("reload_files",))

    async def reload_saved(self) -> None:
        self.calls.append(("reload_saved",))

    def file_changed(self, saved: LoadedRequest) -> None:
        self.calls.append(("file_changed", saved.request.path))


class Given:
    def __init__(self, folder: Path) -> None:
        self.session, self.request = session_in(folder), RequestEditing(lambda _: None)
        self.session.environments.save(environment(), secret="")
        self.bench, self.answer = ValueFake(), AnswerView(lambda _: None)
        self.bench.target = DEV
        self.values = ValueController(
            self.bench, self.bench, SharedState(self.session, self.request, self.answer, Answers())
        )

    def save(self) -> None:
        """Open a saved request and show its response."""
        saved = self.session.collections.changes.create("a", "files", draft_for(TASKS))
        self.request.open(TASKS, saved)
        self.answer.show(record().settled)


async def test_a_value_becomes_a_variable_of_the_environment(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.values.on_act_requested(KEEP)
    await given.bench.finish()
    dialog = given.bench.asked[-1][0]
    assert isinstance(dialog, VariableDialog)
    await given.bench.answer(KeptVariable("total", "12", dialog._places[0]))
    await given.bench.finish()
    kept = next(iter(given.session.environments.all))
    assert kept.variables["total"] == "12"
    assert given.bench.calls == [("reload_files",)]
    assert len(given.bench.notices) == 1


async def test_the_dialog_knows_a_variable_that_is_there_and_its_value_is_replaced(
    tmp_path: Path,
) -> None:
    given = Given(tmp_path)
    environments = given.session.environments
    environments.set_variable("总部", "total", "old")
    given.bench.target = environments.where("总部", "dev")
    given.values.on_act_requested(KEEP)
    await given.bench.finish()
    dialog = given.bench.asked[-1][0]
    assert isinstance(dialog, VariableDialog)
    assert dialog._places[0].variables == {"total": "old"}
    await given.bench.answer(KeptVariable("total", "12", dialog._places[0]))
    await given.bench.finish()
    assert next(iter(environments.all)).variables == {"total": "12"}


async def test_where_there_is_no_value_or_no_target_nothing_is_asked(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.target = None
    given.values.on_act_requested(KEEP)
    given.bench.response.links.held = None
    given.values.on_act_requested(EXPECT)
    await given.bench.finish()
    assert given.bench.asked == []
    words = given.bench.words
    assert given.bench.notices == [words.following.no_value, words.following.no_value]


async def test_a_saved_request_expects_a_value(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.values.on_act_requested(EXPECT)
    await given.bench.finish()
    assert given.bench.notices == [given.bench.words.keeping.save_first]
    given.save()
    given.values.on_act_requested(EXPECT)
    await given.bench.finish()
    dialog = given.bench.asked[-1][0]
    assert isinstance(dialog, AssertionDialog)
    await given.bench.answer(dialog._choices[0])
    await given.bench.finish()
    assert given.bench.calls == [("file_changed", "files/a")]
    assert len(given.session.collections.load("files/a").request.asserts) == 1


async def test_a_saved_request_expects_something_of_its_answer_as_a_whole(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.values.on_assertion_requested(RequestEditor.AssertionRequested())
    assert given.bench.asked == []
    given.save()
    state = given.answer.current.state
    for saved, status in (("", 200), ("files/a", 503)):
        assert isinstance(state, Answered)
        response = replace(state.exchange.response, status=status)
        answer = Answered(replace(state.exchange, response=response))
        given.answer.show(answer, saved=saved)
        given.values.on_assertion_requested(RequestEditor.AssertionRequested())
        dialog = given.bench.asked[-1][0]
        assert isinstance(dialog, AssertionDialog)
        assert dialog._choices[0] == Assertion("status", AssertionOperator.EQUALS, status)
    await given.bench.answer(dialog._choices[0])
    await given.bench.finish()
    assert given.bench.calls == [("file_changed", "files/a")]
    assert given.session.collections.load("files/a").request.asserts == (dialog._choices[0],)


@pytest.mark.parametrize("event", [KEEP, EXPECT])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("authorization", "q-sign-algorithm=sha1&q-ak=AKID&q-signature=0123456789abcdef"),
        ("token", "a-token-of-the-store"),
        ("uploadUrl", "https://store.example/a?sign=0123456789abcdef"),
        ("note", "before fresh-token-of-the-answer behind"),
        ("fresh-token-of-the-answer", "12"),
    ],
)
async def test_what_an_answer_shows_as_a_secret_is_kept_in_no_file(
    tmp_path: Path, event: ResponsePane.ActRequested, name: str, text: str
) -> None:
    given = Given(tmp_path)
    given.save()
    given.answer.show(sent(b'{"token": "fresh-token-of-the-answer"}').result)
    given.bench.response.links.held = AnswerValue((name,), text)
    given.values.on_act_requested(event)
    await given.bench.finish()
    assert given.bench.asked == []
    assert given.bench.notices == [f"✗ {given.bench.words.keeping.secret}"]


@pytest.mark.parametrize("event", [KEEP, EXPECT])
async def test_a_value_of_which_only_the_beginning_is_known_is_kept_in_no_file(
    tmp_path: Path, event: ResponsePane.ActRequested
) -> None:
    given = Given(tmp_path)
    given.save()
    given.bench.response.links.held = AnswerValue(("note",), '"begins', is_cut=True)
    given.values.on_act_requested(event)
    await given.bench.finish()
    assert given.bench.asked == []
    assert given.bench.notices == [f"✗ {given.bench.words.keeping.too_long}"]


async def test_an_answer_of_another_call_is_not_expected(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.save()
    given.answer.show(record(endpoint=given.session.modules.catalogue.get("model.list")).settled)
    given.values.on_act_requested(EXPECT)
    await given.bench.finish()
    assert given.bench.asked == []
    assert len(given.bench.notices) == 1


async def test_a_file_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.save()
    given.values.on_act_requested(EXPECT)
    await given.bench.finish()
    dialog = given.bench.asked[-1][0]
    assert isinstance(dialog, AssertionDialog)
    file = given.session.paths.collections / "files/a.toml"
    theirs = file.read_text("utf-8") + "\n# theirs\n"
    file.write_text(theirs, "utf-8")
    await given.bench.answer(dialog._choices[0])
    await given.bench.finish()
    assert file.read_text("utf-8") == theirs
    assert given.bench.calls == []
    (notice,) = given.bench.notices
    assert notice.startswith("✗")
