"""Read and write headers as text: one line ``Name: value`` for each header."""

from collections.abc import Iterable

from weda_tui.core.requests.draft import Header


def write_headers(headers: Iterable[Header]) -> str:
    """Return headers as text."""
    return "\n".join(f"{name}: {value}" for name, value in headers)


def is_text(headers: tuple[Header, ...]) -> bool:
    """Return whether headers can be written as text, that is, no header contains a line break."""
    return len(write_headers(headers).splitlines()) == len(headers)


def read_headers(text: str) -> tuple[Header, ...]:
    """Read headers from text.

    A line without a colon becomes a header name that is refused later.
    """
    headers: list[Header] = []
    for line in text.split("\n"):
        if line.strip():
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip()))
    return tuple(headers)
