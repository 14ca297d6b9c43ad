import pytest

from weda_tui.core.endpoint import Effect
from weda_tui.core.environment import Guard, preset_guard
from weda_tui.core.guard import Ruling, rule


@pytest.mark.parametrize("guard", list(Guard))
def test_reads_always_pass(guard: Guard) -> None:
    assert rule(guard, Effect.READ) is Ruling.SEND


@pytest.mark.parametrize(
    ("guard", "write", "destructive"),
    [
        (Guard.NONE, Ruling.SEND, Ruling.SEND),
        (Guard.CONFIRM, Ruling.ASK, Ruling.ASK_NAME),
        (Guard.TYPE_NAME, Ruling.ASK_NAME, Ruling.ASK_NAME),
        (Guard.READ_ONLY, Ruling.REFUSE, Ruling.REFUSE),
    ],
)
def test_writes_are_judged_by_the_guard(guard: Guard, write: Ruling, destructive: Ruling) -> None:
    assert rule(guard, Effect.WRITE) is write
    assert rule(guard, Effect.DESTRUCTIVE) is destructive


def test_only_prod_starts_guarded() -> None:
    assert [preset_guard(name) for name in ("prod", "dev", "pre")] == [
        Guard.CONFIRM,
        Guard.NONE,
        Guard.NONE,
    ]
