"""What an agent may do with drafts and saved requests; ``core.agents`` has the rules.

preview ── plan ── judge ──► AgentPreview
send ── admit ── as any send ──► Answered | Failed | NeedsPerson | AgentRefused
run ── all known writes asked about ── each admitted ──► AgentRan | NeedsPerson | AgentRefused
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from itertools import count

from msgspec.structs import replace

from weda_tui.core.agents.budget import CallBudget
from weda_tui.core.agents.masking import (
    AnswerSecrets,
    entries_with_words,
    masked_entry,
    masked_exchange,
    masked_failure,
    masked_record,
    masked_result,
    masked_step,
    words_of_program,
)
from weda_tui.core.agents.rules import AgentBounds, clean_client, clean_reason, strictest_bounds
from weda_tui.core.environments.check import READS, CheckStep, StepResult, plan_steps
from weda_tui.core.environments.deployment import ENV_TYPES, AgentLevel, Environment, Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError, LimitError, RouteError, WedaError
from weda_tui.core.history.entry import (
    HistoryEntry,
    HistoryPage,
    HistoryPlace,
    HistoryQuery,
    HistoryRecord,
)
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.escapes import fold_segment
from weda_tui.core.runs.results import RunResult
from weda_tui.core.sending.exchange import Answered, Sending
from weda_tui.session.agents.admission import (
    AdmissionServices,
    AgentAdmission,
    AgentStatement,
    PlannedWrite,
    spend_calls,
)
from weda_tui.session.agents.agent_services import AgentServices
from weda_tui.session.agents.commands import masked_command, send_command, settled_draft
from weda_tui.session.agents.judgement import AgentJudge, exact_digest
from weda_tui.session.agents.questions import AgentQuestions
from weda_tui.session.agents.results import (
    AgentNeed,
    AgentPlace,
    AgentPreview,
    AgentRan,
    AgentRefused,
    AgentResult,
    AgentRunOutcome,
    AskPerson,
    NeedsPerson,
)
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.session.sending.send_plan import SendPlan
from weda_tui.store.agents.questions import QuestionFiles


class AgentService:
    """The calls of agents in one workspace."""

    def __init__(self, session: AgentServices) -> None:
        paths, routes = session.paths, session.routes
        self._session, self._limits = session, session.agent_limits
        self._judge = AgentJudge(self._limits, routes)
        self._budget = CallBudget(session.settings.agent_calls)
        self._secrets = AnswerSecrets(lambda: self._own_words)
        self.questions = AgentQuestions(QuestionFiles(paths.agent_questions), session.clock)
        """Asks the user in an explorer that is open on this workspace."""

    # -- what they may -----------------------------------------------------------------------

    def places(self, environment: Environment) -> tuple[AgentPlace, ...]:
        """Return what agents may do in each env type of an environment. Raises ``FileError``."""
        names = [each.name for each in environment.env_types]
        bounds = self._limits.find_all(environment, names)
        return tuple(
            AgentPlace(
                env_type=each.name,
                level=bounds[each.name].level,
                guard=bounds[each.name].guard,
                is_narrowed=bounds[each.name] != AgentBounds(each.agents, each.guard),
                has_new_identity=self._limits.has_new_identity(environment, each.name),
            )
            for each in environment.env_types
        )

    def other_places(self, where: Target) -> dict[str, AgentPlace]:
        """Return what agents may do at the same address under other environment names.

        The keys are the names of the targets. Raises ``FileError``.
        """
        environment, wanted = where.environment, fold_segment(where.env_type)
        return {
            Target(each, place.env_type).name: place
            for each in self._session.environments.all
            if each.name != environment.name and each.host == environment.host
            for place in self.places(each)
            if fold_segment(place.env_type) == wanted
        }

    def may_read(self, environment: Environment) -> bool:
        """Return whether an agent may read in any env type of an environment, over its route.

        Raises ``FileError``.
        """
        levels = (each.level for each in self.places(environment))
        is_open = any(level is not AgentLevel.NONE for level in levels)
        return is_open and self._session.routes.has_approved(environment)

    def is_looser(self, where: Target, level: AgentLevel) -> bool:
        """Return whether a level allows agents more than now, so that only the user may set it.

        Closing an env type to agents needs no question, whatever its guard. Raises ``FileError``.
        """
        now = self._limits.find(where.environment, where.env_type)
        new = AgentBounds(level, where.guard)
        return level is not AgentLevel.NONE and strictest_bounds([now, new]) != new

    def allow(self, where: Target, level: AgentLevel) -> None:
        """Write what agents may do at a target, and approve it with its guard as shown.

        For ``AgentLevel.NONE`` the user was not asked, so a guard that was never approved is not
        approved by it. Raises ``FileError``.
        """
        environment = where.environment
        settings = tuple(
            replace(each, agents=level) if each.name == where.env_type else each
            for each in environment.env_types
        )
        changed = replace(environment, env_types=settings)
        if changed != environment:
            changed = self._session.environments.save(changed, secret="", replaces=environment)
        if level is AgentLevel.NONE:
            self._limits.narrow(changed, where.env_type)
        else:
            self._limits.approve(changed, where.env_type)

    async def masker(self) -> Masker:
        """Return a masker for every secret of this machine and of the responses to agents.

        Raises ``FileError``.
        """
        return await asyncio.to_thread(self._masker)

    @property
    def answers_masker(self) -> Masker:
        """The masker for the secrets of responses to agents."""
        return self._secrets.masker

    @cached_property
    def _own_words(self) -> str:
        return words_of_program(self._session.modules.bundled.by_id.values())

    def _masker(self) -> Masker:
        return Masker(others=(self._session.gate.masker(), self._secrets.masker))

    # -- a deployment, and what was sent -----------------------------------------------------

    async def check(self, where: Target) -> tuple[StepResult, ...]:
        """Return the result of each step of a check of a target, in order, like ``env check``.

        Each step that sends a request counts as a call of the agent. Raises ``WedaError`` if agents
        may do nothing there, if the route is not approved, or if the calls of this minute are used
        up.
        """
        place, found = await asyncio.to_thread(self._checked, where), dict[CheckStep, StepResult]()
        plan = plan_steps(place.environment, [place.env_type])
        spend_calls(self._budget, self._session.clock, sum(each.sends_request for each in plan))
        mask = partial(asyncio.to_thread, self._secrets.hide_in_verdict)
        async for result in self._session.checks.run_for_agent(place, mask):
            found[result.step] = result
        masker = await self.masker()
        return tuple(masked_step(found[step], masker) for step in plan)

    def _checked(self, where: Target) -> Target:
        """Return a target that an agent may check. Raises ``WedaError``.

        Some calls of a check have a fixed env type in their path: neither these nor the
        environment's own env types may be closed to agents.
        """
        where = self._now(where)
        drafts = [draft_for(self._session.endpoints.get(each.endpoint, where)) for each in READS]
        reached = {each for each in ENV_TYPES if any(f"/{each}/" in draft.url for draft in drafts)}
        names = (where.env_type, *(each.name for each in where.environment.env_types), *reached)
        self._limits.keep_tighter(where.environment)
        bounds = self._limits.find_all(where.environment, names)
        error = self._judge.find_refusal(where.environment, bounds)
        if error is not None:
            raise error
        return where

    async def find_history(self, query: HistoryQuery) -> HistoryPage:
        """Return the entries a query finds among those that agents may read. Raises ``FileError``.

        The words of the query are searched only in what the agent is shown of an entry.
        """
        history, places = self._session.history, await asyncio.to_thread(self._readable)
        limit = history.limits.count if query.words else query.limit
        page = await history.find(replace(query, words=(), places=places, limit=limit))
        masker = await self.masker()

        def found() -> tuple[HistoryEntry, ...]:
            entries = page.entries
            if query.words:
                entries = entries_with_words(entries, query.words, masker)
            return tuple(masked_entry(each, masker) for each in entries[: query.limit])

        return HistoryPage(await asyncio.to_thread(found), page.kept)

    async def read_history(self, number: int) -> HistoryRecord:
        """Return a whole entry. Raises ``FileError``, also if agents may not read it now."""
        record = await self._session.history.read(number)
        if not record.entry.conditions.is_within(await asyncio.to_thread(self._readable)):
            raise FileError(ErrorCode.HISTORY_UNKNOWN, id=number)
        return await asyncio.to_thread(masked_record, record, await self.masker())

    def _readable(self) -> frozenset[HistoryPlace]:
        """Return the places whose entries an agent may read; it may not read all of the user's.

        What the file allows holds for the current route only, not for entries sent over another
        route. Entries of another workspace are never readable.
        """
        routes, workspaces = self._session.routes, self._session.paths.workspace_digests
        return frozenset(
            HistoryPlace(workspace, each.name, routes.fingerprint(each), place.env_type)
            for workspace in workspaces
            for each in self._session.environments.all
            if routes.has_approved(each)
            for place in self.places(each)
            if place.level is not AgentLevel.NONE
        )

    # -- one request -------------------------------------------------------------------------

    async def preview(self, draft: RequestDraft, where: Target) -> AgentPreview:
        """Return what sending a draft would do, and what it needs. Sends nothing, uses no call.

        Raises ``FileError`` if the target does not have the draft's endpoint.
        """
        return await asyncio.to_thread(self._preview, draft, where, await self.masker())

    def _preview(self, draft: RequestDraft, where: Target, masker: Masker) -> AgentPreview:
        place, draft, sending = self._now(where), _of_agent(draft), self._session.sending
        plan = sending.plan(draft, place)
        preflight = sending.preview(plan, draft)
        judged = self._judge.judge(plan, masker)
        need = AgentNeed.REFUSED if preflight.is_blocked else judged.need
        error = judged.error or (preflight.error if need is AgentNeed.REFUSED else None)
        request = preflight.request
        return AgentPreview(
            preflight=replace(
                preflight,
                token=replace(preflight.token, token=None),
                request=request.masked(masker) if request is not None else None,
                error=preflight.error and preflight.error.masked(masker),
            ),
            judgement=replace(judged, need=need, error=error and error.masked(masker)),
            command="" if need is AgentNeed.NOTHING else self._command(draft, place, masker),
        )

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
        """Send a draft: a read, or a write that the user agrees to.

        ``client`` is the name the agent gives itself, ``reason`` its reason for the call. ``ask``
        asks the user, ``None`` if there is no user to ask. Only the names in ``where`` are used:
        the file is read again. If the secrets cannot be read before the call, the call is refused.
        Raises ``FileError`` if they cannot be read after the response has come.
        """
        try:
            masker, place = await self.masker(), await asyncio.to_thread(self._now, where)
        except FileError as error:
            return AgentRefused(error)
        draft = _of_agent(draft)
        admission = self._admission(client, reason, ask, masker, saved)
        result = await self._session.sending.send(
            draft,
            place,
            consent=admission.agent,
            saved=saved,
            on_progress=lambda sending: on_progress(replace(sending, head=b"")),
        )
        masker = await self.masker()
        if isinstance(result, Answered):
            seen = await asyncio.to_thread(masked_exchange, result.exchange, masker)
            return replace(result, exchange=seen)
        if (error := admission.needs_person) is not None:
            command = ""
            if error.code is not ErrorCode.AGENT_DECLINED:
                command = await asyncio.to_thread(self._command, draft, place, masker)
            return NeedsPerson(error=error, writes=admission.writes, command=command)
        if admission.refused is not None or isinstance(result.error, GuardError | RouteError):
            return AgentRefused((admission.refused or result.error).masked(masker))
        return await asyncio.to_thread(masked_failure, result, masker)

    # -- saved requests ----------------------------------------------------------------------

    async def run(
        self,
        paths: Sequence[str],
        where: Target,
        *,
        client: str,
        reason: str = "",
        ask: AskPerson | None = None,
        given: Mapping[str, str] = {},
        on_progress: Callable[[int, int], None] = lambda _, __: None,
    ) -> AgentRunOutcome:
        """Send saved requests, folders or collections, with their dependencies, in order.

        The user is asked once about all writes that are known before the run. A write whose values
        come from an earlier response is asked about when the values are known. ``given`` are
        variables, as with ``--set``; ``on_progress`` is called with the numbers of finished and of
        all requests. Raises ``FileError`` for a path that does not exist.
        """
        masker, place = await self.masker(), await asyncio.to_thread(self._now, where)
        loader = RequestLoader(self._session, place)
        admission = self._admission(client, reason, ask, masker)
        options = RunOptions(where=place, given=given, agent=admission.agent)
        entries, done = entries_of(await asyncio.to_thread(loader.chosen, paths)), count(1)
        run = RequestRun(
            self._session,
            loader,
            entries,
            options,
            on_result=lambda result: (
                None if result.is_dependency else on_progress(next(done), len(entries))
            ),
        )
        run.check()
        writes = await self._known_writes(run, place, admission)
        if writes and admission.refused is None and admission.needs_person is None:
            with suppress(GuardError, LimitError):
                await admission.ask(writes, place)
        if admission.refused is not None:
            return AgentRefused(admission.refused)
        if (error := admission.needs_person) is not None:
            return NeedsPerson(error=error, writes=admission.writes, command="")
        begun = self._session.clock.monotonic()
        results = await run.go()
        elapsed = self._session.clock.monotonic() - begun
        seen = await asyncio.to_thread(_seen, results, await self.masker())
        return AgentRan(seen, elapsed)

    async def _known_writes(
        self, run: RequestRun, place: Target, admission: AgentAdmission
    ) -> list[PlannedWrite]:
        """Return the writes of a run whose bytes are known; ``admission`` records refusals."""
        writes: list[PlannedWrite] = []
        for path, draft in {saved.path: draft for saved, draft in run.drafts()}.items():
            with suppress(WedaError):
                plan = await asyncio.to_thread(self._session.sending.plan, draft, place)
                digest = await asyncio.to_thread(exact_digest, plan)
                again = await asyncio.to_thread(self._session.sending.plan, draft, place)
                if digest != await asyncio.to_thread(exact_digest, again):
                    continue  # its bytes differ at each send: asked about when it is sent
                write = await admission.planned_write(plan, digest, path)
                writes += [write] if write is not None else []
        return writes

    # -- what they have in common ------------------------------------------------------------

    def _now(self, where: Target) -> Target:
        """Return a target as its file describes it now. Reads the disk. Raises ``FileError``."""
        environments = self._session.environments
        environments.reload()
        return environments.where_exactly(where.environment.name, where.env_type)

    async def _plan_now(self, plan: SendPlan, draft: RequestDraft) -> SendPlan:
        """Return a plan made from the current files, with the same time and ids.

        Raises ``FileError``.
        """
        place = await asyncio.to_thread(self._now, plan.where)
        return await asyncio.to_thread(self._session.sending.plan, draft, place, plan)

    def _admission(
        self, client: str, reason: str, ask: AskPerson | None, masker: Masker, saved: str = ""
    ) -> AgentAdmission:
        words = AgentStatement(clean_client(masker.text(client)), clean_reason(masker.text(reason)))
        services = AdmissionServices(
            self._judge, self._plan_now, self._budget, self._session.clock, self._secrets
        )
        return AgentAdmission(services, masker, words, ask, saved=saved)

    def _command(self, draft: RequestDraft, place: Target, masker: Masker) -> str:
        """Return the command that sends what a draft is now; empty if there is none."""
        plan = self._session.sending.plan(draft, place)
        shipped, settled = plan.target.shipped, settled_draft(draft, plan)
        if shipped is None or settled is None:
            return ""
        base, paths = draft_for(shipped), self._session.paths
        return masked_command(send_command(settled, base, shipped.id, place, paths), masker)


def _seen(results: Sequence[RunResult], masker: Masker) -> tuple[RunResult, ...]:
    """Return the results of a run masked for the agent."""
    return tuple(masked_result(each, masker) for each in results)


def _of_agent(draft: RequestDraft) -> RequestDraft:
    """Return a draft without the options that only the user may set."""
    return replace(draft, token_kind=None, asks_part=False, is_recorded=True)
