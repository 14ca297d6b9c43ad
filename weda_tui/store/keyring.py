"""The operating system's own secret store. Import this module only where it is used: it is slow.

A keyring that is missing, locked or broken answers like an empty one and keeps nothing; the caller
then uses its file.
"""

import contextlib

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

SERVICE = "weda-tui"
"""The name under which a keyring shows our entries."""

_FAILURES = (KeyringError, OSError, RuntimeError, ValueError)
"""What backends raise: their own errors, and those of the system calls under them."""


def is_there() -> bool:
    """Return whether this machine has a keyring that keeps something."""
    return _backend() is not None


def read(account: str) -> str:
    """Return the secret kept for ``account``, or an empty string."""
    backend = _backend()
    try:
        return (backend.get_password(SERVICE, account) or "") if backend else ""
    except _FAILURES:
        return ""


def write(account: str, secret: str) -> bool:
    """Keep a secret; return whether it is kept."""
    backend = _backend()
    if backend is None:
        return False
    try:
        backend.set_password(SERVICE, account, secret)
    except _FAILURES:
        return False
    return True


def delete(account: str) -> None:
    """Forget the secret of ``account``, if there is one."""
    backend = _backend()
    if backend is not None:
        with contextlib.suppress(*_FAILURES):
            backend.delete_password(SERVICE, account)


def _backend() -> KeyringBackend | None:
    """Return the keyring in use; the stand-ins that keep nothing have no positive priority."""
    try:
        backend = keyring.get_keyring()
        return backend if float(backend.priority) > 0 else None
    except (*_FAILURES, ImportError, AttributeError):
        return None
