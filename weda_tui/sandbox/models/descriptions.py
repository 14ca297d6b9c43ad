"""Descriptions of models, stored SQL, and option sets: the calls that answer in ``Response``.

``getSchemaList`` and ``describeOptionSet`` need the key's token and name no env type; the SQL
template call needs the user's token.
"""

import re
import sqlite3
import time

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.models.catalogue import (
    MODELS,
    OPTION_SETS,
    SQL_TEMPLATES,
    Model,
    OptionSet,
    json_schema,
)
from weda_tui.sandbox.models.requests import TemplateRun
from weda_tui.sandbox.people.grants import GrantRows, write_grant
from weda_tui.sandbox.server.deployment import ModuleCalls
from weda_tui.sandbox.server.refusal import (
    BusinessError,
    FailedOperationError,
    InvalidParameterError,
)
from weda_tui.sandbox.server.tokens import SandboxTokenKind
from weda_tui.sandbox.server.web import json_answer, json_object, lower_case_errors, need_request_id

_TYPES: dict[str, tuple[type, ...]] = {
    "NUMBER": (int, float),
    "BOOLEAN": (bool,),
    "ARRAY": (list,),
    "OBJECT": (dict,),
}


class _Wanted(msgspec.Struct, frozen=True, rename="camel"):
    option_set_names: list[str]


class Descriptions(ModuleCalls):
    """Answers the calls that describe the models of one deployment."""

    def routes(self) -> list[Route]:
        """Return every call's route."""
        schemas = "/weda/model/v1/getSchemaList"
        options = lower_case_errors(self.option_sets, self._deployment.world.request_id)
        return [
            Route(schemas, self.all_schemas, methods=["GET"]),
            Route(schemas + "/{model}", self.schema, methods=["GET"]),
            Route("/weda/model/v1/describeOptionSet", options, methods=["POST"]),
            Route("/v1/sql/{env_type}/{template}/run", self.run_template, methods=["POST"]),
        ]

    async def all_schemas(self, request: Request) -> Response:
        """Return every model."""
        self._deployment.admit(request, SandboxTokenKind.KEY)
        need_request_id(request)
        return self._schemas(list(MODELS.values()))

    async def schema(self, request: Request) -> Response:
        """Return one model."""
        self._deployment.admit(request, SandboxTokenKind.KEY)
        need_request_id(request)
        model = MODELS.get(request.path_params["model"])
        if model is None:
            raise BusinessError("ResourceNotFound.DataSourceNotExist", "数据模型不存在")
        return self._schemas([model])

    def _schemas(self, models: list[Model]) -> Response:
        found = [
            {
                "Id": model.id,
                "Name": model.name,
                "Title": model.title,
                "Schema": msgspec.json.encode(json_schema(model)).decode(),
            }
            for model in models
        ]
        request_id = self._deployment.world.request_id()
        data = {"QueryDataSourceSchemaResultList": found, "RequestId": request_id}
        return json_answer({"Response": {"RequestId": request_id, "Data": data}})

    async def option_sets(self, request: Request) -> Response:
        """Return the option sets of some names; unknown names are left out."""
        self._deployment.admit(request, SandboxTokenKind.KEY)
        wanted = requests.check(await json_object(request), _Wanted).option_set_names
        found = [OPTION_SETS[name] for name in dict.fromkeys(wanted) if name in OPTION_SETS]
        items = [self._option_set(option_set) for option_set in found]
        data = {"total": len(items), "items": items}
        request_id = self._deployment.world.request_id()
        return json_answer({"response": {"requestId": request_id, "data": data}})

    def _option_set(self, option_set: OptionSet) -> dict[str, object]:
        pairs = [{"key": key, "value": value} for key, value in option_set.options.items()]
        return {
            "name": option_set.name,
            "title": option_set.title,
            "description": "",
            "envId": self._deployment.env_id,
            "config": msgspec.json.encode(pairs).decode(),
            "data": option_set.options,
        }

    async def run_template(self, request: Request) -> Response:
        """Run stored SQL with the values in a body."""
        caller = self._deployment.caller(request)
        sql = SQL_TEMPLATES.get(request.path_params["template"])
        if sql is None:
            raise BusinessError("ResourceNotFound", "SQL 模板不存在")
        body = requests.check(await json_object(request), TemplateRun)
        if sql.startswith("UPDATE"):
            grants = [write_grant(caller.database, caller.user, m) for m in MODELS.values()]
            if any(grant.rows is not GrantRows.ALL for grant in grants):
                raise BusinessError(
                    "FailedOperation.DataSourceOperationAuthFailure", "没有操作权限"
                )
        values = _values(sql, body) | {"now": self._deployment.now()}
        started = time.perf_counter()
        try:
            rows, total = caller.database.run(sql, values)
        except sqlite3.Error as error:
            raise FailedOperationError("SQL 模板执行失败") from error
        took = int((time.perf_counter() - started) * 1000)
        return self._answer(
            {"executeResultList": rows, "total": total, "backendExecute": str(took)}
        )


def _values(sql: str, body: TemplateRun) -> dict[str, object]:
    """Return the values for a template's names; superfluous values are accepted."""
    given: dict[str, object] = {}
    for place, parameter in enumerate(body.parameter):
        at = f"parameter[{place}].value"
        if parameter.type == "STRING":
            given[parameter.key] = parameter.value
            continue
        if parameter.type not in _TYPES:
            raise InvalidParameterError("参数 {at} 取值不符合要求", at=f"parameter[{place}].type")
        try:
            value: object = msgspec.json.decode(parameter.value)
        except (msgspec.DecodeError, RecursionError) as error:
            raise InvalidParameterError("参数 {at} 不是 JSON", at=at) from error
        is_wrong_flag = isinstance(value, bool) and parameter.type != "BOOLEAN"
        is_too_large = isinstance(value, int) and abs(value) >= 2**63
        if is_wrong_flag or is_too_large or not isinstance(value, _TYPES[parameter.type]):
            raise InvalidParameterError("参数 {at} 类型错误", at=at)
        is_plain = isinstance(value, int | float)
        given[parameter.key] = value if is_plain else msgspec.json.encode(value).decode()
    for name in _NAMES[sql]:
        if name not in given:
            message = f"缺少模板参数 {name}"
            raise FailedOperationError(message)
    return {name: given[name] for name in _NAMES[sql]}


_NAMES = {
    sql: [name for name in dict.fromkeys(re.findall(r":(\w+)", sql)) if name != "now"]
    for sql in SQL_TEMPLATES.values()
}
