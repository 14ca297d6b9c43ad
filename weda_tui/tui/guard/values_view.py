"""What a call carries: its values as in the form, or its exact body with notes."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from weda_tui.core.bodies.answer_schema import AnswerShape, Shape
from weda_tui.core.bodies.value_notes import DEEPEST, known_of
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.json.tree import JsonKind, JsonNode, Path, quote, scan
from weda_tui.core.links.id_labels import IdLabel
from weda_tui.core.requests.field_values import is_time, readable_time
from weda_tui.core.requests.form import FormRow, FormRowKind, whole_of
from weda_tui.i18n.phrases.bodies import note_words
from weda_tui.i18n.quantities import clock_time
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, fold_marked, marked_margin, pad

MOST_NAME = 26
"""The maximum width in cells of the column of names."""
_PLAIN_NAME = re.compile(r"[\w$.@:/<>-]+")
"""A name that is shown without quotes."""
_OTHER_VALUE = re.compile(
    r"(?:[-+]?\.?\d[\w.+-]*|true|false|null|nan|[-+]?infinity)(?:\s|\Z)|[\[{\"']", re.IGNORECASE
)
"""The beginning of a text that would look like a value of another type without quotes."""
_ID = re.compile(r"\w*([iI]d|IDs?|Ids|IdList)")


def id_texts(rows: Sequence[FormRow]) -> list[str]:
    """Return the distinct texts of the fields whose names are those of ids."""
    return list(dict.fromkeys(row.text for row in rows if row.text and _ID.fullmatch(_name(row))))


def _name(row: FormRow) -> str:
    return next((step for step in reversed(row.path) if isinstance(step, str)), "")


def draw_values(
    rows: Sequence[FormRow], labels: Mapping[str, IdLabel], strings: Strings, width: int
) -> list[Line]:
    """Return one row per value: its name, the value, its meaning or its label from responses."""
    pairs = _named(rows)
    column = min(MOST_NAME, max((cells([Run(name)]) for name, _ in pairs), default=0) + 2)
    lines: list[Line] = []
    for name, row in pairs:
        value = _value(row, strings)
        label = label_runs(labels.get(row.text) if row.text else None, strings)
        head = Run(pad(name, column) if cells([Run(name)]) < column else f"{name}  ", "dim")
        is_beside = cells([head, *value, *label]) <= width
        lines += fold_marked(Line([head, *value, *(label if is_beside else [])]), width, column)
        if label and not is_beside:
            lines += fold_marked(Line([*marked_margin(column), *label[1:]]), width, column)
    return lines


def _named(rows: Sequence[FormRow]) -> list[tuple[str, FormRow]]:
    """Return each row with the name to show.

    The first value of an array is shown on the row of the array's name; the following values have
    no name.
    """
    pairs: list[tuple[str, FormRow]] = []
    for row in rows:
        name = f"{'  ' * row.depth}{_shown_name(row)}"
        before = pairs[-1][1] if pairs else None
        if before is not None and _is_value_of_array(row):
            if before.kind is FormRowKind.GROUP and before.path == row.path[:-1]:
                name = f"{pairs.pop()[0]}[]"
            elif _is_value_of_array(before) and before.path[:-1] == row.path[:-1]:
                name = ""
        pairs.append((name, row))
    return pairs


def _is_value_of_array(row: FormRow) -> bool:
    return row.kind is FormRowKind.FIELD and bool(row.path) and isinstance(row.path[-1], int)


def _shown_name(row: FormRow) -> str:
    """Return the name of a row, quoted if it is empty or could be read as an index or as more."""
    last = row.path[-1] if row.path else 0
    is_plain = isinstance(last, int) or _PLAIN_NAME.fullmatch(last)
    return row.name if is_plain else quote(row.name)


def label_runs(label: IdLabel | None, strings: Strings) -> list[Run]:
    """Return the words beside an id in an earlier response, and its time; empty for no label."""
    if label is None:
        return []
    at = strings.explanation.told_at.format(time=clock_time(label.at)[:5])
    return [Run("  "), Run(" · ".join(label.words), "bold"), Run(f"  {at}", "dim")]


def _value(row: FormRow, strings: Strings) -> list[Run]:
    if row.kind is FormRowKind.GROUP:
        return [Run("" if row.count else row.raw or "", "num")]
    is_text = row.json_kind in {None, JsonKind.STRING}
    is_plain = row.text and row.text == row.text.strip() and row.text.isprintable()
    is_plain = is_plain and not (row.json_kind is JsonKind.STRING and _OTHER_VALUE.match(row.text))
    value = Run(row.text if is_plain else row.raw or "", "text" if is_text else "num")
    moment = readable_time(row.text) if is_time(row.parameter) else ""
    meaning = row.meaning.text(strings.language) or moment
    is_said = meaning.casefold() in {"", row.text.casefold()}
    return [value] if is_said else [value, Run(f" {meaning}", "bold")]


def body_notes(text: str, endpoint: Endpoint, strings: Strings) -> Mapping[int, str]:
    """Return the meanings of the values of a body, by the number of the line that each ends in.

    Values deeper than ``DEEPEST`` get no note, because the time grows with the square of the depth.
    """
    root = scan(text)
    breaks = [at for at, character in enumerate(text) if character == "\n"]
    shape = AnswerShape(root=Shape(whole_of(endpoint.body))) if endpoint.body else None
    found: dict[int, list[str]] = defaultdict(list)
    waiting: list[tuple[JsonNode, Path]] = [(root, ())] if root is not None else []
    while waiting:
        node, path = waiting.pop()
        if len(path) < DEEPEST:
            keys = [key.name for key in node.keys] or range(len(node.items))
            inner = [(item, (*path, key)) for key, item in zip(keys, node.items, strict=True)]
            waiting += reversed(inner)
        note = note_words(known_of(text[node.start : node.end], path, shape, None), strings)
        if note and not node.is_container:
            found[bisect_left(breaks, node.end)].append(note)
    return {line: " · ".join(notes) for line, notes in found.items()}
