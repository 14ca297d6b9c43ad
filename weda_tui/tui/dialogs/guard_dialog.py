"""The guard's question. Enter never sends."""

from enum import Enum

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.endpoint import Effect
from weda_tui.core.guard import Ruling, letters_missing
from weda_tui.core.json_text import decode_body
from weda_tui.i18n.facts import effect_mark, guard_words
from weda_tui.i18n.finding import findings_words
from weda_tui.i18n.json_fault import explain_fault
from weda_tui.i18n.strings import Strings
from weda_tui.session import Preflight
from weda_tui.tui.drawings.endpoint import EFFECT_ROLES
from weda_tui.tui.drawings.where import env_type_chip, env_type_role, gauge_state
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.float import Float
from weda_tui.tui.widgets.json_tokens import json_runs
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run, cells, pad
from weda_tui.tui.widgets.wrap import wrap

MOST_BODY_LINES = 12
"""Lines of the body that the question repeats."""
ROWS_WITHOUT_NAME, ROWS_WITH_NAME = 18, 21
"""Rows that the rest of the dialog takes: its answers are always on the screen."""


class Shown(Enum):
    """The answer that sends nothing and wants to see what would leave."""

    SHOWN = "shown"


class GuardDialog(Float[Ruling | Shown]):
    """Answers with the ruling the user agreed to, with the wish to look first, or nothing."""

    BINDINGS = [
        Binding("f8", "show", show=False, priority=True),
        Binding("ctrl+y", "send", show=False, priority=True),
        Binding("y", "yes", show=False),
        Binding("enter", "nothing", show=False),
    ]

    _foot = query_one("#guard-foot", Lines)

    def __init__(self, preflight: Preflight, strings: Strings) -> None:
        super().__init__(classes="centred guard")
        self._preflight, self._strings = preflight, strings
        self._typed = ""
        self._is_answered = False

    @property
    def _asks_name(self) -> bool:
        return self._preflight.ruling is Ruling.ASK_NAME

    def compose(self) -> ComposeResult:
        """Lay out the sentence, the facts, the name to type, the answers."""
        with Vertical(classes="panel caution"):
            yield Lines(self._draw_facts, surface="panel")
            if self._asks_name:
                yield Field(id="guard-name")
            yield Lines(self._draw_foot, id="guard-foot", surface="panel")

    def on_mount(self) -> None:
        """The name is asked for at once."""
        if self._asks_name:
            self.query_one(Field).focus()

    def action_nothing(self) -> None:
        """Enter does nothing here."""

    def action_yes(self) -> None:
        """A letter is enough where no name is asked."""
        if not self._asks_name:
            self._answer(self._preflight.ruling)

    def action_send(self) -> None:
        """Send, once the name is right."""
        if not self._asks_name or self._missing() == 0:
            self._answer(self._preflight.ruling)

    def action_show(self) -> None:
        """Send nothing; show what would leave."""
        self._answer(Shown.SHOWN)

    def _answer(self, answer: Ruling | Shown) -> None:
        if not self._is_answered:
            self._is_answered = True
            self.dismiss(answer)

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        event.stop()
        self._typed = event.value
        self._foot.redraw()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """F5 does nothing here."""
        if event.key == "f5":
            event.stop()

    @on(Lines.Pressed)
    def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        match event.action:
            case "send":
                self.action_send()
            case "show":
                self.action_show()
            case "close":
                self.action_close()
            case _:
                pass

    def _missing(self) -> int:
        return letters_missing(self._typed, self._preflight.where.environment.name)

    # -- drawing -----------------------------------------------------------------------------

    def _draw_facts(self, width: int) -> list[Line]:
        words, preflight = self._strings.tui.guard, self._preflight
        where, endpoint = preflight.target, preflight.endpoint
        if self._asks_name:
            title = words.title_name
        else:
            title = (
                words.title_repeat if preflight.repeated_after is not None else words.title_confirm
            )
        place = f"{where.environment.name} · {where.env_type}"
        guard = words.guard.format(place=place, guard=guard_words(where.guard, self._strings))
        before, _, after = words.sentence.partition("{place}")
        sentence = [
            Run("  " + before),
            Run(where.environment.name + "  ", "bold"),
            env_type_chip(where.env_type, self._strings),
            Run(after.format(title=endpoint.title.text(self._strings.language)), "bold"),
        ]
        if preflight.effect is Effect.DESTRUCTIVE:
            sentence.append(Run(" " + words.irreversible, "fail bold"))
        lines = [
            Line([Run("  "), Run(title, "caution bold")], [Run(guard, "dim"), Run("  ")]),
            Line(),
            Line(sentence),
            Line(),
        ]
        mark = effect_mark(preflight.effect, self._strings)
        lines += self._row(
            words.where,
            [
                Run(f"{where.environment.name} › "),
                Run(where.env_type, f"{env_type_role(where.env_type)} bold"),
                Run(f"   {where.environment.host}", "dim"),
            ],
        )
        lines += self._row(
            words.what,
            [
                Run(endpoint.title.text(self._strings.language), "bold"),
                Run(f"  {endpoint.action}   ", "dim"),
                Run(mark, EFFECT_ROLES[preflight.effect]),
            ],
        )
        lines += self._body_rows(width)
        if preflight.body_fault is not None:
            fault = preflight.body_fault
            reason = explain_fault(fault, self._strings.tui.fault)
            said = self._strings.tui.with_.json_fault.format(
                line=fault.line, column=fault.column, reason=reason
            )
            lines += self._row("", [Run(f"! JSON {said}", "caution")])
        if preflight.findings:
            said = findings_words(preflight.findings, self._strings.fields)
            lines += self._row("", [Run(f"! {said}", "caution")])
        lines += self._row(words.token, gauge_state(preflight.token, self._strings))
        is_write = preflight.effect is Effect.WRITE
        after_words = words.after_write if is_write else words.after_destructive
        lines += [Line(), *self._row(words.after, [Run(after_words)])]
        lines += self._row("", [Run(words.after_once, "faint")])
        return [*lines, Line(), Line([Run("  "), Run("─" * (width - 4), "line")]), Line()]

    def _row(self, label: str, runs: list[Run]) -> list[Line]:
        return [Line([Run("  "), Run(pad(label, 12), "dim"), *runs])]

    def _body_rows(self, width: int) -> list[Line]:
        words = self._strings.tui.guard
        request = self._preflight.request
        text = decode_body(request.body, "")[0] if request is not None else ""
        if not text.strip():
            return self._row(words.with_what, [Run(words.no_body, "dim")])
        lines: list[Line] = []
        rows = text.split("\n")
        room = self.app.size.height - (ROWS_WITH_NAME if self._asks_name else ROWS_WITHOUT_NAME)
        most = max(1, min(MOST_BODY_LINES, room))
        for index, row in enumerate(rows[:most]):
            lines += self._row(words.with_what if index == 0 else "", list(json_runs(row)))
        if len(rows) > most:
            lines += self._row("", [Run("…", "dim")])
        return lines

    def _draw_foot(self, width: int) -> list[Line]:
        words, where = self._strings.tui.guard, self._preflight.target
        send = words.send_to.format(env_type=where.env_type)
        lines: list[Line] = []
        is_ready = True
        if self._asks_name:
            missing = self._missing()
            is_ready = missing == 0
            name = where.environment.name
            state = words.name_right if is_ready else words.letters_left.format(count=missing)
            lines = [
                Line(
                    [Run("  "), Run(part, "dim")],
                    [Run(state, "ok" if is_ready else "caution"), Run("  ")] if i == 0 else [],
                )
                for i, part in enumerate(wrap(words.type_name.format(name=name), width - 20))
            ]
            lines.append(Line())
        keys = [Run("Ctrl+Y", "caution bold" if is_ready else "faint", "send")]
        if not self._asks_name:
            keys = [Run("y", "caution bold", "send"), Run(f" {words.or_word} ", "dim"), *keys]
        answers = [
            Run("  "),
            Run(f" Esc {words.dont} ", "chip-focus", "close"),
            Run("    "),
            *keys,
            Run(f" {send}", "bold" if is_ready else "faint", "send"),
            Run("    "),
            Run("F8", "bold", "show"),
            Run(f" {self._strings.tui.keys.show}", "dim", "show"),
        ]
        never = [Run(words.enter_never, "dim"), Run("  ")]
        if cells(answers) + cells(never) < width:
            return [*lines, Line(answers, never), Line()]
        return [*lines, Line(answers), Line([Run("  "), *never])]
