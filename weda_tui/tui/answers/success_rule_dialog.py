"""The dialog for the success rule of an endpoint, which tries the rule on a response."""

import asyncio
from functools import partial

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.errors import FileError
from weda_tui.core.masking import MASK
from weda_tui.core.secrets.patterns import is_secret_name
from weda_tui.core.sending.exchange import Response
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys


class SuccessRuleDialog(Modal[str]):
    """A dialog that returns the stored rule, empty for none, after it was saved or removed."""

    BINDINGS = [
        Binding("tab", "take_example", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
    ]

    _field = query_one("#success-rule", Field)
    _state = query_one("#success-rule-state", Lines)

    def __init__(
        self, session: Session, endpoint_id: str, rule: str, response: Response, strings: Strings
    ) -> None:
        """``rule`` is the stored rule, empty for none; ``response`` is used to try rules."""
        super().__init__(classes="guard")
        self._session, self._endpoint_id, self._rule = session, endpoint_id, rule
        self._response, self._strings = response, strings
        self._example = ""
        self._said: list[tuple[str, str]] = []
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """Lay out the title, the field, the result of the rule, and the keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield Field(self._rule, id="success-rule")
            yield Lines(self._draw_state, id="success-rule-state", surface="panel")

    def on_mount(self) -> None:
        """Focus the field, offer an example and try the rule."""
        self._field.focus()
        self._find_example()
        self._try(self._rule)

    @work(group="example", description="example")
    async def _find_example(self) -> None:
        """Offer an example; the response is masked and read in a thread."""
        try:
            masked = await asyncio.to_thread(self._session.judging.masked_body, self._response)
        except FileError:  # the error is shown when the user saves a rule
            return
        self._example = await asyncio.to_thread(example_for, masked)
        self._state.redraw()

    def action_take_example(self) -> None:
        """Write the example into an empty field."""
        if self._example and not self._field.value:
            self._field.value = self._example
            self._field.cursor_position = len(self._example)

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        self._try(event.value.strip())

    @work(group="try", exclusive=True, description="try")
    async def _try(self, rule: str) -> None:
        """Show the result of the rule for the response; both are read in a thread."""
        words = self._strings.rules
        if not rule:
            self._show(*([(words.removes, "dim")] if self._rule else []))
            return
        try:
            holds = await asyncio.to_thread(self._session.judging.try_rule, rule, self._response)
        except FileError as error:
            self._refuse(error)
            return
        if holds is None:
            self._show((words.cannot_try, "dim"))
        else:
            self._show((words.holds, "ok") if holds else (words.fails, "fail"))

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Save the rule; a rule that cannot be parsed remains in the field."""
        if not self._is_saving:
            self._save(self._field.value.strip())

    @work(group="save", description="save")
    async def _save(self, rule: str) -> None:
        self._is_saving = True
        self.workers.cancel_group(self, "try")  # its result would replace why nothing was saved
        save = partial(self._session.judging.save_rule, known=self._rule, response=self._response)
        try:
            await asyncio.to_thread(save, self._endpoint_id, rule)
        except FileError as error:
            self._is_saving = False
            self._refuse(error)
        else:
            self.dismiss(rule)

    def _refuse(self, error: FileError) -> None:
        meaning = explain(error, self._strings)
        self._show((f"✗ {meaning.what}", "fail"), (meaning.hint, "dim"))

    def _show(self, *said: tuple[str, str]) -> None:
        self._said = list(said)
        self._state.redraw()

    # -- drawing -----------------------------------------------------------------------------

    def help_title(self, strings: Strings) -> str:
        """Return the name of the rule for the help."""
        return strings.tui.keys.success_rule

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the last row of the dialog shows too."""
        words = strings.rules
        example = [HelpRow("Tab", words.take_example)] if self._example else []
        close = HelpRow("Esc", strings.tui.keys.close)
        return [HelpRow("Enter", words.keep), *example, close]

    def _draw_title(self, width: int) -> list[Line]:
        words = self._strings.rules
        title = words.title.format(endpoint=self._endpoint_id)
        about = paragraph(words.about, width - 1, "dim")
        return [Line([Run("  "), Run(title, "bold")]), Line(), *about, Line()]

    def _draw_state(self, width: int) -> list[Line]:
        words, said = self._strings.rules, self._said
        if not self._field.value and self._example:
            said = [(words.example.format(rule=self._example), "faint"), *said]
        lines = [line for text, role in said for line in paragraph(text, width - 1, role)]
        return [
            Line(),
            *(lines or [Line()]),
            Line(),
            panel_keys(self.help_rows(self._strings), width),
        ]


def example_for(body: bytes) -> str:
    """Return a rule that a masked body meets, from its first plain field; empty for none.

    A field that contains a secret is never used as an example.
    """
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return ""
    for name, raw in fields.items():
        value = bytes(memoryview(raw)[:LONGEST_VALUE])
        if is_secret_name(name) or MASK.encode() in value:
            continue
        is_plain = len(value) < LONGEST_VALUE and value[:1] not in {b"{", b"["}
        if name.isidentifier() and name.isascii() and is_plain and b"\\" not in value:
            return f"$.{name} == {value.decode()}"
    return ""


LONGEST_VALUE = 40
"""Bytes from which a value is too long to be repeated in an example."""
