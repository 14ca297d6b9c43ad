"""Data that could not be stored on this machine although its call continued."""

import msgspec

from weda_tui.core.errors import WedaError


class Unkept(msgspec.Struct, frozen=True):
    """A token or a history entry that was not written, or a damaged history that was set aside."""

    error: WedaError
    is_token: bool = False

    @property
    def name(self) -> str:
        """A key that identifies the problem, so that each problem is reported once."""
        return f"{self.is_token} {self.error}"
