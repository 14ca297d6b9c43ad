"""Tools that list the environments, and check whether a deployment is ready for use."""

import asyncio

from msgspec.structs import replace

from weda_tui.core.environments.check import Faulty, Outcome, Passed, Skipped, StepResult, Warned
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import FileError, WedaError
from weda_tui.i18n.phrases.environments import outcome_words, step_words
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.calls import ToolArguments, ToolCall
from weda_tui.mcp.results import Document, Json, plain
from weda_tui.mcp.servers_words import known_code, servers_words, without_servers_words

_STATES: dict[type[Outcome], str] = {
    Passed: "passed", Warned: "warned", Faulty: "failed", Skipped: "skipped",
}  # fmt: skip


class ListEnvironments(ToolArguments, frozen=True, kw_only=True):
    """The tool ``list_environments``."""

    async def run(self, call: ToolCall) -> Document:
        """Return the environments with the permissions of agents. Raises ``FileError``."""
        return await asyncio.to_thread(self._list, call)

    def _list(self, call: ToolCall) -> Document:
        environments = call.session.environments
        problems = [explain(each, call.strings).line for each in environments.problems]
        return {
            "environments": [_described(each, call) for each in environments.all],
            "default": _default(call),
            "problems": list[Json](problems),
        }


def _described(environment: Environment, call: ToolCall) -> Json:
    places = call.session.agents.places(environment)
    env_types: list[Json] = [
        {
            "name": place.env_type,
            "agents": place.level.value,
            "guard": place.guard.value,
            **({"narrowed": True} if place.is_narrowed else {}),
        }
        for place in places
    ]
    return {
        "name": environment.name,
        "host": environment.host,
        "approved": call.session.routes.status(environment).is_approved,
        "envTypes": env_types,
    }


def _default(call: ToolCall) -> Document:
    """Return the target of a request that names none; empty if a request has to name its target."""
    try:
        where = call.where()
    except FileError:
        return {}
    return {"environment": where.environment.name, "envType": where.env_type}


class CheckEnvironment(ToolArguments, frozen=True, kw_only=True):
    """The tool ``check_environment``."""

    environment: str = ""
    env_type: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Return the outcome of each step, in order. Raises ``WedaError``."""
        where = call.where(self.environment, self.env_type)
        steps = await call.session.agents.check(where)
        return {
            "environment": where.environment.name,
            "envType": where.env_type,
            "ok": not any(isinstance(each.outcome, Faulty) for each in steps),
            "steps": [_step(each, call.strings) for each in steps],
        }


def _step(result: StepResult, strings: Strings) -> Json:
    outcome, server = _without_servers_words(result.outcome)
    words = outcome_words(outcome, strings)
    return plain(
        {
            "step": step_words(result.step, strings),
            "state": _STATES[type(outcome)],
            "message": words.what,
            "hint": words.hint,
            "server": server,
        }
    )


def _without_servers_words(outcome: Outcome) -> tuple[Outcome, Document]:
    """Return the outcome of a step without words of the server, and these words apart."""
    if not isinstance(outcome, Faulty):
        return outcome, {}
    verdict = outcome.fault
    if isinstance(verdict, WedaError):
        words = servers_words(verdict)
        return Faulty(without_servers_words(verdict)), {"untrusted": True, **words} if words else {}
    known = replace(verdict, code=known_code(verdict.code), message="")
    server: Document = {"untrusted": True, "code": verdict.code, "message": verdict.message}
    return Faulty(known), server
