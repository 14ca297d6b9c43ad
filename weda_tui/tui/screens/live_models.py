"""The data models of the selected place: listed, added by name, taken away again."""

import asyncio

import msgspec
from textual import work
from textual.reactive import var

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.models.data_model import ModelsProblem
from weda_tui.core.models.model_calls import group_of, model_name
from weda_tui.i18n.phrases.models import count_words, problem_words
from weda_tui.tui.models.view import ModelsShown
from weda_tui.tui.screens.own_calls import OwnCallsPage

FOLDED_AT_ONCE = 1000
"""Calls that the first key of a search folds in a few milliseconds."""


class LiveModelsPage(OwnCallsPage):
    """A page whose catalogue has the models of the selected place."""

    models: var[ModelsShown] = var(ModelsShown())

    # -- what is shown -----------------------------------------------------------------------

    @work(group="models", exclusive=True)
    async def show_models(self) -> None:
        """Show the models that are kept of the selected place; read and folded off the loop."""
        if self.where is not None:
            await self._load_models(self.where.environment)
            return
        await asyncio.to_thread(self._made, None)
        self.models = ModelsShown()
        self.show_catalogue(self._session.catalogue)

    def show_first_models(self) -> None:
        """Show them after the start, unless the user was faster and is changing them already.

        Where none are kept there is nothing to load, but a large catalogue is folded for search.
        """
        is_small = len(self.catalogue.by_id) <= FOLDED_AT_ONCE
        if is_small and not self._session.paths.models.exists():
            return
        if not any(each.group == "models" and not each.is_finished for each in self.workers):
            self.show_models()

    async def _load_models(self, environment: Environment) -> None:
        """Make the catalogue with the models of a deployment, and show it if it is still meant."""
        known = await asyncio.to_thread(self._session.live.known, environment)
        catalogue = await asyncio.to_thread(self._made, environment)
        if self.where is None or self.where.environment != environment:
            return
        has_any = bool(known.by_name or self.models.known.by_name)
        problem, now = self._session.live.problem(environment), self._session.clock.wall()
        self.models = ModelsShown(known, problem, now=now)
        if has_any and catalogue is not self.catalogue:
            self._update_catalogue()

    def age_models(self) -> None:
        """Say again how old the list is."""
        self.models = msgspec.structs.replace(self.models, now=self._session.clock.wall())

    def _made(self, environment: Environment | None) -> Catalogue:
        catalogue = self._session.catalogue
        if environment is not None:
            catalogue = self._session.live.catalogue(catalogue, environment)
        _ = catalogue.by_id, catalogue.folded, catalogue.templates
        return catalogue

    # -- changes -----------------------------------------------------------------------------

    @work(group="models", exclusive=True)
    async def action_refresh_models(self) -> None:
        """Ask the deployment for its models; what was there stays until the list has come."""
        if self.where is None:
            self.action_where()
            return
        where, words = self.where, self.strings.models
        self.models = msgspec.structs.replace(self.models, is_loading=True)
        try:
            result = await self._session.refresh_models(where)
        except asyncio.CancelledError:
            self.models = msgspec.structs.replace(self.models, is_loading=False)
            raise
        await self._load_models(where.environment)
        if isinstance(result, ModelsProblem):
            self.notice(problem_words(result, self.strings).what)
        else:
            self.notice(words.listed.format(count=count_words(result, self.strings)))

    def action_where(self) -> None:
        """Choose a place."""
        raise NotImplementedError

    def action_add_model(self) -> None:
        """Ask for the name of a model, and add it."""
        if self.where is None:
            self.action_where()
            return
        from weda_tui.tui.models.name_dialog import ModelNameDialog

        environment = self.where.environment

        def named(name: str | None) -> None:
            if name:
                self._add(environment, name)

        self.app.push_screen(ModelNameDialog(self.models.known, self.strings), named)

    @work(group="models", exclusive=True, description="models")
    async def _add(self, environment: Environment, name: str) -> None:
        await asyncio.to_thread(self._session.live.add, environment, name)
        await self._load_models(environment)
        self.notice(self.strings.models.command.added.format(name=name))
        listed = self.catalogue.by_id.get(f"model.{name}.list")
        if listed is not None:
            self.open_endpoint(listed)

    def action_remove_call(self) -> None:
        """Take a model away that was added by name; anything else as an own call."""
        item = self.selected_row()
        name = group_of(item.id) if isinstance(item, EndpointGroup) else ""
        if isinstance(item, Endpoint):
            name = model_name(item.id)
        if not name or self.where is None:
            super().action_remove_call()
        elif name in self.models.known.added:
            self._drop(self.where.environment, name)
        else:
            self.notice(self.strings.models.from_list)

    @work(group="models", exclusive=True, description="models")
    async def _drop(self, environment: Environment, name: str) -> None:
        await asyncio.to_thread(self._session.live.drop, environment, name)
        await self._load_models(environment)
        self.notice(self.strings.models.dropped.format(name=name))

    def selected_row(self) -> object:
        """Return what the cursor of the tree is on, elsewhere the open endpoint."""
        raise NotImplementedError
