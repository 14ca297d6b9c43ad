"""The ``0`` menu: actions on an environment other than filling in its form."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol

import msgspec
from textual.message import Message

from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.form_texts import texts_of
from weda_tui.core.environments.input import free_name
from weda_tui.core.errors import WedaError
from weda_tui.core.interchange.environment_import import EnvironmentPlan
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.interchange import unwritten_words
from weda_tui.i18n.phrases.routes import unapproved_line
from weda_tui.session import Session
from weda_tui.session.interchange.exports import export_place
from weda_tui.session.interchange.imports import Plan
from weda_tui.tui.environments.editing import EnvironmentEditing
from weda_tui.tui.interchange.import_dialog import ImportDialog
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem, remark_menu
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.workbench.bench import Bench, refuse

MOST_ITEMS = 9
"""The number of menu rows that a digit can choose."""


class FilesBench(Bench, Protocol):
    """The part of the screen that actions on environment files use."""

    def enter_form(self, field: str) -> None:
        """Focus a field of the form."""

    def post_message(self, message: Message) -> bool:
        """Pass a message on to the app."""
        ...


class FormExits(Protocol):
    """Actions that can lose unsaved edits, and ask the user first."""

    def leave_for(self, name: str, go: Callable[[], object]) -> None:
        """Go to another environment, after asking whether to save or discard unsaved edits."""

    def remove(self) -> None:
        """Remove the environment if the action is repeated to confirm it."""


class EnvironmentFilesController:
    """Creates, copies, exports, restores and imports environments."""

    def __init__(
        self,
        bench: FilesBench,
        session: Session,
        editing: EnvironmentEditing,
        exits: FormExits,
        drop_env_type: Callable[[str], None],
    ) -> None:
        """``drop_env_type`` removes an env type from the form."""
        self._bench, self._session, self._editing = bench, session, editing
        self._exits, self._drop_env_type = exits, drop_env_type

    # -- the list ----------------------------------------------------------------------------

    def offer(self) -> None:
        """Open the menu of actions on the environment in the form."""
        editing, strings = self._editing, self._bench.words
        words = strings.environments.editor
        actions = [(words.new, "", "new")]
        if editing.environment is not None:
            actions += [
                (words.copy, "", "duplicate"),
                (words.rename, "", "rename"),
                (strings.tui.form.remove, "Ctrl+D", "remove"),
                (words.export, "", "export"),
            ]
        chosen_types = [each.name for each in editing.fields.texts().env_types]
        if editing.env_type in chosen_types and len(chosen_types) > 1:
            actions.append((words.drop_type.format(env_type=editing.env_type), "", "drop_type"))
        actions += [(words.restore, "", "restore"), (words.importing, "Ctrl+O", "import")]
        items = [
            MenuItem(str(at), label, key, action)
            for at, (label, key, action) in enumerate(actions, start=1)
        ]
        title = words.menu_title.format(name=editing.name or words.new)
        self._bench.ask(Menu(title, items), self._run)

    def _run(self, action: str | None) -> None:
        match action:
            case "new":
                self._exits.leave_for("", partial(self._bench.start, self._make_new, "turn"))
            case "duplicate":
                self._exits.leave_for("", partial(self._bench.start, self._duplicate, "turn"))
            case "rename":
                self._bench.enter_form("name")
            case "remove":
                self._exits.remove()
            case "export":
                self._bench.start(self._export, "export")
            case "drop_type":
                self._drop_env_type(self._editing.env_type)
            case "restore":
                self._bench.start(self._list_removed, "trash")
            case "import":
                self.import_file()
            case _:
                pass

    async def _make_new(self) -> None:
        """Show an empty form."""
        await self._editing.show(None)
        self._bench.enter_form("host")

    async def _duplicate(self) -> None:
        """Show the form of a new environment filled in as a copy of this one.

        Kept secrets are not copied, because each was entered for the original environment only;
        references to environment variables are.
        """
        old = self._editing.environment
        if old is None:
            return
        refs = {"secret_key": old.secret_key, "password": old.password}
        kept = {n: str(r) for n, r in refs.items() if r is not None and r.kind == "env"}
        name = free_name(old.name, self._editing.names())
        start = msgspec.structs.replace(texts_of(old), name=name, **kept)
        await self._editing.show(None, start, begun_as=old)
        self._bench.enter_form("name")
        self._bench.notice(self._bench.words.environments.editor.copy_of.format(name=old.name))

    async def _export(self) -> None:
        environment, env_type = self._editing.environment, self._editing.env_type
        if environment is None:
            return
        if env_type not in {each.name for each in environment.env_types}:
            env_type = environment.env_types[0].name
        strings, place = self._bench.words, Target(environment, env_type)
        try:
            found = await asyncio.to_thread(export_place, self._session, place)
        except WedaError as error:
            refuse(self._bench, error)
            return
        name = f"{environment.name} · {env_type}"
        what = strings.environments.editor.copied_as.format(
            name=name, secrets=", ".join(found.emptied)
        )
        self._bench.post_message(CopyRequested(found.data.decode(), what))
        line = unapproved_line(found.route, strings)
        remarks = [f"! {line}"] if line else []
        if found.left:
            names = strings.history.since.joint.join(
                unwritten_words(each, strings) for each in found.left
            )
            remarks.append(strings.saved.export.left.format(names=names))
        if remarks:
            title = strings.environments.editor.export
            self._bench.ask(remark_menu(title, "   ".join(remarks), strings))

    # -- bringing back and in ----------------------------------------------------------------

    async def _list_removed(self) -> None:
        words = self._bench.words.environments.trash
        try:
            removed = await asyncio.to_thread(self._session.environments.trash.removed)
        except WedaError as error:
            self._bench.notice(explain(error, self._bench.words).what)
            return
        names = list(dict.fromkeys(each.name for each in removed))[:MOST_ITEMS]
        if not names:
            self._bench.notice(words.nothing)
            return
        items = [MenuItem(str(at), name, "", name) for at, name in enumerate(names, start=1)]

        def chosen(name: str | None) -> None:
            if name:
                self._bench.start(partial(self._restore, name), "trash")

        self._bench.ask(Menu(words.title, items), chosen)

    async def _restore(self, name: str) -> None:
        try:
            await asyncio.to_thread(self._session.environments.trash.restore, name)
        except WedaError as error:
            self._bench.notice(explain(error, self._bench.words).what)
            return
        restored = self._bench.words.environments.trash.restored_short
        self._bench.notice(restored.format(name=name))
        self._show(name)

    def import_file(self) -> None:
        """Ask for a file, show its changes, and import it."""
        self._bench.ask(ImportDialog(self._session, self._bench.words), self._on_imported)

    def _on_imported(self, plan: Plan | None) -> None:
        if plan is None:
            return
        words = self._bench.words
        if not isinstance(plan, EnvironmentPlan):
            self._bench.notice(words.tui.importing.done.format(name=plan.name))
            return
        name = plan.environment.name
        self._bench.notice(words.environments.transfer.imported.format(name=name))
        self._show(name)

    def _show(self, name: str) -> None:
        self._exits.leave_for(name, partial(self._editing.show_named, name))
