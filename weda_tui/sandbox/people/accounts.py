"""Passwords and sessions: the users who can sign in, and those who are signed in.

A session has one refresh token at a time. Everything is stored with the state of the sandbox.
"""

import hashlib
import hmac
import secrets
import sqlite3

import msgspec

REFRESH_LIFETIME = 31 * 86400
"""Seconds (public page)."""
MOST_FAILURES = 5
"""Wrong passwords in a row after which a captcha is required; the pages state no number."""
CAPTCHA_SECONDS = 300
"""Seconds for which a captcha is required. The sandbox has none, so the user has to wait."""
_TABLES = """
CREATE TABLE IF NOT EXISTS password (user TEXT PRIMARY KEY, salt BLOB, hash BLOB);
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, user TEXT, refresh BLOB, until REAL);
"""


class AccountSession(msgspec.Struct, frozen=True):
    """A session, with its current refresh token."""

    id: str
    user_id: str
    refresh_token: str


class Accounts:
    """The passwords and sessions of one deployment; times are epoch seconds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.executescript(_TABLES)
        self._failures: dict[str, list[float]] = {}

    def set_password(self, user_id: str, password: str) -> None:
        """Set the only password with which a user can sign in."""
        salt = secrets.token_bytes(16)
        row = (user_id, salt, _hash(password, salt))
        self._connection.execute("INSERT OR REPLACE INTO password VALUES (?, ?, ?)", row)

    def has_password(self, user_id: str) -> bool:
        """Return whether a user can sign in."""
        found = self._connection.execute("SELECT 1 FROM password WHERE user = ?", (user_id,))
        return found.fetchone() is not None

    def is_password(self, user_id: str, password: str) -> bool:
        """Return whether a password is the user's."""
        sql = "SELECT salt, hash FROM password WHERE user = ?"
        row = self._connection.execute(sql, (user_id,)).fetchone()
        return row is not None and hmac.compare_digest(_hash(password, row[0]), row[1])

    def needs_captcha(self, username: str, now: float) -> bool:
        """Return whether a name recently failed too often."""
        recent = [at for at in self._failures.get(username, ()) if now - at < CAPTCHA_SECONDS]
        return len(recent) >= MOST_FAILURES

    def note_attempt(self, username: str, now: float, *, is_good: bool) -> None:
        """Count a failure, or reset the count after a success."""
        if is_good:
            self._failures.pop(username, None)
        else:
            failures = [*self._failures.pop(username, ()), now]
            self._failures[username] = failures[-MOST_FAILURES:]
        while len(self._failures) > 1000:
            del self._failures[next(iter(self._failures))]

    def open_session(self, user_id: str, now: float) -> AccountSession:
        """Start a session for a user."""
        session = AccountSession(secrets.token_hex(12), user_id, _new_refresh_token())
        row = (session.id, user_id, _digest(session.refresh_token), now + REFRESH_LIFETIME)
        self._connection.execute("INSERT INTO session VALUES (?, ?, ?, ?)", row)
        return session

    def renew(self, refresh_token: str, now: float) -> AccountSession | None:
        """Exchange a refresh token for the next one; ``None`` if it is not valid any more."""
        sql = "SELECT id, user FROM session WHERE refresh = ? AND until > ?"
        row = self._connection.execute(sql, (_digest(refresh_token), now)).fetchone()
        if row is None:
            return None
        session = AccountSession(row[0], row[1], _new_refresh_token())
        self._connection.execute(
            "UPDATE session SET refresh = ?, until = ? WHERE id = ?",
            (_digest(session.refresh_token), now + REFRESH_LIFETIME, session.id),
        )
        return session

    def lasts(self, session_id: str) -> bool:
        """Return whether a session was not ended."""
        found = self._connection.execute("SELECT 1 FROM session WHERE id = ?", (session_id,))
        return found.fetchone() is not None

    def end(self, session_id: str) -> None:
        """End a session."""
        self._connection.execute("DELETE FROM session WHERE id = ?", (session_id,))

    def end_by_refresh_token(self, refresh_token: str, user_id: str) -> None:
        """End the session of a user to which a refresh token belongs."""
        self._connection.execute(
            "DELETE FROM session WHERE refresh = ? AND user = ?", (_digest(refresh_token), user_id)
        )


def _new_refresh_token() -> str:
    return secrets.token_urlsafe(32)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=1024, r=8, p=1)
