import pytest

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, GuardError
from weda_tui.core.guard.decision import GuardDecision, check_consent, decide
from weda_tui.core.guard.level import Guard, preset_guard


@pytest.mark.parametrize("guard", list(Guard))
def test_reads_always_pass(guard: Guard) -> None:
    assert decide(guard, Effect.READ) is GuardDecision.SEND


@pytest.mark.parametrize(
    ("guard", "write", "destructive"),
    [
        (Guard.NONE, GuardDecision.SEND, GuardDecision.SEND),
        (Guard.CONFIRM, GuardDecision.ASK, GuardDecision.ASK_NAME),
        (Guard.TYPE_NAME, GuardDecision.ASK_NAME, GuardDecision.ASK_NAME),
        (Guard.READ_ONLY, GuardDecision.REFUSE, GuardDecision.REFUSE),
    ],
)
def test_writes_are_judged_by_the_guard(
    guard: Guard, write: GuardDecision, destructive: GuardDecision
) -> None:
    assert decide(guard, Effect.WRITE) is write
    assert decide(guard, Effect.DESTRUCTIVE) is destructive


def test_only_prod_starts_guarded() -> None:
    assert [preset_guard(name) for name in ("prod", "dev", "pre")] == [
        Guard.CONFIRM,
        Guard.NONE,
        Guard.NONE,
    ]


WHERE = Target(Environment(name="总部", host="https://x", env_types=()), "prod")


@pytest.mark.parametrize("decision", list(GuardDecision))
@pytest.mark.parametrize("consent", list(GuardDecision))
def test_consent_covers_what_asks_for_less(decision: GuardDecision, consent: GuardDecision) -> None:
    order = [GuardDecision.SEND, GuardDecision.ASK, GuardDecision.ASK_NAME]
    passes = (
        decision in order and consent in order and order.index(decision) <= order.index(consent)
    )
    if passes:
        check_consent(decision, consent, WHERE)
        return
    with pytest.raises(GuardError) as caught:
        check_consent(decision, consent, WHERE)
    codes = {
        GuardDecision.REFUSE: ErrorCode.GUARD_READ_ONLY,
        GuardDecision.ASK_NAME: ErrorCode.GUARD_NEEDS_NAME,
    }
    assert caught.value.code is codes.get(decision, ErrorCode.GUARD_NEEDS_CONSENT)
