"""Rights on records and resources: one rule for the calls and for the calls that report rights.

Administrators change every record. Heads change the records of their department and the departments
below it, all other users only their own. Users, departments and roles are changed by administrators
only.
"""

from enum import IntEnum

import msgspec

from weda_tui.sandbox.models.catalogue import DEPARTMENT, USER, Model
from weda_tui.sandbox.models.database import Database, Row
from weda_tui.sandbox.models.filters import EVERYTHING, StoredCondition


class GrantRows(IntEnum):
    """``Type`` of a row permission in ``describeAuthStrategy``."""

    NONE = 1
    OWN = 2
    DEPARTMENT = 3
    ALL = 4


class Grant(msgspec.Struct, frozen=True):
    """The records that a user may change."""

    rows: GrantRows
    scope: tuple[str, ...] = ()
    """User ids for ``OWN``, department ids for ``DEPARTMENT``."""
    owners: frozenset[str] = frozenset()
    """The owners of these records, unless the grant covers all records or none."""

    def allows(self, row: Row) -> bool:
        """Return whether a record may be changed."""
        if self.rows in {GrantRows.ALL, GrantRows.NONE}:
            return self.rows is GrantRows.ALL
        return row["owner"] in self.owners


ADMINISTRATOR = Grant(GrantRows.ALL)


def is_administrator(user: Row) -> bool:
    """Return whether a row of ``sys_user`` is a super administrator."""
    return user["internalUserType"] == 1


def write_grant(database: Database, user: Row, model: Model) -> Grant:
    """Return which records of a model a row of ``sys_user`` may change."""
    if is_administrator(user):
        return ADMINISTRATOR
    if model.is_directory:
        return Grant(GrantRows.NONE)
    user_id = str(user["_id"])
    departments = database.models[DEPARTMENT]
    led = database.find(departments, StoredCondition("leader = ?", (user_id,)))
    if not led:
        return Grant(GrantRows.OWN, (user_id,), frozenset({user_id}))
    ids = [str(row["_id"]) for row in with_children(database, led)]
    marks = ", ".join("?" * len(ids))
    people = database.find(
        database.models[USER], StoredCondition(f"department IN ({marks})", tuple(ids))
    )
    owners = frozenset({user_id, *(str(row["_id"]) for row in people)})
    return Grant(GrantRows.DEPARTMENT, tuple(ids), owners)


def with_children(database: Database, departments: list[Row]) -> list[Row]:
    """Return departments and all departments below them, each once."""
    everything = database.find(database.models[DEPARTMENT], EVERYTHING)
    found = {row["_id"]: row for row in departments}
    codes = {row["departmentCode"] for row in departments}
    is_growing = True
    while is_growing:
        below = [
            row
            for row in everything
            if row["departmentParentCode"] in codes and row["_id"] not in found
        ]
        found |= {row["_id"]: row for row in below}
        codes |= {row["departmentCode"] for row in below}
        is_growing = bool(below)
    return list(found.values())
