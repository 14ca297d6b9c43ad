"""Headers as they are typed: ``Name: value``, a line each."""

from collections.abc import Iterable

from weda_tui.core.requests.draft import Header


def write_headers(headers: Iterable[Header]) -> str:
    """Return headers as text."""
    return "\n".join(f"{name}: {value}" for name, value in headers)


def is_text(headers: tuple[Header, ...]) -> bool:
    """Return whether the text holds each header on its own line: none has a line break in it."""
    return len(write_headers(headers).splitlines()) == len(headers)


def read_headers(text: str) -> tuple[Header, ...]:
    """Read headers; a line without a colon becomes a name that will be refused."""
    headers: list[Header] = []
    for line in text.split("\n"):
        if line.strip():
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip()))
    return tuple(headers)
