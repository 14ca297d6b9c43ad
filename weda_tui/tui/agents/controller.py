"""Shows the questions of agents, one at a time, above the screen in front."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.errors import FileError
from weda_tui.core.models.model_calls import MODULE, model_name
from weda_tui.session import Session
from weda_tui.session.agents.watching import QuestionWatch
from weda_tui.tui.workbench.bench import Bench, refusals

if TYPE_CHECKING:  # Imported with the first question
    from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
    from weda_tui.tui.agents.dialog import AgentQuestionDialog

CHECK_EVERY = 1.0
"""The seconds between two checks for questions."""


class AgentsBench(Bench, Protocol):
    """The part of the main screen that a question uses."""

    @property
    def is_dialog_open(self) -> bool:
        """Whether a dialog is open in front."""
        ...

    def notice_in_front(self, text: str) -> None:
        """Show a notice on the front screen, or below the dialog that is open on it."""

    def remind(self, text: str) -> None:
        """Show a notice in the same place unless another notice is shown there."""

    def end_reminder(self, text: str) -> None:
        """Remove a notice of ``remind``."""


class AgentsController:
    """Checks for questions, shows them, and passes on the user's answers."""

    def __init__(self, bench: AgentsBench, session: Session) -> None:
        self._bench, self._session = bench, session
        self._watch = QuestionWatch(session.paths.agent_questions, lambda: session.agents.questions)
        self._waiting: Sequence[AgentQuestion] = ()
        self._answered: set[str] = set()
        """The seals of answered questions, which exist until their agents read the answers."""
        self._is_busy = False
        self._dialog: AgentQuestionDialog | None = None

    def check(self) -> None:
        """Read the questions of agents if they may have changed, and show the next one."""
        if self._session.is_demo or self._is_busy:
            return
        if self._watch.has_news():
            self._is_busy = True
            self._bench.start(self._read, "agents")
        else:
            self._show()

    def close(self) -> None:
        """Stop checking for questions, because the program ends."""
        self._watch.close()

    async def _read(self) -> None:
        try:
            with refusals(self._bench):
                self._waiting = await asyncio.to_thread(self._watch.read)
        finally:
            self._is_busy = False
        self._show()

    def _show(self) -> None:
        """Show the oldest question unless one is shown; close a shown question that is over."""
        now = self._session.clock.wall()
        waiting = [
            each
            for each in self._waiting
            if each.seal not in self._answered and each.seconds_left(now) >= 0
        ]
        words = self._bench.words.agents.dialog
        dialog = self._dialog
        if dialog is not None:
            if all(each.seal != dialog.question_seal for each in waiting):
                self._dialog = None
                dialog.withdraw()
                self._bench.notice_in_front(words.gone if dialog.has_time else words.over)
        elif waiting and self._bench.is_dialog_open:
            self._bench.remind(words.waiting)
        elif waiting:
            self._is_busy = True
            self._bench.start(partial(self._open, waiting[0]), "agents")

    async def _open(self, question: "AgentQuestion") -> None:
        from weda_tui.tui.agents.dialog import AgentQuestionDialog, ShownQuestion

        try:
            endpoints = [self._find_bundled(write.endpoint_id) for write in question.writes]
            asked = await asyncio.to_thread(ShownQuestion.read, question, endpoints)
        finally:
            self._is_busy = False
        if self._bench.is_dialog_open:
            return
        words, clock = self._bench.words, self._session.clock
        self._bench.end_reminder(words.agents.dialog.waiting)
        self._dialog = AgentQuestionDialog(
            asked, lambda: question.seconds_left(clock.wall()), words
        )
        self._bench.ask(self._dialog, partial(self._closed, question))

    def _find_bundled(self, endpoint_id: str) -> Endpoint | None:
        """Return the bundled endpoint of a write; ``None`` if there is none with a path.

        Only the program's own documents are used, because an agent may have written the others. The
        call of a listed model is the call of any model. An endpoint without a documented path is
        never what is sent, because a file of the workspace can give its id a path.
        """
        if model_name(endpoint_id):
            endpoint_id = f"{MODULE}.{endpoint_id.rpartition('.')[2]}"
        try:
            endpoint = self._session.modules.bundled.get(endpoint_id)
        except FileError:
            return None
        return endpoint if endpoint.has_path else None

    def _closed(self, question: "AgentQuestion", answer: "PersonAnswer | None") -> None:
        if answer is not None:
            self._dialog = None
            self._answered.add(question.seal)
            pass_on = partial(self._answer, question, answer)
            self._bench.start(pass_on, "agent-answer", is_exclusive=False)

    async def _answer(self, question: "AgentQuestion", answer: "PersonAnswer") -> None:
        words, questions = self._bench.words.agents.dialog, self._session.agents.questions
        with refusals(self._bench):
            has_waited = await asyncio.to_thread(questions.answer, question, answer)
            text = words.allowed if answer.is_yes else words.declined
            self._bench.notice_in_front(text if has_waited else words.gone)
