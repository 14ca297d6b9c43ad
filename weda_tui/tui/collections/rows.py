"""The rows of the tree of saved requests: draw, fold and drag them."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.collections.paths import is_within, parent_of
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import LastResult
from weda_tui.i18n.phrases.history import recent_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.collections.tree_view import SavedNode, SavedRowState, folder_line, request_line
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut
from weda_tui.tui.widgets.rows import Rows

LONGEST_NAME = 12
"""The maximum width in cells of the name of another environment."""


class SavedRows(Rows):
    """Folders and requests; the file of a request is read when its row is drawn."""

    BINDINGS = [Binding("right", "unfold", show=False), Binding("left", "fold", show=False)]

    class Unread(Message):
        """Rows were drawn whose files have not been read yet."""

    @dataclass
    class Dragged(Message):
        """A row is dragged over another row; ``target`` is ``None`` where it cannot be dropped."""

        source: SavedNode
        target: SavedNode | None

    @dataclass
    class Dropped(Message):
        """A row was dropped on another row."""

        source: SavedNode
        target: SavedNode

    session: Session
    strings: Strings
    catalogue: Catalogue
    where: Target | None = None
    edited: frozenset[str] = frozenset()
    current = ""
    last: Mapping[str, LastResult] = {}
    nodes: tuple[SavedNode, ...] = ()
    shows_more = False
    """Whether the selected request is shown beside the tree."""
    can_drag = True
    """Whether rows can be dragged; the matches of a filter have no order of their own."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.unread: set[str] = set()
        self._held: int | None = None
        self._target: int | None = None
        self._is_dropped = False

    @property
    def node(self) -> SavedNode | None:
        """The selected row."""
        node = self.nodes[self.cursor] if self.cursor < len(self.nodes) else None
        return None if node is None or node.is_gap else node

    @property
    def drawn(self) -> list[str]:
        """The paths of the visible requests."""
        top = round(self.scroll_offset.y)
        shown = self.nodes[top : top + self.size.height]
        return [node.path for node in shown if not node.is_folder and not node.is_gap]

    def show_nodes(self, nodes: tuple[SavedNode, ...], wanted: str = "") -> None:
        """List rows; the cursor goes to the path ``wanted``, else stays on its path."""
        wanted = wanted or (self.node.path if self.node else "")
        self.nodes = nodes
        paths = [node.path for node in nodes]
        is_there = bool(wanted) and wanted in paths
        at = paths.index(wanted) if is_there else min(self.cursor, max(0, len(nodes) - 1))
        self.show_rows(len(nodes), cursor=at)

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is not blank."""
        return not self.nodes[index].is_gap

    def rank(self) -> tuple[int, int]:
        """Return the number of the selected request, 0 for a folder, and how many there are."""
        rows = [at for at, node in enumerate(self.nodes) if not (node.is_gap or node.is_folder)]
        return rows.index(self.cursor) + 1 if self.cursor in rows else 0, len(rows)

    def row(self, index: int, width: int) -> Line:
        """Draw a folder or a request; the row that a drag points to is marked."""
        node = self.nodes[index]
        if node.is_gap:
            return Line()
        line = self._folder(node, width) if node.is_folder else self._request(node, width)
        if index == self._target and self._held is not None:
            first, *rest = line.left
            mark = Run("▸", "focus bold")
            return Line([mark, first._replace(text=first.text[1:]), *rest], line.right, "field")
        return line

    def _folder(self, node: SavedNode, width: int) -> Line:
        return folder_line(node, width, self.strings)

    def _request(self, node: SavedNode, width: int) -> Line:
        seen = self.session.collections.seen.get(node.path)
        if seen is None and node.path not in self.unread:
            if not self.unread:
                self.post_message(self.Unread())
            self.unread.add(node.path)
        last = self.last.get(node.path)
        look = SavedRowState(
            seen, last, self._when(last) if last is not None else "",
            is_edited=node.path in self.edited, is_current=node.path == self.current,
        )  # fmt: skip
        return request_line(node, look, width, self.catalogue, self.strings)

    def _when(self, last: LastResult) -> str:
        """Return the time of a result, after its environment or env type if not the target's."""
        when = recent_words(last.at, self.session.clock.wall(), self.strings)
        place = self.where
        if place is None:
            return when
        is_elsewhere = last.environment != place.environment.name
        name = cut(last.environment, LONGEST_NAME) if is_elsewhere else ""
        env_type = last.env_type if is_elsewhere or last.env_type != place.env_type else ""
        return " ".join(filter(None, (name, env_type, when)))

    def clicks_to_choose(self, index: int) -> int:
        """Return how many clicks choose a row; one is enough for a folder."""
        return 2 if self.shows_more and not self.nodes[index].is_folder else 1

    # -- folding -----------------------------------------------------------------------------

    def action_unfold(self) -> None:
        """Unfold the selected folder, or go to its first row."""
        node = self.node
        if node is None or not node.is_folder:
            return
        if node.is_open:
            self.action_move(1)
        else:
            self.action_choose()

    def action_fold(self) -> None:
        """Fold the selected folder, or go to the parent."""
        node = self.node
        if node is None:
            return
        if node.is_folder and node.is_open:
            self.action_choose()
            return
        for index in range(self.cursor - 1, -1, -1):
            if self.nodes[index].depth < node.depth and not self.nodes[index].is_gap:
                self.cursor = index
                return

    # -- dragging ----------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag a row."""
        self._is_dropped = False
        index = self._row_at(event.y)
        self._held = index if self.can_drag and index is not None else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the row; at the edges, scroll the list."""
        if self._held is None or event.button == 0:
            return
        if self._target is None and self._row_at(event.y) == self._held:
            return
        self.capture_mouse()
        if not 0 < event.y < self.size.height - 1:
            self.scroll_relative(y=-1 if event.y <= 0 else 1, animate=False, immediate=True)
        self._aim(self._row_at(event.y))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop the dragged row where the pointer is."""
        source, target = self._held, self._row_at(event.y)
        self._let_go()
        if source is None or target is None or source == target:
            return
        event.stop()
        self._is_dropped = True
        if self._fits(source, target):
            self.post_message(self.Dropped(self.nodes[source], self.nodes[target]))

    def on_click(self, event: events.Click) -> None:
        """Ignore the click that ends a drag."""
        if self._is_dropped:
            self._is_dropped = False
            event.prevent_default()
            event.stop()

    def on_key(self, event: events.Key) -> None:
        """Cancel a drag on Esc."""
        if event.key == "escape" and self._target is not None:
            event.stop()
            event.prevent_default()
            self._let_go()
            self._is_dropped = True

    def _row_at(self, y: int) -> int | None:
        index = y + round(self.scroll_offset.y)
        is_row = 0 <= y < self.size.height and 0 <= index < self.row_count
        return index if is_row and not self.nodes[index].is_gap else None

    def _fits(self, source: int, target: int) -> bool:
        """Return whether a row can be moved there; a folder cannot be moved into itself."""
        held, other = self.nodes[source], self.nodes[target]
        folder = other.path if other.is_folder else parent_of(other.path)
        return not (held.is_folder and is_within(folder, held.path))

    def _aim(self, target: int | None) -> None:
        held = self._held
        if held is None or target == self._target:
            return
        fits = target is not None and target != held and self._fits(held, target)
        self._target = target if fits else -1
        node = self.nodes[target] if fits and target is not None else None
        self.post_message(self.Dragged(self.nodes[held], node))
        self.refresh()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if self._target is not None and held is not None:
            self._target = None
            self.release_mouse()
            self.post_message(self.Dragged(self.nodes[held], None))
            self.refresh()
