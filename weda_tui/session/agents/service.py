"""What an agent may do with drafts and saved requests; the rules stand in ``core.agents``.

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
        """Asks in an explorer that is open on this workspace."""

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
        """Return what agents may do at the same address by the names of other environments.

        Raises ``FileError``.
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
        """Return whether a level allows agents more than counts now: only a person may say so.

        To shut them out, nobody is asked, whatever the guard. Raises ``FileError``.
        """
        now = self._limits.find(where.environment, where.env_type)
        new = AgentBounds(level, where.guard)
        return level is not AgentLevel.NONE and strictest_bounds([now, new]) != new

    def allow(self, where: Target, level: AgentLevel) -> None:
        """Write what agents may do in a place, and approve it with its guard, as it was shown.

        Where nobody was asked, a guard that was never approved stays so. Raises ``FileError``.
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
        """Return what hides every secret of this machine, and those of answers that agents had.

        Raises ``FileError``.
        """
        return await asyncio.to_thread(self._masker)

    @property
    def answers_masker(self) -> Masker:
        """What hides the secrets that answers had."""
        return self._secrets.masker

    @cached_property
    def _own_words(self) -> str:
        return words_of_program(self._session.modules.bundled.by_id.values())

    def _masker(self) -> Masker:
        return Masker(others=(self._session.gate.masker(), self._secrets.masker))

    # -- a deployment, and what was sent -----------------------------------------------------

    async def check(self, where: Target) -> tuple[StepResult, ...]:
        """Return what came of each step of a check of a place, in order, as ``env check`` does it.

        Each step that sends a request is a call of the agent's. Raises ``WedaError``: agents may
        do nothing there, the route is not approved, or the calls of this minute are used up.
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
        """Return a place that an agent may check. Raises ``WedaError``.

        Some calls of a check have an env type of their own in their path: neither that nor one of
        the environment's may be closed to agents.
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
        """Return what a query finds of the places that agents may read. Raises ``FileError``.

        Its words are looked for in what the agent is shown of an entry.
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
        """Return an entry whole. Raises ``FileError``, also where agents may not read now."""
        record = await self._session.history.read(number)
        if not record.entry.conditions.is_within(await asyncio.to_thread(self._readable)):
            raise FileError(ErrorCode.HISTORY_UNKNOWN, id=number)
        return await asyncio.to_thread(masked_record, record, await self.masker())

    def _readable(self) -> frozenset[HistoryPlace]:
        """Return the places whose entries an agent may read: a person's are not all theirs.

        What the file says of another route is no word on what was sent over this one, and what was
        sent from another workspace is none of its business.
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
        """Return what sending a draft would do, and what it needs. Sends nothing, costs no call.

        Raises ``FileError`` for the draft of a call that the place does not know.
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
        """Send a draft: a read, or a write that a person agrees to.

        ``client`` is what the agent calls itself, ``reason`` what it says of the call; ``ask`` asks
        a person, ``None`` nobody. Of ``where`` the names count: the file is read again. What cannot
        be read before it is sent refuses it; raises ``FileError`` where the secrets that the answer
        may hold cannot be read once that has come.
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
        """Send saved requests, folders or collections, and what they depend on, in their order.

        A person is asked once about all writes that are known before; one whose values come from an
        earlier answer is asked about when they have come. ``given`` are variables, as of ``--set``;
        ``on_progress`` is given how many of how many requests are done. Raises ``FileError`` for a
        path that is not there.
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
        """Return the writes of a run whose bytes are known; ``admission`` says which may not go."""
        writes: list[PlannedWrite] = []
        for path, draft in {saved.path: draft for saved, draft in run.drafts()}.items():
            with suppress(WedaError):
                plan = await asyncio.to_thread(self._session.sending.plan, draft, place)
                digest = await asyncio.to_thread(exact_digest, plan)
                again = await asyncio.to_thread(self._session.sending.plan, draft, place)
                if digest != await asyncio.to_thread(exact_digest, again):
                    continue  # it is another one at each send: asked about when that is known
                write = await admission.planned_write(plan, digest, path)
                writes += [write] if write is not None else []
        return writes

    # -- what they have in common ------------------------------------------------------------

    def _now(self, where: Target) -> Target:
        """Return a place as its file says it now. Reads the disk. Raises ``FileError``."""
        environments = self._session.environments
        environments.reload()
        return environments.where_exactly(where.environment.name, where.env_type)

    async def _plan_now(self, plan: SendPlan, draft: RequestDraft) -> SendPlan:
        """Return a plan as the files have it now, of the same moment. Raises ``FileError``."""
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
        """Return the command that sends what a draft is now; empty where none says it."""
        plan = self._session.sending.plan(draft, place)
        shipped, settled = plan.target.shipped, settled_draft(draft, plan)
        if shipped is None or settled is None:
            return ""
        base, paths = draft_for(shipped), self._session.paths
        return masked_command(send_command(settled, base, shipped.id, place, paths), masker)


def _seen(results: Sequence[RunResult], masker: Masker) -> tuple[RunResult, ...]:
    """Return the results of a run as the agent sees them."""
    return tuple(masked_result(each, masker) for each in results)


def _of_agent(draft: RequestDraft) -> RequestDraft:
    """Return a draft with nothing in it that only a person says."""
    return replace(draft, token_kind=None, asks_part=False, is_recorded=True)
