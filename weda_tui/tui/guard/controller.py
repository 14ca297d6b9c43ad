"""The question of the guard before a send."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.links.id_labels import find_id_labels
from weda_tui.core.sending.exchange import Answers
from weda_tui.session import Session
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.workbench.bench import Bench

if TYPE_CHECKING:  # Imported with the first question
    from weda_tui.core.links.id_labels import IdLabel


class GuardController:
    """Asks the user whether a call is sent."""

    def __init__(self, bench: Bench, session: Session, answers: Answers) -> None:
        self._bench, self._session, self._answers = bench, session, answers

    def ask(
        self,
        preflight: Preflight,
        agreed: Callable[[GuardDecision], None],
        preview: Callable[[], None],
    ) -> None:
        """Ask the user; call ``agreed`` with the decision agreed to, ``preview`` for a dry run."""
        from weda_tui.tui.guard.dialog import GuardDialog, GuardPreview

        def answered(answer: GuardDecision | GuardPreview | None) -> None:
            if answer is GuardPreview.SHOWN:
                preview()
            elif answer is not None:
                agreed(answer)

        bodies, masker = self._answers.bodies_of(preflight.where), self._session.tokens.masker()

        async def label(ids: Sequence[str]) -> "dict[str, IdLabel]":
            return await asyncio.to_thread(find_id_labels, bodies, ids, masker.text)

        self._bench.ask(GuardDialog(preflight, self._bench.words, label), answered)
