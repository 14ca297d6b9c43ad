"""The pages for maintainers name files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
NAMED = re.compile(
    r"`((?:weda_tui|tests|docs|core|formats|gateway|store|session|i18n|cli|tui)/[\w./*-]+)`"
)


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
