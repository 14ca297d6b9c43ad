"""WHERE: the selected place, its tokens, and the environments that can be gone to or edited."""

from collections.abc import Mapping

from textual.reactive import var

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.sending.exchange import Cancelled, Idle, SendState
from weda_tui.core.sending.last_answers import Answers
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.tui.doctor.controller import DoctorController
from weda_tui.tui.history.controller import HistoryController
from weda_tui.tui.links.controller import LinksController
from weda_tui.tui.screens.live_models import LiveModelsPage
from weda_tui.tui.tokens.controller import TokenController
from weda_tui.tui.workbench.shown_answer import AnswerView


class PlacesPage(LiveModelsPage):
    """A page with a place selected; to go to another one cancels what is on its way."""

    send_state: var[SendState]
    answer: AnswerView
    doctor: DoctorController
    history: HistoryController
    links: LinksController
    tokens: TokenController
    _answers: Answers

    token: var[TokenStatus | None] = var(None)
    other_token: var[TokenStatus | None] = var(None)
    verdicts: var[Mapping[str, Mark]] = var[Mapping[str, Mark]]({})
    problems: var[int] = var(0)
    has_environment: var[bool] = var(True)

    def watch_where(self) -> None:
        """Another place: its verdicts and its token, no preview."""
        if not self.is_ready:
            return
        self.answer.show_preview(None)
        self.doctor.stop_waiting()
        self.links.target_changed()
        self.show_verdicts()
        self.tokens.refresh()
        self.tokens.keep_fresh()
        self.show_models()
        self.history.show_last()

    def show_verdicts(self) -> None:
        """Show how the calls of the chosen target last ended."""
        self.verdicts = self._answers.marks(self.where)

    def watch_endpoint(self, endpoint: Endpoint | None) -> None:
        """Another endpoint: its token, its last verdict, its keys, no preview."""
        self.answer.show_preview(None)
        self.tokens.refresh()
        if self.is_ready:
            self.show_keys()
            self.history.show_last()

    def show_tokens(self, token: TokenStatus, other: TokenStatus) -> None:
        """Show the states of the token that the open call needs, and of the other one."""
        self.token, self.other_token = token, other

    def watch_ran(self) -> None:
        """A run has fetched what tokens it needed."""
        if self.is_ready:
            self.tokens.refresh()

    def refresh_environments(self) -> None:
        """Read the environments again: how many do not open, and whether there is any."""
        self._session.environments.reload()
        self.problems = len(self._session.environments.problems)
        self.has_environment = bool(self._session.environments.all)

    def reload_files(self) -> None:
        """Read the files of the environments again, and follow what was edited in the target's."""
        self.refresh_environments()
        if self.where is None:
            return
        place = self.where
        edited = {each.name: each for each in self._session.environments.all}
        environment = edited.get(place.environment.name)
        if environment is None:
            self._leave()
        elif environment != place.environment:
            self.where = Target(environment, place.env_type)

    def action_where(self) -> None:
        """Choose a place; without any, make one."""
        if self._session.environments.is_empty:
            self.edit_environment(None)
            return
        self.refresh_environments()
        from weda_tui.tui.environments.target_dialog import WhereChoice, WhereList

        def chosen(choice: WhereChoice | None) -> None:
            if choice is not None and choice.kind == "switch":
                self.switch_to(choice.where)
            elif choice is not None:
                self.edit_environment(choice.where if choice.kind == "edit" else None)

        environments, problems = self._session.environments.all, self._session.environments.problems
        self.app.push_screen(WhereList(environments, self.where, problems, self.strings), chosen)

    def switch_to(self, where: Target | None) -> None:
        """Go to another place; to none, nowhere."""
        if where is None:
            return
        self._leave(where)
        self._session.remember_place(where.environment.name, where.env_type)
        self._footer.notice(self.strings.tui.where.switched.format(place=where.name))

    def _leave(self, where: Target | None = None) -> None:
        """Go to another place or to none; what is on its way to the old one is cancelled.

        A write that was cancelled may have arrived: it stays in view, and is shown again at the
        place that it was sent to.
        """
        cancelled = self.cancel_send()
        self.where = where
        known = self._answers.latest(where, self.endpoint.id) if self.endpoint else None
        writes = (each for each in (cancelled, known) if isinstance(each, Cancelled))
        self.answer.show(next((each for each in writes if each.is_write), Idle()))

    def action_check_environment(self) -> None:
        """Look at the selected environment step by step, in its form."""
        self.edit_environment(self.where, checks_at_once=self.where is not None)

    def edit_environment(
        self, where: Target | None, *, checks_at_once: bool = False, field: str = ""
    ) -> None:
        """Open an environment, or the form of a new one.

        A check may start at once; with a field, the focus goes there.
        """
        from weda_tui.tui.environments.first_run import FirstRun
        from weda_tui.tui.environments.screen import EnvironmentsScreen

        kind = EnvironmentsScreen if self._session.environments.all else FirstRun
        edited = where.environment if where else None
        screen = kind(
            self._session, edited, self.strings, self.where, checks_at_once=checks_at_once
        )

        def left(name: str | None) -> None:
            self._on_environment_edited(name)
            self._update_catalogue()
            if name == "" and isinstance(screen, EnvironmentsScreen):
                self.notice(self.strings.tui.form.removed.format(name=screen.removed))

        self.app.push_screen(screen, left)
        if field and isinstance(screen, EnvironmentsScreen):
            screen.call_after_refresh(screen.enter_form, field)

    def _on_environment_edited(self, name: str | None) -> None:
        """Follow an edit: ``name`` was saved, an empty one was removed, ``None`` was left alone.

        Another environment than the selected one is saved without going there.
        """
        self.refresh_environments()
        names = {environment.name for environment in self._session.environments.all}
        chosen = self.where.environment.name if self.where else ""
        if name and (self.where is None or chosen == name or chosen not in names):
            self.switch_to(self._session.where(name))
            self.notice(self.strings.tui.form.saved.format(name=name))
        elif chosen not in names:
            self._leave()
        elif name:
            self.notice(self.strings.tui.form.saved_elsewhere.format(name=name))
        last = self._session.opened.endpoint
        chosen = self.known_endpoint(last) if last else None
        if chosen is not None and chosen is not self.endpoint:
            self.open_endpoint(chosen)

    # -- what the page itself does -----------------------------------------------------------

    def cancel_send(self) -> Cancelled | None:
        """Cancel the running send and return how it ended; ``None`` where none runs."""
        raise NotImplementedError

    def known_endpoint(self, endpoint_id: str) -> Endpoint | None:
        """Return a call by its id, ``None`` for one that is gone."""
        try:
            return self._session.endpoints.get(endpoint_id, self.where)
        except FileError:
            return None
