"""One call of a tool: its arguments and its context."""

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
"""Maximum number of members of an argument; each member takes time to process."""
Values: TypeAlias = Annotated[dict[str, str], msgspec.Meta(max_length=MOST_MEMBERS)]

if TYPE_CHECKING:  # loaded after the first reply, which the client waits for
    from weda_tui.session import Session
    from weda_tui.session.agents.results import AskPerson


class ToolCall(msgspec.Struct, frozen=True, kw_only=True):
    """The context in which a tool runs."""

    session: "Session"
    strings: Strings
    environment: str | None = None
    """The default environment of requests; ``None`` for the environment chosen in the explorer."""
    env_type: str | None = None
    client: str = ""
    """The name that the client gives itself."""
    ask: "AskPerson | None" = None
    """Asks the user; ``None`` if there is no way to ask."""
    on_progress: Callable[[Sending | RunProgress], None] = lambda _: None

    def where(
        self, environment: str = "", env_type: str = "", *, needs_env_type: bool = True
    ) -> Target:
        """Return the named target, else the default target. Raises ``FileError``.

        The env type must come from the call, from the configuration of the client, or from the
        choice of the user in the explorer. There is no other default, because the call of an agent
        that forgets the env type would mostly go to prod.
        """
        name = environment or self.environment
        named = env_type or (self.env_type if name == self.environment else None)
        where = self.session.environments.where_exactly(name, named, needs_env_type=needs_env_type)
        if named is None and needs_env_type:
            self._check_chosen(where)
        return where

    def _check_chosen(self, where: Target) -> None:
        """Raise ``FileError`` if there are several env types and none was chosen."""
        place, names = where.environment, [each.name for each in where.environment.env_types]
        chosen = self.session.settings.chosen
        if len(names) > 1 and (chosen.environment, chosen.env_type) != (place.name, where.env_type):
            raise FileError(ErrorCode.ENV_TYPE_NOT_NAMED, name=place.name, known=", ".join(names))


class ToolArguments(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """The arguments common to all tools; their names are camel case, as in the results."""

    select: str = ""
    """A JSONPath that selects values of the result."""


class ToolRun(Protocol):
    """The arguments of a tool, together with the function that runs the tool."""

    @property
    def select(self) -> str:
        """A JSONPath that selects values of the result."""
        ...

    async def run(self, call: ToolCall) -> Document:
        """Return the result. Raises ``WedaError``."""
        ...
