"""The name of a stage, as its heading shows it."""

from collections.abc import Sequence

from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run


def heading(name: Sequence[Run], right: Sequence[Run] = (), *, is_focused: bool) -> Line:
    """Return the heading of a stage; that of the selected one is a bar of its own colour."""
    return Line([Run(" "), *name], right, "sel" if is_focused else "")


def stage_name(key: str, word: str, action: str, *, is_focused: bool) -> list[Run]:
    """Return the key and the word of a stage; a click on either goes there."""
    if is_focused:
        return [Run(f"{key} ", "focus bold", action), Run(word, "text bold", action)]
    return [Run(f"{key} ", "dim", action), Run(word, "text", action)]


def what_tabs(strings: Strings, current: str) -> list[Run]:
    """Return the tabs of WHAT: calls, saved requests, what was sent; a click opens one."""
    words = strings.history.screen
    runs: list[Run] = []
    saved = strings.saved.screen.tab
    tabs = (("endpoints", words.endpoints_tab), ("saved", saved), ("history", words.tab))
    for key, label in tabs:
        runs += [Run(label, "bold underline" if key == current else "dim", key), Run("  ")]
    return [*runs[:-1], Run(" ")]
