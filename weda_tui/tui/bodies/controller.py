"""Answers what the reader of a body asks: menus, files, columns, the fields that are missing."""

from pathlib import Path

from weda_tui.tui.bodies.messages import ContentWanted, LackingWanted, MenuWanted, SaveWanted
from weda_tui.tui.bodies.missing_fields_dialog import LackingFields
from weda_tui.tui.bodies.save import open_save, open_save_table
from weda_tui.tui.bodies.table.columns_dialog import TableColumns
from weda_tui.tui.bodies.table.pane import BodyTable
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.workbench.bench import Bench
from weda_tui.tui.workbench.intent_routes import IntentRoutes


class BodyController:
    """Opens the dialogs of a reader; files are written relative to the workspace."""

    def __init__(self, bench: Bench, workspace: Path) -> None:
        self._bench, self._workspace = bench, workspace

    def add_routes(self, routes: IntentRoutes) -> None:
        """Answer every intent of a reader."""
        routes.add(MenuWanted, self.on_menu_wanted)
        routes.add(SaveWanted, self.on_save_wanted)
        routes.add(ContentWanted, self.on_content_wanted)
        routes.add(LackingWanted, self.on_lacking_wanted)
        routes.add(BodyTable.ColumnsWanted, self.on_columns_wanted)

    def on_menu_wanted(self, intent: MenuWanted) -> None:
        """Offer a choice of actions, and run the chosen one."""

        def chosen(key: str | None) -> None:
            for row in intent.rows:
                if row.key == key:
                    row.run()

        rows = [MenuItem(row.key, row.words, "", row.key) for row in intent.rows]
        self._bench.ask(Menu(intent.title, rows, intent.remark), chosen)

    def on_save_wanted(self, intent: SaveWanted) -> None:
        """Ask where to save the body as it was received."""
        open_save(self._bench, intent, self._workspace)

    def on_content_wanted(self, intent: ContentWanted) -> None:
        """Ask where to save a table that was exported."""
        open_save_table(self._bench, intent, self._workspace)

    def on_lacking_wanted(self, intent: LackingWanted) -> None:
        """List the documented fields that an object does not have."""
        self._bench.ask(LackingFields(intent.name, intent.lacking, self._bench.words))

    def on_columns_wanted(self, intent: BodyTable.ColumnsWanted) -> None:
        """Let the columns of a table be chosen."""
        pane = intent.table
        if pane.table is not None:
            dialog = TableColumns(pane.table.columns, pane.rows.columns, self._bench.words)
            self._bench.ask(dialog, lambda _: pane.set_columns(dialog.columns))
