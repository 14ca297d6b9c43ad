"""Text as the bytes that leave."""


def wire_bytes(text: str) -> bytes:
    """Return UTF-8; bytes that Python could not decode (in an argument) come back as they were."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
