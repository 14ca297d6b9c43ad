"""Questions of agents that wait for a person, one private file each in the state folder.

    agent's process   put ── has_answer … ── find_answer ── drop
    explorer          watch ── load … ── answer

A file is named by the seal of its question, so that an answer can be of no other one. Nothing of
them is in the workspace, which the agent may edit.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

import msgspec

from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
from weda_tui.core.errors import writing
from weda_tui.store.atomic import find_json, write_atomic
from weda_tui.store.locks import is_held, try_hold

MOST = 50
"""Questions that are read at once."""
_SEAL = re.compile("[0-9a-f]{64}")
_QUESTION, _ANSWER, _WATCH = ".question.json", ".answer.json", "watch.lock"


class QuestionFiles:
    """The folder of one workspace. Every call reads or writes the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._watch: int | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is such a folder by now."""
        return self._folder.is_dir()

    def put(self, question: AgentQuestion) -> None:
        """Write a question. Raises ``FileError``."""
        path = self._path(question.seal, _QUESTION)
        with writing(path):
            data = msgspec.json.encode(question)
        write_atomic(path, data, private=True, durable=False)

    def load(self) -> tuple[AgentQuestion, ...]:
        """Return ``MOST`` of the questions that wait, the oldest first; damaged files are none."""
        try:
            names = [each.name for each in self._folder.glob(f"*{_QUESTION}")]
        except OSError:
            return ()
        found = [self.find(name.removesuffix(_QUESTION)) for name in names[:MOST]]
        return tuple(sorted((each for each in found if each), key=lambda each: each.asked_at))

    def find(self, seal: str) -> AgentQuestion | None:
        """Return the question of a seal; ``None`` for none, or for a file of another one."""
        question = find_json(self._path(seal, _QUESTION), AgentQuestion)
        return question if question is not None and question.seal == seal else None

    def answer(self, answer: PersonAnswer) -> None:
        """Write what a person answered. Raises ``FileError``."""
        data = msgspec.json.encode(answer)
        write_atomic(self._path(answer.seal, _ANSWER), data, private=True, durable=False)

    def has_answer(self, seal: str) -> bool:
        """Return whether a question was answered. One look at the folder, no file is read."""
        return self._path(seal, _ANSWER).exists()

    def find_answer(self, seal: str) -> PersonAnswer | None:
        """Return the answer to a question; a damaged file is none."""
        return find_json(self._path(seal, _ANSWER), PersonAnswer)

    def drop(self, seal: str) -> None:
        """Remove a question and its answer."""
        for ending in (_QUESTION, _ANSWER):
            with suppress(OSError):
                self._path(seal, ending).unlink()

    def watch(self) -> None:
        """Say, as long as this process runs, that a person looks at the questions.

        Raises ``FileError``. Where another window says so, it is said again at the next call.
        """
        if self._watch is None:
            self._watch = try_hold(self._folder / _WATCH)

    def is_watched(self) -> bool:
        """Return whether a window of another process, or this one, looks at the questions.

        Makes the folder, so that a window that is open begins to look.
        """
        return self._watch is not None or is_held(self._folder / _WATCH)

    def close(self) -> None:
        """Look at them no longer."""
        if self._watch is not None:
            os.close(self._watch)
            self._watch = None

    def _path(self, seal: str, ending: str) -> Path:
        """Return the path of a file; a seal from outside is no path."""
        name = seal if _SEAL.fullmatch(seal) else "none"
        return self._folder / f"{name}{ending}"
