"""The generated parts by name, and the pages that contain them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.pages import command_line, files, keys, program
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.sandbox.server.faults import STRIKES
from weda_tui.tui.commands.table import PLACES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PARTS: dict[str, Callable[[Strings], str]] = {
    "keys-everywhere": keys.everywhere,
    **{f"keys-{place}": keys.of_place(place) for place in PLACES},
    "commands": command_line.commands,
    "command-list": command_line.command_list,
    "global-options": command_line.global_options,
    "statuses": command_line.statuses,
    "exchange-fields": command_line.exchange_fields,
    **{f"{name}-file": files.of_file(name) for name in ("environment", "request", "folder")},
    "operators": files.operators,
    "calls-file": files.explained("calls-keys", files.KEY, files.call_keys),
    "workspace-files": files.explained("workspace", files.FILE, files.workspace_paths),
    "state-files": files.explained("state", files.FILE, files.state_paths),
    "preferences": files.preferences,
    "colours": files.colours,
    "variables": files.explained("variables", files.VARIABLE, files.variable_names),
    "codes": program.codes,
    "calls": program.calls,
    "agent-tools": program.agent_tools,
    "guards": program.guards,
    "import-formats": program.import_formats,
    "export-formats": program.export_formats,
    "faults": files.explained("faults", program.FAULT, lambda: STRIKES),
}
_PART = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
CHINESE = ".zh-CN.md"
FOR_MAINTAINERS = {"architecture.md", "style-guide.md"}
"""Pages for maintainers, in one language only."""


def language_of(page: Path) -> Strings:
    """Return the strings of a page's language, which its file name determines."""
    return ZH if page.name.endswith(CHINESE) else EN


def pages() -> list[Path]:
    """Return the pages for users: both READMEs and the pages of ``docs``."""
    docs = (each for each in sorted(DOCS.glob("*.md")) if each.name not in FOR_MAINTAINERS)
    return [*sorted(ROOT.glob("README*.md")), *docs]


def with_parts(text: str, strings: Strings) -> str:
    """Return a page with its parts regenerated. Raises ``KeyError`` for an unknown part."""
    return _PART.sub(lambda found: f"{found[1]}{PARTS[found[2]](strings)}\n{found[3]}", text)


def part_names(text: str) -> Iterator[str]:
    """Yield the names of the parts in a page."""
    yield from (found[2] for found in _PART.finditer(text))


def write_pages() -> list[Path]:
    """Write the parts of all pages and return the pages that changed."""
    changed: list[Path] = []
    for page in pages():
        before = page.read_text("utf-8")
        after = with_parts(before, language_of(page))
        if after != before:
            page.write_text(after, encoding="utf-8")
            changed.append(page)
    return changed
