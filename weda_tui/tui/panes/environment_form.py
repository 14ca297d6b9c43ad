"""The form of one environment: address, credentials, name, env types with their guards."""

from collections.abc import Collection
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var

from weda_tui.core.environment import (
    DEFAULT_TIMEOUT,
    PRESET_ENV_TYPES,
    Environment,
    SecretName,
)
from weda_tui.core.environment_input import (
    FIELDS,
    EnvironmentInput,
    EnvironmentTexts,
    FieldFault,
    read_environment,
    suggest_name,
)
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings import environment_form as drawings
from weda_tui.tui.widgets.env_type_rows import EnvTypeRows
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line

_SECRETS = tuple(SecretName)
_USER = ("username", "password")
"""Fields of which one alone is not enough."""


class EnvironmentForm(VerticalScroll):
    """Fields for one environment; says what is wrong under the field it is wrong in."""

    @dataclass
    class Edited(Message):
        """A field changed."""

    class Scrolled(Message):
        """Another part of the form is seen."""

    @dataclass
    class Pressed(Message):
        """The chip or a way without a deployment was clicked."""

        action: str

    is_ready = False
    """Whether the children are there to be told."""
    is_edited = False
    """Whether something was typed or chosen."""

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
        """``taken`` are the names of the other environments."""
        super().__init__(id=id, can_focus=False)
        self._environment = environment
        self._taken = taken
        self._is_first = is_first
        self._has_keyring: bool | None = None
        self._suggested = ""
        self._left_at = "field-host"
        self._judged: set[str] = set()
        """Fields whose fault is shown."""

    def compose(self) -> ComposeResult:
        """Lay out title, fields, env types and the chip."""
        yield Lines(self._draw_title, id="form-title")
        for name in FIELDS:
            with Horizontal(classes="form-row"):
                yield Lines(
                    lambda _, n=name: drawings.draw_label(n, self.strings), classes="form-label"
                )
                yield Field(id=f"field-{name}", password=name in _SECRETS)
            yield Lines(
                lambda width, n=name: self._draw_hint(n, width),
                id=f"hint-{name}",
                classes="form-hint",
            )
            if name == "name":
                yield Lines(
                    lambda _: drawings.draw_env_types_title(self.strings), id="env-types-title"
                )
                yield EnvTypeRows(
                    lambda setting, chosen: drawings.draw_env_type(setting, chosen, self.strings),
                    id="env-types",
                )
        yield Lines(self._draw_ending, id="form-chip")

    def on_mount(self) -> None:
        """Fill the fields."""
        self.is_ready = True
        old = self._environment
        self._env_types.fill(old.env_types if old else PRESET_ENV_TYPES)
        values = {"timeout": _seconds(old.timeout if old else DEFAULT_TIMEOUT)}
        if old is not None:
            values |= {
                "host": old.host,
                "secret_id": old.secret_id,
                "username": old.username,
                "name": old.name,
                "env_id": old.env_id,
            }
        with self.prevent(Field.Changed):
            for name, value in values.items():
                self._field(name).value = value
        self._field("host").focus()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that another part is seen."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def watch_virtual_size(self) -> None:
        """Tell that more or less is to be seen."""
        self.post_message(self.Scrolled())

    def on_resize(self) -> None:
        """Tell that another part is seen."""
        self.post_message(self.Scrolled())

    @property
    def rows_below(self) -> int:
        """How many rows are below those that are seen."""
        end = self.query_one("#form-chip").virtual_region.bottom
        return max(0, end - self.scroll_offset.y - self.size.height)

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            self._redraw()

    def _redraw(self) -> None:
        for lines in self.query(Lines):
            lines.redraw()
        self._env_types.refresh()

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    def focus_field(self, name: str) -> None:
        """Go to a field."""
        (self._env_types if name == "env_types" else self._field(name)).focus()

    def focus_again(self) -> None:
        """Go to the field that was left."""
        self.query_one(f"#{self._left_at}").focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the field in hand."""
        self._left_at = event.widget.id or self._left_at

    # -- what the form says ------------------------------------------------------------------

    def texts(self) -> EnvironmentTexts:
        """Return what the fields hold."""
        typed = {name: self._field(name).value.strip() for name in FIELDS}
        return EnvironmentTexts(**typed, env_types=self._env_types.settings())

    def read(self) -> EnvironmentInput | tuple[FieldFault, ...]:
        """Return what the form says now, or what is wrong, the first field first."""
        return read_environment(self.texts(), old=self._environment, taken=self._taken)

    def fault(self, name: str) -> str:
        """Return what is wrong with a field, in words; empty for nothing."""
        said = self.read()
        faults = () if isinstance(said, EnvironmentInput) else said
        mine = (fault for fault in faults if fault.field == name)
        return next((drawings.fault_words(fault, self.strings) for fault in mine), "")

    def show_faults(self) -> None:
        """Show what is missing in fields that were not touched too."""
        self._judged |= set(FIELDS)
        self._redraw()

    def show_keyring(self, has_keyring: bool) -> None:
        """Say where a new secret goes; not known before somebody has asked the system."""
        self._has_keyring = has_keyring
        self._redraw_hints(*_SECRETS)

    # -- typing ------------------------------------------------------------------------------

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        event.stop()
        name = (event.input.id or "").removeprefix("field-")
        self._judged.add(name)
        if name == "host":
            self._suggest_name(event.value)
            self._judged |= set(_SECRETS) if self._environment else set()
            self._redraw_hints(*_SECRETS)
        self._redraw_hints(name, *(_USER if name in _USER else ()))
        self._tell_edited()

    def _suggest_name(self, host: str) -> None:
        """Fill in a name, as long as the one there is is not the user's own."""
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

    @on(EnvTypeRows.Changed)
    def _on_env_types_changed(self, event: EnvTypeRows.Changed) -> None:
        event.stop()
        self._tell_edited()

    def _tell_edited(self) -> None:
        self.is_edited = True
        self.post_message(self.Edited())

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.screen.focus_next("#form *")

    @on(Lines.Pressed)
    def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        self.post_message(self.Pressed(event.action))

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        is_new = self._environment is None
        return drawings.draw_title(self.strings, is_first=self._is_first, is_new=is_new)

    def _draw_hint(self, name: str, width: int) -> list[Line]:
        fault = self.fault(name) if name in self._judged else ""
        texts, strings = self.texts(), self.strings
        hint = drawings.hint_words(name, texts, self._environment, self._has_keyring, strings)
        return drawings.draw_hint(hint, fault, width)

    def _draw_ending(self, width: int) -> list[Line]:
        return drawings.draw_ending(self.strings, width, is_first=self._is_first)


def _seconds(seconds: float) -> str:
    """Return seconds in plain decimals, as the field takes them."""
    return f"{seconds:.6f}".rstrip("0").rstrip(".")
