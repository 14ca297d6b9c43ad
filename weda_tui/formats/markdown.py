"""Requests in folders as a Markdown document: a heading per folder, a block per request."""

import re
from collections.abc import Iterator

from weda_tui.core.collections.paths import name_of
from weda_tui.core.collections.saved_request import Example, SavedRequest
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.formats.postman.request_parts import fenced

_DEEPEST_HEADING = 6
_RUNNABLE = re.compile(
    r"(?im)((?:^|\r)[^\S\n]*(?:>[^\S\n]*)*(?:`{3,}|~{3,})[^\S\n]*)(?:http|rest).*$"
)
"""The opening fence of a code block that editors run."""


def write_markdown(bundle: Imported) -> str:
    """Return the document, with the example responses below their requests.

    Editors run blocks of ``http``, even inside another block, so the document contains none.
    """
    blocks = [f"# {_plain(bundle.name)}", *_said(bundle.description), *_blocks(bundle)]
    return _RUNNABLE.sub(r"\1text", "\n\n".join(blocks)) + "\n"


def _blocks(bundle: Imported) -> Iterator[str]:
    folders = {folder.path: folder for folder in bundle.folders}
    inside: dict[str, list[SavedRequest]] = {}
    for request in bundle.requests:
        inside.setdefault(request.folder, []).append(request)
    for path in ("", *folders):
        depth = 2 + path.count("/")
        if path:
            folder = folders[path]
            yield f"{_heading(depth)} {_plain(folder.name or name_of(path))}"
            yield from _said(folder.description)
        for request in _sorted(inside.get(path, []), path, bundle):
            yield f"{_heading(depth + bool(path))} {_plain(request.title)}"
            yield fenced(_message(request.draft), "text")
            yield from _said(request.description)
            for example in request.examples:
                yield _answer(example)


def _answer(example: Example) -> str:
    """Return an example: its name, and the message as it was received."""
    status = str(example.status or "")
    headers = [f"{name}: {value}" for name, value in example.headers]
    head = "\n".join(filter(None, [f"HTTP {status}" if status else "", *headers]))
    rest = f"… ({example.size} B)" if example.size else ""
    body = "\n".join(filter(None, (example.body, rest)))
    facts = " · ".join(filter(None, (example.code, example.env_type, example.at)))
    title = f"**{_plain(example.name)}**" + (f" · {_plain(facts)}" if facts else "")
    message = f"{head}\n\n{body}".strip()
    return f"{title}\n\n{fenced(message, 'text')}"


def _sorted(requests: list[SavedRequest], path: str, bundle: Imported) -> list[SavedRequest]:
    order = bundle.order if not path else next(f.order for f in bundle.folders if f.path == path)
    places = {name: place for place, name in enumerate(order)}
    return sorted(requests, key=lambda each: places.get(name_of(each.path), len(places)))


def _heading(depth: int) -> str:
    return "#" * min(depth, _DEEPEST_HEADING)


def _said(text: str) -> list[str]:
    return [text.strip()] if text.strip() else []


def _message(draft: RequestDraft) -> str:
    headers = (f"{name}: {value}" for name, value in draft.headers)
    head = "\n".join([f"{draft.method} {draft.url}", *headers])
    return f"{head}\n\n{draft.body}" if draft.body else head


def _plain(text: str) -> str:
    """Return a text escaped so that a heading shows it as it is."""
    return "".join(f"\\{each}" if each in "\\`*_[]<>#" else each for each in text)
