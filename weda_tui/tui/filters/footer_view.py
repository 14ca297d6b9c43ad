"""What stands below the rows of the filter builder: a remark, the preview, the keys."""

from typing import NamedTuple

from weda_tui.core.filters.operators import Takes
from weda_tui.core.filters.query import RecordQuery
from weda_tui.core.filters.sheet import Sheet
from weda_tui.core.filters.tree import Condition
from weda_tui.core.filters.values import takes
from weda_tui.core.models.data_model import DataModel, FieldKind
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.tui.filters.view import VALUE, preview, remark
from weda_tui.tui.widgets.drawing.paint import Line, Run, wrap
from weda_tui.tui.widgets.modal import panel_keys, panel_title


class Foot(NamedTuple):
    """What the foot is drawn from."""

    strings: Strings
    sheet: Sheet
    before: RecordQuery
    cell: int
    is_typed: bool
    """Whether the selected value is typed."""
    is_in_field: bool
    """Whether keys go to its field now."""
    is_destructive: bool
    said: str
    """What the last key led to, empty for nothing."""
    most: int
    """Lines of the preview."""


def title_lines(model: DataModel | None, strings: Strings) -> list[Line]:
    """Return the title, with the model where it is known."""
    words = strings.filters
    name = strip_control_characters(f"{model.name} {model.title}".strip()) if model else ""
    title = words.title_of.format(model=name) if name else words.title
    return panel_title(title)


def foot_lines(foot: Foot, width: int) -> list[Line]:
    """Return the foot; its remark has at least one row, so that nothing moves."""
    said, role = foot.said, "fail" if foot.said.startswith("✗") else "dim"
    if not said:
        said, role = remark(foot.sheet, foot.strings, is_destructive=foot.is_destructive)
    if not said:
        said, role = _hint(foot), "dim"
    spoken = [Line([Run("  "), Run(text, role)]) for text in wrap(said, width - 4)]
    shown = preview(foot.before, foot.sheet.query, foot.strings, width)
    if len(shown) > foot.most:
        shown = [*shown[: foot.most - 1], Line([Run("  …", "dim")])]
    rule = Line([Run("  "), Run("─" * (width - 4), "line")])
    return [*(spoken or [Line()]), rule, *shown, Line(), _keys(foot, width)]


def _hint(foot: Foot) -> str:
    """Return how the selected value is given."""
    words, term = foot.strings.filters, foot.sheet.row.term
    if not isinstance(term, Condition) or foot.cell != VALUE:
        return ""
    if not foot.is_typed:
        return words.choose_hint
    if takes(term.operator) is Takes.LIST:
        return words.list_hint
    is_time = foot.sheet.field(term.field).kind is FieldKind.TIME
    return words.time_hint if is_time else ""


def _keys(foot: Foot, width: int) -> Line:
    words, keys = foot.strings.filters, foot.strings.tui.keys
    hints = [
        ("Esc", keys.leave if foot.is_in_field else words.key_back),
        ("Enter", words.key_take),
        ("Tab", words.key_cell),
        ("Space", words.key_choose),
        ("Ctrl+N", words.key_add),
        ("Del", words.key_remove),
        ("Ctrl+G", words.key_group),
        ("u", words.key_ungroup),
        ("Ctrl+O", words.key_turn),
        ("Ctrl+Z", words.key_undo),
    ]
    if foot.is_in_field:
        hints = [hint for hint in hints if hint[0] not in {"Space", "Del", "u"}]
    return panel_keys(hints, width)
