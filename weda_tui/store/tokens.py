"""The cache of access tokens, so that a new process can use the tokens that are still valid."""

import contextlib
import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from weda_tui.core.errors import FileError, unwritable
from weda_tui.core.tokens.access_token import (
    LONGEST_TOKEN,
    AccessToken,
    TokenKey,
    ends_of,
    is_usable,
)
from weda_tui.core.tokens.refusal import LASTING, TokenRefusal
from weda_tui.store.atomic import LARGEST, find_json, narrow, read_json, write_atomic
from weda_tui.store.locks import locked, try_lock

_T = TypeVar("_T")
MOST_OTHERS, MOST_REPLACED = LARGEST // 4, LARGEST // 2
"""Limits in bytes of values that are kept only to be masked, so that the file stays readable."""
MOST_MASKED = 1000
"""Values that are kept only to be masked; each makes every display and write slower."""


class _Entry(msgspec.Struct, frozen=True):
    key: TokenKey
    token: AccessToken


class _Contents(msgspec.Struct, frozen=True):
    tokens: list[_Entry]
    replaced: list[AccessToken] = []
    """Tokens that were renewed or dropped.

    Servers accept them until they expire, so they are masked until then.
    """
    others: dict[str, float] = {}
    """Other values that are masked in files, each with its expiry time (wall clock, seconds).

    They are tokens that this machine received but uses for no call, and refresh tokens of dropped
    tokens.
    """


class TokenFile:
    """The tokens of every deployment in one file of mode 0600, shared by all processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.narrowed = False
        """Whether the file was readable by other users and has been made private."""

    def load(self) -> dict[TokenKey, AccessToken]:
        """Return all tokens; a missing, unreadable, corrupt or symlinked file has none."""
        with contextlib.suppress(OSError):
            self.narrowed |= self._path.is_file() and narrow(self._path)
        contents = self._contents()
        return {entry.key: entry.token for entry in contents.tokens if is_usable(entry.token)}

    def load_replaced(self) -> list[AccessToken]:
        """Return the tokens that were renewed or dropped before they expired."""
        return [token for token in self._contents().replaced if is_usable(token)]

    def load_values(self) -> frozenset[str]:
        """Return all values that have to be masked, of every process.

        Raises ``FileError`` for a file that cannot be read, since the values are unknown then.
        """
        contents = self._read()
        tokens = (*(entry.token for entry in contents.tokens), *contents.replaced)
        return frozenset(contents.others).union(*map(ends_of, tokens))

    def _contents(self) -> _Contents:
        return find_json(self._path, _Contents) or _Contents([])

    def _read(self) -> _Contents:
        try:
            return read_json(self._path, _Contents) or _Contents([])
        except FileError as error:
            error.parameters["tokens"] = str(self._path)
            raise

    def put(self, key: TokenKey, token: AccessToken | None, *, only_over: str = "") -> None:
        """Store ``token`` for ``key``, or delete the stored token if ``None``; keep all others.

        ``only_over`` is the value of the only token that may be replaced: another process may have
        stored a newer one. Raises ``FileError``; the token itself is valid all the same. A file
        that cannot be read is not replaced.
        """
        with locked(self._path.parent, private=True):
            contents, tokens = self._read(), self.load()
            there = tokens.get(key)
            if there == token or (only_over and there and there.value != only_over):
                return
            tokens.pop(key, None)
            replaced, others = [*filter(is_usable, contents.replaced)], contents.others
            replaced += [there] if there else []
            if there is not None and there.refresh_token:
                others |= {there.refresh_token: ends_of(there)[there.refresh_token]}
            if token is not None:
                tokens[key], now = token, token.issued_at
                replaced = [each for each in replaced if each.expires_at > now]
                others = _until_their_end(others, now)
            entries = [_Entry(key, token) for key, token in tokens.items()]
            self._write(_Contents(entries, replaced, others))

    def hide(self, ends: Mapping[str, float], now: float) -> None:
        """Mask values in files, each until its expiry time. Raises the errors of ``put``.

        Values that are too long for a token, or expired at ``now`` (wall clock), are ignored.
        """
        ends = {value: end for value, end in ends.items() if len(value) <= LONGEST_TOKEN}
        with locked(self._path.parent, private=True):
            contents = self._read()
            if not contents.others.keys() >= ends.keys():
                others = _until_their_end({**contents.others, **ends}, now)
                self._write(msgspec.structs.replace(contents, others=others))

    def _write(self, contents: _Contents) -> None:
        """Write the file; if the masked values are too many, drop the longest and the oldest.

        An attacker may supply a text full of tokens to displace the real ones.
        """
        newest_first = [*reversed(contents.others.items())][:MOST_MASKED]
        shortest_first = sorted(newest_first, key=lambda each: len(each[0]))
        others = dict(reversed(_within(MOST_OTHERS, shortest_first)))
        replaced = _within(MOST_REPLACED, reversed(contents.replaced))[::-1]
        data = msgspec.json.encode(_Contents(contents.tokens, replaced, others))
        if len(data) > LARGEST:
            raise unwritable(self._path, OSError(errno.EFBIG, os.strerror(errno.EFBIG)))
        write_atomic(self._path, data, private=True)

    def try_turn(self, key: TokenKey) -> int | None:
        """Take the turn to fetch the token of ``key``; return ``None`` if another process has it.

        The result is a descriptor; closing it, or the end of the process, ends the turn. Raises
        ``FileError``.
        """
        return try_lock(self._turn_path(key, "lock"))

    def refusal_path(self, key: TokenKey) -> Path:
        """Return the path of the last lasting refusal of a token; see ``load_refusal``."""
        return self._turn_path(key, "refusal")

    def forget_refusal(self, key: TokenKey) -> None:
        """Remove a token's refusal; one that cannot be removed expires by itself."""
        with contextlib.suppress(OSError):
            self.refusal_path(key).unlink(missing_ok=True)

    def _turn_path(self, key: TokenKey, ending: str) -> Path:
        import hashlib

        name = hashlib.sha256(msgspec.json.encode(key)).hexdigest()[:24]
        return self._path.with_name("token-turns") / f"{name}.{ending}"


def _until_their_end(others: Mapping[str, float], now: float) -> dict[str, float]:
    return {value: end for value, end in others.items() if end > now}


def _within(most: int, values: Iterable[_T]) -> list[_T]:
    """Return the first values whose JSON takes at most ``most`` bytes in total."""
    kept: list[_T] = []
    for value in values:
        most -= len(msgspec.json.encode(value)) + 1
        if most < 0:
            break
        kept.append(value)
    return kept


def load_refusal(path: Path) -> TokenRefusal | None:
    """Return the refusal in a file of mode 0600, ``None`` if the file is missing or broken."""
    refusal = find_json(path, TokenRefusal)
    return refusal if refusal is not None and refusal.problem.code in LASTING else None


def save_refusal(path: Path, refusal: TokenRefusal) -> None:
    """Store a refusal. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    write_atomic(path, msgspec.json.encode(refusal), private=True, durable=False)
