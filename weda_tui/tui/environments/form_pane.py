"""The form of one environment: address, credentials, name, env types with guards, and more."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.environments.changes import FieldChange, find_changes
from weda_tui.core.environments.deployment import (
    NO_PROXY,
    SYSTEM_PROXY,
    Environment,
    SecretName,
    TokenBody,
    env_id_of,
    read_host,
)
from weda_tui.core.environments.form_texts import (
    FIELDS,
    MORE_FIELDS,
    EnvironmentTexts,
    FieldFault,
    texts_of,
    variable_field,
)
from weda_tui.core.environments.input import (
    EnvironmentInput,
    is_reference,
    read_environment,
    suggest_name,
)
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.environments import form_view as drawings
from weda_tui.tui.environments.form_rows import EnvTypeRows, GroupHeading, VariableRows
from weda_tui.tui.environments.form_view import GROUPS, OPTIONAL, OWN_PROXY, answer_run
from weda_tui.tui.widgets.choice import Choice
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Intent

KEPT = "••••••••••••"
"""The placeholder of a kept secret; its length does not depend on the secret."""
_SECRETS = tuple(SecretName)
_TOGETHER = {
    "username": ("username", "password"),
    "password": ("username", "password"),
    "client_key": ("client_certificate",),
    "client_certificate": ("client_certificate",),
}
"""Fields whose faults depend on each other."""
_ANSWERS = {
    "verify_tls": ("True", "False"),
    "proxy_kind": (SYSTEM_PROXY, NO_PROXY, OWN_PROXY),
    "token_body": tuple(TokenBody),
}
"""The answers of the fields that are chosen instead of typed."""


class EnvironmentForm(VerticalScroll):
    """The fields of one environment; shows each fault below its field."""

    class EnvironmentEdited(Intent):
        """A field changed."""

    class Scrolled(Intent):
        """Another part of the form is visible."""

    @dataclass
    class ActionPressed(Intent):
        """The chip or one of the ways without a deployment was clicked."""

        action: str

    is_ready = False
    """Whether the child widgets are mounted and filled."""

    strings: var[Strings] = var(default_strings)

    _env_types = query_one("#env-types", EnvTypeRows)

    def __init__(
        self,
        environment: Environment | None,
        taken: Collection[str],
        *,
        is_first: bool,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        """``taken`` are the names of the other environments; ``is_first`` is for the first run."""
        super().__init__(id=id, can_focus=False)
        self._environment = environment
        self._taken = taken
        self.is_first = is_first
        self._before = texts_of(environment)
        self._start = self._before
        self._has_keyring: bool | None = None
        self._absent: Collection[SecretName] = ()
        self._suggested = self._address = ""
        self._left_at = "field-host"
        self._focus_before: Widget | None = None
        self._judged: set[str] = set()
        """The fields whose fault is shown."""

    # -- layout ------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out title, fields, env types and the chip."""
        if self.is_first:
            yield Lines(self._draw_title, id="form-title")
        for group, names in GROUPS.items():
            yield GroupHeading(group, lambda _, g=group: self._draw_heading(g))
            with Vertical(id=f"group-{group}", classes="form-group"):
                for name in names:
                    yield from self._compose_named(name)
        yield Lines(lambda width: drawings.draw_ending(self.strings, width), id="form-chip")

    def _compose_named(self, name: str) -> Iterator[Widget]:
        if name == "env_types":
            yield from self._compose_env_types()
        elif name == "variables":
            yield VariableRows(
                lambda scope: drawings.scope_run(scope, self.strings),
                self._draw_variable_fault,
                id="variables",
            )
            yield Lines(lambda width: drawings.draw_variables_hint(self.strings, width))
        else:
            yield from self._compose_field(name)

    def _compose_field(self, name: str) -> Iterator[Widget]:
        with Horizontal(classes="form-row", id=f"row-{name}"):
            yield Lines(
                lambda _, n=name: drawings.draw_label(n, self.strings), classes="form-label"
            )
            if name in _ANSWERS:
                yield Choice(
                    _ANSWERS[name],
                    lambda answer, n=name: answer_run(n, answer, self.strings),
                    id=f"field-{name}",
                )
            else:
                field = Field(id=f"field-{name}", password=name in _SECRETS)
                field.shows, field.begins_with_blank = is_reference, False
                yield field
        yield Lines(
            lambda width, n=name: self._draw_hint(n, width), id=f"hint-{name}", classes="form-hint"
        )

    def _compose_env_types(self) -> Iterator[Widget]:
        yield Lines(lambda _: drawings.draw_env_types_title(self.strings), id="env-types-title")
        yield EnvTypeRows(
            lambda setting, chosen: drawings.draw_env_type(setting, chosen, self.strings),
            id="env-types",
        )

    async def on_mount(self) -> None:
        """Fill the fields."""
        await self._fill()
        self.is_ready = True
        self._redraw()

    async def _fill(self) -> None:
        texts = self._start
        self._env_types.fill(texts.env_types)
        with self.prevent(Field.Changed, Choice.ChoiceChanged):
            for name in (*FIELDS, *MORE_FIELDS):
                if name != "proxy":
                    self._field(name).value = getattr(texts, name)
            self._fill_answers(texts)
        self._show_kept()
        names = [each.name for each in texts.env_types]
        await self.query_one(VariableRows).fill(texts.variables, names)
        self._fold(OPTIONAL if self._is_plain else ())

    def _fill_answers(self, texts: EnvironmentTexts) -> None:
        is_own = texts.proxy not in {SYSTEM_PROXY, NO_PROXY}
        self._field("proxy").value = texts.proxy if is_own else ""
        self._choice("proxy_kind").value = OWN_PROXY if is_own else texts.proxy
        self._choice("verify_tls").value = str(texts.verify_tls)
        self._choice("token_body").value = texts.token_body
        self._show_proxy()

    async def show(
        self,
        environment: Environment | None,
        taken: Collection[str],
        start: EnvironmentTexts | None = None,
    ) -> None:
        """Show another environment, without edits.

        ``start`` is the content of the fields, if it differs from that of ``environment``.
        """
        self._environment, self._taken = environment, taken
        self._before = texts_of(environment)
        self._start = start or self._before
        self._judged.clear()
        self._absent = ()
        self._suggested = ""
        await self._fill()
        self.scroll_home(animate=False)
        self._redraw()
        self.post_message(self.EnvironmentEdited())

    # -- where one is ------------------------------------------------------------------------

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post a message that another part of the form is visible."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def watch_virtual_size(self) -> None:
        """Post a message that the number of visible rows may have changed."""
        self.post_message(self.Scrolled())

    def on_resize(self) -> None:
        """Post a message that another part of the form is visible."""
        self.post_message(self.Scrolled())

    @property
    def rows_below(self) -> int:
        """The number of rows below the visible rows."""
        end = self.query_one("#form-chip").virtual_region.bottom
        return max(0, end - self.scroll_offset.y - self.size.height)

    def watch_strings(self) -> None:
        """Draw in the new language."""
        if self.is_ready:
            self._redraw()

    def _redraw(self) -> None:
        for lines in self.query(Lines):
            lines.redraw()
        self._env_types.refresh()

    # -- groups that fold --------------------------------------------------------------------

    @property
    def _is_plain(self) -> bool:
        """Whether the environment is new and not a copy: only then the optional groups fold."""
        return self._environment is None and self._start == self._before

    def _fold(self, groups: Collection[str]) -> None:
        """Fold these optional groups, and unfold the others."""
        for group in OPTIONAL:
            self.query_one(f"#group-{group}").display = group not in groups
            heading = self.query_one(f"#heading-{group}", GroupHeading)
            heading.can_focus = self._is_plain
            heading.redraw()

    def _is_open(self, group: str) -> bool:
        return self.query_one(f"#group-{group}").display

    @on(GroupHeading.GroupTurned)
    def _on_turned(self, event: GroupHeading.GroupTurned) -> None:
        event.stop()
        is_open = not self._is_open(event.group) if event.is_open is None else event.is_open
        others = {each for each in OPTIONAL if not self._is_open(each)} - {event.group}
        self._fold(others if is_open else {*others, event.group})

    def _unfold(self, field: str) -> None:
        """Unfold the group of a field."""
        group = next((each for each in OPTIONAL if field in GROUPS[each]), OPTIONAL[-1])
        self._fold([each for each in OPTIONAL if each != group and not self._is_open(each)])

    def _draw_heading(self, group: str) -> list[Line]:
        if group not in OPTIONAL or not self._is_plain:
            return [] if self.is_first else drawings.draw_group(group, self.strings)
        filled = {"connection": "env_id", "user": "username"}.get(group)
        return drawings.draw_fold(
            group,
            self.strings,
            is_open=self._is_open(group),
            is_at=self.query_one(f"#heading-{group}").has_focus,
            filled=self._field(filled).value if filled else "",
        )

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    def _choice(self, name: str) -> Choice:
        return self.query_one(f"#field-{name}", Choice)

    def focus_field(self, name: str) -> None:
        """Focus a field and show it, after unfolding its group."""
        if name not in {"host", "secret_id", "secret_key", "name", "env_types"}:
            self._unfold(name)
        if name.startswith("variable-"):
            self.query_one(VariableRows).focus_row(int(name.rpartition("-")[2]))
        else:
            field = self._env_types if name == "env_types" else self._field(name)
            field.focus()
            field.scroll_visible(animate=False)  # a field with the focus may be out of view

    def return_to(self, name: str) -> None:
        """Focus a field now if the form has the focus, else when the form gets the focus again."""
        if self.has_focus_within:
            self.focus_field(name)
        else:
            left, self._left_at = self._left_at, f"field-{name}"
            self._redraw_hint_of(left)
            self._redraw_hint_of(self._left_at)

    def focus_again(self) -> None:
        """Focus the field that had the focus last."""
        left = self.query(f"#{self._left_at}")
        (left.first() if left else self._field("host")).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the focused field, and show its hint."""
        self._redraw_hint_of(self._left_at)
        self._left_at = event.widget.id or self._left_at
        self._redraw_hint_of(self._left_at)

    def _redraw_hint_of(self, widget_id: str) -> None:
        for hint in self.query(f"#hint-{widget_id.removeprefix('field-')}").results(Lines):
            hint.redraw()

    # -- what the form says ------------------------------------------------------------------

    def texts(self) -> EnvironmentTexts:
        """Return the texts of the fields."""
        typed = {name: self._field(name).value.strip() for name in (*FIELDS, *MORE_FIELDS)}
        texts = msgspec.structs.replace(self._before, **typed, env_types=self._env_types.settings())
        kind = self._choice("proxy_kind").value
        return msgspec.structs.replace(
            texts,
            proxy=typed["proxy"] if kind == OWN_PROXY else kind,
            verify_tls=self._choice("verify_tls").value == "True",
            token_body=TokenBody(self._choice("token_body").value),
            variables=self.query_one(VariableRows).texts(),
        )

    def read(self) -> EnvironmentInput | tuple[FieldFault, ...]:
        """Return the content of the form, or its faults in the order of the fields."""
        return read_environment(self.texts(), old=self._environment, taken=self._taken)

    def address_and_faults(self) -> tuple[str, Sequence[FieldFault]] | None:
        """Return the address as typed and the faults; ``None`` before the fields are filled."""
        if not self.is_ready:
            return None
        typed = self.read()
        return self.texts().host, () if isinstance(typed, EnvironmentInput) else typed

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The edits of the file's values, or of an empty form; none before the form is ready."""
        return find_changes(self._before, self.texts()) if self.is_ready else ()

    @property
    def is_edited(self) -> bool:
        """Whether the fields hold edits that are not saved; a suggested name is not an edit."""
        if not self.is_ready:
            return False
        texts = self.texts()
        if texts.name == self._suggested:
            texts = msgspec.structs.replace(texts, name="")
        return bool(find_changes(self._before, texts))

    def fault(self, name: str) -> str:
        """Return the fault of a field in words; empty if there is none."""
        typed = self.read()
        faults = () if isinstance(typed, EnvironmentInput) else typed
        mine = (fault for fault in faults if fault.field == name)
        return next((drawings.fault_words(fault, self.strings) for fault in mine), "")

    def show_faults(self) -> None:
        """Show the faults of untouched fields too."""
        self._judged |= {*FIELDS, *MORE_FIELDS}
        self._redraw()

    def show_absent(self, absent: Collection[SecretName]) -> None:
        """Show which secrets the file refers to, but no store holds for the address."""
        self._absent = absent
        self._show_kept()
        self._redraw_hints(*_SECRETS)

    def _show_kept(self) -> None:
        for name in _SECRETS:
            reference = self._environment.secret_ref(name) if self._environment else None
            shown = KEPT if reference is not None and reference.is_kept else str(reference or "")
            self._field(name).placeholder = "" if name in self._absent else shown

    def show_keyring(self, has_keyring: bool) -> None:
        """Show where a new secret will be stored; unknown until the system has been asked."""
        self._has_keyring = has_keyring
        self._redraw_hints(*_SECRETS)

    def set_locked(self, *, is_locked: bool) -> None:
        """Disable or enable editing, and keep the focus on the same field."""
        if is_locked:
            self._focus_before = self.screen.focused
        self.disabled = is_locked
        if not is_locked:
            self.screen.set_focus(self._focus_before)

    def set_guard(self, env_type: str, guard: Guard) -> None:
        """Set the guard of an env type, and choose the env type."""
        self._env_types.set_guard(env_type, guard)

    def drop_env_type(self, env_type: str) -> None:
        """Deselect an env type."""
        self._env_types.drop(env_type)

    # -- typing ------------------------------------------------------------------------------

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        event.stop()
        name = (event.input.id or "").removeprefix("field-")
        self._judged.add(name)
        if name == "host":
            self._read_pasted(event.value)
            self._suggest_name(event.value)
            self._judged |= set(_SECRETS) if self._environment else set()
            self._redraw_hints(*_SECRETS)
        self._judged |= set(_TOGETHER.get(name, ())) - set(_SECRETS)
        self._redraw_hints(name, *_TOGETHER.get(name, ()))
        self.post_message(self.EnvironmentEdited())

    @on(Choice.ChoiceChanged)
    def _on_chosen(self, event: Choice.ChoiceChanged) -> None:
        event.stop()
        self._show_proxy()
        self._redraw_hint_of(event.choice.id or "")
        self.post_message(self.EnvironmentEdited())

    def _show_proxy(self) -> None:
        is_own = self._choice("proxy_kind").value == OWN_PROXY
        for part in ("#row-proxy", "#hint-proxy"):
            self.query_one(part).display = is_own

    @on(VariableRows.VariablesChanged)
    def _on_variables_changed(self) -> None:
        self._redraw_variable_faults()
        self.post_message(self.EnvironmentEdited())

    def _redraw_variable_faults(self) -> None:
        for fault in self.query(".variable-fault").results(Lines):
            fault.redraw()

    def _read_pasted(self, address: str) -> None:
        """Split a pasted console address into the environment's id and the host."""
        is_pasted = len(address) > len(self._address) + 1
        self._address = address
        if self._environment is not None or not is_pasted or not (env_id := env_id_of(address)):
            return
        with suppress(WedaError), self.prevent(Field.Changed):
            self._field("host").value = self._address = read_host(address).host
            self._field("env_id").value = env_id
        self.query_one("#heading-connection", GroupHeading).redraw()

    def _suggest_name(self, host: str) -> None:
        """Fill in a suggested name, unless the user has typed a name."""
        field = self._field("name")
        suggested = suggest_name(host, self._taken)
        if self._environment or not suggested or field.value not in {"", self._suggested}:
            return
        self._suggested = suggested
        with self.prevent(Field.Changed):
            field.value = suggested
        self._redraw_hints("name")

    def _redraw_hints(self, *names: str) -> None:
        for name in names:
            self.query_one(f"#hint-{name}", Lines).redraw()

    @on(EnvTypeRows.EnvTypesChanged)
    def _on_env_types_changed(self) -> None:
        rows = self.query_one(VariableRows)
        rows.offer([each.name for each in self._env_types.settings()])
        self._redraw_variable_faults()
        self.post_message(self.EnvironmentEdited())

    @on(Field.Submitted)
    @on(Choice.Confirmed)
    def _on_submitted(self, event: Field.Submitted | Choice.Confirmed) -> None:
        event.stop()
        self.screen.focus_next("#form *")

    @on(Lines.Pressed)
    def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        self.post_message(self.ActionPressed(event.action))

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        return drawings.draw_title(self.strings)

    def _draw_hint(self, name: str, width: int) -> list[Line]:
        fault = self.fault(name) if name in self._judged else ""
        is_short = not (self.is_first and name in FIELDS) and self._left_at != f"field-{name}"
        if is_short and not fault and not (name in _SECRETS and self.is_ready):
            return []
        strings, environment = self.strings, self._environment
        if environment is not None and name in self._absent and not self._field(name).value:
            hint = drawings.absent_words(name, environment, strings)
        else:
            hint = drawings.hint_words(name, self.texts(), environment, self._has_keyring, strings)
        lines = drawings.draw_hint(hint, fault, width)
        return lines if hint or fault else []

    def _draw_variable_fault(self, index: int, width: int) -> list[Line]:
        fault = self.fault(variable_field(index)) if self.is_ready else ""
        return drawings.draw_hint("", fault, width) if fault else []
