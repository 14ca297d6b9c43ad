"""A reader without a terminal: it records calls of its parts, and tests run its workers."""

from collections.abc import Sequence

from textual.message import Message

from weda_tui.core.bodies.document import EMPTY, BodyForm, Document
from weda_tui.core.bodies.nested import Part
from weda_tui.core.json.tree import Path
from weda_tui.i18n.language import strings_for
from weda_tui.i18n.strings import Strings
from weda_tui.session.path_offers import PathOffer
from weda_tui.tui.bodies.path_row import JsonPathField, PathRow
from weda_tui.tui.bodies.search_row import SearchRow
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.widgets.drawing.paint import Run
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.messages import CopyRequested, Noticed
from weda_tui.tui.widgets.pane import Work

WORDS = strings_for("en")


class FakeView(BodyView):
    """A body view that is on no screen."""

    def __init__(self) -> None:
        super().__init__(WORDS.body, id="body")
        self.focused = 0

    def focus_now(self) -> None:
        self.focused += 1

    def scroll_to(self, *_: object, **__: object) -> None:
        """Do not scroll."""

    def scroll_to_cursor(self) -> None:
        """Do not scroll."""


def whole(body: bytes, content_type: str = "application/json") -> Document:
    """Return a document whose lines are all indexed."""
    document = Document(body, content_type)
    document.grow_whole()
    return document


class FakeReader:
    """Everything that the parts of a reader need of the reader."""

    def __init__(self, body: bytes = b"", content_type: str = "application/json") -> None:
        self.view: BodyView = FakeView()
        self.view.mask = self.mask
        self.words: Strings = WORDS
        self.document_name = "list"
        self.part: Part | None = None
        self.document: Document = EMPTY
        self.messages: list[Message] = []
        self.works: list[tuple[str, Work]] = []
        self.calls: list[object] = []
        self.put(whole(body, content_type) if body else EMPTY)

    def mask(self, text: str) -> str:
        return text.replace("secret", "•••")

    def start(self, work: Work, group: str) -> None:
        self.stop(group)
        self.works.append((group, work))

    def stop(self, group: str) -> None:
        self.works = [each for each in self.works if each[0] != group]

    async def finish(self) -> None:
        """Run the started workers, and the workers that they start."""
        while self.works:
            await self.works.pop(0)[1]()

    def post_message(self, message: Message) -> bool:
        self.messages.append(message)
        return True

    @property
    def copies(self) -> list[str]:
        return [each.text for each in self.messages if isinstance(each, CopyRequested)]

    @property
    def notices(self) -> list[str]:
        return [each.text for each in self.messages if isinstance(each, Noticed)]

    def put(self, document: Document, *, keep_place: bool = False) -> None:
        self.document = document
        self.view.show(document, keep_place=keep_place)

    def reopen(self, charset: str, form: BodyForm | None) -> None:
        self.calls.append((charset, form))

    def go_to_path(self, path: Path) -> None:
        self.calls.append(path)

    def redraw(self) -> None:
        self.calls.append("redraw")

    def show_document(self, *, is_same: bool = False) -> None:
        self.calls.append("show_document")

    def show_growth(self) -> None:
        self.calls.append("show_growth")

    def show_notes(self) -> None:
        self.calls.append("show_notes")

    def search_again(self) -> None:
        self.calls.append("search_again")

    def close_path(self) -> None:
        self.calls.append("close_path")

    def close_search(self) -> None:
        self.calls.append("close_search")

    def dim(self) -> None:
        self.calls.append("dim")

    def show_lines(self, *, is_shown: bool) -> None:
        self.calls.append(("show_lines", is_shown))


class FakeSearchRow(SearchRow):
    """A search row that is on no screen."""

    def __init__(self) -> None:
        super().__init__(WORDS, id="search-row")
        self.typed_in = Field(id="search")
        self._nodes._append(self.typed_in)
        self.found = ""

    def type(self, text: str) -> None:
        """Put a text into the field and give the field the focus."""
        self.typed_in.set_reactive(Field.value, text)
        self.typed_in.set_reactive(Field.has_focus, True)

    def open(self, mode: str, strings: Strings) -> None:
        self.mode, self.display = mode, True

    def close(self) -> None:
        self.display, self.found = False, ""

    def show_status(self, found: Run) -> None:
        self.found = found.text


class FakePathRow(PathRow):
    """A path row that is on no screen."""

    def __init__(self) -> None:
        super().__init__(WORDS, id="path-row")
        self.typed_in = JsonPathField(id="path-field")
        self._nodes._append(self.typed_in)
        self.typed, self.found, self.remark = "", "", ""

    def open(self, text: str, strings: Strings, *, is_whole: bool = False) -> None:
        self.typed, self.display = text, True
        self.typed_in.set_reactive(Field.has_focus, True)

    def accept_offer(self) -> bool:
        self.typed = self.offers[0].text if self.offers else self.typed
        return bool(self.offers)

    def show_status(self, found: Run) -> None:
        self.found = found.text

    def show_hints(
        self, offers: Sequence[PathOffer], fault: tuple[int, str] | None = None, said: str = ""
    ) -> None:
        self.offers, self.remark = offers, fault[1] if fault else said
