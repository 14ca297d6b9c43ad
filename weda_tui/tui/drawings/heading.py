"""The name of a stage, as its heading shows it."""

from weda_tui.tui.widgets.paint import Run


def stage_name(key: str, word: str, action: str, *, is_focused: bool) -> list[Run]:
    """Return the key and the word of a stage; a click on either goes there."""
    if is_focused:
        return [Run(f"{key} ", "focus bold", action), Run(word, "text bold", action)]
    return [Run(f"{key} ", "dim", action), Run(word, "text", action)]
