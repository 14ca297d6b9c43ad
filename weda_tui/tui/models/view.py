"""What the tree says about the data models of the selected place."""

import msgspec

from weda_tui.core.models.data_model import ModelList, ModelsProblem
from weda_tui.i18n.phrases.models import age_words, count_words, problem_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph


class ModelsShown(msgspec.Struct, frozen=True):
    """What is known of the models of a deployment, and what is going on."""

    known: ModelList = ModelList()
    problem: ModelsProblem | None = None
    is_loading: bool = False
    now: float = 0.0
    """When it was looked at, seconds since the epoch."""


def state_runs(shown: ModelsShown, strings: Strings) -> list[Run]:
    """Return in a few words how the list stands."""
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
    """Return why there is no new list and what can be done; nothing while there is no problem."""
    if shown.problem is None or shown.is_loading:
        return []
    words = problem_words(shown.problem, strings)
    return [*paragraph(f"✗ {words.what}", width, "fail"), *paragraph(words.hint, width, "dim")]
