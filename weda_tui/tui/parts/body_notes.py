"""What is known of the values of a document, behind its lines; escapes as what they stand for."""

import asyncio
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.catalogue import Module
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.errors import FileError
from weda_tui.core.json_tree import Path
from weda_tui.tui.parts.body_folds import FoldedBody
from weda_tui.tui.widgets.body_rows import count_words
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Run

if TYPE_CHECKING:  # they come with the first answer
    from weda_tui.core.bodies.answer_shape import AnswerShape, Lacking, Meanings
    from weda_tui.core.bodies.notes import Paths

_GLANCE = 64 * 1024
"""Bytes of a body in which escapes are looked for."""


class NotedBody(FoldedBody):
    """Says what values mean; ``annotate`` says which call answered."""

    zone: tzinfo | None = None
    """Where times are told; ``None`` is the machine's own."""
    answer: "AnswerShape | None" = None
    """What is documented of the answer."""

    @dataclass
    class LackingWanted(Message, namespace="body_reader"):
        """The documented fields that an object does not have are to be listed."""

        name: str
        """The name of the object, empty for the outermost one."""
        lacking: "Lacking"

    _paths: "tuple[JsonIndex, Paths] | None" = None
    _meanings: "tuple[Module, Meanings] | None" = None
    """What the values of fields mean in a module."""

    def on_mount(self) -> None:
        """Put remarks behind the lines."""
        self.view.note = self.note

    # -- what is documented ------------------------------------------------------------------

    def annotate(
        self, endpoint: Endpoint | None, module: Module | None = None, *, is_success: bool = True
    ) -> None:
        """Take what is documented of an endpoint's answer, and of the fields of its module.

        At once where that was read before, else when it is.
        """
        self.workers.cancel_group(self, "annotate")
        self.answer = None
        if endpoint is None:
            return
        if endpoint.details.is_known:
            self.answer = _shape_of(endpoint, is_success)
        self._learn(endpoint, module, is_success)

    @work(group="annotate", exclusive=True, description="annotate")
    async def _learn(self, endpoint: Endpoint, module: Module | None, is_success: bool) -> None:
        """Read what takes time, and say it behind the lines that are shown by now."""
        if self.answer is None:
            self.answer = await asyncio.to_thread(_shape_of, endpoint, is_success)
        if self.answer is not None and module is not None:
            if self._meanings is None or self._meanings[0] is not module:
                self._meanings = (module, await asyncio.to_thread(_meanings_in, module))
            self.answer = self.answer.with_meanings(self._meanings[1])
        self.remarked()
        self.post_message(self.Changed())

    # -- a line ------------------------------------------------------------------------------

    @property
    def documented(self) -> "AnswerShape | None":
        """What is documented of what is in view."""
        return self.answer

    def note(self, document: Document, line: int) -> str:
        """Return what is known of a line in words; empty for nothing."""
        path = self.path_in_answer(document, line)
        return self.note_at(document, line, path) if path is not None else ""

    def path_in_answer(self, document: Document, line: int) -> Path | None:
        """Return the path of a line in the whole answer, every index 0; ``None`` for none."""
        index = document.tree
        if index is None or index.is_closer(line):
            return None
        if self._paths is None or self._paths[0] is not index:
            from weda_tui.core.bodies.notes import Paths

            self._paths = (index, Paths(index))
        return self._paths[1].path(line)

    def note_at(self, document: Document, line: int, path: Path) -> str:
        """Return what is known of the value of a line, which stands at ``path`` in the answer."""
        from weda_tui.core.bodies import notes
        from weda_tui.i18n.notes import note_words

        index = document.tree
        if index is None:
            return ""
        value = notes.value_text(index, line)
        if value[:1] == "[":
            return self._count_note(index, line)
        answer = self.documented
        known = notes.known_of(value, path, answer, self.zone)
        if answer is not None and value[:1] == "{":
            known = known.with_lacking(notes.lacking_of(index, line, path, answer))
        if self.view.is_decoded:
            known = known.without_decoded()
        return note_words(known, self.strings)

    def _count_note(self, index: JsonIndex, line: int) -> str:
        """Return how many objects an array holds: the last one may be far below."""
        is_of_containers = nodes.opens(index, line) and nodes.opens(index, line + 1)
        return count_words(index, line, self.strings.body) if is_of_containers else ""

    # -- what is missing ---------------------------------------------------------------------

    def _lacking_in_hand(self) -> "tuple[str, Lacking] | None":
        """Return the name of the object in hand and the documented fields that it lacks."""
        from weda_tui.core.bodies.notes import lacking_of

        index, line, answer = self.view.json_index, self.view.line, self.documented
        if index is None or answer is None:
            return None
        line = nodes.head_of(index, line)
        if nodes.kind_of(index, line) != "{":
            line = nodes.parent_of(index, line)
        path = self.path_in_answer(self.document, line) if line >= 0 else None
        if path is None:
            return None
        lacking = lacking_of(index, line, path, answer)
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        if path and isinstance(path[-1], int):
            name += f"[{nodes.ordinal_of(index, line)}]"
        return (name, lacking) if lacking is not None else None

    def action_lacking_fields(self) -> None:
        """List the documented fields that the object in hand does not have."""
        found = self._lacking_in_hand()
        if found is None:
            return
        if found[1]:
            self.post_message(self.LackingWanted(*found))
        else:
            self.post_message(Noticed(self.strings.notes.nothing_lacks))

    # -- escapes -----------------------------------------------------------------------------

    def action_toggle_escapes(self) -> None:
        """Show every escape as what it stands for, or as it came."""
        if not self._has_escapes and not self.view.is_decoded:
            self.post_message(Noticed(self.strings.notes.no_escapes))
        elif self.document.is_json:
            self.view.is_decoded = not self.view.is_decoded
            self.view.redraw()
            if (matcher := self.view.hits.matcher) is not None:
                self.search(matcher.query)
            if self.view.is_decoded:
                self.post_message(Noticed(self.strings.notes.decode_hint))
            self.redraw()

    @property
    def _has_escapes(self) -> bool:
        """Whether there are escapes, as far as a glance tells: of a long body there may be."""
        source = self.document.source
        return len(source) > _GLANCE or source.find(b"\\", 0, _GLANCE) >= 0

    def facts(self, width: int) -> list[Run]:
        """Say also that escapes are not shown as they came."""
        runs = super().facts(width)
        if not runs or not self.view.is_decoded or not self.document.is_json:
            return runs
        return [*runs, Run(f" · {self.strings.notes.decoded}")]

    def works(self, action: str) -> bool:
        """Return whether an action does anything now."""
        match action:
            case "toggle_escapes":
                has_any = self.view.is_decoded or self._has_escapes
                return self.view.row_count > 0 and self.document.is_json and has_any
            case "lacking_fields":
                return self._lacking_in_hand() is not None
            case _:
                return False


def _shape_of(endpoint: Endpoint, is_success: bool) -> "AnswerShape | None":
    from weda_tui.core.bodies.answer_shape import answer_shape

    try:
        return answer_shape(endpoint, is_success=is_success)
    except FileError:  # a damaged document says nothing
        return None


def _meanings_in(module: Module) -> "Meanings":
    from weda_tui.core.bodies.answer_shape import common_meanings

    try:
        return common_meanings(module)
    except FileError:
        return {}
