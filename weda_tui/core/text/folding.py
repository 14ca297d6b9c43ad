"""Fold texts for comparison in a search."""

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def narrow(text: str) -> str:
    """Replace full-width letters, as a Chinese input method types them, by ASCII."""
    return text if text.isascii() else text.translate(_WIDE)


def normalise(text: str) -> str:
    """Fold case and full-width letters."""
    return narrow(text).casefold()
