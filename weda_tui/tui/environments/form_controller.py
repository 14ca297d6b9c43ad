"""The actions on the form of an environment: save, remove, switch to another one, leave."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

import msgspec

from weda_tui.core.environments.input import EnvironmentInput, free_name
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.tui.environments.editing import CheckRun, EnvironmentEditing
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.workbench.bench import Bench


class FormBench(Bench, Protocol):
    """The part of the screen that the form uses."""

    def leave(self, name: str | None) -> None:
        """Close the screen: with the saved name, empty after a removal, ``None`` for neither."""


class FormController:
    """Saves the form, and never loses typed values without asking."""

    removed = ""
    """The name of the environment that was removed."""

    def __init__(
        self, bench: FormBench, session: Session, editing: EnvironmentEditing, check: CheckRun
    ) -> None:
        self._bench, self._session = bench, session
        self._editing, self._check = editing, check
        self._content: EnvironmentInput | None = None
        """The content that was saved last."""
        self._next: str | None = None
        """The environment to show once the edited one is saved."""

    # -- saving ------------------------------------------------------------------------------

    def save(self) -> None:
        """Save without a check."""
        if not self._editing.is_saving and (content := self._editing.read()) is not None:
            self._check.stop()
            self.save_content(content)

    def save_content(self, content: EnvironmentInput) -> None:
        """Save the content of the form."""
        self._content = content
        environment = content.environment
        save = partial(
            self._session.environments.store,
            environment,
            secret=content.secret,
            password=content.password,
            replaces=self._editing.environment,
            begun_as=self._editing.begun_as,
            approves=None,
        )
        self._write(save, environment.name)

    def _write(self, write: Callable[[], Awaitable[object]], answer: str) -> None:
        """Lock the form, run a write of files in a worker, then leave with ``answer``."""
        self._bench.notice(self._bench.words.tui.form.saving)
        self._editing.fields.set_locked(is_locked=True)
        self._editing.is_saving = True
        self._bench.start(partial(self._write_and_leave, write, answer), "save", is_exclusive=False)

    async def _write_and_leave(self, write: Callable[[], Awaitable[object]], answer: str) -> None:
        try:
            await write()
        except WedaError as error:
            self._unlock()
            self._show_refusal(error)
        else:
            self._go_on(answer)

    def _unlock(self) -> None:
        self._editing.is_saving = False
        self._editing.fields.set_locked(is_locked=False)

    def _go_on(self, answer: str) -> None:
        """Show the environment chosen for after the save, or leave the screen."""
        if self._next is None:
            self._bench.leave(answer)
            return
        name, self._next = self._next, None
        self._unlock()
        self._bench.notice(self._bench.words.tui.form.saved.format(name=answer))
        self._editing.show_named(name)

    def _show_refusal(self, error: WedaError) -> None:
        """Show why nothing was written; the typed values are kept."""
        self._next = None
        self._check.show_save_error(error)
        self._bench.notice(explain(error, self._bench.words).what)
        if error.code is ErrorCode.FILE_CHANGED and self._editing.environment is not None:
            self._offer_to_settle(self._editing.environment.name)

    def _offer_to_settle(self, name: str) -> None:
        """Ask whether to reload, overwrite or save under another name, as the file has changed."""
        words = self._bench.words.environments.editor
        items = [
            MenuItem("1", words.file_reload, "", "reload"),
            MenuItem("2", words.file_overwrite, "", "overwrite"),
            MenuItem("3", words.file_save_as, "", "save_as"),
        ]

        def chosen(action: str | None) -> None:
            if action:
                self._bench.start(partial(self._settle, action), "turn")

        self._bench.ask(Menu(words.file_changed.format(name=name), items), chosen)

    async def _settle(self, action: str) -> None:
        editing, old = self._editing, self._editing.environment
        if old is None or self._content is None:
            return
        if action == "save_as":
            texts = editing.fields.texts()
            name = free_name(texts.name, editing.names())
            await editing.show(
                None, msgspec.structs.replace(texts, name=name), begun_as=editing.begun_as
            )
            editing.fields.focus_field("name")
            return
        await asyncio.to_thread(self._session.environments.reload)
        known = editing.find(old.name)
        if action == "reload":
            await editing.show(known)
        else:
            editing.replace(known)
            self.save_content(self._content)

    # -- removing ----------------------------------------------------------------------------

    def remove(self) -> None:
        """Remove the environment if the action is repeated to confirm it."""
        environment = self._editing.environment
        if environment is None or self._editing.is_saving:
            return
        words = self._bench.words.tui.form
        if self._editing.confirm("remove", words.remove_question.format(name=environment.name)):
            self.removed = environment.name
            self._check.stop()
            self._write(partial(self._session.environments.trash.discard, environment), "")

    # -- editing and leaving -----------------------------------------------------------------

    def edited(self) -> None:
        """Stop a check, because it checks the values before this edit."""
        self._editing.forget_questions()
        if self._check.stop():
            self._bench.notice(self._bench.words.tui.form.check_voided)
        self._check.show_save_error(None)

    def leave(self) -> None:
        """Stop a running check, else leave; discard unsaved edits only at the second attempt."""
        if not self._check.stop() and self.may_leave(self._bench.words.tui.form.discard_question):
            self._bench.leave(None)

    def may_leave(self, question: str) -> bool:
        """Return whether leaving loses nothing, or the user confirmed the loss."""
        if self._editing.is_saving:
            return False
        if self._editing.fields.is_edited and not self._editing.confirm("leave", question):
            return False
        self._check.stop()
        return True

    def leave_for(
        self, name: str, go: Callable[[], object], stay: Callable[[], object] | None = None
    ) -> None:
        """Go to another environment, after asking whether to save or discard unsaved edits.

        ``go`` shows the environment named ``name``; ``stay`` is called if the form stays open for
        now.
        """
        if not self._editing.fields.is_edited:
            go()
            return
        words = self._bench.words.environments.editor

        def chosen(action: str | None) -> None:
            if action == "drop":
                go()
                return
            if stay is not None:
                stay()
            if action == "save":
                self._next = name
                self.save()

        items = [
            MenuItem("1", words.unsaved_stay, "Esc", ""),
            MenuItem("2", words.unsaved_save, "Ctrl+S", "save"),
            MenuItem("3", words.unsaved_drop, "", "drop"),
        ]
        title = words.unsaved.format(name=self._editing.name or words.new)
        self._bench.ask(Menu(title, items), chosen)
