"""What can be done with an environment beside filling in its form: the ``0`` list."""

import asyncio
from collections.abc import Callable

import msgspec
from textual import work

from weda_tui.core.environment import Environment, Where
from weda_tui.core.environment_input import EnvironmentInput, free_name
from weda_tui.core.environment_texts import EnvironmentTexts, texts_of
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.imported_environment import EnvironmentPlan
from weda_tui.i18n.explain import explain
from weda_tui.session.importing import Plan, export_environment
from weda_tui.tui.dialogs.menu import Menu, MenuItem
from weda_tui.tui.screens.environment import EnvironmentScreen
from weda_tui.tui.widgets.copying import CopyRequested

MOST_ITEMS = 9
"""Rows of a list that a digit picks from."""


class EnvironmentActions(EnvironmentScreen):
    """A form that can turn to another environment."""

    env_type = "prod"
    """The env type in hand."""
    removed = ""
    """The environment that was removed."""

    _saving: EnvironmentInput | None = None
    _goes_to: str | None = None
    """The environment to turn to once the one in hand is saved."""

    def names(self, but: Environment | None = None) -> set[str]:
        """Return the names that are taken."""
        return {e.name for e in self._session.environments.all} - ({but.name} if but else set())

    async def turn_to(
        self,
        environment: Environment | None,
        start: EnvironmentTexts | None = None,
        copied: Environment | None = None,
    ) -> None:
        """Show the form of another environment, or of a new one, untouched.

        ``copied`` is the one that ``start`` was taken from.
        """
        self._stop_check()
        self._environment, self._copied = environment, copied
        self._asked_to_leave = self._asked_to_remove = False
        await self._form.show(environment, self.names(environment), start)
        self.ask_for_secrets()
        self.show_keys()

    @work(group="turn", exclusive=True, description="turn")
    async def _turn_by_name(self, name: str) -> None:
        known = {each.name: each for each in self._session.environments.all}
        await self.turn_to(known.get(name))

    def leave_form_for(self, name: str, go: Callable[[], object]) -> None:
        """Go to another environment; unsaved changes are saved or dropped as the user says."""
        if not self._form.is_edited:
            go()
            return
        words = self.strings.environments.editor
        in_hand = self._environment.name if self._environment else words.new

        def chosen(action: str | None) -> None:
            if action == "drop":
                go()
                return
            self.show_cell_in_hand()
            if action == "save":
                self._goes_to = name
                self.action_save()

        items = [
            MenuItem("1", words.unsaved_stay, "Esc", ""),
            MenuItem("2", words.unsaved_save, "Ctrl+S", "save"),
            MenuItem("3", words.unsaved_drop, "", "drop"),
        ]
        self.app.push_screen(Menu(words.unsaved.format(name=in_hand), items), chosen)

    def show_cell_in_hand(self) -> None:
        """Put the cursor on the environment whose form is shown."""

    # -- saving ------------------------------------------------------------------------------

    def _save(self, content: EnvironmentInput) -> None:
        self._saving = content
        super()._save(content)

    def _written(self, answer: str) -> None:
        if self._goes_to is None:
            super()._written(answer)
            return
        name, self._goes_to = self._goes_to, None
        self._take_edits_again()
        self.notice(self.strings.tui.form.saved.format(name=answer))
        self._turn_by_name(name)

    def _not_written(self, error: WedaError) -> None:
        self._goes_to = None
        super()._not_written(error)
        if error.code is ErrorCode.FILE_CHANGED and self._environment is not None:
            self._offer_to_settle(self._environment.name)

    def _offer_to_settle(self, name: str) -> None:
        """The disk holds another text: which of the two shall it be."""
        words = self.strings.environments.editor
        items = [
            MenuItem("1", words.file_reload, "", "reload"),
            MenuItem("2", words.file_overwrite, "", "overwrite"),
            MenuItem("3", words.file_save_as, "", "save_as"),
        ]

        def chosen(action: str | None) -> None:
            if action:
                self._settle(action)

        self.app.push_screen(Menu(words.file_changed.format(name=name), items), chosen)

    @work(group="turn", exclusive=True, description="turn")
    async def _settle(self, action: str) -> None:
        old = self._environment
        if old is None or self._saving is None:
            return
        if action == "save_as":
            texts = self._form.texts()
            name = free_name(texts.name, self.names())
            await self.turn_to(None, msgspec.structs.replace(texts, name=name), copied=old)
            self._form.focus_field("name")
            return
        await asyncio.to_thread(self._session.environments.reload)
        known = {each.name: each for each in self._session.environments.all}
        if action == "reload":
            await self.turn_to(known.get(old.name))
        else:
            self._environment = known.get(old.name)
            self._save(self._saving)

    def action_remove(self) -> None:
        """Remove the environment, asked for twice."""
        self.removed = self._environment.name if self._environment else ""
        super().action_remove()

    # -- the list ----------------------------------------------------------------------------

    def action_more(self) -> None:
        """List what can be done with the environment in hand."""
        words, environment = self.strings.environments.editor, self._environment
        actions = [(words.new, "", "new")]
        if environment is not None:
            actions += [
                (words.copy, "", "duplicate"),
                (words.rename, "", "rename"),
                (self.strings.tui.form.remove, "Ctrl+D", "remove"),
                (words.export, "", "export"),
            ]
        chosen_types = [each.name for each in self._form.texts().env_types]
        if self.env_type in chosen_types and len(chosen_types) > 1:
            actions.append((words.drop_type.format(env_type=self.env_type), "", "drop_type"))
        actions += [(words.restore, "", "restore"), (words.importing, "Ctrl+O", "import")]
        items = [
            MenuItem(str(at), label, key, action)
            for at, (label, key, action) in enumerate(actions, start=1)
        ]
        name = environment.name if environment else words.new
        self.app.push_screen(Menu(words.menu_title.format(name=name), items), self._do)

    def _do(self, action: str | None) -> None:
        match action:
            case "new":
                self.leave_form_for("", self.make_new)
            case "duplicate":
                self.leave_form_for("", self._duplicate)
            case "rename":
                self.enter_form("name")
            case "remove":
                self.action_remove()
            case "export":
                self._export()
            case "drop_type":
                self._form.drop_env_type(self.env_type)
            case "restore":
                self._list_removed()
            case "import":
                self.action_import()
            case _:
                pass

    def enter_form(self, field: str) -> None:
        """Go to a field of the form."""
        self._form.focus_field(field)

    @work(group="turn", exclusive=True)
    async def make_new(self) -> None:
        """Show an empty form."""
        await self.turn_to(None)
        self.enter_form("host")

    @work(group="turn", exclusive=True)
    async def _duplicate(self) -> None:
        """Show a form filled in as the one in hand; a secret stays with what it was given for."""
        old = self._environment
        if old is None:
            return
        refs = {"secret_key": old.secret_key, "password": old.password}
        kept = {n: str(r) for n, r in refs.items() if r is not None and r.kind == "env"}
        name = free_name(old.name, self.names())
        start = msgspec.structs.replace(texts_of(old), name=name, **kept)
        await self.turn_to(None, start, copied=old)
        self.enter_form("name")
        self.notice(self.strings.environments.editor.copy_of.format(name=old.name))

    def _export(self) -> None:
        if self._environment is None:
            return
        env_type = self.env_type
        if env_type not in {each.name for each in self._environment.env_types}:
            env_type = self._environment.env_types[0].name
        text, emptied = export_environment(Where(self._environment, env_type))
        name = f"{self._environment.name} · {env_type}"
        words = self.strings.environments.editor
        what = words.copied_as.format(name=name, secrets=", ".join(emptied))
        self.post_message(CopyRequested(text.decode(), what))

    # -- bringing back and in ----------------------------------------------------------------

    @work(group="trash", exclusive=True)
    async def _list_removed(self) -> None:
        words = self.strings.environments.trash
        try:
            removed = await asyncio.to_thread(self._session.environments.removed)
        except WedaError as error:
            self.notice(explain(error, self.strings).what)
            return
        names = list(dict.fromkeys(each.name for each in removed))[:MOST_ITEMS]
        if not names:
            self.notice(words.nothing)
            return
        items = [MenuItem(str(at), name, "", name) for at, name in enumerate(names, start=1)]

        def chosen(name: str | None) -> None:
            if name:
                self._restore(name)

        self.app.push_screen(Menu(words.title, items), chosen)

    @work(group="trash", exclusive=True, description="trash")
    async def _restore(self, name: str) -> None:
        try:
            await asyncio.to_thread(self._session.environments.restore, name)
        except WedaError as error:
            self.notice(explain(error, self.strings).what)
            return
        self.notice(self.strings.environments.trash.restored_short.format(name=name))
        self.leave_form_for(name, lambda: self._turn_by_name(name))

    def action_import(self) -> None:
        """Ask for a file, show what it would change, import it."""
        from weda_tui.tui.dialogs.import_dialog import ImportDialog

        self.app.push_screen(ImportDialog(self._session, self.strings), self._on_imported)

    def _on_imported(self, plan: Plan | None) -> None:
        if plan is None:
            return
        if not isinstance(plan, EnvironmentPlan):
            self.notice(self.strings.tui.importing.done.format(name=plan.name))
            return
        name = plan.environment.name
        self.notice(self.strings.environments.transfer.imported.format(name=name))
        self.leave_form_for(name, lambda: self._turn_by_name(name))
