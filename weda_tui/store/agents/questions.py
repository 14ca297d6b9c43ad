"""Pending questions of agents to the user, one private file each in the state folder.

    agent's process   put ── has_answer … ── find_answer ── drop
    explorer          watch ── load … ── answer

A file is named by the seal of its question, so that an answer cannot belong to another question.
The files are not in the workspace, which the agent may edit.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

import msgspec

from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
from weda_tui.core.errors import writing
from weda_tui.store.atomic import find_json, write_atomic
from weda_tui.store.locks import is_locked, try_lock

MOST = 50
"""The maximum number of questions that are read at once."""
_SEAL = re.compile("[0-9a-f]{64}")
_QUESTION, _ANSWER, _WATCH = ".question.json", ".answer.json", "watch.lock"


class QuestionFiles:
    """The questions of one workspace. Every call reads or writes the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._watch: int | None = None

    @property
    def is_there(self) -> bool:
        """Whether the folder exists."""
        return self._folder.is_dir()

    def put(self, question: AgentQuestion) -> None:
        """Write a question. Raises ``FileError``."""
        path = self._path(question.seal, _QUESTION)
        with writing(path):
            data = msgspec.json.encode(question)
        write_atomic(path, data, private=True, durable=False)

    def load(self) -> tuple[AgentQuestion, ...]:
        """Return up to ``MOST`` pending questions, the oldest first; damaged files are skipped."""
        try:
            names = [each.name for each in self._folder.glob(f"*{_QUESTION}")]
        except OSError:
            return ()
        found = [self.find(name.removesuffix(_QUESTION)) for name in names[:MOST]]
        return tuple(sorted((each for each in found if each), key=lambda each: each.asked_at))

    def find(self, seal: str) -> AgentQuestion | None:
        """Return the question with a seal, ``None`` if there is none or the seal differs."""
        question = find_json(self._path(seal, _QUESTION), AgentQuestion)
        return question if question is not None and question.seal == seal else None

    def answer(self, answer: PersonAnswer) -> None:
        """Write the user's answer. Raises ``FileError``."""
        data = msgspec.json.encode(answer)
        write_atomic(self._path(answer.seal, _ANSWER), data, private=True, durable=False)

    def has_answer(self, seal: str) -> bool:
        """Return whether a question was answered. Checks one path; no file is read."""
        return self._path(seal, _ANSWER).exists()

    def find_answer(self, seal: str) -> PersonAnswer | None:
        """Return the answer to a question, ``None`` if there is none or the file is damaged."""
        return find_json(self._path(seal, _ANSWER), PersonAnswer)

    def drop(self, seal: str) -> None:
        """Remove a question and its answer."""
        for ending in (_QUESTION, _ANSWER):
            with suppress(OSError):
                self._path(seal, ending).unlink()

    def watch(self) -> None:
        """Announce, while this process runs, that its window shows the questions to the user.

        Raises ``FileError``. If another window holds the lock, the next call tries again.
        """
        if self._watch is None:
            self._watch = try_lock(self._folder / _WATCH)

    def is_watched(self) -> bool:
        """Return whether a window of this or another process shows the questions.

        Creates the folder, so that an open window starts to watch it.
        """
        return self._watch is not None or is_locked(self._folder / _WATCH)

    def close(self) -> None:
        """Stop announcing that this process shows the questions."""
        if self._watch is not None:
            os.close(self._watch)
            self._watch = None

    def _path(self, seal: str, ending: str) -> Path:
        """Return the path of a file; an invalid seal from outside cannot choose the path."""
        name = seal if _SEAL.fullmatch(seal) else "none"
        return self._folder / f"{name}{ending}"
