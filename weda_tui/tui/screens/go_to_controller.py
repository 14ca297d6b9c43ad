"""The way to anything by its name: calls, saved requests, targets, commands, error codes."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.session import Session
from weda_tui.tui.commands.table import GLOBAL_COMMANDS, GO_TO, WHAT_COMMANDS, Command, KeyMap
from weda_tui.tui.workbench.bench import Bench

if TYPE_CHECKING:  # it comes when it is asked for
    from weda_tui.tui.screens.go_to_dialog import GoToChoice


class GoToBench(Bench, Protocol):
    """What the dialog needs of the main screen."""

    @property
    def key_map(self) -> KeyMap:
        """The keys of commands."""
        ...

    def call_after_refresh(self, callback: Callable[[], object]) -> bool:
        """Call once everything is shown."""
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

    async def open_saved_now(self, path: str) -> bool:
        """Open a saved request and return whether it could be."""
        ...

    def send_read(self) -> None:
        """Send the draft if it only reads, else go to its first gap."""

    def open_code(self, code: str) -> None:
        """Open the error book at a code."""

    def switch_to(self, where: Target | None) -> None:
        """Choose another target."""

    async def run_command(self, action: str) -> None:
        """Run a command by its name."""

    def begin_field(self, text: str) -> None:
        """Type a text into the field that has the focus."""


class GoToController:
    """Opens the dialog that finds anything, and goes to what was chosen there."""

    def __init__(self, bench: GoToBench, places: GoToPlaces, session: Session) -> None:
        self._bench, self._places, self._session = bench, places, session

    def open(
        self, text: str = "", *, leave: Callable[[Callable[[], None]], object] | None = None
    ) -> None:
        """Open the dialog, with what is typed in it to begin with.

        ``leave`` closes the screen below it for what was chosen.
        """
        from weda_tui.tui.screens.go_to_dialog import CommandEntry, GoTo, GoToChoice

        bench, places, session = self._bench, self._places, self._session

        async def closed(choice: GoToChoice | None) -> None:
            if choice is not None and leave is not None:
                leave(lambda: bench.start(partial(self._follow, choice), "go-to"))
            elif choice is not None:
                await self._follow(choice)

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
        dialog = GoTo(places.catalogue, environments, commands, bench.words, book, titles, text)
        bench.ask(dialog, closed)

    async def _follow(self, choice: "GoToChoice") -> None:
        """Go to what was chosen."""
        bench, places = self._bench, self._places
        if choice.saved is not None and choice.is_sent:
            bench.start(partial(self._send_saved, choice.saved.path), "open-saved")
        elif choice.saved is not None:
            places.open_saved(choice.saved.path)
        elif choice.endpoint is not None:
            places.open_endpoint(choice.endpoint)
            if choice.is_sent:
                bench.call_after_refresh(places.send_read)
        elif choice.where is not None:
            places.switch_to(choice.where)
        elif choice.kind == "code":
            places.open_code(choice.code)
        else:
            await places.run_command(choice.action)
            if choice.typed:
                places.begin_field(choice.typed)

    async def _send_saved(self, path: str) -> None:
        if await self._places.open_saved_now(path):
            self._places.send_read()
