"""The form of a call: a new one, an imported one, or one of which only the title is known."""

from collections.abc import Awaitable, Callable, Collection

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.getters import query_one

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.own_call import (
    CallFault,
    CallField,
    CallTexts,
    OwnCall,
    read_own_call,
    suggest_action,
)
from weda_tui.core.errors import WedaError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import effect_words, token_kind_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.catalogue import own_call_view as own_call_form
from weda_tui.tui.widgets.code_area import CodeArea, JsonArea
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, title_of
from weda_tui.tui.widgets.tabs import Tab, Tabs

Keep = Callable[[OwnCall], Awaitable[Endpoint]]
"""Writes a call and returns it as stored; raises ``WedaError`` if it cannot be written."""
TYPED = (CallField.TITLE, CallField.METHOD, CallField.PATH, CallField.ACTION)


class OwnCallForm(Modal[Endpoint]):
    """Returns the saved call."""

    BINDINGS = [Binding("ctrl+s", "save", show=False, priority=True)]

    _effect = query_one("#own-effect", Tabs)
    _token = query_one("#own-token", Tabs)
    _parameters = query_one("#own-parameters", JsonArea)
    _remark = query_one("#own-remark", Lines)

    def __init__(
        self,
        heading: str,
        texts: CallTexts,
        keep: Keep,
        strings: Strings,
        *,
        taken: Collection[str] = (),
        has_fixed_name: bool = False,
    ) -> None:
        """``taken`` are the names of the other calls of the module."""
        super().__init__(classes="centred")
        self._heading, self._texts, self._keep, self._strings = heading, texts, keep, strings
        self._taken, self._has_fixed_name = taken, has_fixed_name
        self._suggested = texts.action
        self._judged: set[CallField] = set()
        self._is_warned = False
        self._said: tuple[str, str] = ("", "")
        """A remark and its role."""

    def compose(self) -> ComposeResult:
        """Lay out a row per field, the schema, a remark and the keys."""
        with Vertical(classes="panel own-call"):
            yield title_of(self._heading)
            with VerticalScroll(id="own-fields", can_focus=False):
                for field in TYPED:
                    with Horizontal(classes="own-row"):
                        yield self._label(field)
                        yield Field(id=f"own-{field}", disabled=self._is_fixed(field))
                    yield self._hint(field)
                with Horizontal(classes="own-row"):
                    yield self._words(self._strings.tui.own.effect)
                    yield Tabs(id="own-effect", surface="panel")
                with Horizontal(classes="own-row"):
                    yield self._words(self._strings.tui.own.auth)
                    yield Tabs(id="own-token", surface="panel")
                yield self._label(CallField.PARAMETERS)
                yield self._hint(CallField.PARAMETERS)
                yield JsonArea(id="own-parameters", soft_wrap=False)
            yield Lines(self._draw_remark, id="own-remark", surface="panel")

    def _label(self, field: CallField) -> Lines:
        return Lines(
            lambda _: own_call_form.draw_label(field, self._strings),
            classes="own-label",
            surface="panel",
        )

    def _words(self, text: str) -> Lines:
        return Lines(lambda _: [Line([Run("  "), Run(text)])], classes="own-label", surface="panel")

    def _hint(self, field: CallField) -> Lines:
        return Lines(
            lambda width: own_call_form.draw_hint(field, self._fault(field), self._strings, width),
            id=f"own-hint-{field}",
            surface="panel",
        )

    def _is_fixed(self, field: CallField) -> bool:
        return field is CallField.ACTION and self._has_fixed_name

    def on_mount(self) -> None:
        """Fill the fields."""
        texts, strings = self._texts, self._strings
        self._effect.show([Tab(each, effect_words(each, strings)) for each in Effect])
        self._token.show([Tab(each, token_kind_words(each, strings)) for each in TokenKind])
        values = {
            CallField.TITLE: texts.title,
            CallField.METHOD: texts.method,
            CallField.PATH: texts.path,
            CallField.ACTION: texts.action,
        }
        with self.prevent(Field.Changed, CodeArea.Changed, Tabs.TabOpened):
            for field, value in values.items():
                self._field(field).value = value
            self._parameters.load_text(texts.parameters)
            self._effect.open(texts.effect)
            self._token.open(texts.token_kind)
        first = CallField.PATH if texts.title else CallField.TITLE
        self._field(first).focus()

    def _field(self, field: CallField) -> Field:
        return self.query_one(f"#own-{field}", Field)

    # -- what the form says ------------------------------------------------------------------

    def texts(self) -> CallTexts:
        """Return the texts of the fields."""
        typed = {field.value: self._field(field).value.strip() for field in TYPED}
        return CallTexts(
            **typed,
            parameters=self._parameters.text.strip(),
            effect=Effect(self._effect.current),
            token_kind=TokenKind(self._token.current),
        )

    def _fault(self, field: CallField) -> CallFault | None:
        if field not in self._judged:
            return None
        result = read_own_call(self.texts(), taken=self._taken)
        faults = () if isinstance(result, OwnCall) else result
        return next((fault for fault in faults if fault.field is field), None)

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        field = CallField((event.input.id or "").removeprefix("own-"))
        self._judged.add(field)
        if field is CallField.PATH:
            self._suggest_name(event.value)
        self._edited(field)

    @on(CodeArea.Changed)
    def _on_schema_typed(self) -> None:
        self._judged.add(CallField.PARAMETERS)
        fault = self._fault(CallField.PARAMETERS)
        self._parameters.mark_fault(fault.place if fault else None)
        self._edited(CallField.PARAMETERS)

    @on(Tabs.TabOpened)
    def _on_chosen(self) -> None:
        self._show_text("", "")

    def _edited(self, field: CallField) -> None:
        self.query_one(f"#own-hint-{field}", Lines).redraw()
        self._show_text("", "")

    def _suggest_name(self, path: str) -> None:
        """Fill in a suggested name, unless the user has typed a name."""
        field = self._field(CallField.ACTION)
        if self._has_fixed_name or field.value not in {"", self._suggested}:
            return
        self._suggested = suggest_action(path, self._taken)
        with self.prevent(Field.Changed):
            field.value = self._suggested

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self.focus_next()

    @on(Tabs.TabEntered)
    def _on_entered(self) -> None:
        self.focus_next()

    # -- leaving -----------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save the call, or focus the first field with a fault."""
        result = read_own_call(self.texts(), taken=self._taken)
        if isinstance(result, OwnCall):
            self._save(result)
            return
        self._judged |= set(CallField)
        for field in CallField:
            self.query_one(f"#own-hint-{field}", Lines).redraw()
        self._show_text(self._strings.tui.own.not_yet, "fail")
        first = result[0].field
        (self._parameters if first is CallField.PARAMETERS else self._field(first)).focus()

    @work(group="save-call", exclusive=True, description="save-call")
    async def _save(self, call: OwnCall) -> None:
        try:
            endpoint = await self._keep(call)
        except WedaError as error:
            self._show_text(f"✗ {explain(error, self._strings).line}", "fail")
        else:
            self.dismiss(endpoint)

    def action_close(self) -> None:
        """Close; discard unsaved edits only at the second attempt."""
        if self.texts() == self._texts or self._is_warned:
            self.dismiss(None)
            return
        self._show_text(self._strings.tui.own.unsaved, "caution")
        self._is_warned = True

    def _show_text(self, text: str, role: str) -> None:
        self._is_warned = False
        self._said = (text, role)
        self._remark.redraw()

    def help_title(self, strings: Strings) -> str:
        """Return the heading of the form."""
        return self._heading

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the form."""
        words, keys = strings.tui.own, strings.tui.keys
        return [
            HelpRow("Ctrl+S", keys.save),
            HelpRow("Tab Enter", keys.next_field, "Shift+Tab"),
            HelpRow("←→", words.pick),
            HelpRow("Esc", keys.close),
        ]

    # -- drawing -----------------------------------------------------------------------------

    def _draw_remark(self, width: int) -> list[Line]:
        text, role = self._said
        lines = paragraph(text, width - 1, role)
        return [Line(), *lines, *own_call_form.draw_keys(self._strings, width)]
