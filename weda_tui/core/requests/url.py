"""Read and set the path and query parameters in the URL text of a draft.

The module also computes how servers may read a path with nested escapes, dots, backslashes or
parameters.
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
"""The decoded segments of a path, without slashes."""

_PLAIN = re.compile("(?:/[A-Za-z0-9_-]+)+")
_PARAMETER = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
_INVALID = "\ufffd"
"""The replacement character, which shows that escapes were not valid UTF-8."""
_PATH_PARAMETERS = re.compile("(?:;|%3b)[^/]*", re.IGNORECASE)
_ENDS = "?#\0\r\n"
"""Characters that may end a path for a server that searches for its end after it undid the escapes.
"""
_SAFE_IN_PATH = "-_.~!$&*,:@="
_SAFE_IN_QUERY = "-_.~!$*,:@/()'"


def path_values(url: str, path: str) -> dict[str, tuple[int, int]] | None:
    """Return the span in ``url`` of each parameter of an endpoint's ``path``.

    Return ``None`` if the URL was edited so much that its path no longer matches.
    """
    pieces = _PARAMETER.split(path)
    texts, names = pieces[::2], pieces[1::2]
    spans = _spans_below(url, texts) if path.startswith("/") else _spans_of_whole(url, texts)
    return dict(zip(names, spans, strict=True)) if spans is not None else None


def _spans_of_whole(url: str, texts: list[str]) -> list[tuple[int, int]] | None:
    """Return the spans of the values in a URL that is a template as a whole.

    If the URL can be divided in several ways, the first values are as long as possible.
    """
    spans, size = values_between(url[::-1], [text[::-1] for text in reversed(texts)]), len(url)
    return [(size - end, size - at) for at, end in reversed(spans)] if spans is not None else None


def _spans_below(url: str, texts: list[str]) -> list[tuple[int, int]] | None:
    """Return the spans of the values in the last segments of a URL's path.

    A value never covers more than one segment.
    """
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
    """Return a path segment with its escapes undone, for display."""
    return unquote(text)


def write_path_value(text: str, path: str) -> str:
    """Return a value as it is written into the URL; variables are not escaped."""
    return text if not path.startswith("/") else _encoded(text, _SAFE_IN_PATH)


def path_readings(path: str) -> tuple[Segments, ...]:
    """Return the different ways in which servers may read a path.

    A plain path has one reading. The readings of any other path are:

    - everything that a careless server undoes (nested escapes, full-width letters, backslashes,
      blanks, parameters after a semicolon), for the whole path and for its part before each
      character that may end a path;
    - the decoded path with its dot segments resolved;
    - the decoded path as it is.

    Servlet containers cut parameters before they undo escapes and so treat ``;%2f..`` as a
    parameter. Parameters are therefore cut before and after each time that escapes are undone.
    """
    if _PLAIN.fullmatch(path):
        return (tuple(path[1:].split("/")),)
    decoded = unquote(path)
    careless = [text for each in (path, *_without_parameters(path)) for text in _careless(each)]
    ways = (*(normpath(f"/{each}") for each in careless), normpath(f"/{decoded}"), decoded)
    return tuple(dict.fromkeys(tuple(filter(None, way.split("/"))) for way in ways))


def may_be_any(path: str) -> bool:
    """Return whether several servers in a row may read a path as any other path.

    The client and each server in front may resolve dot segments, each after it undid any number of
    escapes, cut any number of parameters and merged any number of slashes. A path that is escaped
    too often, or whose escapes are not UTF-8, counts as well.
    """
    if _PLAIN.fullmatch(path):
        return False
    parts = _parts(path)
    return parts is None or not {".", ".."}.isdisjoint(parts)


def _without_parameters(path: str) -> Iterator[str]:
    """Yield the path without its parameters, once for each depth of escapes."""
    for _ in range(MOST_ESCAPED):
        yield _PATH_PARAMETERS.sub("", path)
        before, path = path, unquote_once(path)
        if path == before:
            return


def _careless(path: str) -> Iterator[str]:
    """Yield what a careless server reads: the whole path, and its part before each possible end."""
    bare = unicodedata.normalize("NFKC", unquote_wholly(path) or path).replace("\\", "/")
    for each in (bare, *(bare.partition(end)[0] for end in _ENDS if end in bare)):
        yield _PATH_PARAMETERS.sub("", CONTROLS.sub("", each))


def is_below(path: str, prefix: str) -> bool:
    """Return whether every server reads a path as one below ``prefix``, which has no escapes.

    The path has to begin with the prefix literally. The rest must not lead out of the prefix at any
    point, neither by plain dots nor by dots that are escaped (however often), follow backslashes or
    precede parameters. Every path is below an empty prefix.
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
    """Return the segments that a server may read in one segment, without parameters.

    Return ``None`` if its escapes are nested too deeply or are not UTF-8.
    """
    if (text := unquote_wholly(segment)) is None or _INVALID in text:
        return None
    text = CONTROLS.sub("", unicodedata.normalize("NFKC", text).replace("\\", "/"))
    return [re.split("[;?#]", part, maxsplit=1)[0] for part in text.split("/")]


def followed(rest: str) -> str:
    """Return the rest of a URL after its origin, with dot segments resolved and no fragment.

    Clients do the same before they send (RFC 3986, 5.2.4 and 3.5). An empty path becomes a slash.
    Escapes stay as they are. Characters that are not ASCII are escaped when the request is sent,
    which does not change the address.
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
    """A parameter ``name=value`` in a URL, decoded; its text is ``url[start:end]``."""

    name: str
    value: str
    start: int
    end: int


def query_parts(url: str) -> Iterator[QueryPart]:
    """Yield the parameters after the question mark, in order."""
    start = url.find("?") + 1
    stop = url.find("#", start)
    stop = len(url) if stop < 0 else stop
    if not start:
        return
    for match in re.compile(r"[^&]+").finditer(url, start, stop):
        name, _, value = match[0].partition("=")
        yield QueryPart(unquote_plus(name), unquote_plus(value), *match.span())


def set_query(url: str, name: str, value: str | None) -> str:
    """Return the URL with a query parameter set, or removed if ``value`` is ``None``.

    Of several parameters with this name only the first one is set; ``None`` removes all of them.
    """
    if value is None:
        for part in reversed([part for part in query_parts(url) if part.name == name]):
            url = _cut(url, part)
        return url
    return set_queries(url, {name: value})


def set_queries(url: str, values: Mapping[str, str]) -> str:
    """Return the URL with several query parameters set in one pass, each as ``set_query`` does."""
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
    """Return the URL without a parameter and without the ``&`` or ``?`` that joins it."""
    if url[part.end : part.end + 1] == "&":
        return url[: part.start] + url[part.end + 1 :]
    return url[: part.start - 1] + url[part.end :]


def _encoded(text: str, safe: str) -> str:
    return template.around_variables(text, lambda part: quote(part, safe=safe, errors="replace"))
