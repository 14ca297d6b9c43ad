"""The objects of the sandbox's company: users, flows, instances of flows, tasks.

Numbers and names follow the public workflow page (1301/94470). Times are milliseconds since the
epoch; ids are 19-digit decimal numbers stored as text.
"""

from enum import IntEnum, StrEnum
from typing import Any

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
    """The task of the application node, before the first submit."""
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


class Act(IntEnum):
    """The kinds of actions in histories: ``action`` of ``GetFlowInstanceOperations``."""

    SUBMIT = 1
    APPROVE = 2
    REJECT = 3
    TRANSFER = 4
    REVOKE = 5
    ROLL_BACK = 6
    ADD_SIGNER = 7
    STOP = 8
    SKIP = 9
    HANDLE = 13
    COPY = 15
    ABANDON = 16
    SAVE_DRAFT = 17


class NodeType(IntEnum):
    """``CurrentNodeType``."""

    START = 1
    """The application node, in which the starter fills the form and submits."""
    END = 13
    APPROVAL = 17
    HANDLE = 23


class Assignment(StrEnum):
    """The rule for the assignees of a node's tasks."""

    STARTER = "starter"
    MANAGER = "manager"
    """The head of the starter's department; for a head, the general manager."""
    ROLE = "role"


class User(msgspec.Struct, frozen=True, kw_only=True):
    """A user of the company: a record of ``sys_user``."""

    id: str
    name: str
    department: str
    roles: tuple[str, ...] = ()
    is_head: bool = False
    source: int = 4
    """1 CloudBase, 2 WeCom, 4 WeDa."""


class FlowNode(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a flow at which people act."""

    id: str
    name: str
    type: NodeType
    assignment: Assignment = Assignment.ROLE
    role: str = ""
    needs_all: bool = False
    """Whether every assignee must approve; otherwise the first decision counts."""
    is_chosen: bool = False
    """Whether the user of the previous node chooses which of the assignees get a task."""
    can_transfer: bool = True
    can_add_signer: bool = True
    can_roll_back: bool = True
    can_revoke: bool = True
    outputs: tuple[str, ...] = ()
    """Variables that ``PageParams`` must contain."""


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """The design of a flow: its nodes are passed one after the other.

    A flow without nodes is a logic flow: no user acts on it, and it ends as soon as it starts.
    """

    process_key: str
    name: str
    description: str
    code: str = ""
    version: str = ""
    group: str = ""
    app_code: str = ""
    is_published: bool = True
    nodes: tuple[FlowNode, ...] = ()
    inputs: tuple[str, ...] = ()
    """Variables that ``StartParams`` must contain; all are objects."""
    departments: tuple[str, ...] = ()
    """The departments whose users may start the flow; empty for all users."""
    entity: str = ""
    """The data model whose records the variables are."""

    @property
    def is_logic(self) -> bool:
        """Whether the flow runs without users."""
        return not self.nodes

    @property
    def deploy_id(self) -> int:
        """``ProcDeployId``: the id after ``code``, as a saved version is deployed at once."""
        return int(self.code) + 1

    def is_open_to(self, user: User) -> bool:
        """Whether a user may start the flow."""
        return self.is_published and (not self.departments or user.department in self.departments)

    def node_after(self, node: FlowNode) -> FlowNode | None:
        """Return the next node, ``None`` at the end."""
        following = self.nodes.index(node) + 1
        return self.nodes[following] if following < len(self.nodes) else None


class Task(msgspec.Struct, kw_only=True, eq=False):
    """The work of one user at one node of one instance."""

    id: str
    instance_id: str
    node: FlowNode
    assignee: User
    status: TaskStatus
    started_at: int
    ended_at: int | None = None
    result: int = 0
    """The ``Act`` that ended the task, 0 for none."""
    comment: str = ""
    is_added: bool = False
    """Whether the task added a signer or was added for one; its node waits for the task."""
    pressed_at: list[int] = []
    """The times at which the assignee was urged."""


class CarbonCopy(msgspec.Struct, frozen=True, kw_only=True):
    """An instance shown to a user who does not act on it."""

    id: str
    user: User
    node: FlowNode
    at: int


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """An entry in an instance's history."""

    act: Act
    user: User
    at: int
    node: FlowNode | None = None
    """``None`` at the start event of a flow without an application node."""
    task: Task | None = None
    comment: str = ""
    detail: str = ""
    """The text of a revoke or a rollback, or the JSON text of the added signers."""
    users: tuple[User, ...] = ()
    """The users who were copied, added, or given the task."""
    mentions: dict[str, str] = {}
    """``@`` names in the comment, by user id."""


class MessageType(IntEnum):
    """``MessageType`` of the message calls."""

    TO_DO = 0
    LETTER = 2


class Message(msgspec.Struct, kw_only=True, eq=False):
    """A message that informs a user about a task or an instance."""

    id: str
    user: User
    type: MessageType
    task: Task
    """The task that the message's link opens."""
    title: str
    subtitle: str
    text: str
    created_at: int
    updated_at: int
    is_read: bool = False


class ApproveStatus(IntEnum):
    """``ApproveStatus`` of the lists: a coarse state."""

    RUNNING = 1
    ENDED = 2
    """Approved, rejected or abandoned."""
    STOPPED = 3


class Instance(msgspec.Struct, kw_only=True, eq=False):
    """One run of a flow, started by a user."""

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
    operations: list[Operation] = []
    messages: list[Message] = []
    is_abandoned: bool = False
    """Whether an administrator declared a stopped instance void."""

    def note(self, act: Act, user: User, at: int, task: Task | None = None, **more: Any) -> None:
        """Add an entry to the history, with fields of ``Operation`` and the node of ``task``."""
        given: dict[str, Any] = {"node": task.node if task else None, "task": task, **more}
        self.operations.append(Operation(act=act, user=user, at=at, **given))

    @property
    def is_running(self) -> bool:
        """Whether the instance has not ended."""
        return self.status is InstanceStatus.RUNNING

    @property
    def open_tasks(self) -> list[Task]:
        """The tasks that wait for an action of a user."""
        return [task for task in self.tasks if task.status in OPEN]

    @property
    def current_task(self) -> Task:
        """The first live task, or the last task if there is none."""
        return next(iter(self.live_tasks), self.tasks[-1])

    @property
    def live_tasks(self) -> list[Task]:
        """The open tasks, and the tasks that wait for the choice of their assignee."""
        return [task for task in self.tasks if task.status in OPEN | {TaskStatus.WAITING}]

    @property
    def is_draft(self) -> bool:
        """Whether the instance was saved and never submitted."""
        statuses = {task.status for task in self.tasks}
        return self.is_running and statuses == {TaskStatus.DRAFT}

    @property
    def approve_status(self) -> ApproveStatus:
        """The state as the lists filter by it."""
        if self.is_running:
            return ApproveStatus.RUNNING
        is_stopped = self.status is InstanceStatus.STOPPED and not self.is_abandoned
        return ApproveStatus.STOPPED if is_stopped else ApproveStatus.ENDED
