"""Every endpoint that can be called at a place: the catalogue's, and those of its data models."""

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
    """What a draft may come from."""

    def __init__(
        self, catalogue: Callable[[], Catalogue], live: "Callable[[], LiveModels]"
    ) -> None:
        """``catalogue`` returns what can be called anywhere, ``live`` the data models."""
        self._catalogue, self._live = catalogue, live

    def at(self, where: Target | None) -> Catalogue:
        """Return every endpoint that can be called at a place: those of its data models too."""
        if where is None:
            return self._catalogue()
        return self._live().catalogue(where.environment)

    def everywhere(self, environments: Sequence[Environment]) -> Catalogue:
        """Return every endpoint that is known: those of the data models of all deployments too."""
        return self._live().everywhere(environments)

    def get(self, endpoint_id: str, where: Target | None) -> Endpoint:
        """Return an endpoint by its id, also of a data model; a free call for an empty one.

        Raises ``FileError``.
        """
        if not endpoint_id:
            return FREE_CALL
        catalogue = self._catalogue()
        if where is None or endpoint_id in catalogue.by_id:
            return catalogue.get(endpoint_id)
        return self._live().endpoint(endpoint_id, where.environment)

    def knows(self, endpoint_id: str, where: Target | None) -> bool:
        """Return whether there is an endpoint of an id."""
        try:
            self.get(endpoint_id, where)
        except FileError:
            return False
        return True

    def of(self, draft: RequestDraft, where: Target | None) -> Endpoint:
        """Return the endpoint a draft came from, or that its URL names. Raises ``FileError``."""
        if not draft.endpoint_id and draft.url:
            from weda_tui.core.requests.endpoint_of_url import endpoint_of_url

            environment = where.environment if where is not None else None
            return endpoint_of_url(self._catalogue(), draft.method, draft.url, environment)
        return self.get(draft.endpoint_id, where)

    def complete(self, draft: RequestDraft, where: Target | None) -> RequestDraft:
        """Return a draft with method and address of its endpoint where it has none of its own.

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
