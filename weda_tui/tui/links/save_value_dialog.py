"""Dialogs that store a value of a response in a file: as a variable, or in an assertion."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.collections.saved_request import Assertion, SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.input import is_built_in, is_variable_name
from weda_tui.core.errors import FileError
from weda_tui.core.links.answer_value import AnswerValue
from weda_tui.core.links.saved_values import assertions_on, assertions_on_answer, variable_name
from weda_tui.core.sending.exchange import Exchange
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, pad
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of
from weda_tui.tui.widgets.rows import LineRows, Rows

if TYPE_CHECKING:
    from weda_tui.session.collections.service import LoadedRequest


class KeepPlace(NamedTuple):
    """A file in which a variable can be stored."""

    kind: Literal["environment", "env-type", "folder", "request"]
    name: str
    file: str
    """The path below the workspace; empty for an environment that only exists in memory."""
    variables: dict[str, str]
    """The variables that the file has."""
    path: str = ""
    """The path of a folder below ``collections``."""


class KeptVariable(NamedTuple):
    """The result of ``VariableDialog``."""

    name: str
    value: str
    place: KeepPlace


class VariableDialog(Modal[KeptVariable]):
    """A dialog that returns a name and a place; a second Enter overwrites a different value."""

    _field = query_one("#variable-name", Field)
    _rows = query_one("#variable-places", LineRows)
    _footer = query_one("#variable-foot", Lines)

    def __init__(
        self, name: str, value: str, places: Sequence[KeepPlace], strings: Strings
    ) -> None:
        super().__init__(classes="saving")
        self._name, self._value, self._places = name, value, places
        self._strings = strings
        self._refused, self._asked = "", ""
        """The error that is shown, and the name that another Enter overwrites."""

    def compose(self) -> ComposeResult:
        """Lay out the title, the name, the places, the resulting line, and the keys."""
        with Vertical(classes="panel"):
            yield title_of(self.help_title(self._strings))
            yield Field(id="variable-name")
            yield LineRows(id="variable-places", surface="panel")
            yield Lines(self._draw_footer, id="variable-foot", surface="panel")

    def on_mount(self) -> None:
        """Focus the field with the suggested name selected, so that typing replaces it."""
        self._rows.styles.height = len(self._places)
        self._rows.can_focus = False
        self._rows.is_selected = True
        self._rows.show([Line([Run("  "), Run(self._words(each))]) for each in self._places])
        self._field.value = self._name
        self._field.focus()
        self._field.select_all()

    def _words(self, place: KeepPlace) -> str:
        words = self._strings.keeping
        if not place.file and place.kind == "environment":
            return words.of_session.format(name=place.name)
        match place.kind:
            case "environment":
                return words.of_environment.format(name=place.name, file=place.file)
            case "env-type":
                return words.of_env_type.format(env_type=place.name, file=place.file).rstrip()
            case "folder":
                return words.of_folder.format(name=place.name, file=place.file)
            case "request":
                return words.of_request.format(name=place.name, file=place.file)

    @property
    def _place(self) -> KeepPlace:
        return self._places[min(self._rows.cursor, len(self._places) - 1)]

    def on_key(self, event: events.Key) -> None:
        """Move through the places with Up and Down."""
        if event.key in {"up", "down"}:
            event.stop()
            self._rows.action_move(1 if event.key == "down" else -1)
            self._show_text("")

    @on(Field.Changed)
    def _on_changed(self) -> None:
        self._show_text("")

    @on(Rows.RowChosen)
    def _on_place_chosen(self) -> None:
        self._show_text("")

    def _show_text(self, text: str) -> None:
        self._refused = text
        if not text:
            self._asked = ""
        self._footer.redraw()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        words, name, place = self._strings.keeping, event.value.strip(), self._place
        there = place.variables.get(name)
        if not name:
            self._show_text(words.name_missing)
        elif not is_variable_name(name):
            self._show_text(words.bad_name)
        elif is_built_in(name):
            self._show_text(words.built_in.format(name=name))
        elif there is not None and there != self._value and self._asked != name:
            self._show_text(words.there_already.format(value=cut(there, 40)))
            self._asked = name
        else:
            self.dismiss(KeptVariable(name, self._value, place))

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.keeping.variable_title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the active keys, which the last row of the dialog shows too."""
        words = strings.keeping
        verb, close = words.overwrite if self._asked else words.keep, strings.tui.keys.close
        return [HelpRow("Enter", verb), HelpRow("↑↓", words.places), HelpRow("Esc", close)]

    def _draw_footer(self, width: int) -> list[Line]:
        words = self._strings.keeping
        if self._refused:
            role = "caution" if self._asked else "fail"
            run = Run(cut(f"{'!' if self._asked else '✗'} {self._refused}", width - 4), role)
        else:
            name = self._field.value.strip()
            run = Run(cut(words.says.format(name=name, value=self._value), width - 4), "key")
        return [
            Line(),
            Line([Run("  "), run]),
            Line(),
            panel_keys(self.help_rows(self._strings), width),
        ]


class AssertionDialog(Modal[Assertion]):
    """A dialog that returns one of several assertions, and shows its lines in the file."""

    _rows = query_one("#assertion-operators", LineRows)
    _footer = query_one("#assertion-foot", Lines)

    def __init__(
        self, choices: Sequence[Assertion], texts: Sequence[str], file: str, strings: Strings
    ) -> None:
        """``texts`` has the text of each assertion in the file."""
        super().__init__(classes="saving")
        self._choices, self._texts, self._file = choices, texts, file
        self._strings = strings

    def compose(self) -> ComposeResult:
        """Lay out the title, the operators, the lines for the file, and the keys."""
        with Vertical(classes="panel"):
            yield title_of(self.help_title(self._strings))
            yield LineRows(id="assertion-operators", surface="panel")
            yield Lines(self._draw_footer, id="assertion-foot", surface="panel")

    def on_mount(self) -> None:
        """List the operators, the most likely one first and selected."""
        meanings = self._strings.keeping.meanings
        has_many = len({each.on for each in self._choices}) > 1
        self._rows.styles.height = len(self._choices)
        self._rows.show(
            [
                Line(
                    [
                        Run("  "),
                        Run(f"{number} ", "bold"),
                        Run(pad(each.on, 8) if has_many else ""),
                        Run(pad(str(each.operator), 13), "key"),
                        Run(meanings[str(each.operator)], "dim"),
                    ]
                )
                for number, each in enumerate(self._choices, 1)
            ]
        )
        self._rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Select an operator by its digit; full-width digits work too."""
        character = (event.character or "").translate(_FULL_WIDTH)
        if character.isdigit() and 0 < int(character) <= len(self._choices):
            event.stop()
            self._rows.cursor = int(character) - 1

    @on(Rows.CursorMoved)
    def _on_moved(self) -> None:
        self._footer.redraw()

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self.dismiss(self._choices[event.index])

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.keeping.assertion_title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the last row of the dialog shows too."""
        words, close = strings.keeping, HelpRow("Esc", strings.tui.keys.close)
        return [HelpRow("Enter", words.add), HelpRow("↑↓", words.operators), close]

    def _draw_footer(self, width: int) -> list[Line]:
        words = self._strings.keeping
        lines = self._texts[min(self._rows.cursor, len(self._texts) - 1)].rstrip().split("\n")
        shown = [Line([Run("  "), Run(cut(line, width - 4))]) for line in lines[:6]]
        into = words.writes.format(file=self._file)
        return [
            Line(),
            *shown,
            Line(),
            Line([Run("  "), Run(into, "dim")]),
            Line(),
            panel_keys(self.help_rows(self._strings), width),
        ]


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


async def variable_dialog(
    session: Session,
    held: AnswerValue,
    where: Target,
    request: SavedRequest | None,
    strings: Strings,
) -> VariableDialog:
    """Return the dialog that asks for the name and the place of a value."""
    places = await asyncio.to_thread(_places, session, where, request)
    return VariableDialog(variable_name(held), held.text, places, strings)


def _places(session: Session, where: Target, request: SavedRequest | None) -> list[KeepPlace]:
    """Return the places for a variable: environment, env type, folders from the inside, request."""
    environment = where.environment
    is_kept = session.environments.is_kept(environment)
    file = f"environments/{environment.name}.toml" if is_kept else ""
    own = next(each for each in environment.env_types if each.name == where.env_type)
    places = [
        KeepPlace("environment", environment.name, file, dict(environment.variables)),
        KeepPlace("env-type", where.env_type, file, dict(own.variables)),
    ]
    if request is None:
        return places
    path = request.folder
    while path:
        settings = session.collections.settings(path)
        file = f"collections/{path}/folder.toml"
        places.append(
            KeepPlace("folder", settings.name or path.rpartition("/")[2], file,
                      dict(settings.variables), path)
        )  # fmt: skip
        path = path.rpartition("/")[0]
    file = f"collections/{request.path}.toml"
    return [*places, KeepPlace("request", request.title, file, dict(request.variables))]


async def keep_variable(
    session: Session, where: Target, answer: KeptVariable, saved: "LoadedRequest | None"
) -> FileError | None:
    """Write a variable to the chosen place; return the error if that failed."""
    try:
        await asyncio.to_thread(_write, session, where, answer, saved)
    except FileError as error:
        return error
    return None


def _write(
    session: Session, where: Target, answer: KeptVariable, saved: "LoadedRequest | None"
) -> None:
    place, variables = answer.place, {**answer.place.variables, answer.name: answer.value}
    match place.kind:
        case "environment" | "env-type":
            env_type = where.env_type if place.kind == "env-type" else ""
            name = where.environment.name
            session.environments.set_variable(name, answer.name, answer.value, env_type)
        case "folder":
            session.collections.changes.change_settings(place.path, variables=variables)
        case _ if saved is not None:
            request = msgspec.structs.replace(saved.request, variables=variables)
            session.collections.changes.save(request, saved.text)
        case _:
            raise ValueError(place.kind)


def assertion_dialog(
    session: Session,
    of: tuple[AnswerValue, int | None] | Exchange | None,
    request: SavedRequest,
    strings: Strings,
) -> AssertionDialog:
    """Return the dialog that asks for an assertion.

    ``of`` is a value with the number of its children, or an exchange; ``None`` if there is no
    response yet.
    """
    if isinstance(of, tuple):
        choices = assertions_on(*of)
    else:
        offered = _on_answer(of)
        choices = [each for each in offered if each not in request.asserts] or offered
    texts = [session.collections.assertion_text(each) for each in choices]
    return AssertionDialog(choices, texts, f"collections/{request.path}.toml", strings)


def _on_answer(exchange: Exchange | None) -> Sequence[Assertion]:
    if exchange is None:
        return assertions_on_answer(200, 0, 0)
    response = exchange.response
    return assertions_on_answer(response.status, round(exchange.elapsed * 1000), response.size)


async def add_assertion(
    session: Session, saved: "LoadedRequest", assertion: Assertion
) -> "LoadedRequest | FileError":
    """Add an assertion to the file of a request; return the new request, or the error."""
    request = msgspec.structs.replace(saved.request, asserts=(*saved.request.asserts, assertion))
    try:
        return await asyncio.to_thread(session.collections.changes.save, request, saved.text)
    except FileError as error:
        return error
