"""The dialog of an upload or a download, from its form to its result.

form ── F5 ──► asking ──► confirm ── the guard's answer ──► moving ──► done
             addresses    names the host                    Esc stops
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePath

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.guard.decision import GuardDecision, letters_missing
from weda_tui.core.storage.object_names import object_ids_in
from weda_tui.core.storage.transfer import (
    Change,
    Direction,
    ItemResult,
    Planned,
    TransferItem,
    decision_of,
)
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.storage.transfers import download_items, upload_items
from weda_tui.tui.storage.view import (
    Transfer,
    TransferStage,
    draw_footer,
    heading,
    help_rows,
    item_row,
)
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.modal import HelpRow, Modal, QuitQuestion
from weda_tui.tui.widgets.rows import Rows

MOST_ROWS = 12
"""The maximum number of visible files."""
MOST_FORESEEN = 1000
"""The number of files up to which the objects' paths are computed at each key press."""


class ItemRows(Rows):
    """The files of a transfer."""

    def __init__(self, transfer: Transfer, strings: Strings) -> None:
        super().__init__(id="transfer-items", surface="panel")
        self._strings = strings
        self.transfer = transfer

    def row(self, index: int, width: int) -> Line:
        """Draw a file."""
        return item_row(self.transfer, index, width, self._strings)


class IdsField(Field):
    """A field for object ids; a paste may have one id per line."""

    def _paste(self, text: str) -> None:
        super()._paste(" ".join(object_ids_in(text)))


class TransferDialog(Modal[None]):
    """Uploads or downloads files; returns nothing."""

    _rows = query_one("#transfer-items", ItemRows)
    _footer = query_one("#transfer-foot", Lines)
    _heading = query_one("#transfer-title", Lines)
    _form = query_one("#transfer-form", Vertical)
    _typed = query_one("#transfer-name", Field)

    BINDINGS = [
        Binding("f5,ctrl+r,ctrl+enter", "go_on", show=False, priority=True),
        Binding("enter", "enter", show=False),
        Binding("ctrl+y", "agree", show=False, priority=True),
        Binding("y", "letter_y", show=False),
        Binding("1,１", "copy_one", show=False),
        Binding("2,２", "copy_all", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(
        self,
        session: Session,
        where: Target,
        files: tuple[str, ...],
        strings: Strings,
        *,
        ids: str = "",
        folder: str = "",
    ) -> None:
        """``files`` are uploaded; without files, ``ids`` are downloaded into ``folder``."""
        super().__init__(classes="centred transfer")
        self._session, self._strings, self._files = session, strings, files
        self._ids, self._folder = ids, folder
        direction = Direction.UPLOAD if files else Direction.DOWNLOAD
        items = tuple(TransferItem(object_id=PurePath(file).name, file=file) for file in files)
        decision = decision_of(direction, where)
        self._transfer = Transfer(direction=direction, where=where, decision=decision, items=items)

    @property
    def _is_upload(self) -> bool:
        return self._transfer.direction is Direction.UPLOAD

    def compose(self) -> ComposeResult:
        """Lay out title, form, files, text, keys."""
        words = self._strings.transfer.screen
        with Vertical(classes="panel"):
            yield Lines(lambda _: heading(self._transfer, self._strings), id="transfer-title",
                        surface="panel")  # fmt: skip
            with Vertical(id="transfer-form"):
                if self._is_upload:
                    yield from self._field("cloud-folder", words.cloud_folder,
                                           words.cloud_folder_hint)  # fmt: skip
                else:
                    yield from self._field("object-ids", words.object_ids, words.object_ids_hint)
                    yield from self._field("local-folder", words.local_folder,
                                           words.local_folder_hint)  # fmt: skip
            yield ItemRows(self._transfer, self._strings)
            yield Field(id="transfer-name")
            yield Lines(self._draw_footer, id="transfer-foot", surface="panel")

    def _field(self, name: str, label: str, hint: str) -> ComposeResult:
        row = Line([Run("  "), Run(label, "bold"), Run(f"   {hint}", "dim")])
        yield Lines(lambda _: [row], surface="panel")
        values = {"object-ids": self._ids, "local-folder": self._folder}
        kind = IdsField if name == "object-ids" else Field
        yield kind(values.get(name, ""), id=name, classes="transfer-field")

    def on_mount(self) -> None:
        """Focus the first empty field."""
        fields = [*self._form.query(Field)]
        empty = [field for field in fields if not field.value]
        (empty or fields)[0].focus()
        self._show(self._transfer)

    # -- stages ------------------------------------------------------------------------------

    def _change(self, **fields: object) -> None:
        self._show(msgspec.structs.replace(self._transfer, **fields))

    def _show(self, transfer: Transfer) -> None:
        """Draw a state of the transfer."""
        is_new_stage = transfer.stage is not self._transfer.stage
        self._transfer = self._rows.transfer = transfer
        self._form.display = transfer.stage is TransferStage.FORM
        self._rows.can_focus = transfer.stage is not TransferStage.FORM
        asks_name = transfer.decision is GuardDecision.ASK_NAME and transfer.ready > 0
        self._typed.display = transfer.stage is TransferStage.CONFIRM and asks_name
        if self._rows.row_count != len(transfer.items):
            self._rows.show_rows(len(transfer.items))
        self._rows.styles.height = min(MOST_ROWS, len(transfer.items), self._room())
        self._rows.refresh()
        self._heading.redraw()
        self._footer.redraw()
        if is_new_stage and transfer.stage is not TransferStage.FORM:
            (self._typed if self._typed.display else self._rows).focus()

    def _room(self) -> int:
        return max(1, self.app.size.height - 14)

    def action_go_on(self) -> None:
        """Request the addresses; once they are known, start if no guard asks."""
        match self._transfer.stage:
            case TransferStage.FORM:
                self._ask()
            case TransferStage.CONFIRM if (
                self._transfer.decision is GuardDecision.SEND and self._transfer.ready
            ):
                self._start()
            case _:
                pass

    def action_enter(self) -> None:
        """Do the same as F5; neither answers a guard."""
        self.action_go_on()

    def action_agree(self) -> None:
        """Agree to the guard's question, and start."""
        transfer = self._transfer
        is_asked = transfer.stage is TransferStage.CONFIRM and transfer.ready > 0
        if is_asked and (transfer.decision is not GuardDecision.ASK_NAME or self._missing() == 0):
            self._start()

    def action_letter_y(self) -> None:
        """Agree with a letter, unless a name has to be typed; after the transfer, copy an id."""
        if self._transfer.stage is TransferStage.DONE:
            self.action_copy_one()
        elif self._transfer.decision is not GuardDecision.ASK_NAME:
            self.action_agree()

    def action_close(self) -> None:
        """Stop a running transfer, else close."""
        if self._transfer.stage is TransferStage.MOVING:
            self.workers.cancel_group(self, "transfer")
            self._change(stage=TransferStage.DONE, is_stopped=True)
        else:
            self.workers.cancel_group(self, "transfer")
            self.dismiss(None)

    def _missing(self) -> int:
        return letters_missing(self._typed.value, *self._transfer.where.environment.names)

    @work(group="transfer", exclusive=True)
    async def _ask(self) -> None:
        """Request the addresses that the bytes are sent to or received from."""
        try:
            items = await asyncio.to_thread(self._named())
        except WedaError as error:
            self._change(error=error)
            return
        if not items:
            self._change(error=FileError(ErrorCode.OBJECT_ID_MISSING))
            return
        self._change(items=items, stage=TransferStage.ASKING, error=None)
        storage = self._session.storage
        plan: Planned
        if self._is_upload:
            plan = await storage.plan_upload(items, self._transfer.where)
        else:
            plan = await storage.plan_download(items, self._transfer.where)
        self._change(stage=TransferStage.CONFIRM, plan=plan, items=plan.items)

    def _named(self) -> Callable[[], tuple[TransferItem, ...]]:
        """Return a function that makes items of the form; it reads the disk, so use a thread."""
        if self._is_upload:
            cloud = self.query_one("#cloud-folder", Field).value
            return lambda: upload_items(self._files, cloud)
        ids = object_ids_in(self.query_one("#object-ids", Field).value)
        folder = self.query_one("#local-folder", Field).value.strip()
        to = f"{folder or '.'}/"
        return lambda: download_items(ids, to, "rename") if ids else ()

    def _foreseen(self) -> tuple[TransferItem, ...]:
        """Return the items as they would be with the folder typed so far."""
        if self._is_upload and len(self._files) <= MOST_FORESEEN:
            with suppress(WedaError):
                return upload_items(self._files, self.query_one("#cloud-folder", Field).value)
        return self._transfer.items

    def _start(self) -> None:
        """Start the transfer, if there is a plan."""
        if self._transfer.plan is not None:
            self._change(stage=TransferStage.MOVING)
            self._carry_out(self._transfer.plan)

    @work(group="transfer", exclusive=True, description="transfer")
    async def _carry_out(self, plan: Planned) -> None:
        storage = self._session.storage
        consent = self._transfer.decision
        await storage.carry_out(plan, consent=consent, on_change=self._on_change)
        self._change(stage=TransferStage.DONE, moving=None)

    def _on_change(self, change: Change) -> None:
        if self._transfer.stage is not TransferStage.MOVING:
            return
        if isinstance(change, ItemResult):
            self._change(results=(*self._transfer.results, change))
            self._rows.cursor = min(len(self._transfer.results), self._rows.row_count - 1)
        else:
            self._change(moving=change)

    # -- the end -----------------------------------------------------------------------------

    def action_copy_one(self) -> None:
        """Copy the object id or the path of the file under the cursor."""
        outcome = self._transfer.outcome(self._rows.cursor)
        if self._transfer.stage is TransferStage.DONE and outcome is not None and outcome.ok:
            became = self._became(outcome)
            self.post_message(CopyRequested(became, became))

    def action_copy_all(self) -> None:
        """Copy all object ids or paths, one per line."""
        done = [self._became(each) for each in self._transfer.results if each.ok]
        if self._transfer.stage is TransferStage.DONE and done:
            words = self._strings.transfer.screen
            what = words.ids if self._is_upload else words.paths
            self.post_message(CopyRequested("\n".join(done), what.format(count=count(len(done)))))

    def _became(self, outcome: ItemResult) -> str:
        return outcome.cloud_object_id if self._is_upload else outcome.item.file

    def action_move(self, by: int) -> None:
        """Go to another file, even while the field of the name has the focus."""
        self._rows.action_move(by)

    @on(Field.Changed)
    def _on_changed(self) -> None:
        if self._transfer.stage is TransferStage.FORM:
            self._change(error=None, items=self._foreseen())
        self._footer.redraw()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        if event.input.id == "object-ids" and not self.query_one("#local-folder", Field).value:
            self.query_one("#local-folder", Field).focus()
        elif event.input.id != "transfer-name":
            self.action_go_on()

    @on(Rows.CursorMoved)
    def _on_moved(self) -> None:
        self._footer.redraw()

    @on(Rows.RowChosen)
    def _on_chosen(self) -> None:
        self.action_enter()

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return the question before quitting, which would stop a running transfer."""
        if self._transfer.stage is not TransferStage.MOVING:
            return None
        words = strings.transfer.screen
        left = len(self._transfer.items) - len(self._transfer.results)
        title = words.quit_question.format(count=count(left))
        return QuitQuestion(title, words.go_on, words.stop_and_quit)

    def help_title(self, strings: Strings) -> str:
        """Return the title: upload or download."""
        keys = strings.tui.keys
        return keys.upload if self._is_upload else keys.download

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the current stage."""
        return help_rows(self._transfer, strings)

    # -- drawing -----------------------------------------------------------------------------

    def _draw_footer(self, width: int) -> list[Line]:
        return draw_footer(self._transfer, self._rows.cursor, self._missing(), self._strings, width)
