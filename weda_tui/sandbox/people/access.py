"""The rights of a user: apps, flows, data sources and the rows of data sources."""

from weda_tui.sandbox.models.catalogue import MODELS, Model
from weda_tui.sandbox.models.database import Row
from weda_tui.sandbox.people import permission_requests as bodies
from weda_tui.sandbox.people.directory import Directory
from weda_tui.sandbox.people.enterprise import apps_of
from weda_tui.sandbox.people.grants import GrantRows, write_grant
from weda_tui.sandbox.server.deployment import DIRECTORY_ENV_TYPE, Deployment
from weda_tui.sandbox.server.refusal import BusinessError, FailedOperationError

Json = dict[str, object]
_READS = frozenset({"wedaGetItem", "wedaGetRecords", "wedaGetList"})
_WRITES = frozenset(
    {
        "wedaCreate",
        "wedaUpdate",
        "wedaDelete",
        "wedaUpsert",
        "wedaBatchCreate",
        "wedaBatchUpdate",
        "wedaBatchDelete",
    }
)


class Access:
    """Answers which rights the people of one deployment have."""

    def __init__(self, deployment: Deployment, directory: Directory) -> None:
        self._deployment = deployment
        self._directory = directory

    def resources(self, wanted: bodies.ResourcesPermission) -> list[Json]:
        """Return whether a user may use each resource and each part of it."""
        user = self._user(wanted.user_info)
        if not user["isLicensed"]:
            raise BusinessError("FailedOperation.UserNoLicense", "用户未授权")
        found: list[Json] = []
        for resource in wanted.resource_list:
            parts = resource.sub_resource_id or [""]
            found += [self._resource(user, wanted.resource_type, resource, part) for part in parts]
        return found

    def strategy(self, wanted: bodies.AuthStrategy) -> Json:
        """Return which rows and methods of a data source a user may use."""
        user = self._user(wanted.user_info)
        resource_id = wanted.resource.resource_id
        model = _model(resource_id)
        if model is None:
            raise FailedOperationError("数据源不存在")
        grant = write_grant(self._directory.database, user, model)
        permission: Json = {
            "ResourceId": resource_id,
            "RowPermission": {
                "Read": {"Type": GrantRows.ALL, "Scope": [], "Condition": []},
                "Write": {"Type": grant.rows, "Scope": grant.scope, "Condition": []},
            },
            "MethodPermission": [
                {"Name": name, "IsAccess": self._may_call(user, model, name)}
                for name in wanted.resource.method_id_list
            ],
        }
        return {"UserId": user["_id"], "Permission": permission}

    def _user(self, info: bodies.PermissionUser) -> Row:
        row = self._deployment.user(str(info.uid))
        if row is None or info.source != 4:
            raise FailedOperationError("用户不存在")
        return row

    def _resource(self, user: Row, kind: str, resource: bodies.Resource, part: str) -> Json:
        resource_id = resource.resource_id
        match kind:
            case "flow":
                is_open = self._may_start(user, resource_id)
            case "dataSource":
                model = _model(resource_id)
                is_open = model is not None and (not part or self._may_call(user, model, part))
            case _:
                space = self._deployment.world.spaces[DIRECTORY_ENV_TYPE]
                is_open = any(app.id == resource_id and app.kind == kind for app in apps_of(space))
        answer: Json = {"ResourceId": resource_id, "ResourceType": kind, "IsAccess": is_open}
        return answer | ({"SubResourceId": part} if part else {})

    def _may_start(self, user: Row, process_key: str) -> bool:
        space = self._deployment.world.spaces[DIRECTORY_ENV_TYPE]
        person = space.users[str(user["_id"])]
        flows = (flow for flow in space.flows if flow.process_key == process_key)
        return any(flow.is_open_to(person) for flow in flows)

    def _may_call(self, user: Row, model: Model, method: str) -> bool:
        if method in _READS:
            return True
        grant = write_grant(self._directory.database, user, model)
        return method in _WRITES and grant.rows is not GrantRows.NONE


def _model(resource_id: str) -> Model | None:
    """Return a model by its id, or by its name in paths."""
    return next((m for m in MODELS.values() if resource_id in {m.id, m.name}), None)
