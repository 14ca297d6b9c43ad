"""Every link of a page has an existing target, in the language of the page."""

from pathlib import Path

import pytest

from tests.pages.page_text import anchors, links
from tests.pages.parts import CHINESE, ROOT, pages

OTHERS = [*ROOT.glob("C*.md"), *(ROOT / "docs").glob("*.md")]
PAGES = list(dict.fromkeys([*pages(), *OTHERS]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    lost: list[str] = []
    for number, target in links(text):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            lost.append(f"{page.name}:{number} {target}")
    assert lost == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_pictures_are_in_the_language_of_the_page(page: Path) -> None:
    is_chinese = page.name.endswith(CHINESE)
    pictures = [target for _, target in links(page.read_text("utf-8")) if "screenshots/" in target]
    other = "-en." if is_chinese else "-zh."
    assert [each for each in pictures if other in each] == []
