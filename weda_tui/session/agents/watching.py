"""Detects new questions of agents for an explorer, by reading the time of one folder."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from weda_tui.core.errors import FileError

if TYPE_CHECKING:  # loaded once the folder exists
    from weda_tui.core.agents.question import AgentQuestion
    from weda_tui.session.agents.questions import AgentQuestions


class QuestionWatch:
    """Detects whether the questions of a workspace have to be read again.

    Before an agent works in the workspace, the folder does not exist, and nothing else is checked.
    """

    def __init__(self, folder: Path, questions: "Callable[[], AgentQuestions]") -> None:
        """``questions`` loads the service."""
        self._folder, self._load = folder, questions
        self._questions: AgentQuestions | None = None
        self._seen, self._is_changing = 0, False

    def has_news(self) -> bool:
        """Return whether the folder has to be read; must not be called while it is being read.

        After a change it is read twice, because two changes within one tick of the file system have
        the same time.
        """
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            changed = 0
        if self._questions is not None:
            with suppress(FileError):  # raised again by ``read``
                self._questions.watch()
        was_changing, self._is_changing = self._is_changing, changed != self._seen
        self._seen = changed
        return was_changing or self._is_changing

    def read(self) -> "Sequence[AgentQuestion]":
        """Return the waiting questions, the oldest first. For a thread. Raises ``FileError``."""
        self._questions = self._load()
        return self._questions.pending()

    def close(self) -> None:
        """Stop watching."""
        if self._questions is not None:
            self._questions.close()
