"""The chosen target follows its file and changes to another target, without a terminal."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.core.recordings import TASKS, environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answers, Cancelled, Failed, Idle, Phase, Sending
from weda_tui.tui.environments.target_controller import TargetController
from weda_tui.tui.environments.target_dialog import TargetDialog
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

CANCELLED = Cancelled(
    endpoint_id=TASKS.id, target=Target(environment(), "prod"), is_write=True, elapsed=1.0
)


class TargetsFake(FakeBench):
    """A screen with a target, and its catalogue."""

    def __init__(self) -> None:
        super().__init__()
        self.cancelled: Cancelled | None = None
        self.left: Callable[[str | None], None] | None = None

    def show_target(self, target: Target | None) -> None:
        self.target = target

    def show_environments(self, problems: int, *, has_any: bool, gone: str) -> None:
        self.calls.append(("environments", problems, has_any, gone))

    def open_environment(
        self,
        where: Target | None,
        left: Callable[[str | None], None],
        *,
        checks_at_once: bool,
        field: str,
    ) -> None:
        self.calls.append(("form", where, checks_at_once, field))
        self.left = left

    def update(self) -> None:
        self.calls.append(("update",))

    def find(self, endpoint_id: str) -> Endpoint | None:
        del endpoint_id

    def open(self, endpoint: Endpoint) -> None:
        raise AssertionError(endpoint)

    def cancel(self) -> Cancelled | None:
        return self.cancelled


class Given:
    def __init__(self, folder: Path, *names: str) -> None:
        self.session, self.bench = session_in(folder), TargetsFake()
        for name in names:
            self.session.environments.save(environment(name), secret="", password="")
        self.answer, self.request = AnswerView(lambda _: None), RequestEditing(lambda _: None)
        self.targets = TargetController(
            self.bench,
            self.bench,
            SharedState(self.session, self.request, self.answer, Answers()),
            self.bench.cancel,
        )


def test_without_an_environment_one_is_made(tmp_path: Path) -> None:
    given = Given(tmp_path)
    assert given.targets.find() is None
    assert given.bench.calls[-1] == ("form", None, False, "")


def test_without_a_target_one_is_chosen(tmp_path: Path) -> None:
    given = Given(tmp_path, "HQ")
    given.targets.choose()
    assert isinstance(given.bench.asked[-1][0], TargetDialog)


def test_what_was_edited_in_the_file_is_followed_and_what_is_gone_is_left(tmp_path: Path) -> None:
    given = Given(tmp_path, "HQ")
    given.targets.switch_to(given.session.environments.where("HQ"))
    target = given.bench.target
    assert target is not None
    edited = msgspec.structs.replace(target.environment, host="https://other.example.cn")
    before = target.environment
    given.session.environments.save(edited, secret="", replaces=before)
    given.targets.reload_files()
    assert given.bench.target is not None
    assert given.bench.target.environment.host == edited.host
    given.session.environments.trash.remove(given.bench.target.environment)
    given.targets.reload_files()
    assert given.bench.target is None


def test_a_write_that_was_cancelled_by_the_switch_stays_in_view(tmp_path: Path) -> None:
    given = Given(tmp_path, "HQ")
    given.targets.switch_to(given.session.environments.where("HQ"))
    assert given.answer.current.state == Idle()
    given.bench.cancelled = CANCELLED
    given.targets.switch_to(given.session.environments.where("HQ"))
    assert given.answer.current.state is CANCELLED


def test_the_environment_that_was_saved_is_chosen_where_none_was(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.targets.check()
    assert given.bench.left is not None
    given.session.environments.save(environment("HQ"), secret="", password="")
    given.bench.left("HQ")
    assert given.bench.target is not None
    assert given.bench.target.environment.name == "HQ"
    assert given.bench.calls[-1] == ("update",)
    assert given.bench.notices[-1] == given.bench.words.tui.form.saved.format(name="HQ")


@pytest.mark.parametrize("name", ["HQ2", "HQ1"])
@pytest.mark.parametrize("is_sending", [False, True])
def test_a_new_environment_is_chosen_unless_a_send_is_running(
    tmp_path: Path, name: str, *, is_sending: bool
) -> None:
    given = Given(tmp_path, "HQ", "HQ1")
    given.targets.switch_to(given.session.environments.where("HQ"))
    if is_sending:
        given.answer.show(Sending(phase=Phase.WAITING, since=0.0))
    given.targets.edit(None)
    assert given.bench.left is not None
    given.session.environments.save(environment("HQ2"), secret="", password="")
    given.bench.left(name)
    is_switched = name == "HQ2" and not is_sending
    words, target = given.bench.words.tui.form, given.bench.target
    assert target is not None
    assert target.environment.name == (name if is_switched else "HQ")
    said = words.saved if is_switched else words.saved_elsewhere
    assert given.bench.notices[-1] == said.format(name=name)


def test_a_sandbox_is_said_to_last_until_the_program_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_sandbox(_: Environment) -> bool:
        return True

    given = Given(tmp_path, "HQ")
    monkeypatch.setattr(given.session.environments, "is_sandbox", is_sandbox)
    given.targets.follow_edit("HQ")
    assert given.bench.notices[-1] == given.bench.words.tui.form.sandbox_started.format(name="HQ")


def test_the_form_is_opened_at_what_the_request_lacks(tmp_path: Path) -> None:
    given = Given(tmp_path, "hq")
    known = given.session.environments.all[0]
    bare = Target(msgspec.structs.replace(known, secret_id="", username=""), "dev")
    given.request.set_draft(draft_for(TASKS))
    for kind, changes, field in (
        (TokenKind.USER, {"username": ""}, "username"),
        (TokenKind.USER, {"username": "wang"}, "password"),
        (TokenKind.KEY, {"secret_id": ""}, "secret_id"),
        (TokenKind.NONE, {}, ""),
    ):
        draft = msgspec.structs.replace(draft_for(TASKS), token_kind=kind)
        given.request.set_draft(draft)
        where = Target(msgspec.structs.replace(bare.environment, **changes), "dev")
        given.bench.target = where
        given.targets.edit(where)
        assert given.bench.calls[-1] == ("form", where, False, field)
    given.targets.edit(where, field="host")
    assert given.bench.calls[-1] == ("form", where, False, "host")
    error = FileError(ErrorCode.PASSWORD_MISSING, environment="hq", ref="")
    given.answer.show(
        Failed(error=error, endpoint_id=TASKS.id, request=None, started_at=0.0, elapsed=0.0)
    )
    given.targets.edit(where)
    assert given.bench.calls[-1] == ("form", where, False, "username")
    other = Target(msgspec.structs.replace(known, name="other"), "dev")
    given.targets.edit(other)
    assert given.bench.calls[-1] == ("form", other, False, "")
