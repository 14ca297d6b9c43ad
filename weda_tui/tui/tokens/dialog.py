"""The dialog of Ctrl+T: both tokens of an environment, their details, and actions on them."""

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.timer import Timer

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.tokens.access_token import KINDS, AccessToken, TokenStatus, bearer, find_fault
from weda_tui.i18n.phrases.facts import token_kind_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.tokens.view import TokenView, draw_token, step_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import FoldedRows

REVEALED = 10.0
"""The seconds for which a token is shown unmasked."""


class TokenDetails(Modal[None]):
    """Shows the tokens of an environment, with one of them selected; returns nothing."""

    _lines = query_one("#token-lines", Lines)
    _steps = query_one("#token-steps", FoldedRows)

    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("1,１", "renew", show=False),
        Binding("2,２", "reveal", show=False),
        Binding("3,３", "copy_value", show=False),
        Binding("4,４", "copy_header", show=False),
        Binding("5,５", "trace", show=False),
        Binding("6,６", "forget", show=False),
        Binding("up,down,j,k", "other", show=False),
    ]

    def __init__(
        self, session: Session, where: Target, strings: Strings, kind: TokenKind = TokenKind.KEY
    ) -> None:
        """``kind`` is the kind of the token that is selected first."""
        super().__init__(classes="at-top-right")
        self._session, self._where, self._strings = session, where, strings
        self._kind = kind
        self._is_revealed = False
        self._hiding: Timer | None = None
        self._errors: dict[TokenKind, WedaError] = {}
        self._remark = ""

    def compose(self) -> ComposeResult:
        """Lay out the tokens, and the hidden rows of the calls that fetched a token."""
        with Vertical(classes="panel tokens"):
            yield Lines(self._draw, id="token-lines", surface="panel")
            yield FoldedRows(id="token-steps", surface="panel")

    def on_mount(self) -> None:
        """Start the timer that updates the remaining times."""
        self._steps.display = False
        self.set_interval(1.0, self._redraw)

    def _redraw(self) -> None:
        for lines in self.query("#token-lines").results(Lines):  # No match while the app exits
            lines.redraw()

    # -- actions -----------------------------------------------------------------------------

    def action_other(self) -> None:
        """Select the other token."""
        self._choose(next(kind for kind in KINDS if kind is not self._kind))

    def action_choose(self, kind: str) -> None:
        """Select the token that was clicked."""
        self._choose(TokenKind(kind))

    def _choose(self, kind: TokenKind) -> None:
        if kind is not self._kind:
            self._kind, self._remark = kind, ""
            self._hide()

    @work(group="renew", exclusive=True)
    async def action_renew(self) -> None:
        """Fetch a new token now."""
        kind = self._kind
        if find_fault(self._where.environment, kind) is not None:
            return
        self._note(kind, None, self._strings.tui.token.renewing)
        try:
            await self._session.tokens.renew(self._where.environment, kind)
            self._note(kind, None, self._strings.tui.token.renewed)
        except WedaError as error:
            self._note(kind, error, "")

    def _note(self, kind: TokenKind, error: WedaError | None, remark: str) -> None:
        """Record the result of an action; show the remark only if its token is still selected."""
        self._errors.pop(kind, None)
        if error is not None:
            self._errors[kind] = error
        if kind is self._kind:
            self._remark = remark
        self._redraw()

    def action_reveal(self) -> None:
        """Show the value of the token for ``REVEALED`` seconds, or hide it immediately."""
        if self._is_revealed:
            self._hide()
        elif self._token() is not None:
            self._is_revealed = True
            self._hiding = self.set_timer(REVEALED, self._hide)
            self._redraw()

    def _hide(self) -> None:
        self._is_revealed = False
        if self._hiding is not None:
            self._hiding.stop()
        self._redraw()

    def action_copy_value(self) -> None:
        """Copy the token."""
        if token := self._token():
            self.post_message(CopyRequested(token.value, self._strings.tui.token.value))

    def action_copy_header(self) -> None:
        """Copy the Authorization header."""
        if token := self._token():
            header = f"Authorization: {bearer(token)}"
            self.post_message(CopyRequested(header, self._strings.tui.token.header))

    def action_trace(self) -> None:
        """Show the calls that fetched the token instead of the tokens; Esc returns."""
        steps = self._session.tokens.steps(self._where.environment, self._kind)
        if not steps:
            if self._token() is not None:
                self._note(self._kind, None, self._strings.tui.token.no_steps)
            return
        self._hide()
        self._show_steps(is_on=True)
        self._steps.show(step_lines(steps, self._strings))
        self._steps.focus()

    def _show_steps(self, *, is_on: bool) -> None:
        self._steps.display = is_on
        self.set_class(is_on, "traced")
        self._redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the keys of the tokens while the calls are shown."""
        of_tokens = {"renew", "reveal", "copy_value", "copy_header", "forget", "trace", "other"}
        return not (self.is_mounted and self._steps.display and action in of_tokens)

    def action_close(self) -> None:
        """Return from the calls to the tokens; from the tokens, close the dialog."""
        if self._steps.display:
            self._show_steps(is_on=False)
            self.set_focus(None)
        else:
            super().action_close()

    async def action_forget(self) -> None:
        """Delete the token from memory and from the state file."""
        kind = self._kind
        try:
            await self._session.tokens.forget(self._where.environment, kind)
            self._note(kind, None, self._strings.tui.token.forgotten)
        except WedaError as error:
            self._note(kind, error, "")

    def _status(self, kind: TokenKind) -> TokenStatus:
        return self._session.tokens.status(self._where.environment, kind)

    def _token(self) -> AccessToken | None:
        return self._status(self._kind).token

    def help_title(self, strings: Strings) -> str:
        """Return the title, which names the environment of the tokens."""
        return strings.tui.token.title.format(name=self._where.environment.name)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys that work now."""
        return [HelpRow(key, text) for key, text, _ in self._items()]

    # -- drawing -----------------------------------------------------------------------------

    def _draw(self, width: int) -> list[Line]:
        if self._steps.display:
            return self._draw_trace()
        lines = self._rows(width, is_short=False)
        room = self.app.size.height - 2
        return lines if len(lines) <= room else self._rows(width, is_short=True)

    def _rows(self, width: int, *, is_short: bool) -> list[Line]:
        """Return the title, both tokens with a rule below each, and the keys."""
        words, inner = self._strings.tui.token, width - 4
        title = words.title.format(name=self._where.environment.name)
        rule = Line([Run("  "), Run("─" * inner, "line")])
        lines = [Line([Run("  "), Run(title, "bold")], [Run(words.tended, "dim"), Run("  ")])]
        blank = [] if is_short else [Line()]
        lines += blank
        for kind in KINDS:
            lines += draw_token(self._view(kind), self._strings, inner, is_short=is_short)
            if kind is self._kind and self._remark:
                lines.append(Line([Run("  "), Run(self._remark, "focus")]))
            lines += [*blank, rule]
        return [*lines, *self._keys(inner), *blank]

    def _draw_trace(self) -> list[Line]:
        words = self._strings.tui
        kind = token_kind_words(self._kind, self._strings)
        title = words.token.traced.format(name=self._where.environment.name, kind=kind)
        back = [Run("Esc ", "bold", "close"), Run(words.token.back, "dim", "close"), Run("  ")]
        return [Line([Run("  "), Run(title, "bold")], back), Line()]

    def _view(self, kind: TokenKind) -> TokenView:
        status = self._status(kind)
        return TokenView(
            environment=self._where.environment,
            status=status,
            error=self._errors.get(kind) or status.error,
            is_chosen=kind is self._kind,
            is_revealed=self._is_revealed and kind is self._kind,
            kept_in=self._session.paths.tokens,
            now=self._session.clock.wall(),
        )

    def _items(self) -> list[tuple[str, str, str]]:
        """Return each key with its words and its action."""
        words = self._strings.tui
        items: list[tuple[str, str, str]] = []
        if find_fault(self._where.environment, self._kind) is None:
            fetch = words.token.fetch if self._token() is None else words.token.renew
            items.append(("1", fetch, "renew"))
        if self._token() is not None:
            items += [
                ("2", words.token.hide if self._is_revealed else words.token.reveal, "reveal"),
                ("3", words.token.copy_value, "copy_value"),
                ("4", words.token.copy_header, "copy_header"),
            ]
        if self._token() is not None or self._status(self._kind).error is not None:
            items.append(("5", words.token.trace, "trace"))
        if self._token() is not None:
            items.append(("6", words.token.forget, "forget"))
        items.append(("↑↓", words.token.other, "other"))
        return [*items, ("Esc", words.keys.close, "close")]

    def _keys(self, inner: int) -> list[Line]:
        """Return the keys, with narrower gaps if all of them then fit on one row."""
        items = [
            [Run(key, "bold", action), Run(f" {label}", "dim", action)]
            for key, label, action in self._items()
        ]
        total, gaps = sum(map(cells, items)), len(items) - 1
        gap = next((each for each in (3, 2) if total + each * gaps <= inner), 3)
        rows: list[list[Run]] = [[Run("  ")]]
        for item in items:
            if len(rows[-1]) > 1 and cells(rows[-1]) + cells(item) > inner + 2:
                rows.append([Run("  ")])
            rows[-1] += [*item, Run(" " * gap)]
        return [Line(row) for row in rows]
