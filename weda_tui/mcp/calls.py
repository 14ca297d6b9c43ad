"""One call of a tool: what it is given, and what it may use."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Protocol, TypeAlias

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.sending.exchange import Sending
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.progress import RunProgress
from weda_tui.mcp.results import Document

MOST_MEMBERS = 200
"""Members of an argument that has some: each of them takes its time."""
Values: TypeAlias = Annotated[dict[str, str], msgspec.Meta(max_length=MOST_MEMBERS)]

if TYPE_CHECKING:  # loaded behind the first reply, for which a client waits
    from weda_tui.session import Session
    from weda_tui.session.agents.results import AskPerson


class ToolCall(msgspec.Struct, frozen=True, kw_only=True):
    """What a tool is run with."""

    session: "Session"
    strings: Strings
    environment: str | None = None
    """Where requests go that name no environment; ``None`` for the one chosen in the explorer."""
    env_type: str | None = None
    client: str = ""
    """What the client calls itself."""
    ask: "AskPerson | None" = None
    """Asks the person at the client; ``None`` where nobody can be asked."""
    on_progress: Callable[[Sending | RunProgress], None] = lambda _: None

    def where(
        self, environment: str = "", env_type: str = "", *, needs_env_type: bool = True
    ) -> Target:
        """Return the place that is named, else the default one. Raises ``FileError``.

        An env type that neither the call, its client's configuration nor the person at the
        explorer chose is none: an agent that forgets to name it would mostly reach prod.
        """
        name = environment or self.environment
        named = env_type or (self.env_type if name == self.environment else None)
        where = self.session.environments.where_exactly(name, named, needs_env_type=needs_env_type)
        if named is None and needs_env_type:
            self._check_chosen(where)
        return where

    def _check_chosen(self, where: Target) -> None:
        """Raise ``FileError`` for one of several env types that nobody chose."""
        place, names = where.environment, [each.name for each in where.environment.env_types]
        chosen = self.session.settings.chosen
        if len(names) > 1 and (chosen.environment, chosen.env_type) != (place.name, where.env_type):
            raise FileError(ErrorCode.ENV_TYPE_NOT_NAMED, name=place.name, known=", ".join(names))


class ToolArguments(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """What every tool is given, by names as those of the results."""

    select: str = ""
    """A JSONPath into the result."""


class ToolRun(Protocol):
    """The arguments of a tool, which are run."""

    @property
    def select(self) -> str:
        """A JSONPath into the result."""
        ...

    async def run(self, call: ToolCall) -> Document:
        """Return the result. Raises ``WedaError``."""
        ...
