"""The data model calls: ``/v1/model/{envType}/{modelName}/…`` and ``/v1/sql/…``.

Responses are ``{data, requestId}``; refusals are ``{code, message, requestId}`` under HTTP 200
(docs.cloudbase.net/http-api/model).
"""

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.sandbox.models import changes
from weda_tui.sandbox.models.filters import Filter, order_by
from weda_tui.sandbox.models.requests import (
    Creation,
    Deletion,
    ListQuery,
    ManyCreations,
    OneQuery,
    RecordChange,
    Upsertion,
    checked,
    query_page,
)
from weda_tui.sandbox.models.selection import parse_selection, record_of
from weda_tui.sandbox.server.deployment import ModuleCalls
from weda_tui.sandbox.server.web import json_answer, json_object

Json = dict[str, object]
Act = Callable[[changes.ModelCall, Json], Json]


class Models(ModuleCalls):
    """Answers the calls on one deployment's models."""

    def routes(self) -> list[Route]:
        """Return every call's route."""
        base = "/v1/model/{env_type}/{model}"
        named: list[tuple[str, str, Act]] = [
            ("POST", "list", _list),
            ("POST", "get", _get),
            ("POST", "create", _create),
            ("POST", "createMany", _create_many),
            ("PUT", "update", _update),
            ("PUT", "updateMany", _update_many),
            ("POST", "upsert", _upsert),
            ("POST", "delete", _delete),
            ("POST", "deleteMany", _delete_many),
        ]
        routes = [
            Route(f"{base}/{name}", self._with_body(act), methods=[method])
            for method, name, act in named
        ]
        return [
            *routes,
            Route(f"{base}/list", self.list_simple, methods=["GET"]),
            Route(base + "/{record_id}/get", self.get_by_id, methods=["GET"]),
            Route(base + "/{record_id}/delete", self.delete_by_id, methods=["DELETE"]),
        ]

    def _with_body(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            call = self._call(request)
            return self._enveloped(act(call, await json_object(request)))

        return answer

    async def list_simple(self, request: Request) -> Response:
        """Return a page of all records."""
        call = self._call(request)
        return self._enveloped(_page(call, query_page(request.query_params)))

    async def get_by_id(self, request: Request) -> Response:
        """Return the record of an id."""
        call = self._call(request)
        row = changes.one(call, request.path_params["record_id"])
        selection = parse_selection(call.database, call.model, None)
        return self._enveloped({"record": record_of(call.database, call.model, row, selection)})

    async def delete_by_id(self, request: Request) -> Response:
        """Delete the record of an id."""
        call = self._call(request)
        row = changes.one(call, request.path_params["record_id"])
        return self._enveloped({"count": changes.delete_one(call, row)})

    def _call(self, request: Request) -> changes.ModelCall:
        caller = self._deployment.caller(request)
        model = changes.model_in(caller.database, request.path_params["model"])
        author = self._deployment.author(caller.user)
        return changes.ModelCall(caller.database, model, author, caller.write_grant(model))

    def _enveloped(self, data: Json) -> Response:
        return json_answer({"data": data, "requestId": self._deployment.world.request_id()})


def _list(call: changes.ModelCall, body: Json) -> Json:
    return _page(call, checked(body, ListQuery))


def _page(call: changes.ModelCall, query: ListQuery) -> Json:
    database, model = call.database, call.model
    selection = parse_selection(database, model, query.select)
    condition = database.filters().compile(model, query.filter or Filter())
    number, size = query.page
    rows = database.find(
        model,
        condition,
        order=order_by(model, query.order_by or []),
        limit=f"LIMIT {size} OFFSET {(number - 1) * size}",
    )
    page: Json = {"records": [record_of(database, model, row, selection) for row in rows]}
    if query.get_count:
        page["total"] = database.count(model, condition)
    return page


def _get(call: changes.ModelCall, body: Json) -> Json:
    query = checked(body, OneQuery)
    selection = parse_selection(call.database, call.model, query.select)
    rows = changes.matching(call, query.filter or Filter(), limit="LIMIT 1")
    found = [record_of(call.database, call.model, row, selection) for row in rows]
    return {"record": next(iter(found), None)}


def _create(call: changes.ModelCall, body: Json) -> Json:
    return {"id": changes.create(call, [checked(body, Creation).data])[0]}


def _create_many(call: changes.ModelCall, body: Json) -> Json:
    return {"idList": changes.create(call, checked(body, ManyCreations).data)}


def _update(call: changes.ModelCall, body: Json) -> Json:
    change = checked(body, RecordChange)
    rows = changes.matching(call, change.filter.as_filter(), limit="LIMIT 1")
    return {"count": changes.update_one(call, rows, change.data)}


def _update_many(call: changes.ModelCall, body: Json) -> Json:
    change = checked(body, RecordChange)
    rows = changes.matching(call, change.filter.as_filter())
    return msgspec.to_builtins(changes.update_many(call, rows, change.data))


def _upsert(call: changes.ModelCall, body: Json) -> Json:
    upsertion = checked(body, Upsertion)
    rows = changes.matching(call, upsertion.filter.as_filter(), limit="LIMIT 1")
    if rows:
        return {"count": changes.update_one(call, rows, upsertion.update), "id": ""}
    return {"count": 0, "id": changes.create(call, [upsertion.create], "create")[0]}


def _delete(call: changes.ModelCall, body: Json) -> Json:
    wanted = checked(body, Deletion).filter.as_filter()
    rows = changes.matching(call, wanted, limit="LIMIT 1")
    return {"count": changes.delete_one(call, rows[0]) if rows else 0}


def _delete_many(call: changes.ModelCall, body: Json) -> Json:
    rows = changes.matching(call, checked(body, Deletion).filter.as_filter())
    return msgspec.to_builtins(changes.delete_many(call, rows))
