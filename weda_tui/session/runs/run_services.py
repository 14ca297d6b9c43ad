"""The services of a session that a run needs."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # loaded when first needed
    from functools import cached_property

    from weda_tui.core.clock import Clock
    from weda_tui.session.catalogue import Endpoints
    from weda_tui.session.collections.service import Collections
    from weda_tui.session.environments.file_gate import FileGate
    from weda_tui.session.history import History
    from weda_tui.session.lazy_network import LazyNetwork
    from weda_tui.session.routes import Routes
    from weda_tui.session.runs.memory import Memory
    from weda_tui.session.sending.judging import Judging
    from weda_tui.session.sending.service import SendingService
    from weda_tui.session.tokens import Tokens


class RunServices(Protocol):
    """The services of ``Session`` that saved requests are loaded, sent and judged with."""

    clock: "Clock"
    endpoints: "Endpoints"
    gate: "FileGate"
    network: "LazyNetwork"
    routes: "Routes"
    tokens: "Tokens"

    captured: "cached_property[Memory]"
    collections: "cached_property[Collections]"
    history: "cached_property[History]"
    judging: "cached_property[Judging]"
    sending: "cached_property[SendingService]"

    def saved_name(self, path: str) -> str:
        """Return the name of a saved request in the history."""
        ...
