"""Whether agents ask something, as an explorer looks at it: one look at the time of a folder."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from weda_tui.core.errors import FileError

if TYPE_CHECKING:  # they come with the first folder
    from weda_tui.core.agents.question import AgentQuestion
    from weda_tui.session.agents.questions import AgentQuestions


class QuestionWatch:
    """Knows whether the questions of a workspace have to be read again.

    Before an agent has been at work here there is no folder, and nothing more than that is asked.
    """

    def __init__(self, folder: Path, questions: "Callable[[], AgentQuestions]") -> None:
        """``questions`` loads the service."""
        self._folder, self._load = folder, questions
        self._questions: AgentQuestions | None = None
        self._seen, self._is_changing = 0, False

    def has_news(self) -> bool:
        """Return whether the folder is to be read; not to be asked while that is being done.

        After a change it is read twice: two changes in one tick of a file system have one time.
        """
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            changed = 0
        if self._questions is not None:
            with suppress(FileError):  # said by ``read``
                self._questions.watch()
        was_changing, self._is_changing = self._is_changing, changed != self._seen
        self._seen = changed
        return was_changing or self._is_changing

    def read(self) -> "Sequence[AgentQuestion]":
        """Return the questions that wait, the oldest first. For a thread. Raises ``FileError``."""
        self._questions = self._load()
        return self._questions.pending()

    def close(self) -> None:
        """Look no longer."""
        if self._questions is not None:
            self._questions.close()
