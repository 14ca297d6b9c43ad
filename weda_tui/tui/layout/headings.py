"""The heading of a stage, with its name or its tabs."""

from collections.abc import Sequence

from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run


def heading(name: Sequence[Run], right: Sequence[Run] = (), *, is_focused: bool) -> Line:
    """Return the heading of a stage, with a background colour if the stage is selected."""
    return Line([Run(" "), *name], right, "sel" if is_focused else "")


def stage_name(key: str, word: str, action: str, *, is_focused: bool) -> list[Run]:
    """Return the key and the name of a stage; a click on either selects the stage."""
    if is_focused:
        return [Run(f"{key} ", "focus bold", action), Run(word, "text bold", action)]
    return [Run(f"{key} ", "dim", action), Run(word, "text", action)]


def what_tabs(strings: Strings, current: str) -> list[Run]:
    """Return the tabs of WHAT: endpoints, saved requests, history; a click opens a tab."""
    words = strings.history.screen
    runs: list[Run] = []
    saved = strings.saved.screen.tab
    tabs = (("endpoints", words.endpoints_tab), ("saved", saved), ("history", words.tab))
    for key, label in tabs:
        runs += [Run(label, "bold underline" if key == current else "dim", key), Run("  ")]
    return [*runs[:-1], Run(" ")]
