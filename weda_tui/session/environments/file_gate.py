"""What goes into a workspace or an export passes here: every secret of this machine is known first.

A session knows the secrets that it made use of. A file is read by others, so what it must not hold
is more: what is kept for any environment that is approved, and every token that any process got.

Where something was approved in the workspace, the session masks all that from then on: nothing is
sent to a server that nobody approved. Elsewhere it is for files alone: such a server would see by
when the next request comes how long its answer was looked through, and so whether it guessed one.
"""

import asyncio
from collections.abc import Callable, Iterable

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.session.tokens import Tokens


class FileGate:
    """Finds out what has to be hidden; nobody is asked for anything."""

    def __init__(self, tokens: Tokens, environments: Callable[[], Iterable[Environment]]) -> None:
        """``environments`` returns those whose secrets may be kept on this machine."""
        self._tokens, self._environments = tokens, environments

    def masker(self) -> Masker:
        """Return what hides every secret. For a thread: waits for the disk and the keyring.

        Raises ``FileError`` where the file of the tokens cannot be read: nothing is written then
        that one may stand in.
        """
        environments = [*self._environments()]
        self._tokens.network.read_again()
        self._tokens.approvals.see_approved(environments)
        for environment in environments:
            self._tokens.approvals.see_kept(environment, for_files=True)
        return self.known()

    def known(self) -> Masker:
        """Return what hides every secret as they were read last; waits for nothing."""
        return self._tokens.masker(for_files=True)

    def masker_between(self, *, unguessed: bool = False) -> Masker:
        """Return what hides secrets in what is written before the next request of a run is sent.

        For a thread, and raises as ``masker`` does. Where nobody approved the server, only what the
        session made use of: it was sent no secret, and the next request would wait for the search.
        ``unguessed`` is as for ``Tokens.masker``.
        """
        if self._tokens.routes.is_known():
            self.masker()
        return self._tokens.masker(unguessed=unguessed)

    async def read(self) -> None:
        """Know every secret of this machine from now on. Raises as ``masker`` does."""
        await asyncio.to_thread(self.masker)


def check_no_secret_in(masker: Masker, part: str, *texts: str) -> None:
    """Refuse to write texts that hold a secret.

    Raises ``FileError`` (``SECRET_IN_REQUEST``) with the part that they are.
    """
    if any(masker.text(text) != text for text in texts):
        raise FileError(ErrorCode.SECRET_IN_REQUEST, part=masker.text(part))
