"""The bodies and queries of the permission calls, checked field by field."""

from typing import Annotated, Literal

import msgspec

PageNumber = Annotated[int, msgspec.Meta(ge=1, le=10**12)]
PageSize = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Data = dict[str, object]


class PermissionPlace(msgspec.Struct, frozen=True, rename="pascal"):
    """A department as requests name departments."""

    org_id: str
    org_identity: str | None = None


class UserFields(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The fields of a user that a call sets."""

    email: str | None = None
    phone: str | None = None
    password: str | None = None
    description: str | None = None
    user_extend: str | None = None
    role_ids: list[str] | None = None
    orgs: list[PermissionPlace] | None = None

    def record(self) -> Data:
        """Return the fields of ``sys_user``; ``None`` for fields that are not set."""
        roles, orgs = self.role_ids, self.orgs
        return {
            "email": self.email or None,
            "phone": self.phone or None,
            "description": self.description,
            "userExtend": self.user_extend,
            "roles": None if roles is None else [{"_id": role} for role in roles],
            "departments": None if orgs is None else [{"_id": org.org_id} for org in orgs],
        }


class AddUser(UserFields, frozen=True, kw_only=True, rename="pascal"):
    """A new user."""

    name: str
    nick_name: str | None = None
    uuid: str | None = None
    parent_user_id: str | None = None
    main_org: PermissionPlace | None = None

    def record(self) -> Data:
        """Return the fields of ``sys_user``."""
        parent, place = self.parent_user_id, self.main_org
        return UserFields.record(self) | {
            "name": self.name,
            "nickName": self.nick_name,
            "uuid": self.uuid or None,
            "parent": {"_id": parent} if parent else None,
            "department": {"_id": place.org_id} if place else None,
        }


class UpdateUser(UserFields, frozen=True, kw_only=True, rename="pascal"):
    """The changes to a user."""

    user_id: str
    name: str | None = None

    def record(self) -> Data:
        """Return the fields of ``sys_user``."""
        return UserFields.record(self) | {"name": self.name}


class UserPage(msgspec.Struct, frozen=True, rename="camel"):
    """A page of users, from a query string."""

    page_no: PageNumber
    page_size: PageSize


class OneUser(msgspec.Struct, frozen=True):
    """A user, from a query string."""

    uid: str
    source: int


class PermissionPage(msgspec.Struct, frozen=True, rename="pascal"):
    """A page of a list."""

    page_no: PageNumber
    page_size: PageSize


class OrgData(msgspec.Struct, frozen=True, rename="pascal"):
    """A department, as JSON text."""

    org_data: str


class OrgId(msgspec.Struct, frozen=True, rename="pascal"):
    """A department."""

    org_id: str


class PermissionUser(msgspec.Struct, frozen=True, rename="pascal"):
    """A user; the page's example gives the id as a number."""

    uid: str | int
    source: Literal[1, 2, 4]


class Resource(msgspec.Struct, frozen=True, rename="pascal"):
    """An app, a flow or a data source, and parts of it."""

    resource_id: str
    sub_resource_id: list[str] | None = None


class ResourcesPermission(msgspec.Struct, frozen=True, rename="pascal"):
    """The resources to check for a user."""

    user_info: PermissionUser
    resource_type: Literal["app", "modelApp", "flow", "dataSource"]
    resource_list: list[Resource]


class DataSource(msgspec.Struct, frozen=True, rename="pascal"):
    """A data source and its methods."""

    resource_id: str
    method_id_list: list[str]


class AuthStrategy(msgspec.Struct, frozen=True, rename="pascal"):
    """A user, and the data source on which the user's rights are requested."""

    user_info: PermissionUser
    resource: DataSource
