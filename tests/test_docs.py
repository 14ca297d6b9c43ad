"""The documentation names only files that exist, and its numbers and versions are current."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from weda_tui.core.catalogue.endpoint import Confidence
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.bundled_error_book import load_error_book

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
NAMED = re.compile(
    r"`((?:weda_tui|tests|docs|core|formats|gateway|store|session|i18n|cli|tui)/[\w./*-]+)`"
)

IN_DOCSTRING = re.compile(
    r"``((?:core|formats|gateway|store|sandbox|session|i18n|cli|tui)(?:\.\w+)+)``"
)


def names_something(name: str) -> bool:
    """Return whether a dotted name is a module of the program or a name that occurs in a module."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = (ROOT / "weda_tui").joinpath(*parts[:length])
        module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if module.is_file():
            source = module.read_text("utf-8")
            return all(re.search(rf"\b{part}\b", source) for part in parts[length:])
    return False


def test_every_module_that_a_docstring_names_is_there() -> None:
    sources = {path: path.read_text("utf-8") for path in (ROOT / "weda_tui").rglob("*.py")}
    named = [
        (path.name, name) for path, text in sources.items() for name in IN_DOCSTRING.findall(text)
    ]
    assert len(named) > 20
    assert [each for each in named if not names_something(each[1])] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    names = NAMED.findall(page.read_text("utf-8"))
    assert len(names) > 10
    lost = [
        name
        for name in names
        if not any([*ROOT.glob(name.rstrip("/")), *(ROOT / "weda_tui").glob(name.rstrip("/"))])
    ]
    assert lost == []


@pytest.mark.parametrize("extra", ["load", "mcp"])
@pytest.mark.parametrize("strings", [EN, ZH])
def test_what_is_to_be_installed_is_the_version_that_is_needed(
    extra: str, strings: Strings
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (needed,) = project["optional-dependencies"][extra]
    words = strings.load.not_installed if extra == "load" else strings.agents.command.not_installed
    page = {"load": "load", "mcp": "agents"}[extra]
    pages = ("README.md", "README.zh-CN.md", f"docs/{page}.md", f"docs/{page}.zh-CN.md")
    for text in (words, *((ROOT / page).read_text("utf-8") for page in pages)):
        assert f"'{needed}'" in text


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh-CN.md", "docs/faq.md", "docs/faq.zh-CN.md"]
)
def test_a_page_says_how_many_calls_and_codes_there_are(page: str) -> None:
    endpoints, entries = load_bundled_catalogue().by_id.values(), load_error_book().entries
    counts = [len(endpoints), len(entries)]
    if "faq" in page:
        sources = Counter(each.confidence for each in entries)
        modules = Counter(each.module for each in endpoints)
        counts += [sources[Confidence.DOCUMENTED], sources[Confidence.CLIENT_CODE]]
        counts += modules.values()
    numbers = set(map(int, re.findall(r"\d+", (ROOT / page).read_text("utf-8"))))
    assert set(counts) <= numbers
