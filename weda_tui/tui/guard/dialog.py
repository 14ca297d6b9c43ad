"""The guard's question. Enter never sends."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.guard.affected_records import Records, find_records
from weda_tui.core.guard.decision import GuardDecision, letters_missing
from weda_tui.core.guard.sent_values import sent_rows
from weda_tui.core.links.id_labels import IdLabel
from weda_tui.i18n.phrases.sending import name_wanted
from weda_tui.i18n.strings import Strings
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.guard.values_view import id_texts
from weda_tui.tui.guard.view import LABELS, GuardContent, draw_body, draw_head, draw_tail
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, wrap
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.widgets.rows import SCROLL_KEYS, BodyRows

WIDTH = 88
MOST_LABELS = 30
"""The maximum number of ids that are searched for in earlier responses."""


FindLabels = Callable[[Sequence[str]], Awaitable[Mapping[str, IdLabel]]]


async def _nothing(_ids: Sequence[str]) -> Mapping[str, IdLabel]:
    return {}


class GuardPreview(Enum):
    """The answer that asks for a dry run instead of sending."""

    SHOWN = "shown"


class GuardDialog(Modal[GuardDecision | GuardPreview]):
    """Returns the decision that the user agreed to, the request for a dry run, or ``None``."""

    BINDINGS = [
        Binding("f8", "show", show=False, priority=True),
        Binding("ctrl+y", "send", show=False, priority=True),
        Binding("y", "yes", show=False),
        Binding("enter", "nothing", show=False),
        Binding("tab,shift+tab", "turn", show=False, priority=True),
        *SCROLL_KEYS,
    ]

    _body = query_one("#guard-body", BodyRows)
    _tail = query_one("#guard-tail", Lines)
    _footer = query_one("#guard-foot", Lines)

    def __init__(self, preflight: Preflight, strings: Strings, tell: FindLabels = _nothing) -> None:
        """``tell`` returns the labels of ids; the question is shown without waiting for them."""
        super().__init__(classes="centred guard")
        self._preflight, self._strings, self._label = preflight, strings, tell
        request = preflight.request
        endpoint, is_plain = preflight.endpoint, not preflight.holds_request
        self._content = GuardContent(
            sent=sent_rows(endpoint, request) if request and is_plain else (),
            records=find_records(endpoint, request) if request else Records(),
        )
        self._typed = ""
        self._is_answered = False
        self._is_tight = False
        self._is_long = False

    @property
    def _asks_name(self) -> bool:
        return self._preflight.decision is GuardDecision.ASK_NAME

    def compose(self) -> ComposeResult:
        """Lay out the sentence, the target and call, the body, the consequences, the answers."""
        with Vertical(classes="panel caution"):
            yield Lines(self._draw_head, id="guard-head", surface="panel")
            yield BodyRows(id="guard-body", surface="panel")
            yield Lines(self._draw_tail, id="guard-tail", surface="panel")
            if self._asks_name:
                yield Field(id="guard-name")
            yield Lines(self._draw_footer, id="guard-foot", surface="panel")

    def on_mount(self) -> None:
        """Lay out the rows before the first paint, focus the field of the name, look up labels."""
        self._body.can_focus = False
        self._lay_out()
        self.watch(self._body, "scroll_y", self._tail.redraw, init=False)
        if self._asks_name:
            self.query_one(Field).focus()
        ids = dict.fromkeys([*self._content.records.ids, *id_texts(self._content.sent)])
        if ids:
            self._ask_what_they_are([*ids][:MOST_LABELS])

    @work(group="tell", exclusive=True, description="labels")
    async def _ask_what_they_are(self, ids: Sequence[str]) -> None:
        """Look up labels of the ids in earlier responses, and show them."""
        labels = await self._label(ids)
        self._content = self._content._replace(labels=labels)
        if labels and self.is_attached:
            self._lay_out()

    def on_resize(self) -> None:
        """Fit the rows to the screen."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the body all rows but those of the answers, which are always visible."""
        width, height = min(WIDTH, self.app.size.width), self.app.size.height
        rows = draw_body(self._preflight, self._strings, width, self._content)
        self._is_tight = self._is_long = False
        room = self._room(width)
        if len(rows) > room and height < TALL:
            self._is_tight = True
            room = self._room(width)
        if len(rows) > room:
            self._is_long = True
            room = self._room(width)
        self._body.show_in(room, rows)
        for lines in self.query(Lines):
            lines.redraw()

    def _room(self, width: int) -> int:
        """Return how many rows of the body fit between the top rule and the screen's footer."""
        others = (self._draw_head, self._draw_tail, self._draw_footer)
        taken = sum(len(draw(width)) for draw in others) + (1 if self._asks_name else 0)
        return self.app.size.height - taken - 2

    def action_move(self, by: int) -> None:
        """Scroll the rows of the body."""
        self._body.action_move(by)

    def action_page(self, by: int) -> None:
        """Show the next or previous page of the body."""
        self._body.action_page(by)

    def action_nothing(self) -> None:
        """Do nothing on Enter."""

    def action_yes(self) -> None:
        """Agree with a letter, unless a name has to be typed."""
        if not self._asks_name:
            self._answer(self._preflight.decision)

    def action_send(self) -> None:
        """Agree, once the name is typed correctly where a name is required."""
        if not self._asks_name or self._missing() == 0:
            self._answer(self._preflight.decision)

    def action_turn(self) -> None:
        """Switch between the exact body and its values."""
        if self._content.sent:
            self._content = self._content._replace(is_exact=not self._content.is_exact)
            self._body.scroll_home(animate=False)
            self._lay_out()

    def action_show(self) -> None:
        """Close without sending, and show the dry run."""
        self._answer(GuardPreview.SHOWN)

    def _answer(self, answer: GuardDecision | GuardPreview) -> None:
        if not self._is_answered:
            self._is_answered = True
            self.dismiss(answer)

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        self._typed = event.value
        self._footer.redraw()

    def on_key(self, event: events.Key) -> None:
        """Do nothing on F5, which would send the draft on the screen below."""
        if event.key == "f5":
            event.stop()

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.tui.help.a_guard

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the answers, and the keys that show the whole body."""
        words, keys = strings.tui.guard, strings.tui.keys
        send = words.send_to.format(env_type=self._preflight.target.env_type)
        yes = HelpRow("Ctrl+Y", send) if self._asks_name else HelpRow("y", send, "Ctrl+Y")
        return [
            HelpRow("Esc", words.dont),
            yes,
            HelpRow("Tab", words.exact_body),
            HelpRow("F8", keys.show),
            HelpRow("↑↓ PgUp PgDn", keys.scroll),
            HelpRow("Enter", words.never),
        ]

    def _missing(self) -> int:
        return letters_missing(self._typed, *self._preflight.where.environment.names)

    # -- drawing -----------------------------------------------------------------------------

    def _draw_head(self, width: int) -> list[Line]:
        return draw_head(
            *(self._preflight, self._strings, width, self._content), is_tight=self._is_tight
        )

    def _draw_tail(self, width: int) -> list[Line]:
        lines = [self._body.draw_part(self._strings, LABELS)] if self._is_long else []
        tail = draw_tail(self._preflight, self._strings, width, is_tight=self._is_tight)
        return [*lines, *tail]

    def _draw_footer(self, width: int) -> list[Line]:
        words, where = self._strings.tui.guard, self._preflight.target
        send = words.send_to.format(env_type=where.env_type)
        lines: list[Line] = []
        is_ready = True
        if self._asks_name:
            missing = self._missing()
            wanted = name_wanted(where.environment, self._strings)
            is_ready = missing == 0
            state = words.name_right if is_ready else words.letters_left.format(count=missing)
            lines = [
                Line(
                    [Run("  "), Run(part, "dim")],
                    [Run(state, "ok" if is_ready else "caution"), Run("  ")] if i == 0 else [],
                )
                for i, part in enumerate(wrap(wanted, width - 20))
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
            return [*lines, Line(answers, never), *([] if self._is_tight else [Line()])]
        return [*lines, Line(answers), Line([Run("  "), *never])]
