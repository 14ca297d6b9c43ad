"""The services of a session that the calls of agents need."""

from typing import TYPE_CHECKING, Protocol

from weda_tui.session.runs.run_services import RunServices

if TYPE_CHECKING:  # loaded when first needed
    from functools import cached_property

    from weda_tui.session.agents.limits import AgentLimits
    from weda_tui.session.environments.checks import EnvironmentChecks
    from weda_tui.session.environments.service import Environments
    from weda_tui.session.modules import OwnModules
    from weda_tui.session.settings import Settings
    from weda_tui.store.paths import Paths


class AgentServices(RunServices, Protocol):
    """The services of ``Session`` used to judge and serve agents."""

    agent_limits: "AgentLimits"
    environments: "Environments"
    paths: "Paths"
    settings: "Settings"

    checks: "cached_property[EnvironmentChecks]"
    modules: "cached_property[OwnModules]"
