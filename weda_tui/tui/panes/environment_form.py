"""The form of one environment: address, credentials, name, env types with their guards."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.reactive import var

from weda_tui.core.environment import (
    DEFAULT_TIMEOUT,
    ENV_TYPES,
    LONGEST_TIMEOUT,
    PRESET_ENV_TYPES,
    Environment,
    EnvTypeSetting,
    Guard,
    SecretRef,
    is_timeout,
    parse_host,
    parse_secret_ref,
    preset_guard,
)
from weda_tui.core.errors import WedaError
from weda_tui.i18n.explain import explain
from weda_tui.i18n.facts import env_type_words, guard_mark, guard_words
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.where import env_type_role
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run, pad
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.wrap import wrap

LABEL = 16
"""Cells of the labels' column."""


class EnvTypeRows(Rows):
    """One row an env type: chosen or not, and its guard."""

    BINDINGS = [
        Binding("left", "guard(-1)", show=False),
        Binding("right", "guard(1)", show=False),
        Binding("space,ideographic_space,enter", "choose_type", show=False),
    ]

    class Changed(Message):
        """An env type was chosen or dropped, or has another guard."""

    def __init__(self) -> None:
        super().__init__(id="env-types")
        self.strings = default_strings()
        self.chosen = {"prod": True, "dev": True, "pre": False}
        self.guards = {name: preset_guard(name) for name in ENV_TYPES}

    def fill(self, settings: tuple[EnvTypeSetting, ...]) -> None:
        """Show an environment's env types in their order, then the known ones it has not."""
        own = {setting.name: setting.guard for setting in settings}
        self.guards = own | {name: preset_guard(name) for name in ENV_TYPES if name not in own}
        self.chosen = {name: name in own for name in self.guards}
        self.show_rows(len(self.guards))

    def settings(self) -> tuple[EnvTypeSetting, ...]:
        """Return the chosen env types with their guards."""
        return tuple(
            EnvTypeSetting(name, guard) for name, guard in self.guards.items() if self.chosen[name]
        )

    def action_guard(self, by: int) -> None:
        """Give the env type another guard."""
        name = list(self.guards)[self.cursor]
        guards = list(Guard)
        self.guards[name] = guards[(guards.index(self.guards[name]) + by) % len(guards)]
        self.refresh()
        self.post_message(self.Changed())

    def action_choose_type(self) -> None:
        """Choose or drop the env type."""
        name = list(self.guards)[self.cursor]
        self.chosen[name] = not self.chosen[name]
        self.refresh()
        self.post_message(self.Changed())

    @on(Rows.Chosen)
    def _on_clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_choose_type()

    def row(self, index: int, width: int) -> Line:
        """Draw an env type."""
        name = list(self.guards)[index]
        is_chosen = self.chosen[name]
        guard = self.guards[name]
        role = env_type_role(name) if is_chosen else "faint"
        words = f"{guard_mark(guard)} {guard_words(guard, self.strings)}".strip()
        guard_role = "caution" if guard_mark(guard) == "!" else "dim"
        return Line(
            [
                Run("  "),
                Run("[x] " if is_chosen else "[ ] ", "bold" if is_chosen else "faint"),
                Run(pad(f"{name} {env_type_words(name, self.strings)}", 16), role),
                Run(words if is_chosen else "", guard_role),
            ]
        )


@dataclass
class FormFault:
    """The first thing that keeps a form from being an environment: where, and why in words."""

    field: str
    text: str


@dataclass(frozen=True)
class FormContent:
    """What a form says at one moment: the same is checked and saved."""

    environment: Environment
    secret: str = field(repr=False)
    """The SecretKey that was typed, empty when the kept one or a variable is meant."""


class EnvironmentForm(VerticalScroll):
    """Fields for one environment; says what is wrong under the field it is wrong in."""

    @dataclass
    class Edited(Message):
        """A field changed."""

    @dataclass
    class Pressed(Message):
        """The chip or a way without a deployment was clicked."""

        action: str

    is_ready = False
    """Whether the children are there to be told."""

    strings: var[Strings] = var(default_strings)

    FIELDS = ("host", "secret_id", "secret_key", "name", "env_id", "timeout")

    def __init__(
        self,
        environment: Environment | None,
        *,
        is_first: bool,
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(id=id, can_focus=False)
        self._environment = environment
        self._is_first = is_first
        self._has_keyring: bool | None = None
        self._touched: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out title, fields, env types and the chip."""
        yield Lines(self._draw_title, id="form-title")
        for name in self.FIELDS:
            with Horizontal(classes="form-row"):
                yield Lines(lambda _, n=name: self._draw_label(n), classes="form-label")
                yield Field(id=f"field-{name}", password=name == "secret_key")
            yield Lines(
                lambda width, n=name: self._draw_hint(n, width),
                id=f"hint-{name}",
                classes="form-hint",
            )
            if name == "name":
                yield Lines(self._draw_env_types, id="env-types-title")
                yield EnvTypeRows()
        yield Lines(self._draw_chip, id="form-chip")

    def on_mount(self) -> None:
        """Fill the fields."""
        self.is_ready = True
        rows = self.query_one(EnvTypeRows)
        rows.strings = self.strings
        environment = self._environment
        rows.fill(environment.env_types if environment else PRESET_ENV_TYPES)
        rows.styles.height = len(rows.guards)
        values = {"timeout": _seconds(DEFAULT_TIMEOUT)}
        if environment is not None:
            values = {
                "host": environment.host,
                "secret_id": environment.secret_id,
                "name": environment.name,
                "env_id": environment.env_id,
                "timeout": _seconds(environment.timeout),
            }
        with self.prevent(Field.Changed):
            for name, value in values.items():
                self._field(name).value = value
        self._field("host").focus()

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            self.query_one(EnvTypeRows).strings = self.strings
            self.redraw()

    def redraw(self) -> None:
        """Draw every row again."""
        for lines in self.query(Lines):
            lines.redraw()
        self.query_one(EnvTypeRows).refresh()

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    def value(self, name: str) -> str:
        """Return what a field holds."""
        return self._field(name).value.strip()

    def focus_field(self, name: str) -> None:
        """Go to a field."""
        if name == "env_types":
            self.query_one(EnvTypeRows).focus()
        else:
            self._field(name).focus()

    # -- what the form says ------------------------------------------------------------------

    def host(self) -> str:
        """Return the normalised address. Raises ``WedaError``."""
        return parse_host(self.value("host"))

    def show_keyring(self, has_keyring: bool) -> None:
        """Say where a new SecretKey goes; not known before somebody has asked the system."""
        self._has_keyring = has_keyring
        self.query_one("#hint-secret_key", Lines).redraw()

    def content(self) -> FormContent | FormFault:
        """Return what the form says now, or the first thing that is wrong."""
        for name in self.FIELDS:
            if fault := self.fault(name):
                return FormFault(name, fault)
        settings = self.query_one(EnvTypeRows).settings()
        if not settings:
            return FormFault("env_types", self.strings.tui.form.bad_env_types)
        text = self.value("secret_key")
        secret = "" if text.startswith("env:") else text
        return FormContent(self._environment_of(settings), secret)

    def _environment_of(self, settings: tuple[EnvTypeSetting, ...]) -> Environment:
        old = self._environment
        return Environment(
            name=self.value("name"),
            host=self.host(),
            env_types=settings,
            env_id=self.value("env_id"),
            secret_id=self.value("secret_id"),
            secret_key=self._secret_ref(),
            timeout=float(self.value("timeout")),
            verify_tls=old.verify_tls if old else True,
            ca_file=old.ca_file if old else "",
            variables=old.variables if old else {},
        )

    def _secret_ref(self) -> SecretRef | None:
        text = self.value("secret_key")
        if text.startswith("env:"):
            return parse_secret_ref(text)
        return self._environment.secret_key if self._environment else None

    def fault(self, name: str) -> str:
        """Return what is wrong with a field, in words; empty for nothing."""
        words, text = self.strings.tui.form, self.value(name)
        if name == "host":
            return self._explained(parse_host, text)
        if name in {"secret_id", "name"} and not text:
            label = words.secret_id if name == "secret_id" else words.name
            return words.missing.format(field=label)
        if name == "secret_key":
            if text.startswith("env:"):
                return self._explained(parse_secret_ref, text)
            if not text and self._environment:
                return self._bound_elsewhere(self._environment)
            return "" if text else words.missing.format(field=words.secret_key)
        if name == "timeout":
            is_good = re.fullmatch(r"\d{1,5}(\.\d+)?", text) and is_timeout(float(text))
            return "" if is_good else words.bad_timeout.format(most=int(LONGEST_TIMEOUT))
        return ""

    def _bound_elsewhere(self, old: Environment) -> str:
        """Return why the kept secret does not serve the address that was typed, or nothing."""
        if old.secret_key is None or old.secret_key.kind == "env":
            return ""
        try:
            host = self.host()
        except WedaError:
            return ""
        words = self.strings.tui.form
        return "" if host == old.host else words.secret_key_bound.format(host=old.host)

    def _explained(self, parse: Callable[[str], object], text: str) -> str:
        try:
            parse(text)
        except WedaError as error:
            return explain(error, self.strings).what
        return ""

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        event.stop()
        name = (event.input.id or "").removeprefix("field-")
        self._touched.add(name)
        if name == "host" and not self._environment and "name" not in self._touched:
            self._suggest_name()
        self.query_one(f"#hint-{name}", Lines).redraw()
        if name == "host":
            self.query_one("#hint-secret_key", Lines).redraw()
        self.post_message(self.Edited())

    def _suggest_name(self) -> None:
        try:
            name = self.host().split("://", 1)[1]
        except WedaError:
            return
        with self.prevent(Field.Changed):
            self._field("name").value = name.replace(":", "-").strip("[]")
        self.query_one("#hint-name", Lines).redraw()

    @on(EnvTypeRows.Changed)
    def _on_env_types_changed(self, event: EnvTypeRows.Changed) -> None:
        event.stop()
        self._touched.add("env_types")
        self.post_message(self.Edited())

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed."""
        return bool(self._touched)

    def show_faults(self) -> None:
        """Show what is missing in fields that were not touched too."""
        self._touched |= set(self.FIELDS)
        self.redraw()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    @on(Lines.Pressed)
    def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        self.post_message(self.Pressed(event.action))

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        words = self.strings.tui.form
        if not self._is_first:
            title = words.edit_title if self._environment else words.new_title
            return [Line([Run("  "), Run(title, "bold")]), Line()]
        return [
            Line([Run("  "), Run(words.first_title, "bold")]),
            Line([Run("  "), Run(words.first_intro, "dim")]),
            Line(),
        ]

    def _draw_label(self, name: str) -> list[Line]:
        words = self.strings.tui.form
        labels = {
            "host": words.host,
            "secret_id": words.secret_id,
            "secret_key": words.secret_key,
            "name": words.name,
            "env_id": words.env_id,
            "timeout": words.timeout,
        }
        star = " *" if name in {"host", "secret_id", "secret_key"} else ""
        return [Line([Run("  "), Run(labels[name] + star)])]

    def _draw_hint(self, name: str, width: int) -> list[Line]:
        fault = self.fault(name) if name in self._touched else ""
        text, role = (f"✗ {fault}", "fail") if fault else (self._hint(name), "faint")
        margin = " " * (LABEL + 2)
        lines = [Line([Run(margin), Run(t, role)]) for t in wrap(text, width - LABEL - 3)]
        return lines or [Line()]

    def _hint(self, name: str) -> str:
        words = self.strings.tui.form
        match name:
            case "host":
                return words.host_hint
            case "secret_id":
                return words.secret_id_hint
            case "secret_key":
                return self._secret_hint()
            case "name":
                return words.name_hint.format(file=self.value("name") or "…")
            case "env_id":
                return words.env_id_hint
            case _:
                return words.timeout_hint

    def _secret_hint(self) -> str:
        words = self.strings.tui.form
        if self.value("secret_key").startswith("env:"):
            return words.secret_key_env
        old = self._environment
        if old is not None and old.secret_key is not None and not self.value("secret_key"):
            kept = words.secret_key_kept.format(place=str(old.secret_key))
            return self._bound_elsewhere(old) or kept
        if self._has_keyring is None:
            return ""
        return words.secret_key_keyring if self._has_keyring else words.secret_key_file

    def _draw_env_types(self, width: int) -> list[Line]:
        words = self.strings.tui.form
        return [
            Line([Run("  "), Run(words.env_types)], [Run(words.guards_hint, "faint"), Run(" ")])
        ]

    def _draw_chip(self, width: int) -> list[Line]:
        words = self.strings.tui.form
        lines = [
            Line(),
            Line(
                [
                    Run("  "),
                    Run(f" F5 {words.check_save} ", "chip-focus", "check"),
                    Run(f"   → {words.check_save_hint}", "dim"),
                ]
            ),
            Line([Run("  "), Run(words.save_only, "faint", "save")]),
        ]
        if not self._is_first:
            return lines
        rule = Line([Run("  "), Run("─" * max(0, width - 4), "line")])
        return [
            *lines,
            Line(),
            rule,
            Line(),
            Line([Run("  F7 ", "dim"), Run(words.no_deployment, "bold")]),
            Line(),
            self._way("1", words.use_sandbox, words.use_sandbox_hint, "sandbox"),
            self._way("2", words.browse, words.browse_hint, "browse"),
        ]

    def _way(self, key: str, title: str, hint: str, action: str) -> Line:
        return Line(
            [
                Run("  "),
                Run(f"{key} ", "bold", action),
                Run(pad(title, 20), "text", action),
                Run(hint, "dim"),
            ]
        )


def _seconds(seconds: float) -> str:
    """Return seconds in plain decimals, as the field takes them."""
    return f"{seconds:.6f}".rstrip("0").rstrip(".")
