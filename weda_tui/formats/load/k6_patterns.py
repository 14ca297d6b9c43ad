r"""Regular expressions of a run, translated so that k6 matches the same with its ``u`` flag.

Only what is known to be alike is translated: characters, escaped or not, sets, ``.``, ``\d``,
``\s``, ``\w`` and their opposites, groups without a name, alternatives, quantifiers, ``^``, and
``$`` at an end. k6 has no ``\p{…}``, and its own classes are ASCII only: ``\d``, ``\s`` and ``\w``
become ranges, which the script defines as constants. Its engine repeats nothing more than 1000
times.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from weda_tui.core.text.patterns import compile_pattern

CLASSES = (r"\d", r"\s", r"\w")
_CHARACTER = r"(?:\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[tnrfv -/:-@\[-`{-~])|[^\\])"
_TOKEN = re.compile(
    r"(?P<quantifier>(?:[*+?]|\{[0-9]*,?[0-9]*\})\??)"
    r"|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<alternative>\|)|(?P<start>\^)|(?P<end>\$)"
    r"|(?P<any>\.)|(?P<set>\[\^?(?:[^\\\[\]]|\\.)+\])|(?P<class>\\[dswDSW])"
    rf"|(?P<character>(?![\[{{]){_CHARACTER})",
    re.DOTALL,
)
_ITEM = re.compile(
    rf"(?P<class>\\[dsw])|(?P<low>{_CHARACTER})(?:-(?P<high>{_CHARACTER}))?", re.DOTALL
)
_COUNT = re.compile(r"\{(?P<least>[0-9]*)(?P<several>,?)(?P<most>[0-9]*)\}(?P<lazy>\??)")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_ESCAPED = frozenset(r"^$\.*+?()[]{}|/")
_MOST_REPEATED = 1000
_REPEATABLE = frozenset({"close", "any", "set", "class", "character"})


class _NotAlikeError(Exception):
    """A part of a pattern is not known to be alike in JavaScript."""


def javascript_pattern(pattern: str) -> str | None:
    """Return a regular expression for JavaScript; ``None`` if it is not known to match alike."""
    tokens = [(str(each.lastgroup), each[0]) for each in _TOKEN.finditer(pattern)]
    is_whole = "".join(text for _, text in tokens) == pattern
    if not is_whole or not _is_sound(tokens):
        return None
    try:
        return "".join(_written(kind, text) for kind, text in tokens)
    except _NotAlikeError:
        return None


def class_constants(patterns: Iterable[str]) -> dict[str, str]:
    """Return the classes that patterns for JavaScript use, as ranges in a set."""
    used = "".join(patterns)
    return {each: "".join(_ranges(each)) for each in CLASSES if each in used}


def _ranges(escape: str) -> Iterator[str]:
    characters = "".join(map(chr, range(sys.maxunicode + 1)))
    for found in compile_pattern(f"{escape}+").finditer(characters):
        yield f"{found[0][0]}-{found[0][-1]}"


def _is_sound(tokens: Sequence[tuple[str, str]]) -> bool:
    """Return whether groups are closed, and quantifiers and ``$`` are where engines agree."""
    before, has_count, is_inner = "", [False], False
    for index, (kind, text) in enumerate(tokens):
        if kind == "open":
            has_count.append(False)
        elif kind == "close":
            is_inner = has_count.pop()
            if not has_count:
                return False
            has_count[-1] |= is_inner
        elif kind == "quantifier":
            is_nested = text[0] == "{" and before == "close" and is_inner
            if before not in _REPEATABLE or is_nested:
                return False
            has_count[-1] |= text[0] == "{"
        elif kind == "end" and not _ends(tokens[index + 1 :], len(has_count) - 1):
            return False
        before = kind
    return len(has_count) == 1


def _ends(rest: Sequence[tuple[str, str]], depth: int) -> bool:
    """Return whether nothing after a ``$`` has to match."""
    is_alternative = bool(rest) and rest[0][0] == "alternative" and not depth
    return is_alternative or all(kind == "close" for kind, _ in rest)


def _written(kind: str, text: str) -> str:
    match kind:
        case "quantifier":
            return _quantifier(text)
        case "end":
            return r"\n?$"  # also before a last line break
        case "any":
            return r"[^\n]"
        case "set":
            return _set(text)
        case "class":
            return f"[{'^' if text[1].isupper() else ''}{text.lower()}]"
        case "character":
            return _escaped(_character(text))
        case _:
            return text


def _quantifier(text: str) -> str:
    found = _COUNT.fullmatch(text)
    if found is None:
        return text
    least, several, most, lazy = found.groups()
    counts = [int(each) for each in (least, most) if each]
    if not counts or max(counts) > _MOST_REPEATED or counts != sorted(counts):
        raise _NotAlikeError
    return f"{{{least or 0}{several}{most}}}{lazy}"


def _set(text: str) -> str:
    head = "[^" if text.startswith("[^") else "["
    items = text[len(head) : -1]
    found = list(_ITEM.finditer(items))
    if "".join(each[0] for each in found) != items:
        raise _NotAlikeError
    last = len(found) - 1
    is_bare = any(each[0] == "-" and 0 < index < last for index, each in enumerate(found))
    if not items or is_bare:
        raise _NotAlikeError
    return f"{head}{''.join(map(_item, found))}]"


def _item(found: re.Match[str]) -> str:
    if found["class"]:
        return found[0]
    ends = [_character(each) for each in (found["low"], found["high"]) if each]
    if ends != sorted(ends):
        raise _NotAlikeError
    return "-".join(r"\-" if each == "-" else _escaped(each) for each in ends)


def _character(text: str) -> str:
    """Return the character that a part of a pattern stands for."""
    if text[0] != "\\":
        made = text
    elif text[1] in "xu":
        made = chr(int(text.lstrip("\\xu"), 16))
    else:
        made = _CONTROLS.get(text[1], text[1])
    if "\ud800" <= made <= "\udfff":
        raise _NotAlikeError
    return made


def _escaped(character: str) -> str:
    return f"\\{character}" if character in _ESCAPED else character
