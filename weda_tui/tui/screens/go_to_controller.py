"""Search by name (Ctrl+P): calls, saved requests, targets, commands, error codes."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint, Preset
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.files import read_packaged_toml
from weda_tui.core.history.entry import HistoryEntry, HistoryQuery, HistoryRecord
from weda_tui.core.history.recent import RecentSends, recent_sends
from weda_tui.i18n.strings import BY_LANGUAGE
from weda_tui.session import Session
from weda_tui.tui.commands.table import (
    COMMANDS,
    GLOBAL_COMMANDS,
    GO_TO,
    OPENERS,
    PLACES,
    RESULT,
    WHAT_COMMANDS,
    WITH_WHAT,
    Command,
    KeyMap,
    PlaceKey,
    is_changeable,
)
from weda_tui.tui.workbench.bench import Bench, refusals

if TYPE_CHECKING:  # loaded on demand
    from weda_tui.tui.screens.go_to_rows import GoToChoice


BY_AGENTS_WITHIN, MOST_BY_AGENTS = 24 * 3600.0, 50
"""Age in seconds up to which calls of agents are listed, and how many entries are read."""
CHECK_EVERY, MOST_CHECKS = 0.05, 20
"""Seconds between two checks whether an opened place can run a command, and their number."""


@cache
def _synonyms() -> dict[str, str]:
    """Return the synonyms of each command, by its id."""
    return read_packaged_toml("i18n/words/command_synonyms.toml", dict[str, str])


class GoToBench(Bench, Protocol):
    """What the dialog needs of the main screen."""

    @property
    def key_map(self) -> KeyMap:
        """The keys of commands."""
        ...

    def works_here(self, command: Command) -> bool:
        """Return whether a key of the focused place runs a command now."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""

    def call_after_refresh(self, callback: Callable[[], object]) -> bool:
        """Call ``callback`` after the next refresh."""
        ...


class GoToPlaces(Protocol):
    """The actions that open what the user chose."""

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of calls."""
        ...

    def commands(self) -> Sequence[Command]:
        """Return the commands that are available only at this moment."""
        ...

    def open_endpoint(self, endpoint: Endpoint, preset: Preset | None = None) -> None:
        """Open an endpoint with the values that the searched words set."""

    async def open_saved_now(self, path: str) -> bool:
        """Open a saved request; return whether it could be opened."""
        ...

    def send_read(self) -> None:
        """Send the draft if it only reads, else go to its first missing value."""

    def open_code(self, code: str) -> None:
        """Open the error book at a code."""

    def switch_to(self, where: Target | None) -> None:
        """Choose another target."""

    async def run_command(self, action: str) -> None:
        """Run a command by its id."""

    def begin_field(self, text: str) -> None:
        """Put a text into the focused field, as if the user had typed it."""


class GoToEntries(Protocol):
    """The actions that open an entry of the history."""

    def open_entry(self, record: HistoryRecord) -> None:
        """Open the request and the response of an entry."""

    def send_again(self, record: HistoryRecord) -> None:
        """Choose the target of an entry, open its request, and send it if it only reads."""


class GoToController:
    """Opens the search dialog, and goes to what the user chose."""

    def __init__(
        self,
        bench: GoToBench,
        places: GoToPlaces,
        entries: GoToEntries,
        session: Session,
        show_agent_calls: Callable[[int], Awaitable[None]],
    ) -> None:
        """``show_agent_calls`` lists the calls of agents and selects the entry with this id."""
        self._show_agent_calls = show_agent_calls
        self._bench, self._places, self._session = bench, places, session
        self._entries = entries

    def open(
        self, text: str = "", *, leave: Callable[[Callable[[], None]], object] | None = None
    ) -> None:
        """Open the dialog with an initial text.

        ``leave`` closes the screen above the main one, then calls the given function.
        """
        from weda_tui.tui.screens.go_to_dialog import CommandEntry, GoTo, GoToReaders

        bench, places, session = self._bench, self._places, self._session

        async def closed(choice: "GoToChoice | None") -> None:
            if choice is not None and leave is not None:
                leave(lambda: bench.start(partial(self._follow, choice), "go-to"))
            elif choice is not None:
                await self._follow(choice)

        words, book = bench.words.tui.keys, session.error_book.pages
        all_strings = BY_LANGUAGE.values()
        synonyms = _synonyms()
        found: dict[str, CommandEntry] = {}
        for place, key in self._keys():
            if (command := key.command) is not None and command != GO_TO:
                more = synonyms.get(command.id, "").split("、")
                shown = bench.key_map.shown_in_place(key)
                names = (*(key.words(each.tui.keys) for each in all_strings), *filter(None, more))
                label, effect = key.words(words), command.effect
                entry = CommandEntry(command.id, label, shown, names, place, effect)
                found.setdefault(command.id, entry)
        commands = [*found.values()]
        environments, titles = session.environments.all, session.collections.titles
        readers = GoToReaders(titles, self._read_sent, self._read_by_agents)
        dialog = GoTo(places.catalogue, environments, commands, bench.words, book, readers, text)
        bench.ask(dialog, closed)

    async def _read_sent(self) -> RecentSends:
        """Return the recent sends."""
        return await self._find(HistoryQuery())

    async def _read_by_agents(self) -> RecentSends:
        """Return the calls of agents in the last ``BY_AGENTS_WITHIN`` seconds."""
        since = self._session.clock.wall() - BY_AGENTS_WITHIN
        return await self._find(HistoryQuery(is_by_agent=True, since=since, limit=MOST_BY_AGENTS))

    async def _find(self, query: HistoryQuery) -> RecentSends:
        """Return recent sends, none if the history is unreadable: the history reports this."""
        entries: Sequence[HistoryEntry] = ()
        if self._session.has_history:
            with suppress(FileError):
                entries = (await (await self._session.open_history()).find(query)).entries
        return await asyncio.to_thread(recent_sends, entries, self._session.clock.wall())

    def _keys(self) -> Iterator[tuple[str, PlaceKey]]:
        """Yield the keys to list: global commands first, then the keys of each place."""
        for command in (*GLOBAL_COMMANDS, *WHAT_COMMANDS, *self._places.commands()):
            yield "", PlaceKey(command.shown, command.words, command)
        for place in OPENERS:
            for key in PLACES[place]:
                if key.command is not None and is_changeable(key.command) and not key.is_fixed:
                    yield place, key

    async def _run_there(self, command: Command, place: str) -> None:
        """Run a command here if possible; else open its place, and run it when that is ready."""
        bench, places, opener = self._bench, self._places, OPENERS[place]
        if not bench.works_here(command):
            if opener in {RESULT, WITH_WHAT}:
                bench.go_to_stage("result" if opener == RESULT else "with")
            else:
                await places.run_command(opener.id)
            for _ in range(MOST_CHECKS):
                await asyncio.sleep(CHECK_EVERY)
                if bench.works_here(command):
                    break
            else:
                keys, words = bench.words.tui.keys, bench.words.tui.go_to
                names = {"place": opener.words(keys), "command": command.words(keys)}
                bench.notice(words.not_now.format(**names))
                return
        await places.run_command(command.id)

    async def _follow(self, choice: "GoToChoice") -> None:
        """Open what the user chose."""
        bench, places = self._bench, self._places
        if choice.saved is not None:
            open_ = partial(self._open_saved, choice.saved.path, is_sent=choice.is_sent)
            bench.start(open_, "open-saved")
        elif choice.kind == "agent" and choice.sent is not None:
            await self._show_agent_calls(choice.sent.id)
        elif choice.sent is not None:
            open_ = partial(self._open_entry, choice.sent, is_sent=choice.is_sent)
            bench.start(open_, "open-entry")
        elif choice.endpoint is not None:
            places.open_endpoint(choice.endpoint, choice.preset)
            if choice.is_sent:
                bench.call_after_refresh(places.send_read)
        elif choice.where is not None:
            places.switch_to(choice.where)
        elif choice.kind == "code":
            places.open_code(choice.code)
        elif choice.place:
            run = partial(self._run_there, COMMANDS[choice.action], choice.place)
            bench.start(run, "run-there")
        else:
            await places.run_command(choice.action)
            if choice.typed:
                places.begin_field(choice.typed)

    async def _open_saved(self, path: str, *, is_sent: bool) -> None:
        if await self._places.open_saved_now(path) and is_sent:
            self._places.send_read()

    async def _open_entry(self, entry: HistoryEntry, *, is_sent: bool) -> None:
        with refusals(self._bench):
            record = await (await self._session.open_history()).read(entry.id)
            (self._entries.send_again if is_sent else self._entries.open_entry)(record)
