"""The pages agree with the program, and have the same structure in both languages."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.pages.files import assertion_operators
from tests.pages.keys import key_names
from tests.pages.page_text import blocks, headings, prose
from tests.pages.parts import CHINESE, PARTS, ROOT, language_of, pages, part_names, with_parts
from weda_tui.tui.commands.key_map import read_key

PAGES = pages()
ENGLISH = [each for each in PAGES if not each.name.endswith(CHINESE)]
OTHER_KEYS = {"Ctrl+C", "Ctrl+V", "Shift+Tab"}
"""Keys of the terminal and of fields, which belong to no command."""
KEY = re.compile(r"\bF\d+\b|\b(?:Ctrl|Alt|Shift)\+(?:[A-Z][a-z]+|\S)")


def chinese(page: Path) -> Path:
    return page.with_name(page.stem + CHINESE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_generated_parts_are_what_the_program_says(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.count("<!-- generated: ") == len(list(part_names(text))), "a part has no end"
    stale = [
        line
        for line, now in zip(
            text.splitlines(), with_parts(text, language_of(page)).splitlines(), strict=False
        )
        if line != now
    ][:1]
    assert stale == [], f"{page.name} is not what the program says: run `make docs`"
    assert text == with_parts(text, language_of(page)), f"{page.name}: run `make docs`"


@pytest.mark.parametrize("page", ENGLISH, ids=lambda page: page.name)
def test_both_languages_have_the_same_sections_and_parts(page: Path) -> None:
    english, other = page.read_text("utf-8"), chinese(page).read_text("utf-8")
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(other)]
    assert list(part_names(english)) == list(part_names(other))
    assert [each.language for each in blocks(english)] == [each.language for each in blocks(other)]
    beginnings = ["\n".join(text.splitlines()[:4]) for text in (english, other)]
    assert f"[中文]({chinese(page).name})" in beginnings[0]
    assert f"[English]({page.name})" in beginnings[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_keys_in_prose_are_keys_of_commands(page: Path) -> None:
    known = {*key_names(), *OTHER_KEYS}
    unknown = [
        f"{page.name}:{number} {key}"
        for number, line in enumerate(prose(page.read_text("utf-8")).splitlines(), 1)
        for key in KEY.findall(line)
        if key not in known
    ]
    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_toml_in_a_page_can_be_read(page: Path) -> None:
    for block in blocks(page.read_text("utf-8")):
        if block.language == "toml":
            table = tomllib.loads("\n".join(line for _, line in block.lines))
            asserted = {key for each in table.get("assert", ()) for key in each} - {"on"}
            assert asserted <= set(assertion_operators())
            keys = table.get("keys", {}).values()
            assert all(
                read_key(each) for key in keys for each in ([key] if isinstance(key, str) else key)
            )


def test_every_part_stands_in_a_page() -> None:
    there = {name for page in PAGES for name in part_names(page.read_text("utf-8"))}
    assert there == {*PARTS}
    assert "-m tests.pages\n" in (ROOT / "Makefile").read_text("utf-8")
