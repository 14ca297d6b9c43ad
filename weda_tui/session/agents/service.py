"""What an agent may do with drafts and saved requests; the rules stand in ``core.agents``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.runs.results import RunResult
from weda_tui.core.sending.exchange import Sending
from weda_tui.session.agents.results import (
    AgentPlace,
    AgentPreview,
    AgentResult,
    AgentRunOutcome,
    AskPerson,
)


class AgentService(Protocol):
    """The calls of agents. ``session.agents`` is one."""

    def places(self, environment: Environment) -> tuple[AgentPlace, ...]:
        """Return what agents may do in each env type of an environment. Raises ``FileError``."""
        ...

    def check_place(self, where: Target) -> None:
        """Let an agent do something there that sends no draft, such as a check: that is a call.

        Raises ``WedaError``: agents may do nothing there, the route is not approved, or the calls
        of this minute are used up.
        """
        ...

    async def preview(self, draft: RequestDraft, where: Target, *, saved: str = "") -> AgentPreview:
        """Return what sending a draft would do, and what it needs. Sends nothing, costs no call.

        ``saved`` is the path of the saved request that it is of. Raises ``FileError`` for the draft
        of a call that the place does not know.
        """
        ...

    async def send(
        self,
        draft: RequestDraft,
        where: Target,
        *,
        client: str,
        reason: str = "",
        ask: AskPerson | None = None,
        saved: str = "",
        on_progress: Callable[[Sending], None] = lambda _: None,
    ) -> AgentResult:
        """Send a draft: a read, or a write that a person agrees to.

        ``client`` is what the agent calls itself, ``reason`` what it says of the call; ``ask`` asks
        a person, ``None`` nobody. Of ``where`` the names count: the file is read again.
        """
        ...

    async def run(
        self,
        paths: Sequence[str],
        where: Target,
        *,
        client: str,
        reason: str = "",
        ask: AskPerson | None = None,
        given: Mapping[str, str] = {},
        on_result: Callable[[RunResult], None] = lambda _: None,
    ) -> AgentRunOutcome:
        """Send saved requests, folders or collections, and what they depend on, in their order.

        A person is asked once about all writes that are known before; one whose values come from an
        earlier answer is asked about when they have come. ``given`` are variables, as of ``--set``.
        Raises ``FileError`` for a path that is not there.
        """
        ...

    async def masker(self) -> Masker:
        """Return what hides every secret of this machine. Raises ``FileError``."""
        ...
