"""The rows of the saved requests: folders, requests, and files with problems."""

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from rich.cells import cell_len

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.collections.paths import name_of
from weda_tui.core.errors import FileError
from weda_tui.core.history.entry import LastResult
from weda_tui.i18n.phrases.facts import effect_mark
from weda_tui.i18n.phrases.history import GLYPHS
from weda_tui.i18n.strings import Strings
from weda_tui.tui.history.view import ROLES
from weda_tui.tui.requests.title_view import UNSAVED
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, cut_middle, pad

if TYPE_CHECKING:  # Files are read after the first picture
    from weda_tui.session.collections.request_summaries import RequestSummary


class SavedNode(msgspec.Struct, frozen=True, gc=False):
    """One visible row of the tree."""

    depth: int
    path: str
    is_folder: bool = False
    is_open: bool = False
    title: str = ""
    """The title of a folder."""
    file: str = ""
    """The file name of a folder, if a sibling folder has the same title."""
    count: int | None = None
    """The number of requests in a folder; ``None`` if unknown."""
    is_gap: bool = False
    """Whether it is a blank row before a collection."""


def folder_line(node: SavedNode, width: int, strings: Strings) -> Line:
    """Return ``▾ title … n requests``; a long title is cut in the middle."""
    glyph = "▾" if node.is_open else "▸"
    indent = " " * (2 + 2 * node.depth)
    counted = "" if node.count is None else strings.saved.screen.requests.format(count=node.count)
    head = Run(f"{indent}{glyph} ", "dim")
    file = [Run(f"  {node.file}", "dim")] if node.file else []
    right = [Run(f" {counted} ", "faint")]
    room = width - cells([head, *file, *right])
    title = Run(cut_middle(node.title, room), "bold" if node.is_open else "text")
    return Line([head, title, *file], right)


class SavedRowState(NamedTuple):
    """What a row shows of a request apart from its place in the tree."""

    seen: "RequestSummary | None"
    """The summary of the file; ``None`` until the file is read."""
    last: LastResult | None = None
    when: str = ""
    """The short time of the last result, with its environment or env type if not the target's."""
    is_edited: bool = False
    is_current: bool = False


def request_line(
    node: SavedNode, look: SavedRowState, width: int, catalogue: Catalogue, strings: Strings
) -> Line:
    """Return ``verdict · title … time · effect · method``, or the problem of a broken file.

    The method is omitted before a title is cut.
    """
    seen, indent = look.seen, " " * (2 + 2 * node.depth)
    if seen is not None and seen.problem is not None:
        text = problem_words(node.path, seen.problem, strings)
        return Line(
            [Run(indent), Run("✗ ", "fail"), Run(cut(text, width - len(indent) - 3), "fail")]
        )
    title = seen.title if seen is not None else name_of(node.path)
    right, method = _right_of(look, catalogue, strings)
    room = width - len(indent) - 3 - cells(right)
    if cell_len(title) <= room - cell_len(method):
        right, room = [*right, Run(method, "faint")], room - cell_len(method)
    tags = "".join(f" #{tag}" for tag in seen.tags) if seen is not None else ""
    shown = cut(title, room)
    mark = GLYPHS[look.last.ending] if look.last is not None else " "
    role = ROLES[look.last.ending] if look.last is not None else "dim"
    left = [
        Run(indent[:-2]),
        Run(f"{UNSAVED} " if look.is_edited else "  ", "caution"),
        Run(f"{mark} ", role),
        Run(shown, "bold" if look.is_current else "text"),
        Run(cut(tags, max(0, room - cell_len(shown))), "faint"),
    ]
    return Line([each for each in left if each.text], right)


def _right_of(look: SavedRowState, catalogue: Catalogue, strings: Strings) -> tuple[list[Run], str]:
    """Return the time and the effect in fixed columns, and the method."""
    seen = look.seen
    endpoint = catalogue.by_id.get(seen.endpoint_id) if seen is not None else None
    effect = effect_mark(endpoint.effect, strings) if endpoint is not None else ""
    role = EFFECT_ROLES[endpoint.effect] if endpoint is not None else "dim"
    method = (seen.method if seen is not None else "") or (endpoint.method if endpoint else "")
    right = [Run(f" {look.when} ", "faint"), Run(f"{pad(effect, 2)} ", role)]
    return right, f"{pad(method, 4)} " if method else ""


def problem_words(path: str, problem: FileError, strings: Strings) -> str:
    """Return the file, and the line if known, of a problem in few words."""
    words = strings.saved.screen
    file = f"{name_of(path)}.toml"
    line = problem.parameters.get("line")
    return (
        words.broken_file.format(file=file)
        if line is None
        else words.broken.format(file=file, line=line)
    )
