"""Words of runs over rows."""

import pytest

from weda_tui.core.runs.undo import NoInverse
from weda_tui.i18n.phrases.runs import no_inverse_words
from weda_tui.i18n.strings import EN, ZH


@pytest.mark.parametrize("reason", NoInverse)
def test_each_reason_why_nothing_is_undone_has_words(reason: NoInverse) -> None:
    assert no_inverse_words(reason, EN)
    assert no_inverse_words(reason, ZH)
