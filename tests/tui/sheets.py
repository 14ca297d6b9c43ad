"""Parse style sheets once per process; otherwise each app of the tests parses the same text."""

from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


@pytest.fixture(autouse=True, scope="session")
def _shared_sheets():
    """Share the parsed rules between the style sheets of one theme.

    Parsed rules are never changed.
    """
    parsed: dict[frozenset[tuple[str, str]], dict[Any, list[RuleSet]]] = {}
    start, set_variables = Stylesheet.__init__, Stylesheet.set_variables

    def share(sheet: Any) -> None:
        sheet._parse_cache = parsed.setdefault(frozenset(sheet._variables.items()), {})

    def init(self: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        start(self, variables=variables)
        share(self)

    def set_shared(self: Any, variables: dict[str, str]) -> None:
        self._parse_cache = {}  # `set_variables` clears this cache
        set_variables(self, variables)
        share(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # by identity as before, but in C
        patch.setattr(Stylesheet, "__init__", init)
        patch.setattr(Stylesheet, "set_variables", set_shared)
        yield
