"""Save a sent request as a saved request, or its response as an example, from any list."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from weda_tui.core.collections.example import example_of
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.history.entry import HistoryRecord, ReplayLack
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Exchange
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.history import entry_title, replay_words
from weda_tui.session import Session
from weda_tui.session.collections.examples import keep_example, request_of, targets_for
from weda_tui.tui.answers.verdict_view import sentence
from weda_tui.tui.collections.save_dialog import SaveDialog, SaveTask
from weda_tui.tui.collections.save_example_dialog import SaveExample
from weda_tui.tui.workbench.bench import Bench, refusals

if TYPE_CHECKING:  # The dialogs are imported when they are opened
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.tui.collections.save_dialog import SaveChoice
    from weda_tui.tui.collections.save_example_dialog import ExampleChoice

OnSaved = Callable[["LoadedRequest"], None]
LONGEST_NAME = 60
"""The maximum length in characters of a suggested name."""


class Candidate(NamedTuple):
    """A response that can be saved as an example, and its request."""

    exchange: Exchange
    draft: RequestDraft
    title: str
    env_type: str
    size: int
    """The size of the body as received, in bytes."""

    @classmethod
    def of(cls, record: HistoryRecord, title: str) -> "Candidate | None":
        """Return the response of an entry of the history; ``None`` if it has no response."""
        settled, entry = record.settled, record.entry
        if not isinstance(settled, Answered):
            return None
        env_type = entry.conditions.env_type
        return cls(settled.exchange, record.draft, title, env_type, entry.size)


async def save_record(
    bench: Bench, session: Session, record: HistoryRecord, on_saved: OnSaved
) -> None:
    """Ask for a name and save the request of an entry; the saved request is not opened."""
    if record.is_request_cut:
        words = replay_words(ReplayLack.BODY_CUT, record.entry, bench.words)
        bench.notice(f"✗ {words.line}")
        return
    title = entry_title(record.entry, bench.words)
    hint = bench.words.saved.example.secret_gone if record.draft.lacks_secret else ""
    await _save_new(bench, session, request_of(record.draft), title, on_saved, hint)


async def save_example(
    bench: Bench, session: Session, answer: Candidate, open_path: str, on_saved: OnSaved
) -> None:
    """Ask for a saved request and save a response with it; ``open_path`` is the open request."""
    endpoint_id = answer.draft.endpoint_id
    found = await asyncio.to_thread(targets_for, session.collections, endpoint_id, open_path)

    def chosen(choice: "ExampleChoice | None") -> None:
        if choice is not None:
            bench.start(partial(_keep, bench, session, answer, choice, on_saved), "save")

    with refusals(bench):
        masker = await asyncio.to_thread(session.gate.masker)
        bench.ask(SaveExample(_name_for(bench, answer, masker), found, bench.words), chosen)


async def ask_place(
    bench: Bench, session: Session, task: "SaveTask", answered: "Callable[[SaveChoice], None]"
) -> None:
    """Let the user choose a name and a folder."""
    collections = session.collections
    folders = await asyncio.to_thread(collections.folders)

    def closed(choice: "SaveChoice | None") -> None:
        if choice is not None:
            answered(choice)

    dialog = SaveDialog(task, folders, collections.changes.is_taken, bench.words)
    bench.ask(dialog, closed)


async def _keep(
    bench: Bench, session: Session, answer: Candidate, choice: "ExampleChoice", on_saved: OnSaved
) -> None:
    with refusals(bench):
        masker = await asyncio.to_thread(session.gate.masker)
        example = await asyncio.to_thread(
            example_of,
            answer.exchange,
            name=strip_control_characters(choice.name),
            env_type=answer.env_type,
            size=answer.size, masker=masker,
        )  # fmt: skip
        if not choice.path:
            wanted = request_of(answer.draft, example)
            await _save_new(bench, session, wanted, answer.title, on_saved, "")
            return
        saved = await asyncio.to_thread(keep_example, session.collections, choice.path, example)
        file = f"{choice.path}.toml"
        bench.notice(bench.words.saved.example.saved.format(file=file), path=file)
        on_saved(saved)


async def _save_new(
    bench: Bench, session: Session, wanted: SavedRequest, title: str, on_saved: OnSaved, hint: str
) -> None:
    words = bench.words.saved
    folder = session.settings.preferences.collection or words.dialog.first_collection
    task = SaveTask(words.dialog.title, words.dialog.save, title, folder, may_overwrite=True)

    async def write(choice: "SaveChoice") -> None:
        with refusals(bench):
            saved = await asyncio.to_thread(
                session.collections.changes.create, choice.title, choice.folder, wanted.draft,
                like=wanted, replaces=choice.replaces,
            )  # fmt: skip
            file = f"{saved.request.path}.toml"
            bench.notice(words.screen.saved.format(file=file) + hint, path=file)
            on_saved(saved)

    def answered(choice: "SaveChoice") -> None:
        session.settings.remember(collection=choice.folder)
        bench.start(partial(write, choice), "save")

    await ask_place(bench, session, task, answered)


def _name_for(bench: Bench, answer: Candidate, masker: Masker) -> str:
    """Return a name for an example from its verdict, masked before it is cut."""
    verdict, strings = answer.exchange.verdict.masked(masker), bench.words
    if verdict.ok:
        return strings.saved.example.good.format(said=sentence(verdict, answer.size, strings))
    name = strip_control_characters(f"{verdict.code} {verdict.message}").strip()[:LONGEST_NAME]
    return name or f"HTTP {answer.exchange.response.status}"
