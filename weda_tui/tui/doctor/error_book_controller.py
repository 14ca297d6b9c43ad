"""Opens the error book, and tries codes on the sandbox."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import msgspec

from weda_tui.core.answers.layers import DOCUMENTED, ErrorLayer
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import TargetBench

FAULT_HEADER = "X-Sandbox-Fault"
"""The header that makes the sandbox respond with a code."""
_TRIED_ON = {ErrorLayer.MODEL: "model.list", ErrorLayer.STORAGE: "storage.getDownloadInfo"}
"""The read that a code of a layer is tried with; other layers use the example of the guide."""


class ErrorBookBench(TargetBench, Protocol):
    """The part of the main screen that the error book uses."""

    @property
    def edited_title(self) -> str:
        """The title of the open call if it has unsaved edits; else empty."""
        ...


class ErrorBookController:
    """Opens the error book."""

    def __init__(
        self,
        bench: ErrorBookBench,
        session: Session,
        send_to: Callable[[RequestDraft, Endpoint, Target], None],
    ) -> None:
        """``send_to`` opens an endpoint at a target and sends a draft of it."""
        self._bench, self._session, self._send_to = bench, session, send_to

    def open(self, code: str) -> None:
        """Open the error book at a code; without a code, at its beginning."""
        self._bench.start(partial(self.show, code), "book")

    async def show(self, code: str) -> None:
        """Show the error book at a code."""
        from weda_tui.tui.doctor.error_book_dialog import ErrorBookDialog

        bench, book = self._bench, self._session.error_book
        notes: Mapping[str, str] = {}
        try:
            notes = await asyncio.to_thread(book.notes)
        except FileError as error:
            bench.notice(f"✗ {explain(error, bench.words).what}")

        def chosen(tried: str | None) -> None:
            if tried is not None:
                bench.start(partial(self._try, tried), "try")

        dialog = ErrorBookDialog(
            book, notes, bench.words,
            code=code, can_try=self._is_sandbox(bench.target), edited=bench.edited_title,
        )  # fmt: skip
        bench.ask(dialog, chosen)

    async def _try(self, code: str) -> None:
        """Send a read to which the sandbox responds with a code; start the sandbox if needed."""
        target = self._find_sandbox() or await self._start_sandbox()
        if target is None:
            return
        layer = DOCUMENTED.get(code, ErrorLayer.GATEWAY)
        endpoint = self._session.endpoints.get(_TRIED_ON.get(layer, GUIDE_EXAMPLE), target)
        draft = draft_for(endpoint)
        headers = (*draft.headers, (FAULT_HEADER, code))
        self._send_to(msgspec.structs.replace(draft, headers=headers), endpoint, target)

    def _is_sandbox(self, target: Target | None) -> bool:
        return target is not None and self._session.environments.is_sandbox(target.environment)

    def _find_sandbox(self) -> Target | None:
        """Return the target of the sandbox that runs in this process; ``None`` if none runs."""
        if self._is_sandbox(self._bench.target):
            return self._bench.target
        environments = self._session.environments
        running = next((e for e in environments.all if environments.is_sandbox(e)), None)
        return running and environments.where(running.name)

    async def _start_sandbox(self) -> Target | None:
        bench = self._bench
        try:
            start = self._session.environments.use_sandbox
            sandbox = await asyncio.to_thread(start, bench.words.tui.form.sandbox_name)
        except WedaError as error:
            bench.notice(f"✗ {explain(error, bench.words).what}")
            return None
        return self._session.environments.where(sandbox.name)
