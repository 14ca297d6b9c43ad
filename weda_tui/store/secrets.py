"""Secrets: in the system's keyring, else in one private file outside the workspace.

A secret is stored under the environment's name *and* the host for which the user entered it. After
the host is edited, the secret is not found, so that it is never sent to another address. An
environment has up to two secrets, its SecretKey and the password of its user.
"""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from weda_tui.core.environments.deployment import Environment, SecretName, SecretRef, split_host
from weda_tui.core.errors import ErrorCode, FileError, reading, writing
from weda_tui.store.atomic import narrow, read_json, write_atomic
from weda_tui.store.locks import locked

KEYRING, FILE = SecretRef("keyring"), SecretRef("file")


class KeptSecret(NamedTuple):
    """A secret with the environment and the origin for which it is stored."""

    environment: str
    origin: str
    name: SecretName
    secret: str


class SecretStore:
    """Reads and stores secrets. Every call may wait for the system's keyring."""

    def __init__(self, path: Path, environ: Mapping[str, str], use_keyring: bool = True) -> None:
        """``path`` is the private file; ``environ`` resolves the references ``env:NAME``."""
        self._path = path
        self._environ = environ
        self._use_keyring = use_keyring
        self.narrowed = False
        """Whether the file was readable by other users and has been made private."""

    def read(self, environment: Environment, name: SecretName = SecretName.KEY) -> str:
        """Return a secret of ``environment``.

        A keyring reference is looked up in the file if the keyring has no such secret, and a file
        reference in the keyring, so that one committed reference serves machines with and without a
        keyring. Raises ``FileError``: ``SECRET_MISSING`` or ``PASSWORD_MISSING``, or
        ``FILE_UNREADABLE`` for a file that is corrupt or a symlink.
        """
        ref = environment.secret_ref(name)
        account = _account(environment.name, environment.host, name)
        secret = self._look_up(ref, account) if ref else ""
        if not secret:
            is_key = name is SecretName.KEY
            code = ErrorCode.SECRET_MISSING if is_key else ErrorCode.PASSWORD_MISSING
            raise FileError(code, environment=environment.name, ref=str(ref or ""))
        return secret

    def load_kept(self) -> tuple[KeptSecret, ...]:
        """Return all secrets of the private file. Raises ``FileError``."""
        return tuple(_kept(account, secret) for account, secret in self._load_file().items())

    def read_kept(self, environment_name: str, host: str, name: SecretName) -> str:
        """Return the secret stored for a host, whatever the workspace's files say; may be empty.

        Raises ``FileError``.
        """
        return self._look_up(KEYRING, _account(environment_name, host, name))

    def read_variable(self, variable: str) -> str:
        """Return a secret from the process's environment variables; may be empty."""
        return self._environ.get(variable, "")

    def save(
        self, environment_name: str, host: str, secret: str, name: SecretName = SecretName.KEY
    ) -> SecretRef:
        """Store a secret for a host and return where: ``keyring``, or ``file`` without a keyring.

        Raises ``FileError`` if the file is needed and cannot be read or written.
        """
        account = _account(environment_name, host, name)
        keyring = self._keyring
        if keyring is not None and keyring.write(account, secret):
            with contextlib.suppress(FileError):
                self._change_file(account, None)
            return KEYRING
        self._change_file(account, secret)
        return FILE

    def find_place(self, environment: Environment, name: SecretName) -> SecretRef | None:
        """Return where this machine has stored a secret, whatever the environment's file says.

        Raises ``FileError`` for a file that cannot be read.
        """
        ref = environment.secret_ref(name)
        if ref is None or not ref.is_kept:
            return ref
        account = _account(environment.name, environment.host, name)
        places = {FILE: account in self._load_file(), KEYRING: bool(self._read_keyring(account))}
        order = (FILE, KEYRING) if ref == FILE else (KEYRING, FILE)
        return next((place for place in order if places[place]), ref)

    def remove(self, environment_name: str, host: str, name: SecretName = SecretName.KEY) -> None:
        """Delete a secret wherever it is stored; a secret that is not stored is no error.

        Raises ``FileError`` if the file cannot be read or written.
        """
        account = _account(environment_name, host, name)
        if (keyring := self._keyring) is not None:
            keyring.delete(account)
        self._change_file(account, None)

    def has_keyring(self) -> bool:
        """Return whether ``save`` would use the system's keyring."""
        keyring = self._keyring
        return keyring is not None and keyring.is_there()

    @property
    def _keyring(self):
        """The system's keyring, slow to import; ``None`` if it must not be used."""
        if not self._use_keyring:
            return None
        from weda_tui.store import keyring

        return keyring

    def rename(
        self, old_name: str, new_name: str, host: str, name: SecretName = SecretName.KEY
    ) -> None:
        """Store a secret under the new name of its environment; do nothing if there is no secret.

        Raises ``FileError`` if the file cannot be read or written.
        """
        account = _account(old_name, host, name)
        secret = self._read_keyring(account) or self._load_file().get(account)
        if secret and old_name != new_name:
            self.save(new_name, host, secret, name)
            self.remove(old_name, host, name)

    def _look_up(self, ref: SecretRef, account: str) -> str:
        if ref.kind == "env":
            return self._environ.get(ref.variable, "")
        if ref.kind == "prompt":
            return ""
        if ref == FILE:
            return self._load_file().get(account) or self._read_keyring(account)
        return self._read_keyring(account) or self._load_file().get(account, "")

    def _read_keyring(self, account: str) -> str:
        return "" if (keyring := self._keyring) is None else keyring.read(account)

    def _load_file(self) -> dict[str, str]:
        with reading(self._path):
            self.narrowed |= narrow(self._path)
        return read_json(self._path, dict[str, str]) or {}

    def _change_file(self, account: str, secret: str | None) -> None:
        if secret is None and account not in self._load_file():
            return
        with locked(self._path.parent, private=True):
            kept = self._load_file()
            kept.pop(account, None)
            if secret is not None:
                kept[account] = secret
            with writing(self._path):
                data = msgspec.json.encode(kept)
            write_atomic(self._path, data, private=True)


def _account(environment_name: str, host: str, name: SecretName) -> str:
    """Return the key of a secret: its origin and environment, whose name cannot contain a slash."""
    suffix = "" if name is SecretName.KEY else f"/{name.value}"
    return f"{split_host(host)[0]} {environment_name}{suffix}"


def _kept(account: str, secret: str) -> KeptSecret:
    """Return the secret for an account that ``_account`` returned."""
    origin, _, rest = account.partition(" ")
    environment, _, suffix = rest.partition("/")
    name = SecretName(suffix) if suffix in {*SecretName} else SecretName.KEY
    return KeptSecret(environment, origin, name, secret)
