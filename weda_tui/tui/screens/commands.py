"""The keys of a place: in the footer, as menus, as help, and run by a click or by name."""

from typing import TYPE_CHECKING

from textual import on
from textual.dom import DOMNode
from textual.reactive import var

from weda_tui.tui.keys import GLOBAL_KEYS, MORE_KEYS, STAGE_KEYS, PlaceKey, label
from weda_tui.tui.screens.page import Answer, Page
from weda_tui.tui.widgets.float import HelpRow
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.stage import Stage
from weda_tui.tui.widgets.type_ahead import takes_text

if TYPE_CHECKING:  # it comes with the stages, after the first picture
    from weda_tui.tui.bodies.messages import LackingWanted, MenuWanted
    from weda_tui.tui.bodies.table.pane import BodyTable


class CommandPage(Page[Answer]):
    """A page of stages, whose keys are those of ``tui.keys``."""

    stage: var[str] = var("with")
    """The stage in hand: what, with or result."""

    def pane_in_hand(self) -> Stage:
        """Return the pane of the stage in hand."""
        raise NotImplementedError

    @property
    def place_in_hand(self) -> str:
        """The key of ``STAGE_KEYS`` for where the focus is."""
        places = {
            "search": "search",
            "path-field": "path",
            "table-rows": "table",
            "table-filter": "table-filter",
        }
        focused = self.focused
        return places.get(focused.id or "", self.stage) if focused is not None else self.stage

    def working_keys(self) -> list[PlaceKey]:
        """Return the keys of this place that do something now."""
        pane = self.pane_in_hand()
        return [key for key in STAGE_KEYS[self.place_in_hand] if pane.works(key.action)]

    @on(Stage.KeysChanged)
    def _on_keys_changed(self, event: Stage.KeysChanged) -> None:
        event.stop()
        self.show_keys()

    @property
    def everything_keys(self) -> str:
        """The keys that list everything that can be done here."""
        return "0"

    async def run_command(self, action: str) -> None:
        """Run an action of the app, the screen, or the stage in hand."""
        pane = self.pane_in_hand()
        targets: list[DOMNode | None] = [self.app, self, pane, *pane.acting_parts(), self.focused]
        for target in targets:
            if target is not None and hasattr(target, f"action_{action}"):
                await self.app.run_action(action, default_namespace=target)
                return

    @on(Lines.Pressed)
    async def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        action = event.action.removeprefix("app.")
        await self.run_command({"with": "with_what", "cancel": "step_back"}.get(action, action))

    def on_body_reader_menu_wanted(self, event: "MenuWanted") -> None:
        """Offer a choice of what the reader of a body can do."""
        event.stop()
        from weda_tui.tui.dialogs.menu import Menu, MenuItem

        def chosen(key: str | None) -> None:
            for row in event.rows:
                if row.key == key:
                    row.run()

        rows = [MenuItem(row.key, row.words, "", row.key) for row in event.rows]
        self.app.push_screen(Menu(event.title, rows, event.remark), chosen)

    def on_body_table_columns_wanted(self, event: "BodyTable.ColumnsWanted") -> None:
        """Let the columns of a table be chosen."""
        event.stop()
        from weda_tui.tui.dialogs.table_columns import TableColumns

        part = event.table
        if part.table is not None:
            dialog = TableColumns(part.table.columns, part.rows.columns, self.strings)
            self.app.push_screen(dialog, lambda _: part.take_columns(dialog.columns))

    def on_body_reader_lacking_wanted(self, event: "LackingWanted") -> None:
        """List the documented fields that an object of a body does not have."""
        event.stop()
        from weda_tui.tui.dialogs.lacking_fields import LackingFields

        self.app.push_screen(LackingFields(event.name, event.lacking, self.strings))

    @on(Noticed)
    def _on_noticed(self, event: Noticed) -> None:
        event.stop()
        self._footer.notice(event.text)

    # -- lists of commands -------------------------------------------------------------------

    def action_menu(self) -> None:
        """Everything that works everywhere, for terminals that swallow F keys."""
        keys = [(key.space, key.action, key.shown, key.action) for key in GLOBAL_KEYS]
        self.offer(self.strings.tui.help.menu_title, keys)

    def action_more(self) -> None:
        """What ``0`` lists: what can be done in this stage."""
        self.action_everything_here()

    def action_everything_here(self) -> None:
        """What can be done in this stage, numbered."""
        keys = [key for key in self.working_keys() if key.action not in {"", "more"}]
        items = [(MORE_KEYS[n], key.label, key.shown, key.action) for n, key in enumerate(keys)]
        self.offer(self.strings.tui.help.more_title, items)

    def offer(self, title: str, items: list[tuple[str, str, str, str]]) -> None:
        """Offer actions: the key of each, the field of its words, its usual key, its name."""
        from weda_tui.tui.dialogs.menu import Menu, MenuItem

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_command(action)

        words = self.strings.tui.keys
        rows = [MenuItem(key, label(word, words), shown, act) for key, word, shown, act in items]
        self.app.push_screen(Menu(title, rows), chosen)

    def show_help(self) -> None:
        """Show the keys that work in the stage in hand, then everywhere, then at other times."""
        from weda_tui.tui.dialogs.help import Help

        words = self.strings.tui
        works = self.working_keys()
        listed = [key for key in works if key.action]
        here = [
            HelpRow(
                key.shown or f"{self.everything_keys} {MORE_KEYS[listed.index(key)]}",
                label(key.label, words.keys),
            )
            for key in works
            if key.shown or key in listed
        ]
        later = [
            HelpRow(key.shown, label(key.label, words.keys))
            for key in STAGE_KEYS[self.place_in_hand]
            if key.shown and key not in works
        ]
        everywhere = [
            HelpRow(key.shown or twin, label(key.action, words.keys), twin)
            for key in GLOBAL_KEYS
            for twin in [f"Space {key.space}"]
        ]
        everywhere.append(HelpRow("Esc", words.keys.escape))
        stages = {"what": words.stage.what, "with": words.stage.with_what}
        place = stages.get(self.stage, words.stage.result)
        remark = words.help.input_method
        self.app.push_screen(Help(place, here, everywhere, self.strings, remark, later))

    def keys_here(self) -> list[Hint]:
        """Return the keys that work where the focus is."""
        words, place = self.strings.tui.keys, self.place_in_hand
        left = [
            Hint(key.shown, label(key.label, words), key.action)
            for key in self.working_keys()
            if key.shown
        ]
        if not takes_text(self.focused):
            return [*left, Hint("0", words.more, "more")]
        works = ("F", "Ctrl") if place == "with" else ("F", "Ctrl", "↑↓", "Enter", "Tab")
        left = [hint for hint in left if hint.key.startswith(works)]
        leaving = {"search": words.leave_search, "path": words.leave_path}
        leave = leaving.get(place, words.leave)
        return [*left, Hint("Esc", leave, "step_back")]

    def keys_everywhere(self) -> list[Hint]:
        """Return the key that goes anywhere."""
        return [Hint("Ctrl+P", self.strings.tui.keys.go_to, "go_to")]
