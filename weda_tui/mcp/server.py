"""The MCP server: the tools, resources and prompts of a session."""

import asyncio
import logging
import re
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import msgspec
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from weda_tui import __version__
from weda_tui.core.agents.question import ANSWERED_WITHIN, AgentQuestion, PersonAnswer
from weda_tui.core.errors import FileError, WedaError
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text
from weda_tui.mcp.calls import ToolCall, ToolRun
from weda_tui.mcp.consent import ConsentForm, form_of, read_answer
from weda_tui.mcp.conversations import (
    AskedPerson,
    Conversation,
    RunningCalls,
    Waiting,
    WaitingCalls,
)
from weda_tui.mcp.progress import ProgressReporter
from weda_tui.mcp.prompts import prompts
from weda_tui.mcp.results import (
    Document,
    check_select,
    cut_text,
    encode,
    error_document,
    finish,
    long_numbers_as_text,
)
from weda_tui.mcp.schemas import argument_error, check_sizes, input_schema, output_schema

if TYPE_CHECKING:  # loaded after the first reply, which the client waits for
    from weda_tui.mcp.tools import AgentTool
    from weda_tui.session import Session
    from weda_tui.session.agents.results import AskPerson

Context = ServerRequestContext[dict[str, Any], Any]
_logger = logging.getLogger(__name__)
_ANSWER = "answer"
"""The name of the only question in a result."""


class AgentServer:
    """Serves one client."""

    def __init__(
        self,
        open_session: "Callable[[], Session]",
        strings: Strings,
        environment: str | None = None,
        env_type: str | None = None,
    ) -> None:
        """``environment`` and ``env_type`` are the default target of requests."""
        self._open_session, self._strings = open_session, strings
        self._environment, self._env_type = environment, env_type
        self._prompts = {prompt.name: prompt for prompt in prompts(strings)}
        self._running, self._waiting = RunningCalls(), WaitingCalls()

    def build(self) -> Server[dict[str, Any]]:
        """Return the protocol server with its handlers."""
        return Server(
            "weda-tui",
            version=__version__,
            instructions=self._strings.agents.instructions,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_templates,
            on_read_resource=self._read_resource,
            on_list_prompts=self._list_prompts,
            on_get_prompt=self._get_prompt,
        )

    async def aclose(self) -> None:
        """Cancel the calls that run or wait for an answer, and close the session.

        Requests sent until then are in the history, and open questions are withdrawn.
        """
        self._waiting.close()
        await self._running.aclose()
        if "_session" in vars(self):
            await self._session.aclose()

    def hide(self, text: str) -> str:
        """Return a text with the secrets that the session knows masked."""
        is_open = "_session" in vars(self)
        return self._session.tokens.masker().text(text) if is_open else text

    @cached_property
    def _session(self) -> "Session":
        session = self._open_session()
        session.live.may_read = session.agents.may_read
        return session

    @cached_property
    def _base(self) -> ToolCall:
        """The context common to all calls."""
        return ToolCall(
            session=self._session,
            strings=self._strings,
            environment=self._environment,
            env_type=self._env_type,
        )

    # -- tools -------------------------------------------------------------------------------

    @cached_property
    def _tools(self) -> "dict[str, AgentTool]":
        """The tools by name."""
        from weda_tui.mcp.tools import TOOLS

        return {tool.name: tool for tool in TOOLS}

    async def _list_tools(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[*map(self._described, self._tools.values())])

    def _described(self, tool: "AgentTool") -> types.Tool:
        words = self._strings.agents
        return types.Tool(
            name=tool.name,
            description=find_text(words.tools, tool.name),
            input_schema=input_schema(tool.run, words.arguments),
            output_schema=output_schema(tool.result),
            annotations=types.ToolAnnotations(
                read_only_hint=tool.is_read,
                destructive_hint=tool.is_destructive,
                idempotent_hint=tool.is_idempotent,
            ),
        )

    async def _call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        tool, arguments = self._tools.get(params.name), params.arguments or {}
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, cut_text(params.name))
        if params.request_state is None:
            run = partial(self._run, context, tool, arguments)
            conversation = self._running.start(run, context.session.report_progress)
        else:
            waiting = self._waiting.claim(params.request_state, params.name, arguments)
            if waiting is None:
                return _failure(self._strings.agents.expired)
            conversation = waiting.conversation
            conversation.reporter = context.session.report_progress
            waiting.asked.settle(_answer_in(params, waiting.asked.question))
        try:
            return await self._go_on(context, params.name, arguments, conversation)
        except asyncio.CancelledError:
            conversation.stop()
            raise

    async def _go_on(
        self, context: Context, name: str, arguments: Document, conversation: Conversation
    ) -> types.CallToolResult | types.InputRequiredResult:
        """Ask the user all questions of a call, and return the result of the call."""
        while isinstance(result := await conversation.wait(), AskedPerson):
            if (form := form_of(result.question, self._strings)) is None:
                result.refuse()
            elif _is_modern(context):
                return self._input_required(form, Waiting(conversation, result, name, arguments))
            else:
                result.settle(await _elicit(context, form, result.question))
        return await self._settled(result)

    async def _run(
        self, context: Context, tool: "AgentTool", arguments: Document, conversation: Conversation
    ) -> Document:
        """Run a tool and return its result, masked; errors of the tool are raised."""
        run = _read_arguments(tool, arguments)
        check_select(run.select)
        await asyncio.to_thread(self._session.environments.reload)
        ask = conversation.ask if _can_ask(context) else await self._explorer(tool)
        async with ProgressReporter(conversation.report, self._strings) as progress:
            call = msgspec.structs.replace(
                self._base, client=_client_of(context), ask=ask, on_progress=progress.show
            )
            document = await run.run(call)
        return await asyncio.to_thread(self._finish, document, run.select)

    def _finish(self, document: Document, select: str) -> Document:
        """Return a result, masked. Raises ``FileError``."""
        known, answers = self._session.gate.masker(), self._session.agents.answers_masker
        return finish(document, select, known, answers)

    async def _explorer(self, tool: "AgentTool") -> "AskPerson | None":
        """Return the function that asks in an open explorer; ``None`` without an open one."""
        questions = self._session.agents.questions
        has_watcher = not tool.is_read and await questions.find_watcher()
        return questions.ask if has_watcher else None

    async def _settled(self, ended: asyncio.Future[Document]) -> types.CallToolResult:
        """Return the result of an ended call; a bug is logged and not described to the agent."""
        match ended.exception():
            case None:
                return _result(ended.result())
            case WedaError() as error:
                return await self._refusal(error)
            case bug:
                _logger.error("a tool failed", exc_info=bug)
                return _failure(self._strings.agents.bug)

    async def _refusal(self, error: WedaError) -> types.CallToolResult:
        try:
            masker = await self._session.agents.masker()
            known = await asyncio.to_thread(self._session.gate.masker)
        except FileError:  # which may be the error to report
            masker = known = self._session.tokens.masker()
        document: Document = {"error": error_document(error.masked(masker), self._strings)}
        return _result(finish(document, "", known), is_error=True)

    def _input_required(self, form: ConsentForm, waiting: Waiting) -> types.InputRequiredResult:
        params = types.ElicitRequestFormParams(message=form.message, requested_schema=form.schema)
        return types.InputRequiredResult(
            input_requests={_ANSWER: types.ElicitRequest(params=params)},
            request_state=self._waiting.add(waiting),
        )

    # -- resources and prompts ---------------------------------------------------------------

    async def _list_resources(
        self, _: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        from weda_tui.mcp.resources import TOML, list_saved

        masker, first = await self._session.agents.masker(), _begin_of(params)
        rows, following = await asyncio.to_thread(list_saved, self._session, first, masker)
        return types.ListResourcesResult(
            resources=[types.Resource(uri=uri, name=name, mime_type=TOML) for uri, name in rows],
            next_cursor=None if following is None else str(following),
        )

    async def _list_templates(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        from weda_tui.mcp.resources import templates

        rows = [
            types.ResourceTemplate(uri_template=uri, name=about, mime_type=kind)
            for uri, about, kind in templates(self._strings)
        ]
        return types.ListResourceTemplatesResult(resource_templates=rows)

    async def _read_resource(
        self, _: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        from weda_tui.mcp.resources import read_resource

        masker = await self._session.agents.masker()
        try:
            text, kind = await asyncio.to_thread(read_resource, params.uri, self._base, masker)
        except WedaError as error:
            document = error_document(error.masked(masker), self._strings)
            raise MCPError(types.INVALID_PARAMS, cut_text(str(document["message"]))) from None
        contents = types.TextResourceContents(uri=params.uri, text=text, mime_type=kind)
        return types.ReadResourceResult(contents=[contents])

    async def _list_prompts(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        rows = [
            types.Prompt(
                name=each.name,
                title=each.title,
                description=each.about,
                arguments=[
                    types.PromptArgument(
                        name=each.argument, description=each.argument_about, required=True
                    )
                ],
            )
            for each in self._prompts.values()
        ]
        return types.ListPromptsResult(prompts=rows)

    async def _get_prompt(
        self, _: Context, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        prompt = self._prompts.get(params.name)
        if prompt is None:
            raise MCPError(types.INVALID_PARAMS, cut_text(params.name))
        text = prompt.text(params.arguments or {})
        content = types.TextContent(type="text", text=text)
        message = types.PromptMessage(role="user", content=content)
        return types.GetPromptResult(description=prompt.about, messages=[message])


async def _elicit(
    context: Context, form: ConsentForm, question: AgentQuestion
) -> PersonAnswer | None:
    """Ask the user in the middle of a call; return ``None`` without an answer in time."""
    session = context.session
    try:
        async with asyncio.timeout(ANSWERED_WITHIN):
            result = await session.elicit_form(form.message, form.schema, context.request_id)
    except (MCPError, TimeoutError):
        return None
    return read_answer(question, result.action, result.content)


def _read_arguments(tool: "AgentTool", arguments: Document) -> ToolRun:
    """Return the arguments as the struct of the tool. Raises ``FileError``."""
    check_sizes(arguments)
    try:
        return msgspec.convert(arguments, tool.run)
    except msgspec.ValidationError:
        raise argument_error(tool.run, arguments) from None


def _begin_of(params: types.PaginatedRequestParams | None) -> int:
    """Return the index of the first item of a page. Raises ``MCPError``."""
    cursor = (params.cursor if params is not None else None) or "0"
    if not re.fullmatch("[0-9]{1,9}", cursor):
        raise MCPError(types.INVALID_PARAMS, cut_text(cursor))
    return int(cursor)


def _result(document: Document, *, is_error: bool = False) -> types.CallToolResult:
    """Return a result as text, and as a value for clients that read structured content."""
    text = types.TextContent(type="text", text=encode(document))
    value = long_numbers_as_text(document)
    return types.CallToolResult(content=[text], structured_content=value, is_error=is_error)


def _failure(message: str) -> types.CallToolResult:
    return _result({"error": {"message": message}}, is_error=True)


def _client_of(context: Context) -> str:
    params = context.session.client_params
    return params.client_info.name if params is not None else ""


def _is_modern(context: Context) -> bool:
    """Return whether the protocol of the client asks by the result of a call."""
    return context.protocol_version in MODERN_PROTOCOL_VERSIONS


def _can_ask(context: Context) -> bool:
    """Return whether the client can show a form to the user, not only a URL."""
    capabilities = context.session.client_capabilities
    asking = capabilities.elicitation if capabilities is not None else None
    return asking is not None and (asking.form is not None or asking.url is None)


def _answer_in(params: types.CallToolRequestParams, question: AgentQuestion) -> PersonAnswer | None:
    """Return the answer in a repeated call of the client."""
    given = (params.input_responses or {}).get(_ANSWER)
    if not isinstance(given, types.ElicitResult):
        return None
    return read_answer(question, given.action, given.content)
