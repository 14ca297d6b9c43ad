"""The options of a curl command. ``options.toml`` lists them and says which take a value."""

from collections.abc import Iterator

import msgspec

from weda_tui.core.files import read_packaged_toml


class _Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    takes_value: frozenset[str]
    silent: frozenset[str]
    short: dict[str, str]


_OPTIONS = read_packaged_toml("formats/curl/options.toml", _Options)
TAKES_VALUE, SHORT = _OPTIONS.takes_value, _OPTIONS.short
SILENT = _OPTIONS.silent
"""Options for what curl shows and where it writes; they change nothing of what is sent."""
_KNOWN = TAKES_VALUE | SILENT | frozenset(SHORT.values())


def read_options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the options after ``curl`` by their long names, each with its value.

    A URL without an option counts as ``--url``. ``--no-…`` is an option of its own.
    """
    at = 0
    while at < len(words):
        word, at = words[at], at + 1
        if word == "--":
            yield from (("url", address) for address in words[at:])
            return
        if word.startswith("--"):
            name, mark, joined = word[2:].partition("=")
            name = _whole(name)
            if name in TAKES_VALUE and not mark:
                yield name, words[at] if at < len(words) else ""
                at += 1
            else:
                yield name, joined
        elif len(word) > 1 and word.startswith("-"):
            taken = list(_read_short(word[1:]))
            if taken and taken[-1][1] is None:
                taken[-1] = (taken[-1][0], words[at] if at < len(words) else "")
                at += 1
            yield from ((name, value or "") for name, value in taken)
        else:
            yield "url", word


def _whole(name: str) -> str:
    """Return the full name of an option that may be abbreviated; curl accepts abbreviations."""
    if name in _KNOWN:
        return name
    found = [known for known in _KNOWN if known.startswith(name)]
    return found[0] if len(found) == 1 and len(name) > 2 else name


def _read_short(letters: str) -> Iterator[tuple[str, str | None]]:
    """Yield the options of ``-sXPUT``; ``None`` for the last one if its value is the next word."""
    for at, letter in enumerate(letters):
        name = SHORT.get(letter, letter)
        if name in TAKES_VALUE:
            yield name, letters[at + 1 :] or None
            return
        yield name, ""
