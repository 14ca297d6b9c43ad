"""What the page sends out for: floats, files, and whatever Ctrl+P leads to."""

import asyncio
from typing import TYPE_CHECKING

from textual import work

from weda_tui.tui.collections.drafts_controller import DraftsController
from weda_tui.tui.collections.opening_controller import OpeningController
from weda_tui.tui.commands.table import GLOBAL_COMMANDS, GO_TO, WHAT_COMMANDS
from weda_tui.tui.doctor.error_book_controller import ErrorBookController
from weda_tui.tui.screens.pane_navigation import StagesPage

if TYPE_CHECKING:  # the stages come after the first picture, and so do their modules
    from weda_tui.tui.screens.go_to_dialog import GoTo


class ErrandsPage(StagesPage):
    """A page that opens floats over the draft and the selected answer."""

    drafts: DraftsController
    opening: OpeningController
    error_book: ErrorBookController

    def action_copy_as(self) -> None:
        """Copy the draft as a program in a language that is asked."""
        from weda_tui.tui.requests.copy_as import offer_copy

        self.reload_files()
        if self.draft is not None and self.draft.url:
            offer_copy(self, self._session, self.draft, self.where, self.strings)

    def action_go_to(self) -> None:
        """Go to anything."""
        from weda_tui.tui.screens.go_to_dialog import CommandEntry, GoTo, GoToChoice

        async def chosen(choice: GoToChoice | None) -> None:
            if choice is None:
                return
            if choice.saved is not None:
                self.opening.open(choice.saved.path)
            elif choice.endpoint is not None:
                self.open_endpoint(choice.endpoint)
            elif choice.where is not None:
                self.switch_to(choice.where)
            elif choice.kind == "code":
                self.error_book.open(choice.code)
            else:
                await self.run_command(choice.action)

        words, session = self.strings.tui.keys, self._session
        everywhere = [
            CommandEntry(each.id, each.words(words), self.key_map.shown(each))
            for each in GLOBAL_COMMANDS
            if each != GO_TO
        ]
        others = [
            CommandEntry(each.id, each.words(words), "")
            for each in (*WHAT_COMMANDS, *self.drafts.commands())
        ]
        commands = [*everywhere, *others]
        book = session.error_book.pages
        dialog = GoTo(self.catalogue, session.environments.all, commands, self.strings, book)
        self.app.push_screen(dialog, chosen)
        self._list_saved(dialog)

    @work(group="saved-entries", exclusive=True, description="saved-entries")
    async def _list_saved(self, dialog: "GoTo") -> None:
        """Let a box find what is saved."""
        from weda_tui.tui.screens.go_to_dialog import SavedEntry

        titles = await asyncio.to_thread(self._session.collections.titles)
        dialog.list_saved([SavedEntry(*each) for each in titles.items()])
