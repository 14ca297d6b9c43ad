"""A value of an answer taken to the next call, the way back, and what else is done with a value."""

from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.reactive import var

from weda_tui.core.endpoint import Endpoint
from weda_tui.core.exchange import Answered, Idle, Sending, SendState
from weda_tui.core.request import RequestDraft
from weda_tui.tui.screens.sending_first import SendingFirstPage

if TYPE_CHECKING:  # they come with the first answer
    from collections.abc import Sequence

    from weda_tui.core.environment import Where
    from weda_tui.core.following.leads import Lead
    from weda_tui.core.history import HistoryRecord
    from weda_tui.core.run import RunResult
    from weda_tui.session.saved_sending import SavedOutcome
    from weda_tui.tui.dialogs.menu import MenuItem
    from weda_tui.tui.panes.response_pane import ResponsePane

MOST_STEPS = 12
"""Calls that can be gone back to: their answers are kept whole."""


class Step(NamedTuple):
    """A call that a value was taken from, as it was."""

    endpoint: Endpoint
    draft: RequestDraft
    saved_path: str
    send_state: SendState
    recalled: "HistoryRecord | None"
    outcome: "SavedOutcome | RunResult | None"
    line: int
    """Where the cursor stood in the body."""


class FollowingPage(SendingFirstPage):
    """A page that remembers where a value led from."""

    came_from: var[str] = var("")
    """The title of the call that ``go_back`` goes to; empty for none."""

    _trail: tuple[Step, ...] = ()
    _trail_place: tuple[str, str] = ("", "")
    """The deployment and env type that the trail is of."""

    # -- on ----------------------------------------------------------------------------------

    def on_response_pane_follow_wanted(self, event: "ResponsePane.FollowWanted") -> None:
        """Open a call with the value in hand filled in."""
        event.stop()
        self.take_to(event.lead)

    def take_to(self, lead: "Lead") -> None:
        """Open a call with a value filled in; nothing is sent."""
        from weda_tui.core.following.leads import fill_draft

        endpoint, draft = self.endpoint, self._stages.editor.draft
        if endpoint is None or draft is None:
            return
        self._remember(endpoint, draft)
        self.open_endpoint(lead.endpoint)
        editor = self._stages.editor
        if editor.draft is not None:
            filled = fill_draft(lead.endpoint, editor.draft, lead.fills)
            editor.take_filled(filled, {fill.key: fill.shown for fill in lead.fills})
        self._say_trail()
        words = self.strings.following
        if lead.fills:
            self.notice(words.opened.format(name=lead.fills[0].parameter.name))
        else:
            self.notice(words.opened_model)

    def _remember(self, endpoint: Endpoint, draft: RequestDraft) -> None:
        if self._place_names() != self._trail_place:
            self._trail, self._trail_place = (), self._place_names()
        state = self.send_state
        step = Step(
            endpoint, draft, self.saved_path, state, self.recalled, self.outcome,
            self._stages.response.line_in_hand,
        )  # fmt: skip
        self._trail = (*self._trail, step)[-MOST_STEPS:]

    def _place_names(self) -> tuple[str, str]:
        where = self.where
        return (where.environment.name, where.env_type) if where else ("", "")

    def _say_trail(self) -> None:
        title = self._trail[-1].endpoint.title.text(self.strings.language) if self._trail else ""
        self.came_from = title

    def forget_trail(self, where: "Where | None") -> None:
        """There is no way back to the answers of another place."""
        if where is None or self._place_names() != self._trail_place:
            self._trail = ()
            self._say_trail()

    # -- back --------------------------------------------------------------------------------

    @work(group="go-back", exclusive=True)
    async def action_go_back(self) -> None:
        """Have the call that led here in hand again: its request, its answer, its place."""
        words = self.strings.following
        if not self._trail:
            self.notice(words.no_way_back)
            return
        if isinstance(self.send_state, Sending):
            self.notice(words.still_sending)
            return
        *rest, step = self._trail
        self._trail = tuple(rest)
        self._say_trail()
        if step.saved_path:
            await self._open_saved(step.saved_path)
        else:
            self.open_endpoint(step.endpoint)
        self._stages.editor.take_edit(step.draft)
        self.answer.show_outcome(step.outcome)
        self.answer.show(self._state_of(step), recalled=step.recalled)
        self.go_to_stage("result")
        self._stages.response.go_to_line(step.line)
        title = step.endpoint.title.text(self.strings.language)
        self.notice(words.came_back.format(title=title))

    def _state_of(self, step: Step) -> SendState:
        """Return the answer of a step; a send that was running then has ended since."""
        if not isinstance(step.send_state, Sending):
            return step.send_state
        return self._answers.latest(self.where, step.endpoint.id) or Idle()

    # -- everything that can be done ---------------------------------------------------------

    @property
    def _lists_rest(self) -> bool:
        """Whether ``0`` is the key of the calls that F7 has no room for."""
        return self.stage == "result" and self._stages.response.has_rest

    @property
    def everything_keys(self) -> str:
        """The list of calls ends with the other one."""
        return "0 0" if self._lists_rest else super().everything_keys

    def action_more(self) -> None:
        """List the calls for the value in hand where F7 says so of ``0``; a second one goes on."""
        if self._lists_rest:
            self._stages.response.action_follow_list()
        else:
            super().action_more()

    def on_response_pane_list_wanted(self, event: "ResponsePane.ListWanted") -> None:
        """List the calls that take the value in hand, and what else can be done with it."""
        event.stop()
        from weda_tui.tui.dialogs.menu import Menu, MenuItem
        from weda_tui.tui.keys import MORE_KEYS
        from weda_tui.tui.widgets.paint import cut

        following, strings = event.following, self.strings
        keys = MORE_KEYS if event.is_all else "123456789"
        leads = following.leads[: len(keys)]
        items = self._lead_items(leads, keys)
        if event.is_all:
            items.append(MenuItem("0", strings.tui.help.more_title, "", "everything_here"))
        else:
            if rest := len(following.leads) - len(leads):
                words = strings.following.rest.format(count=rest)
                items.append(MenuItem("0", words, "", "follow_list"))
            items += self._act_items()

        async def chosen(action: str | None) -> None:
            if action is None:
                return
            if action.isdigit():
                self.take_to(leads[int(action)])
            else:
                await self.run_command(action)

        mask = self._session.masker().text
        name, value = cut(mask(following.name), 30), cut(mask(following.text), 40)
        title = f"{name} {value}"
        if leads:
            title = strings.following.list_title.format(name=name, value=value)
        self.app.push_screen(Menu(title, items), chosen)

    def _lead_items(self, leads: "Sequence[Lead]", keys: str) -> "list[MenuItem]":
        """Return a row a call: of another module also that one's name, then what it does."""
        from weda_tui.i18n.facts import effect_mark
        from weda_tui.tui.dialogs.menu import MenuItem

        language = self.strings.language
        here = self.endpoint.module if self.endpoint is not None else ""
        modules = {each.id: each.title.text(language) for each in self.catalogue.modules}
        items: list[MenuItem] = []
        for number, lead in enumerate(leads):
            endpoint = lead.endpoint
            module = modules.get(endpoint.module, "") if endpoint.module != here else ""
            facts = filter(None, (module, effect_mark(endpoint.effect, self.strings)))
            title = endpoint.title.text(language)
            items.append(MenuItem(keys[number], title, "  ".join(facts), str(number)))
        return items

    def _act_items(self) -> "list[MenuItem]":
        """Return what is done with a value besides taking it somewhere."""
        from weda_tui.tui.dialogs.menu import MenuItem

        keys = self.strings.tui.keys
        return [
            MenuItem("y", keys.copy_value, "", "copy_value"),
            MenuItem("Y", keys.copy_path, "", "copy_path"),
            MenuItem("c", keys.copy_menu, "", "copy_menu"),
            MenuItem("a", keys.assert_value, "", "assert_value"),
            MenuItem("v", keys.keep_variable, "", "keep_variable"),
        ]

    def on_response_pane_act_wanted(self, event: "ResponsePane.ActWanted") -> None:
        """Do something with the value in hand."""
        event.stop()
        if event.action == "save":
            self.action_save()
        elif event.action == "keep_variable":
            self._keep_variable()
        else:
            self._assert_value()

    # -- a variable --------------------------------------------------------------------------

    @work(group="keep-value", exclusive=True)
    async def _keep_variable(self) -> None:
        """Ask for a name and a place, and keep the value there."""
        from weda_tui.tui.screens.keeping_values import ask_variable, keep_variable

        held, words = self._stages.response.held, self.strings.keeping
        where, masker = self.where, self._session.masker()
        if held is None or not held.text:
            self.notice(self.strings.following.no_value)
            return
        if where is None:
            self.notice(words.no_place)
            return
        if masker.text(held.text) != held.text:
            self.notice(f"✗ {words.secret}")
            return
        request = self.saved.request if self.saved is not None else None
        answer = await ask_variable(self, self._session, held, where, request, self.strings)
        if answer is None:
            return
        error = await keep_variable(self._session, where, answer, self.saved)
        if error is not None:
            self.refuse(error)
            return
        if answer.place.kind in {"folder", "request"}:
            await self._take_layers()
        else:
            self.take_edits()
        file = answer.place.file
        self.notice(words.kept.format(name=answer.name, file=file), path=file)

    async def _take_layers(self) -> None:
        """Read the saved request in hand again with the variables around it; its edits stay."""
        stage, draft = self.stage, self._stages.editor.draft
        if self.saved_path and draft is not None:
            await self._open_saved(self.saved_path, draft=draft)
            self.go_to_stage(stage)

    def take_edits(self) -> None:
        """Take what was edited in the file of the place in hand."""
        raise NotImplementedError

    # -- an assertion ------------------------------------------------------------------------

    @work(group="keep-value", exclusive=True)
    async def _assert_value(self) -> None:
        """Ask how the value is compared, and have the saved request in hand expect it."""
        from weda_tui.tui.screens.keeping_values import add_assertion, ask_assertion

        held, words = self._stages.response.held, self.strings.keeping
        saved, state, session = self.saved, self.send_state, self._session
        if held is None:
            self.notice(self.strings.following.no_value)
            return
        if session.masker().text(held.text) != held.text:
            self.notice(f"✗ {words.secret}")
            return
        if saved is None:
            self.notice(words.save_first)
            return
        of_answer = state.exchange.endpoint_id if isinstance(state, Answered) else ""
        if saved.request.draft.endpoint_id != of_answer:
            endpoint = self.catalogue.by_id.get(of_answer)
            title = endpoint.title.text(self.strings.language) if endpoint else of_answer
            self.notice(words.other_call.format(title=title))
            return
        count = self._stages.response.children_in_hand
        assertion = await ask_assertion(self, session, held, count, saved.request, self.strings)
        if assertion is None:
            return
        added = await add_assertion(session, saved, assertion)
        if isinstance(added, Exception):
            self.refuse(added)
            return
        self.take_details(added)
        self.refresh_saved(added.request.path)
        file = f"{added.request.path}.toml"
        self.notice(words.added.format(file=file), path=file)
