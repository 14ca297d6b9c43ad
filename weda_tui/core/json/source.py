"""The bytes of a body: in memory, or in a memory-mapped file."""

import mmap

CONTINUATIONS = bytes(range(0x80, 0xC0))
"""The bytes that continue a character in UTF-8."""


class BodySource:
    """The bytes of a body, read in slices."""

    def __init__(self, buffer: bytes | mmap.mmap) -> None:
        self.buffer = buffer

    def __len__(self) -> int:
        return len(self.buffer)

    def __getitem__(self, part: slice) -> bytes:
        return self.buffer[part]

    def find(self, wanted: bytes, start: int, end: int) -> int:
        """Return the first offset of ``wanted`` from ``start`` to ``end``, -1 for none."""
        return self.buffer.find(wanted, start, end)
