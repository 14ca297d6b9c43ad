"""The gate for everything written to a workspace or an export: all secrets are read first.

A session knows the secrets that it has used. A file is read by others, so it must not contain more:
the secrets kept for any approved environment, and every token that any process got.

Once anything was approved in a workspace, the session masks all of them everywhere, since nothing
is sent to a server that is not approved. In other workspaces they are masked in files only: the
time until the next request would show such a server how long its response was searched, and so
whether it had guessed a secret.
"""

import asyncio
from collections.abc import Callable, Iterable

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.session.tokens import Tokens


class FileGate:
    """Finds the secrets that have to be masked in files, without asking the user."""

    def __init__(self, tokens: Tokens, environments: Callable[[], Iterable[Environment]]) -> None:
        """``environments`` returns those whose secrets may be kept on this machine."""
        self._tokens, self._environments = tokens, environments

    def masker(self) -> Masker:
        """Return a masker for every secret. For a thread: waits for the disk and the keyring.

        Raises ``FileError`` if the file of the tokens cannot be read: a text that may contain a
        token is not written then.
        """
        environments = [*self._environments()]
        self._tokens.network.read_again()
        self._tokens.approvals.see_approved(environments)
        for environment in environments:
            self._tokens.approvals.see_kept(environment, for_files=True)
        return self.known()

    def known(self) -> Masker:
        """Return a masker for every secret as last read; does not wait."""
        return self._tokens.masker(for_files=True)

    def masker_between(self, *, unguessed: bool = False) -> Masker:
        """Return a masker for text written before the next request of a run is sent.

        For a thread; raises as ``masker`` does. If the user approved nothing in the workspace, only
        secrets that the session used are masked: the server was sent no other secret, and searching
        for all of them would delay the next request. ``unguessed`` is as for ``Tokens.masker``.
        """
        if self._tokens.routes.is_known():
            self.masker()
        return self._tokens.masker(unguessed=unguessed)

    async def read(self) -> None:
        """Read every secret of this machine, to mask it from now on. Raises as ``masker`` does."""
        await asyncio.to_thread(self.masker)


def check_no_secret_in(masker: Masker, part: str, *texts: str) -> None:
    """Refuse to write texts that contain a secret.

    Raises ``FileError`` (``SECRET_IN_REQUEST``) that names ``part``, the part of the request.
    """
    if any(masker.text(text) != text for text in texts):
        raise FileError(ErrorCode.SECRET_IN_REQUEST, part=masker.text(part))
