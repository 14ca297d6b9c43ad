"""The data models of the chosen target: list them, add and remove them by name."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Protocol

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.models.data_model import ModelsProblem
from weda_tui.core.models.model_calls import group_of, model_name
from weda_tui.i18n.phrases.models import count_words, problem_words
from weda_tui.session import Session
from weda_tui.tui.models.view import ModelsShown
from weda_tui.tui.workbench.bench import TargetBench

FOLDED_AT_ONCE = 1000
"""The number of calls up to which the first key of a search needs no preparation."""


class ModelsBench(TargetBench, Protocol):
    """The part of the main screen that models use."""

    def selected_row(self) -> object:
        """Return the row under the cursor of the tree; without its focus, the open endpoint."""


class ModelCalls(Protocol):
    """The catalogue with the calls of models."""

    @property
    def current(self) -> Catalogue:
        """The shown catalogue."""
        ...

    def show(self, catalogue: Catalogue) -> None:
        """Show another catalogue."""

    def update(self) -> None:
        """Show the current catalogue."""

    def open(self, endpoint: Endpoint) -> None:
        """Open a call."""

    def remove(self) -> None:
        """Remove the user's own call or module under the cursor."""


class ModelsController:
    """Shows the stored models of the chosen target, and changes them."""

    def __init__(
        self,
        bench: ModelsBench,
        calls: ModelCalls,
        session: Session,
        publish: Callable[[ModelsShown], None],
        choose_target: Callable[[], None],
    ) -> None:
        """``publish`` shows models in the tree; ``choose_target`` lets the user choose a target."""
        self._bench, self._calls, self._session = bench, calls, session
        self._publish, self._choose_target = publish, choose_target
        self._shown = ModelsShown()
        self._has_begun = False
        """Whether models have been shown or changed before."""

    def _show(self, shown: ModelsShown) -> None:
        self._shown = shown
        self._publish(shown)

    def _start(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self._has_begun = True
        self._bench.start(work, "models")

    # -- what is shown -----------------------------------------------------------------------

    def show(self) -> None:
        """Show the stored models of the chosen target; they are read and prepared in a thread."""
        self._start(self._show_kept)

    def show_first(self) -> None:
        """Show the models after the start, unless the user has already changed them.

        Without stored models there is nothing to load, but a large catalogue is prepared for the
        search.
        """
        is_small = len(self._calls.current.by_id) <= FOLDED_AT_ONCE
        if is_small and not self._session.paths.models.exists():
            return
        if not self._has_begun:
            self.show()

    async def _show_kept(self) -> None:
        if (target := self._bench.target) is not None:
            await self._load(target.environment)
            return
        await asyncio.to_thread(self._make_catalogue, None)
        self._show(ModelsShown())
        self._calls.show(self._session.modules.catalogue)

    async def _load(self, environment: Environment) -> None:
        """Build the catalogue with the models of a deployment; show it if still needed."""
        live = self._session.live
        known = await asyncio.to_thread(live.known, environment)
        catalogue = await asyncio.to_thread(self._make_catalogue, environment)
        target = self._bench.target
        if target is None or target.environment != environment:
            return
        has_any = bool(known.by_name or self._shown.known.by_name)
        problem, now = live.problem(environment), self._session.clock.wall()
        self._show(ModelsShown(known, problem, now=now))
        if has_any and catalogue is not self._calls.current:
            self._calls.update()

    def update_age(self) -> None:
        """Show the current age of the list."""
        self._show(msgspec.structs.replace(self._shown, now=self._session.clock.wall()))

    def _make_catalogue(self, environment: Environment | None) -> Catalogue:
        catalogue = self._session.modules.catalogue
        if environment is not None:
            catalogue = self._session.live.catalogue(environment)
        _ = catalogue.by_id, catalogue.search_texts, catalogue.templates
        return catalogue

    # -- changes -----------------------------------------------------------------------------

    def refresh(self, refreshed: Callable[[], None] = lambda: None) -> None:
        """Request the models of the deployment; the old list stays until the response."""
        if (target := self._bench.target) is None:
            self._choose_target()
        else:
            self._start(partial(self._refresh, target, refreshed))

    async def _refresh(self, target: Target, refreshed: Callable[[], None]) -> None:
        self._show(msgspec.structs.replace(self._shown, is_loading=True))
        try:
            result = await self._session.live.refresh(target)
        except asyncio.CancelledError:
            self._show(msgspec.structs.replace(self._shown, is_loading=False))
            raise
        await self._load(target.environment)
        refreshed()
        bench, words = self._bench, self._bench.words
        if isinstance(result, ModelsProblem):
            bench.notice(problem_words(result, words).what)
        else:
            bench.notice(words.models.listed.format(count=count_words(result, words)))

    def add(self) -> None:
        """Ask for the name of a model, and add it."""
        if (target := self._bench.target) is None:
            self._choose_target()
            return
        from weda_tui.tui.models.name_dialog import ModelNameDialog

        def named(name: str | None) -> None:
            if name:
                self._start(partial(self._add, target.environment, name))

        self._bench.ask(ModelNameDialog(self._shown.known, self._bench.words), named)

    async def _add(self, environment: Environment, name: str) -> None:
        await asyncio.to_thread(self._session.live.add, environment, name)
        await self._load(environment)
        self._bench.notice(self._bench.words.models.command.added.format(name=name))
        listed = self._calls.current.by_id.get(f"model.{name}.list")
        if listed is not None:
            self._calls.open(listed)

    def remove(self) -> None:
        """Remove a model that was added by name; pass any other row on to ``ModelCalls.remove``."""
        item, target = self._bench.selected_row(), self._bench.target
        name = group_of(item.id) if isinstance(item, EndpointGroup) else ""
        if isinstance(item, Endpoint):
            name = model_name(item.id)
        if not name or target is None:
            self._calls.remove()
        elif name in self._shown.known.added:
            self._start(partial(self._drop, target.environment, name))
        else:
            self._bench.notice(self._bench.words.models.from_list)

    async def _drop(self, environment: Environment, name: str) -> None:
        await asyncio.to_thread(self._session.live.drop, environment, name)
        await self._load(environment)
        self._bench.notice(self._bench.words.models.dropped.format(name=name))
