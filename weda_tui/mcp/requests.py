"""The request in the arguments of a tool: an endpoint, a saved request or a URL, and changes."""

import json
from typing import TypeAlias

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import CONTENT_TYPE, RequestDraft, draft_for
from weda_tui.core.requests.url import set_queries
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.text import template
from weda_tui.mcp.calls import ToolArguments, Values
from weda_tui.session import Session
from weda_tui.session.runs.request_loader import plain_path

Body: TypeAlias = "dict[str, object] | list[object] | str | int | float | bool | None"
_HOST = f"{{{{{template.HOST}}}}}"


class RequestArguments(ToolArguments, frozen=True, kw_only=True):
    """The arguments for a request and its target."""

    endpoint: str = ""
    saved: str = ""
    method: str = ""
    url: str = ""
    query: Values = {}
    headers: Values = {}
    body: Body = None
    variables: Values = {}
    environment: str = ""
    env_type: str = ""

    @property
    def saved_path(self) -> str:
        """The path of the saved request, without root folder and file suffix; empty for none."""
        return plain_path(self.saved)

    def draft(self, session: Session, where: Target) -> RequestDraft:
        """Return the draft to send, with the given variables as a layer of their own.

        Raises ``FileError``.
        """
        draft = self.written(session, where)
        return replace(
            draft, layers=(*draft.layers, VariableLayer(VariableOrigin.SET, self.variables))
        )

    def written(self, session: Session, where: Target) -> RequestDraft:
        """Return the draft to save. Raises ``FileError``."""
        draft = self._base(session, where)
        url = self.url if self.saved and self.url else draft.url
        url = set_queries(url, self.query)
        given = {name.lower() for name in self.headers}
        kept = (each for each in draft.headers if each[0].lower() not in given)
        return replace(
            draft,
            method=self.method.upper() or draft.method,
            url=_at_host(url),
            headers=(*kept, *self.headers.items()),
            body=draft.body if self.body is None else _text_of(self.body),
        )

    def _base(self, session: Session, where: Target) -> RequestDraft:
        named = [bool(self.endpoint), bool(self.saved), bool(self.url and not self.saved)]
        if sum(named) != 1:
            raise FileError(ErrorCode.REQUEST_NOT_NAMED)
        if self.saved:
            saved = session.collections.load(self.saved_path).request
            return session.endpoints.complete(session.collections.draft_of(saved), where)
        if self.endpoint:
            draft = draft_for(endpoint := session.endpoints.get(self.endpoint, where))
            return draft if self.body is not None else _without_example(draft, endpoint)
        is_text = isinstance(self.body, str | None)
        headers = () if is_text else (CONTENT_TYPE,)
        return RequestDraft(
            endpoint_id="", method=self.method.upper() or "GET", url=self.url, headers=headers
        )


def _without_example(draft: RequestDraft, endpoint: Endpoint) -> RequestDraft:
    """Return a draft without the example body of the documentation, whose values nobody chose.

    Raises ``FileError`` if the arguments have to contain a body: for required fields and for
    writes.
    """
    if not draft.body:
        return draft
    required = [each.name for each in endpoint.body if each.required]
    if required or endpoint.effect is not Effect.READ or not draft.body.lstrip().startswith("{"):
        fields = ", ".join(required or (each.name for each in endpoint.body))
        raise FileError(ErrorCode.BODY_NOT_GIVEN, endpoint=endpoint.id, fields=fields or "JSON")
    return replace(draft, body="{}")


def _at_host(url: str) -> str:
    """Return a URL; a path is resolved against the host of the deployment."""
    return f"{_HOST}{url}" if url.startswith("/") else url


def _text_of(body: Body) -> str:
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=2)
