"""The path and query parameters of a draft, read and set in the text of its URL.

And what a server may make of a path: escapes of escapes, dots, backslashes, parameters.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_plus

from weda_tui.core.requests.escapes import CONTROLS, MOST_ESCAPED, unquote_once, unquote_wholly
from weda_tui.core.text import template
from weda_tui.core.text.literals import values_between

Segments = tuple[str, ...]
"""A path, decoded, without its slashes."""

_PLAIN = re.compile("(?:/[A-Za-z0-9_-]+)+")
_PARAMETER = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
_INVALID = "\ufffd"
"""Stands for escapes that are no UTF-8."""
_PATH_PARAMETERS = re.compile("(?:;|%3b)[^/]*", re.IGNORECASE)
_ENDS = "?#\0\r\n"
"""What a path ends at for a server that looks for it after the escapes are undone."""
_SAFE_IN_PATH = "-_.~!$&*,:@="
_SAFE_IN_QUERY = "-_.~!$*,:@/()'"


def path_values(url: str, path: str) -> dict[str, tuple[int, int]] | None:
    """Return where in ``url`` each parameter of an endpoint's ``path`` stands, as spans.

    ``None`` where the URL was changed so much that it is another path.
    """
    pieces = _PARAMETER.split(path)
    texts, names = pieces[::2], pieces[1::2]
    spans = _spans_below(url, texts) if path.startswith("/") else _spans_of_whole(url, texts)
    return dict(zip(names, spans, strict=True)) if spans is not None else None


def _spans_of_whole(url: str, texts: list[str]) -> list[tuple[int, int]] | None:
    """Return where values stand in a URL all of which is a template; the first ones are longest."""
    spans, size = values_between(url[::-1], [text[::-1] for text in reversed(texts)]), len(url)
    return [(size - end, size - at) for at, end in reversed(spans)] if spans is not None else None


def _spans_below(url: str, texts: list[str]) -> list[tuple[int, int]] | None:
    """Return where values stand in the last segments of a URL's path: none is of two segments."""
    shown = template.VARIABLE.sub(lambda match: "\0" * len(match[0]), url)
    path = re.split("[?#]", shown, maxsplit=1)[0]
    wanted = [[""]]
    for n, text in enumerate(texts):
        first, *more = text.split("/")
        wanted[-1] = [*wanted[-1], first] if n else [first]
        wanted += [[each] for each in more]
    if path.count("/") < len(wanted) - 1:
        return None
    given = path.split("/")[1 - len(wanted) :]
    spans, at = list[tuple[int, int]](), len(path) - len("/".join(given))
    for literals, segment in zip(wanted[1:], given, strict=True):
        if (found := values_between(segment, literals)) is None:
            return None
        spans += [(at + start, at + end) for start, end in found]
        at += len(segment) + 1
    return spans


def read_path_value(text: str) -> str:
    """Return a path segment as a person reads it."""
    return unquote(text)


def write_path_value(text: str, path: str) -> str:
    """Return what stands in the URL for a value; variables stay as they are."""
    return text if not path.startswith("/") else _encoded(text, _SAFE_IN_PATH)


def path_readings(path: str) -> tuple[Segments, ...]:
    """Return the ways in which servers read a path; a plain one can be read in one way.

    With all that a careless one undoes (escapes of escapes, full-width letters, backslashes,
    blanks, parameters behind a semicolon), whole and up to what may end a path; with its dots
    followed; and as it stands. Servlet containers cut parameters before they undo escapes, so that
    ``;%2f..`` is one there: parameters are cut before and after each time that escapes are undone.
    """
    if _PLAIN.fullmatch(path):
        return (tuple(path[1:].split("/")),)
    decoded = unquote(path)
    careless = [text for each in (path, *_without_parameters(path)) for text in _careless(each)]
    ways = (*(normpath(f"/{each}") for each in careless), normpath(f"/{decoded}"), decoded)
    return tuple(dict.fromkeys(tuple(filter(None, way.split("/"))) for way in ways))


def may_be_any(path: str) -> bool:
    """Return whether servers in a row may take a path for any other.

    A client and each server in front follow dots, each after having undone as many escapes, cut as
    many parameters and merged as many slashes as it likes. So does a path whose escapes have no end
    or are no UTF-8.
    """
    if _PLAIN.fullmatch(path):
        return False
    parts = _parts(path)
    return parts is None or not {".", ".."}.isdisjoint(parts)


def _without_parameters(path: str) -> Iterator[str]:
    """Yield a path without its parameters, cut at each depth of escapes that has any."""
    for _ in range(MOST_ESCAPED):
        yield _PATH_PARAMETERS.sub("", path)
        before, path = path, unquote_once(path)
        if path == before:
            return


def _careless(path: str) -> Iterator[str]:
    """Yield what a careless server reads, whole and up to what may end a path."""
    bare = unicodedata.normalize("NFKC", unquote_wholly(path) or path).replace("\\", "/")
    for each in (bare, *(bare.partition(end)[0] for end in _ENDS if end in bare)):
        yield _PATH_PARAMETERS.sub("", CONTROLS.sub("", each))


def is_below(path: str, prefix: str) -> bool:
    """Return whether every server takes a path for one below a prefix, which has no escapes.

    The prefix has to stand there as it is. What follows must not lead out of it at any point, by
    dots that are plain, escaped however often, behind backslashes or in front of parameters.
    Everything is below an empty prefix.
    """
    if not prefix:
        return True
    rest = path.removeprefix(prefix)
    if not path.startswith(prefix) or rest[:1] not in {"", "/"}:
        return False
    depth = 0
    for segment in rest.split("/"):
        if segment == "..":
            depth -= 1
            if depth < 0:
                return False
            continue
        if (parts := _parts(segment)) is None or ".." in parts:
            return False
        depth += any(part not in {"", "."} for part in parts)
    return True


def _parts(segment: str) -> list[str] | None:
    """Return the segments that a server may read in one, without parameters."""
    if (text := unquote_wholly(segment)) is None or _INVALID in text:
        return None
    text = CONTROLS.sub("", unicodedata.normalize("NFKC", text).replace("\\", "/"))
    return [re.split("[;?#]", part, maxsplit=1)[0] for part in text.split("/")]


def followed(rest: str) -> str:
    """Return what stands behind an origin as it is asked for: its dots followed, no fragment.

    So do clients before they send (RFC 3986, 5.2.4 and 3.5); an empty path is a slash. Escapes stay
    as they are: what is not ASCII is escaped when it is sent, which makes no other address of it.
    """
    path, mark, query = rest.partition("#")[0].partition("?")
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    return f"{'/'.join(kept) or '/'}{mark}{query}"


class QueryPart(NamedTuple):
    """``name=value`` in a URL: ``url[start:end]``, decoded."""

    name: str
    value: str
    start: int
    end: int


def query_parts(url: str) -> Iterator[QueryPart]:
    """Return the parameters after the question mark in order."""
    start = url.find("?") + 1
    stop = url.find("#", start)
    stop = len(url) if stop < 0 else stop
    if not start:
        return
    for match in re.compile(r"[^&]+").finditer(url, start, stop):
        name, _, value = match[0].partition("=")
        yield QueryPart(unquote_plus(name), unquote_plus(value), *match.span())


def set_query(url: str, name: str, value: str | None) -> str:
    """Return the URL with a query parameter set, or without it for ``None``.

    The first of that name is the one that changes; all others stay as they are.
    """
    if value is None:
        for part in reversed([part for part in query_parts(url) if part.name == name]):
            url = _cut(url, part)
        return url
    return set_queries(url, {name: value})


def set_queries(url: str, values: Mapping[str, str]) -> str:
    """Return the URL with query parameters set, as ``set_query`` does each, in one pass."""
    waiting = {
        name: f"{quote(name, safe=_SAFE_IN_QUERY)}={_encoded(value, _SAFE_IN_QUERY)}"
        for name, value in values.items()
    }
    pieces, done = list[str](), 0
    for part in query_parts(url):
        if (new := waiting.pop(part.name, None)) is not None:
            pieces += url[done : part.start], new
            done = part.end
    front, mark, fragment = "".join((*pieces, url[done:])).partition("#")
    if waiting:
        has_some = front.partition("?")[2]
        joint = "" if front.endswith(("?", "&")) else "&" if has_some else "?"
        front += joint + "&".join(waiting.values())
    return f"{front}{mark}{fragment}"


def _cut(url: str, part: QueryPart) -> str:
    """Take a parameter out with the mark that joins it to its neighbour."""
    if url[part.end : part.end + 1] == "&":
        return url[: part.start] + url[part.end + 1 :]
    return url[: part.start - 1] + url[part.end :]


def _encoded(text: str, safe: str) -> str:
    return template.around_variables(text, lambda part: quote(part, safe=safe, errors="replace"))
