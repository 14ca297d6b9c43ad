"""Every endpoint that can be called at a deployment: of the catalogue and of its data models."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.free_call import FREE_CALL

if TYPE_CHECKING:  # loaded when first asked for
    from weda_tui.session.models import LiveModels


class Endpoints:
    """The endpoints that a draft can be made from."""

    def __init__(
        self, catalogue: Callable[[], Catalogue], live: "Callable[[], LiveModels]"
    ) -> None:
        """``catalogue`` returns what can be called at any deployment, ``live`` the data models."""
        self._catalogue, self._live = catalogue, live

    def at(self, where: Target | None) -> Catalogue:
        """Return every endpoint that can be called at a target, also those of its data models."""
        if where is None:
            return self._catalogue()
        return self._live().catalogue(where.environment)

    def everywhere(self, environments: Sequence[Environment]) -> Catalogue:
        """Return every known endpoint, including those of the data models of all deployments."""
        return self._live().everywhere(environments)

    def get(self, endpoint_id: str, where: Target | None) -> Endpoint:
        """Return an endpoint by its id, also of a data model; an empty id returns the free call.

        Raises ``FileError``.
        """
        if not endpoint_id:
            return FREE_CALL
        catalogue = self._catalogue()
        if where is None or endpoint_id in catalogue.by_id:
            return catalogue.get(endpoint_id)
        return self._live().endpoint(endpoint_id, where.environment)

    def knows(self, endpoint_id: str, where: Target | None) -> bool:
        """Return whether an endpoint with this id exists."""
        try:
            self.get(endpoint_id, where)
        except FileError:
            return False
        return True

    def of(self, draft: RequestDraft, where: Target | None) -> Endpoint:
        """Return the endpoint that a draft names, or the one of its URL. Raises ``FileError``."""
        if not draft.endpoint_id and draft.url:
            from weda_tui.core.requests.endpoint_of_url import endpoint_of_url

            environment = where.environment if where is not None else None
            return endpoint_of_url(self._catalogue(), draft.method, draft.url, environment)
        return self.get(draft.endpoint_id, where)

    def complete(self, draft: RequestDraft, where: Target | None) -> RequestDraft:
        """Return a draft whose missing method and URL are filled in from its endpoint.

        Raises ``FileError``.
        """
        if draft.url and draft.method:
            return draft
        first = draft_for(self.get(draft.endpoint_id, where))
        if draft.url:
            return replace(draft, method=first.method)
        return replace(
            draft, method=first.method, url=first.url, headers=draft.headers or first.headers
        )
