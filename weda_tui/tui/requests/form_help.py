"""The foot of a form: what is said of the selected row, or the names that are offered for it."""

from collections.abc import Callable

from weda_tui.core.requests.variables import Used
from weda_tui.core.text import template
from weda_tui.i18n.phrases.sending import offered_words, used_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.requests.form_field import FormField
from weda_tui.tui.requests.form_help_view import foot_lines, offer_lines
from weda_tui.tui.requests.form_rows import FormRows
from weda_tui.tui.widgets.drawing.paint import Line

TALL_FOOT, SHORT_FOOT = 6, 2
"""Rows."""

LookUp = Callable[[str], Used | None]
"""Returns what a variable stands for."""


def form_docs(rows: FormRows, field: FormField, look_up: LookUp, width: int) -> list[Line]:
    """Return the rows of the foot, as many for every row of the form."""
    strings, most = rows.strings, TALL_FOOT if rows.is_tall else SHORT_FOOT

    def say(name: str, words: Callable[[Used, Strings], str]) -> str:
        used = look_up(name)
        return words(used, strings) if used is not None else ""

    if field.names.offer is not None:
        return offer_lines(field.names, lambda name: say(name, offered_words), width, most)
    row = rows.selected_row
    text = field.value if field.display else row.raw or "" if row is not None else ""
    said = {name: say(name, used_words) for name in template.names(text)}
    hints = [f"{{{{{name}}}}} = {words}" for name, words in said.items() if words]
    finding = rows.findings.get(row.key) if row is not None else None
    return foot_lines(row, finding, strings, width, most, hints)
