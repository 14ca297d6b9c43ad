"""What the sandbox's company has: users, flows, instances of flows, tasks.

Numbers and names follow the public workflow page (1301/94470). Times are milliseconds since the
epoch; ids are 19-digit decimal numbers kept as text.
"""

from enum import IntEnum, StrEnum

import msgspec


class InstanceStatus(IntEnum):
    """``Status`` of ``GetFlowInstances``."""

    STOPPED = 1
    REJECTED = 2
    APPROVED = 3
    RUNNING = 4


class TaskStatus(IntEnum):
    """``TaskStatus`` of ``GetFlowInstanceTasks``."""

    TO_DO = 1
    DONE = 2
    VOID = 3
    DRAFT = 4
    TO_SUBMIT = 5
    """The application node, before its first submit."""
    WAITING = 6


OPEN = frozenset({TaskStatus.TO_DO, TaskStatus.DRAFT, TaskStatus.TO_SUBMIT})
"""The states in which a task can be completed."""


class ButtonAction(IntEnum):
    """``ButtonAction`` of ``CompleteTask``."""

    SUBMIT = 1
    APPROVE = 2
    REJECT = 3
    TRANSFER = 4
    SAVE_DRAFT = 17


class NodeType(IntEnum):
    """``CurrentNodeType``."""

    START = 1
    """The application node, in which the starter fills the form and submits."""
    END = 13
    APPROVAL = 17
    HANDLE = 23


class Assignment(StrEnum):
    """Who gets the tasks of a node."""

    STARTER = "starter"
    MANAGER = "manager"
    """The head of the starter's department; for a head, the general manager."""
    ROLE = "role"


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the company: a record of ``sys_user``."""

    id: str
    name: str
    department: str
    roles: tuple[str, ...] = ()
    is_head: bool = False
    source: int = 4
    """1 CloudBase, 2 WeCom, 4 WeDa."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a flow at which people act."""

    id: str
    name: str
    type: NodeType
    assignment: Assignment
    role: str = ""
    needs_all: bool = False
    """Whether every assignee must approve; else the first one decides."""
    can_transfer: bool = True
    outputs: tuple[str, ...] = ()
    """Variables that ``PageParams`` must hold."""


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A flow as it is designed: the nodes are passed one after the other."""

    code: str
    process_key: str
    name: str
    description: str
    version: str
    group: str
    app_code: str
    is_published: bool
    nodes: tuple[Node, ...]
    inputs: tuple[str, ...] = ()
    """Variables, objects all, that ``StartParams`` must hold."""
    departments: tuple[str, ...] = ()
    """Whose people may start it; empty for everybody."""

    def node_after(self, node: Node) -> Node | None:
        """Return the next node, ``None`` at the end."""
        following = self.nodes.index(node) + 1
        return self.nodes[following] if following < len(self.nodes) else None


class Task(msgspec.Struct, kw_only=True, eq=False):
    """What one person has to do at one node of one instance."""

    id: str
    instance_id: str
    node: Node
    assignee: User
    status: TaskStatus
    started_at: int
    ended_at: int | None = None
    result: int = 0
    """The ``ButtonAction`` that ended it, 0 for none."""
    comment: str = ""


class CarbonCopy(msgspec.Struct, frozen=True, kw_only=True):
    """An instance shown to somebody who does not act on it."""

    id: str
    user: User
    node: Node
    at: int


class Instance(msgspec.Struct, kw_only=True, eq=False):
    """A flow that somebody started."""

    id: str
    flow: Flow
    starter: User
    title: str
    started_at: int
    status: InstanceStatus = InstanceStatus.RUNNING
    ended_at: int | None = None
    inputs: dict[str, object] = {}
    tasks: list[Task] = []
    copies: list[CarbonCopy] = []

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.status is InstanceStatus.RUNNING

    @property
    def open_tasks(self) -> list[Task]:
        """The tasks that wait for somebody."""
        return [task for task in self.tasks if task.status in OPEN]

    @property
    def current_task(self) -> Task:
        """The task that waits, else the last one that was there."""
        return next(iter(self.open_tasks), self.tasks[-1])
