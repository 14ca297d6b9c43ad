"""Draws the rows around the lines of a body: the selected path, facts, a remark."""

from collections.abc import Sequence

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.bodies.document import EMPTY, BodyForm, Document
from weda_tui.core.bodies.kind import BodyKind
from weda_tui.core.bodies.line_values import value_at
from weda_tui.core.json import nodes
from weda_tui.i18n.quantities import count, size
from weda_tui.i18n.strings import Strings
from weda_tui.tui.bodies.line_view import Mask
from weda_tui.tui.widgets.drawing.paint import ELLIPSIS, Line, Run, cells, paragraph

_MOST_STEPS = 64
"""The maximum number of steps of a path for one row: text can be nested 100,000 levels deep."""


def crumb_runs(
    document: Document,
    line: int,
    width: int,
    mask: Mask,
    strings: Strings,
    path: Sequence[str | int] | None = None,
) -> tuple[list[Run], list[Run]]:
    """Return the path of a line, cut at its beginning if it is long, and the position of the line.

    ``path`` is given if the document is a part of another document.
    """
    lines = max(1, document.index.line_count)
    share = f"{100 * (line + 1) / lines:.1f}".removesuffix(".0")
    place = strings.body.place.format(line=count(line + 1), percent=share)
    right = [Run(place, "dim"), Run(" ")] if document.is_complete else []
    index = document.tree
    if path is None:
        path = ()
        if index is not None:
            path = nodes.path_of(index, line, most=_MOST_STEPS, is_shown=True)
    room = width - 3 - cells(right)
    if room < 12:
        right, room = [], width - 3
    return [Run("  "), *_path_runs(path, room, mask)], right


def _path_runs(path: Sequence[str | int], room: int, mask: Mask) -> list[Run]:
    if not path:
        return [Run("$", "dim")]
    steps = [f"[{step}]" if isinstance(step, int) else mask(step) for step in path]
    shown = [Run(steps[-1], "bold")]
    for step in reversed(steps[:-1]):
        longer = [Run(f"{step} › ", "dim"), *shown]
        if cells(longer) > room - 4:
            return [Run(f"{ELLIPSIS} › ", "dim"), *shown]
        shown = longer
    return shown


def facts_runs(document: Document, strings: Strings) -> list[Run]:
    """Return character set, kind and form of a body, or how much of it is indexed."""
    words = strings.body
    if document.is_partial or not len(document.received):
        return []
    if not document.is_complete:
        percent = int(100 * document.share)
        return [Run(words.indexing.format(percent=percent), "dim")]
    facts = [document.charset.upper()] if document.charset else []
    facts.append(words.kinds[document.kind.value])
    if document.form is not BodyForm.LAID_OUT:
        facts.append(words.raw if document.form is BodyForm.RAW else words.hex)
    return [Run(" · ".join(facts), "dim")]


def remark_lines(document: Document, width: int, strings: Strings) -> list[Line]:
    """Return the remark above the lines: where the body stops being JSON, or why it is not text."""
    words, text = strings.body, ""
    if document.fault is not None and not document.is_partial:
        line, column = document.fault
        text = strings.tui.result.not_json_from.format(line=count(line), column=count(column))
    elif not len(document.received) and document is not EMPTY:
        text = words.empty
    elif document.kind is BodyKind.IMAGE and document.image is not None:
        image, of = document.image, size(len(document.received))
        message = words.image if image.width else words.image_only
        text = message.format(type=image.type, width=image.width, height=image.height, size=of)
    elif document.kind is BodyKind.BINARY:
        text = words.binary.format(size=size(len(document.received)))
    return paragraph(text, width - 1, "dim italic") if text else []


SEARCHED_LINES = 200
"""The number of first lines of a body that are searched for what decided a failure."""


def deciding_lines(document: Document, verdict: Verdict) -> dict[str, int]:
    """Return the first lines whose value is a failure's ``code``, ``message`` or ``requestId``."""
    tree, found = document.tree, dict[str, int]()
    values = {"code": verdict.code, "message": verdict.message, "requestId": verdict.request_id}
    wanted = {name: value for name, value in values.items() if value}
    if tree is None or not wanted:
        return found
    for line in range(min(tree.line_count, SEARCHED_LINES)):
        if nodes.opens(tree, line) or tree.is_closer(line):
            continue
        value = value_at(document, line)
        for name, each in wanted.items():
            if value == each:
                found.setdefault(name, line)
    return found
