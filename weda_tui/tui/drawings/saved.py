"""The rows of what is saved: folders, requests, and files that do not open."""

import re
from typing import TYPE_CHECKING

import msgspec
from rich.cells import cell_len

from weda_tui.core.catalogue import Catalogue
from weda_tui.core.collection import SavedRequest
from weda_tui.core.collection_path import name_of
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.errors import FileError
from weda_tui.i18n.facts import effect_mark, effect_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.endpoint import EFFECT_ROLES
from weda_tui.tui.widgets.paint import Line, Run, cut
from weda_tui.tui.widgets.wrap import fold

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.session.collections import Seen

UNSAVED = "●"
"""What stands before a request with edits that are not saved."""


class SavedNode(msgspec.Struct, frozen=True, gc=False):
    """One visible row of the tree."""

    depth: int
    path: str
    is_folder: bool = False
    is_open: bool = False
    title: str = ""
    """Of a folder."""
    count: int | None = None
    """Requests in a folder, as far as it is listed."""


def folder_line(node: SavedNode, strings: Strings) -> Line:
    """Return ``▾ title … n requests``."""
    glyph = "▾" if node.is_open else "▸"
    indent = " " * (2 + 2 * node.depth)
    counted = "" if node.count is None else strings.saved.screen.requests.format(count=node.count)
    return Line(
        [Run(f"{indent}{glyph} ", "dim"), Run(node.title, "bold" if node.is_open else "text")],
        [Run(counted, "faint"), Run(" ")],
    )


def request_line(
    node: SavedNode,
    seen: "Seen | None",
    width: int,
    catalogue: Catalogue,
    strings: Strings,
    *,
    is_edited: bool = False,
    is_current: bool = False,
) -> Line:
    """Return ``mark · title … effect · method``; of a broken file what is wrong with it."""
    indent = " " * (2 + 2 * node.depth)
    if seen is not None and seen.problem is not None:
        said = problem_words(node.path, seen.problem, strings)
        return Line(
            [Run(indent), Run("✗ ", "fail"), Run(cut(said, width - len(indent) - 3), "fail")]
        )
    title = seen.title if seen is not None else name_of(node.path)
    method = seen.method if seen is not None else ""
    endpoint = catalogue.by_id.get(seen.endpoint_id) if seen is not None else None
    effect = effect_mark(endpoint.effect, strings) if endpoint is not None else ""
    method = method or (endpoint.method if endpoint is not None else "")
    role = EFFECT_ROLES[endpoint.effect] if endpoint is not None else "dim"
    right = [Run(f"{effect} " if effect else "", role), Run(method, "faint"), Run(" ")]
    tags = "".join(f" #{tag}" for tag in seen.tags) if seen is not None else ""
    room = width - len(indent) - 3 - sum(cell_len(run.text) for run in right)
    shown = cut(title, room)
    return Line(
        [
            Run(indent),
            Run(f"{UNSAVED} " if is_edited else "  ", "caution"),
            Run(shown, "bold" if is_current else "text"),
            Run(cut(tags, max(0, room - cell_len(shown))), "faint"),
        ],
        right,
    )


def saved_title_lines(request: SavedRequest, endpoint: Endpoint, strings: Strings) -> list[Line]:
    """Return title and effect, the call, the file."""
    call = [endpoint.title.text(strings.language), endpoint.action] if endpoint.id else []
    effect = effect_words(endpoint.effect, strings) if endpoint.id else ""
    return [
        Line(
            [Run("  "), Run(request.title, "bold")],
            [Run(effect, EFFECT_ROLES[endpoint.effect]), Run(" ")],
        ),
        Line([Run("  "), Run("  ".join(call) or request.draft.method, "dim")]),
        Line([Run("  "), Run(f"{request.path}.toml", "faint")]),
    ]


def toml_lines(text: str, width: int) -> list[Line]:
    """Return a file with its line numbers: tables bold, keys told from values."""
    lines: list[Line] = []
    fence = ""
    for number, line in enumerate(text.rstrip("\n").split("\n"), start=1):
        runs = [Run(line)] if fence else _toml_runs(line)
        marks = re.findall("'{3}|\"{3}", line)
        for mark in marks:
            fence = "" if fence == mark else fence or mark
        lines += fold(Line([Run(f"{number:>5}  ", "faint"), *runs]), width, 7)
    return lines


def _toml_runs(line: str) -> list[Run]:
    if line.startswith("["):
        return [Run(line, "bold")]
    if line.lstrip().startswith("#"):
        return [Run(line, "dim")]
    key, equals, value = line.partition(" = ")
    return [Run(key, "key"), Run(equals, "dim"), Run(value)] if equals else [Run(line)]


def problem_words(path: str, problem: FileError, strings: Strings) -> str:
    """Return the file and the line of what does not open, in few words."""
    words = strings.saved.screen
    file = f"{name_of(path)}.toml"
    line = problem.parameters.get("line")
    return (
        words.broken_file.format(file=file)
        if line is None
        else words.broken.format(file=file, line=line)
    )
