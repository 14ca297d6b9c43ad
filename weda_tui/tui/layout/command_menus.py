"""The commands of a place: as footer, menus and help, and run by a click or by id."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from textual.widget import Widget

from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import (
    STEP_BACK,
    Command,
    CommandApp,
    Handler,
    Handlers,
    Label,
    PlaceKey,
    can_run,
    keys_of,
    run,
)
from weda_tui.tui.layout.help_dialog import FIRST, Help
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.widgets.modal import HelpRow
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.workbench.bench import Bench

DIGITS, MOST_HINTS = 9, 9
"""Rows of a list that a digit can pick; maximum number of keys of a place in the footer."""
FIELD_PLACES = {
    "search": "search",
    "path-field": "path",
    "table-rows": "table",
    "table-filter": "table-filter",
}
"""The keys of ``PLACES`` for some widgets of a body, by widget id."""
ALIASES = {"with": "with_what", "cancel": "step_back"}
"""Click actions whose name differs from the command id."""


def place_of(focused: Widget | None, place: str) -> str:
    """Return the key of ``PLACES`` for the focused widget, ``place`` if it has none of its own."""
    return FIELD_PLACES.get(focused.id or "", place) if focused is not None else place


class CommandBench(Bench, Protocol):
    """A screen of panes whose keys come from the command table."""

    @property
    def command_app(self) -> CommandApp:
        """The app as the source of commands and of their keys."""
        ...

    @property
    def focused_place(self) -> str:
        """The key of ``PLACES`` for the focused place."""
        ...

    @property
    def is_typing(self) -> bool:
        """Whether the focused widget accepts text."""
        ...

    def focused_pane(self) -> Pane | None:
        """Return the pane of the selected stage; ``None`` while there is none."""

    def handlers(self) -> Handlers:
        """Return the handlers of the screen itself."""
        ...


class ShortHelp(NamedTuple):
    """The help of a screen where only some commands work."""

    everywhere: Sequence[tuple[str, Label, str]]
    """The keys that work in every place: the key, its words, another key for the same."""
    lists_all: bool = False
    """Whether the help also lists keys that do nothing now, and explains input methods."""


def same_hints(hints: list[Hint]) -> list[Hint]:
    """Return the hints unchanged."""
    return hints


class CommandMenus:
    """Reads the command table for a screen, and handles the commands that list commands."""

    def __init__(
        self,
        bench: CommandBench,
        title: Callable[[], str],
        *,
        short_help: ShortHelp | None = None,
        adapt: Callable[[list[Hint]], list[Hint]] = same_hints,
    ) -> None:
        """``title`` returns the name of the place for the help.

        ``adapt`` changes the hints of a place before they are shown.
        """
        self._bench, self._title = bench, title
        self._short_help, self._adapt = short_help, adapt

    def _handlers(self) -> Handlers:
        """Return the handlers of this object."""
        return {
            commands.MENU: Handler(self.offer_everywhere),
            commands.MORE: Handler(self.list_commands),
            commands.COMMAND_LIST: Handler(self._list_or_go_to_line),
        }

    def _handlers_of_pane(self) -> list[Handlers]:
        """Return the handlers of the selected pane and its parts."""
        pane = self._bench.focused_pane()
        return [each.handlers() for each in (pane, *pane.acting_parts())] if pane else []

    def _all_handlers(self) -> list[Handlers]:
        """Return the handlers of the app, the screen, the selected pane and its parts."""
        of_screen = [self._bench.handlers(), self._handlers()]
        return [self._bench.command_app.handlers(), *of_screen, *self._handlers_of_pane()]

    def working_keys(self) -> list[PlaceKey]:
        """Return the keys of the place that work now."""
        handlers = self._all_handlers()
        keys = commands.PLACES[self._bench.focused_place]
        return [key for key in keys if key.command is None or can_run(key.command, handlers)]

    def works(self, command: Command) -> bool:
        """Return whether a key of the place runs a command now."""
        return any(key.command == command for key in self.working_keys())

    def _shown(self, key: PlaceKey) -> str:
        """Return the shown key; where letters are text, a letter key is shown after ``0``."""
        shown = self._bench.command_app.key_map.shown_in_place(key)
        return f"0 {shown}" if commands.is_letter(shown) and not self._acts(shown) else shown

    def _letter(self, key: PlaceKey) -> str:
        """Return the letter of a command; empty for none."""
        return self._bench.command_app.key_map.letter(key.command) if key.command else ""

    def _acts(self, key: str) -> bool:
        """Return whether a key is a command in the focused place, and not text."""
        pane, changed = self._bench.focused_pane(), self._bench.command_app.key_map.changed
        if pane is None or pane.typing_target is None:
            return True
        here = {each.command for each in commands.PLACES[self._bench.focused_place]}
        here |= {*commands.EVERYWHERE}
        return any(
            key in keys_of(each, changed) and (each in changed or not commands.is_letter(key))
            for each in here
            if each is not None
        )

    def type_text(self, key: str, text: str) -> bool:
        """Type a character that is text and no key in the focused place; return whether it is."""
        pane = self._bench.focused_pane()
        begin = pane.typing_target if pane is not None else None
        is_tab = text in commands.TAB_CHARACTERS and self.works(commands.NEXT_TAB)
        if begin is None or text in commands.WIDENING or is_tab or self._acts(key):
            return False
        begin(text)
        return True

    async def run(self, command_id: str) -> None:
        """Run a command of the app, the screen, the selected pane or a part of it."""
        name = command_id.removeprefix("app.")
        command = commands.COMMANDS.get(ALIASES.get(name, name))
        if command is None:
            return
        handlers = [each[command] for each in self._all_handlers() if command in each]
        handler = next((each for each in handlers if each.run is not None), None)
        if handler is None or handler.run is None:
            return
        if reason := handler.why_not():
            self._bench.notice(reason)
        else:
            await run(handler.run)

    # -- lists of commands -------------------------------------------------------------------

    def offer_everywhere(self) -> None:
        """Show the Space menu of the global commands, for terminals without function keys."""
        words, key_map = self._bench.words.tui, self._bench.command_app.key_map
        works = {**self._bench.command_app.handlers(), **self._bench.handlers()}
        items = [
            (each.space, each.words(words.keys), key_map.shown(each), each.id)
            for each in commands.GLOBAL_COMMANDS
            if each in works
        ]
        self._offer(words.help.menu_title, items)

    def list_commands(self) -> None:
        """List the commands of the place, numbered; first all links, for which F7 has no room."""
        words, key_map = self._bench.words.tui, self._bench.command_app.key_map
        keys = [each for each in self.working_keys() if each.command not in {None, STEP_BACK}]
        keys.sort(key=lambda each: each.command != commands.FOLLOW_LIST)
        items = [
            (
                f"{n}" if n <= DIGITS else "",
                key.words(words.keys),
                self._letter(key) or key_map.shown_in_place(key),
                key.id,
            )
            for n, key in enumerate(keys, start=1)
        ]
        self._offer(words.help.more_title, items)

    async def _list_or_go_to_line(self) -> None:
        """Ask for the line of a body to go to; without a body, list the commands of the place."""
        if can_run(commands.GO_TO_LINE, self._all_handlers()):
            await self.run(commands.GO_TO_LINE.id)
        else:
            self.list_commands()

    def _offer(self, title: str, items: Sequence[tuple[str, str, str, str]]) -> None:
        """Show a menu and run the chosen command; an item is its key, words, usual key and id."""

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run(action)

        self._bench.ask(Menu(title, [MenuItem(*item) for item in items]), chosen)

    # -- help --------------------------------------------------------------------------------

    def show_help(self) -> None:
        """Show the keys of the place, and the keys that work everywhere."""
        if self._short_help is None:
            self._show_full_help()
        else:
            self._show_short_help(self._short_help)

    def _show_full_help(self) -> None:
        """Show the keys that work now in the place, then everywhere, then the keys for later."""
        words, app = self._bench.words.tui, self._bench.command_app
        shown, works = self._shown, self.working_keys()
        listed = [key for key in works if key.command not in {None, STEP_BACK}]
        here = [
            HelpRow(
                shown(key) or f"0 {self._letter(key) or listed.index(key) + 1}",
                key.words(words.keys),
                group=commands.group_of(key)(words.keys),
            )
            for key in sorted(works, key=lambda each: each.command is None)
            if shown(key) or key in listed
        ]
        own = [key.command for key in works if key.command is not None]
        steps = [each for each in commands.FIRST_STEPS if each not in own]
        here[len(own) : len(own)] = [
            HelpRow(app.key_map.shown(each), each.words(words.keys))
            for each in steps[: max(0, FIRST - len(own))]
        ]
        later = [
            HelpRow(shown(key), key.words(words.keys))
            for key in commands.PLACES[self._bench.focused_place]
            if shown(key) and key not in works
        ]
        everywhere = [
            HelpRow(app.key_map.shown(each) or twin, each.words(words.keys), twin)
            for each in commands.GLOBAL_COMMANDS
            for twin in [f"Space {each.space}"]
        ]
        everywhere += [
            HelpRow(app.key_map.shown(each), each.words(words.keys))
            for each in (commands.MORE, commands.HELP_HERE, commands.COMMAND_LIST)
        ]
        everywhere.append(HelpRow("Esc", words.keys.escape))
        strings, remark = self._bench.words, words.help.input_method
        problems = app.key_problems
        self._bench.ask(Help(self._title(), here, everywhere, strings, remark, later, problems))

    def _show_short_help(self, page: ShortHelp) -> None:
        """Show the keys of the place, then the keys of the screen."""
        words, shown = self._bench.words.tui, self._shown
        keys = commands.PLACES[self._bench.focused_place] if page.lists_all else self.working_keys()
        here = [HelpRow(shown(key), key.words(words.keys)) for key in keys if shown(key)]
        everywhere = [HelpRow(key, label(words.keys), twin) for key, label, twin in page.everywhere]
        remark = words.help.input_method if page.lists_all else ""
        self._bench.ask(Help(self._title(), here, everywhere, self._bench.words, remark))

    # -- the footer --------------------------------------------------------------------------

    def here(self) -> list[Hint]:
        """Return the hints for the keys that work in the focused place; none without a pane."""
        if self._bench.focused_pane() is None:
            return []
        words, key_map = self._bench.words.tui.keys, self._bench.command_app.key_map
        place = self._bench.focused_place
        left = [
            Hint(shown, key.words(words), key.id)
            for key in self.working_keys()
            if (shown := self._shown(key))
        ]
        if not self._bench.is_typing:
            more = Hint(key_map.shown(commands.MORE), words.more, commands.MORE.id)
            return self._adapt([*left[:MOST_HINTS], more])
        works = ("F", "Ctrl") if place == "with" else ("F", "Ctrl", "↑↓", "Enter", "Tab")
        left = [hint for hint in left if hint.key.startswith(works)]
        leaving = {"search": words.leave_search, "path": words.leave_path}
        leave = leaving.get(place, words.leave)
        return self._adapt([*left, Hint("Esc", leave, commands.STEP_BACK.id)])

    def everywhere(self) -> list[Hint]:
        """Return the hint for Ctrl+P, on a screen that has the search dialog."""
        if commands.GO_TO not in self._bench.handlers():
            return []
        key = self._bench.command_app.key_map.shown(commands.GO_TO)
        return [Hint(key, self._bench.words.tui.keys.go_to, commands.GO_TO.id)]
