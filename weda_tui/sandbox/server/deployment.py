"""One running sandbox as its modules see it: the callers' rights, the records and the tokens."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.model import User
from weda_tui.sandbox.flows.world import Space, World
from weda_tui.sandbox.models.catalogue import DEPARTMENT, MODELS, ROLE, USER, Model
from weda_tui.sandbox.models.database import Author, Database, Row
from weda_tui.sandbox.models.filters import EVERYTHING, StoredCondition
from weda_tui.sandbox.models.seeding import fill
from weda_tui.sandbox.people import grants
from weda_tui.sandbox.people.accounts import Accounts
from weda_tui.sandbox.people.grants import Grant
from weda_tui.sandbox.server.refusal import GatewayError
from weda_tui.sandbox.server.state import USERS, State, StateEntry
from weda_tui.sandbox.server.tokens import Holder, SandboxTokenKind, SandboxTokens
from weda_tui.sandbox.server.web import json_answer

DIRECTORY_ENV_TYPE = "prod"
"""The env type whose people sign in and are managed (permission page: always ``prod``)."""


class Caller(msgspec.Struct, frozen=True):
    """The user who sent a call, and the database that the call is about."""

    database: Database
    user: Row

    @property
    def id(self) -> str:
        """The ``_id`` in ``sys_user``."""
        return str(self.user["_id"])

    def write_grant(self, model: Model) -> Grant:
        """Return which records of a model the user may change."""
        return grants.write_grant(self.database, self.user, model)


class Deployment:
    """The world, its records and its tokens."""

    def __init__(self, world: World, clock: Clock, tokens: SandboxTokens, state: State) -> None:
        self.world = world
        self.clock = clock
        self.tokens = tokens
        self.state = state
        self.accounts = Accounts(state.own)
        tokens.is_signed_in = self.accounts.lasts
        self._databases: dict[str, Database] = {}
        if state.is_kept:
            for env_type in world.env_types:
                self.database(env_type)

    def now(self) -> int:
        """Return the time in epoch ms."""
        return int(self.clock.wall() * 1000)

    @property
    def env_id(self) -> str:
        """The environment's id."""
        return self.world.credentials.env_id

    @property
    def directory(self) -> Database:
        """The database with people, departments and roles."""
        return self.database(DIRECTORY_ENV_TYPE)

    def database(self, env_type: str) -> Database:
        """Return the records of an env type, or raise ``GatewayError`` (``INVALID_ENV``).

        In memory, records are created on first use, so that a start does not wait for them.
        """
        if env_type not in self.world.spaces:
            raise GatewayError("INVALID_ENV", f"env not found: {env_type}")
        if env_type not in self._databases:
            space = self.world.spaces[env_type]
            self._databases[env_type] = self._opened(env_type, space)
        return self._databases[env_type]

    def admit(self, request: Request, wanted: SandboxTokenKind) -> Holder:
        """Return the holder of a valid token of the kind; ``GatewayError`` if there is none."""
        return self.tokens.check(request.headers.get("authorization", ""), wanted)

    def caller(self, request: Request) -> Caller:
        """Return the user who sends a call on records, and the database that the path names."""
        holder = self.admit(request, SandboxTokenKind.USER)
        database = self.database(request.path_params.get("env_type", DIRECTORY_ENV_TYPE))
        user = self.user(holder.subject)
        if user is None:
            raise GatewayError("PERMISSION_DENIED", "user of the token does not exist")
        return Caller(database, user)

    def user(self, user_id: str) -> Row | None:
        """Return a user's row."""
        return self.directory.find_one(MODELS[USER], user_id)

    def key_author(self) -> Author:
        """Return the author of changes with the key, now: the administrator who owns the key."""
        condition = StoredCondition("internalUserType = 1")
        found = self.directory.find(MODELS[USER], condition, limit="LIMIT 1")
        return Author(str(found[0]["_id"]) if found else "", self.now())

    def author(self, user: Row) -> Author:
        """Return a user as the author of changes, now."""
        return Author(str(user["_id"]), self.now())

    def _opened(self, env_type: str, space: Space) -> Database:
        chance = self.state.chance(f"records {env_type}")
        database = Database(self.state.connection(), env_type, MODELS, chance)
        with database.transaction():
            is_new = database.create_tables()
            if is_new:
                people = space.users.values()
                administrator = fill(database, env_type, people, chance, self.now())
                if env_type == DIRECTORY_ENV_TYPE:
                    self.accounts.set_password(administrator, self.world.credentials.password)
        if not is_new:
            space.users = users_of(database)

        def follow(model: str) -> None:
            """Update the users of the flows after a change of people, departments or roles."""
            if model in {USER, DEPARTMENT, ROLE}:
                space.users = users_of(database)
                content = msgspec.json.encode(list(space.users.values()))
                self.state.note(StateEntry(env_type, USERS, content, self.now()))

        database.on_change = follow
        return database


class ModuleCalls:
    """Answers the calls of a module on one deployment."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    def _answer(self, data: object) -> Response:
        """Return a successful response in the envelope of the workflow."""
        request_id = self._deployment.world.request_id()
        return json_answer({"Response": {"RequestId": request_id, "Data": data}})


def users_of(database: Database) -> dict[str, User]:
    """Return the people of ``sys_user`` as the flows know them, by id."""
    models = database.models
    departments = {row["_id"]: row for row in database.find(models[DEPARTMENT], EVERYTHING)}
    roles = {row["_id"]: str(row["name"]) for row in database.find(models[ROLE], EVERYTHING)}
    users: dict[str, User] = {}
    for row in database.find(models[USER], EVERYTHING):
        user_id = str(row["_id"])
        department = departments.get(row["department"], {})
        users[user_id] = User(
            id=user_id,
            name=str(row["nickName"] or row["name"]),
            department=str(department.get("departmentName", "")),
            roles=tuple(roles[role] for role in database.linked(models[USER], "roles", user_id)),
            is_head=department.get("leader") == user_id,
        )
    return users
