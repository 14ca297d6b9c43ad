"""Encode text as the bytes that are sent."""


def wire_bytes(text: str) -> bytes:
    """Return text as UTF-8.

    Bytes of a command-line argument that Python could not decode are restored unchanged.
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
