"""The names that the fields of a draft offer while the user types."""

from typing import TypeVar

from weda_tui.core.requests.key_completion import complete_key
from weda_tui.core.requests.variable_completion import complete_variable
from weda_tui.i18n.phrases.sending import offered_words
from weda_tui.tui.requests.draft.selected import SelectedDraft
from weda_tui.tui.widgets.code_area import CodeArea
from weda_tui.tui.widgets.completion_list import NameOffer

Area = TypeVar("Area", bound=CodeArea)


class NameCompletion:
    """Offers the variables that have a value, and the keys of the body."""

    def __init__(self, selected: SelectedDraft) -> None:
        self._selected = selected

    def completing(self, area: Area) -> Area:
        """Make a text area offer the names of variables, and return it."""
        area.complete, area.words = self._complete, self._option_words
        return area

    def _complete(self, text: str, at: int) -> NameOffer | None:
        return complete_variable(text, at, self._selected.variables)

    def complete_json(self, text: str, at: int) -> NameOffer | None:
        """Offer variables and the documented keys of the body."""
        endpoint = self._selected.endpoint
        if (offer := self._complete(text, at)) or endpoint is None:
            return offer
        return complete_key(text, at, endpoint.body)

    def _option_words(self, offer: NameOffer, index: int) -> tuple[str, str]:
        option, strings = offer.options[index], self._selected.context.strings
        if isinstance(option, str):
            used = self._selected.look_up(option)
            return option, offered_words(used, strings) if used is not None else ""
        star = " *" if option.required else ""
        return option.name + star, option.description.text(strings.language)
