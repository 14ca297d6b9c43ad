"""Remarks about the values of a document, shown after its lines."""

import asyncio
from datetime import tzinfo
from functools import partial
from typing import Protocol

from weda_tui.core.bodies import value_notes as notes
from weda_tui.core.bodies.answer_schema import (
    AnswerShape,
    Meanings,
    MissingFields,
    answer_shape,
    common_meanings,
)
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.nested import FoundPart, Part, is_in_string, item_of
from weda_tui.core.bodies.value_notes import JsonPaths, lacking_of
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Module
from weda_tui.core.errors import FileError
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.tree import Path
from weda_tui.i18n.phrases.bodies import note_words
from weda_tui.tui.bodies.host import WorkingHost
from weda_tui.tui.bodies.line_view import count_words
from weda_tui.tui.bodies.messages import BodyChanged, FieldsRequested
from weda_tui.tui.widgets.messages import Noticed


class NotesReader(WorkingHost, Protocol):
    """What ``ValueNotes`` needs from the reader."""

    @property
    def part(self) -> Part | None:
        """The displayed part; ``None`` if the whole body is displayed."""
        ...

    def show_notes(self) -> None:
        """Draw the remarks on values again, after more became known."""


class ValueNotes:
    """Explains values; ``annotate`` sets the call that the response belongs to."""

    def __init__(self, reader: NotesReader) -> None:
        self._reader = reader
        self.zone: tzinfo | None = None
        """The time zone of displayed times; ``None`` for the time zone of the machine."""
        self.answer: AnswerShape | None = None
        """The documented shape of the response."""
        self._paths: tuple[JsonIndex, JsonPaths] | None = None
        """The paths of the displayed lines."""
        self._outer_paths: tuple[JsonIndex, JsonPaths] | None = None
        """The paths of the document in which a JSONPath is evaluated."""
        self._meanings: tuple[Module, Meanings] | None = None
        """The meanings of the values of fields in a module."""

    # -- what is documented ------------------------------------------------------------------

    def annotate(
        self, endpoint: Endpoint | None, module: Module | None = None, *, is_success: bool = True
    ) -> None:
        """Use the documentation of an endpoint's response, and of the fields of its module.

        It is used at once if it was loaded before, otherwise as soon as it is loaded.
        """
        self._reader.stop("annotate")
        self.answer = None
        if endpoint is None:
            return
        if endpoint.details.is_known:
            self.answer = _shape_of(endpoint, is_success)
        self._reader.start(partial(self._load, endpoint, module, is_success), "annotate")

    async def _load(self, endpoint: Endpoint, module: Module | None, is_success: bool) -> None:
        """Load the documentation in a thread, and then draw the remarks."""
        if self.answer is None:
            self.answer = await asyncio.to_thread(_shape_of, endpoint, is_success)
        if self.answer is not None and module is not None:
            if self._meanings is None or self._meanings[0] is not module:
                self._meanings = (module, await asyncio.to_thread(_meanings_in, module))
            self.answer = self.answer.with_meanings(self._meanings[1])
        self._reader.show_notes()
        self._reader.post_message(BodyChanged())

    @property
    def _documented(self) -> "AnswerShape | None":
        """The documented shape of the displayed document; ``None`` for JSON inside a string."""
        return None if is_in_string(self._reader.part) else self.answer

    # -- a line ------------------------------------------------------------------------------

    def note(self, document: Document, line: int) -> str:
        """Return the remark on a line; empty for none."""
        path = self._path_in_answer(document, line)
        return self._note_at(document, line, path) if path is not None else ""

    def _path_in_answer(self, document: Document, line: int) -> Path | None:
        """Return the path of a line in the whole response, with every index 0; ``None`` for none.

        For a line of JSON inside a string, the path is relative to that JSON.
        """
        index, part = document.tree, self._reader.part
        if index is None or index.is_closer(line):
            return None
        self._paths = _paths_of(index, self._paths)
        path = self._paths[1].path(line)
        if path is None or not isinstance(part, FoundPart):
            return path
        number, outer = item_of(part, index, line), part.outer.tree
        if number < 0 or outer is None:
            return path
        self._outer_paths = _paths_of(outer, self._outer_paths)
        around = self._outer_paths[1].path(outer.line_at(part.starts[number]))
        if around is None:
            return None
        return (*around, *(path if part.is_single else path[1:]))

    def _note_at(self, document: Document, line: int, path: Path) -> str:
        """Return the remark on the value of a line, whose path in the response is ``path``."""
        index = document.tree
        if index is None:
            return ""
        value = notes.value_text(index, line)
        if value[:1] == "[":
            return self._count_note(index, line)
        answer = self._documented
        known = notes.known_of(value, path, answer, self.zone)
        if answer is not None and value[:1] == "{":
            known = known.with_lacking(notes.lacking_of(index, line, path, answer))
        if self._reader.view.is_decoded:
            known = known.without_decoded()
        return note_words(known, self._reader.words)

    def _count_note(self, index: JsonIndex, line: int) -> str:
        """Return the number of objects in an array, whose last one may be far below."""
        is_of_containers = nodes.opens(index, line) and nodes.opens(index, line + 1)
        return count_words(index, line, self._reader.words.body) if is_of_containers else ""

    # -- what is missing ---------------------------------------------------------------------

    def lacking_at_cursor(self) -> "tuple[str, MissingFields] | None":
        """Return the name of the object under the cursor and its missing documented fields."""
        view, answer = self._reader.view, self._documented
        index, line = view.json_index, view.line
        if index is None or answer is None:
            return None
        line = nodes.head_of(index, line)
        if nodes.kind_of(index, line) != "{":
            line = nodes.parent_of(index, line)
        path = self._path_in_answer(self._reader.document, line) if line >= 0 else None
        if path is None:
            return None
        lacking = lacking_of(index, line, path, answer)
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        if path and isinstance(path[-1], int):
            name += f"[{nodes.ordinal_of(index, line)}]"
        return (name, lacking) if lacking is not None else None

    def list_lacking(self) -> None:
        """List the documented fields that are missing in the object under the cursor."""
        found = self.lacking_at_cursor()
        if found is None:
            return
        if found[1]:
            self._reader.post_message(FieldsRequested(*found))
        else:
            self._reader.post_message(Noticed(self._reader.words.notes.nothing_lacks))


def _paths_of(
    index: JsonIndex, known: "tuple[JsonIndex, JsonPaths] | None"
) -> "tuple[JsonIndex, JsonPaths]":
    if known is not None and known[0] is index:
        return known

    return (index, JsonPaths(index))


def _shape_of(endpoint: Endpoint, is_success: bool) -> "AnswerShape | None":
    try:
        return answer_shape(endpoint, is_success=is_success)
    except FileError:  # a damaged document has no shape
        return None


def _meanings_in(module: Module) -> "Meanings":
    try:
        return common_meanings(module)
    except FileError:
        return {}
