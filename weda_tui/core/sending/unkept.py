"""What could not be kept on this machine although the call it is of went on."""

import msgspec

from weda_tui.core.errors import WedaError


class Unkept(msgspec.Struct, frozen=True):
    """A token or a history entry that was not written, or a damaged history, put aside."""

    error: WedaError
    is_token: bool = False

    @property
    def name(self) -> str:
        """What tells one from another, so that each is said once."""
        return f"{self.is_token} {self.error}"
