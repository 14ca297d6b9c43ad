"""The controller that opens a call with a value of a response, and goes back."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Idle, Sending, SendState
from weda_tui.i18n.phrases.facts import effect_mark
from weda_tui.tui.commands import table as commands
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.links.view import link_title
from weda_tui.tui.widgets.drawing.paint import cut
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.state import SharedState, ShownAnswer

if TYPE_CHECKING:  # imported with the first response
    from weda_tui.core.links.finder import Link
    from weda_tui.tui.answers.response_pane import ResponsePane
    from weda_tui.tui.requests.form_view import RowKey

MOST_STEPS = 12
"""The maximum number of calls to go back to; their responses are kept in memory as a whole."""


class LinkEditor(Protocol):
    """What links need from the editor."""

    @property
    def draft(self) -> RequestDraft | None:
        """The draft as the user edited it."""

    def apply_edit(self, draft: RequestDraft) -> None:
        """Replace the draft as one edit."""

    def apply_filled(self, draft: RequestDraft, filled: "Mapping[RowKey, str]") -> None:
        """Replace the draft as one edit; the form shows that the values come from a response."""


class LinkBody(Protocol):
    """What links need from the displayed body."""

    @property
    def cursor_line(self) -> int:
        """The line under the cursor."""
        ...

    def go_to_line(self, line: int) -> None:
        """Move the cursor to a line."""


class LinkPane(Protocol):
    """The pane that shows the response."""

    @property
    def links(self) -> LinkBody:
        """The value under the cursor."""
        ...


class LinkCalls(Protocol):
    """Opens calls and runs commands."""

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint."""

    async def open_saved_now(self, path: str) -> bool:
        """Open a saved request, or show why that is impossible; return whether it was opened."""
        ...

    async def run_command(self, action: str) -> None:
        """Run a command by its name."""


class LinksBench(TargetBench, Protocol):
    """What links need from the main screen besides calls."""

    @property
    def editor(self) -> LinkEditor:
        """The editor of the request."""
        ...

    @property
    def response(self) -> LinkPane:
        """The pane that shows the response."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a pane."""

    def show_way_back(self, title: str, sought_by: str) -> None:
        """Show the title of the call that "go back" opens, empty for none.

        ``sought_by`` is the id of that call if the user left it to find an id, otherwise empty.
        """


class TrailStep(NamedTuple):
    """A call that the user left with a value, with its state at that time."""

    endpoint: Endpoint
    draft: RequestDraft
    saved_path: str
    shown: ShownAnswer
    line: int
    """The line of the cursor in the body."""
    seeks: bool
    """Whether the user left the call to find an id for it."""


class LinksController:
    """Opens calls with values of responses, and keeps a trail of the calls to go back to."""

    def __init__(self, bench: LinksBench, calls: LinkCalls, shared: SharedState) -> None:
        self._bench, self._calls = bench, calls
        self._session, self._request, self._answer, self._answers = shared
        self._trail: tuple[TrailStep, ...] = ()
        self._trail_target: tuple[str, str] = ("", "")
        """The environment and env type that the trail belongs to."""

    # -- on ----------------------------------------------------------------------------------

    def on_follow_requested(self, event: "ResponsePane.FollowRequested") -> None:
        """Open a call with the value under the cursor."""
        self.follow(event.link)

    def follow(self, link: "Link") -> None:
        """Open a call with a value filled in; nothing is sent."""
        editor = self._bench.editor
        if editor.draft is None:
            return
        if link.is_back:
            self._bench.start(partial(self._go_back, link), "go-back")
            return
        self.open_call(link.endpoint, seeks=False)
        self._fill(link, editor.draft)

    def _fill(self, link: "Link", draft: RequestDraft) -> None:
        """Fill a value into the draft of the open call."""
        from weda_tui.core.links.finder import fill_draft

        filled = fill_draft(link.endpoint, draft, link.fills)
        self._bench.editor.apply_filled(filled, {fill.key: fill.shown for fill in link.fills})
        words = self._bench.words.following
        if link.fills:
            self._bench.notice(words.opened.format(name=link.fills[0].parameter.name))
        else:
            self._bench.notice(words.opened_model)

    def open_call(self, endpoint: Endpoint, *, seeks: bool = True) -> None:
        """Open a call, and add the open call with its response to the trail.

        ``seeks`` is whether the user looks for an id for the open call; false if a value of its
        response led to the new call.
        """
        opened, draft = self._request.current.endpoint, self._bench.editor.draft
        if opened is not None and draft is not None:
            self.remember(opened, draft, seeks=seeks)
        self._calls.open_endpoint(endpoint)
        self._show_way_back()

    def remember(self, endpoint: Endpoint, draft: RequestDraft, *, seeks: bool = False) -> None:
        """Append the open call to the trail."""
        target = self._target_names()
        if target != self._trail_target:
            self._trail, self._trail_target = (), target
        step = TrailStep(
            endpoint, draft, self._request.current.path, self._answer.current,
            self._bench.response.links.cursor_line, seeks,
        )  # fmt: skip
        self._trail = (*self._trail, step)[-MOST_STEPS:]

    def target_changed(self) -> None:
        """Drop the trail if it belongs to another target."""
        if self._bench.target is None or self._target_names() != self._trail_target:
            self._trail = ()
            self._show_way_back()

    def _target_names(self) -> tuple[str, str]:
        target = self._bench.target
        return (target.environment.name, target.env_type) if target else ("", "")

    def _show_way_back(self) -> None:
        if not self._trail:
            self._bench.show_way_back("", "")
            return
        endpoint, seeks = self._trail[-1].endpoint, self._trail[-1].seeks
        title = endpoint.title.text(self._bench.words.language)
        self._bench.show_way_back(title, endpoint.id if seeks else "")

    # -- back --------------------------------------------------------------------------------

    def go_back(self) -> None:
        """Open the previous call of the trail again, with its request, response and cursor line."""
        self._bench.start(self._go_back, "go-back")

    async def _go_back(self, link: "Link | None" = None) -> None:
        """Go back, and fill in the value of ``link`` if given."""
        bench, calls = self._bench, self._calls
        words = bench.words.following
        if not self._trail:
            bench.notice(words.no_way_back)
            return
        if isinstance(self._answer.current.state, Sending):
            bench.notice(words.still_sending)
            return
        *rest, step = self._trail
        self._trail = tuple(rest)
        self._show_way_back()
        if step.saved_path:
            await calls.open_saved_now(step.saved_path)
        else:
            calls.open_endpoint(step.endpoint)
        bench.editor.apply_edit(step.draft)
        self._answer.show_outcome(step.shown.outcome)
        shown = step.shown
        self._answer.show(self._state_of(step), saved=shown.saved, recalled=shown.recalled)
        bench.go_to_stage("with" if link is not None else "result")
        if link is not None:
            self._fill(link, step.draft)
        else:
            bench.response.links.go_to_line(step.line)
        title = step.endpoint.title.text(bench.words.language)
        bench.notice(words.came_back.format(title=title))

    def _state_of(self, step: TrailStep) -> SendState:
        """Return the state of a step; for a send that was running then, its result."""
        if not isinstance(step.shown.state, Sending):
            return step.shown.state
        of = step.endpoint.id, step.saved_path
        return self._answers.latest(self._bench.target, *of) or Idle()

    # -- the list ----------------------------------------------------------------------------

    def on_list_requested(self, event: "ResponsePane.LinkListRequested") -> None:
        """List the calls that accept the value under the cursor, and the other actions on it."""
        following, strings = event.following, self._bench.words
        keys = commands.MORE_KEYS if event.is_all else "123456789"
        links = following.links[: len(keys)]
        items = [MenuItem(*row) for row in self._link_rows(links, keys)]
        if event.is_all:
            items.append(MenuItem("0", strings.tui.help.more_title, "", commands.MORE.id))
        else:
            if rest := len(following.links) - len(links):
                words = strings.following.rest.format(count=rest)
                items.append(MenuItem("0", words, "", commands.FOLLOW_LIST.id))
            named = strings.tui.keys
            items += [
                MenuItem(key, command.words(named), "", command.id)
                for key, command in (
                    ("y", commands.COPY_VALUE),
                    ("Y", commands.COPY_PATH),
                    ("c", commands.COPY_MENU),
                    ("a", commands.ASSERT_VALUE),
                    ("v", commands.KEEP_VARIABLE),
                )
            ]

        async def chosen(action: str | None) -> None:
            if action is None:
                return
            if action.isdigit():
                self.follow(links[int(action)])
            else:
                await self._calls.run_command(action)

        mask = self._session.tokens.masker().text
        name, value = cut(mask(following.name), 30), cut(mask(following.text), 40)
        title = f"{name} {value}"
        if links:
            title = strings.following.list_title.format(name=name, value=value)
        self._bench.ask(Menu(title, items), chosen)

    def _link_rows(
        self, links: "Sequence[Link]", keys: str
    ) -> "Iterator[tuple[str, str, str, str]]":
        """Yield one row per call: its key, title, effect and, for another module, its module."""
        strings, opened = self._bench.words, self._request.current.endpoint
        here = opened.module if opened is not None else ""
        catalogue = self._session.endpoints.at(self._bench.target)
        modules = {each.id: each.title.text(strings.language) for each in catalogue.modules}
        for number, link in enumerate(links):
            endpoint = link.endpoint
            module = modules.get(endpoint.module, "") if endpoint.module != here else ""
            facts = filter(None, (module, effect_mark(endpoint.effect, strings)))
            yield keys[number], link_title(link, strings), "  ".join(facts), str(number)
