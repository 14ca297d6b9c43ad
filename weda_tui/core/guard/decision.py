"""What a guard decides about a call. It judges by the call's effect, never by the HTTP method."""

from enum import StrEnum

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, GuardError
from weda_tui.core.guard.level import Guard


class GuardDecision(StrEnum):
    """What must happen before a call may be sent."""

    SEND = "send"
    ASK = "ask"
    """The user must confirm."""
    ASK_NAME = "ask-name"
    """The user must type the deployment's name."""
    REFUSE = "refuse"
    """The call is never sent, not even with ``--yes``."""

    @property
    def is_question(self) -> bool:
        """Whether the user is asked and can agree."""
        return self not in {GuardDecision.SEND, GuardDecision.REFUSE}


YES = GuardDecision.ASK_NAME
"""The decision that ``--yes`` agrees to: everything that a user could agree to."""
PRODUCTION = "prod"
"""The env type for which a load test needs the typed name."""
_STRICTNESS = tuple(GuardDecision)


def stricter(one: GuardDecision, other: GuardDecision) -> GuardDecision:
    """Return the stricter of two decisions."""
    return max(one, other, key=_STRICTNESS.index)


def decide(guard: Guard, effect: Effect) -> GuardDecision:
    """Return what ``guard`` requires before a call with ``effect``."""
    if effect is Effect.READ:
        return GuardDecision.SEND
    match guard:
        case Guard.NONE:
            return GuardDecision.SEND
        case Guard.CONFIRM:
            return GuardDecision.ASK_NAME if effect is Effect.DESTRUCTIVE else GuardDecision.ASK
        case Guard.TYPE_NAME:
            return GuardDecision.ASK_NAME
        case Guard.READ_ONLY:
            return GuardDecision.REFUSE


def decide_load(env_type: str) -> GuardDecision:
    """Return what a load test on an env type requires, whatever its guard: at least a yes."""
    is_production = env_type.casefold() == PRODUCTION
    return GuardDecision.ASK_NAME if is_production else GuardDecision.ASK


def check_consent(decision: GuardDecision, consent: GuardDecision, where: Target) -> None:
    """Check that the user has agreed to a call; ``consent`` is the decision that was agreed to.

    Raises ``GuardError`` (``GUARD_READ_ONLY``, ``GUARD_NEEDS_NAME``, ``GUARD_NEEDS_CONSENT``).
    """
    place = {"environment": where.environment.name, "env_type": where.env_type}
    if decision is GuardDecision.REFUSE:
        raise GuardError(ErrorCode.GUARD_READ_ONLY, **place)
    if _STRICTNESS.index(decision) > _STRICTNESS.index(consent) or consent is GuardDecision.REFUSE:
        needs_name = decision is GuardDecision.ASK_NAME
        code = ErrorCode.GUARD_NEEDS_NAME if needs_name else ErrorCode.GUARD_NEEDS_CONSENT
        raise GuardError(code, **place)


def letters_missing(typed: str, *names: str) -> int:
    """Return how many characters are wrong or missing for the nearest name; 0 for a match."""
    return min(_missing(typed, name) for name in names)


def _missing(typed: str, name: str) -> int:
    if typed == name:
        return 0
    same = 0
    for one, other in zip(typed, name, strict=False):
        if one != other:
            break
        same += 1
    return max(1, len(name) - same)
