"""The cache of access tokens, so that a new process need not ask for what is still good."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from weda_tui.core.tokens.access_token import AccessToken, TokenKey, ends_of, is_usable
from weda_tui.core.tokens.refusal import LASTING, TokenRefusal
from weda_tui.store.atomic import find_json, narrow, write_atomic
from weda_tui.store.locks import locked, try_hold


class _Entry(msgspec.Struct, frozen=True):
    key: TokenKey
    token: AccessToken


class _Contents(msgspec.Struct, frozen=True):
    tokens: list[_Entry]
    replaced: list[AccessToken] = []
    """Tokens that were renewed or dropped: a server takes them to their end, so they are masked as
    long."""
    others: dict[str, float] = {}
    """What else is masked in files: tokens that this machine got and keeps for no call, and refresh
    tokens of dropped ones, each with its end: wall clock, seconds."""


class TokenFile:
    """The tokens of every deployment in one file of mode 0600, shared by all processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.narrowed = False
        """Whether the file was found readable by others, and closed to them."""

    def load(self) -> dict[TokenKey, AccessToken]:
        """Return every token kept; a missing, unreadable, corrupt or symlinked file holds none."""
        with contextlib.suppress(OSError):
            self.narrowed |= self._path.is_file() and narrow(self._path)
        contents = self._contents()
        return {entry.key: entry.token for entry in contents.tokens if is_usable(entry.token)}

    def load_replaced(self) -> list[AccessToken]:
        """Return the tokens that were renewed or dropped and were not at their end then."""
        return [token for token in self._contents().replaced if is_usable(token)]

    def load_values(self) -> frozenset[str]:
        """Return all that has to be masked, whichever process got it."""
        contents = self._contents()
        tokens = (*(entry.token for entry in contents.tokens), *contents.replaced)
        return frozenset(contents.others).union(*map(ends_of, tokens))

    def _contents(self) -> _Contents:
        return find_json(self._path, _Contents) or _Contents([])

    def put(self, key: TokenKey, token: AccessToken | None, *, only_over: str = "") -> None:
        """Keep ``token`` for ``key``, or forget it when ``None``; every other token stays.

        ``only_over`` is the value of the one token that may be replaced: another process may have
        put a newer one there. Raises ``FileError`` (``FILE_UNWRITABLE``): the token itself is still
        good then.
        """
        with locked(self._path.parent, private=True):
            tokens = self.load()
            there = tokens.get(key)
            if there == token or (only_over and there and there.value != only_over):
                return
            tokens.pop(key, None)
            replaced, others = self.load_replaced(), self._contents().others
            replaced += [there] if there else []
            if token is not None:
                tokens[key], now = token, token.issued_at
                replaced = [each for each in replaced if each.expires_at > now]
                others = {value: end for value, end in others.items() if end > now}
            elif there is not None and there.refresh_token:
                others |= {there.refresh_token: ends_of(there)[there.refresh_token]}
            entries = [_Entry(key, token) for key, token in tokens.items()]
            self._write(_Contents(entries, replaced, others))

    def hide(self, ends: Mapping[str, float]) -> None:
        """Let values be masked in files, each to its end. Raises as ``put`` does."""
        with locked(self._path.parent, private=True):
            contents = self._contents()
            if not contents.others.keys() >= ends.keys():
                self._write(msgspec.structs.replace(contents, others={**contents.others, **ends}))

    def _write(self, contents: _Contents) -> None:
        write_atomic(self._path, msgspec.json.encode(contents), private=True)

    def try_turn(self, key: TokenKey) -> int | None:
        """Take the turn to fetch the token of ``key``; ``None`` while another process has it.

        Returns a descriptor; closing it, or the end of the process, ends the turn. Raises
        ``FileError``.
        """
        return try_hold(self._turn_path(key, "lock"))

    def refusal_path(self, key: TokenKey) -> Path:
        """Return the file of the last lasting refusal of a token; see ``refusal_file``."""
        return self._turn_path(key, "refusal")

    def forget_refusal(self, key: TokenKey) -> None:
        """Let a token be asked for again; a refusal that cannot be removed ends by itself."""
        with contextlib.suppress(OSError):
            self.refusal_path(key).unlink(missing_ok=True)

    def _turn_path(self, key: TokenKey, ending: str) -> Path:
        import hashlib

        name = hashlib.sha256(msgspec.json.encode(key)).hexdigest()[:24]
        return self._path.with_name("token-turns") / f"{name}.{ending}"


def load_refusal(path: Path) -> TokenRefusal | None:
    """Return the refusal in a file of mode 0600; one that is missing or broken holds none."""
    refusal = find_json(path, TokenRefusal)
    return refusal if refusal is not None and refusal.problem.code in LASTING else None


def save_refusal(path: Path, refusal: TokenRefusal) -> None:
    """Keep a refusal. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    write_atomic(path, msgspec.json.encode(refusal), private=True, durable=False)
