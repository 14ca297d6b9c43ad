"""The width of text in terminal cells: a Chinese character takes two."""

import unicodedata


def cells(text: str) -> int:
    """Return how many cells a line of text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
