"""The way to anything by its name: calls, saved requests, targets, commands, error codes."""

from collections.abc import Sequence
from typing import Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.session import Session
from weda_tui.tui.commands.table import GLOBAL_COMMANDS, GO_TO, WHAT_COMMANDS, Command, KeyMap
from weda_tui.tui.workbench.bench import Bench


class GoToBench(Bench, Protocol):
    """What the dialog needs of the main screen."""

    @property
    def key_map(self) -> KeyMap:
        """The keys of commands."""
        ...


class GoToPlaces(Protocol):
    """What opens what was chosen."""

    @property
    def catalogue(self) -> Catalogue:
        """What can be called."""
        ...

    def commands(self) -> Sequence[Command]:
        """Return the commands that are there only now."""
        ...

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint."""

    def open_saved(self, path: str) -> None:
        """Open a saved request."""

    def open_code(self, code: str) -> None:
        """Open the error book at a code."""

    def switch_to(self, where: Target | None) -> None:
        """Choose another target."""

    async def run_command(self, action: str) -> None:
        """Run a command by its name."""


class GoToController:
    """Opens the dialog that finds anything, and goes to what was chosen there."""

    def __init__(self, bench: GoToBench, places: GoToPlaces, session: Session) -> None:
        self._bench, self._places, self._session = bench, places, session

    def open(self) -> None:
        """Open the dialog."""
        from weda_tui.tui.screens.go_to_dialog import CommandEntry, GoTo, GoToChoice

        bench, places, session = self._bench, self._places, self._session

        async def chosen(choice: GoToChoice | None) -> None:
            if choice is None:
                return
            if choice.saved is not None:
                places.open_saved(choice.saved.path)
            elif choice.endpoint is not None:
                places.open_endpoint(choice.endpoint)
            elif choice.where is not None:
                places.switch_to(choice.where)
            elif choice.kind == "code":
                places.open_code(choice.code)
            else:
                await places.run_command(choice.action)

        words = bench.words.tui.keys
        everywhere = [
            CommandEntry(each.id, each.words(words), bench.key_map.shown(each))
            for each in GLOBAL_COMMANDS
            if each != GO_TO
        ]
        others = [
            CommandEntry(each.id, each.words(words), "")
            for each in (*WHAT_COMMANDS, *places.commands())
        ]
        commands, book = [*everywhere, *others], session.error_book.pages
        environments, titles = session.environments.all, session.collections.titles
        dialog = GoTo(places.catalogue, environments, commands, bench.words, book, titles)
        bench.ask(dialog, chosen)
