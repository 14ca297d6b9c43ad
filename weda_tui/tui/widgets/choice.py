"""A field with a few possible values, which the arrow keys step through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import initials
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines

Draw = Callable[[str], Run]
"""Returns how a value is displayed."""


class Choice(Lines, can_focus=True):
    """One row on the *field* surface; ``value`` is the selected value of those offered."""

    DEFAULT_CSS = "Choice { height: 1; width: 1fr; }"

    BINDINGS = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space,ideographic_space", "turn(1)", show=False),
        Binding("enter", "go_on", show=False),
    ]

    @dataclass
    class ChoiceChanged(Message):
        """The user selected another value."""

        choice: "Choice"

    class Confirmed(Message):
        """The user confirmed the value and wants to go to the next field."""

    def __init__(
        self,
        answers: Sequence[str],
        draw_answer: Draw,
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(self._draw_row, id=id, surface="field")
        self._answers = list(answers)
        self._draw_answer = draw_answer
        self._value = self._answers[0]

    @property
    def value(self) -> str:
        """The selected value."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        self._value = value
        if value not in self._answers:
            self._answers.append(value)
        self.redraw()

    def offer(self, answers: Sequence[str]) -> None:
        """Offer other values; the selected value is kept even if it is not among them."""
        self._answers = [*answers, *([] if self._value in answers else [self._value])]

    def action_turn(self, by: int) -> None:
        """Select the next or previous value."""
        at = self._answers.index(self._value)
        self.value = self._answers[(at + by) % len(self._answers)]
        self.post_message(self.ChoiceChanged(self))

    def action_go_on(self) -> None:
        """Confirm the value."""
        self.post_message(self.Confirmed())

    def on_key(self, event: events.Key) -> None:
        """Select the next value that begins with the typed letter, also by its pinyin initial."""
        typed, at = normalise(event.character or ""), self._answers.index(self._value)
        for answer in [*self._answers[at + 1 :], *self._answers[: at + 1]]:
            text = normalise(self._draw_answer(answer).text).strip()
            if typed.isalnum() and typed in {text[:1], initials(text)[:1]}:
                event.stop()
                self.value = answer
                self.post_message(self.ChoiceChanged(self))
                return

    def on_click(self, event: events.Click) -> None:
        """Focus the field and select the next value."""
        event.stop()
        self.focus()
        self.action_turn(1)

    def _draw_row(self, width: int) -> list[Line]:
        mark = Run("›", "focus bold") if self.has_focus else Run(" ")
        return [Line([mark, self._draw_answer(self._value), Run("  ▾", "dim")])]
