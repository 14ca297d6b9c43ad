import pytest

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, NotReachableError
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import KEPT, Answers, Cancelled, Failed


def place(env_type: str = "prod") -> Target:
    environment = Environment(
        name="总部",
        host="https://weda.example.cn",
        env_types=(EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.NONE)),
    )
    return Target(environment, env_type)


def failed(endpoint_id: str) -> Failed:
    return Failed(
        error=NotReachableError(ErrorCode.CONNECTION_REFUSED, host="h", port=1),
        endpoint_id=endpoint_id,
        request=None,
        started_at=0.0,
        elapsed=0.1,
    )


def test_an_answer_belongs_to_its_place():
    answers, answer = Answers(), failed("a.b")
    answers.keep(place("prod"), "a.b", answer)
    assert answers.latest(place("prod"), "a.b") is answer
    assert answers.latest(place("dev"), "a.b") is None
    assert answers.marks(place("prod")) == {"a.b": Mark.FAILURE}
    assert answers.marks(place("dev")) == {}


@pytest.mark.parametrize("is_write", [False, True])
def test_a_cancelled_write_is_kept_and_marks_nothing(is_write: bool):
    answers, answer = Answers(), failed("a.b")
    answers.keep(place(), "a.b", answer)
    cancelled = Cancelled(endpoint_id="a.b", target=place(), elapsed=1.0, is_write=is_write)
    answers.keep(place(), "a.b", cancelled)
    assert answers.latest(place(), "a.b") is (cancelled if is_write else answer)
    assert answers.marks(place()) == {"a.b": Mark.FAILURE}


@pytest.mark.parametrize("endpoint_id", ["a.b", ""])
def test_without_a_place_there_is_no_answer(endpoint_id: str):
    answers = Answers()
    assert answers.latest(None, endpoint_id) is None
    assert answers.marks(None) == {}


def test_the_latest_answers_are_kept_whole_and_how_all_went():
    answers = Answers()
    ids = [f"a.{n}" for n in range(KEPT + 1)]
    for endpoint_id in [*ids, ids[1]]:
        answers.keep(place(), endpoint_id, failed(endpoint_id))
    assert answers.latest(place(), ids[0]) is None
    assert answers.latest(place(), ids[1]) is not None
    assert answers.latest(place(), ids[2]) is not None
    assert set(answers.marks(place())) == set(ids)
    before = answers.marks(place())
    answers.keep(place(), "a.new", failed("a.new"))
    assert "a.new" not in before, "what a widget holds does not change under it"
