"""The changes of an edit: the old value struck through, then the new value."""

from collections.abc import Sequence

from weda_tui.core.environments.changes import FieldChange
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.phrases.facts import guard_mark, guard_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.environments.form_view import OWN_PROXY, answer_run, field_words
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, wrap


def draw_changes(
    changes: Sequence[FieldChange], is_new: bool, strings: Strings, width: int
) -> list[Line]:
    """Return the heading and one row per change: ``old → new``."""
    words = strings.environments.editor
    lines = [Line([Run(" "), Run(words.changes, "text")]), Line()]
    if is_new or not changes:
        text = words.is_new if is_new else words.no_changes
        return [*lines, Line([Run("  "), Run(text, "dim")])]
    for change in changes:
        lines += _change(change, strings, width)
    return lines


def _change(change: FieldChange, strings: Strings, width: int) -> list[Line]:
    label = _label(change, strings)
    old, new = (_value(change, text, strings) for text in (change.before, change.after))
    old = old._replace(role="dim strike" if change.before else "faint")
    new = new._replace(role=new.role if change.after else "faint")
    whole = [Run("  "), Run(label), Run("   "), old, Run(" → ", "dim"), new]
    if cells(whole) < width:
        return [Line(whole)]
    return [
        Line([Run("  "), Run(cut(label, width - 3))]),
        *_folded(Run("    "), old, width),
        *_folded(Run("  → ", "dim"), new, width),
    ]


def _folded(mark: Run, value: Run, width: int) -> list[Line]:
    """Return a value wrapped over as many rows as needed, the first after a mark."""
    parts = wrap(value.text, width - 6)
    return [
        Line([mark if at == 0 else Run("    "), value._replace(text=part)])
        for at, part in enumerate(parts)
    ]


def _label(change: FieldChange, strings: Strings) -> str:
    if change.kind == "guard":
        return change.subject
    return change.subject if change.kind == "variable" else field_words(change.kind, strings)


def _value(change: FieldChange, text: str, strings: Strings) -> Run:
    if not text:
        return Run(strings.environments.editor.nothing)
    if change.kind == "guard":
        guard = Guard(text)
        mark = guard_mark(guard)
        words = f"{mark} {guard_words(guard, strings)}".strip()
        return Run(words, "caution" if mark == "!" else "text")
    if change.kind in {"verify_tls", "token_body"}:
        return answer_run(change.kind, text, strings)
    if change.kind == "proxy" and answer_run("proxy_kind", text, strings) != answer_run(
        "proxy_kind", OWN_PROXY, strings
    ):
        return answer_run("proxy_kind", text, strings)
    return Run(f"{text} s") if change.kind == "timeout" else Run(text)
