"""The access tokens of the chosen target: their states, their renewal, their details."""

from typing import Protocol

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.phrases.facts import unkept_words
from weda_tui.i18n.quantities import time_left
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.state import RequestEditing

RENEWAL = "renew-tokens"
"""The group of the worker that runs as long as a target is chosen."""


class TokenBench(TargetBench, Protocol):
    """A screen that shows the states of two tokens."""

    def show_tokens(self, token: TokenStatus, other: TokenStatus) -> None:
        """Show the token that the open call needs, and the token of the other kind."""


class TokenController:
    """Shows and renews the tokens of the chosen target and of the open call."""

    def __init__(self, bench: TokenBench, session: Session, request: RequestEditing) -> None:
        self._bench, self._session, self._request = bench, session, request
        self._shown: tuple[TokenStatus, TokenStatus] | None = None
        self._file_notices = FileNotices(session)

    def find(self) -> tuple[TokenStatus, TokenStatus]:
        """Return the state of the token that the open call needs, and of the other token."""
        return tokens_of(self._session, self._bench.target, self._request.current.endpoint)

    def refresh(self) -> None:
        """Show the current states; nothing is drawn unless the words of a state change."""
        found = self.find()
        shown = self._shown
        if shown is None or not all(map(is_shown_alike, found, shown)):
            self._shown = found
            self._bench.show_tokens(*found)
        if text := self._file_notices.find_new(self._bench.words):
            self._bench.notice(text)

    def keep_fresh(self) -> None:
        """Renew the tokens before they expire, until another target is chosen."""
        self._bench.start(self._keep_fresh, RENEWAL)

    async def _keep_fresh(self) -> None:
        target = self._bench.target
        if target is None:
            return
        async for _ in self._session.renewals.keep_fresh(target.environment):
            self.refresh()

    def why_no_details(self) -> str | None:
        """Return why no details can be shown; ``None`` if a target is chosen."""
        has_target = self._bench.target is not None
        return None if has_target else self._bench.words.tui.with_.choose_environment

    def show_details(self) -> None:
        """Open the dialog with the details of both tokens, that of the open call selected."""
        from weda_tui.tui.tokens.dialog import TokenDetails

        target, endpoint = self._bench.target, self._request.current.endpoint
        if target is None:
            return
        is_user = endpoint is not None and endpoint.token_kind is TokenKind.USER
        kind = TokenKind.USER if is_user else TokenKind.KEY
        dialog = TokenDetails(self._session, target, self._bench.words, kind)
        self._bench.ask(dialog, lambda _: self.refresh())


class FileNotices:
    """Notices about files that other users could read, and about data that could not be stored."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: set[str] = set()

    def find_new(self, strings: Strings) -> str:
        """Return the next notice that was not shown yet; empty if there is none."""
        for path in self._session.narrowed:
            if self._is_new(str(path)):
                return strings.facts.narrowed_short.format(file=path.name)
        for each in self._session.unkept:
            if self._is_new(each.name):
                return f"! {unkept_words(each, strings)}"
        return ""

    def _is_new(self, name: str) -> bool:
        is_new = name not in self._shown
        self._shown.add(name)
        return is_new


def tokens_of(
    session: Session, where: Target | None, endpoint: Endpoint | None
) -> tuple[TokenStatus, TokenStatus]:
    """Return the state of the token that an endpoint needs at a target, and of the other token."""
    kind = endpoint.token_kind if endpoint is not None else TokenKind.KEY
    other = TokenKind.KEY if kind is TokenKind.USER else TokenKind.USER
    environment, tokens = where and where.environment, session.tokens
    return tokens.status(environment, kind), tokens.status(environment, other)


def is_shown_alike(one: TokenStatus | None, other: TokenStatus | None) -> bool:
    """Return whether two states are shown in the same words."""
    return _appearance(one) == _appearance(other)


def _appearance(status: TokenStatus | None) -> tuple[str, str, str] | None:
    return status and (status.kind, status.state, time_left(status.remaining))
