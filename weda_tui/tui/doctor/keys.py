"""The keys of the doctor in the footer."""

from collections.abc import Sequence

from weda_tui.core.doctor.diagnosis import Remedy
from weda_tui.i18n.phrases.diagnosis import act_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.footer import Hint


def step_hints(
    hints: Sequence[Hint], count: int, step: Remedy | None, strings: Strings
) -> list[Hint]:
    """Return keys with what Enter does with the focused step, and the digits of all steps."""
    return [
        Hint(hint.key, act_words(step, strings).what, hint.action)
        if hint.action == "take_step" and step is not None
        else Hint(f"1-{count}" if count > 1 else "1", hint.word, "")
        if hint.action == "pick_step"
        else hint
        for hint in hints
    ]
