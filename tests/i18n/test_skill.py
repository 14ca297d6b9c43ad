"""The page for agents is short, the same in both languages, and correct."""

import re
from contextlib import suppress

import click
import pytest
import yaml

from tests.pages.page_text import blocks, prose
from tests.pages.test_commands import SKILLS, parse
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.skill import FILE

PAGES = {page.stem: page.read_text("utf-8") for page in SKILLS}
_COMMENT = re.compile(r"\s+#.*")
_BEGINNING = re.compile(r"^(?:#+|\d\.|-|\| ?\d*)(?= )")
_CODE = re.compile(r"`([^`]+)`")


def front_matter(text: str) -> dict[str, str]:
    return yaml.safe_load(text.split("---\n")[1])


def outline(text: str) -> list[tuple[list[str], list[str]]]:
    """Return, for each line of prose, its Markdown prefix and its code spans."""
    lines = prose(text.split("---\n", 2)[2]).splitlines()
    return [(_BEGINNING.findall(line), sorted(_CODE.findall(line))) for line in lines]


def typed_lines(text: str) -> list[str]:
    return [_COMMENT.sub("", line) for block in blocks(text) for _, line in block.lines]


def test_there_is_a_page_for_every_language() -> None:
    assert [*PAGES] == ["en", "zh"]


@pytest.mark.parametrize("language", PAGES)
def test_a_page_is_short_and_named_as_its_folder(language: str) -> None:
    text = PAGES[language]
    assert len(text.splitlines()) <= 150
    named = front_matter(text)
    assert [*named] == ["name", "description"]
    assert named["name"] == FILE.parent.name
    assert 40 < len(named["description"]) <= 1024


def test_both_languages_have_the_same_structure_and_commands() -> None:
    english, chinese = PAGES.values()
    assert typed_lines(english) == typed_lines(chinese)
    assert outline(english) == outline(chinese)


@pytest.mark.parametrize("language", PAGES)
def test_every_exit_status_is_there(language: str) -> None:
    rows = re.findall(r"^\| (\d+) \|", PAGES[language], re.MULTILINE)
    assert [int(row) for row in rows] == [*ExitStatus]


@pytest.mark.parametrize("language", PAGES)
def test_its_commands_confirm_nothing_and_read_no_secret(language: str) -> None:
    for line in typed_lines(PAGES[language]):
        words = line.split()
        assert "--yes" not in words
        assert words[:2] != ["weda-tui", "token"]
        assert words[:3] not in (["weda-tui", "env", each] for each in ("secret", "approve"))


@pytest.mark.parametrize("language", PAGES)
def test_a_command_in_a_sentence_can_be_typed(language: str) -> None:
    found = [each for each in _CODE.findall(prose(PAGES[language])) if each.startswith("weda-tui ")]
    assert len(found) > 5
    for command in found:
        with suppress(click.exceptions.Exit):  # --help
            parse(command.split()[1:])
