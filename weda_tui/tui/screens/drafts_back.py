"""Drafts that came back from an earlier run: thrown away at once, and back again."""

from collections.abc import Collection

from weda_tui.core.request import RequestDraft
from weda_tui.tui.screens.saving import SavingPage


class DraftsBackPage(SavingPage):
    """A page that lets go of what was brought back."""

    _brought_back: Collection[str] = ()
    """The keys of the drafts that came back and were not thrown away."""
    _dropped: dict[str, RequestDraft] | None = None
    """Those that were thrown away last, as they were."""

    def note_brought_back(self, keys: Collection[str]) -> None:
        """Know which drafts came back."""
        self._brought_back = tuple(keys)

    def draft_commands(self) -> tuple[str, ...]:
        """Return what can be done with the drafts that came back."""
        if self._dropped:
            return ("return_drafts",)
        return ("drop_drafts",) if self._brought_back else ()

    def action_drop_drafts(self) -> None:
        """Throw away what came back, also where it was edited since."""
        self._dropped = self._stages.editor.drop_drafts(self._brought_back)
        self._brought_back = ()
        self.follow_edit()
        words = self.strings.saved.screen
        self.notice(words.drafts_dropped.format(count=len(self._dropped)))

    def action_return_drafts(self) -> None:
        """Bring back what was thrown away."""
        dropped, self._dropped = self._dropped or {}, None
        self._stages.editor.return_drafts(dropped)
        self._brought_back = tuple(dropped)
        self.follow_edit()
        self.notice(self.strings.saved.screen.drafts_back.format(count=len(dropped)))
