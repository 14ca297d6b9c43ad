"""The secret store of the operating system. Import this module only when needed: it is slow.

A missing, locked or broken keyring behaves like an empty one that stores nothing; the caller then
uses its file.
"""

import contextlib

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

SERVICE = "weda-tui"
"""The name under which a keyring shows our entries."""

_FAILURES = (KeyringError, OSError, RuntimeError, ValueError)
"""The exceptions of keyring backends: their own, and those of system calls."""


def is_there() -> bool:
    """Return whether this machine has a keyring that stores secrets."""
    return _backend() is not None


def read(account: str) -> str:
    """Return the secret stored for ``account``, or an empty string."""
    backend = _backend()
    try:
        return (backend.get_password(SERVICE, account) or "") if backend else ""
    except _FAILURES:
        return ""


def write(account: str, secret: str) -> bool:
    """Store a secret; return whether it was stored."""
    backend = _backend()
    if backend is None:
        return False
    try:
        backend.set_password(SERVICE, account, secret)
    except _FAILURES:
        return False
    return True


def delete(account: str) -> None:
    """Delete the secret of ``account``, if there is one."""
    backend = _backend()
    if backend is not None:
        with contextlib.suppress(*_FAILURES):
            backend.delete_password(SERVICE, account)


def _backend() -> KeyringBackend | None:
    """Return the keyring in use; placeholders that store nothing have no positive priority."""
    try:
        backend = keyring.get_keyring()
        return backend if float(backend.priority) > 0 else None
    except (*_FAILURES, ImportError, AttributeError):
        return None
