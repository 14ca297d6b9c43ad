"""What the tree shows about the data models of the chosen target."""

import msgspec

from weda_tui.core.models.data_model import ModelList, ModelsProblem
from weda_tui.i18n.phrases.models import age_words, count_words, problem_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph


class ModelsShown(msgspec.Struct, frozen=True):
    """The known models of a deployment, and the state of their list."""

    known: ModelList = ModelList()
    problem: ModelsProblem | None = None
    is_loading: bool = False
    now: float = 0.0
    """The current time, in seconds since the epoch."""


def state_runs(shown: ModelsShown, strings: Strings) -> list[Run]:
    """Return the state of the list in a few words."""
    words = strings.models
    if shown.is_loading:
        return [Run(f"~ {words.loading}", "focus")]
    if shown.problem is not None:
        return [Run(f"✗ {words.failed}", "fail")]
    age = age_words(shown.known, shown.now, strings)
    if not age and not shown.known.by_name:
        return [Run(words.never, "faint")]
    number = count(len(shown.known.by_name))
    return [Run(f"{number} · {age}" if age else count_words(shown.known, strings), "faint")]


def problem_lines(shown: ModelsShown, strings: Strings, width: int) -> list[Line]:
    """Return why the list could not be renewed, and what to do; nothing without a problem."""
    if shown.problem is None or shown.is_loading:
        return []
    words = problem_words(shown.problem, strings)
    return [*paragraph(f"✗ {words.what}", width, "fail"), *paragraph(words.hint, width, "dim")]
