"""The chosen target: choose it, follow edits of its file, check it, switch away from it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.sending.exchange import Cancelled, Failed, Idle, Sending
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.state import SharedState


class TargetsBench(TargetBench, Protocol):
    """The part of the main screen that targets use."""

    def show_target(self, target: Target | None) -> None:
        """Show the chosen target; ``None`` for no target."""

    def show_environments(self, problems: int, *, has_any: bool, gone: str) -> None:
        """Show the number of environment files with problems, and whether there is an environment.

        ``gone`` is the name of a chosen environment whose file is gone; empty if there is none.
        """

    def open_environment(
        self,
        where: Target | None,
        left: Callable[[str | None], None],
        *,
        checks_at_once: bool,
        field: str,
    ) -> None:
        """Open an environment or the form of a new one; ``left`` gets the name that was saved.

        ``left`` gets an empty name if the environment was removed, and ``None`` for neither.
        """


class TargetCalls(Protocol):
    """The calls of the chosen target."""

    def update(self) -> None:
        """Show the current catalogue."""

    def find(self, endpoint_id: str) -> Endpoint | None:
        """Return the call with an id; ``None`` if it no longer exists."""

    def open(self, endpoint: Endpoint) -> None:
        """Open a call."""


class TargetController:
    """Chooses targets; choosing another target cancels the running send."""

    def __init__(
        self,
        bench: TargetsBench,
        calls: TargetCalls,
        shared: SharedState,
        cancel_send: Callable[[], Cancelled | None],
    ) -> None:
        """``cancel_send`` cancels the running send and returns how it ended."""
        self._bench, self._calls = bench, calls
        self._session, self._request, self._answer, self._answers = shared
        self._cancel_send = cancel_send
        self._saved: Target | None = None
        """A target that was saved without switching to it; the next target list selects it once."""

    # -- the files ---------------------------------------------------------------------------

    def refresh_environments(self) -> None:
        """Read the environments again; show how many have problems and whether there are any."""
        environments = self._session.environments
        environments.reload()
        gone = self._session.settings.gone
        self._bench.show_environments(
            len(environments.problems), has_any=bool(environments.all), gone=gone
        )

    def reload_files(self) -> None:
        """Read the environment files again, and apply edits of the file of the target."""
        self.refresh_environments()
        target = self._bench.target
        if target is None:
            return
        edited = {each.name: each for each in self._session.environments.all}
        environment = edited.get(target.environment.name)
        if environment is None:
            self._leave()
        elif environment != target.environment:
            self._bench.show_target(Target(environment, target.env_type))

    def find(self) -> Target | None:
        """Return the target as its file defines it now; without any, let the user choose one."""
        self.reload_files()
        if self._bench.target is None:
            self.choose()
        return self._bench.target

    # -- another one -------------------------------------------------------------------------

    def choose(self) -> None:
        """Let the user choose a target; without any environment, open the form of a new one."""
        environments, bench = self._session.environments, self._bench
        if environments.is_empty:
            self.edit(None)
            return
        self.refresh_environments()
        from weda_tui.tui.environments.target_dialog import TargetChoice, TargetDialog

        def chosen(choice: TargetChoice | None) -> None:
            if choice is not None and choice.kind == "switch":
                self.switch_to(choice.where)
            elif choice is not None:
                self.edit(choice.where if choice.kind == "edit" else None)

        first, self._saved = self._saved or bench.target, None
        listed = TargetDialog(environments.all, first, environments.problems, bench.words)
        bench.ask(listed, chosen)

    def switch_to(self, where: Target | None) -> None:
        """Switch to another target; ``None`` changes nothing."""
        if where is None:
            return
        self._leave(where)
        self._session.settings.remember_place(where.environment.name, where.env_type)
        self._bench.notice(self._bench.words.tui.where.switched.format(place=where.name))

    def _leave(self, where: Target | None = None) -> None:
        """Switch to another target or to none, and cancel the running send.

        A cancelled write may have reached the server: it stays visible, and is shown again when the
        user returns to the target that it was sent to.
        """
        opened, sent_of = self._request.current, self._answer.current.saved
        cancelled, endpoint = self._cancel_send(), opened.endpoint
        self._bench.show_target(where)
        known = self._answers.latest(where, endpoint.id, opened.path) if endpoint else None
        writes = ((cancelled, sent_of), (known, opened.path))
        shown = (each for each in writes if isinstance(each[0], Cancelled) and each[0].is_write)
        state, saved = next(shown, (Idle(), opened.path))
        self._answer.show(state or Idle(), saved=saved)

    # -- forms -------------------------------------------------------------------------------

    def check(self) -> None:
        """Check the chosen environment step by step, in its form."""
        self.edit(self._bench.target, checks_at_once=self._bench.target is not None)

    def edit(self, where: Target | None, *, checks_at_once: bool = False, field: str = "") -> None:
        """Open an environment, or the form of a new one.

        ``checks_at_once`` starts a check. The focus goes to ``field``, or without it to the field
        that the open request cannot be sent without.
        """
        field = field or ("" if checks_at_once else self._lacking_field(where))
        known = {each.name for each in self._session.environments.all}

        def left(name: str | None) -> None:
            self.follow_edit(name, is_new=where is None and name not in known)
            self._calls.update()

        self._bench.open_environment(where, left, checks_at_once=checks_at_once, field=field)

    def _lacking_field(self, where: Target | None) -> str:
        """Return the empty field of an environment that the open request needs; empty for none."""
        target, draft, state = (
            self._bench.target,
            self._request.current.draft,
            self._answer.current.state,
        )
        if where is None or target is None or where.environment.name != target.environment.name:
            return ""
        error: WedaError | None = state.error if isinstance(state, Failed) else None
        with suppress(FileError):  # The target does not know the call
            found = self._session.sending.preflight(draft, target) if draft is not None else None
            error = (found and found.error) or error
        match error and error.code:
            case ErrorCode.NO_KEY | ErrorCode.SECRET_MISSING:
                return "secret_key" if where.environment.secret_id else "secret_id"
            case ErrorCode.NO_USER | ErrorCode.PASSWORD_MISSING:
                return "password" if where.environment.username else "username"
            case _:
                return ""

    def follow_edit(self, name: str | None, *, is_new: bool = False) -> None:
        """Apply an edit: ``name`` was saved, an empty name removed, ``None`` for neither.

        A new environment becomes the target, unless a send is running; saving an environment other
        than the chosen one does not switch to it.
        """
        self.refresh_environments()
        bench, session = self._bench, self._session
        names, words = {each.name for each in session.environments.all}, bench.words.tui.form
        chosen = bench.target.environment.name if bench.target else ""
        is_new = is_new and not isinstance(self._answer.current.state, Sending)
        if name and (is_new or chosen == name or chosen not in names):
            where = session.environments.where(name)
            self.switch_to(where)
            is_sandbox = where is not None and session.environments.is_sandbox(where.environment)
            text = words.sandbox_started if is_sandbox else words.saved
            bench.notice(text.format(name=name))
        elif chosen not in names:
            self._leave()
        elif name:
            self._saved = session.environments.where(name)
            bench.notice(words.saved_elsewhere.format(name=name))
        last = session.settings.opened.endpoint
        endpoint = self._calls.find(last) if last else None
        if endpoint is not None and endpoint is not self._request.current.endpoint:
            self._calls.open(endpoint)
