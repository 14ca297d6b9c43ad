"""The keys of a place: in the footer, as menus, as help, and run by a click or by name."""

from collections.abc import Sequence

from textual import on
from textual.reactive import var

from weda_tui.tui.commands.table import (
    COMMANDS,
    EVERYTHING_HERE,
    GLOBAL_COMMANDS,
    GO_TO,
    MENU,
    MORE,
    MORE_KEYS,
    PLACES,
    STEP_BACK,
    Command,
    CommandApp,
    CommandSource,
    Handler,
    Handlers,
    PlaceKey,
    can_run,
    run,
)
from weda_tui.tui.layout.base_screen import Answer, BaseScreen
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.pane import Stage
from weda_tui.tui.widgets.type_ahead import takes_text


class CommandPage(BaseScreen[Answer]):
    """A page of stages, whose keys are those of ``tui.commands``."""

    stage: var[str] = var("with")
    """The selected stage: what, with or result."""

    def focused_pane(self) -> Stage:
        """Return the pane of the selected stage."""
        raise NotImplementedError

    @property
    def focused_place(self) -> str:
        """The key of ``PLACES`` for where the focus is."""
        places = {
            "search": "search",
            "path-field": "path",
            "table-rows": "table",
            "table-filter": "table-filter",
        }
        focused = self.focused
        return places.get(focused.id or "", self.stage) if focused is not None else self.stage

    def handlers(self) -> Handlers:
        """Return what the screen itself does for which commands."""
        return {
            MENU: Handler(self.action_menu),
            MORE: Handler(self.action_more),
            EVERYTHING_HERE: Handler(self.list_commands),
        }

    def _all_handlers(self) -> list[Handlers]:
        """Return what is done by the app, the screen, the selected stage and its parts."""
        of_app = [self.app.handlers()] if isinstance(self.app, CommandSource) else []
        pane = self.focused_pane()
        parts = [each.handlers() for each in (pane, *pane.acting_parts())]
        return [*of_app, self.handlers(), *parts]

    def working_keys(self) -> list[PlaceKey]:
        """Return the keys of this place that do something now."""
        handlers = self._all_handlers()
        keys = PLACES[self.focused_place]
        return [key for key in keys if key.command is None or can_run(key.command, handlers)]

    @on(Stage.KeysChanged)
    def _on_keys_changed(self, event: Stage.KeysChanged) -> None:
        event.stop()
        self.show_keys()

    @property
    def everything_keys(self) -> str:
        """The keys that list everything that can be done here."""
        return "0"

    async def action_run(self, name: str) -> None:
        """Run a command; the bindings of ``bindings`` lead here."""
        await self.run_command(name)

    async def run_command(self, action: str) -> None:
        """Run a command by its id: of the app, the screen, the selected stage or a part of it."""
        command = COMMANDS.get(action)
        if command is None:
            return
        handlers = [each[command] for each in self._all_handlers() if command in each]
        handler = next((each for each in handlers if each.run is not None), None)
        if handler is None or handler.run is None:
            return
        if reason := handler.why_not():
            self.notice(reason)
        else:
            await run(handler.run)

    @on(Lines.Pressed)
    async def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        action = event.action.removeprefix("app.")
        await self.run_command({"with": "with_what", "cancel": "step_back"}.get(action, action))

    @on(Noticed)
    def _on_noticed(self, event: Noticed) -> None:
        event.stop()
        self._footer.notice(event.text)

    # -- lists of commands -------------------------------------------------------------------

    def action_menu(self) -> None:
        """Everything that works everywhere, for terminals that swallow F keys."""
        self.offer_everywhere(GLOBAL_COMMANDS)

    def offer_everywhere(self, commands: Sequence[Command]) -> None:
        """Offer commands that work everywhere, by their keys behind Space."""
        words = self.strings.tui
        items = [
            (each.space, each.words(words.keys), self.key_map.shown(each), each.id)
            for each in commands
        ]
        self.offer(words.help.menu_title, items)

    def action_more(self) -> None:
        """What ``0`` lists: what can be done in this stage."""
        self.list_commands()

    def list_commands(self) -> None:
        """What can be done in this stage, numbered."""
        words = self.strings.tui
        keys = [key for key in self.working_keys() if key.command is not None]
        items = [
            (MORE_KEYS[n], key.words(words.keys), self.key_map.shown_in_place(key), key.id)
            for n, key in enumerate(keys)
        ]
        self.offer(words.help.more_title, items)

    def offer(self, title: str, items: Sequence[tuple[str, str, str, str]]) -> None:
        """Offer commands: the key, the words, the usual key and the id of each; run the chosen."""
        from weda_tui.tui.layout.menu_dialog import Menu, MenuItem

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_command(action)

        self.app.push_screen(Menu(title, [MenuItem(*item) for item in items]), chosen)

    def show_help(self) -> None:
        """Show the keys that work in the selected stage, then everywhere, then at other times."""
        from weda_tui.tui.layout.help_dialog import Help

        words, shown = self.strings.tui, self.key_map.shown_in_place
        works = self.working_keys()
        listed = [key for key in works if key.command is not None]
        here = [
            HelpRow(
                shown(key) or f"{self.everything_keys} {MORE_KEYS[listed.index(key)]}",
                key.words(words.keys),
            )
            for key in works
            if shown(key) or key in listed
        ]
        later = [
            HelpRow(shown(key), key.words(words.keys))
            for key in PLACES[self.focused_place]
            if shown(key) and key not in works
        ]
        everywhere = [
            HelpRow(self.key_map.shown(each) or twin, each.words(words.keys), twin)
            for each in GLOBAL_COMMANDS
            for twin in [f"Space {each.space}"]
        ]
        everywhere.append(HelpRow("Esc", words.keys.escape))
        stages = {"what": words.stage.what, "with": words.stage.with_what}
        place = stages.get(self.stage, words.stage.result)
        remark = words.help.input_method
        problems = self.app.key_problems if isinstance(self.app, CommandApp) else ()
        self.app.push_screen(Help(place, here, everywhere, self.strings, remark, later, problems))

    def keys_here(self) -> list[Hint]:
        """Return the keys that work where the focus is."""
        words, place = self.strings.tui.keys, self.focused_place
        left = [
            Hint(shown, key.words(words), key.id)
            for key in self.working_keys()
            if (shown := self.key_map.shown_in_place(key))
        ]
        if not takes_text(self.focused):
            return [*left, Hint(self.key_map.shown(MORE), words.more, MORE.id)]
        works = ("F", "Ctrl") if place == "with" else ("F", "Ctrl", "↑↓", "Enter", "Tab")
        left = [hint for hint in left if hint.key.startswith(works)]
        leaving = {"search": words.leave_search, "path": words.leave_path}
        leave = leaving.get(place, words.leave)
        return [*left, Hint("Esc", leave, STEP_BACK.id)]

    def keys_everywhere(self) -> list[Hint]:
        """Return the key that goes anywhere."""
        return [Hint(self.key_map.shown(GO_TO), self.strings.tui.keys.go_to, GO_TO.id)]
