"""Draws the rows of a body as coloured runs: a line, a folded node, or a range of items."""

from collections.abc import Callable

from weda_tui.core.bodies.document import BodyForm, Document
from weda_tui.core.bodies.fold_ranges import range_size
from weda_tui.core.bodies.folds import Fold
from weda_tui.core.bodies.hidden_bytes import find_hidden
from weda_tui.core.bodies.ids import is_id
from weda_tui.core.bodies.kind import BodyKind
from weda_tui.core.bodies.preview import preview, shortened
from weda_tui.core.bodies.text_index import hex_text
from weda_tui.core.json import nodes
from weda_tui.core.json.escapes import incomplete_end
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.lexing import LexedLine
from weda_tui.core.json.source import CONTINUATIONS
from weda_tui.i18n.quantities import count
from weda_tui.i18n.words.bodies import BodyWords
from weda_tui.tui.widgets.drawing.highlighting import MARKUP, json_runs, markup_runs
from weda_tui.tui.widgets.drawing.paint import Run

Mask = Callable[[str], str]
HasLinks = Callable[[Document, int], bool]
"""Returns whether any call accepts the value of a line."""
Decode = Callable[[str], str]
"""Returns JSON text with its escapes replaced by the characters that they stand for."""

INDENT = 2
LONGEST_WHOLE = 8 * 1024
"""Bytes up to which a value is read whole to draw a part of it; a longer one is read in part."""
_MARGIN = 4096
"""Bytes read on each side of a window, to mask secrets that cross its edges."""
_LONGEST_ID = 64
"""Bytes of the longest id that is underlined."""
COUNTED_FROM = 1000
"""Items from which the count of an unfolded array is shown after its bracket."""


def line_runs(
    document: Document, line: int, shift: int, width: int, mask: Mask, decode: Decode | None = None
) -> list[Run]:
    """Return the visible runs of an unfolded line, from the character ``shift`` on.

    The result is at most about ``width`` characters long, however long the line is. ``decode``
    converts the text of a string or a name for display.
    """
    if document.form is BodyForm.HEX:
        begin, end = document.index.extent(line)
        digits = max(8, len(f"{len(document.received):x}"))
        hidden = find_hidden(document.received, begin, end, mask)
        return [Run(hex_text(document.received[begin:end], begin, digits, hidden)[shift:])]
    row = document.index.row(line)
    if document.is_json:
        return _json_line(document, row, shift, width, mask, decode)
    text, cut = window(document, row.start, row.end, shift, width, mask)
    return from_character(_text_runs(document.kind, text), shift - cut)


def _json_line(
    document: Document, row: LexedLine, shift: int, width: int, mask: Mask, decode: Decode | None
) -> list[Run]:
    if INDENT * row.depth > shift + width:
        return [Run(" " * width)]
    head = [Run(" " * (INDENT * row.depth))]
    if row.key:
        head += [Run(_shown(mask(_text(row.key)), mask, decode), "key"), Run(": ", "dim")]
    before = sum(len(run.text) for run in head)
    skip = max(0, shift - before)
    text, cut = window(document, row.start, row.end, skip, width, mask, cuts_escapes=decode is None)
    first = text[:1] if not cut else _text(document.index.source[row.start : row.start + 1])
    if first in {"{", "["}:
        text = text[0] + text[-1] if len(text) > 1 else text
    role = role_of(first)
    if first == '"':
        text = _shown(text, mask, decode)
    runs = [*head, Run(text, role), Run(row.tail, "dim")]
    return from_character(runs, shift - cut)


def _shown(text: str, mask: Mask, decode: Decode | None) -> str:
    """Return masked text with decoded escapes, masked again since that may reveal secrets."""
    return text if decode is None or "\\" not in text else mask(decode(text))


def has_links(document: Document, line: int, links: HasLinks) -> bool:
    """Return whether the value of a line is underlined: it is an id, or a call accepts it."""
    if document.tree is None:
        return False
    row = document.tree.row(line)
    is_short = row.end - row.start <= _LONGEST_ID
    value = document.tree.source[row.start : row.end] if is_short else b""
    return is_id(row.key, value) or links(document, line)


def role_of(first: str) -> str:
    """Return the role of a value by its first character."""
    if first == '"':
        return "str"
    if first in {"{", "[", "}", "]"}:
        return "dim"
    return "num italic" if first in {"t", "f", "n"} else "num"


def window(
    document: Document,
    begin: int,
    end: int,
    skip: int,
    width: int,
    mask: Mask,
    *,
    cuts_escapes: bool = True,
) -> tuple[str, int]:
    """Return the masked text of a value, and how many characters are left out at its start.

    Of a long value, only the text near ``skip`` is read; ``skip`` is then used as a byte offset.
    """
    source = document.index.source
    if end - begin <= LONGEST_WHOLE:
        return mask(_text(source[begin:end])), 0
    at = _character_start(document, min(end, begin + skip), begin)
    near = _character_start(document, max(begin, at - _MARGIN), begin)
    if not cuts_escapes:
        at -= incomplete_end(source[near:at])
    before = _text(source[near:at])
    text = before + _text(source[at : min(end, at + 4 * width + _MARGIN)])
    return mask(text)[len(before) :], skip


def _character_start(document: Document, at: int, begin: int) -> int:
    """Return ``at``, or the start of the character if ``at`` is inside one."""
    source = document.index.source
    for back in range(min(4, at - begin)):
        byte = source[at - back : at - back + 1]
        if not byte or byte not in CONTINUATIONS:
            return at - back
    return at


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _text_runs(kind: BodyKind, text: str) -> list[Run]:
    if kind is BodyKind.NDJSON:
        return list(json_runs(text))
    if kind in MARKUP and len(text) <= LONGEST_WHOLE:
        return list(markup_runs(text))
    return [Run(text)]


def fold_runs(
    index: JsonIndex, fold: Fold, mask: Mask, words: BodyWords, decode: Decode | None = None
) -> list[Run]:
    """Return the row of a folded node, or of a range of items; ``decode`` as in ``line_runs``."""
    if fold.is_range:
        return _range_runs(fold, words)
    row, last = index.row(fold.head), index.row(fold.end)
    seen = preview(index, fold.head)
    runs = [Run(" " * (INDENT * row.depth))]
    if row.key:
        runs += [Run(_shown(mask(_text(row.key)), mask, decode), "key"), Run(": ", "dim")]
    runs.append(Run(f"{seen.opener} ", "dim"))
    if seen.first is not None:
        key, value = seen.first
        if key:
            runs += [Run(_shown(mask(_text(key)), mask, decode), "key"), Run(": ", "dim")]
        runs.append(_value_run(value, mask, decode))
    if seen.has_more:
        runs.append(Run(", …", "dim"))
    if seen.naming:
        runs += [Run(" "), _value_run(seen.naming, mask, decode)]
    runs.append(Run(f" {seen.closer}{last.tail}", "dim"))
    return [*runs, note_run(count_words(index, fold.head, words))]


def _value_run(value: bytes, mask: Mask, decode: Decode | None) -> Run:
    text = _text(value)
    return Run(shortened(_shown(mask(text), mask, decode)), role_of(text[:1]))


def _range_runs(fold: Fold, words: BodyWords) -> list[Run]:
    text = f"[{count(fold.items[0])} … {count(fold.items[-1])}]"
    items = words.items.format(count=count(len(fold.items)))
    return [Run(" " * (INDENT * fold.depth)), Run(text, "dim"), note_run(items)]


def note_run(text: str) -> Run:
    """Return a remark of the program, to be shown after a line."""
    return Run(f"  = {text}" if text else "", "faint italic")


def count_words(index: JsonIndex, line: int, words: BodyWords) -> str:
    """Return the number of children of a node, in words."""
    number = nodes.count_of(index, line)
    if number is None:
        return ""
    if nodes.kind_of(index, line) == "[":
        return words.items.format(count=count(number))
    return words.members.format(count=count(number))


def array_note(document: Document, index: JsonIndex, line: int, words: BodyWords) -> str:
    """Return the remark after the bracket of a long array that is not folded."""
    span = index.spans.opened_on(line)
    if span < 0 or not index.spans.end_line[span] or index.spans.kind[span] != 0x5B:
        return ""
    number = index.spans.count[span]
    if number < COUNTED_FROM:
        return ""
    fold = document.folds.at(line + 1)
    if fold is not None and fold.is_range:
        return words.in_ranges.format(count=count(number), size=count(range_size(number)))
    return words.items.format(count=count(number))


def from_character(runs: list[Run], skip: int) -> list[Run]:
    """Drop the first ``skip`` characters."""
    result: list[Run] = []
    for run in runs:
        if skip >= len(run.text):
            skip -= len(run.text)
            continue
        result.append(run._replace(text=run.text[skip:]) if skip else run)
        skip = 0
    return result


def bounded(runs: list[Run], width: int) -> list[Run]:
    """Clip the runs to the visible columns."""
    result: list[Run] = []
    room = width
    for run in runs:
        if room < 0:
            break
        result.append(run._replace(text=run.text[: room + 1]))
        room -= len(run.text)
    return result


def failed_runs(runs: list[Run]) -> list[Run]:
    """Return a line of JSON with its value in bold *fail*; its name is unchanged."""
    result: list[Run] = []
    has_name = any(run.role == "key" for run in runs)
    for run in runs:
        is_value = not has_name and run.text.strip(" ,:")
        result.append(run._replace(role="fail bold") if is_value else run)
        has_name = has_name and run.role != "key"
    return result


def followed_runs(runs: list[Run]) -> list[Run]:
    """Return a line of JSON with its value underlined, because the user can follow it."""
    return [run._replace(role=followed_role(run.role)) for run in runs]


def followed_role(role: str) -> str:
    """Return the role of a value that can be followed; any other role is returned unchanged."""
    return f"{role} underline" if role in {"num", "str"} else role


def restyled(runs: list[Run], places: list[tuple[int, int, str]]) -> list[Run]:
    """Give ranges of characters another role.

    ``places`` has (start, end, role) in order, with ``end`` exclusive.
    """
    result: list[Run] = []
    at = number = 0
    for run in runs:
        stop, shown = at + len(run.text), at
        while number < len(places) and places[number][0] < stop:
            start, end, role = places[number]
            start, end = max(start, shown), min(end, stop)
            pieces = ((run.text[shown - at : start - at], run.role),
                      (run.text[start - at : end - at], role))  # fmt: skip
            result += [Run(text, kind) for text, kind in pieces if text]
            shown = max(shown, end)
            if places[number][1] > stop:
                break
            number += 1
        if shown < stop:
            result.append(run._replace(text=run.text[shown - at :]))
        at = stop
    return result
