"""The state of a sandbox: one company, and the flows and instances of each env type."""

import random
import secrets
from collections.abc import Iterable

from weda_tui.sandbox.flows.model import Flow, Instance, Message, Task, User
from weda_tui.sandbox.server.refusal import BusinessError
from weda_tui.sandbox.server.tokens import SandboxCredentials

ENV_TYPES = ("prod", "dev")
"""The env types of a private deployment (guide, 2.1)."""


class Ids:
    """Generates 19-digit ids that look like those of WeDa: they grow, with gaps.

    Ids depend on the seed only, so that the same seed gives the same ids on any day.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._last = 1_528_933_366_865_600_513 + (chance.randrange(1 << 20) << 22)

    def new(self) -> str:
        """Return an id that was never returned before."""
        self._last += (self._chance.randrange(1_000, 400_000) << 22) + self._chance.randrange(1, 99)
        return str(self._last)


class Space:
    """The state of one env type. Everything else about the env type is computed from it."""

    def __init__(
        self, users: Iterable[User], flows: Iterable[Flow], ids: Ids, side_ids: Ids
    ) -> None:
        self.users = {user.id: user for user in users}
        self.flows = tuple(flows)
        self.instances: dict[str, Instance] = {}
        """The instances by id, in the order in which they were started in this sandbox."""
        self.tasks: dict[str, Task] = {}
        self.messages: dict[str, Message] = {}
        self.favourites: set[tuple[str, str]] = set()
        """Pairs of a user's id and a process key."""
        self.groups: dict[str, str] = {}
        """Ids of the groups of flows, by name."""
        self.ids = ids
        self.side_ids = side_ids
        """Ids for messages and groups, generated apart from those of instances and tasks."""
        self.add_flows()

    @property
    def owner(self) -> User:
        """The user who owns the key: a system administrator of the company."""
        users = list(self.users.values())
        return next((user for user in users if "系统管理员" in user.roles), users[0])

    def add_flows(self, *flows: Flow) -> None:
        """Add flows, and an id for every new group of flows."""
        self.flows += flows
        for flow in self.flows:
            if flow.group and flow.group not in self.groups:
                self.groups[flow.group] = self.side_ids.new()

    def add_instance(self, instance: Instance) -> None:
        """Store a started instance with the tasks that it already has."""
        self.instances[instance.id] = instance
        for task in instance.tasks:
            self.tasks[task.id] = task

    def add_task(self, task: Task) -> None:
        """Store a task of a stored instance."""
        self.instances[task.instance_id].tasks.append(task)
        self.tasks[task.id] = task

    def remove_instance(self, instance: Instance) -> None:
        """Delete an instance with its tasks and messages."""
        del self.instances[instance.id]
        for task in instance.tasks:
            del self.tasks[task.id]
        for message in instance.messages:
            del self.messages[message.id]

    def user(self, user_id: str, source: int) -> User:
        """Return a user, or raise ``BusinessError`` (``UserNotExist``)."""
        user = self.user_by_id(user_id)
        if user.source != source:
            raise BusinessError("UserNotExist", "用户不存在")
        return user

    def user_by_id(self, user_id: str) -> User:
        """Return a user of any source, or raise ``BusinessError`` (``UserNotExist``)."""
        user = self.users.get(user_id)
        if user is None:
            raise BusinessError("UserNotExist", "用户不存在")
        return user


class World:
    """A whole sandbox deployment: its credentials and a space for each env type."""

    def __init__(
        self, credentials: SandboxCredentials, spaces: dict[str, Space], seed: int | None
    ) -> None:
        self.credentials = credentials
        self.spaces = spaces
        self._chance = random.Random(secrets.randbits(256) if seed is None else f"answers {seed}")  # noqa: S311

    @property
    def env_types(self) -> tuple[str, ...]:
        """The env types that a path can contain."""
        return tuple(self.spaces)

    def request_id(self) -> str:
        """Return the ``RequestId`` of a business response, a UUID."""
        digits = f"{self._chance.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def gateway_request_id(self) -> str:
        """Return the ``requestId`` of a gateway error: 13 hexadecimal digits, as in the guide."""
        return f"{self._chance.getrandbits(52):013x}"
