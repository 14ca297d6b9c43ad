"""An error code is looked up and tried on the sandbox, without a terminal."""

from pathlib import Path

from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.tui.doctor.error_book_controller import FAULT_HEADER, ErrorBookController
from weda_tui.tui.doctor.error_book_dialog import ErrorBookDialog


class BookFake(FakeBench):
    edited_title = ""

    def send_to(self, draft: RequestDraft, endpoint: Endpoint, where: Target) -> None:
        self.calls.append((draft.headers[-1], endpoint.id, where.environment.name))


async def test_a_code_is_tried_on_a_sandbox_that_is_started(tmp_path: Path) -> None:
    bench, session = BookFake(), session_in(tmp_path)
    book = ErrorBookController(bench, session, bench.send_to)
    book.open("SYS_ERR")
    await bench.finish()
    assert isinstance(bench.asked[-1][0], ErrorBookDialog)
    await bench.answer("SYS_ERR")
    await bench.finish()
    name = bench.words.tui.form.sandbox_name
    assert [(call[0], call[2]) for call in bench.calls] == [((FAULT_HEADER, "SYS_ERR"), name)]
    await session.aclose()
