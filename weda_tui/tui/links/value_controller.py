"""The controller that stores the value under the cursor as a variable or in an assertion."""

import asyncio
import json
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.masking import Masker
from weda_tui.core.secrets.detection import secrets_in_answer, secrets_in_text
from weda_tui.core.sending.exchange import Answered
from weda_tui.i18n.phrases.errors import explain
from weda_tui.tui.workbench.bench import TargetBench, refuse
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # imported with the first response
    from weda_tui.core.collections.saved_request import Assertion
    from weda_tui.core.links.answer_value import AnswerValue
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.tui.answers.response_pane import ResponsePane
    from weda_tui.tui.links.save_value_dialog import KeptVariable
    from weda_tui.tui.requests.editor_pane import RequestEditor


class ValueBody(Protocol):
    """The node under the cursor of the displayed body."""

    @property
    def held(self) -> "AnswerValue | None":
        """The value under the cursor, if any."""

    @property
    def child_count(self) -> int | None:
        """The number of children of a container; ``None`` for a value."""


class ValuePane(Protocol):
    """The pane that shows the response."""

    @property
    def links(self) -> ValueBody:
        """The value under the cursor."""
        ...


class ValueBench(TargetBench, Protocol):
    """What values need from the main screen."""

    @property
    def response(self) -> ValuePane:
        """The pane that shows the response."""
        ...


class ValueFiles(Protocol):
    """The files in which values are stored."""

    def reload_files(self) -> None:
        """Read the files of the target again."""

    async def reload_saved(self) -> None:
        """Read the open saved request again with the variables around it; its edits are kept."""

    def file_changed(self, saved: "LoadedRequest") -> None:
        """Show the new content of a saved request's file."""


class ValueController:
    """Stores values of responses in files."""

    def __init__(self, bench: ValueBench, files: ValueFiles, shared: SharedState) -> None:
        self._bench, self._files = bench, files
        self._session, self._request, self._answer, _ = shared

    def on_act_requested(self, event: "ResponsePane.ActRequested") -> None:
        """Store the value as a variable, or add an assertion on it to the open saved request."""
        if event.action == "keep_variable":
            self._bench.start(self._ask_variable, "keep-value")
        else:
            self._bench.start(self._ask_assertion, "keep-value")

    async def _refusal(self, value: "AnswerValue") -> str:
        """Return why a value must not be stored in a file; empty if it may."""
        words = self._bench.words.keeping
        if value.is_cut:
            return words.too_long
        try:
            await self._session.gate.read()
        except FileError as error:
            return explain(error, self._bench.words).what
        return words.secret if await asyncio.to_thread(self._is_secret, value) else ""

    def _is_secret(self, value: "AnswerValue") -> bool:
        """Return whether a value, or a name on its path, contains a secret.

        A secret is known already, or is recognised as one in the response.
        """
        text, state = value.text, self._answer.current.state
        texts = [text, *(step for step in value.path if isinstance(step, str))]
        member = json.dumps({str(value.path[-1]): text}, ensure_ascii=False) if value.path else ""
        found = {*secrets_in_text(member)}
        if isinstance(state, Answered):
            found |= secrets_in_answer(state.exchange.response)
        maskers = (self._session.gate.known(), Masker(found))
        return any(masker.text(each) != each for masker in maskers for each in texts)

    # -- a variable --------------------------------------------------------------------------

    async def _ask_variable(self) -> None:
        from weda_tui.tui.links.save_value_dialog import variable_dialog

        bench, held, target = self._bench, self._bench.response.links.held, self._bench.target
        words = bench.words.keeping
        if held is None or not held.text:
            bench.notice(bench.words.following.no_value)
        elif target is None:
            bench.notice(words.no_place)
        elif refusal := await self._refusal(held):
            bench.notice(f"✗ {refusal}")
        else:
            saved = self._request.current.saved

            def answered(answer: "KeptVariable | None") -> None:
                if answer is not None:
                    bench.start(partial(self._keep, target, answer, saved), "keep-value")

            request = saved.request if saved is not None else None
            bench.ask(
                await variable_dialog(self._session, held, target, request, bench.words), answered
            )

    async def _keep(
        self, target: Target, answer: "KeptVariable", saved: "LoadedRequest | None"
    ) -> None:
        from weda_tui.tui.links.save_value_dialog import keep_variable

        error = await keep_variable(self._session, target, answer, saved)
        if error is not None:
            refuse(self._bench, error)
            return
        if answer.place.kind in {"folder", "request"}:
            await self._files.reload_saved()
        else:
            self._files.reload_files()
        file = answer.place.file
        words = self._bench.words.keeping
        self._bench.notice(words.kept.format(name=answer.name, file=file), path=file)

    # -- an assertion ------------------------------------------------------------------------

    async def _ask_assertion(self) -> None:
        bench, held = self._bench, self._bench.response.links.held
        saved, state, words = self._request.current.saved, self._answer.current.state, bench.words
        if held is None and saved is not None and self._answer.current.saved == saved.request.path:
            self._choose(saved, None)
            return
        if held is None:
            bench.notice(words.following.no_value)
            return
        if refusal := await self._refusal(held):
            bench.notice(f"✗ {refusal}")
            return
        if saved is None:
            bench.notice(words.keeping.save_first)
            return
        of_answer = state.exchange.endpoint_id if isinstance(state, Answered) else ""
        is_own = self._answer.current.saved == saved.request.path
        if not is_own and saved.request.draft.endpoint_id != of_answer:
            endpoint = self._session.endpoints.at(bench.target).by_id.get(of_answer)
            title = endpoint.title.text(words.language) if endpoint else of_answer
            bench.notice(words.keeping.other_call.format(title=title))
            return
        self._choose(saved, held)

    def on_assertion_requested(self, _: "RequestEditor.AssertionRequested") -> None:
        """Add an assertion on the whole response to the open saved request."""
        if (saved := self._request.current.saved) is not None:
            self._choose(saved, None)

    def _choose(self, saved: "LoadedRequest", held: "AnswerValue | None") -> None:
        """Ask for an assertion on a value; with ``None``, on the file's last response."""
        from weda_tui.tui.links.save_value_dialog import assertion_dialog

        answer, bench = self._answer.current, self._bench
        state = answer.state if answer.saved == saved.request.path else None
        exchange = state.exchange if isinstance(state, Answered) else None

        def answered(assertion: "Assertion | None") -> None:
            if assertion is not None:
                bench.start(partial(self._expect, saved, assertion), "keep-value")

        of = exchange if held is None else (held, bench.response.links.child_count)
        bench.ask(assertion_dialog(self._session, of, saved.request, bench.words), answered)

    async def _expect(self, saved: "LoadedRequest", assertion: "Assertion") -> None:
        from weda_tui.tui.links.save_value_dialog import add_assertion

        added = await add_assertion(self._session, saved, assertion)
        if isinstance(added, Exception):
            refuse(self._bench, added)
            return
        self._files.file_changed(added)
        file = f"{added.request.path}.toml"
        self._bench.notice(self._bench.words.keeping.added.format(file=file), path=file)
