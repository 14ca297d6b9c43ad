"""The older data model calls, ``/weda/odata/v1/…``, with the key's token.

A record is returned flat under ``@odata.context``; the status is 201 for creations, and 204 without
a body for updates and deletions. The pages do not describe errors: here they are those of the
gateway. Nor do the pages say how several ids are separated: here by a comma, with or without quotes
around each id.
"""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.sandbox.models import changes
from weda_tui.sandbox.models.changes import ModelCall
from weda_tui.sandbox.models.database import Row
from weda_tui.sandbox.models.filters import Filter, order_by
from weda_tui.sandbox.models.odata_filter import parse_filter
from weda_tui.sandbox.models.requests import ManyValues, checked, whole_number
from weda_tui.sandbox.models.selection import own_fields, record_of
from weda_tui.sandbox.models.values import wrong_value
from weda_tui.sandbox.people.grants import ADMINISTRATOR
from weda_tui.sandbox.server.deployment import ModuleCalls
from weda_tui.sandbox.server.tokens import SandboxTokenKind
from weda_tui.sandbox.server.web import json_answer, json_object, need_request_id, no_content

DEFAULT_TOP = 100
LARGEST_TOP = 1000


class OData(ModuleCalls):
    """Answers the calls on one deployment's models."""

    def routes(self) -> list[Route]:
        """Return every call's route."""
        base = "/weda/odata/v1/{env_type}/{model}"
        batch = "/weda/odata/v1/batch/{env_type}/{model}"
        return [
            Route(base + "('{ids}')", self.get, methods=["GET"]),
            Route(base + "('{ids}')", self.update, methods=["PATCH"]),
            Route(base + "('{ids}')", self.delete, methods=["DELETE"]),
            Route(base, self.list, methods=["GET"]),
            Route(base, self.create, methods=["POST"]),
            Route(batch + "('{ids}')", self.get_many, methods=["GET"]),
            Route(batch + "('{ids}')", self.update_many, methods=["PATCH"]),
            Route(batch + "('{ids}')", self.delete_many, methods=["DELETE"]),
            Route(batch, self.list, methods=["GET"]),
            Route(batch, self.create_many, methods=["POST"]),
        ]

    async def create(self, request: Request) -> Response:
        """Create a record and return it."""
        call = self._call(request)
        new_id = changes.create(call, [await json_object(request)])[0]
        return json_answer(_context(call) | _shown(call, _found(call, [new_id])[0]), status=201)

    async def get(self, request: Request) -> Response:
        """Return a record."""
        call = self._call(request)
        return json_answer(
            _context(call) | _shown(call, changes.one(call, request.path_params["ids"]))
        )

    async def update(self, request: Request) -> Response:
        """Change a record."""
        call = self._call(request)
        row = changes.one(call, request.path_params["ids"])
        changes.update_one(call, [row], await json_object(request))
        return no_content()

    async def delete(self, request: Request) -> Response:
        """Delete a record."""
        call = self._call(request)
        changes.delete_one(call, changes.one(call, request.path_params["ids"]))
        return no_content()

    async def list(self, request: Request) -> Response:
        """Return a page of the records that pass ``$filter``."""
        call = self._call(request)
        query = request.query_params
        wanted = Filter(where=parse_filter(query.get("$filter", "")))
        condition = call.database.filters().compile(call.model, wanted, "$filter")
        top = whole_number(query, "$top")
        if top is not None and top > LARGEST_TOP:
            raise wrong_value("$top", f"最多 {LARGEST_TOP}")
        skip = whole_number(query, "$skip") or 0
        limit = f"LIMIT {DEFAULT_TOP if top is None else top} OFFSET {skip}"
        order = order_by(call.model, _sorts(query.get("$orderby", "")))
        rows = call.database.find(call.model, condition, order=order, limit=limit)
        answer = _context(call)
        if query.get("$count") == "true":
            answer["@odata.count"] = call.database.count(call.model, condition)
        return json_answer(answer | _listed(call, rows))

    async def create_many(self, request: Request) -> Response:
        """Create records, all or none, and return them."""
        call = self._call(request)
        body = checked(await json_object(request), ManyValues)
        ids = changes.create(call, body.value, "value")
        rows = _found(call, ids)
        return json_answer(_context(call) | _listed(call, rows), status=201)

    async def get_many(self, request: Request) -> Response:
        """Return the records of some ids."""
        call = self._call(request)
        rows = _found(call, _ids(request))
        return json_answer(_context(call) | _listed(call, rows))

    async def update_many(self, request: Request) -> Response:
        """Change the records of some ids."""
        call = self._call(request)
        rows = _found(call, _ids(request))
        changed = changes.update_many(call, rows, await json_object(request))
        return json_answer({"updateCount": changed.count})

    async def delete_many(self, request: Request) -> Response:
        """Delete the records of some ids."""
        call = self._call(request)
        deleted = changes.delete_many(call, _found(call, _ids(request)))
        return json_answer({"deleteCount": deleted.count})

    def _call(self, request: Request) -> ModelCall:
        self._deployment.admit(request, SandboxTokenKind.KEY)
        need_request_id(request)
        database = self._deployment.database(request.path_params["env_type"])
        model = changes.model_in(database, request.path_params["model"])
        return ModelCall(database, model, self._deployment.key_author(), ADMINISTRATOR)


def _context(call: ModelCall) -> dict[str, object]:
    return {"@odata.context": f"$metadata#{call.model.name}"}


def _shown(call: ModelCall, row: Row) -> dict[str, object]:
    return record_of(call.database, call.model, row, own_fields(call.model))


def _listed(call: ModelCall, rows: Iterable[Row]) -> dict[str, object]:
    return {"value": [_shown(call, row) for row in rows]}


def _ids(request: Request) -> list[str]:
    parts = request.path_params["ids"].split(",")
    return list(dict.fromkeys(part.strip().strip("'") for part in parts))


def _found(call: ModelCall, ids: list[str]) -> list[Row]:
    return changes.matching(call, Filter(where={"_id": {"$in": ids}}))


def _sorts(text: str) -> list[dict[str, str]]:
    sorts: list[dict[str, str]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = part.partition(" ")
        sorts.append({name: direction.strip() or "asc"})
    return sorts
