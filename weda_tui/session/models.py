"""The data models of deployments: listed on request, stored for offline use, put in the catalogue.

The calls ``GET /weda/model/v1/getSchemaList`` and ``describeOptionSet`` use the token of the
SecretKey and name no env type (data source management API page): a deployment has one list for all
its env types.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from weda_tui.core.answers.verdict import Outcome
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.models.data_model import MODEL_NAME, DataModel, ModelList, ModelsProblem
from weda_tui.core.models.model_calls import call_of, model_name, with_models
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.text.template import nearest_name
from weda_tui.formats.models import option_sets_of, read_option_sets, read_schema_list, with_options
from weda_tui.store.models import ModelFiles

LIST_CALL = "odata.getSchemaList"
OPTIONS_CALL = "odata.describeOptionSet"
Send = Callable[[RequestDraft, Target], Awaitable[Answered | Failed]]
_Key = tuple[str, str]
_UNKNOWN = ModelList()


class LiveModels:
    """The models of every deployment used in this session."""

    def __init__(
        self,
        files: ModelFiles,
        clock: Clock,
        is_kept: Callable[[Environment], bool],
        base: Callable[[], Catalogue],
        send: Send,
    ) -> None:
        """``is_kept`` says whether an environment, and so its list, outlives the session.

        ``base`` returns the catalogue without models, ``send`` sends the calls that list models.
        """
        self._files, self._clock, self._is_kept = files, clock, is_kept
        self._base, self._send = base, send
        self.may_read: Callable[[Environment], bool] = lambda _: True
        """Whether the models of a deployment may be read here: an agent may not read all."""
        self._known: dict[_Key, ModelList] = {}
        self._problems: dict[_Key, ModelsProblem] = {}
        self._catalogues: dict[_Key, tuple[Catalogue, ModelList, Catalogue]] = {}
        self._endpoints: dict[tuple[_Key, str], tuple[DataModel, Endpoint]] = {}

    def known(self, environment: Environment) -> ModelList:
        """Return the models of a deployment; the first call reads them from the disk.

        The first call takes some 10 ms for each megabyte; 200 models fill a megabyte. If the models
        may not be read, the result is the same as before any list was fetched.
        """
        if not self.may_read(environment):
            return _UNKNOWN
        key = _key(environment)
        if key not in self._known:
            kept = self._is_kept(environment)
            self._known[key] = self._files.load(environment) if kept else ModelList()
        return self._known[key]

    def problem(self, environment: Environment) -> ModelsProblem | None:
        """Return why this session's last attempt to fetch the list failed, if it failed."""
        return self._problems.get(_key(environment))

    def model(self, endpoint_id: str, environment: Environment) -> DataModel | None:
        """Return the model that a call belongs to, by its id; ``None`` for other calls."""
        name = model_name(endpoint_id)
        return self.known(environment).by_name.get(name, DataModel(name=name)) if name else None

    # -- as part of the catalogue ------------------------------------------------------------

    def catalogue(self, environment: Environment) -> Catalogue:
        """Return everything that can be called at a deployment; cached until the models change.

        Building the catalogue takes some 0.1 ms for each model.
        """
        base, key, known = self._base(), _key(environment), self.known(environment)
        made = self._catalogues.get(key)
        if made is None or made[0] is not base or made[1] is not known:
            made = self._catalogues[key] = (base, known, with_models(base, known))
        return made[2]

    def everywhere(self, environments: Sequence[Environment]) -> Catalogue:
        """Return what can be called at any deployment; for equal names, the first model."""
        known = [model for each in environments for model in self.known(each).by_name.values()]
        return with_models(self._base(), ModelList(models=tuple(reversed(known))))

    def endpoint(self, endpoint_id: str, environment: Environment) -> Endpoint:
        """Return an endpoint of the catalogue or of a model, without building those of all models.

        Before a list was fetched, any name is accepted as the name of a model. Raises ``FileError``
        (``ENDPOINT_UNKNOWN``) with the nearest id.
        """
        base, name = self._base(), model_name(endpoint_id)
        if not name or endpoint_id in base.by_id:
            return base.get(endpoint_id)
        known = self.known(environment)
        model = known.by_name.get(name)
        if model is None and known.fetched_at is None:
            model = DataModel(name=name)
        if model is None:
            raise _unknown(endpoint_id, name, known)
        place = (_key(environment), endpoint_id)
        made = self._endpoints.get(place)
        if made is None or made[0] != model:
            endpoint = call_of(base, endpoint_id, model)
            if endpoint is None:
                return base.get(f"model.{endpoint_id.rpartition('.')[2]}")
            made = self._endpoints[place] = (model, endpoint)
        return made[1]

    # -- changes -----------------------------------------------------------------------------

    async def refresh(self, where: Target) -> ModelList | ModelsProblem:
        """Fetch the models of a deployment and store them; if that fails, the old list remains."""
        key = _key(where.environment)
        outcome = await self._ask(where)
        if isinstance(outcome, ModelsProblem):
            self._problems[key] = outcome
            return outcome
        models, left_out = outcome
        known = ModelList(
            models=models,
            added=self.known(where.environment).added,
            fetched_at=self._clock.wall(),
            left_out=left_out,
        )
        self._problems.pop(key, None)
        await asyncio.to_thread(self._keep, where.environment, known)
        return known

    async def _ask(self, where: Target) -> tuple[tuple[DataModel, ...], int] | ModelsProblem:
        answer = await self._send(draft_for(self._base().get(LIST_CALL)), where)
        if isinstance(answer, Failed):
            return ModelsProblem(error=answer.error)
        if answer.exchange.verdict.outcome is not Outcome.OK:
            return ModelsProblem(verdict=answer.exchange.verdict)
        read = await asyncio.to_thread(read_schema_list, answer.exchange.response.body)
        if read is None:
            return ModelsProblem(error=FileError(ErrorCode.MODELS_UNREADABLE))
        models, left_out = read
        if names := option_sets_of(models):
            models = await self._with_options(where, models, names)
        return models, left_out

    async def _with_options(
        self, where: Target, models: tuple[DataModel, ...], names: tuple[str, ...]
    ) -> tuple[DataModel, ...]:
        """Return models with the options of their fields; unchanged if the server refuses."""
        body = msgspec.json.encode({"optionSetNames": names}).decode()
        draft = replace(draft_for(self._base().get(OPTIONS_CALL)), body=body)
        answer = await self._send(draft, where)
        if isinstance(answer, Failed) or answer.exchange.verdict.outcome is not Outcome.OK:
            return models
        sets = await asyncio.to_thread(read_option_sets, answer.exchange.response.body)
        return with_options(models, sets)

    def add(self, environment: Environment, name: str) -> ModelList:
        """Add a model by its name. Raises ``FileError`` (``MODEL_NAME_INVALID``)."""
        if not MODEL_NAME.fullmatch(name):
            raise FileError(ErrorCode.MODEL_NAME_INVALID, text=name)
        known = self.known(environment)
        if name in known.by_name:
            return known
        return self._keep(environment, replace(known, added=(*known.added, name)))

    def drop(self, environment: Environment, name: str) -> ModelList:
        """Remove a name that was added by ``add``."""
        known = self.known(environment)
        added = tuple(each for each in known.added if each != name)
        return self._keep(environment, replace(known, added=added))

    def _keep(self, environment: Environment, known: ModelList) -> ModelList:
        """Use a list, and store it for the next start if the environment outlives the session."""
        self._known[_key(environment)] = known
        if self._is_kept(environment):
            with suppress(FileError):
                self._files.save(environment, known)
        return known


def _key(environment: Environment) -> _Key:
    return environment.host, environment.secret_id


def _unknown(endpoint_id: str, name: str, known: ModelList) -> FileError:
    nearest = nearest_name(name, known.by_name, 0.4)
    action = endpoint_id.rpartition(".")[2]
    return FileError(
        ErrorCode.ENDPOINT_UNKNOWN,
        target=endpoint_id,
        nearest=f"model.{nearest}.{action}" if nearest else "",
    )
