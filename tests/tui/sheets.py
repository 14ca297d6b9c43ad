"""Style sheets, parsed once in a process: each app of these tests would parse the same text."""

from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


@pytest.fixture(autouse=True, scope="session")
def _shared_sheets():
    """Let the sheets of one theme share what they parsed; parsed rules are never changed."""
    parsed: dict[frozenset[tuple[str, str]], dict[Any, list[RuleSet]]] = {}
    start, set_variables = Stylesheet.__init__, Stylesheet.set_variables

    def share(sheet: Any) -> None:
        sheet._parse_cache = parsed.setdefault(frozenset(sheet._variables.items()), {})

    def init(self: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        start(self, variables=variables)
        share(self)

    def set_shared(self: Any, variables: dict[str, str]) -> None:
        self._parse_cache = {}  # which is cleared
        set_variables(self, variables)
        share(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # by identity, as its own, in C
        patch.setattr(Stylesheet, "__init__", init)
        patch.setattr(Stylesheet, "set_variables", set_shared)
        yield
