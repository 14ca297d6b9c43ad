"""The state of RESULT is one object that is replaced as a whole."""

from tests.core.recordings import record
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.history.last_success import LastSuccess
from weda_tui.core.sending.exchange import Failed, Idle, Phase, Sending
from weda_tui.tui.workbench.state import AnswerView, ShownAnswer


def failed(at: float = 0.0) -> Failed:
    error = FileError(ErrorCode.FILE_CHANGED, file="a.toml")
    return Failed(error=error, endpoint_id="a", request=None, started_at=at, elapsed=0.0)


def test_every_replacement_is_published() -> None:
    published: list[ShownAnswer] = []
    view = AnswerView(published.append)
    sending, failure = Sending(phase=Phase.TOKEN, since=1.0), failed()
    view.show(sending)
    view.update(failure)
    assert [each.state for each in published] == [sending, failure]
    assert view.current is published[-1]


def test_another_answer_is_of_no_entry_of_the_history_but_one_judged_again_is() -> None:
    view, entry = AnswerView(lambda _: None), record()
    view.show(failed(), recalled=entry)
    view.update(failed(1.0))
    assert view.current.recalled is entry
    view.show(Idle())
    assert view.current == ShownAnswer()


def test_what_changed_since_a_success_goes_with_the_failure_it_is_of() -> None:
    view = AnswerView(lambda _: None)
    failure, since = failed(), LastSuccess(record().entry, (), ())
    view.show(failure)
    view.show_since(since)
    view.update(failure)
    assert view.current.since is since
    view.update(failed(1.0))
    assert view.current.since is None
