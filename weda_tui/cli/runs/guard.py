"""The guard before a run: nothing is sent where it wants an answer that was not given."""

from collections.abc import Sequence

from weda_tui.cli.runs.report import RunReport
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision, check_consent
from weda_tui.core.runs.results import Consent, Write

MOST_WRITES = 20
"""Calls that are named one by one before a guard stops a run."""


def check_guard(
    writes: Sequence[Write], consent: Consent, where: Target, report: RunReport
) -> None:
    """Stop before anything is sent where a guard wants an answer that was not given.

    Raises ``GuardError``.
    """
    asked = [write for write in writes if write.decision is not GuardDecision.SEND]
    for write in sorted(
        asked, key=lambda write: [*GuardDecision].index(write.decision), reverse=True
    ):
        if consent.decision is GuardDecision.SEND or write.decision is GuardDecision.REFUSE:
            report.print_writes(asked, MOST_WRITES)
        check_consent(write.decision, consent.decision, Target(where.environment, write.env_type))
