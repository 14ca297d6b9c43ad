"""The question of an agent. Enter never agrees, and keys typed before it was visible do nothing."""

from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.timer import Timer

from weda_tui.core.agents.question import PersonAnswer
from weda_tui.core.guard.decision import letters_missing
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.agents.view import ShownQuestion, draw_calls, draw_head, draw_tail
from weda_tui.tui.guard.view import LABELS
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, wrap
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.widgets.rows import SCROLL_KEYS, BodyRows

WIDTH = 88
QUIET_CHECKS, CHECK_EVERY = 10, 0.1
"""How many successive checks must find no key press, and the seconds between two checks."""


class AgentQuestionDialog(Modal[PersonAnswer]):
    """Returns yes or no, or ``None`` once the agent no longer waits for an answer."""

    BINDINGS = [
        Binding("ctrl+y", "send", show=False, priority=True),
        Binding("y", "yes", show=False),
        Binding("enter", "nothing", show=False),
        Binding("tab,shift+tab", "turn", show=False, priority=True),
        *SCROLL_KEYS,
    ]

    _head = query_one("#agent-head", Lines)
    _body = query_one("#agent-body", BodyRows)
    _tail = query_one("#agent-tail", Lines)
    _footer = query_one("#agent-foot", Lines)

    def __init__(
        self, asked: ShownQuestion, seconds_left: Callable[[], float], strings: Strings
    ) -> None:
        super().__init__(classes="centred guard")
        self._asked, self._seconds_left, self._strings = asked, seconds_left, strings
        self._typed = ""
        self._quiet = 0
        self._checking: Timer | None = None
        self._is_answered = False
        self._is_tight = self._is_long = False

    @property
    def question_seal(self) -> str:
        """The seal of the shown question."""
        return self._asked.question.seal

    @property
    def has_time(self) -> bool:
        """Whether the time to answer the question has not run out."""
        return self._seconds_left() >= 0

    @property
    def _needs_name(self) -> bool:
        return self._asked.question.needs_name

    @property
    def _is_settled(self) -> bool:
        """Whether the question was visible for a moment without a key press."""
        return self._quiet >= QUIET_CHECKS

    def compose(self) -> ComposeResult:
        """Lay out the agent, what would be sent, the consequences, the name, the answers."""
        with Vertical(classes="panel caution"):
            yield Lines(self._draw_head, id="agent-head", surface="panel")
            yield BodyRows(id="agent-body", surface="panel")
            yield Lines(self._draw_tail, id="agent-tail", surface="panel")
            if self._needs_name:
                yield Field(id="agent-name")
            yield Lines(self._draw_footer, id="agent-foot", surface="panel")

    def on_mount(self) -> None:
        """Lay out the rows before the first paint; the field gets no focus until keys count."""
        self._body.can_focus = False
        for field in self.query(Field):
            field.can_focus = False
        self._lay_out()
        self.watch(self._body, "scroll_y", self._tail.redraw, init=False)
        self._checking = self.set_interval(CHECK_EVERY, self._unlock)
        self.set_interval(1.0, self._head.redraw)

    def on_resize(self) -> None:
        """Fit the rows to the screen."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the body all rows but those of the answers, which are always visible."""
        width, height = min(WIDTH, self.app.size.width), self.app.size.height
        rows = draw_calls(self._asked, self._strings, width)
        self._is_tight = self._is_long = False
        if len(rows) > self._room(width) and height < TALL:
            self._is_tight = True
        self._is_long = len(rows) > self._room(width)
        self._body.show_in(self._room(width), rows)
        for lines in self.query(Lines):
            lines.redraw()

    def _room(self, width: int) -> int:
        """Return how many rows of the body fit between the top rule and the screen's footer."""
        others = (self._draw_head, self._draw_tail, self._draw_footer)
        taken = sum(len(draw(width)) for draw in others) + (1 if self._needs_name else 0)
        return self.app.size.height - taken - 2

    # -- keys --------------------------------------------------------------------------------

    def _unlock(self) -> None:
        """Accept keys once none was pressed for a moment.

        The moment is counted in checks instead of seconds: if the program was suspended, a key may
        still be in the queue.
        """
        self._quiet += 1
        if self._is_settled and self._checking is not None:
            self._checking.stop()
            self._checking = None
            for field in self.query(Field):
                field.can_focus = True
                field.focus()
            self._footer.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether keys and clicks are accepted yet."""
        return self._is_settled

    def on_key(self, event: events.Key) -> None:
        """Ignore F5, and every key before a moment without key presses has passed."""
        if not self._is_settled:
            self._quiet = 0
            event.stop()
        elif event.key == "f5":
            event.stop()

    def action_move(self, by: int) -> None:
        """Scroll the rows of the body."""
        self._body.action_move(by)

    def action_page(self, by: int) -> None:
        """Show the next or previous page of the body."""
        self._body.action_page(by)

    def action_nothing(self) -> None:
        """Do nothing on Enter."""

    def action_turn(self) -> None:
        """Switch between the exact bodies and their values."""
        if self._asked.has_values:
            self._asked = self._asked._replace(is_exact=not self._asked.is_exact)
            self._body.scroll_home(animate=False)
            self._lay_out()

    def action_yes(self) -> None:
        """Agree with a letter, unless a name has to be typed."""
        if not self._needs_name:
            self._answer(is_yes=True)

    def action_send(self) -> None:
        """Agree, once the name is typed correctly where a name is required."""
        if not self._needs_name or self._missing() == 0:
            self._answer(is_yes=True)

    def action_close(self) -> None:
        """Answer no; close without an answer if the agent no longer waits."""
        self._answer(is_yes=False)

    def _answer(self, *, is_yes: bool) -> None:
        if self._is_answered:
            return
        self._is_answered = True
        typed = self._typed if is_yes else ""
        answer = PersonAnswer(seal=self.question_seal, is_yes=is_yes, typed=typed)
        self.dismiss(None if self._is_withdrawn else answer)

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        self._typed = event.value
        self._footer.redraw()

    def _missing(self) -> int:
        return letters_missing(self._typed, self._asked.question.environment)

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.agents.dialog.help_title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the answers, and the keys that show everything that would be sent."""
        words, keys = strings.agents.dialog, strings.tui.keys
        allow = self._allow(strings)
        yes = HelpRow("Ctrl+Y", allow) if self._needs_name else HelpRow("y", allow, "Ctrl+Y")
        return [
            HelpRow("Esc", words.decline),
            yes,
            HelpRow("Tab", strings.tui.guard.exact_body),
            HelpRow("↑↓ PgUp PgDn", keys.scroll),
            HelpRow("Enter", strings.tui.guard.never),
        ]

    def _allow(self, strings: Strings) -> str:
        words, calls = strings.agents.dialog, self._asked.calls
        if len(calls) == 1:
            return words.allow
        env_types = words.joint.join(dict.fromkeys(call.env_type for call in calls))
        return words.allow_all.format(count=count(len(calls)), env_type=env_types)

    # -- drawing -----------------------------------------------------------------------------

    def _draw_head(self, width: int) -> list[Line]:
        seconds = self._seconds_left()
        return draw_head(self._asked, seconds, self._strings, width, is_tight=self._is_tight)

    def _draw_tail(self, width: int) -> list[Line]:
        lines = [self._body.draw_part(self._strings, LABELS)] if self._is_long else []
        tail = draw_tail(self._asked, self._strings, width, is_tight=self._is_tight)
        return [*lines, *tail]

    def _draw_footer(self, width: int) -> list[Line]:
        words, guard = self._strings.agents.dialog, self._strings.tui.guard
        lines, is_ready = [] if not self._needs_name else self._draw_name(width), self._is_settled
        if self._needs_name:
            is_ready = is_ready and self._missing() == 0
        role = "caution bold" if is_ready else "faint"
        keys = [Run("Ctrl+Y", role, "send")]
        if not self._needs_name:
            keys = [Run("y", role, "yes"), Run(f" {guard.or_word} ", "dim"), *keys]
        answers = [
            Run("  "),
            Run(f" Esc {words.decline} ", "chip-focus", "close"),
            Run("    "),
            *keys,
            Run(f" {self._allow(self._strings)}", "bold" if is_ready else "faint", "send"),
        ]
        never = [Run(guard.enter_never, "dim"), Run("  ")]
        if cells(answers) + cells(never) < width:
            return [*lines, Line(answers, never), *([] if self._is_tight else [Line()])]
        return [*lines, Line(answers), Line([Run("  "), *never])]

    def _draw_name(self, width: int) -> list[Line]:
        """Return the rows that ask for the name, and how many letters are missing."""
        words, missing = self._strings.tui.guard, self._missing()
        wanted = words.type_name.format(name=self._asked.question.environment)
        state = words.letters_left.format(count=missing) if missing else words.name_right
        right = [Run(state, "caution" if missing else "ok"), Run("  ")]
        lines = [
            Line([Run("  "), Run(part, "dim")], [] if number else right)
            for number, part in enumerate(wrap(wanted, width - 20))
        ]
        return [*lines, Line()]
