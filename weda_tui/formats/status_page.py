"""The results of a monitor's rounds as one HTML page: no script, no external resource.

Every state is a mark and a word; colour only repeats it. The Content-Security-Policy of the page
forbids it to load anything, so that text from a server stays text.
"""

from collections.abc import Iterator, Sequence
from html import escape

import msgspec


class PageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One request."""

    name: str
    mark: str
    state: str
    """The word for the mark."""
    facts: Sequence[str]
    """The values of the columns after the state."""
    marks: str
    """One character per round, the newest last."""


class PageChange(msgspec.Struct, frozen=True, kw_only=True):
    """A request that started to fail: when, and what changed."""

    title: str
    lines: Sequence[str]


class StatusPage(msgspec.Struct, frozen=True, kw_only=True):
    """The content of the page, as texts in its language."""

    language: str
    title: str
    mark: str
    headline: str
    """The title and the state."""
    facts: Sequence[str]
    """The lines below the title."""
    strip: str
    """The heading of the strip of rounds."""
    marks: str
    """One character per round, the newest last."""
    names: dict[str, str]
    """The word for each mark."""
    columns: Sequence[str]
    rows: Sequence[PageRow]
    more: str = ""
    """A note about the rows that are omitted."""
    changes_title: str = ""
    changes: Sequence[PageChange] = ()
    refresh: int = 0
    """Seconds after which a browser reloads the page; 0 for never."""


_ROLES = {"✓": "good", "✗": "bad"}
_STYLE = """
:root { color-scheme: light dark; --good: #1a7f37; --bad: #cf222e; --dim: #6e7781; --line: #d0d7de }
@media (prefers-color-scheme: dark) {
  :root { --good: #3fb950; --bad: #f85149; --dim: #8b949e; --line: #30363d } }
body { font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 70rem; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem } h3 { font-size: 1rem }
p { margin: .2rem 0 } table { border-collapse: collapse; margin-top: 1.5rem; width: 100% }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere }
.strip { font-family: ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere }
.good { color: var(--good) } .bad { color: var(--bad); font-weight: 700 }
.none { color: var(--dim) }
"""


def write_status_page(page: StatusPage) -> bytes:
    """Return the document in UTF-8."""
    return "\n".join(_document(page)).encode("utf-8", "replace")


def _document(page: StatusPage) -> Iterator[str]:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield f'<!DOCTYPE html>\n<html lang="{escape(page.language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    if page.refresh:
        yield f'<meta http-equiv="refresh" content="{page.refresh}">'
    yield f"<title>{escape(f'{page.mark} {page.title}')}</title>\n<style>{_STYLE}</style>\n</head>"
    yield f"<body>\n<h1>{_mark(page.mark, page.names)} {escape(page.headline)}</h1>"
    yield from (f"<p>{escape(fact)}</p>" for fact in page.facts)
    yield f"<h2>{escape(page.strip)}</h2>\n{_strip(page.marks, page.names)}"
    yield "<table>\n<thead><tr>"
    yield from (f'<th scope="col">{escape(name)}</th>' for name in page.columns)
    yield "</tr></thead>\n<tbody>"
    yield from (_row(row, page.names) for row in page.rows)
    yield "</tbody>\n</table>"
    if page.more:
        yield f"<p>{escape(page.more)}</p>"
    if page.changes:
        yield f"<h2>{escape(page.changes_title)}</h2>"
    for change in page.changes:
        lines = "\n".join(map(escape, change.lines))
        yield f"<h3>{escape(change.title)}</h3>\n<pre>{lines}</pre>"
    yield "</body>\n</html>\n"


def _row(row: PageRow, names: dict[str, str]) -> str:
    cells = [
        f"<td>{escape(row.name)}</td>",
        f"<td>{_mark(row.mark, names)} {escape(row.state)}</td>",
        *(f"<td>{escape(fact)}</td>" for fact in row.facts),
        f"<td>{_strip(row.marks, names)}</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _strip(marks: str, names: dict[str, str]) -> str:
    """Return marks with their words; equal marks that follow each other form a group."""
    groups: list[str] = []
    for mark in marks:
        if groups and groups[-1][0] == mark:
            groups[-1] += mark
        else:
            groups.append(mark)
    return f'<div class="strip">{"".join(_mark(group, names) for group in groups)}</div>'


def _mark(marks: str, names: dict[str, str]) -> str:
    name, role = names.get(marks[:1], ""), _ROLES.get(marks[:1], "none")
    text = f"{len(marks)} × {name}" if len(marks) > 1 else name
    attributes = f'class="{role}" title="{escape(text)}" role="img" aria-label="{escape(text)}"'
    return f"<span {attributes}>{escape(marks)}</span>"
