"""The bytes of a body: in memory, or in a file that is mapped into it."""

import mmap

CONTINUATIONS = bytes(range(0x80, 0xC0))
"""The bytes that are, in UTF-8, behind the first one of a character."""


class BodySource:
    """Bytes by slices."""

    def __init__(self, buffer: bytes | mmap.mmap) -> None:
        self.buffer = buffer

    def __len__(self) -> int:
        return len(self.buffer)

    def __getitem__(self, part: slice) -> bytes:
        return self.buffer[part]

    def find(self, wanted: bytes, start: int, end: int) -> int:
        """Return where bytes stand at or behind ``start``, wholly before ``end``; -1 nowhere."""
        return self.buffer.find(wanted, start, end)
