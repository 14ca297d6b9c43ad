"""Ctrl+T: one token, everything known of it, and what can be done with it."""

from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.timer import Timer

from weda_tui.core.access_token import AccessToken
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Where
from weda_tui.core.errors import WedaError
from weda_tui.i18n.explain import explain
from weda_tui.i18n.facts import token_kind_words
from weda_tui.i18n.quantities import elapsed, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.drawings.where import gauge_bar, gauge_state
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.float import Float, HelpRow
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run, pad
from weda_tui.tui.widgets.wrap import wrap

REVEALED = 10.0
"""Seconds a token stays in clear."""


class TokenDetails(Float[None]):
    """Shows the key token of a place; closes without an answer."""

    _lines = query_one("#token-lines", Lines)

    BINDINGS = [
        Binding("1,１", "renew", show=False),
        Binding("2,２", "reveal", show=False),
        Binding("3,３", "copy_value", show=False),
        Binding("4,４", "copy_header", show=False),
        Binding("6,６", "forget", show=False),
    ]

    def __init__(self, session: Session, where: Where, strings: Strings) -> None:
        super().__init__(classes="at-top-right")
        self._session, self._where, self._strings = session, where, strings
        self._is_revealed = False
        self._hiding: Timer | None = None
        self._error: WedaError | None = None
        self._remark = ""

    def compose(self) -> ComposeResult:
        """Lay out everything in one block."""
        with Vertical(classes="panel tokens"):
            yield Lines(self._draw, id="token-lines", surface="panel")

    def on_mount(self) -> None:
        """Tick."""
        self.set_interval(1.0, self._redraw)

    def _redraw(self) -> None:
        self._lines.redraw()

    # -- actions -----------------------------------------------------------------------------

    @work(group="renew", exclusive=True)
    async def action_renew(self) -> None:
        """Fetch a new token now."""
        self._error, self._remark = None, self._strings.tui.token.renewing
        self._redraw()
        try:
            await self._session.renew_token(self._where.environment)
            self._remark = self._strings.tui.token.renewed
        except WedaError as error:
            self._error, self._remark = error, ""
        self._redraw()

    def action_reveal(self) -> None:
        """Show the value for ten seconds, or hide it at once."""
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
            header = f"Authorization: Bearer {token.value}"
            self.post_message(CopyRequested(header, self._strings.tui.token.header))

    async def action_forget(self) -> None:
        """Drop the token, here and in the state file."""
        try:
            await self._session.forget_token(self._where.environment)
            self._error, self._remark = None, self._strings.tui.token.forgotten
        except WedaError as error:
            self._error, self._remark = error, ""
        self._redraw()

    @on(Lines.Pressed)
    async def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    def _token(self) -> AccessToken | None:
        return self._session.token_status(self._where, TokenKind.KEY).token

    def help_title(self, strings: Strings) -> str:
        """Return whose token this is."""
        return strings.tui.token.title.format(name=self._where.environment.name)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys that do something now."""
        return [HelpRow(key, text) for key, text, _ in self._items()]

    # -- drawing -----------------------------------------------------------------------------

    def _draw(self, width: int) -> list[Line]:
        words = self._strings.tui.token
        status = self._session.token_status(self._where, TokenKind.KEY)
        environment = self._where.environment
        inner = width - 4
        title = words.title.format(name=environment.name)
        lines = [
            Line([Run("  "), Run(title, "bold")], [Run(words.tended, "dim"), Run("  ")]),
            Line(),
            Line(
                [
                    Run("› ", "focus bold"),
                    Run(token_kind_words(TokenKind.KEY, self._strings), "bold"),
                    Run(f"  SecretId {_short_id(environment.secret_id)}", "dim"),
                ],
                [*gauge_state(status, self._strings), Run("  ")],
            ),
            Line([Run("  "), *gauge_bar(status, inner)]),
        ]
        if status.token is None:
            lines += [Line(), Line([Run("  "), Run(words.never)])]
            lines += [Line([Run("  "), Run(t, "dim")]) for t in wrap(words.never_hint, inner)]
        else:
            lines += self._facts(status.token, status.remaining, inner)
        if self._error is not None:
            said = explain(self._error, self._strings)
            lines += [
                Line(),
                *(Line([Run("  "), Run(f"✗ {t}", "fail")]) for t in wrap(said.what, inner - 2)),
            ]
            lines += [Line([Run("    "), Run(t, "dim")]) for t in wrap(said.hint, inner - 2)]
        elif self._remark:
            lines += [Line(), Line([Run("  "), Run(self._remark, "focus")])]
        return [*lines, Line([Run("  "), Run("─" * inner, "line")]), *self._keys(inner), Line()]

    def _facts(self, token: AccessToken, remaining: float, inner: int) -> list[Line]:
        words = self._strings.tui.token
        dates = Line(
            [Run("  "), Run(f"{words.issued} ", "dim"), Run(self._when(token.issued_at))],
            [
                Run(f"{words.left} ", "dim"),
                Run(time_left(remaining), "bold"),
                Run(f"   {words.expires} ", "dim"),
                Run(self._when(token.expires_at)),
                Run("  "),
            ],
        )
        lifetime = words.lifetime_given if token.lifetime_given else words.lifetime_default
        answered = words.answered.format(
            time=datetime.fromtimestamp(token.issued_at).astimezone().strftime("%H:%M:%S"),
            status=token.status,
            elapsed=elapsed(token.elapsed),
        )
        if token.clock_skew is not None:
            answered += " · " + words.skew.format(seconds=f"{abs(token.clock_skew):.1f}")
        facts = [
            (words.used_for, words.used_for_key),
            (words.source, f"POST {token.url}"),
            (
                words.lifetime,
                lifetime.format(seconds=f"{token.lifetime:.0f}", hours=time_left(token.lifetime)),
            ),
            (words.last_fetch, answered),
            (
                words.value,
                self._value(token) + "   " + words.characters.format(count=len(token.value)),
            ),
            (words.kept, f"{_home(str(self._session.paths.tokens))}   {words.owner_only}"),
        ]
        lines = [dates, Line()]
        for label, value in facts:
            parts = wrap(value, inner - 13)
            for index, part in enumerate(parts):
                head = pad(label if index == 0 else "", 12)
                lines.append(Line([Run("  "), Run(head, "dim"), Run(part)]))
        return lines

    def _value(self, token: AccessToken) -> str:
        if self._is_revealed:
            return token.value
        if len(token.value) < 40:
            return "•" * 12
        return f"{token.value[:10]}{'•' * 20}{token.value[-4:]}"

    def _when(self, seconds: float) -> str:
        moment = datetime.fromtimestamp(seconds).astimezone()
        today = datetime.fromtimestamp(self._session.clock.wall()).astimezone().date()
        day = self._strings.tui.token.today if moment.date() == today else moment.strftime("%m-%d")
        return f"{day} {moment.strftime('%H:%M:%S')}"

    def _items(self) -> list[tuple[str, str, str]]:
        """Return each key with its words and its action."""
        words = self._strings.tui
        items = [("1", words.token.renew, "renew")]
        if self._token() is not None:
            items += [
                ("2", words.token.hide if self._is_revealed else words.token.reveal, "reveal"),
                ("3", words.token.copy_value, "copy_value"),
                ("4", words.token.copy_header, "copy_header"),
                ("6", words.token.forget, "forget"),
            ]
        return [*items, ("Esc", words.keys.close, "close")]

    def _keys(self, inner: int) -> list[Line]:
        rows: list[list[Run]] = [[Run("  ")]]
        used = 0
        from weda_tui.tui.widgets.paint import cells

        for key, label, action in self._items():
            item = [Run(key, "bold", action), Run(f" {label}   ", "dim", action)]
            if used + cells(item) > inner + 3 and used:
                rows.append([Run("  ")])
                used = 0
            rows[-1] += item
            used += cells(item)
        return [Line(row) for row in rows]


def _short_id(secret_id: str) -> str:
    return f"{secret_id[:6]}…{secret_id[-4:]}" if len(secret_id) > 14 else secret_id


def _home(path: str) -> str:
    from pathlib import Path

    home = str(Path.home())
    return "~" + path.removeprefix(home) if path.startswith(home + "/") else path
